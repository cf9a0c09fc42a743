//! The timeline of a recall: everything recorded, in sweeps or updates, what is still to come, and where earlier runs
//! were left.

use crate::engine::hopfield::recall::RecallView;
use crate::ui::labs::hopfield::context::{HopfieldContext, TimeUnit};
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::plots::scale::{tick_text, ticks};
use crate::ui::widgets::{Mark, TimeAxis, Timeline, TimelineChange};

/// Until a recall has ended its timeline is so many sweeps long at least.
const SHORTEST: u64 = 2;
/// Numbers below the timeline, at most.
const NUMBERS: usize = 12;

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
    let end = planned_end(view);
    let in_unit = |updates: u64| context.in_unit(updates as f64);
    let (values, step) = ticks((in_unit(view.base), in_unit(end)), NUMBERS);
    let place = |value: f64| context.to_updates(value) as f64 - view.base as f64;
    let numbers: Vec<(f64, String)> =
        values.into_iter().map(|value| (place(value), tick_text(value, step))).filter(|(at, _)| *at >= 0.0).collect();
    let whole = from_base(end);
    let change = Timeline {
        name: "timeline",
        cursor: from_base(view.moment.update),
        recorded: from_base(view.recorded),
        step: 1.0,
        live: view.live,
        readout: &format!("{name} {}", text(view.moment.update)),
        note: &format!("recorded {}", text(view.recorded)),
        marks: &marks,
        axis: (whole > 0.0).then_some(TimeAxis { name: context.unit_name(), whole, ticks: &numbers }),
    }
    .show(ui);
    match change {
        Some(TimelineChange::Cursor(at)) => context.scrub(Some(view.base + at.max(0.0).round() as u64)),
        Some(TimelineChange::Live) => context.scrub(None),
        None => {}
    }
}

/// Where the run ends, or is taken to end until it does: with its schedule, or within a few sweeps.
fn planned_end(view: &RecallView) -> u64 {
    let size = view.moment.state.len() as u64;
    let planned = match view.document.heat().length(view.moment.state.len()) {
        Some(length) => length,
        None if view.ended => 0,
        None => view.base + SHORTEST * size,
    };
    planned.max(view.recorded)
}

/// A mark where each earlier run was left, within the record.
fn ghost_marks(view: &RecallView) -> Vec<Mark<'_>> {
    let ends = view.ghosts.iter().filter_map(|ghost| Some((ghost.energy.last()?[0], &ghost.what)));
    let (base, recorded) = (view.base as f64, view.recorded as f64);
    ends.filter(|(at, _)| (base..recorded).contains(at))
        .map(|(at, what)| Mark { at: at - base, text: what, ghost: true })
        .collect()
}
