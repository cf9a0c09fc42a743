//! One update of a weight in five numbers.

use crate::engine::boltzmann::view::{BoltzmannExplanation, BoltzmannMoment};
use crate::physics::boltzmann::{Machine, Moments, hidden_given};

/// The next update of the weight between two units, or of the bias of one, with the visible units held to `row`.
pub(super) fn explain(moment: &BoltzmannMoment, row: &[u8], watched: (usize, usize)) -> BoltzmannExplanation {
    let (i, j) = watched;
    let topology = moment.machine.topology();
    let hidden = hidden_given(&moment.machine, row);
    let value = |unit: usize| match row.get(unit) {
        Some(&bit) => topology.units.value(bit),
        None => hidden.means.get(unit - topology.visible).copied().unwrap_or(0.0),
    };
    let row_term = if i == j {
        value(i)
    } else if i.min(j) >= topology.visible {
        hidden.pairs.get((i - topology.visible, j - topology.visible)).copied().unwrap_or(0.0)
    } else {
        // One of them at least is held.
        value(i) * value(j)
    };
    let of = |moments: &Moments| {
        if i == j { moments.means.get(i) } else { moments.pairs.get((i, j)) }.copied().unwrap_or(0.0)
    };
    let (change, weight) = if i == j {
        (moment.change_of_biases.get(i), moment.machine.biases().get(i))
    } else {
        (moment.change.get((i, j)), moment.machine.weights().get((i, j)))
    };
    BoltzmannExplanation {
        i,
        j,
        row_term,
        data_term: of(&moment.phases.positive),
        model_term: of(&moment.phases.negative),
        difference: of(&moment.phases.difference),
        change: change.copied().unwrap_or(0.0),
        value: weight.copied().unwrap_or(0.0),
    }
}

/// p(h_a = on | row) of each hidden unit.
pub(super) fn on_probabilities(machine: &Machine, row: &[u8]) -> Vec<f64> {
    let units = machine.topology().units;
    hidden_given(machine, row).means.into_iter().map(|mean| (mean - units.low()) / units.gap()).collect()
}
