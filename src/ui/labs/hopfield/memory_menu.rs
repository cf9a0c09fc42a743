//! A menu that chooses a memory of the shelf.

use egui::{ComboBox, Role, Ui, WidgetInfo};

use crate::engine::hopfield::recall::Document;
use crate::ui::labs::hopfield::sentences::memory_name;

/// The menu called `what`; closed it shows the text in its width.
pub fn memory_menu_ui(ui: &mut Ui, what: &str, (text, width): (String, f32), document: &Document, place: &mut usize) {
    let menu = ComboBox::from_id_salt(what).selected_text(text).width(width).truncate().show_ui(ui, |ui| {
        for other in 0..document.memories.len() {
            ui.selectable_value(place, other, memory_name(document, other));
        }
    });
    menu.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, what));
}
