//! What a lab offers where nothing could be opened: a file of one's own, or one of the runs that are part of the program.

use egui::Ui;

use super::{Button, Card, sentence_ui};

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayIn<P> {
    /// To be asked for a file.
    Dialog,
    Preset(P),
}

/// A card with a sentence. While something is being opened that is all: the first sentence. Else it is the second, with
/// a button for a file and one for each preset with its title and tip.
pub fn way_in_ui<P: Copy>(
    ui: &mut Ui,
    opening: bool,
    (opens, failed): (&str, &str),
    presets: &[(P, &str, &str)],
) -> Option<WayIn<P>> {
    let mut chosen = None;
    Card::new("Run").fill_height().show(ui, |ui| {
        sentence_ui(ui, if opening { opens } else { failed }, None);
        if opening {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            if Button::new("Open a run or data…").accent(true).show(ui).clicked() {
                chosen = Some(WayIn::Dialog);
            }
            for &(preset, title, tip) in presets {
                if Button::new(title).tooltip(tip).show(ui).clicked() {
                    chosen = Some(WayIn::Preset(preset));
                }
            }
        });
    });
    chosen
}
