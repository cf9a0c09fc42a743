//! The recalls whose speed is measured, by `cargo bench` and by `glassbox bench recall`. The clock is theirs.

use std::hint::black_box;
use std::sync::Arc;

use crate::physics::corruption::Corruption;
use crate::physics::hopfield::{Dynamics, DynamicsError, LearningRule, Network, Outcome, UpdateOrder};
use crate::physics::seed::{Seed, Stream};
use crate::physics::spins::{GridShape, Pattern};

/// Random memories in Hebb's network, one of them corrupted as the cue.
#[derive(Clone, Debug)]
pub struct RecallWorkload {
    network: Arc<Network>,
    cue: Pattern,
    /// Fills half a first cache of 32 KiB.
    numbers: Vec<i32>,
}

impl RecallWorkload {
    /// The fraction of flipped spins in the cue.
    pub const FLIPPED: f64 = 0.2;

    /// `patterns` random memories of `size` spins. `None` for sizes that no network can have.
    pub fn new(size: usize, patterns: usize, seed: Seed) -> Option<Self> {
        let mut rng = seed.stream(Stream::Patterns);
        let memories: Vec<_> = (0..patterns).map(|_| Pattern::random(size, &mut rng)).collect();
        let network = Arc::new(Network::store(&memories, LearningRule::Hebb).ok()?);
        let cue = Corruption::flip(Self::FLIPPED).apply(memories.first()?, GridShape::new(size, 1), None, seed).ok()?;
        let numbers = (0..4096).collect();
        Some(Self { network, cue, numbers })
    }

    /// The network at its cue, ready for its first sweep.
    ///
    /// # Errors
    /// None in fact: the cue has the network's size. The type is that of [`Dynamics::new`].
    pub fn start(&self, seed: Seed) -> Result<Dynamics, DynamicsError> {
        let rng = seed.stream(Stream::Dynamics);
        Dynamics::new(Arc::clone(&self.network), &self.cue, UpdateOrder::RandomAsynchronous, 0.0, rng)
    }

    /// The network that has forgotten its cue at a temperature, ready for a sweep of Glauber's dynamics.
    ///
    /// # Errors
    /// A temperature that is not one.
    pub fn warmed(&self, temperature: f64, seed: Seed) -> Result<Dynamics, DynamicsError> {
        const SWEEPS: usize = 20;
        let mut run = self.start(seed)?;
        run.set_temperature(temperature)?;
        run.run(SWEEPS);
        Ok(run)
    }

    /// One whole recall: makes the running network and sweeps to its end. The overlap with the memory that
    /// was meant, where an end was reached.
    pub fn recall(&self, seed: Seed) -> Option<f64> {
        let mut run = self.start(seed).ok()?;
        (run.run(100)? == Outcome::FixedPoint).then(|| run.overlap(0))
    }

    /// The machine's own limit of a sweep. Each of N visits adds up p overlaps: this adds N p integers of
    /// 32 bits from the nearest cache, one after the other with nothing to decide, as fast as the machine
    /// can.
    pub fn additions(&self) -> i32 {
        let count = self.network.size() * self.network.patterns().len();
        let rounds = count.div_ceil(self.numbers.len());
        pulp::Arch::new().dispatch(Additions { numbers: &self.numbers, rounds })
    }
}

/// The limit of [`RecallWorkload::additions`] for so many integers.
pub fn additions(count: usize) -> i32 {
    let numbers: Vec<i32> = (0..4096).collect();
    let rounds = count.div_ceil(numbers.len());
    pulp::Arch::new().dispatch(Additions { numbers: &numbers, rounds })
}

struct Additions<'a> {
    numbers: &'a [i32],
    rounds: usize,
}

impl pulp::WithSimd for Additions<'_> {
    type Output = i32;

    #[expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) -> i32 {
        let mut total = 0_i32;
        for _ in 0..self.rounds {
            let mut parts = [0_i32; 64];
            // The optimiser must not see that each round adds the same numbers.
            for chunk in black_box(self.numbers).as_chunks::<64>().0 {
                for (part, &number) in parts.iter_mut().zip(chunk) {
                    *part = part.wrapping_add(number);
                }
            }
            total = parts.iter().fold(total, |sum, &part| sum.wrapping_add(part));
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measured_work_is_the_work() {
        let workload = RecallWorkload::new(300, 7, Seed(1)).unwrap();
        assert_eq!(workload.recall(Seed(2)), Some(1.0));
        // 2100 additions, in whole rounds of 4096.
        assert_eq!(workload.additions(), 4095 * 4096 / 2);
        assert_eq!(workload.start(Seed(2)).unwrap().overlap(0), 0.6);
        let warm = workload.warmed(0.4, Seed(2)).unwrap();
        assert!(warm.sweeps() == 20 && (0.9..1.0).contains(&warm.overlap(0)), "{}", warm.overlap(0));
        assert!(workload.warmed(f64::NAN, Seed(2)).is_err());
        assert!(RecallWorkload::new(0, 3, Seed(1)).is_none());
        assert!(RecallWorkload::new(10, 0, Seed(1)).is_none());
    }
}
