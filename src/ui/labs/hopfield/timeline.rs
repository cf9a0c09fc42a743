//! The timeline of a recall: everything recorded, in sweeps or updates, and where a run came to rest.

use crate::engine::hopfield::recall::RecallView;
use crate::ui::labs::hopfield::context::TimeUnit;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::{Mark, Timeline, TimelineChange};

/// Draws the timeline; gives what was done to it.
pub fn timeline_ui(ui: &mut egui::Ui, view: &RecallView, unit: TimeUnit) -> Option<TimelineChange> {
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
    Timeline {
        name: "timeline",
        cursor: from_base(view.moment.update),
        recorded: from_base(view.recorded),
        step: 1.0,
        live: view.live,
        readout: &format!("{name} {}", text(view.moment.update)),
        note: &format!("recorded {}", text(view.recorded)),
        marks: &marks,
    }
    .show(ui)
}

/// A mark where each earlier run was left, within the record.
fn ghost_marks(view: &RecallView) -> Vec<Mark<'_>> {
    let ends = view.ghosts.iter().filter_map(|ghost| Some((ghost.energy.last()?[0], &ghost.what)));
    let (base, recorded) = (view.base as f64, view.recorded as f64);
    ends.filter(|(at, _)| (base..recorded).contains(at))
        .map(|(at, what)| Mark { at: at - base, text: what, ghost: true })
        .collect()
}

/// The update at a place of the timeline.
pub fn update_at(view: &RecallView, place: f64) -> u64 {
    view.base + place.max(0.0).round() as u64
}
