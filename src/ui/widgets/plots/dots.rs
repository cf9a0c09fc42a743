//! Points on a chart that stand for themselves: measurements, minima, crossings.

use egui::{Align2, Color32, Rangef, Stroke, Ui, vec2};

use super::frame::{self, Frame};
use super::scale::drawable;
use crate::ui::theme::Tokens;

/// A point with a name and, where it was measured, an error bar.
#[derive(Clone, Copy, Debug)]
pub struct Dot<'a> {
    pub x: f64,
    pub y: f64,
    /// Half the length of its error bar.
    pub error: Option<f64>,
    /// Its colour and that of its name.
    pub color: Color32,
    /// Its radius in points: 3 for one of many, 6 for the live one.
    pub radius: f32,
    /// Only a ring: named by theory, not measured.
    pub hollow: bool,
    /// Its name; empty for none.
    pub name: &'a str,
    /// The point of the name that is turned to the dot: `CENTER_TOP` puts the name below it.
    pub anchor: Align2,
}

impl<'a> Dot<'a> {
    /// A full dot without error bar, its name above it.
    pub fn new(name: &'a str, [x, y]: [f64; 2], color: Color32) -> Self {
        Self { x, y, error: None, color, radius: 4.0, hollow: false, name, anchor: Align2::CENTER_BOTTOM }
    }

    /// A ring that theory names.
    pub fn theory(name: &'a str, at: [f64; 2], color: Color32) -> Self {
        Self { hollow: true, ..Self::new(name, at, color) }
    }
}

/// Paints the dots that lie within the ranges shown; a later one covers an earlier one.
pub(super) fn dots(ui: &Ui, frame: &Frame, dots: &[Dot<'_>], tokens: &Tokens) {
    let visible = |dot: &&Dot<'_>| drawable(dot.x, dot.y) && frame.contains(dot.x, dot.y);
    let painter = ui.painter();
    for dot in dots.iter().filter(visible) {
        let at = frame.position(dot.x, dot.y);
        if let Some(error) = dot.error.filter(|error| error.is_finite() && *error > 0.0) {
            let ends = [dot.y - error, dot.y + error].map(|y| frame.y.position(y));
            let within = ends.map(|y| y.clamp(frame.data.top(), frame.data.bottom()));
            painter.vline(at.x, Rangef::new(within[1], within[0]), Stroke::new(1.5, dot.color));
        }
        painter.circle_filled(at, dot.radius + 1.5, tokens.panel);
        if dot.hollow {
            painter.circle_stroke(at, dot.radius, Stroke::new(1.5, dot.color));
        } else {
            painter.circle_filled(at, dot.radius, dot.color);
        }
        if !dot.name.is_empty() {
            let galley = frame::text(ui, dot.name, dot.color, f32::INFINITY);
            let away = vec2(-dot.anchor.x().to_sign(), -dot.anchor.y().to_sign()) * (dot.radius + 4.0);
            let rect = dot.anchor.anchor_size(at + away, galley.size());
            // Moved sideways rather than cut off at the edge.
            let inside = (rect.left().min(frame.outer.right() - rect.width())).max(frame.data.left());
            let at = egui::pos2(inside, rect.top());
            // Curves pass behind it.
            painter.rect_filled(egui::Rect::from_min_size(at, galley.size()), 2.0, tokens.panel.gamma_multiply(0.85));
            painter.galley(at, galley, dot.color);
        }
    }
}
