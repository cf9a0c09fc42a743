//! What undo takes back in the Boltzmann lab: the machine, its rows, and how it learns.

use crate::engine::boltzmann::{BoltzmannCmd, BoltzmannConfig};
use crate::ui::chassis::{Edited, edits};

impl Edited for BoltzmannConfig {
    fn since(&self, before: &Self) -> Option<&'static str> {
        edits::first_of([
            (self.data != before.data, "the rows"),
            (self.seed != before.seed, "the seed"),
            (self.optimiser != before.optimiser, "the optimiser"),
            (self.learning_rate != before.learning_rate, "the learning rate"),
            (self.weight_decay != before.weight_decay, "the weight decay"),
            (self.source != before.source, "where averages come from"),
            (self.positive != before.positive, "the positive phase"),
            (self.chains != before.chains, "the start of the chains"),
            (self.samples != before.samples, "the size of a sample"),
            (self.as_printed != before.as_printed, "the formula"),
            (self != before, "the machine"),
        ])
    }
}

/// The commands that lead from one configuration to another, where a run can go on through the change.
pub fn live_changes(from: &BoltzmannConfig, to: &BoltzmannConfig) -> Option<Vec<BoltzmannCmd>> {
    let live = BoltzmannConfig {
        optimiser: to.optimiser,
        learning_rate: to.learning_rate,
        weight_decay: to.weight_decay,
        source: to.source,
        positive: to.positive,
        chains: to.chains,
        samples: to.samples,
        as_printed: to.as_printed,
        ..from.clone()
    };
    if live != *to {
        return None;
    }
    let commands = [
        // Another optimiser brings its usual rate with it, and a formula as printed its way to average.
        (from.optimiser != to.optimiser).then_some(BoltzmannCmd::Optimiser(to.optimiser)),
        (from.learning_rate != to.learning_rate).then_some(BoltzmannCmd::LearningRate(to.learning_rate)),
        (from.weight_decay != to.weight_decay).then_some(BoltzmannCmd::WeightDecay(to.weight_decay)),
        (from.as_printed && !to.as_printed).then_some(BoltzmannCmd::AsPrinted(false)),
        (from.source != to.source).then_some(BoltzmannCmd::Source(to.source)),
        (from.positive != to.positive).then_some(BoltzmannCmd::Positive(to.positive)),
        (from.chains != to.chains).then_some(BoltzmannCmd::Chains(to.chains)),
        (from.samples != to.samples).then_some(BoltzmannCmd::Samples(to.samples)),
        (!from.as_printed && to.as_printed).then_some(BoltzmannCmd::AsPrinted(true)),
    ];
    Some(commands.into_iter().flatten().collect())
}
