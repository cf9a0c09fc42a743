//! The overlap that theory expects along a line of the (α, T) plane: first coarse, then finer.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::theory::lines;
use crate::physics::theory::retrieval::retrieval;

/// Points of one step: some milliseconds.
const BATCH: usize = 4;
const MOST_POINTS: usize = 4096;

/// The line along which the overlap is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Along {
    /// Over T at one load.
    Temperature {
        /// α.
        load: f64,
    },
    /// Over α at one temperature.
    Load {
        /// T.
        temperature: f64,
    },
}

/// Which line, how finely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetrievalCurveConfig {
    /// The line.
    pub along: Along,
    /// Number of points.
    pub points: usize,
}

/// The curve so far.
#[derive(Clone, Debug, PartialEq)]
pub struct RetrievalCurveView {
    /// The line.
    pub along: Along,
    /// (T or α, m), rising; those computed so far.
    pub points: Arc<[[f64; 2]]>,
    /// T or α at which the retrieval states end; `None` where there are none on this line.
    pub end: Option<f64>,
}

/// The curve as a session.
pub struct RetrievalCurve {
    config: RetrievalCurveConfig,
    /// From where to where retrieval states exist.
    range: Option<(f64, f64)>,
    /// Places in the order in which they are computed.
    order: Vec<usize>,
    done: usize,
    points: Vec<[f64; 2]>,
}

impl Job for RetrievalCurve {
    type Config = RetrievalCurveConfig;
    type View = RetrievalCurveView;

    fn new(config: &RetrievalCurveConfig) -> Result<Self, SessionError> {
        if !(2..=MOST_POINTS).contains(&config.points) {
            let sentence = format!("a curve of {} points; it can have 2 to {MOST_POINTS}", config.points);
            return Err(SessionError::new(sentence));
        }
        let range = match config.along {
            Along::Temperature { load } => lines::retrieval_temperatures(load).map_err(SessionError::new)?,
            Along::Load { temperature } => {
                let end = lines::critical_load(temperature).map_err(SessionError::new)?;
                (end > 0.0).then_some((0.0, end))
            }
        };
        let order = coarse_to_fine(if range.is_some() { config.points } else { 0 });
        Ok(Self { config: *config, range, order, done: 0, points: Vec::new() })
    }

    fn step(&mut self) -> Flow {
        let Some((low, high)) = self.range else { return Flow::Done };
        let last = (self.config.points - 1) as f64;
        for &place in self.order.iter().skip(self.done).take(BATCH) {
            // Towards the end m falls as a square root.
            let x = (1.0 - place as f64 / last).powi(2).mul_add(low - high, high);
            let m = self.config.along.overlap(x, place + 1 == self.config.points);
            if let Some(m) = m {
                let after = self.points.partition_point(|point| point[0] < x);
                self.points.insert(after, [x, m]);
            }
        }
        self.done = (self.done + BATCH).min(self.order.len());
        if self.done == self.order.len() { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> RetrievalCurveView {
        RetrievalCurveView {
            along: self.config.along,
            points: self.points.as_slice().into(),
            end: self.range.map(|(_, end)| end),
        }
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.done as u64, total: self.order.len() as u64 })
    }
}

impl Along {
    /// m of the retrieval state at a place of the line; at its very end that of the fold, which rounding may lose.
    fn overlap(self, x: f64, at_end: bool) -> Option<f64> {
        let (load, temperature) = match self {
            Self::Temperature { load } => (load, x),
            Self::Load { temperature } => (x, temperature),
        };
        let at_fold = || {
            let fold = lines::end_of_retrieval(temperature).ok().flatten();
            fold.map_or_else(|| (temperature == 0.0).then(|| lines::capacity().overlap), |fold| Some(fold.overlap))
        };
        match retrieval(load, temperature).ok().flatten() {
            Some(state) => Some(state.overlap),
            None if at_end && load > 0.0 => at_fold(),
            None => at_end.then_some(0.0),
        }
    }
}

/// 0 to `count` − 1: the ends and the middle first, then the middles of what is left, and so on.
fn coarse_to_fine(count: usize) -> Vec<usize> {
    let mut order = Vec::with_capacity(count);
    let mut met = vec![false; count];
    let mut stride = count.max(1).next_power_of_two();
    while stride > 0 {
        let last = count.checked_sub(1);
        for place in (0..count).step_by(stride).chain(last) {
            if let Some(met) = met.get_mut(place)
                && !std::mem::replace(met, true)
            {
                order.push(place);
            }
        }
        stride /= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_comes_once_and_the_ends_first() {
        for count in [0, 1, 2, 3, 64, 97] {
            let order = coarse_to_fine(count);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..count).collect::<Vec<_>>());
            assert_eq!(order.first(), (count > 0).then_some(&0));
            assert_eq!(order.get(1).copied(), count.checked_sub(1).filter(|&last| last > 0));
        }
    }
}
