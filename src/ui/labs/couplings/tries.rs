//! What is suggested at the foot of the Couplings lab.

use crate::ui::chassis::Try;
use crate::ui::labs::couplings::contact_desk::ContactAsk;
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels, PlayUnit};
use crate::ui::labs::couplings::opening::Preset;
use crate::ui::labs::couplings::proteins::Protein;
use crate::ui::labs::couplings::race_settings::ErrorSettings;

pub static TRIES: [Try<CouplingsPanels>; 7] = [
    Try {
        id: "pair",
        text: "Which unit makes the strongest coupling?",
        tip: "J of the strongest pair as a sum over hidden units: usually a few make most of it",
        shows: "units",
        fits: |context| strongest(context).is_some(),
        ask: |context| context.asks.extend(strongest(context).map(Ask::Pair)),
        then: None,
    },
    Try {
        id: "earlier",
        text: "Go back to when nothing was learned",
        tip: "The couplings of the first checkpoint: noise of the initial weights",
        shows: "matrix",
        fits: |context| context.view().config.checkpoints.len() > 1,
        ask: |context| {
            let first = context.view().config.checkpoints.first().map(|checkpoint| checkpoint.update);
            context.asks.push(Ask::Look(first));
        },
        then: None,
    },
    Try {
        id: "triples",
        text: "See what pairs alone cannot say",
        tip: "A ring on which each three consecutive spins act together, next to a model of pairs",
        shows: "triples",
        fits: |_| true,
        ask: |context| context.asks.push(Ask::Preset(Preset::Triples)),
        then: None,
    },
    Try {
        id: "encode",
        text: "Make J = 0.2 with one hidden unit",
        tip: "Two weights make one coupling, and many pairs of weights make the same one",
        shows: "one-unit",
        fits: |_| true,
        ask: |context| context.shared.play = PlayUnit::default(),
        then: None,
    },
    Try {
        id: "error-curves",
        text: "How many samples does each estimator need?",
        tip: "The error of every estimator over the number of rows: chance falls, the floors of the formulas stay",
        shows: "error-curves",
        fits: |_| true,
        ask: |context| context.asks.push(Ask::Errors(ErrorSettings::default())),
        then: None,
    },
    Try {
        id: "four-spins",
        text: "Make a coupling of four spins",
        tip: "One hidden unit of bias 0 on four spins: six pairs and, against them, a quadruple",
        shows: "one-unit",
        fits: |_| true,
        ask: |context| context.shared.play = PlayUnit { spins: 4, weights: [1.0; 4], bias: 0.0 },
        then: None,
    },
    Try {
        id: "contacts",
        text: "Which sites of a protein touch?",
        tip: "Contacts of DHFR from its 3,876 sequences, next to those of the crystal",
        shows: "contacts",
        fits: |_| true,
        ask: |context| context.asks.push(Ask::Contacts(ContactAsk::Protein(Protein::Dhfr))),
        then: None,
    },
];

fn strongest(context: &CouplingsContext<'_>) -> Option<[usize; 2]> {
    context.found()?.strongest
}
