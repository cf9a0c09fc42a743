//! A field on which a curve is drawn, with the pointer or with the arrow keys.

use std::ops::RangeInclusive;

use egui::{EventFilter, FontId, Key, Modifiers, Pos2, Rect, Response, Sense, Stroke, Ui, pos2, vec2};

use crate::ui::lessons::predict::{PLACES, Prediction};
use crate::ui::theme;
use crate::ui::widgets::paint;

/// By how much of the range an arrow key moves the pen.
const KEY_STEP: f64 = 0.05;

/// Where the places and values of a stroke are on the screen.
struct Field {
    inner: Rect,
    low: f64,
    high: f64,
}

impl Field {
    fn point(&self, part: f64, value: f64) -> Pos2 {
        let up = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0) as f32;
        pos2(self.inner.left() + self.inner.width() * part as f32, self.inner.bottom() - self.inner.height() * up)
    }

    fn of_place(&self, place: usize, value: f64) -> Pos2 {
        self.point(place as f64 / (PLACES - 1) as f64, value)
    }

    fn column(&self, at: f32) -> f32 {
        let last = (PLACES - 1) as f32;
        ((at - self.inner.left()) / self.inner.width() * last).round().clamp(0.0, last)
    }

    fn value(&self, at: f32) -> f64 {
        let up = f64::from(((self.inner.bottom() - at) / self.inner.height()).clamp(0.0, 1.0));
        self.low + (self.high - self.low) * up
    }
}

/// Draws the field with its stroke, and once `answered` the true curve.
pub fn curve_ui(
    ui: &mut Ui,
    prediction: &mut Prediction,
    (x, y, range): (&[f64], &[f64], RangeInclusive<f64>),
    (x_label, y_label): (&str, &str),
    answered: bool,
) {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let size = vec2(ui.available_width(), 150.0 * metrics.scale);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let name = format!("Draw {y_label} over {x_label}, with the pointer or the arrow keys");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Canvas, true, &name));
    let small = FontId::proportional(metrics.small);
    let inner =
        Rect::from_min_max(rect.min + vec2(34.0, 6.0) * metrics.scale, rect.max - vec2(6.0, 22.0) * metrics.scale);
    let field = Field { inner, low: *range.start(), high: *range.end() };
    let painter = ui.painter();
    let hairline = Stroke::new(1.0, tokens.hairline);
    painter.rect(rect, paint::CONTROL_RADIUS, tokens.background, hairline, egui::StrokeKind::Inside);
    painter.rect_stroke(inner, 0, hairline, egui::StrokeKind::Inside);
    let text = |at, anchor, text: String| painter.text(at, anchor, text, small.clone(), tokens.soft);
    text(inner.left_top() - vec2(4.0, 0.0), egui::Align2::RIGHT_TOP, field.high.to_string());
    text(inner.left_bottom() - vec2(4.0, 0.0), egui::Align2::RIGHT_BOTTOM, field.low.to_string());
    let begin = x.first().map_or_else(String::new, f64::to_string);
    text(inner.left_bottom() + vec2(0.0, 3.0), egui::Align2::LEFT_TOP, begin);
    let end = format!("{x_label} {}", x.last().map_or_else(String::new, f64::to_string));
    text(inner.right_bottom() + vec2(0.0, 3.0), egui::Align2::RIGHT_TOP, end);
    if !prediction.is_made() {
        by_pointer(&response, &field, prediction);
        by_key(ui, &response, &field, prediction);
    }
    let drawn = prediction.curve.iter().enumerate();
    let stroke: Vec<_> = drawn.filter_map(|(place, value)| Some(field.of_place(place, (*value)?))).collect();
    if stroke.is_empty() {
        painter.text(inner.center(), egui::Align2::CENTER_CENTER, format!("Draw {y_label} here"), small, tokens.soft);
    }
    painter.line(stroke, Stroke::new(2.5, tokens.accent));
    if response.has_focus() && !prediction.is_made() {
        painter.circle_filled(field.of_place(prediction.pen, height(&field, prediction)), 5.0, tokens.accent);
    }
    if answered && let (Some(first), Some(last)) = (x.first(), x.last()) {
        let truth: Vec<_> = x.iter().zip(y).map(|(x, y)| field.point((x - first) / (last - first), *y)).collect();
        painter.add(egui::Shape::dashed_line(&truth, Stroke::new(2.0, tokens.good), 6.0, 4.0));
    }
    paint::focus_ring(ui, &response, paint::CONTROL_RADIUS);
}

/// From where the pointer was: a quick stroke has no gaps.
fn by_pointer(response: &Response, field: &Field, prediction: &mut Prediction) {
    let Some(at) = response.interact_pointer_pos() else { return };
    let before = at - response.drag_delta();
    let (from, to) = (field.column(before.x), field.column(at.x));
    let steps = (to - from).abs().max(1.0);
    for step in 0..=steps as usize {
        let part = step as f32 / steps;
        let place = (from + (to - from) * part).round() as usize;
        if let Some(slot) = prediction.curve.get_mut(place) {
            *slot = Some(field.value(before.y + (at.y - before.y) * part));
            prediction.pen = place;
        }
    }
}

/// The arrow keys move a pen, which draws as it goes.
fn by_key(ui: &Ui, response: &Response, field: &Field, prediction: &mut Prediction) {
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let [left, right, up, down] = [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown]
        .map(|key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)));
    if left + right + up + down == 0 {
        return;
    }
    let rise = (up as f64 - down as f64) * KEY_STEP * (field.high - field.low);
    let value = (height(field, prediction) + rise).clamp(field.low, field.high);
    let to = (prediction.pen + right).saturating_sub(left).min(PLACES - 1);
    let (first, last) = (prediction.pen.min(to), prediction.pen.max(to));
    for slot in prediction.curve.iter_mut().take(last + 1).skip(first) {
        *slot = Some(value);
    }
    prediction.pen = to;
}

/// The height of the pen: that of the stroke there, and before there is one the middle.
fn height(field: &Field, prediction: &Prediction) -> f64 {
    prediction.curve.get(prediction.pen).copied().flatten().unwrap_or(f64::midpoint(field.low, field.high))
}
