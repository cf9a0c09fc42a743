//! The timeline of a run: its checkpoints; the cursor is the one whose couplings are shown.

use crate::ui::labs::couplings::context::{Ask, CouplingsContext};
use crate::ui::labs::couplings::sentences;
use crate::ui::machine::{Axes, RunTimeline};
use crate::ui::theme::numbers::grouped;

/// Draws it, and moves the cursor.
pub fn timeline_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    let view = context.view();
    let checkpoints: Vec<u64> = view.config.checkpoints.iter().map(|checkpoint| checkpoint.update).collect();
    let last = checkpoints.last().copied().unwrap_or(0);
    let said = |at: u64| {
        let along = view.along.iter().find(|along| along.update == at);
        along.map_or_else(|| format!("checkpoint {}", grouped(at)), sentences::along)
    };
    let timeline = RunTimeline {
        axes: Axes::LogLog,
        last,
        end: context.run.map_or(last, |run| run.record.updates.max(last)),
        cursor: context.shared.cursor,
        checkpoints: &checkpoints,
        checkpoint: &said,
        happenings: &[],
        note: &sentences::note(view),
    };
    if let Some(chosen) = timeline.show(ui) {
        context.asks.push(Ask::Look((chosen < last).then_some(chosen)));
    }
}
