//! The timeline of a tree: its ages on its axis; the cursor is where it is cut.

use crate::ui::labs::tree::context::{Ask, TreeContext, newest};
use crate::ui::labs::tree::sentences;
use crate::ui::machine::Axes;
use crate::ui::widgets::{Mark, Timeline, TimelineChange};

/// Marks that are drawn, at most.
const MARKS: usize = 120;

/// Draws it, and moves the cut.
pub fn timeline_ui(ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
    let view = &context.snapshot.view;
    let axes = if context.shared.tree.logarithmic { Axes::LogLog } else { Axes::Linear };
    let along = |position: f64| axes.along(position.round().max(0.0) as u64);
    let ages: Vec<(f64, String)> =
        view.ages.iter().take(MARKS).map(|age| (along(age.update as f64), sentences::age(age))).collect();
    let marks: Vec<Mark<'_>> = ages.iter().map(|(at, text)| Mark { at: *at, text, ghost: true }).collect();
    let recorded = along(newest(view));
    let note = sentences::note(context.snapshot);
    let change = Timeline {
        name: "training time",
        cursor: along(context.cut()),
        recorded: recorded.max(1e-9),
        step: (recorded / 50.0).max(1e-9),
        live: context.shared.cursor.is_none(),
        readout: &sentences::position(view, context.cut()),
        note: &note,
        marks: &marks,
        axis: None,
    }
    .show(ui);
    match change {
        Some(TimelineChange::Cursor(x)) => context.asks.push(Ask::Cut(Some(axes.update_at(x) as f64))),
        Some(TimelineChange::Live) => context.asks.push(Ask::Cut(None)),
        None => {}
    }
}
