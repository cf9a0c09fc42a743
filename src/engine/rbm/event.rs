//! What happens during a training: found by comparing neighbouring measurements.

use std::sync::Arc;

use crate::engine::rbm::measurement::Measurement;
use crate::physics::spectrum::condensed;

/// Chains that after an update are still correlated with themselves before it by more than this no longer mix.
const FROZEN: f64 = 0.5;
/// A pseudo-log-likelihood so many times as bad as at the start, where the machine knew only the means of the data: it
/// runs away. No setting of a training that learns comes near to that.
const RUNAWAY: f64 = 2.0;
/// Data that hardly vary start near 0, where twice as bad is nothing: this is what counts for them.
const HARDLY_VARIED: f64 = -0.1;

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// The scaled singular value of this mode (from 1) passed the threshold 1 upwards.
    ModeCrosses(usize),
    /// The number of fixed points changed.
    FixedPoints {
        /// The number before.
        from: usize,
        /// The number now.
        to: usize,
    },
    /// The chains are nearly frozen: k Gibbs steps are too few from here on.
    ChainsStopMixing,
    /// The machine predicts the data far worse than at the start: the learning rate is too large.
    RunsAway,
    /// A setting was changed: the new value as a sentence.
    Setting(String),
    /// Numbers stopped being finite: what did it, as a sentence. The last finite machine was kept.
    Halted(String),
}

/// What happened, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The update.
    pub update: u64,
    /// What happened.
    pub happening: Happening,
}

impl Happening {
    /// One line for marks and lists: `mode 1 crosses the threshold`.
    pub fn sentence(&self) -> String {
        match self {
            Self::ModeCrosses(mode) => format!("mode {mode} crosses the threshold"),
            Self::FixedPoints { from, to } => format!("fixed points {from} → {to}"),
            Self::ChainsStopMixing => "chains stop mixing".to_owned(),
            Self::RunsAway => "runs away: learning rate too large".to_owned(),
            Self::Setting(what) | Self::Halted(what) => what.clone(),
        }
    }
}

/// Whether a machine that began as `start` has run away: seen only where both were measured on the data.
pub fn runs_away(start: &Measurement, now: &Measurement) -> bool {
    let limit = RUNAWAY * start.pseudo_likelihood.min(HARDLY_VARIED);
    start.of_data && now.of_data && now.pseudo_likelihood < limit
}

/// Whether chains with this correlation over an update no longer mix.
pub fn hardly_mixes(correlation: f64) -> bool {
    correlation > FROZEN
}

/// Compares each measurement with what was seen before it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Watch {
    /// Modes that have been above the threshold.
    crossed: usize,
    /// The last count of fixed points.
    fixed_points: Option<usize>,
    /// Whether the chains have stopped mixing.
    frozen: bool,
    /// The measurement at the start.
    start: Option<Arc<Measurement>>,
    /// Whether the machine has run away.
    away: bool,
}

impl Watch {
    /// A watch that has seen a run up to the last of these events, which began with this measurement.
    pub(super) fn after(rows: &[Arc<Measurement>], events: &[Event]) -> Self {
        let begun = rows.iter().find_map(|row| row.fixed_points).map(|points| points.count);
        let mut watch = Self { fixed_points: begun, start: rows.first().cloned(), ..Self::default() };
        for event in events {
            match event.happening {
                Happening::ModeCrosses(mode) => watch.crossed = watch.crossed.max(mode),
                Happening::FixedPoints { to, .. } => watch.fixed_points = Some(to),
                Happening::ChainsStopMixing => watch.frozen = true,
                Happening::RunsAway => watch.away = true,
                Happening::Setting(_) | Happening::Halted(_) => {}
            }
        }
        watch
    }

    /// What is new in this measurement.
    pub fn see(&mut self, measurement: &Arc<Measurement>) -> Vec<Event> {
        let mut happenings = Vec::new();
        let above = condensed(&measurement.scaled_singular_values);
        happenings.extend((self.crossed + 1..=above).map(Happening::ModeCrosses));
        self.crossed = self.crossed.max(above);
        if let Some(points) = measurement.fixed_points {
            let before = self.fixed_points.replace(points.count);
            if let Some(from) = before.filter(|&from| from != points.count) {
                happenings.push(Happening::FixedPoints { from, to: points.count });
            }
        }
        if !self.frozen && measurement.chain_correlation.is_some_and(hardly_mixes) {
            self.frozen = true;
            happenings.push(Happening::ChainsStopMixing);
        }
        let start = self.start.get_or_insert_with(|| Arc::clone(measurement));
        if !self.away && runs_away(start, measurement) {
            self.away = true;
            happenings.push(Happening::RunsAway);
        }
        happenings.into_iter().map(|happening| Event { update: measurement.update, happening }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::rbm::measurement::{FixedPoints, HiddenActivity};

    fn measurement(update: u64, scaled: &[f32], count: Option<usize>, correlation: f64) -> Measurement {
        Measurement {
            update,
            of_data: true,
            singular_values: scaled.iter().map(|value| 4.0 * value).collect(),
            scaled_singular_values: scaled.into(),
            fixed_points: count.map(|count| FixedPoints { count, unconverged: 0, starts: 9 }),
            pseudo_likelihood: if update == 5 { -1.5 } else { -0.5 },
            log_likelihood: None,
            reconstruction_error: 0.1,
            chain_correlation: Some(correlation),
            activity: HiddenActivity::default(),
            participation: 1.0,
        }
    }

    #[test]
    fn each_mode_crosses_once_and_each_change_of_the_count_is_told() {
        let mut watch = Watch::default();
        let rows = [
            measurement(1, &[0.5, 0.1], Some(1), 0.0),
            measurement(2, &[1.1, 0.2], None, 0.2),
            measurement(3, &[0.9, 0.2], Some(2), 0.6),
            measurement(4, &[1.2, 1.1], Some(2), 0.4),
            measurement(5, &[1.3, 1.2], Some(1), 0.7),
        ]
        .map(Arc::new);
        let events: Vec<(u64, String)> = rows
            .iter()
            .flat_map(|row| watch.see(row))
            .map(|event| (event.update, event.happening.sentence()))
            .collect();
        let wanted = [
            (2, "mode 1 crosses the threshold"),
            (3, "fixed points 1 → 2"),
            (3, "chains stop mixing"),
            (4, "mode 2 crosses the threshold"),
            (5, "fixed points 2 → 1"),
            (5, "runs away: learning rate too large"),
        ];
        assert_eq!(events, wanted.map(|(update, sentence)| (update, sentence.to_owned())));
        let mut again = Watch::default();
        let told: Vec<Event> = rows.iter().flat_map(|row| again.see(row)).collect();
        assert_eq!(Watch::after(&rows, &told), watch, "it knows the same from what was said");
    }

    #[test]
    fn chains_that_stand_for_the_data_do_not_tell_of_a_runaway() {
        let of_chains = |update| Measurement { of_data: false, ..measurement(update, &[0.5], None, 0.0) };
        let (start, now) = (of_chains(1), of_chains(5));
        assert!(!runs_away(&start, &now), "a machine that was opened without its data is not judged by its own chains");
        assert!(!runs_away(&start, &measurement(5, &[0.5], None, 0.0)), "nor data by chains");
        assert!(runs_away(&measurement(1, &[0.5], None, 0.0), &measurement(5, &[0.5], None, 0.0)));
    }
}
