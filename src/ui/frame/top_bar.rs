//! The top bar: name, File menu and lab at the left, transport at the right.

use egui::RichText;

use crate::ui::frame::file_menu::{FileAct, FileMenu, file_menu_ui};
use crate::ui::lab::{Lab, LabName};
use crate::ui::shell::Shell;
use crate::ui::theme::{self, semibold};

/// Height of the bar in the dark profile.
pub const HEIGHT: f32 = 52.0;

/// From these widths on there is room for the name of the program, and for that of the lab. In points of the dark
/// profile.
const TITLED: f32 = 560.0;
const NAMED: f32 = 400.0;

/// What was asked for in the bar.
pub struct Asked {
    /// Whether the list of keys was.
    pub keys: bool,
    pub file: Option<FileAct>,
}

/// Draws the bar.
pub fn top_bar_ui(
    ui: &mut egui::Ui,
    name: LabName,
    lab: &mut dyn Lab,
    menu: &FileMenu<'_>,
    shell: &mut Shell,
) -> Asked {
    let tokens = theme::tokens(ui.ctx());
    ui.horizontal_centered(|ui| {
        let metrics = tokens.theme.metrics();
        let units = ui.available_width() / metrics.scale;
        // In a small window the transport has the bar to itself: the rail says which lab this is.
        if units >= TITLED {
            ui.label(RichText::new("Glassbox").font(semibold(metrics.body + 1.5)));
        }
        let file = file_menu_ui(ui, shell, menu);
        if units >= NAMED {
            ui.label(RichText::new(name.title).color(tokens.soft));
        }
        Asked { keys: lab.transport_ui(ui, shell), file }
    })
    .inner
}
