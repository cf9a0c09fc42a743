//! Axes over updates and values, linear or logarithmic.

/// Which axes are logarithmic, in every plot of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Axes {
    /// Updates and values: decades of both are seen.
    #[default]
    LogLog,
    /// Values only: exponential growth is a straight line.
    SemiLog,
    Linear,
}

impl Axes {
    /// Whether updates are drawn logarithmically.
    pub const fn logarithmic_updates(self) -> bool {
        matches!(self, Self::LogLog)
    }

    pub const fn logarithmic_values(self) -> bool {
        !matches!(self, Self::Linear)
    }

    /// Where an update stands along x. A logarithmic axis begins at update 1, which the start shares.
    pub fn along(self, update: u64) -> f64 {
        if self.logarithmic_updates() { (update.max(1) as f64).log10() } else { update as f64 }
    }

    pub fn update_at(self, x: f64) -> u64 {
        let update = if self.logarithmic_updates() { 10f64.powf(x) } else { x };
        if update.is_finite() { update.round().max(0.0) as u64 } else { 0 }
    }

    /// The axis of a run of so many updates.
    pub fn range(self, last: u64) -> (f64, f64) {
        (0.0, self.along(last.max(10)))
    }

    /// Where a value stands along y: nowhere, NaN, where a logarithmic axis has no place for it.
    pub fn value(self, value: f64) -> f64 {
        match (self.logarithmic_values(), value > 0.0) {
            (true, true) => value.log10(),
            (true, false) => f64::NAN,
            (false, _) => value,
        }
    }
}
