//! What painted widgets share: text that is measured before it is drawn, the focus ring, names for the reader.

use std::sync::Arc;

use egui::{
    Align2, Color32, CornerRadius, FontId, Galley, Pos2, Rect, Response, Role, Stroke, StrokeKind, Ui, WidgetInfo,
    text::{LayoutJob, TextFormat, TextWrapping},
};

use crate::ui::theme;

/// Corner radius of buttons, fields and chips.
pub const CONTROL_RADIUS: CornerRadius = CornerRadius::same(7);
pub const PANEL_RADIUS: CornerRadius = CornerRadius::same(10);

/// One line of text, as wide as it is.
pub fn line(ui: &Ui, text: &str, font: FontId, colour: Color32) -> Arc<Galley> {
    ui.painter().layout_no_wrap(text.to_owned(), font, colour)
}

/// One line of text, shortened with … to `width`. [`Galley::elided`] says whether it was.
pub fn elided(ui: &Ui, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, colour));
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    job.break_on_newline = false;
    ui.painter().layout_job(job)
}

pub fn width(ui: &Ui, text: &str, font: FontId) -> f32 {
    line(ui, text, font, Color32::PLACEHOLDER).size().x
}

/// Draws a galley with its `anchor` at `at` and says what it covered.
pub fn galley(ui: &Ui, galley: Arc<Galley>, at: Pos2, anchor: Align2) -> Rect {
    let rect = anchor.anchor_size(at, galley.size());
    ui.painter().galley(rect.min, galley, Color32::PLACEHOLDER);
    rect
}

/// The sign that a text can be asked: dots under it.
pub fn hint(ui: &Ui, text: Rect) {
    dots(ui.painter(), text, theme::tokens(ui.ctx()).faint);
}

/// Dots along the lower edge of a text.
pub fn dots(painter: &egui::Painter, text: Rect, colour: Color32) {
    let y = text.bottom() + 0.5;
    painter.extend(egui::Shape::dotted_line(
        &[Pos2::new(text.left(), y), Pos2::new(text.right(), y)],
        colour,
        3.0,
        0.7,
    ));
}

/// The ring around the thing that has the keyboard.
pub fn focus_ring(ui: &Ui, response: &Response, radius: CornerRadius) {
    if response.has_focus() {
        let accent = theme::tokens(ui.ctx()).accent;
        let rect = response.rect.expand(2.0);
        ui.painter().rect_stroke(rect, radius + CornerRadius::same(2), Stroke::new(1.5, accent), StrokeKind::Inside);
    }
}

/// Gives a painted thing its sentence, for the screen reader and for tests.
pub fn name(ui: &Ui, response: &Response, role: Role, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(role, ui.is_enabled(), name));
}
