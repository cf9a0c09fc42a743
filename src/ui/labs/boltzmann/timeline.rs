//! The timeline of a run: its checkpoints; the cursor is the one that all panels show.

use crate::ui::labs::boltzmann::context::BoltzmannContext;
use crate::ui::labs::boltzmann::sentences;
use crate::ui::machine::RunTimeline;
use crate::ui::theme::numbers::grouped;

/// Draws it, and moves the cursor.
pub fn timeline_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
    let view = context.view();
    let timeline = RunTimeline {
        axes: context.shared.axes.0,
        last: view.update,
        end: view.last_update,
        cursor: (!view.is_live).then_some(view.looked.update),
        checkpoints: &view.checkpoints,
        checkpoint: &|update| format!("checkpoint {}", grouped(update)),
        happenings: &[],
        note: &sentences::note(view),
    };
    if let Some(update) = timeline.show(ui) {
        context.go(update);
    }
}
