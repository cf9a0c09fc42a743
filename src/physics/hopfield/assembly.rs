//! Builds a network, and a run on it, pattern by pattern: a large one takes seconds, and the caller may want to stop.

use std::sync::Arc;

use super::covariance::Covariance;
use super::dynamics::{Dynamics, DynamicsError};
use super::learning_rules::{Dense, LearningRule, Projection, storkey};
use super::network::{Couplings, LARGEST_DUAL, Network, NetworkError, check_matrix, check_size};
use super::site_rows::SiteRows;
use super::update_order::UpdateOrder;
use crate::physics::seed::ChaCha8Rng;
use crate::physics::spins::{Pattern, dot};

/// Couplings below this leave room for the sums of energies.
const LARGEST_COUPLING: f64 = 1e200;

/// Why no run came of an assembly.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AssemblyError {
    /// There is no such network.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// It cannot be run so.
    #[error(transparent)]
    Dynamics(#[from] DynamicsError),
}

/// Where a run starts, and its sums Σ_j ξ_j^μ σ_j.
type Start = (Pattern, Vec<i32>);

/// A network in the making. Patterns are added one by one, each in O(N), by Storkey's rule in O(N²); only the
/// pseudo-inverse is left to the end and takes O(p² N) and O(p³) in one piece.
#[derive(Debug)]
pub struct Assembly {
    size: usize,
    room: usize,
    rule: LearningRule,
    patterns: Vec<Pattern>,
    rows: SiteRows,
    /// J of the patterns so far, by Storkey's rule only.
    matrix: Vec<f64>,
    start: Option<Pattern>,
    /// Σ_j ξ_j^μ σ_j of the start and the patterns so far.
    sums: Vec<i32>,
}

impl Assembly {
    /// Nothing yet of a network of `size` spins that will store `room` patterns by `rule`.
    pub fn new(size: usize, room: usize, rule: LearningRule) -> Result<Self, NetworkError> {
        check_size(size)?;
        let limit = 1_u64 << 30;
        if (size as u64).saturating_mul(room as u64) >= limit {
            return Err(NetworkError::TooManyPatterns { size, patterns: room, limit });
        }
        let mut matrix = Vec::new();
        match rule {
            LearningRule::PseudoInverse if size * room > LARGEST_DUAL => {
                return Err(NetworkError::DualTooLarge { size, patterns: room });
            }
            LearningRule::Storkey => {
                check_matrix(size)?;
                matrix = vec![0.0; size * size];
            }
            _ => {}
        }
        let (patterns, sums) = (Vec::with_capacity(room), Vec::new());
        Ok(Self { size, room, rule, patterns, rows: SiteRows::with_room(size, room), matrix, start: None, sums })
    }

    /// Stores the next pattern; one beyond the room is left out.
    pub fn push(&mut self, pattern: Pattern) -> Result<(), NetworkError> {
        if pattern.len() != self.size {
            let index = self.patterns.len();
            return Err(NetworkError::Size { index, expected: self.size, found: pattern.len() });
        }
        if self.is_full() {
            return Ok(());
        }
        self.rows.push(&pattern);
        if self.rule == LearningRule::Storkey {
            storkey(&mut self.matrix, &pattern);
        }
        if let Some(start) = &self.start {
            // Below 2^30, since N is.
            self.sums.push(dot(pattern.spins(), start.spins()) as i32);
        }
        self.patterns.push(pattern);
        Ok(())
    }

    /// The patterns so far.
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Whether all patterns are there.
    pub fn is_full(&self) -> bool {
        self.patterns.len() >= self.room
    }

    /// Says early where the run will start: its overlaps are then found along with the patterns.
    pub fn start_from(&mut self, start: Pattern) {
        self.sums = self.patterns.iter().map(|pattern| dot(pattern.spins(), start.spins()) as i32).collect();
        self.start = Some(start);
    }

    /// The network of the patterns that came.
    pub fn network(self) -> Result<Network, NetworkError> {
        self.finish().map(|(network, _)| network)
    }

    /// A run on that network from the start that was named, or from all spins down; see [`Dynamics::new`].
    pub fn run(self, order: UpdateOrder, temperature: f64, rng: ChaCha8Rng) -> Result<Dynamics, AssemblyError> {
        let size = self.size;
        let (network, start) = self.finish()?;
        let network = Arc::new(network);
        Ok(match start {
            Some((start, sums)) => Dynamics::with_sums(network, (&start, sums), order, temperature, rng)?,
            None => Dynamics::new(network, &Pattern::from_bits((0..size).map(|_| false)), order, temperature, rng)?,
        })
    }

    fn finish(self) -> Result<(Network, Option<Start>), NetworkError> {
        let Self { size, rule, patterns, rows, matrix, start, sums, .. } = self;
        let couplings = match rule {
            LearningRule::Hebb => Couplings::Hebb,
            LearningRule::Dense(interaction) => Couplings::Many(interaction),
            LearningRule::Covariance => Couplings::Covariance(Covariance::new(size, &rows)),
            LearningRule::PseudoInverse => Couplings::Projection(Projection::new(size, &patterns, &rows)?),
            LearningRule::Storkey => {
                // Far beyond N patterns every further one multiplies the couplings.
                if !matrix.iter().all(|coupling| coupling.abs() < LARGEST_COUPLING) {
                    return Err(NetworkError::Overflow { size, patterns: patterns.len() });
                }
                Couplings::Dense(Dense::new(size, matrix))
            }
        };
        let network = Network::assembled(rule, patterns, rows, couplings, size);
        Ok((network, start.map(|start| (start, sums))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::{Seed, Stream};

    #[test]
    fn a_run_that_is_assembled_is_the_run_on_the_stored_patterns() {
        for rule in LearningRule::ALL {
            let mut rng = Seed(71).stream(Stream::Patterns);
            let patterns: Vec<_> = (0..37).map(|_| Pattern::random(50, &mut rng)).collect();
            let start = Pattern::random(50, &mut rng);
            let mut assembly = Assembly::new(50, 37, rule).unwrap();
            for (mu, pattern) in patterns.iter().enumerate() {
                assert!(!assembly.is_full());
                assembly.push(pattern.clone()).unwrap();
                if mu == 2 {
                    assembly.start_from(start.clone());
                }
            }
            // What is beyond the room is left out.
            assembly.push(start.clone()).unwrap();
            assert_eq!(assembly.patterns(), patterns);
            let noise = || Seed(72).stream(Stream::Dynamics);
            let mut pieces = assembly.run(UpdateOrder::RandomAsynchronous, 0.3, noise()).unwrap();
            let network = Arc::new(Network::store(&patterns, rule).unwrap());
            let mut whole = Dynamics::new(network, &start, UpdateOrder::RandomAsynchronous, 0.3, noise()).unwrap();
            assert_eq!((pieces.overlaps(), pieces.fields()), (whole.overlaps(), whole.fields()));
            for _ in 0..20 {
                let sweep = whole.sweep();
                // A piece ends where its sweep does.
                let cut: Vec<_> = (0..3).map(|_| pieces.visits(17)).collect();
                assert_eq!(cut, [None, None, Some(sweep)]);
                assert_eq!((pieces.spins(), pieces.energy()), (whole.spins(), whole.energy()));
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(Assembly::new(0, 1, LearningRule::Hebb).err(), Some(NetworkError::NoSpins));
        assert!(matches!(
            Assembly::new(1 << 20, usize::MAX, LearningRule::Hebb),
            Err(NetworkError::TooManyPatterns { .. })
        ));
        let mut assembly = Assembly::new(3, 2, LearningRule::Hebb).unwrap();
        let wrong = assembly.push(Pattern::from_bits([true; 4]));
        assert_eq!(wrong, Err(NetworkError::Size { index: 0, expected: 3, found: 4 }));
        let hot = assembly.run(UpdateOrder::RandomAsynchronous, -1.0, Seed(1).stream(Stream::Dynamics));
        assert!(matches!(hot, Err(AssemblyError::Dynamics(DynamicsError::Temperature(_)))));
    }
}
