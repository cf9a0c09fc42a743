//! A menu that chooses a memory of the shelf.

use std::ops::Range;

use egui::{ComboBox, Role, ScrollArea, Ui, WidgetInfo};

use crate::engine::hopfield::recall::Document;
use crate::ui::labs::hopfield::sentences::memory_name;

/// So many entries are all laid out; of more those in sight.
const ALL_LAID_OUT: usize = 64;
/// Height of a menu that scrolls: within that of any menu, so that it does so alone.
const LONGEST: f32 = 180.0;

/// The menu called `what`; closed it shows the text in its width.
pub fn memory_menu_ui(ui: &mut Ui, what: &str, (text, width): (String, f32), document: &Document, place: &mut usize) {
    let menu = ComboBox::from_id_salt(what).selected_text(text).width(width).truncate().show_ui(ui, |ui| {
        let count = document.memories.len();
        let mut entries = |ui: &mut Ui, places: Range<usize>| {
            for other in places {
                ui.selectable_value(place, other, memory_name(document, other));
            }
        };
        if count <= ALL_LAID_OUT {
            return entries(ui, 0..count);
        }
        let row = ui.spacing().interact_size.y;
        let area = ScrollArea::vertical().max_height(LONGEST);
        area.show_rows(ui, row, count, entries);
    });
    menu.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, what));
}
