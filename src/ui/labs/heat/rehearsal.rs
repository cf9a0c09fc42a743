//! The steps to the picture of the lab.

use crate::engine::core::session::Command;
use crate::engine::hopfield::recall::RecallCmd;
use crate::ui::chassis::Step;
use crate::ui::labs::hopfield::context::Ask;

/// Sweeps of each part of the picture.
const PART: Step<Ask> = Step::Ask(Ask::Sweeps(25));

/// The snail warm, then close to T_c, then cooler; quenches and annealings next to it.
pub fn steps() -> Vec<Step<Ask>> {
    let turn = |temperature: f64| Step::Ask(Ask::Recall(Command::Model(RecallCmd::SetTemperature(temperature))));
    vec![Step::Ask(Ask::CompareCooling { runs: 100 }), PART, Step::Wait, turn(0.85), PART, Step::Wait, turn(0.5), PART]
}
