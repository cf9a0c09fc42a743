//! One visible seed per run, one named stream per use: every random number of Glassbox comes from here.

use rand::SeedableRng as _;
pub use rand::rngs::ChaCha8Rng;

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
}

/// The only source of randomness of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seed(pub u64);

impl Seed {
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

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng as _;

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
}
