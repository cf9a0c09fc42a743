//! The seed of a run: shown in monospace, typed, applied when the field is left.

use egui::{FontId, Id, Key, TextEdit, Ui, Vec2};

use crate::ui::theme;

/// Width of the field: a seed is rarely longer than six digits; longer ones scroll.
pub(super) const WIDTH: f32 = 64.0;

/// Draws the field; the new seed when another one was typed and the field was left (not with Escape).
pub fn seed_field_ui(ui: &mut Ui, id: Id, seed: u64) -> Option<u64> {
    let metrics = theme::tokens(ui.ctx()).theme.metrics();
    let draft: Option<String> = ui.data(|data| data.get_temp(id));
    let mut text = draft.unwrap_or_else(|| seed.to_string());
    let edit = TextEdit::singleline(&mut text)
        .id(id)
        .font(FontId::monospace(metrics.title))
        .align(egui::Align2::CENTER_CENTER)
        .char_limit(20)
        .margin(egui::Margin::symmetric(6, 0));
    let size = Vec2::new(WIDTH * metrics.scale, metrics.control);
    let response = ui
        .add_sized(size, edit)
        .accessible_name("seed")
        .on_hover_text("The seed of all random numbers: the same seed gives the same run");
    if !response.lost_focus() {
        if response.has_focus() {
            ui.data_mut(|data| data.insert_temp(id, text));
        }
        return None;
    }
    ui.data_mut(|data| data.remove::<String>(id));
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        return None;
    }
    let typed: String = text.chars().filter(char::is_ascii_digit).collect();
    typed.parse().ok().filter(|typed| *typed != seed)
}
