//! Where the temperature of a run comes from, and what it was at each update.

use crate::physics::annealing::Schedule;

/// Where the temperature of a run comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Heat {
    /// Set by hand, and changed while the run goes on.
    ByHand(f64),
    /// Sweep by sweep from the start of the run; the run ends with the schedule. The schedule is a checked one.
    Schedule(Schedule),
}

impl Heat {
    /// T of the visit that follows `update` visits of a network of `size` spins: one temperature for a whole sweep.
    pub fn temperature(&self, update: u64, size: usize) -> f64 {
        match self {
            Self::ByHand(temperature) => *temperature,
            Self::Schedule(schedule) => schedule.temperature((update / size.max(1) as u64) as f64),
        }
    }

    /// What it is called in a sentence.
    pub fn name(&self) -> String {
        match self {
            Self::ByHand(temperature) => format!("T = {temperature}"),
            Self::Schedule(schedule) => format!("a schedule of {} sweeps", schedule.sweeps()),
        }
    }

    /// The visits after which the run ends; `None` where it ends by itself or not at all.
    pub fn length(&self, size: usize) -> Option<u64> {
        match self {
            Self::ByHand(_) => None,
            Self::Schedule(schedule) => Some(schedule.sweeps().saturating_mul(size as u64)),
        }
    }
}

/// A temperature that is constant from one change to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Temperatures {
    /// (update, T from that visit on), updates rising.
    changes: Vec<(u64, f64)>,
}

impl Temperatures {
    /// T is this from the visit after `update` visits on.
    pub(super) fn set(&mut self, update: u64, temperature: f64) {
        self.changes.truncate(self.changes.partition_point(|change| change.0 < update));
        if self.changes.last().is_none_or(|change| change.1 != temperature) {
            self.changes.push((update, temperature));
        }
    }

    /// T of the visit that led to `update` visits; of none yet, that of the first.
    pub(super) fn at(&self, update: u64) -> f64 {
        let visit = update.saturating_sub(1);
        let after = self.changes.partition_point(|change| change.0 <= visit);
        after.checked_sub(1).and_then(|k| self.changes.get(k)).or(self.changes.first()).map_or(0.0, |change| change.1)
    }

    /// The steps of T up to `recorded` visits as (update, T), two points to a step and about `most` at most; empty
    /// where T is 0 throughout.
    pub(super) fn curve(&self, recorded: u64, most: usize) -> Vec<[f64; 2]> {
        if self.changes.iter().all(|change| change.1 == 0.0) {
            return Vec::new();
        }
        let thin = (2 * self.changes.len()).div_ceil(most.max(2)).max(1);
        let kept: Vec<(u64, f64)> = self.changes.iter().copied().step_by(thin).collect();
        let ends = kept.iter().skip(1).map(|change| change.0).chain([recorded]);
        let steps = kept.iter().zip(ends).flat_map(|(&(start, temperature), end)| {
            [[start as f64, temperature], [end.max(start) as f64, temperature]]
        });
        steps.collect()
    }

    /// Whether T never changed.
    pub(super) fn is_constant(&self) -> bool {
        self.changes.len() <= 1
    }

    /// Forgets what was before `base`.
    pub(super) fn forget_before(&mut self, base: u64) {
        let first = self.changes.partition_point(|change| change.0 <= base).saturating_sub(1);
        self.changes.drain(..first);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_has_the_temperature_of_the_visit_that_led_to_it() {
        let mut temperatures = Temperatures::default();
        assert_eq!(temperatures.at(7), 0.0);
        temperatures.set(0, 1.0);
        temperatures.set(10, 0.5);
        temperatures.set(20, 0.0);
        assert_eq!(
            [0, 1, 10, 11, 20, 21, 99].map(|update| temperatures.at(update)),
            [1.0, 1.0, 1.0, 0.5, 0.5, 0.0, 0.0]
        );
        temperatures.forget_before(15);
        assert_eq!([15, 20, 21].map(|update| temperatures.at(update)), [0.5, 0.5, 0.0]);
        temperatures.set(16, 2.0);
        assert_eq!(temperatures.at(30), 2.0, "a branch forgets what came after it");
        temperatures.set(0, 0.0);
        assert!(temperatures.curve(30, 100).is_empty());
    }

    #[test]
    fn a_schedule_has_one_temperature_a_sweep_and_ends() {
        let heat = Heat::Schedule(Schedule::Linear { from: 1.0, to: 0.0, sweeps: 3 });
        assert_eq!([0, 9, 10, 29, 30].map(|update| heat.temperature(update, 10)), [1.0, 1.0, 0.5, 0.0, 0.0]);
        assert_eq!(heat.length(10), Some(30));
        assert_eq!(Heat::ByHand(0.3).length(10), None);
    }
}
