//! One visible seed per run, one named stream per use: every random number of Glassbox comes from here.
//!
//! ## References
//!
//! * G. E. P. Box and M. E. Muller, “A note on the generation of random normal deviates”, Ann. Math. Stat. 29, 610
//!   (1958), doi:10.1214/aoms/1177706645
//! * D. Lemire, “Fast random integer generation in an interval”, ACM Trans. Model. Comput. Simul. 29, 3 (2019),
//!   doi:10.1145/3230636
//! * G. L. Steele, D. Lea and C. H. Flood, “Fast splittable pseudorandom number generators”, OOPSLA 2014,
//!   doi:10.1145/2660193.2660195

use std::f64::consts::TAU;

pub use rand::rngs::ChaCha8Rng;
use rand::{Rng as _, SeedableRng as _};

/// Independent uses of randomness.
///
/// The numbers are part of the meaning of a saved run: append, never renumber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Stream {
    /// Random patterns to be stored.
    Patterns = 1,
    /// Which cells a corruption changes, and to what.
    Corruption = 2,
    /// The order in which spins are visited, and thermal noise.
    Dynamics = 3,
    /// Replicas of one experiment: starts, corruptions and dynamics, one index per replica.
    Replicas = 4,
    /// Random orders of flips along a path between two states.
    Paths = 5,
    /// Weights of a machine before its training.
    Weights = 6,
    /// The order in which training goes through its data.
    Minibatches = 7,
    /// Chains of a training; one index per update and block.
    Chains = 8,
    /// Chains of an annealed importance sampling.
    ImportanceSampling = 9,
    /// Rows of data made by a rule.
    SyntheticData = 10,
    /// Chains that sample a machine apart from its training.
    Samples = 11,
    /// A representative subsample of the rows of data.
    Rows = 12,
    /// Labels in random order, to see what chance alone gives.
    Permutations = 13,
    /// Rows drawn again with replacement, to see what holds for other data of the same kind.
    Resampling = 14,
    /// Which rows carry a label where only few do.
    FewLabels = 15,
    /// Couplings or graphs that are drawn at random.
    Disorder = 16,
    /// Chains that sample an Ising model.
    IsingSamples = 17,
    /// Chains of Boltzmann learning; one index per update, phase and block.
    BoltzmannChains = 18,
}

/// The only source of randomness of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Seed(pub u64);

/// 2^64 over the golden ratio, odd: its multiples lie far apart and do not repeat within 2^64.
const GOLDEN_STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Seed {
    /// A seed of its own for the `number`-th of several pieces of work that each take a whole seed; number 0 is this one.
    #[must_use]
    pub fn numbered(self, number: u64) -> Self {
        Self(self.0.wrapping_add(number.wrapping_mul(GOLDEN_STEP)))
    }

    /// Another seed, short enough to be read out and typed: drawn from this one, so that it repeats as well.
    #[must_use]
    pub fn next(self) -> Self {
        // The finalizer of SplitMix64 (Steele, Lea and Flood 2014) scatters neighbouring seeds.
        let mut z = self.numbered(1).0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Self((z ^ (z >> 31)) % 1_000_000)
    }

    /// The generator of one named stream.
    pub fn stream(self, stream: Stream) -> ChaCha8Rng {
        self.indexed(stream, 0)
    }

    /// The `index`-th generator of a named stream: one per replica, block or branch, so that work may be
    /// cut among threads without changing a number.
    pub fn indexed(self, stream: Stream, index: u64) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(self.0);
        // The low byte names the use, the rest the index: streams of different uses never meet.
        rng.set_stream((index << 8) | stream as u64);
        rng
    }
}

/// A generator that may be cloned: the copy goes on with the same numbers. For runs that branch.
#[derive(Debug)]
pub struct Branching(pub ChaCha8Rng);

impl Clone for Branching {
    fn clone(&self) -> Self {
        // The generator wipes its memory when dropped and so does not offer `Clone`; its position does it.
        Self(ChaCha8Rng::deserialize_state(&self.0.serialize_state()))
    }
}

/// A uniform number in [0, 1), one of 2^53 equally spaced ones.
#[inline]
pub fn uniform(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// Two independent numbers of the normal distribution (Box and Muller).
pub fn gaussian_pair(rng: &mut ChaCha8Rng) -> [f64; 2] {
    let radius = (-2.0 * (1.0 - uniform(rng)).ln()).sqrt();
    let (sine, cosine) = (TAU * uniform(rng)).sin_cos();
    [radius * cosine, radius * sine]
}

/// A uniform integer below `bound`, exactly unbiased; 0 for a bound of 0.
///
/// Lemire's method: the high half of a 32-bit number times the bound, the few values that would
/// favour some results rejected. It spends one multiplication and almost never a division.
#[inline]
pub fn below(rng: &mut ChaCha8Rng, bound: u32) -> u32 {
    let mut product = u64::from(rng.next_u32()) * u64::from(bound);
    if (product as u32) < bound {
        let favoured = bound.wrapping_neg() % bound;
        while (product as u32) < favoured {
            product = u64::from(rng.next_u32()) * u64::from(bound);
        }
    }
    (product >> 32) as u32
}

/// `count` different numbers below `bound` (all where there are fewer), in random order: the first steps of a
/// Fisher-Yates shuffle.
pub fn sample(bound: usize, count: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..bound).collect();
    let count = count.min(bound);
    for place in 0..count {
        let other = place + below(rng, (bound - place) as u32) as usize;
        numbers.swap(place, other);
    }
    numbers.truncate(count);
    numbers
}

/// Puts `items` into a uniformly random order (Fisher-Yates), whatever order they were in before.
#[inline]
pub fn shuffle<T>(items: &mut [T], rng: &mut ChaCha8Rng) {
    for last in (1..items.len()).rev() {
        let other = below(rng, last as u32 + 1) as usize;
        items.swap(last, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_seeds_begin_with_the_seed_and_differ() {
        assert_eq!(Seed(7).numbered(0), Seed(7));
        let seeds: std::collections::BTreeSet<u64> = (0..1000).map(|number| Seed(7).numbered(number).0).collect();
        assert_eq!(seeds.len(), 1000);
    }

    #[test]
    fn streams_repeat_and_differ() {
        let draw = |seed, stream, index| Seed(seed).indexed(stream, index).next_u64();
        assert_eq!(draw(7, Stream::Dynamics, 3), draw(7, Stream::Dynamics, 3));
        let all = [
            draw(7, Stream::Dynamics, 0),
            draw(7, Stream::Dynamics, 1),
            draw(7, Stream::Patterns, 0),
            draw(8, Stream::Dynamics, 0),
        ];
        for (k, a) in all.iter().enumerate() {
            assert!(all[..k].iter().all(|b| a != b));
        }
    }

    #[test]
    fn a_copy_goes_on_with_the_same_numbers() {
        let mut original = Branching(Seed(5).indexed(Stream::Dynamics, 9));
        for drawn in 0..150 {
            let mut copy = original.clone();
            let wanted: Vec<u32> = (0..70).map(|_| copy.0.next_u32()).collect();
            let mut again = original.clone();
            assert_eq!(wanted, (0..70).map(|_| again.0.next_u32()).collect::<Vec<_>>(), "after {drawn}");
            assert_eq!(wanted[0], original.0.next_u32());
        }
    }

    #[test]
    fn bounded_integers_are_uniform() {
        let mut rng = Seed(11).stream(Stream::Dynamics);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[below(&mut rng, 6) as usize] += 1;
        }
        let chi: f64 = counts.iter().map(|&c| (f64::from(c) - 1e4).powi(2) / 1e4).sum();
        assert!(chi < 20.5, "χ² = {chi} at 5 degrees of freedom"); // 0.1 % point
        assert_eq!(below(&mut rng, 0), 0);
        assert_eq!(below(&mut rng, 1), 0);
    }

    #[test]
    fn every_order_of_four_is_as_likely_as_any_other() {
        let mut rng = Seed(12).stream(Stream::Dynamics);
        let mut counts = std::collections::BTreeMap::new();
        let mut items = [0, 1, 2, 3];
        for _ in 0..24_000 {
            shuffle(&mut items, &mut rng);
            *counts.entry(items).or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 24);
        let chi: f64 = counts.values().map(|&c| (f64::from(c) - 1e3).powi(2) / 1e3).sum();
        assert!(chi < 49.7, "χ² = {chi} at 23 degrees of freedom"); // 0.1 % point
    }

    #[test]
    fn every_ordered_pair_of_four_is_sampled_as_often_as_any_other() {
        let mut rng = Seed(14).stream(Stream::Rows);
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..12_000 {
            *counts.entry(sample(4, 2, &mut rng)).or_insert(0_u32) += 1;
        }
        assert!(counts.keys().all(|pair| pair[0] != pair[1]) && counts.len() == 12);
        let chi: f64 = counts.values().map(|&c| (f64::from(c) - 1e3).powi(2) / 1e3).sum();
        assert!(chi < 31.3, "χ² = {chi} at 11 degrees of freedom"); // 0.1 % point
        let mut all = sample(5, 9, &mut rng);
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn uniform_numbers_stay_below_one() {
        let mut rng = Seed(13).stream(Stream::Dynamics);
        let mean =
            (0..10_000).map(|_| uniform(&mut rng)).inspect(|u| assert!((0.0..1.0).contains(u))).sum::<f64>() / 1e4;
        assert!((mean - 0.5).abs() < 0.012, "{mean}");
    }
}
