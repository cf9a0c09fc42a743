//! The timeline of a tree: its ages on its axis; the cursor is where it is cut.

use crate::engine::rbm::tree::Growth;
use crate::ui::labs::tree::axis::TreeAxis;
use crate::ui::labs::tree::context::{Ask, TreeContext, newest};
use crate::ui::labs::tree::sentences;
use crate::ui::machine::{Axes, RunTimeline};
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::{Mark, TimeAxis, Timeline, TimelineChange};

/// Marks that are drawn, at most, on the axis of a heated machine.
const MARKS: usize = 120;
/// Numbers on that axis are so far apart.
const TICKS: f64 = 0.2;

/// Draws it, and moves the cut.
pub fn timeline_ui(ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
    let ask = match context.view().config.growth {
        Growth::CarriedBack | Growth::FromRows => of_run_ui(ui, context),
        Growth::Heated { .. } => of_heating_ui(ui, context),
    };
    context.asks.extend(ask);
}

/// The updates of the run, with the part that its training has still to come.
fn of_run_ui(ui: &mut egui::Ui, context: &TreeContext<'_>) -> Option<Ask> {
    let view = context.view();
    let update = |position: f64| position.round().max(0.0) as u64;
    let last = update(newest(view));
    let checkpoints: Vec<u64> = view.ages.iter().rev().map(|age| age.update).collect();
    let said = |at: u64| {
        let age = view.ages.iter().find(|age| age.update == at);
        age.map_or_else(|| format!("checkpoint {}", grouped(at)), |age| sentences::age(age))
    };
    let timeline = RunTimeline {
        axes: if context.shared.tree.logarithmic { Axes::LogLog } else { Axes::Linear },
        last,
        end: context.derived.run.as_ref().map_or(last, |run| run.record.updates.max(last)),
        cursor: context.shared.cursor.map(update),
        checkpoints: &checkpoints,
        checkpoint: &said,
        happenings: &[],
        note: &sentences::note(context.snapshot),
    };
    let chosen = timeline.show(ui)?;
    Some(Ask::Cut((chosen < last).then_some(chosen as f64)))
}

/// The inverse temperatures of a heated machine, which ends as it was trained.
fn of_heating_ui(ui: &mut egui::Ui, context: &TreeContext<'_>) -> Option<Ask> {
    let view = context.view();
    let axis = TreeAxis::new(view, false);
    let (oldest, end) = axis.range();
    let ages = view.ages.iter().take(MARKS).map(|age| (view.position(age) - oldest, sentences::age(age)));
    let ages: Vec<(f64, String)> = ages.collect();
    let marks: Vec<Mark<'_>> = ages.iter().map(|(at, text)| Mark { at: *at, text, ghost: true }).collect();
    let ticks: Vec<(f64, String)> = (0..=(1.0 / TICKS) as u32)
        .map(|place| f64::from(place) * TICKS)
        .filter(|beta| (oldest..=end).contains(beta))
        .map(|beta| (beta - oldest, number(beta, 1)))
        .collect();
    let whole = (end - oldest).max(1e-9);
    let change = Timeline {
        name: "training time",
        cursor: context.cut() - oldest,
        recorded: whole,
        step: whole / 50.0,
        live: context.shared.cursor.is_none(),
        readout: &sentences::position(view, context.cut()),
        note: &sentences::note(context.snapshot),
        marks: &marks,
        axis: Some(TimeAxis { name: "inverse temperature", whole, ticks: &ticks }),
    };
    Some(Ask::Cut(match change.show(ui)? {
        TimelineChange::Cursor(x) => Some(x + oldest),
        TimelineChange::Live => None,
    }))
}
