//! The lab's timeline, and the stages of its picture.

use crate::engine::recall::{RecallCmd, RecallView};
use crate::engine::session::Command;
use crate::ui::labs::recall::context::{Ask, TimeUnit};
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::timeline::TimelineState;

/// What the timeline shows of a recall.
pub fn timeline(view: &RecallView, unit: TimeUnit) -> TimelineState {
    let size = view.moment.state.len().max(1) as f64;
    let text = |updates: u64| match unit {
        TimeUnit::Sweeps => number(updates as f64 / size, 2),
        TimeUnit::Updates => grouped(updates),
    };
    let name = match unit {
        TimeUnit::Sweeps => "sweep",
        TimeUnit::Updates => "update",
    };
    TimelineState {
        label: "timeline",
        cursor: view.moment.update,
        first: view.base,
        last: view.recorded,
        live: view.live,
        readout: format!("{name} {}", text(view.moment.update)),
        extent: format!("recorded {}", text(view.recorded)),
    }
}

/// Stage `stage` of the picture: run to rest, look at a moment half way, count many runs, measure the couplings.
pub fn stage(stage: usize, view: &RecallView) -> (Vec<Ask>, bool) {
    let size = view.moment.state.len() as u64;
    match stage {
        0 => (vec![Ask::Recall(Command::Step(size * 20))], true),
        1 => (vec![Ask::RunMany { runs: 200, random: false }], true),
        2 => (vec![Ask::Recall(Command::Model(RecallCmd::Scrub(Some(view.recorded / 4))))], true),
        _ => (Vec::new(), false),
    }
}
