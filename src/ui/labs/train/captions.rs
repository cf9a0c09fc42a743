//! The captions of events: one line between the phases and the curves, which they would cover.

use egui::{Align2, Color32, FontId, Sense, pos2, vec2};

use crate::engine::rbm::Happening;
use crate::ui::labs::train::context::TrainContext;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::paint;
use crate::ui::widgets::plots::Margins;

/// Marks that are drawn, at most.
const MARKS: usize = 60;
/// Between captions, and between one at left of its line and the line before.
const SPACE: f32 = 4.0;

/// An event as it is marked in plots.
pub struct EventMark {
    pub x: f64,
    /// What happened, in a few words.
    caption: String,
    /// What matters most is 0: it is captioned first.
    rank: u8,
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

pub fn marks(context: &TrainContext<'_>) -> Vec<EventMark> {
    let view = context.view();
    let from = view.events.len().saturating_sub(MARKS);
    let mark = |update: u64, happening: &Happening| {
        let (rank, caption) = match happening {
            Happening::ModeCrosses(mode) => (0, format!("mode {mode}")),
            Happening::ChainsStopMixing | Happening::Halted(_) => (1, happening.sentence()),
            Happening::Setting(_) => (2, happening.sentence()),
            Happening::FixedPoints { .. } => (3, happening.sentence()),
        };
        EventMark { x: context.shared.axes.along(update), caption, rank }
    };
    view.events.iter().skip(from).map(|event| mark(event.update, &event.happening)).collect()
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
    let mut order: Vec<&EventMark> = marks.iter().collect();
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
            let own = from == x || !marks.iter().any(|other| before.contains(&place(other)));
            free && own && from >= left && from + width <= right
        });
        if let Some(from) = found {
            taken.push((from, from + width));
            paint::galley(ui, galley, pos2(from, rect.center().y), Align2::LEFT_CENTER);
        }
    }
}
