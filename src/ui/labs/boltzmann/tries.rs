//! What is suggested at the foot of the Boltzmann lab.

use crate::physics::boltzmann::{Links, Preset};
use crate::ui::chassis::{Control, Try};
use crate::ui::labs::boltzmann::context::{Ask, BoltzmannContext, BoltzmannPanels, present};
use crate::ui::labs::boltzmann::{learning, opening, pairs_alone};
use crate::ui::workspace::OfferKind;

pub static TRIES: [Try<BoltzmannPanels>; 4] = [
    Try {
        id: "pairs",
        text: "Its pairs in Couplings",
        tip: "A machine without hidden units is its fields and pairs: read them in the Couplings lab",
        shows: "",
        fits: |context| pairs_alone::is_one(context.view()),
        ask: hand_over,
        then: None,
    },
    Try {
        id: "no-hidden",
        text: "Without hidden units",
        tip: "The same data and no hidden unit: KL stays at ln 2, however long it learns",
        shows: "divergence",
        fits: |context| context.moment().machine.topology().hidden > 0,
        ask: without_hidden,
        then: Some(Control::Play),
    },
    Try {
        id: "encoder",
        text: "The 4-2-4 encoder",
        tip: "Two hidden units must carry which of four: which code do they find?",
        shows: "codes",
        fits: |_| true,
        ask: |context| preset(context, Preset::Encoder { group: 4 }),
        then: Some(Control::Play),
    },
    Try {
        id: "race",
        text: "Which optimiser is fastest?",
        tip: "Four optimisers from the same weights: the Fisher information makes the difference",
        shows: "race",
        fits: |context| learning::is_exact(context.view()),
        ask: |context| context.asks.push(Ask::Race),
        then: None,
    },
];

/// The pairwise machine of the same data.
fn without_hidden(context: &mut BoltzmannContext<'_>) {
    context.change(|config| {
        config.hidden = 0;
        config.links = Links::FULL;
    });
}

/// The machine that is looked at, to the lab that shows couplings.
fn hand_over(context: &mut BoltzmannContext<'_>) {
    let Some(offer) = pairs_alone::offer(context.view()) else { return };
    if let Some(lab) = context.shell.workspace.takers(OfferKind::Pairs).into_iter().next() {
        context.shell.workspace.hand_over(lab, offer);
    }
}

fn preset(context: &mut BoltzmannContext<'_>, preset: Preset) {
    let config = opening::of_preset(preset, &present(context.view()));
    context.asks.push(Ask::Change(Box::new(config)));
}
