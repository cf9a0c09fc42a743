//! The error of the first step over a few loads, measured on random patterns and compared with theory.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::hopfield::{Assembly, LearningRule, Network};
use crate::physics::seed::{ChaCha8Rng, Seed, Stream};
use crate::physics::spins::Pattern;
use crate::physics::statistics::Moments;
use crate::physics::theory::crosstalk::{FirstStep, error_probability, exact_first_step};

/// Work of one step, in products of a spin with a pattern: about a millisecond.
const PIECE: u64 = 1 << 20;
/// What a random spin costs, in such products.
const DRAW: u64 = 4;
/// Patterns of one network that are looked at; those of a network disturb one another, so that more of them say little.
const PATTERNS: usize = 20;
/// The most spins, and the largest load: then no part that cannot be cut is long.
const LARGEST_SIZE: usize = 20_000;
/// See [`LARGEST_SIZE`].
const LARGEST_LOAD: f64 = 10.0;
const MOST_LOADS: usize = 1000;
const MOST_NETWORKS: u64 = 1_000_000;

/// The table.
#[derive(Clone, Debug, PartialEq)]
pub struct CrosstalkTableConfig {
    /// Number of spins N.
    pub size: usize,
    /// The loads α; the number of patterns is the nearest to α N, at least 1.
    pub loads: Arc<[f64]>,
    /// Networks of random patterns at each load.
    pub networks: u64,
    /// Network r of load k draws from the stream numbered by both.
    pub seed: Seed,
}

/// One load: theory, and what was measured so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrosstalkRow {
    /// The load that was asked for.
    pub load: f64,
    /// Number of patterns p.
    pub patterns: usize,
    /// ½ erfc(√(N/2p)), of a Gaussian crosstalk.
    pub gaussian: f64,
    /// The exact probability at this N and p, and that of a tie, which keeps the spin.
    pub exact: FirstStep,
    /// Fraction of spins that the first step reverses, the mean over networks; `None` before the first.
    pub measured: Option<f64>,
    /// Its standard error, from the spread of the networks; `None` below two of them.
    pub stderr: Option<f64>,
    /// Networks measured.
    pub networks: u64,
}

impl CrosstalkRow {
    /// What theory says of a load at N = `size`, before anything is measured.
    pub fn of_theory(size: usize, load: f64) -> Self {
        let patterns = ((load * size as f64).round() as usize).max(1);
        Self {
            load,
            patterns,
            gaussian: error_probability(patterns as f64 / size as f64),
            exact: exact_first_step(size as u64, patterns as u64),
            measured: None,
            stderr: None,
            networks: 0,
        }
    }
}

/// The table so far.
#[derive(Clone, Debug, PartialEq)]
pub struct CrosstalkTableView {
    /// Number of spins N.
    pub size: usize,
    /// A row for each load.
    pub rows: Arc<[CrosstalkRow]>,
}

/// The table as a session: one network of each load in turn, in bounded pieces.
pub struct CrosstalkTable {
    config: CrosstalkTableConfig,
    rows: Vec<CrosstalkRow>,
    values: Vec<Vec<f64>>,
    /// Networks finished, of all loads.
    done: u64,
    current: Option<Stage>,
}

/// A network between its first pattern and the last look at it.
enum Stage {
    Making { assembly: Box<Assembly>, rng: Box<ChaCha8Rng> },
    Looking { network: Box<Network>, looked: usize, errors: u64 },
}

impl Job for CrosstalkTable {
    type Config = CrosstalkTableConfig;
    type View = CrosstalkTableView;

    fn new(config: &CrosstalkTableConfig) -> Result<Self, SessionError> {
        let &CrosstalkTableConfig { size, ref loads, networks, .. } = config;
        if size == 0 || size > LARGEST_SIZE {
            return Err(SessionError::new(format!("networks of {size} spins; they can have 1 to {LARGEST_SIZE}")));
        }
        if loads.is_empty() || loads.len() > MOST_LOADS {
            return Err(SessionError::new(format!(
                "the table has {} loads; it can have 1 to {MOST_LOADS}",
                loads.len()
            )));
        }
        if let Some(load) = loads.iter().find(|load| !(0.0..=LARGEST_LOAD).contains(*load)) {
            return Err(SessionError::new(format!("the load is {load}; it can be 0 to {LARGEST_LOAD}")));
        }
        if networks == 0 || networks > MOST_NETWORKS {
            return Err(SessionError::new(format!("{networks} networks; it can be 1 to {MOST_NETWORKS}")));
        }
        let rows: Vec<CrosstalkRow> = loads.iter().map(|&load| CrosstalkRow::of_theory(size, load)).collect();
        Ok(Self { config: config.clone(), values: vec![Vec::new(); rows.len()], rows, done: 0, current: None })
    }

    fn step(&mut self) -> Flow {
        let (load, number) = (self.done % self.rows.len() as u64, self.done / self.rows.len() as u64);
        let Some(row) = self.rows.get_mut(load as usize) else { return Flow::Done };
        let stage = match self.current.take() {
            Some(stage) => Some(stage),
            None => Stage::begin(&self.config, row.patterns, (load << 32) | number),
        };
        // The sizes were checked: there is such a network.
        match stage.and_then(|stage| stage.advance(self.config.size, row.patterns)) {
            Some(ControlFlow::Continue(stage)) => self.current = Some(stage),
            Some(ControlFlow::Break(fraction)) => {
                if let Some(values) = self.values.get_mut(load as usize) {
                    values.push(fraction);
                    let moments = Moments::of(values.iter().copied());
                    row.measured = Some(moments.mean);
                    row.stderr = (moments.count > 1).then(|| moments.standard_error());
                    row.networks = moments.count;
                }
                self.done += 1;
            }
            None => self.done += 1,
        }
        if self.done >= self.total() { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> CrosstalkTableView {
        CrosstalkTableView { size: self.config.size, rows: self.rows.as_slice().into() }
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.done, total: self.total() })
    }
}

impl CrosstalkTable {
    fn total(&self) -> u64 {
        self.config.networks * self.rows.len() as u64
    }
}

impl Stage {
    fn begin(config: &CrosstalkTableConfig, patterns: usize, number: u64) -> Option<Self> {
        let rng = Box::new(config.seed.indexed(Stream::Patterns, number));
        let assembly = Assembly::new(config.size, patterns, LearningRule::Hebb).ok()?;
        Some(Self::Making { assembly: Box::new(assembly), rng })
    }

    /// One piece: the stage after it, or the fraction of errors as its end; `None` where there is no such network.
    fn advance(self, size: usize, patterns: usize) -> Option<ControlFlow<f64, Self>> {
        let mut done = 0;
        match self {
            Self::Making { mut assembly, mut rng } => {
                while done < PIECE {
                    if assembly.is_full() {
                        let network = Box::new(assembly.network().ok()?);
                        return Some(ControlFlow::Continue(Self::Looking { network, looked: 0, errors: 0 }));
                    }
                    assembly.push(Pattern::random(size, &mut rng)).ok()?;
                    done += DRAW * size as u64;
                }
                Some(ControlFlow::Continue(Self::Making { assembly, rng }))
            }
            Self::Looking { network, mut looked, mut errors } => {
                let wanted = patterns.min(PATTERNS);
                while done < PIECE {
                    if looked == wanted {
                        return Some(ControlFlow::Break(errors as f64 / (looked * size) as f64));
                    }
                    // The field is an integer over N: its sign is exact.
                    errors += network.stabilities(looked).iter().filter(|stability| **stability < 0.0).count() as u64;
                    looked += 1;
                    done += (size * patterns) as u64;
                }
                Some(ControlFlow::Continue(Self::Looking { network, looked, errors }))
            }
        }
    }
}
