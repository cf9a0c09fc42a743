//! What the lab opens with, and the stages of its picture.

use crate::engine::core::session::Command;
use crate::engine::hopfield::phases::{PhasesCmd, PhasesConfig};
use crate::physics::seed::Seed;
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
fn measured_plane() -> Request {
    let settings = Settings { size: PLANE_SIZE, runs: 2, ..Settings::preset(What::Phase) };
    settings.request((0.0, 0.0), PLANE_LOAD, Seed(1))
}

/// Stage `stage` of the picture: the temperature is measured through, with few spins and with more; then the plane.
pub fn stage(stage: usize) -> (Vec<Ask>, bool) {
    let rounds = VISITED.len() + 1;
    let (round, place) = (stage / rounds, stage % rounds);
    let Some(&size) = [SMALL, OPENING.0].get(round) else {
        // At last the plane itself is measured.
        let sweep = stage == 2 * rounds;
        return (if sweep { vec![Ask::Sweep(SweepAsk::Measure(measured_plane()))] } else { Vec::new() }, sweep);
    };
    let ask = |cmd| Ask::Phases(Command::Model(cmd));
    // Each round begins with its size.
    let visited = place.checked_sub(1).and_then(|place| VISITED.get(place));
    let Some(&(load, temperature)) = visited else { return (vec![ask(PhasesCmd::SetSize(size))], true) };
    let patterns = (load * size as f64).round() as usize;
    (vec![ask(PhasesCmd::Move { patterns, temperature }), Ask::Phases(Command::Step(SWEEPS))], true)
}
