//! What is suggested at the foot of the Phases lab.

use crate::ui::chassis::{Control, Try};
use crate::ui::labs::phases::context::{PhasesContext, PhasesPanels};
use crate::ui::labs::phases::marker::Spot;
use crate::ui::labs::phases::opening;
use crate::ui::labs::phases::sweeps::sweep_store::SweepAsk;

/// Load and temperature beyond the line on which retrieval ends, and beyond its end at T = 0.
const BEYOND: (f64, f64) = (0.11, 0.4);
const OVERLOADED: (f64, f64) = (0.16, 0.0);

pub static TRIES: [Try<PhasesPanels>; 3] = [
    Try {
        id: "cross",
        text: "Cross the retrieval line",
        tip: "More than twice the memories at the same temperature: the overlap falls from one sweep to the next",
        shows: "overlap",
        fits: |_| true,
        ask: |context| go(context, BEYOND),
        then: Some(Control::Play),
    },
    Try {
        id: "measure",
        text: "Measure the plane",
        tip: "Networks of 400 spins all over the plane: do the measured cells follow the lines?",
        shows: "sweep",
        fits: |_| true,
        ask: |context| {
            context.shared.heat = true;
            context.ask_sweep(SweepAsk::Measure(opening::measured_plane()));
        },
        then: None,
    },
    Try {
        id: "overload",
        text: "Overload it at T = 0",
        tip: "No noise at all, and more memories than 0.138 for each spin: they disturb one another too much",
        shows: "network",
        fits: |_| true,
        ask: |context| go(context, OVERLOADED),
        then: Some(Control::Play),
    },
];

fn go(context: &mut PhasesContext<'_>, (load, temperature): (f64, f64)) {
    context.go(Spot::near(context.config().size, load, temperature));
}
