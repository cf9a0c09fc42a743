//! The cursor over the checkpoints of a run: the timeline that moves it, and the way from one checkpoint to the next.

use super::Axes;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::{Mark, TimeAxis, Timeline, TimelineChange};

/// Marks that are drawn, at most, of each kind.
const MARKS: usize = 120;

/// The bar under a lab that looks at a run: checkpoints and what happened, on the axis of the plots.
#[derive(Clone, Copy)]
pub struct RunTimeline<'a> {
    pub axes: Axes,
    /// The last update that is done.
    pub last: u64,
    /// The update at which the run is complete.
    pub end: u64,
    /// The update that is looked at; `None` follows the run.
    pub cursor: Option<u64>,
    /// The updates of the checkpoints, rising, and what is said of one.
    pub checkpoints: &'a [u64],
    pub checkpoint: &'a dyn Fn(u64) -> String,
    /// What happened, each at its update.
    pub happenings: &'a [(u64, String)],
    /// The text next to the read-out.
    pub note: &'a str,
}

impl RunTimeline<'_> {
    /// Draws it over the available width. The update that the cursor was moved to: the last one follows the run again.
    pub fn show(&self, ui: &mut egui::Ui) -> Option<u64> {
        let Self { axes, last, .. } = *self;
        let checkpoints =
            newest(self.checkpoints).iter().map(|&update| (axes.along(update), (self.checkpoint)(update), true));
        let happenings = newest(self.happenings)
            .iter()
            .map(|(update, sentence)| (axes.along(*update), format!("{}: {sentence}", grouped(*update)), false));
        let marks: Vec<(f64, String, bool)> = checkpoints.chain(happenings).collect();
        let marks: Vec<Mark<'_>> =
            marks.iter().map(|(at, text, ghost)| Mark { at: *at, text, ghost: *ghost }).collect();
        let recorded = axes.along(last);
        let ticks = axes.ticks(self.end.max(last));
        let cursor = self.cursor.map_or(last, |cursor| cursor.min(last));
        let change = Timeline {
            name: "training time",
            cursor: axes.along(cursor),
            recorded: if last == 0 { 0.0 } else { recorded.max(1e-9) },
            step: (recorded / 50.0).max(1e-9),
            live: self.cursor.is_none(),
            readout: &format!("update {}", grouped(cursor)),
            note: self.note,
            marks: &marks,
            axis: Some(TimeAxis { name: "updates", whole: axes.range(self.end.max(last)).1, ticks: &ticks }),
        }
        .show(ui)?;
        Some(match change {
            TimelineChange::Cursor(x) => axes.update_at(x),
            TimelineChange::Live => last,
        })
    }
}

/// The last of them, as many as are drawn.
fn newest<T>(all: &[T]) -> &[T] {
    all.split_at(all.len().saturating_sub(MARKS)).1
}

/// The checkpoint before (`by` < 0) or after an update; the `last` update of the run comes after all of them.
pub fn neighbour(
    mut checkpoints: impl DoubleEndedIterator<Item = u64>,
    last: u64,
    update: u64,
    by: isize,
) -> Option<u64> {
    if by < 0 {
        checkpoints.rev().find(|each| *each < update)
    } else {
        checkpoints.find(|each| *each > update).or_else(|| (last > update).then_some(last))
    }
}

#[cfg(test)]
mod tests {
    use super::neighbour;

    #[test]
    fn neighbours_end_at_both_ends() {
        let from = |update, by| neighbour([0, 1, 10, 90].into_iter(), 100, update, by);
        assert_eq!([from(0, -1), from(1, -1), from(100, -1)], [None, Some(0), Some(90)]);
        assert_eq!([from(0, 1), from(90, 1), from(100, 1)], [Some(1), Some(100), None]);
    }
}
