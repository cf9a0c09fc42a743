//! The recalls whose speed is measured, by `cargo bench` and by `glassbox bench recall`. The clock is theirs.

use std::sync::Arc;

use super::{Dynamics, LearningRule, Network, Outcome, UpdateOrder};
use crate::physics::corruption::Corruption;
use crate::physics::seed::{Seed, Stream};
use crate::physics::spins::{GridShape, Pattern};

/// Random memories in Hebb's network, one of them spoilt as the cue.
#[derive(Clone, Debug)]
pub struct RecallWorkload {
    network: Arc<Network>,
    cue: Pattern,
    bytes: Vec<i8>,
}

impl RecallWorkload {
    /// The share of flipped spins in the cue.
    pub const FLIPPED: f64 = 0.2;

    /// `patterns` random memories of `size` spins. `None` for sizes that no network can have.
    pub fn new(size: usize, patterns: usize, seed: Seed) -> Option<Self> {
        let mut rng = seed.stream(Stream::Patterns);
        let memories: Vec<_> = (0..patterns).map(|_| Pattern::random(size, &mut rng)).collect();
        let network = Arc::new(Network::store(&memories, LearningRule::Hebb).ok()?);
        let cue = Corruption::flip(Self::FLIPPED).apply(memories.first()?, GridShape::new(size, 1), None, seed).ok()?;
        let bytes = memories.iter().flat_map(Pattern::spins).copied().collect();
        Some(Self { network, cue, bytes })
    }

    /// The network at its cue, ready for its first sweep.
    ///
    /// # Errors
    /// None in fact: the cue has the network's size. The type is that of [`Dynamics::new`].
    pub fn start(&self, seed: Seed) -> Result<Dynamics, super::DynamicsError> {
        let rng = seed.stream(Stream::Dynamics);
        Dynamics::new(Arc::clone(&self.network), &self.cue, UpdateOrder::RandomAsynchronous, 0.0, rng)
    }

    /// One whole recall: makes the running network and sweeps to its end. The overlap with the memory that
    /// was meant, where an end was reached.
    pub fn recall(&self, seed: Seed) -> Option<f64> {
        let mut run = self.start(seed).ok()?;
        (run.run(100)? == Outcome::FixedPoint).then(|| run.overlap(0))
    }

    /// The machine's own limit of a sweep: every ±1 of every pattern is read once, as one stream of N p bytes,
    /// and added up. A sweep reads the same bytes in random order of sites and multiplies them besides.
    pub fn stream(&self) -> i64 {
        pulp::Arch::new().dispatch(|| self.bytes.chunks(64 * 64).map(sum_of_block).sum())
    }
}

#[expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]
#[inline(always)]
fn sum_of_block(block: &[i8]) -> i64 {
    // At most 64 values ±1 per place: 8 bits hold the sum.
    let (whole, rest) = block.as_chunks::<64>();
    let mut parts = [0_i8; 64];
    for chunk in whole {
        for (part, value) in parts.iter_mut().zip(chunk) {
            *part += value;
        }
    }
    parts.iter().chain(rest).map(|&part| i64::from(part)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measured_work_is_the_work() {
        let workload = RecallWorkload::new(300, 7, Seed(1)).unwrap();
        assert_eq!(workload.recall(Seed(2)), Some(1.0));
        let wanted: i64 = workload.bytes.iter().map(|&value| i64::from(value)).sum();
        assert_eq!(workload.stream(), wanted);
        assert_eq!(workload.start(Seed(2)).unwrap().overlap(0), 0.6);
        assert!(RecallWorkload::new(0, 3, Seed(1)).is_none());
        assert!(RecallWorkload::new(10, 0, Seed(1)).is_none());
    }
}
