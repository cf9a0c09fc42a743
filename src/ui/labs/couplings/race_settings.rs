//! What races in the race of estimators and in the picture of their errors, and how both are asked of the engine.

use std::ops::RangeInclusive;

use crate::engine::couplings::{Estimator, RaceConfig};
use crate::physics::inference::{ClosedForm, LocalLoss};
use crate::physics::ising::{Graph, IsingSystem, MOST_ENUMERATED};
use crate::physics::seed::Seed;

/// Inverse temperatures of the sliders.
pub const BETAS: RangeInclusive<f64> = 0.05..=1.5;
/// Numbers of rows of the race.
pub const ROWS: RangeInclusive<f64> = 100.0..=131_072.0;
/// Exponents of two of the largest number of rows of the picture, and of its first.
pub const EXPONENTS: RangeInclusive<u32> = 10..=20;
const FIRST_EXPONENT: u32 = 7;
/// Samples of a race, and those that the picture can have.
const RACE_SAMPLES: usize = 10;
pub const SAMPLES: RangeInclusive<usize> = 2..=40;
/// Temperatures of the picture: a decade of them, from below any transition of these graphs to far above.
const COLDEST: f64 = 0.7;
const PER_DECADE: usize = 10;

/// What races in the race of estimators.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct RaceSettings {
    pub graph: Graph,
    /// Spins; of a lattice those of a side.
    pub size: usize,
    pub beta: f64,
    /// The largest number of rows.
    pub rows: usize,
}

impl Default for RaceSettings {
    fn default() -> Self {
        Self { graph: Graph::Square, size: usual_size(Graph::Square), beta: 0.35, rows: 10_000 }
    }
}

/// What the picture of errors is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Over {
    Rows,
    Temperature,
}

/// What the picture of errors is of.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct ErrorSettings {
    pub over: Over,
    pub graph: Graph,
    pub size: usize,
    /// The inverse temperature, where it is over rows.
    pub beta: f64,
    /// The exponent of two of the number of rows: the largest, or the one at all temperatures.
    pub exponent: u32,
    pub samples: usize,
}

impl Default for ErrorSettings {
    fn default() -> Self {
        let RaceSettings { graph, size, beta, .. } = RaceSettings::default();
        Self { over: Over::Rows, graph, size, beta, exponent: 17, samples: 5 }
    }
}

/// As many spins along a graph as can be enumerated in an instant.
pub const fn usual_size(graph: Graph) -> usize {
    match graph {
        Graph::Square => 4,
        Graph::Tree => 15,
        Graph::Ring | Graph::Chain | Graph::Random | Graph::Sk => 16,
    }
}

/// Sizes that can be chosen: up to the 8 × 8 lattice.
pub const fn sizes(graph: Graph) -> RangeInclusive<usize> {
    if matches!(graph, Graph::Square) { 3..=8 } else { 4..=64 }
}

/// Why Boltzmann learning and the floors are missing, where they are.
pub fn left_out(spins: usize) -> Option<String> {
    (spins > MOST_ENUMERATED).then(|| {
        format!(
            "{spins} spins have too many states to sum over: up to {MOST_ENUMERATED} spins Boltzmann learning takes part, and \
             floors are drawn."
        )
    })
}

impl RaceSettings {
    /// Numbers of rows from 100 to the one asked for, evenly spaced in their logarithm.
    fn numbers(self) -> Vec<usize> {
        const POINTS: usize = 5;
        let (from, to) = (ROWS.start().ln(), (self.rows as f64).max(*ROWS.start()).ln());
        let mut numbers: Vec<usize> = (0..POINTS)
            .map(|point| (from + (to - from) * point as f64 / (POINTS - 1) as f64).exp().round() as usize)
            .collect();
        numbers.dedup();
        numbers
    }

    /// The race.
    pub fn config(self, seed: Seed) -> RaceConfig {
        let systems = [IsingSystem::new(self.graph, self.size, self.beta)].into();
        RaceConfig { systems, rows: self.numbers().into(), samples: RACE_SAMPLES, seed }
    }
}

impl ErrorSettings {
    /// The largest number of rows.
    pub fn rows(self) -> usize {
        1 << self.exponent.min(*EXPONENTS.end())
    }

    /// The measurement.
    pub fn config(self, seed: Seed) -> RaceConfig {
        let system = |beta: f64| IsingSystem::new(self.graph, self.size, beta);
        let (systems, rows): (Vec<IsingSystem>, Vec<usize>) = match self.over {
            Over::Rows => {
                let exponents = FIRST_EXPONENT..=self.exponent.min(*EXPONENTS.end());
                (vec![system(self.beta)], exponents.map(|exponent| 1 << exponent).collect())
            }
            Over::Temperature => {
                let temperature = |step: usize| COLDEST * 10f64.powf(step as f64 / PER_DECADE as f64);
                let systems = (0..=PER_DECADE).map(|step| system(temperature(step).recip()));
                (systems.collect(), vec![self.rows()])
            }
        };
        RaceConfig { systems: systems.into(), rows: rows.into(), samples: self.samples, seed }
    }
}

/// The name of an estimator.
pub const fn name(estimator: Estimator) -> &'static str {
    match estimator {
        Estimator::Closed(ClosedForm::IndependentPair) => "independent pairs",
        Estimator::Closed(ClosedForm::NaiveMeanField) => "naive mean field",
        Estimator::Closed(ClosedForm::Tap) => "TAP",
        Estimator::Closed(ClosedForm::SessakMonasson) => "Sessak–Monasson",
        Estimator::Closed(ClosedForm::Bethe) => "Bethe",
        Estimator::Local(LocalLoss::PseudoLikelihood) => "pseudo-likelihood",
        Estimator::Local(LocalLoss::Rise) => "RISE",
        Estimator::Local(LocalLoss::LogRise) => "logRISE",
        Estimator::Boltzmann => "Boltzmann",
    }
}
