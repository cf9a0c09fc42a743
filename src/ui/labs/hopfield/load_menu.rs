//! The buttons under the shelf: store the state, load a set or a file, save the shelf; by dialog or by a typed path.

use std::sync::Arc;

use crate::ui::labs::hopfield::context::{Ask, HopfieldContext};
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::memories::store_state;
use crate::ui::widgets::{Button, PathField};
use crate::ui::workspace::{Offer, OfferKind};

const ROW: f32 = 24.0;
/// Room for all entries of the menu: one that scrolls hides its end.
const MENU: f32 = 640.0;
/// What the shelf can be loaded with: every built-in set of two values per site, and random patterns.
pub const SETS: [(&str, &str); 9] = [
    ("icons", "Icons 28 × 28"),
    ("letters", "Letters 16 × 16"),
    ("letters8", "Letters 8 × 8"),
    ("digits8", "Digits 8 × 8"),
    ("mnist", "Handwritten digits 28 × 28"),
    ("zoo", "Animals, 21 properties"),
    ("genome", "Human haplotypes, 169 sites"),
    ("court", "Votes of nine justices"),
    ("random", "Random patterns of this grid"),
];

#[derive(Clone, Copy)]
enum PathFor {
    Open,
    Save,
}

/// The row of buttons, and the path that is being typed.
#[derive(Default)]
pub struct LoadMenu {
    path: PathField<PathFor>,
}

impl LoadMenu {
    /// Draws the row, and below it the field for a path while one is typed.
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        ui.horizontal_wrapped(|ui| {
            if Button::new("Store state").tooltip(help::STORE_STATE).show(ui).clicked() {
                store_state(context);
            }
            let load = egui::ComboBox::from_id_salt("load set")
                .selected_text("Load…")
                .width(76.0)
                .height(MENU)
                .show_ui(ui, |ui| {
                    // Many entries: lower than a button, so that all are seen in a low window.
                    ui.spacing_mut().interact_size.y = ROW;
                    ui.spacing_mut().button_padding.y = 2.0;
                    ui.spacing_mut().item_spacing.y = 1.0;
                    for (set, label) in SETS {
                        if ui.selectable_label(false, label).clicked() {
                            context.asks.push(Ask::LoadBuiltin(set.to_owned()));
                        }
                    }
                    ui.separator();
                    if ui.selectable_label(false, "Picture or data file…").clicked() {
                        self.path.stand_in(PathFor::Open, &context.shell.jobs);
                        context.asks.push(Ask::ImportDialog);
                    }
                    if ui.selectable_label(false, "Type a path…").clicked() {
                        self.path.open(PathFor::Open);
                    }
                    open_in_ui(ui, context);
                    ui.separator();
                    if ui.selectable_label(false, "Save the shelf…").clicked() {
                        self.path.stand_in(PathFor::Save, &context.shell.jobs);
                        context.asks.push(Ask::ExportDialog);
                    }
                    if ui.selectable_label(false, "Save to a path…").clicked() {
                        self.path.open(PathFor::Save);
                    }
                });
            load.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Load memories"));
            load.response.on_hover_text("A built-in set, or a file; a file can also be dropped on the window");
        });
        self.path_ui(ui, context);
    }

    fn path_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let typed = self.path.ui(ui, &context.shell.jobs, |purpose| match purpose {
            PathFor::Open => ["Path of a file", "path to a file, then Enter"],
            PathFor::Save => ["Path to save to", "path ending in .npz, .csv, .txt or .png, then Enter"],
        });
        context.asks.extend(typed.map(|(purpose, path)| match purpose {
            PathFor::Open => Ask::Import(path),
            PathFor::Save => Ask::Export(path),
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
