//! How many memories a dense network keeps: the share of bits and of memories that stay, measured and by theory, along
//! numbers of memories on a logarithmic scale.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::hopfield::assembly::Assembly;
use crate::physics::hopfield::dense::Degree;
use crate::physics::hopfield::{Interaction, LearningRule, Network};
use crate::physics::seed::{ChaCha8Rng, Seed, Stream};
use crate::physics::spins::Pattern;
use crate::physics::statistics::Moments;
use crate::physics::stop::{NEVER, Stop};
use crate::physics::theory::{dense_capacity, dense_error};

/// The most memories of a point: N K stays in reach of a laptop.
pub const MOST_MEMORIES: usize = 1 << 20;
/// Memories of one network that are looked at: those of one draw stand or fall together.
const LOOKED_AT: usize = 16;
/// Fewest memories of a point.
const FEWEST: f64 = 2.0;

/// Which curves, and over which numbers of memories.
#[derive(Clone, Debug, PartialEq)]
pub struct DenseCapacityConfig {
    /// Number of spins N.
    pub size: usize,
    /// The functions F: n = 2, 3, 4 and the exponential, unless others are asked for.
    pub interactions: Arc<[Interaction]>,
    /// Points of each curve, equally spaced in ln K.
    pub points: usize,
    /// The most memories of any point.
    pub most: usize,
    /// Draws of memories at each point.
    pub draws: u64,
    /// Draw d of point k of curve c has a stream of its own.
    pub seed: Seed,
}

impl DenseCapacityConfig {
    /// n = 2, 3, 4 and the exponential, up to `most` memories.
    pub fn usual(size: usize, most: usize, seed: Seed) -> Self {
        let [two, three, four, ..] = Degree::ALL;
        let powers = [two, three, four].map(Interaction::Polynomial);
        let interactions = powers.into_iter().chain([Interaction::Exponential]).collect();
        Self { size, interactions, points: 15, most, draws: 4, seed }
    }

    fn check(&self) -> Result<(), SessionError> {
        let &Self { size, points, most, draws, .. } = self;
        let refuse = |sentence: String| Err(SessionError::new(sentence));
        if size < 2 {
            return refuse(format!("{size} spins; a capacity needs two at least"));
        }
        if !(2..=MOST_MEMORIES).contains(&most) || size.saturating_mul(most) >= 1 << 28 {
            return refuse(format!(
                "{most} memories of {size} spins; there can be 2 to {MOST_MEMORIES}, and N K below 2^28"
            ));
        }
        if !(2..=1000).contains(&points) || draws == 0 || self.interactions.is_empty() {
            return refuse(format!("{points} points with {draws} draws of {} curves", self.interactions.len()));
        }
        Ok(())
    }

    /// The numbers of memories, rising, equal ones once.
    pub fn counts(&self) -> Vec<usize> {
        let (low, high) = (FEWEST.ln(), (self.most as f64).ln());
        let at = |k: usize| (low + (high - low) * k as f64 / (self.points - 1).max(1) as f64).exp().round() as usize;
        let mut counts: Vec<usize> = (0..self.points).map(at).collect();
        counts.dedup();
        counts
    }
}

/// One number of memories.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CapacityPoint {
    /// K.
    pub memories: usize,
    /// The fraction of looked-at memories that are fixed points.
    pub stable: f64,
    /// Its standard error, from the spread of the draws.
    pub stable_stderr: f64,
    /// The fraction of bits of memories that flip at their first visit.
    pub error: f64,
    /// Its standard error.
    pub error_stderr: f64,
}

/// One function F.
#[derive(Clone, Debug)]
pub struct CapacityCurve {
    /// F.
    pub interaction: Interaction,
    /// What is measured so far, K rising.
    pub points: Arc<[CapacityPoint]>,
    /// (K, the probability that a bit flips in the first step): exact where the law of the noise is short, else normal with
    /// the exact variance; of the exponential distance by distance.
    pub theory: Arc<[[f64; 2]]>,
    /// (K, the probability that a memory of N such bits has none that flips), as if they were independent.
    pub stable_theory: Arc<[[f64; 2]]>,
    /// The error-free capacity: N^(n−1) / (2 (2n − 3)!! ln N), twice that of a rectified power, 2^(N/2) of the exponential.
    pub capacity: Option<f64>,
    /// Of the exponential the number of memories up to which a typical one stays, exp((2 − ln cosh 2) N).
    pub typical: Option<f64>,
}

/// All curves so far.
#[derive(Clone, Debug)]
pub struct DenseCapacityView {
    /// In the order of the configuration.
    pub curves: Arc<[CapacityCurve]>,
    /// Number of spins N.
    pub size: usize,
    /// Whether all points are there.
    pub complete: bool,
}

/// A draw that is under way: its memories come one by one, then they are looked at one by one.
enum Draw {
    Storing(Box<(Assembly, ChaCha8Rng)>),
    Looking { network: Box<Network>, next: usize, stable: usize, flips: usize },
}

/// The curves as a job: one step is a draw, and is interrupted between two memories.
pub struct DenseCapacity {
    config: DenseCapacityConfig,
    counts: Vec<usize>,
    curves: Vec<CapacityCurve>,
    /// The draws of the present point: fractions of stable memories and of bits that flip.
    found: Vec<[f64; 2]>,
    under_way: Option<Draw>,
    done: u64,
}

impl Job for DenseCapacity {
    type Config = DenseCapacityConfig;
    type View = DenseCapacityView;

    fn new(config: &DenseCapacityConfig) -> Result<Self, SessionError> {
        config.check()?;
        let counts = config.counts();
        let curves = config.interactions.iter().map(|&interaction| curve(interaction, config.size, &counts)).collect();
        Ok(Self { config: config.clone(), counts, curves, found: Vec::new(), under_way: None, done: 0 })
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        let Some((curve, count)) = self.place() else { return Flow::Done };
        let Some(interaction) = self.curves.get(curve).map(|curve| curve.interaction) else { return Flow::Done };
        let mut draw = match self.under_way.take() {
            Some(draw) => draw,
            None => match Assembly::new(self.config.size, count, LearningRule::Dense(interaction)) {
                Ok(assembly) => {
                    Draw::Storing(Box::new((assembly, self.config.seed.indexed(Stream::Replicas, self.done))))
                }
                // The sizes were checked.
                Err(_) => return Flow::Done,
            },
        };
        loop {
            if stop() {
                self.under_way = Some(draw);
                return Flow::Unfinished;
            }
            draw = match self.work(draw) {
                Ok(Some(draw)) => draw,
                Ok(None) => break,
                Err(_) => return Flow::Done,
            };
        }
        self.done += 1;
        self.collect(curve, count);
        if self.place().is_some() { Flow::Continue } else { Flow::Done }
    }

    fn under_way(&self) -> bool {
        self.under_way.is_some()
    }

    fn view(&self) -> DenseCapacityView {
        DenseCapacityView {
            curves: self.curves.as_slice().into(),
            size: self.config.size,
            complete: self.place().is_none(),
        }
    }

    fn progress(&self) -> Option<Progress> {
        let points = (self.curves.len() * self.counts.len()) as u64;
        Some(Progress { done: self.done, total: points.saturating_mul(self.config.draws) })
    }
}

impl DenseCapacity {
    /// The curve and the number of memories of the next draw: all curves at one number before the next.
    fn place(&self) -> Option<(usize, usize)> {
        let point = self.done / self.config.draws;
        let curves = self.curves.len().max(1) as u64;
        let count = self.counts.get((point / curves) as usize)?;
        Some(((point % curves) as usize, *count))
    }

    /// Some memories more are stored, or one more is looked at; `None` where the draw is done.
    fn work(&mut self, draw: Draw) -> Result<Option<Draw>, SessionError> {
        match draw {
            Draw::Storing(storing) => {
                let (mut assembly, mut rng) = *storing;
                for _ in 0..=(1 << 16) / self.config.size.max(1) {
                    if assembly.is_full() {
                        break;
                    }
                    assembly.push(Pattern::random(self.config.size, &mut rng)).map_err(SessionError::new)?;
                }
                if !assembly.is_full() {
                    return Ok(Some(Draw::Storing(Box::new((assembly, rng)))));
                }
                let network = Box::new(assembly.network().map_err(SessionError::new)?);
                Ok(Some(Draw::Looking { network, next: 0, stable: 0, flips: 0 }))
            }
            Draw::Looking { network, next, stable, flips } => {
                let looked_at = network.patterns().len().min(LOOKED_AT);
                if next < looked_at {
                    let unstable = network.unstable(next);
                    let (stable, flips) = (stable + usize::from(unstable == 0), flips + unstable);
                    return Ok(Some(Draw::Looking { network, next: next + 1, stable, flips }));
                }
                let of = looked_at.max(1) as f64;
                self.found.push([stable as f64 / of, flips as f64 / (of * self.config.size as f64)]);
                Ok(None)
            }
        }
    }

    /// Sums up a point whose draws are all there.
    fn collect(&mut self, curve: usize, count: usize) {
        if (self.found.len() as u64) < self.config.draws {
            return;
        }
        let moments = |which: usize| Moments::of(self.found.iter().filter_map(|draw| draw.get(which).copied()));
        let (stable, error) = (moments(0), moments(1));
        // Draws that all say the same do not show what one memory in so many would.
        let looked_at = (self.found.len() * count.min(LOOKED_AT)).max(1) as f64;
        let least = |stderr: f64, of: f64| stderr.max(0.5 / (of + 1.0));
        let point = CapacityPoint {
            memories: count,
            stable: stable.mean,
            stable_stderr: least(stable.standard_error(), looked_at),
            error: error.mean,
            error_stderr: least(error.standard_error(), looked_at * self.config.size as f64),
        };
        if let Some(curve) = self.curves.get_mut(curve) {
            curve.points = curve.points.iter().copied().chain([point]).collect();
        }
        self.found.clear();
    }
}

/// A curve without a measurement.
fn curve(interaction: Interaction, size: usize, counts: &[usize]) -> CapacityCurve {
    let n = size as u64;
    let error = |&count: &usize| {
        let count = count as u64;
        let exact = dense_error::exact_first_step(interaction, n, count).map(|step| step.error);
        exact.or_else(|| dense_error::gaussian_first_step(interaction, n, count)).map(|error| [count as f64, error])
    };
    let theory: Vec<[f64; 2]> = counts.iter().filter_map(error).collect();
    let stable = theory.iter().map(|&[count, error]| [count, (size as f64 * (-error).ln_1p()).exp()]).collect();
    let capacity = match interaction {
        Interaction::Polynomial(degree) => dense_capacity::error_free(degree, n),
        Interaction::Rectified(degree) => dense_capacity::error_free(degree, n).map(|most| 2.0 * most),
        Interaction::Exponential => dense_capacity::exponential_guarantee(0.0).map(|alpha| (alpha * size as f64).exp()),
    };
    let exponential = interaction == Interaction::Exponential;
    let typical = exponential.then(|| (dense_capacity::exponential_typical() * size as f64).exp());
    CapacityCurve {
        interaction,
        points: Arc::default(),
        theory: theory.into(),
        stable_theory: stable,
        capacity,
        typical,
    }
}
