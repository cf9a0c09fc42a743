//! The average over a run, and the places that were measured.

use crate::engine::core::history::Series;
use crate::engine::hopfield::phases::config::{LARGEST_SIZE, PhasesConfig, PhasesStart, SMALLEST_SIZE};
use crate::physics::averages::Average;
use crate::physics::hopfield::LearningRule;

/// A place counts as measured from this many sweeps on.
pub const ENOUGH: u64 = 20;
/// The average is taken over the last sweeps, this many to twice as many, so that a long run does not grow.
pub const WINDOW: usize = 8192;
/// The most measured places that are kept; the oldest go first.
pub const MOST_POINTS: usize = 500;
/// Rows of the history of one measurement.
const HISTORY: usize = 1024;
/// Of the sweeps since the start this fraction is discarded, the network being on its way to equilibrium, and not less
/// than [`LEAST_DISCARDED`], but at most half of them.
const DISCARDED: u64 = 5;
/// See [`DISCARDED`].
const LEAST_DISCARDED: u64 = 10;

/// What tells one measurement from another.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Number of spins N.
    pub size: usize,
    /// Number of memories p.
    pub patterns: usize,
    /// Temperature T.
    pub temperature: f64,
    /// Where the network started.
    pub start: PhasesStart,
    /// How it stores.
    pub rule: LearningRule,
}

impl Place {
    /// The load α = p/N.
    pub fn load(&self) -> f64 {
        self.patterns as f64 / self.size.max(1) as f64
    }
}

impl From<&PhasesConfig> for Place {
    fn from(config: &PhasesConfig) -> Self {
        let &PhasesConfig { size, patterns, temperature, rule, start, .. } = config;
        Self { size, patterns, temperature, start, rule }
    }
}

/// The average overlap of one measurement. The first fifth of the sweeps is discarded, at least 10 of them, at most
/// half; of a long run the last 8192 to 16384 sweeps count.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Measured {
    /// Mean overlap m with the first memory.
    pub mean: f64,
    /// Its standard error, with the autocorrelation time taken into account. 0 for a network at rest: of one set
    /// of memories, it says nothing about another.
    pub stderr: f64,
    /// The autocorrelation time in sweeps, ½ for independent sweeps.
    pub autocorrelation_time: f64,
    /// Sweeps since the start.
    pub sweeps: u64,
    /// Sweeps that the mean is over.
    pub averaged: u64,
    /// Whether the run is long enough for the error to be trusted; also of a network at rest.
    pub reliable: bool,
}

/// A place with what was measured there.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MeasuredPoint {
    /// Where.
    pub place: Place,
    /// What.
    pub measured: Measured,
}

/// The overlaps of one run, sweep by sweep.
#[derive(Clone, Debug)]
pub(super) struct Measurement {
    sweeps: u64,
    /// Overlaps of the last sweeps.
    recent: Vec<f64>,
    history: Series,
    at_rest: bool,
}

impl Measurement {
    /// Begins at an overlap, which is not yet a sweep.
    pub(super) fn starting(overlap: f64) -> Self {
        let mut history = Series::new(1, HISTORY);
        history.push(0, &[overlap as f32]);
        Self { sweeps: 0, recent: Vec::new(), history, at_rest: false }
    }

    pub(super) fn push(&mut self, overlap: f64, at_rest: bool) {
        self.sweeps += 1;
        if self.recent.len() >= 2 * WINDOW {
            self.recent.drain(..WINDOW);
        }
        self.recent.push(overlap);
        self.history.push(self.sweeps, &[overlap as f32]);
        self.at_rest = at_rest;
    }

    pub(super) fn sweeps(&self) -> u64 {
        self.sweeps
    }

    pub(super) fn history(&self) -> Vec<[f64; 2]> {
        self.history.channel(0)
    }

    /// The average so far; `None` before the first sweep.
    pub(super) fn measured(&self) -> Option<Measured> {
        let &last = self.recent.last()?;
        if self.at_rest {
            let (sweeps, averaged) = (self.sweeps, 1);
            return Some(Measured {
                mean: last,
                stderr: 0.0,
                autocorrelation_time: 0.5,
                sweeps,
                averaged,
                reliable: true,
            });
        }
        let discarded = (self.sweeps / DISCARDED).max(LEAST_DISCARDED).min(self.sweeps / 2);
        // Those that the window has forgotten are discarded already.
        let forgotten = self.sweeps - self.recent.len() as u64;
        let kept = self.recent.get(discarded.saturating_sub(forgotten) as usize..).unwrap_or_default();
        let average = Average::of(kept);
        Some(Measured {
            mean: average.mean,
            stderr: average.standard_error,
            autocorrelation_time: average.autocorrelation_time,
            sweeps: self.sweeps,
            averaged: average.count,
            reliable: average.reliable,
        })
    }

    /// What there is to keep of this measurement, if it was long enough.
    pub(super) fn point(&self, place: Place) -> Option<MeasuredPoint> {
        let measured = self.measured().filter(|_| self.sweeps >= ENOUGH || self.at_rest)?;
        Some(MeasuredPoint { place, measured })
    }
}

/// Adds a point as the newest, in the place of an older one of the same place.
pub(super) fn note(points: &mut Vec<MeasuredPoint>, point: MeasuredPoint) {
    points.retain(|old| old.place != point.place);
    if points.len() >= MOST_POINTS {
        points.remove(0);
    }
    points.push(point);
}

/// The points with older ones before them, of which those of a place that has a newer point are left out, and such as are
/// none: a file may have been written by hand.
pub(super) fn with_older(newer: Vec<MeasuredPoint>, older: Vec<MeasuredPoint>) -> Vec<MeasuredPoint> {
    let mut points = Vec::new();
    for point in older.into_iter().filter(MeasuredPoint::is_one).chain(newer) {
        note(&mut points, point);
    }
    points
}

impl MeasuredPoint {
    /// Whether its numbers are what a measurement can find.
    fn is_one(&self) -> bool {
        let Self { place: Place { size, patterns, temperature, .. }, measured } = self;
        let &Measured { mean, stderr, autocorrelation_time, .. } = measured;
        (SMALLEST_SIZE..=LARGEST_SIZE).contains(size)
            && *patterns >= 1
            && temperature.is_finite()
            && *temperature >= 0.0
            && mean.abs() <= 1.0
            && stderr.is_finite()
            && stderr >= 0.0
            && autocorrelation_time.is_finite()
    }
}
