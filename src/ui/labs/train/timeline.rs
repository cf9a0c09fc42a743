//! The timeline of a run: checkpoints and events on the axis of the plots.

use crate::engine::core::session::Snapshot;
use crate::engine::rbm::{Happening, TrainView};
use crate::ui::labs::train::context::Shared;
use crate::ui::labs::train::sentences;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{Mark, Timeline, TimelineChange};

/// Marks that are drawn, at most, of each kind.
const MARKS: usize = 120;

/// Draws it; gives what was done to it.
pub fn timeline_ui(ui: &mut egui::Ui, snapshot: &Snapshot<TrainView>, shared: &Shared) -> Option<TimelineChange> {
    let view = &snapshot.view;
    let axes = shared.axes;
    let cursor = shared.cursor.map_or(view.update, |cursor| cursor.min(view.update));
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
    let note = sentences::note(snapshot, shared.cursor);
    let recorded = axes.along(view.update);
    Timeline {
        name: "training time",
        cursor: axes.along(cursor),
        recorded: if view.update == 0 { 0.0 } else { recorded.max(1e-9) },
        step: (recorded / 50.0).max(1e-9),
        live: shared.cursor.is_none(),
        readout: &format!("update {}", grouped(cursor)),
        note: &note,
        marks: &marks,
    }
    .show(ui)
}
