//! Axes over updates and values, linear or logarithmic.

use crate::ui::theme::numbers::grouped;

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

    /// Numbers along the updates of a run: powers of ten, or some five multiples of one.
    pub fn ticks(self, last: u64) -> Vec<(f64, String)> {
        let last = last.max(10);
        let decades = (0..=last.ilog10()).map(|power| 10_u64.pow(power));
        let updates: Vec<u64> = if self.logarithmic_updates() {
            decades.collect()
        } else {
            let decade = 10_u64.pow(last.ilog10());
            let steps = [decade / 5, decade / 2, decade, 2 * decade];
            let step = steps.into_iter().find(|step| *step > 0 && last / step <= 6).unwrap_or(decade).max(1);
            (0..=last / step).map(|place| place * step).collect()
        };
        updates.into_iter().map(|update| (self.along(update), grouped(update))).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_powers_of_ten_or_round_steps() {
        let numbers = |axes: Axes, last| axes.ticks(last).into_iter().map(|(_, number)| number).collect::<Vec<_>>();
        assert_eq!(numbers(Axes::LogLog, 3_000), ["1", "10", "100", "1\u{202F}000"]);
        assert_eq!(
            numbers(Axes::Linear, 3_000),
            ["0", "500", "1\u{202F}000", "1\u{202F}500", "2\u{202F}000", "2\u{202F}500", "3\u{202F}000"]
        );
        for last in [0, 7, 10, 11, 99, 150, 4_999, 1_000_000] {
            let count = Axes::SemiLog.ticks(last).len();
            assert!((3..=7).contains(&count), "{count} ticks up to {last}");
        }
    }
}
