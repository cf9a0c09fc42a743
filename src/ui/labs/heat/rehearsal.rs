//! The stages of the lab's picture.

use crate::engine::core::session::Command;
use crate::engine::hopfield::recall::{RecallCmd, RecallView};
use crate::ui::labs::hopfield::context::Ask;

/// Sweeps of each part of the picture.
const PART: u64 = 25;
/// Temperatures of the second and third part: close to T_c, and cold.
const TEMPERATURES: [f64; 2] = [0.85, 0.5];

/// Stage `stage` of the picture: the snail warm, then hot, then cooler; quenches and annealings beside it.
pub fn stage(stage: usize, view: &RecallView) -> (Vec<Ask>, bool) {
    let part = Ask::Recall(Command::Step(view.moment.state.len() as u64 * PART));
    let turn = |temperature: f64| Ask::Recall(Command::Model(RecallCmd::SetTemperature(temperature)));
    match stage {
        0 => (vec![Ask::CompareCooling { runs: 100 }, part], true),
        1 => (vec![turn(TEMPERATURES[0]), part], true),
        2 => (vec![turn(TEMPERATURES[1]), part], true),
        _ => (Vec::new(), false),
    }
}
