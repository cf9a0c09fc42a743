//! How near couplings that were read back are to the true ones.

use std::collections::BTreeMap;

use super::effective::EffectiveCouplings;
use crate::physics::ising::IsingModel;

/// The deviations of one kind of couplings.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Deviation {
    /// How many there are.
    pub count: usize,
    /// What was read back, averaged.
    pub mean: f64,
    /// Root mean square of the difference from the truth; 0 of none.
    pub rms_error: f64,
}

/// Couplings next to the true ones.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Fields.
    pub fields: Deviation,
    /// All pairs.
    pub pairs: Deviation,
    /// Pairs that the truth couples.
    pub coupled_pairs: Deviation,
    /// Pairs that it does not couple: all that is found there is error.
    pub uncoupled_pairs: Deviation,
    /// Triples that the truth couples; those that were read back only, where not all are kept.
    pub coupled_triples: Deviation,
    /// Triples that were read back and that the truth does not couple.
    pub uncoupled_triples: Deviation,
}

impl Comparison {
    /// Compares what is in both; `None` where the numbers of spins differ.
    pub fn new(found: &EffectiveCouplings, truth: &IsingModel) -> Option<Self> {
        let spins = truth.spins();
        if found.fields.len() != spins {
            return None;
        }
        let fields = found.fields.iter().copied().zip(truth.fields().iter().copied());
        let (true_pairs, size) = (truth.pair_matrix(), found.pairs.nrows());
        let pairs = || {
            let upper = (0..size).flat_map(move |i| (i + 1..size).map(move |j| (i, j)));
            upper.map(|pair| (found.pairs[pair], true_pairs[pair]))
        };
        let triples: BTreeMap<[usize; 3], f64> =
            truth.triples().iter().map(|triple| ([triple.i, triple.j, triple.k], triple.value)).collect();
        let triples = || {
            let sites = found.triples.iter().map(|triple| ([triple.i, triple.j, triple.k], triple.value));
            sites.map(|(sites, value)| (value, triples.get(&sites).copied().unwrap_or_default()))
        };
        let is_coupled = |(_, truth): &(f64, f64)| *truth != 0.0;
        Some(Self {
            fields: deviation(fields),
            pairs: deviation(pairs()),
            coupled_pairs: deviation(pairs().filter(is_coupled)),
            uncoupled_pairs: deviation(pairs().filter(|pair| !is_coupled(pair))),
            coupled_triples: deviation(triples().filter(is_coupled)),
            uncoupled_triples: deviation(triples().filter(|triple| !is_coupled(triple))),
        })
    }
}

/// Of pairs of what was found and what is true.
fn deviation(values: impl Iterator<Item = (f64, f64)>) -> Deviation {
    let (mut count, mut sum, mut squares) = (0, 0.0, 0.0);
    for (found, truth) in values {
        count += 1;
        sum += found;
        squares += (found - truth).powi(2);
    }
    let divisor = f64::from(count.max(1));
    Deviation { count: count as usize, mean: sum / divisor, rms_error: (squares / divisor).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::ising::{Pair, Triple};
    use ndarray::array;

    #[test]
    fn errors_are_those_of_each_kind() {
        let triple = |k, value| Triple { i: 0, j: 1, k, value };
        let pairs = vec![Pair { i: 0, j: 1, value: 0.5 }];
        let truth = IsingModel::new(vec![0.0, 0.0, 0.1], pairs, vec![triple(2, 0.25)]).unwrap();
        let found = EffectiveCouplings {
            constant: None,
            fields: vec![0.3, 0.0, 0.1],
            pairs: array![[0.0, 0.75, 0.5], [0.75, 0.0, -0.5], [0.5, -0.5, 0.0]],
            triples: vec![triple(2, 0.5)],
        };
        let compared = Comparison::new(&found, &truth).unwrap();
        assert!((compared.fields.rms_error - 0.3 / 3.0_f64.sqrt()).abs() < 1e-15);
        assert_eq!(compared.coupled_pairs, Deviation { count: 1, mean: 0.75, rms_error: 0.25 });
        assert_eq!(compared.uncoupled_pairs, Deviation { count: 2, mean: 0.0, rms_error: 0.5 });
        assert_eq!((compared.pairs.count, compared.pairs.rms_error), (3, 0.1875_f64.sqrt()));
        assert_eq!(compared.coupled_triples, Deviation { count: 1, mean: 0.5, rms_error: 0.25 });
        assert_eq!(compared.uncoupled_triples, Deviation::default());
        let other = IsingModel::new(vec![0.0], Vec::new(), Vec::new()).unwrap();
        assert_eq!(Comparison::new(&found, &other), None);
    }
}
