//! The stages of the lab's picture.

use crate::engine::core::session::Command;
use crate::engine::hopfield::recall::{RecallCmd, RecallView};
use crate::ui::labs::hopfield::context::Ask;

/// Stage `stage` of the picture: count many runs from the cue, run to rest, look at a moment on the way.
pub fn stage(stage: usize, view: &RecallView) -> (Vec<Ask>, bool) {
    let size = view.moment.state.len() as u64;
    match stage {
        0 => (vec![Ask::RunMany { runs: 200, random: false }], true),
        1 => (vec![Ask::Recall(Command::Step(size * 20))], true),
        2 => (vec![Ask::Recall(Command::Model(RecallCmd::Scrub(Some(view.recorded / 4))))], true),
        _ => (Vec::new(), false),
    }
}
