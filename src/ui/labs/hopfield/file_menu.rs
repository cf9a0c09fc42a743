//! The File menu under the shelf: opens pictures, data and recalls, saves the shelf or the recall, hands the shelf to
//! another lab; by dialog or by a typed path.

use std::sync::Arc;

use crate::ui::labs::hopfield::context::{Ask, HopfieldContext};
use crate::ui::widgets::{PathField, low_entries, name_menu};
use crate::ui::workspace::{Offer, OfferKind};

/// Room for all entries of the menu: one that scrolls hides its end.
const MENU: f32 = 400.0;
const SAVE_HINT: &str = "path ending in .json for the recall; .npz, .csv, .txt or .png for the shelf; then Enter";

#[derive(Clone, Copy)]
enum PathFor {
    Open,
    SaveShelf,
    SaveRecall,
    Save,
}

/// The menu, and the path that is being typed.
#[derive(Default)]
pub struct FileMenu {
    path: PathField<PathFor>,
}

impl FileMenu {
    /// Draws the button of the menu.
    pub fn menu_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let file = egui::ComboBox::from_id_salt("file").selected_text("File").width(24.0).height(MENU);
        let menu = file.show_ui(ui, |ui| {
            low_entries(ui);
            let mut ask = |ui: &mut egui::Ui, text: &str, purpose: PathFor, ask: Ask| {
                if ui.selectable_label(false, text).clicked() {
                    self.path.stand_in(purpose, &context.shell.jobs);
                    context.asks.push(ask);
                }
            };
            ask(ui, "Open a picture, data or a recall…", PathFor::Open, Ask::ImportDialog);
            ask(ui, "Save the shelf…", PathFor::SaveShelf, Ask::ExportDialog);
            ask(ui, "Save the recall…", PathFor::SaveRecall, Ask::SaveRecallDialog);
            ui.separator();
            for (text, purpose) in [("Type a path to open…", PathFor::Open), ("Save to a path…", PathFor::Save)] {
                if ui.selectable_label(false, text).clicked() {
                    self.path.open(purpose);
                }
            }
            open_in_ui(ui, context);
        });
        name_menu(&menu.response, "File");
        menu.response.on_hover_text("Opens and saves; a file can also be dropped on the window");
    }

    /// Draws the field for a path, while one is typed.
    pub fn path_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let typed = self.path.ui(ui, &context.shell.jobs, |purpose| match purpose {
            PathFor::Open => ["Path of a file", "path to a file, then Enter"],
            PathFor::SaveShelf => ["Path to save to", "path ending in .npz, .csv, .txt or .png, then Enter"],
            PathFor::SaveRecall => ["Path to save to", "path ending in .json, then Enter"],
            PathFor::Save => ["Path to save to", SAVE_HINT],
        });
        context.asks.extend(typed.map(|(purpose, path)| match purpose {
            PathFor::Open => Ask::Import(path),
            PathFor::SaveShelf | PathFor::SaveRecall | PathFor::Save => Ask::Export(path),
        }));
    }
}

/// Hands the shelf over to another lab.
fn open_in_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let document = &context.view().document;
    if document.memories.is_empty() {
        return;
    }
    let (shape, memories) = (document.shape, Arc::clone(&document.memories));
    ui.separator();
    if let Some(lab) = context.shell.workspace.open_in_ui(ui, OfferKind::Memories) {
        let offer = Offer::Memories { name: "the shelf".to_owned(), shape, memories };
        context.shell.workspace.hand_over(lab, offer);
    }
}
