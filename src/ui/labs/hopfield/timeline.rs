//! The timeline of a recall: everything recorded, in sweeps or updates, and where a run came to rest.

use crate::engine::hopfield::recall::RecallView;
use crate::ui::labs::hopfield::context::{HopfieldContext, TimeUnit};
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::{Mark, Timeline, TimelineChange};

/// Draws the timeline, and moves the cursor of the lab.
pub fn timeline_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let (view, unit) = (&context.snapshot.view, context.shared.unit);
    let size = view.moment.state.len().max(1) as f64;
    let text = |updates: u64| match unit {
        TimeUnit::Sweeps => number(updates as f64 / size, 2),
        TimeUnit::Updates => grouped(updates),
    };
    let name = match unit {
        TimeUnit::Sweeps => "sweep",
        TimeUnit::Updates => "update",
    };
    let from_base = |updates: u64| updates.saturating_sub(view.base) as f64;
    let marks = ghost_marks(view);
    let change = Timeline {
        name: "timeline",
        cursor: from_base(view.moment.update),
        recorded: from_base(view.recorded),
        step: 1.0,
        live: view.live,
        readout: &format!("{name} {}", text(view.moment.update)),
        note: &format!("recorded {}", text(view.recorded)),
        marks: &marks,
        axis: None,
    }
    .show(ui);
    match change {
        Some(TimelineChange::Cursor(at)) => context.scrub(Some(view.base + at.max(0.0).round() as u64)),
        Some(TimelineChange::Live) => context.scrub(None),
        None => {}
    }
}

/// A mark where each earlier run was left, within the record.
fn ghost_marks(view: &RecallView) -> Vec<Mark<'_>> {
    let ends = view.ghosts.iter().filter_map(|ghost| Some((ghost.energy.last()?[0], &ghost.what)));
    let (base, recorded) = (view.base as f64, view.recorded as f64);
    ends.filter(|(at, _)| (base..recorded).contains(at))
        .map(|(at, what)| Mark { at: at - base, text: what, ghost: true })
        .collect()
}
