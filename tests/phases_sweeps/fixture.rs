//! Small sweeps, and panels to ask for them.

use glassbox::physics::seed::Seed;
use glassbox::ui::labs::phases::context::Ask;
use glassbox::ui::labs::phases::sweeps::request::{Over, Request, Settings, What};
use glassbox::ui::labs::phases::sweeps::sweep_store::SweepAsk;

pub const PANELS: [&str; 5] = ["sweep", "basin", "sizes", "rules", "crosstalk-table"];
pub const SEED: Seed = Seed(1);

pub fn sweep(ask: SweepAsk) -> Vec<Ask> {
    vec![Ask::Sweep(ask)]
}

/// A request small enough for a test.
pub fn small(what: What, over: Over) -> Request {
    let settings = Settings { over, size: 40, runs: 2, sweeps: 6, ..Settings::preset(what) };
    settings.request((0.05, 0.4), 0.2, SEED)
}

pub fn every_request() -> [Request; 5] {
    [
        small(What::Phase, Over::Grid),
        small(What::Phase, Over::Row),
        small(What::Phase, Over::Column),
        small(What::Capacity, Over::Grid),
        small(What::Basin, Over::Grid),
    ]
}
