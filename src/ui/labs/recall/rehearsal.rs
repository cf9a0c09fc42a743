//! The steps to the pictures of the lab.

use crate::engine::core::session::Command;
use crate::engine::hopfield::recall::RecallCmd;
use crate::physics::hopfield::LearningRule;
use crate::physics::hopfield::dense::{Degree, Interaction};
use crate::ui::chassis::Step;
use crate::ui::labs::hopfield::context::Ask;

/// A dense memory and six landscapes; grey states; the energy as a surface; then many runs from the cue, run to rest, a moment on the way.
pub fn steps() -> Vec<Step<Ask>> {
    let recall = |cmd| Step::Ask(Ask::Recall(Command::Model(cmd)));
    let [_, cubes, ..] = Degree::ALL;
    vec![
        Step::Wait,
        recall(RecallCmd::SetRule(LearningRule::Dense(Interaction::Polynomial(cubes)))),
        Step::Ask(Ask::Sweeps(20)),
        Step::Wait,
        Step::Show("six-energies".to_owned()),
        Step::Wait,
        Step::Moment("dense".to_owned()),
        recall(RecallCmd::SetRule(LearningRule::Hebb)),
        Step::Show("continuous".to_owned()),
        Step::Wait,
        Step::Moment("continuous".to_owned()),
        Step::Enlarge("surface".to_owned()),
        Step::Wait,
        Step::Moment("landscape".to_owned()),
        Step::Show("many-runs".to_owned()),
        Step::Ask(Ask::RunMany { runs: 200, random: false }),
        Step::Wait,
        Step::Ask(Ask::Sweeps(20)),
        Step::Wait,
        Step::Ask(Ask::ScrubTo(0.25)),
    ]
}
