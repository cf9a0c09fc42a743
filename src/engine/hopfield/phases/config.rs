//! Size, load, temperature, rule, start, seed, and what of these is refused.

use crate::engine::core::session::SessionError;
use crate::physics::hopfield::LearningRule;
use crate::physics::hopfield::network::{LARGEST_MATRIX, NetworkError};
use crate::physics::seed::Seed;

/// The fewest spins of a network here.
pub const SMALLEST_SIZE: usize = 10;
/// The most spins.
pub const LARGEST_SIZE: usize = 20_000;
/// The largest load α = p/N.
pub const MOST_LOAD: f64 = 10.0;
/// The most work that making a network may be, in spins of memories: N p for Hebb's rule, N p² for the projection,
/// N² p for Storkey's. All but Hebb's cannot be cut, and take some tenths of a second at this much.
pub const MOST_WORK: u64 = 1 << 28;
/// The same for Hebb's rule, where a spin costs more: its random number.
const MOST_SPINS: u64 = 1 << 26;

/// Where the network starts when it comes to a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum PhasesStart {
    /// On the first memory.
    #[default]
    Memory,
    /// Where it is: what it does then depends on where it came from.
    GoOn,
    /// On fair random spins.
    Random,
}

/// Everything that defines a run.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PhasesConfig {
    /// Number of spins N.
    pub size: usize,
    /// Number of memories p.
    pub patterns: usize,
    /// Temperature T.
    pub temperature: f64,
    /// How memories become couplings. Theory speaks of Hebb's rule.
    pub rule: LearningRule,
    /// Where the network starts.
    pub start: PhasesStart,
    /// Memories, starts and thermal noise are streams of this seed.
    pub seed: Seed,
}

impl PhasesConfig {
    /// A network of N spins at (p, T): Hebb's rule, started on the memory.
    pub fn new(size: usize, patterns: usize, temperature: f64, seed: Seed) -> Self {
        Self { size, patterns, temperature, rule: LearningRule::Hebb, start: PhasesStart::Memory, seed }
    }

    /// The load α = p/N.
    pub fn load(&self) -> f64 {
        self.patterns as f64 / self.size.max(1) as f64
    }

    /// The load that theory is asked about: one memory alone meets no noise, however small the network is.
    pub fn load_in_theory(&self) -> f64 {
        if self.patterns == 1 { 0.0 } else { self.load() }
    }

    /// Refuses what cannot be run, with the reason.
    pub fn check(&self) -> Result<(), SessionError> {
        let &Self { size, patterns, temperature, rule, .. } = self;
        if !(SMALLEST_SIZE..=LARGEST_SIZE).contains(&size) {
            return refuse(format!("a network of {size} spins; here it can have {SMALLEST_SIZE} to {LARGEST_SIZE}"));
        }
        if patterns == 0 {
            return refuse("there are 0 memories; at least one is needed to measure an overlap with".to_owned());
        }
        if self.load() > MOST_LOAD {
            return refuse(format!(
                "{patterns} memories of {size} spins are a load of {}; here it can be up to {MOST_LOAD}",
                self.load()
            ));
        }
        if !(temperature.is_finite() && temperature >= 0.0) {
            return refuse(format!("the temperature is {temperature}; a temperature is a finite number from 0"));
        }
        if rule == LearningRule::Storkey && size > LARGEST_MATRIX {
            return Err(SessionError::new(NetworkError::MatrixTooLarge { size }));
        }
        let (n, p) = (size as u64, patterns as u64);
        let (work, most, what) = match rule {
            LearningRule::Hebb | LearningRule::Covariance | LearningRule::Dense(_) => (n * p, MOST_SPINS, "N p"),
            LearningRule::PseudoInverse => (n.saturating_mul(p * p), MOST_WORK, "N p²"),
            LearningRule::Storkey => (p.saturating_mul(n * n), MOST_WORK, "N² p"),
        };
        if work > most {
            let rule = rule.name();
            return refuse(format!(
                "{patterns} memories of {size} spins are too many for a live network with the {rule} rule: {what} is \
                 {work}, and may be up to {most}"
            ));
        }
        Ok(())
    }
}

fn refuse(sentence: String) -> Result<(), SessionError> {
    Err(SessionError::new(sentence))
}
