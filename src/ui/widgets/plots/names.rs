//! Names at the right margin: painted next to what they name, and clicked.

use egui::{Color32, CursorIcon, Rect, Response, Role, Sense, Stroke, Ui, pos2, vec2};

use super::frame::{Frame, GAP, text};
use super::labels::{LabelWish, declutter};
use crate::ui::widgets::paint;

/// A name that can be clicked is at least so high, in points.
const CLICKED: f32 = 16.0;

/// What a name at the margin is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Named {
    /// The curve at this place.
    Curve(usize),
    /// The level at this place.
    Level(usize),
    /// An interval.
    Band,
}

pub(super) struct MarginName<'a> {
    pub named: Named,
    pub text: &'a str,
    pub color: Color32,
    pub value: f64,
    pub priority: u32,
}

impl Frame {
    /// Paints names at the right margin next to their values, pushed apart where they would overlap; where each of them
    /// stands. A thin leader joins a moved name to its value. The least important names are left out where there is no
    /// room.
    pub(super) fn paint_names<'n, 'a>(&self, ui: &Ui, names: &'n [MarginName<'a>]) -> Vec<(&'n MarginName<'a>, Rect)> {
        let width = self.outer.right() - self.data.right() - GAP;
        let wishes: Vec<LabelWish> = names
            .iter()
            .map(|name| {
                let y = self.y.position(name.value).clamp(self.data.top(), self.data.bottom());
                LabelWish { y, height: self.line + 1.0, priority: name.priority }
            })
            .collect();
        let (top, bottom) = (self.data.top() - self.line / 2.0, self.data.bottom() + 2.0);
        let mut painted = Vec::new();
        for ((name, wish), y) in names.iter().zip(&wishes).zip(declutter(&wishes, top, bottom)) {
            let Some(y) = y else { continue };
            let left = self.data.right() + GAP;
            if (y - wish.y).abs() > 1.5 {
                let leader = [pos2(self.data.right() + 2.0, wish.y), pos2(left - 3.0, y)];
                ui.painter().line_segment(leader, Stroke::new(1.0, name.color.gamma_multiply(0.7)));
            }
            let galley = text(ui, name.text, name.color, width);
            let place = Rect::from_min_size(pos2(left, y - galley.size().y / 2.0), galley.size());
            ui.painter().galley(place.min, galley, name.color);
            painted.push((name, place));
        }
        painted
    }

    /// Lets painted names be clicked: what each of them answers.
    pub(super) fn answers(&self, ui: &Ui, painted: &[(&MarginName<'_>, Rect)]) -> Vec<(Named, Response)> {
        let answer = |&(name, place): &(&MarginName<'_>, Rect)| {
            let taller = (CLICKED - place.height()).max(0.0) / 2.0;
            let id = self.id.with(("name", name.named));
            let response = ui.interact(place.expand2(vec2(2.0, taller)), id, Sense::click());
            paint::name(ui, &response, Role::Button, &format!("{} in the chart", name.text));
            if response.hovered() || response.has_focus() {
                paint::dots(ui.painter(), place, name.color);
            }
            (name.named, response.on_hover_cursor(CursorIcon::PointingHand))
        };
        painted.iter().map(answer).collect()
    }
}
