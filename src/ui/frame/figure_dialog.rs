//! The dialog of figures of a whole lab or panel.

use egui::{Context, Ui};

use crate::ui::figure::{FigureChoice, FigureFormat};
use crate::ui::theme::{self, Theme};
use crate::ui::widgets::{Button, Dialog, Segmented, sentence_ui};

const WIDTH: f32 = 460.0;
const FORMATS: [(FigureFormat, &str, &str); 5] = [
    (FigureFormat::Png(1), "PNG 1×", "As many pixels as on the screen"),
    (FigureFormat::Png(2), "2×", "Twice as many a side: for a page"),
    (FigureFormat::Png(3), "3×", "Three times as many a side"),
    (FigureFormat::Png(4), "4×", "Four times as many a side: for a poster"),
    (FigureFormat::Svg, "SVG", "Lines as lines and text as text, for a drawing program"),
];
const THEMES: [(Theme, &str, &str); 2] =
    [(Theme::Light, "light", "For paper"), (Theme::Projector, "projector", "Larger, for a slide")];

/// What came of a frame of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureAnswer {
    /// The figure is to be made.
    Make,
    Nothing,
}

/// Draws the dialog, and changes what is chosen.
pub fn figure_dialog_ui(ctx: &Context, of: &str, caption: &str, choice: &mut FigureChoice) -> Option<FigureAnswer> {
    let title = format!("Figure: {of}");
    let answer = Dialog::new(&title, WIDTH).show_with_buttons(
        ctx,
        |ui| choices_ui(ui, caption, choice),
        |ui| {
            let tip = "Draws it off screen, then asks where to";
            let make = Button::new("Save…").accent(true).tooltip(tip).show(ui).clicked();
            [make, Button::new("Cancel").tooltip("Makes no figure (Esc)").show(ui).clicked()]
        },
    );
    let ((), [make, cancel]) = answer.inner;
    if make {
        return Some(FigureAnswer::Make);
    }
    (cancel || answer.closed).then_some(FigureAnswer::Nothing)
}

fn choices_ui(ui: &mut Ui, caption: &str, choice: &mut FigureChoice) {
    choice.format = Segmented::new("Format", choice.format, &FORMATS).show(ui).unwrap_or(choice.format);
    ui.add_space(theme::STEP);
    choice.theme = Segmented::new("Theme", choice.theme, &THEMES).show(ui).unwrap_or(choice.theme);
    ui.add_space(theme::STEP);
    ui.checkbox(&mut choice.caption, "Copy this caption to the clipboard");
    sentence_ui(ui, caption, None);
}
