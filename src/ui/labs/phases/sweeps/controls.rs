//! What the panels share: Run and Cancel with the progress between them, and the door to a file.

use egui::RichText;

use crate::engine::core::session::Progress;
use crate::ui::files::SaveTo;
use crate::ui::jobs::Jobs;
use crate::ui::labs::phases::sweeps::files::Table;
use crate::ui::labs::phases::sweeps::sentences;
use crate::ui::labs::phases::sweeps::sweep_store::SweepAsk;
use crate::ui::theme;
use crate::ui::widgets::{Button, PathField, hover_help, sentence_ui};

/// A lower chart shows nothing.
pub const LEAST_CHART: f32 = 110.0;

/// Why nothing can be begun while what another panel began is under way.
pub const ANOTHER: &str = "Another sweep is under way";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    Run,
    Cancel,
}

/// Run, or while something runs Cancel with the fraction that is finished and the time that is left.
pub fn run_ui(
    ui: &mut egui::Ui,
    (label, tooltip): (&str, &str),
    running: bool,
    progress: Option<(Progress, Option<f64>)>,
    disabled: Option<&str>,
) -> Option<Pressed> {
    if running {
        let stop = Button::new("Cancel").tooltip("Stops at once and keeps the cells that are finished").show(ui);
        let text = progress.map_or_else(|| "starting".to_owned(), |(progress, eta)| sentences::progress(progress, eta));
        ui.label(RichText::new(text).monospace());
        return stop.clicked().then_some(Pressed::Cancel);
    }
    let run = Button::new(label).tooltip(tooltip).disabled_because(disabled).show(ui);
    run.clicked().then_some(Pressed::Run)
}

/// One of a few numbers, as a menu that takes little room. `options` are value, text and tooltip.
pub fn choice_ui<T: Copy + PartialEq>(
    ui: &mut egui::Ui,
    (name, help): (&str, &str),
    current: T,
    options: &[(T, &str, &str)],
) -> Option<T> {
    let text = options.iter().find(|(value, ..)| *value == current).map_or("", |(_, text, _)| *text);
    let mut chosen = None;
    let combo = egui::ComboBox::from_id_salt(name).selected_text(text).width(20.0).show_ui(ui, |ui| {
        for (value, text, tip) in options {
            if ui.selectable_label(*value == current, *text).on_hover_text(*tip).clicked() {
                chosen = Some(*value);
            }
        }
    });
    combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, name));
    hover_help(combo.response, help);
    chosen.filter(|value| *value != current)
}

/// A chart over a sentence: the chart gets what the sentence leaves, and what does not fit can be scrolled to.
pub fn chart_over_ui(ui: &mut egui::Ui, sentence: &str, chart: impl FnOnce(&mut egui::Ui, f32)) {
    let font = egui::TextStyle::Body.resolve(ui.style());
    let colour = theme::tokens(ui.ctx()).soft;
    let (width, text) = (ui.available_width(), sentence.to_owned());
    let below = ui.fonts_mut(|fonts| fonts.layout(text, font, colour, width)).size().y + ui.spacing().item_spacing.y;
    chart(ui, (ui.available_height() - below - theme::STEP).max(LEAST_CHART));
    sentence_ui(ui, sentence, None);
}

/// Scrolls what is higher than its room.
pub fn scrolled<R>(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui) -> R) -> R {
    ui.spacing_mut().item_spacing.y = theme::STEP + 1.0;
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, content).inner
}

/// A menu to save a table by dialog or under a typed path.
#[derive(Default)]
pub struct SaveMenu {
    path: PathField<()>,
}

impl SaveMenu {
    /// Draws the menu; `table` is asked for when it is to be saved, and `None` where there is nothing to save.
    pub fn menu_ui(&mut self, ui: &mut egui::Ui, jobs: &Jobs, table: Option<&dyn Fn() -> Table>) -> Option<SweepAsk> {
        let mut ask = None;
        let Some(table) = table else {
            let nothing = Some("No cell is finished yet");
            Button::new("Save CSV…").disabled_because(nothing).show(ui);
            return None;
        };
        let tip = "The finished cells, with the columns of the command glassbox sweep";
        if Button::new("Save CSV…").tooltip(tip).show(ui).clicked() {
            self.path.stand_in((), jobs);
            ask = Some(SweepAsk::SaveDialog(table()));
        }
        let typing = self.path.is_open();
        let path = Button::new("…").name("Save CSV to a typed path").quiet().selected(typing);
        if path.tooltip("Types the path instead of choosing it").show(ui).clicked() {
            if typing { self.path.close() } else { self.path.open(()) }
        }
        ask
    }

    /// Draws the field for the path, while one is typed.
    pub fn path_ui(&mut self, ui: &mut egui::Ui, jobs: &Jobs, table: Option<&dyn Fn() -> Table>) -> Option<SweepAsk> {
        if self.path.is_open() {
            ui.add_space(theme::STEP);
        }
        let ((), path) = self.path.ui(ui, jobs, |()| ["Path to save to", "path ending in .csv, then Enter"])?;
        Some(SweepAsk::Save(SaveTo { path, overwrite: false }, table?()))
    }
}
