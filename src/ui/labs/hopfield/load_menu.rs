//! The buttons under the shelf: store the state, load a set.

use crate::ui::labs::hopfield::context::{Ask, HopfieldContext};
use crate::ui::labs::hopfield::memories::store_state;
use crate::ui::labs::hopfield::{help, keys};
use crate::ui::widgets::Button;

const ROW: f32 = 24.0;
/// Room for all entries of the menu: one that scrolls hides its end.
const MENU: f32 = 640.0;
/// What the shelf can be loaded with: every built-in set of two values per site, all rows of the digits, and random
/// patterns.
pub const SETS: [(&str, &str); 10] = [
    ("icons", "Icons 28 × 28"),
    ("letters", "Letters 16 × 16"),
    ("letters8", "Letters 8 × 8"),
    ("digits8", "Digits 8 × 8"),
    ("mnist", "Handwritten digits 28 × 28"),
    ("all mnist", "All 10\u{202f}000 handwritten digits"),
    ("zoo", "Animals, 21 properties"),
    ("genome", "Human haplotypes, 169 sites"),
    ("court", "Votes of nine justices"),
    ("random", "Random patterns of this grid"),
];

/// Draws the row of buttons.
pub fn load_menu_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    ui.horizontal_wrapped(|ui| {
        let tip = keys::STORE.tip(ui.ctx(), help::STORE_STATE);
        if Button::new("Store").name("Store state").tooltip(&tip).show(ui).clicked() {
            store_state(context);
        }
        let load =
            egui::ComboBox::from_id_salt("load set").selected_text("Load").width(30.0).height(MENU).show_ui(ui, |ui| {
                // Many entries: lower than a button, so that all are seen in a low window.
                ui.spacing_mut().interact_size.y = ROW;
                ui.spacing_mut().button_padding.y = 2.0;
                ui.spacing_mut().item_spacing.y = 1.0;
                for (set, label) in SETS {
                    if ui.selectable_label(false, label).clicked() {
                        context.asks.push(Ask::LoadBuiltin(set.to_owned()));
                    }
                }
            });
        load.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, "Load memories"));
        load.response.on_hover_text("A built-in set of memories");
    });
}
