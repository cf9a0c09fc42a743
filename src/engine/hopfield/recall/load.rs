//! How much is stored, and what that leads one to expect.

use crate::engine::hopfield::common_part::CommonPart;
use crate::engine::hopfield::recall::document::{Document, Memory};
use crate::engine::hopfield::recall::trace::Trace;
use crate::engine::hopfield::recall::view::{Load, OneStep, Printed};
use crate::physics::hopfield::dense::as_printed::{self, AsPrinted};
use crate::physics::hopfield::network::Network;
use crate::physics::hopfield::{Interaction, LearningRule, mixtures_at_rest};
use crate::physics::spins::{Pattern, overlap};
use crate::physics::theory::{crosstalk, dense_error};

/// Products that looking at the first visits, or at mixtures, may cost: some milliseconds.
const ONE_STEP_WORK: usize = 1 << 24;

/// Words of 64 spins that comparing all pairs of memories may cost: some tens of milliseconds.
const PAIRS_WORK: u64 = 1 << 25;
/// Memories whose energies are found one by one where not all are.
const NEAREST: usize = 5;

/// The load of a network: its size, what is stored, and how much the memories are alike.
pub(super) fn load_of(document: &Document, network: Option<&Network>, stored: &[usize]) -> Load {
    let size = document.shape.cells();
    let alpha = stored.len() as f64 / size as f64;
    let uncompared = uncompared(size, stored.len());
    let compared = network.filter(|_| uncompared.is_none());
    let largest_overlap =
        compared.and_then(Network::largest_overlap).and_then(|(a, b, m)| Some((*stored.get(a)?, *stored.get(b)?, m)));
    Load {
        size,
        stored: stored.len(),
        alpha,
        one_step_error: if stored.is_empty() { None } else { one_step_error(document.rule, size, stored.len()) },
        one_step: network.map(one_step),
        uncompared,
        largest_overlap,
        correlated: largest_overlap.is_some_and(|(_, _, m)| m.abs() > 3.0 / (size as f64).sqrt()),
        common: network.and_then(CommonPart::of),
        memory_energies: compared.map(|network| memory_energies(document, network)),
        mixtures_at_rest: network
            .filter(|_| mixtures_at_rest::work(stored.len(), size) <= ONE_STEP_WORK)
            .map(mixtures_at_rest::mixtures_at_rest),
        as_printed: network.and_then(as_printed),
    }
}

/// The pairs of so many memories, where comparing all of them would take too long.
fn uncompared(size: usize, stored: usize) -> Option<u64> {
    let stored = stored as u64;
    let pairs = stored.saturating_mul(stored.saturating_sub(1)) / 2;
    (pairs.saturating_mul(size.div_ceil(64) as u64) > PAIRS_WORK).then_some(pairs)
}

/// Energy per spin of the stored memories nearest to the start of a run: O(p N) for each of these few.
pub(super) fn near_energies(trace: &Trace, stored: &[usize]) -> Vec<(usize, f64)> {
    let dynamics = trace.dynamics();
    let network = dynamics.network();
    let mut nearest = trace.followed().to_vec();
    nearest.sort_by(|&a, &b| dynamics.overlap(b).abs().total_cmp(&dynamics.overlap(a).abs()));
    let energy = |mu: usize| {
        let pattern = network.patterns().get(mu)?;
        Some((*stored.get(mu)?, network.energy(pattern.spins()) / network.size().max(1) as f64))
    };
    nearest.into_iter().take(NEAREST).filter_map(energy).collect()
}

/// What theory says of the error of one step: that of Hebb's rule for all couplings, of a power its own, by the exact
/// variance of its noise, that of the exponential by the law of it.
fn one_step_error(rule: LearningRule, size: usize, stored: usize) -> Option<f64> {
    match rule.interaction() {
        None => Some(crosstalk::error_probability(stored as f64 / size as f64)),
        // Far from normal: its law is found distance by distance.
        Some(exponential @ Interaction::Exponential) => {
            dense_error::exact_first_step(exponential, size as u64, stored as u64).map(|step| step.error)
        }
        Some(interaction) => dense_error::gaussian_first_step(interaction, size as u64, stored as u64),
    }
}

/// What the energy of a dense memory is as it is sometimes printed.
fn as_printed(network: &Network) -> Option<Printed> {
    let (interaction, patterns, size) = (network.interaction()?, network.patterns(), network.size());
    let printed = AsPrinted::of(interaction, patterns.len(), size);
    let sentence = printed.sentence();
    if printed.is_constant() {
        let constant = printed.constant / (patterns.len() * size).max(1) as f64;
        return Some(Printed { sentence, constant: Some(constant), end: None, overlaps: Vec::new() });
    }
    let end = as_printed::end(interaction, patterns, &Pattern::from_bits(vec![true; size]));
    let overlaps = patterns.iter().map(|pattern| overlap(pattern.spins(), end.spins())).collect();
    Some(Printed { sentence, constant: None, end: Some(end.shared()), overlaps })
}

/// Visits every spin of as many stored patterns as there is time for, at least of one.
fn one_step(network: &Network) -> OneStep {
    let (size, stored) = (network.size(), network.patterns().len());
    let rank = if network.rule() == Some(LearningRule::Storkey) { size } else { stored };
    let looked_at = (ONE_STEP_WORK / (size * rank).max(1)).clamp(1, stored.max(1)).min(stored);
    OneStep { unstable: (0..looked_at).map(|mu| network.unstable(mu)).sum(), spins: looked_at * size }
}

/// Energy per spin of every memory. Those of the stored ones follow from their mutual overlaps: one by one they
/// would cost p² N for a shelf of thousands.
fn memory_energies(document: &Document, network: &Network) -> Vec<f64> {
    let size = document.shape.cells() as f64;
    let mut stored = network.stored_energies().into_iter();
    let energy = |memory: &Memory| {
        let known = if memory.stored { stored.next() } else { None };
        known.unwrap_or_else(|| network.energy(memory.pattern.spins())) / size
    };
    document.memories.iter().map(energy).collect()
}
