//! What the lab opens with, and the stages of its picture.

use crate::engine::phases::{PhasesCmd, PhasesConfig};
use crate::engine::session::Command;
use crate::physics::seed::Seed;
use crate::ui::labs::phases::context::Ask;

/// The network at first: well inside the region where memories are recalled.
const OPENING: (usize, usize, f64) = (1000, 50, 0.4);
/// Sweeps done at once, so that there is a measured point and a picture from the start.
pub const FIRST_SWEEPS: u64 = 40;
/// Places that are visited for the picture: memories and temperature, the last one where it stays.
const VISITED: [(usize, f64); 9] =
    [(50, 0.1), (50, 0.2), (50, 0.3), (50, 0.5), (50, 0.54), (50, 0.6), (50, 0.7), (50, 0.9), (50, 0.4)];
/// Sweeps at each of them.
const SWEEPS: u64 = 240;

/// The network that the lab opens with.
pub fn config(seed: Seed) -> PhasesConfig {
    let (size, patterns, temperature) = OPENING;
    PhasesConfig::new(size, patterns, temperature, seed)
}

/// Stage `stage` of the picture: the temperature is measured through, at two sizes.
pub fn stage(stage: usize) -> (Vec<Ask>, bool) {
    let command = |command| Ask::Phases(command);
    if stage == 0 {
        return (vec![command(Command::Model(PhasesCmd::SetSize(400)))], true);
    }
    let places = VISITED.len();
    let small = stage <= places;
    let Some(&(patterns, temperature)) = VISITED.get((stage - 1) % (places + 1)) else {
        // Between the sizes.
        return (vec![command(Command::Model(PhasesCmd::SetSize(OPENING.0)))], true);
    };
    if stage > 2 * places + 1 {
        return (Vec::new(), false);
    }
    let patterns = if small { patterns * 400 / OPENING.0 } else { patterns };
    let go = PhasesCmd::Move { patterns, temperature };
    (vec![command(Command::Model(go)), command(Command::Step(SWEEPS))], true)
}
