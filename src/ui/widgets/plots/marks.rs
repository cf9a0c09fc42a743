//! What goes with a line chart: captioned vertical lines where something happened, and a second axis at right.

use egui::{Color32, Rect, Shape, Stroke, Ui, pos2};

use super::axes::{Axis, most_ticks};
use super::frame::{self, Frame};
use super::scale::Scale;
use crate::ui::theme::Tokens;

/// Between a line and its caption, and between captions.
const SPACE: f32 = 4.0;
/// Numbers stand at least this many lines apart.
const EVERY: f32 = 1.9;
/// Rows of captions below each other before one is left out.
const ROWS: usize = 3;

/// A vertical line with a caption at its head: what happened there.
#[derive(Clone, Copy, Debug)]
pub struct VerticalMark<'a> {
    pub x: f64,
    /// What happened; left out where there is no room. Empty for a line without words.
    pub caption: &'a str,
    /// The colour of line and caption.
    pub color: Color32,
}

/// Numbers at the right margin.
#[derive(Clone, Copy, Debug)]
pub struct RightAxis<'a> {
    /// The values at the foot and at the head of the y range at left.
    pub range: (f64, f64),
    /// The colour of the numbers: that of the curves they belong to.
    pub color: Color32,
    /// The name of the axis, above its numbers; may be empty.
    pub name: &'a str,
}

impl RightAxis<'_> {
    /// The height, on the axis at left that shows `left`, at which `value` of this axis is drawn.
    pub fn height(range: (f64, f64), left: (f64, f64), value: f64) -> f64 {
        let length = range.1 - range.0;
        if length == 0.0 { left.0 } else { left.0 + (value - range.0) / length * (left.1 - left.0) }
    }

    /// The axis as it reads when of `left`, which it was made for, only `seen` is in sight.
    pub(super) fn seen(self, left: (f64, f64), seen: (f64, f64)) -> Self {
        let at = |value: f64| Self::height(left, self.range, value);
        Self { range: (at(seen.0), at(seen.1)), ..self }
    }

    /// The room that the numbers take.
    pub(super) fn width(&self, ui: &Ui, height: f32) -> f32 {
        let texts = self.numbers(ui, height).into_iter().map(|(_, text)| text);
        let wide = |text: String| frame::text(ui, &text, self.color, f32::INFINITY).size().x;
        texts.map(wide).fold(0.0, f32::max) + frame::GAP + 2.0
    }

    fn numbers(&self, ui: &Ui, height: f32) -> Vec<(f64, String)> {
        let line = ui.fonts_mut(|fonts| fonts.row_height(&frame::font(ui)));
        let axis = Axis { range: self.range, name: "", logarithmic: false };
        axis.ticks(most_ticks(height - 2.0 * line, line * EVERY).max(3))
    }

    /// Paints the numbers beside the data.
    pub(super) fn paint(&self, ui: &Ui, frame: &Frame) {
        let scale =
            Scale::new(self.range, frame.y.position(frame.ranges()[1].0), frame.y.position(frame.ranges()[1].1));
        let left = frame.data.right() + frame::GAP - 4.0;
        for (value, number) in self.numbers(ui, frame.outer.height()) {
            let galley = frame::text(ui, &number, self.color, f32::INFINITY);
            let corner = pos2(left, scale.position(value) - galley.size().y / 2.0);
            ui.painter().galley(corner, galley, self.color);
        }
        if !self.name.is_empty() {
            let galley = frame::text(ui, self.name, self.color, f32::INFINITY);
            let at = pos2(frame.data.right() - galley.size().x - SPACE, frame.data.top() - SPACE);
            ui.painter().galley(at, galley, self.color);
        }
    }
}

/// Paints the lines, and as many captions as find room: beside the head of their line, in the first row that is free.
pub(super) fn vertical(ui: &Ui, frame: &Frame, marks: &[VerticalMark<'_>], tokens: &Tokens) {
    let mut taken: Vec<Rect> = Vec::new();
    let mut dashes = Vec::new();
    let mut last = f32::NAN;
    for mark in marks.iter().filter(|mark| frame.contains(mark.x, frame.y.low)) {
        let x = ui.painter().round_to_pixel_center(frame.x.position(mark.x));
        let ends = [pos2(x, frame.data.top()), pos2(x, frame.data.bottom())];
        // Two that happened together share their line.
        if x != last {
            Shape::dashed_line_many(&ends, Stroke::new(1.0, mark.color), 2.0, 3.0, &mut dashes);
        }
        last = x;
        if mark.caption.is_empty() {
            continue;
        }
        let galley = frame::text(ui, mark.caption, mark.color, f32::INFINITY);
        let size = galley.size();
        let room = (0..ROWS).find_map(|row| {
            let y = frame.data.top() + row as f32 * (frame.line + 1.0);
            // At right of the line, or at left where the plot ends.
            [x + SPACE, x - SPACE - size.x].into_iter().find_map(|left| {
                let rect = Rect::from_min_size(pos2(left, y), size);
                let inside = rect.left() >= frame.data.left() && rect.right() <= frame.data.right();
                let free = taken.iter().all(|other| !other.expand(SPACE).intersects(rect));
                (inside && free && rect.bottom() <= frame.data.bottom()).then_some(rect)
            })
        });
        if let Some(rect) = room {
            taken.push(rect);
            // Curves and grid pass behind it.
            ui.painter().rect_filled(rect, 2.0, tokens.panel.gamma_multiply(0.8));
            ui.painter().galley(rect.min, galley, mark.color);
        }
    }
    ui.painter().extend(dashes);
}

#[cfg(test)]
mod tests {
    use super::RightAxis;

    #[test]
    fn a_value_stands_at_its_share_of_the_other_axis() {
        assert_eq!(RightAxis::height((-0.5, -0.1), (0.0, 4.0), -0.3), 2.0);
        assert_eq!(RightAxis::height((1.0, 1.0), (0.0, 4.0), 7.0), 0.0, "an axis without length");
    }
}
