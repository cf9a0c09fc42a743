//! The steps to the picture of the lab.

use crate::ui::chassis::Step;
use crate::ui::labs::hopfield::context::Ask;

/// Count many runs from the cue, run to rest, look at a moment on the way.
pub fn steps() -> Vec<Step<Ask>> {
    vec![
        Step::Ask(Ask::RunMany { runs: 200, random: false }),
        Step::Wait,
        Step::Ask(Ask::Sweeps(20)),
        Step::Wait,
        Step::Ask(Ask::ScrubTo(0.25)),
    ]
}
