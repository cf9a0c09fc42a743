//! The bar above the status line: the overlap since the last move. It shows, and cannot be scrubbed: a run at T > 0
//! is drawn and measured as it goes, not kept spin by spin.

use egui::{Align2, FontId, Rect, Role, Sense, Stroke, Vec2, pos2};

use crate::engine::hopfield::phases::PhasesView;
use crate::ui::labs::phases::sentences;
use crate::ui::theme;
use crate::ui::widgets::paint;
use crate::ui::widgets::plots::scale::Scale;

const HEIGHT: f32 = 44.0;
const GAP: f32 = 12.0;

/// Overlaps from here on are the noise around 0.
const NOISE: f64 = -0.1;

pub fn record_ui(ui: &mut egui::Ui, view: &PhasesView) {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), HEIGHT), Sense::hover());
    let note = sentences::record(view);
    paint::name(ui, &response, Role::Label, &format!("This measurement: {note}"));
    let name = paint::line(ui, "m so far", FontId::proportional(metrics.body), tokens.soft);
    let note = paint::elided(ui, &note, FontId::monospace(metrics.title), tokens.soft, rect.width());
    let left = rect.left() + name.size().x + GAP;
    let right = rect.right() - note.size().x - GAP;
    paint::galley(ui, note, rect.right_center(), Align2::RIGHT_CENTER);
    if right - left < 40.0 {
        return;
    }
    paint::galley(ui, name, rect.left_center(), Align2::LEFT_CENTER);
    let room = Rect::from_x_y_ranges(left..=right, rect.y_range()).shrink2(Vec2::new(0.0, 8.0));
    let last = view.history.last().map_or(1.0, |row| row[0]).max(1.0);
    let low = low_end(&view.history);
    let (x, y) =
        (Scale::new((0.0, last), room.left(), room.right()), Scale::new((low, 1.0), room.bottom(), room.top()));
    let hairline = Stroke::new(1.0, tokens.hairline);
    for level in [0.0, 1.0].into_iter().chain((low < 0.0).then_some(low)) {
        ui.painter().hline(room.x_range(), y.position(level), hairline);
    }
    let path = view.history.iter().map(|&[sweep, m]| pos2(x.position(sweep), y.position(m.clamp(low, 1.0)))).collect();
    ui.painter().line(path, Stroke::new(1.5, tokens.accent));
    response.on_hover_text("The overlap since the last move. It is measured as it goes and cannot be scrubbed.");
}

/// The lowest overlap that has room: −1 where the run went to the side of the reverse of the memory.
fn low_end(history: &[[f64; 2]]) -> f64 {
    if history.iter().any(|&[_, m]| m < NOISE) { -1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::low_end;

    #[test]
    fn a_run_at_the_reverse_of_the_memory_has_room() {
        assert_eq!(low_end(&[]), 0.0);
        assert_eq!(low_end(&[[0.0, 1.0], [1.0, 0.2], [2.0, -0.08]]), 0.0, "noise around 0 changes no scale");
        assert_eq!(low_end(&[[0.0, 0.1], [1.0, -0.97], [2.0, 0.1]]), -1.0);
    }
}
