//! The columns of the cells in a file: the command and the window write the same.

use crate::engine::hopfield::sweep::config::SweepConfig;
use crate::engine::hopfield::sweep::session::SweepCell;
use crate::physics::hopfield::LearningRule;
use crate::physics::seed::Seed;

/// Columns of the table, in their order.
pub const COLUMNS: [&str; 12] =
    ["size", "patterns", "alpha", "load", "temperature", "flip", "mean", "stderr", "runs", "seed", "rule", "sweeps"];

/// What the cells of one sweep have in common: with it they can be measured again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SweepOrigin {
    /// The seed of the sweep.
    pub seed: Seed,
    /// How patterns became couplings.
    pub rule: LearningRule,
    /// Sweeps of a run.
    pub sweeps: u64,
}

impl SweepConfig {
    /// Where its cells come from.
    pub fn origin(&self) -> SweepOrigin {
        SweepOrigin { seed: self.seed, rule: self.rule, sweeps: self.sweeps }
    }
}

impl SweepCell {
    /// The cell as a row under [`COLUMNS`]. Numbers read back as they were; what is not known stays empty.
    pub fn row(&self, origin: &SweepOrigin) -> [String; 12] {
        let point = self.point;
        let known = |value: Option<f64>| {
            value.filter(|value| value.is_finite()).map_or_else(String::new, |value| value.to_string())
        };
        [
            point.size.to_string(),
            point.patterns().to_string(),
            point.alpha.to_string(),
            point.load().to_string(),
            point.temperature.to_string(),
            point.flip.to_string(),
            known(self.mean),
            known(self.stderr),
            self.runs.to_string(),
            origin.seed.0.to_string(),
            origin.rule.name().to_owned(),
            origin.sweeps.to_string(),
        ]
    }
}
