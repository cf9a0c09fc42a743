//! A line of a table: what it is at left, the number at right. And a sentence that may warn.

use egui::{Align2, Color32, FontId, Response, RichText, Role, Sense, Ui, Vec2};

use super::paint;
use crate::ui::theme::{self, numbers};

/// `label` at left, `value` in monospace at right, both in `colour` if one is given. The label gives way.
pub fn value_row_ui(ui: &mut Ui, label: &str, value: &str, colour: Option<Color32>) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let size = Vec2::new(ui.available_width(), (metrics.body * 1.48).round());
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    paint::name(ui, &response, Role::Label, &format!("{label} {value}"));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let mono = FontId::monospace(metrics.title);
    let value = paint::elided(ui, value, mono, colour.unwrap_or(tokens.soft), rect.width());
    let room = rect.width() - value.size().x - 8.0;
    paint::galley(ui, value, rect.right_center(), Align2::RIGHT_CENTER);
    let font = FontId::proportional(metrics.body);
    let text = paint::elided(ui, label, font, colour.unwrap_or(tokens.soft), room);
    if room > 0.0 {
        paint::galley(ui, text, rect.left_center(), Align2::LEFT_CENTER);
    }
    response
}

/// A wrapped sentence in `colour`, or in the soft one.
pub fn sentence_ui(ui: &mut Ui, text: &str, colour: Option<Color32>) -> Response {
    let tokens = theme::tokens(ui.ctx());
    let text = RichText::new(numbers::unbroken(text)).color(colour.unwrap_or(tokens.soft));
    // Never justified: columns would tear the words apart.
    ui.vertical(|ui| ui.label(text)).inner
}
