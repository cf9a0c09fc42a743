//! What the panels share: Run and Cancel with the progress between them, and the door to a file.

use egui::{Key, RichText};

use crate::engine::session::Progress;
use crate::ui::labs::phases::sweeps::desk::SweepAsk;
use crate::ui::labs::phases::sweeps::files::Table;
use crate::ui::labs::phases::sweeps::sentences;
use crate::ui::theme;
use crate::ui::widgets::Button;

/// What was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// Begin.
    Run,
    /// Stop.
    Cancel,
}

/// Run, or while something runs Cancel with the share that is finished and the time that is left.
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

/// A menu to save a table by dialog or under a typed path.
#[derive(Default)]
pub struct SaveMenu {
    path: Option<String>,
}

impl SaveMenu {
    /// Draws the menu; `table` is asked for when it is to be saved, and `None` where there is nothing to save.
    pub fn menu_ui(&mut self, ui: &mut egui::Ui, table: Option<&dyn Fn() -> Table>) -> Option<SweepAsk> {
        let mut ask = None;
        let Some(table) = table else {
            let nothing = Some("No cell is finished yet");
            Button::new("Save CSV…").disabled_because(nothing).show(ui);
            return None;
        };
        let tip = "The finished cells, with the columns of the command glassbox sweep";
        if Button::new("Save CSV…").tooltip(tip).show(ui).clicked() {
            ask = Some(SweepAsk::SaveDialog(table()));
        }
        let typing = self.path.is_some();
        let path = Button::new("…").name("Save CSV to a typed path").quiet().selected(typing);
        if path.tooltip("Types the path instead of choosing it").show(ui).clicked() {
            self.path = if typing { None } else { Some(String::new()) };
        }
        ask
    }

    /// Draws the field for the path, while one is typed.
    pub fn path_ui(&mut self, ui: &mut egui::Ui, table: Option<&dyn Fn() -> Table>) -> Option<SweepAsk> {
        let path = self.path.as_mut()?;
        ui.add_space(theme::STEP);
        let edit = egui::TextEdit::singleline(path).hint_text("path ending in .csv, then Enter");
        let response = ui.add(edit.desired_width(f32::INFINITY));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Path to save to"));
        if !response.lost_focus() {
            response.request_focus();
            return None;
        }
        let typed = std::mem::take(path);
        self.path = None;
        let typed = typed.trim();
        let wanted = ui.input(|input| input.key_pressed(Key::Enter)) && !typed.is_empty();
        Some(SweepAsk::Save(typed.into(), table.filter(|_| wanted)?()))
    }
}
