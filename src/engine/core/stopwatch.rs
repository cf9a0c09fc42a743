//! How long something takes, for `glassbox bench` and `train`: the engine is where clocks are read.
#![expect(clippy::disallowed_methods, reason = "the engine is the one place that reads a clock")]

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Says how long ago it was started.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Seconds since then.
    pub fn seconds(self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// Seconds that each of several repetitions took, sorted.
#[derive(Clone, Debug, PartialEq)]
pub struct Timing {
    seconds: Vec<f64>,
}

impl Timing {
    /// The middle one.
    pub fn median(&self) -> f64 {
        self.seconds.get(self.seconds.len() / 2).copied().unwrap_or(0.0)
    }

    /// The same work done that many times.
    #[must_use]
    pub fn times(mut self, factor: f64) -> Self {
        for seconds in &mut self.seconds {
            *seconds *= factor;
        }
        self
    }

    /// The first and the third quarter: half of the repetitions took between these.
    pub fn quartiles(&self) -> (f64, f64) {
        let at = |fraction: usize| self.seconds.get(self.seconds.len() * fraction / 4).copied().unwrap_or(0.0);
        (at(1), at(3))
    }
}

/// Repeats `work` on what `prepare` makes, for about `budget` but at least five times; preparing does not count.
pub fn time<T, R>(budget: Duration, mut prepare: impl FnMut() -> T, mut work: impl FnMut(T) -> R) -> Timing {
    black_box(work(prepare())); // caches and branch predictors are warm from here on
    repeat(5, budget, prepare, work)
}

/// Repeats `work` and `limit` in turn, for about `budget` but at least five times each: what else the machine does meets
/// both alike.
pub fn time_beside<R, L>(budget: Duration, mut work: impl FnMut() -> R, mut limit: impl FnMut() -> L) -> [Timing; 2] {
    black_box((work(), limit())); // caches and branch predictors are warm from here on
    let mut others = Vec::new();
    let prepare = || {
        let start = Instant::now();
        black_box(limit());
        others.push(start.elapsed().as_secs_f64());
    };
    let timing = repeat(5, budget, prepare, |()| work());
    others.sort_by(f64::total_cmp);
    [timing, Timing { seconds: others }]
}

/// Repeats work of several seconds three times, with nothing before it.
pub fn time_long<R>(mut work: impl FnMut() -> R) -> Timing {
    repeat(3, Duration::ZERO, || (), |()| work())
}

fn repeat<T, R>(
    least: usize,
    budget: Duration,
    mut prepare: impl FnMut() -> T,
    mut work: impl FnMut(T) -> R,
) -> Timing {
    const MOST: usize = 10_000;
    let begin = Instant::now();
    let mut seconds = Vec::new();
    while seconds.len() < least || (begin.elapsed() < budget && seconds.len() < MOST) {
        let input = prepare();
        let start = Instant::now();
        black_box(work(input));
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    Timing { seconds }
}
