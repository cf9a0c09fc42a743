//! The timeline of a run: checkpoints and events on the axis of the plots.

use crate::engine::rbm::Happening;
use crate::ui::labs::train::context::TrainContext;
use crate::ui::labs::train::sentences;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{Mark, Timeline, TimelineChange};

/// Marks that are drawn, at most, of each kind.
const MARKS: usize = 120;

/// Draws it, and moves the cursor of the lab.
pub fn timeline_ui(ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
    let view = &context.snapshot.view;
    let (axes, cursor) = (context.shared.axes, context.update());
    let last = |count: usize| count.saturating_sub(MARKS);
    let checkpoints = view.checkpoints.iter().skip(last(view.checkpoints.len())).map(|each| {
        let text = format!("checkpoint {}", grouped(each.update));
        (axes.along(each.update), text, true)
    });
    let events = view
        .events
        .iter()
        .skip(last(view.events.len()))
        .filter(|event| !matches!(event.happening, Happening::Setting(_)))
        .map(|event| {
            let text = format!("{}: {}", grouped(event.update), event.happening.sentence());
            (axes.along(event.update), text, false)
        });
    let marks: Vec<(f64, String, bool)> = checkpoints.chain(events).collect();
    let marks: Vec<Mark<'_>> = marks.iter().map(|(at, text, ghost)| Mark { at: *at, text, ghost: *ghost }).collect();
    let note = sentences::note(context.snapshot, context.shared.cursor);
    let recorded = axes.along(view.update);
    let change = Timeline {
        name: "training time",
        cursor: axes.along(cursor),
        recorded: if view.update == 0 { 0.0 } else { recorded.max(1e-9) },
        step: (recorded / 50.0).max(1e-9),
        live: context.live(),
        readout: &format!("update {}", grouped(cursor)),
        note: &note,
        marks: &marks,
    }
    .show(ui);
    match change {
        Some(TimelineChange::Cursor(x)) => context.go(axes.update_at(x)),
        Some(TimelineChange::Live) => context.shared.cursor = None,
        None => {}
    }
}
