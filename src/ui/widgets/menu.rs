//! Menus of a lab: lower entries than buttons, and a name for who cannot see them.

use egui::{Response, Role, Ui, WidgetInfo};

const ENTRY: f32 = 24.0;

/// Makes the entries of a menu lower than a button.
pub fn low_entries(ui: &mut Ui) {
    ui.spacing_mut().interact_size.y = ENTRY;
    ui.spacing_mut().button_padding.y = 2.0;
    ui.spacing_mut().item_spacing.y = 1.0;
}

/// Names the box that opens a menu.
pub fn name_menu(response: &Response, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
}
