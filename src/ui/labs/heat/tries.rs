//! What is suggested at the foot of the Heat lab.

use crate::engine::hopfield::recall::RecallCmd;
use crate::physics::annealing::Schedule;
use crate::ui::chassis::{Control, Try};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels};

/// Sweeps and temperatures of a melting and a slow freezing.
const MELT: [(f64, f64); 4] = [(0.0, 0.3), (20.0, 1.4), (40.0, 1.4), (140.0, 0.05)];
/// Here a single memory is gone.
const CRITICAL: f64 = 1.0;
const RUNS: u64 = 100;

pub static TRIES: [Try<HopfieldPanels>; 3] = [
    Try {
        id: "melt",
        text: "Melt and freeze",
        tip: "Heats the memory until nothing is left of it, then cools slowly: which one comes back?",
        shows: "schedule",
        fits: has_network,
        ask: melt,
        then: Some(Control::Play),
    },
    Try {
        id: "critical",
        text: "Warm it to T = 1",
        tip: "At the critical temperature the wells are gone: the overlap wanders around 0",
        shows: "wells",
        fits: has_network,
        ask: |context| context.set_temperature(CRITICAL),
        then: Some(Control::Play),
    },
    Try {
        id: "cool",
        text: "Quench or cool slowly?",
        tip: "100 random states quenched, as many cooled by the schedule, as many tempered: who finds the deepest states?",
        shows: "quench",
        fits: has_network,
        ask: |context| context.asks.push(Ask::CompareCooling { runs: RUNS }),
        then: None,
    },
];

fn has_network(context: &HopfieldContext<'_>) -> bool {
    context.view().network.is_some()
}

fn melt(context: &mut HopfieldContext<'_>) {
    let gesture = context.new_gesture();
    context.ask(RecallCmd::SetSchedule { gesture, schedule: Schedule::Piecewise(MELT.to_vec()) });
}
