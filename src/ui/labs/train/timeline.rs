//! The timeline of a training: its checkpoints and events.

use crate::engine::rbm::Happening;
use crate::ui::labs::train::context::TrainContext;
use crate::ui::labs::train::sentences;
use crate::ui::machine::RunTimeline;
use crate::ui::theme::numbers::grouped;

/// Draws it, and moves the cursor of the lab.
pub fn timeline_ui(ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
    let view = &context.snapshot.view;
    let checkpoints: Vec<u64> = view.checkpoints.iter().map(|checkpoint| checkpoint.update).collect();
    let events = view.events.iter().filter(|event| !matches!(event.happening, Happening::Setting(_)));
    let happenings: Vec<(u64, String)> = events.map(|event| (event.update, event.happening.sentence())).collect();
    let timeline = RunTimeline {
        axes: context.shared.axes,
        last: view.update,
        end: view.last_update,
        cursor: context.shared.cursor,
        checkpoints: &checkpoints,
        checkpoint: &|update| format!("checkpoint {}", grouped(update)),
        happenings: &happenings,
        note: &sentences::note(context.snapshot, context.shared.cursor),
    };
    if let Some(update) = timeline.show(ui) {
        context.go(update);
    }
}
