//! The captions of events: one line between the phases and the curves, which they would cover.

use egui::{Align2, Color32, FontId, Sense, pos2, vec2};

use crate::engine::rbm::Happening;
use crate::ui::labs::train::context::TrainContext;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::paint;
use crate::ui::widgets::plots::Margins;

/// The first events, the most important kinds before the others, are lines through the plots …
const LINES: usize = 5;
/// … and so are those under the pointer: this near to it, as a fraction of the axis.
const NEAR: f64 = 0.004;
/// Between captions, and between one at left of its line and the line before.
const SPACE: f32 = 4.0;

/// An event as it is marked in plots.
pub struct EventMark {
    pub x: f64,
    /// What happened, in a few words.
    caption: String,
    /// What matters most is 0: it is captioned first.
    rank: u8,
    /// Whether it is a line through the plot and has a caption; the others are ticks at its foot.
    pub line: bool,
}

impl EventMark {
    /// The colour of its line: what happens often is faint.
    pub const fn colour(&self, tokens: &Tokens) -> Color32 {
        match self.rank {
            0 | 1 => tokens.soft,
            2 => tokens.faint,
            _ => tokens.hairline,
        }
    }
}

/// All that happened; the pointer is at `pointer` along x.
pub fn marks(context: &TrainContext<'_>, pointer: Option<f64>) -> Vec<EventMark> {
    let view = context.view();
    let axes = context.shared.axes;
    let near = NEAR * axes.range(view.last_update).1;
    let mark = |update: u64, happening: &Happening| {
        let (rank, caption) = match happening {
            Happening::ModeCrosses(mode) => (0, format!("mode {mode}")),
            Happening::ChainsStopMixing | Happening::RunsAway | Happening::Halted(_) => (1, happening.sentence()),
            Happening::Setting(_) => (2, happening.sentence()),
            Happening::FixedPoints { .. } => (3, happening.sentence()),
        };
        let x = axes.along(update);
        EventMark { x, caption, rank, line: pointer.is_some_and(|pointer| (x - pointer).abs() <= near) }
    };
    let mut marks: Vec<EventMark> = view.events.iter().map(|event| mark(event.update, &event.happening)).collect();
    first_as_lines(&mut marks);
    marks
}

/// The first ones of the most important kinds are lines.
fn first_as_lines(marks: &mut [EventMark]) {
    let mut order: Vec<&mut EventMark> = marks.iter_mut().collect();
    order.sort_by_key(|mark| mark.rank);
    for mark in order.into_iter().take(LINES) {
        mark.line = true;
    }
}

/// Draws the captions that find room, each next to its line and the most important first.
pub fn strip_ui(ui: &mut egui::Ui, marks: &[EventMark], margins: Margins, (low, high): (f64, f64), height: f32) {
    let size = vec2(ui.available_width(), height).max(egui::Vec2::ZERO);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let (left, right) = (rect.left() + margins.left, rect.right() - margins.right);
    if right - left < 40.0 || high <= low || !ui.is_rect_visible(rect) {
        return;
    }
    let tokens = theme::tokens(ui.ctx());
    let font = FontId::proportional(tokens.theme.metrics().small);
    let mut order: Vec<&EventMark> = marks.iter().filter(|mark| mark.line).collect();
    order.sort_by_key(|mark| mark.rank);
    let mut taken: Vec<(f32, f32)> = Vec::new();
    let place = |mark: &EventMark| left + ((mark.x - low) / (high - low)) as f32 * (right - left);
    for mark in order {
        let x = place(mark);
        let galley = paint::line(ui, &mark.caption, font.clone(), tokens.soft);
        let width = galley.size().x;
        // At right of its line, or at left where the plot ends, but not where it would seem to name the line before.
        let found = [x, x - width].into_iter().find(|&from| {
            let free = taken.iter().all(|&(start, end)| from > end + SPACE || from + width + SPACE < start);
            let before = from - 2.0 * SPACE..x;
            let own = from == x || !marks.iter().filter(|mark| mark.line).any(|other| before.contains(&place(other)));
            free && own && from >= left && from + width <= right
        });
        if let Some(from) = found {
            taken.push((from, from + width));
            paint::galley(ui, galley, pos2(from, rect.center().y), Align2::LEFT_CENTER);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_events_are_lines_however_many_there_are() {
        let mark = |place: u32| {
            let (mode, line) = (place % 4 == 3, place == 30);
            EventMark { x: f64::from(place), caption: String::new(), rank: if mode { 0 } else { 3 }, line }
        };
        let mut marks: Vec<EventMark> = (0..55).map(mark).collect();
        first_as_lines(&mut marks);
        let lines: Vec<f64> = marks.iter().filter(|mark| mark.line).map(|mark| mark.x).collect();
        assert_eq!(lines, [3.0, 7.0, 11.0, 15.0, 19.0, 30.0], "the first five modes, and what is under the pointer");
    }
}
