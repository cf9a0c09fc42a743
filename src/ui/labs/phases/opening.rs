//! What the lab opens with, and the steps to its picture.

use crate::engine::core::session::Command;
use crate::engine::hopfield::phases::{PhasesCmd, PhasesConfig};
use crate::physics::seed::Seed;
use crate::ui::chassis::Step;
use crate::ui::labs::phases::context::Ask;
use crate::ui::labs::phases::sweeps::request::Request;
use crate::ui::labs::phases::sweeps::request::{Settings, What};
use crate::ui::labs::phases::sweeps::sweep_store::SweepAsk;

/// The network at first: well inside the region where memories are recalled.
const OPENING: (usize, usize, f64) = (1000, 50, 0.4);
/// Sweeps done at once, so that there is a measured point with an error to be trusted from the start.
pub const FIRST_SWEEPS: u64 = 200;
/// Spins of the first round of the picture.
const SMALL: usize = 100;
/// Places that are visited for the picture: load and temperature, the last one where it stays.
const VISITED: [(f64, f64); 10] = [
    (0.05, 0.1),
    (0.05, 0.2),
    (0.05, 0.3),
    (0.05, 0.45),
    (0.05, 0.5),
    (0.05, 0.54),
    (0.05, 0.6),
    (0.05, 0.7),
    (0.05, 0.9),
    (0.05, 0.4),
];
/// Sweeps at each of them.
const SWEEPS: u64 = 240;
/// Spins and largest load of the plane that is measured for the picture.
const PLANE_SIZE: usize = 400;
const PLANE_LOAD: f64 = 0.2;

/// The network that the lab opens with.
pub fn config(seed: Seed) -> PhasesConfig {
    let (size, patterns, temperature) = OPENING;
    PhasesConfig::new(size, patterns, temperature, seed)
}

/// A plane that is measured within a second or two.
pub fn measured_plane() -> Request {
    let settings = Settings { size: PLANE_SIZE, runs: 2, ..Settings::preset(What::Phase) };
    settings.request((0.0, 0.0), PLANE_LOAD, Seed(1))
}

/// The steps to the picture: the temperature is measured through, with few spins and with more; then the plane.
pub fn rehearsal() -> Vec<Step<Ask>> {
    let ask = |cmd| Step::Ask(Ask::Phases(Command::Model(cmd)));
    let mut steps = Vec::new();
    for size in [SMALL, OPENING.0] {
        steps.extend([ask(PhasesCmd::SetSize(size)), Step::Wait]);
        for (load, temperature) in VISITED {
            let patterns = (load * size as f64).round() as usize;
            let run = Step::Ask(Ask::Phases(Command::Step(SWEEPS)));
            steps.extend([ask(PhasesCmd::Move { patterns, temperature }), run, Step::Wait]);
        }
    }
    steps.push(Step::Ask(Ask::Sweep(SweepAsk::Measure(measured_plane()))));
    steps
}
