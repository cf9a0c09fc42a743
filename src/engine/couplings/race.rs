//! All estimators of couplings on the same samples of models that are known: how far from the truth they are, and whether
//! more rows would help.

use std::sync::Arc;

use ndarray::Array2;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::couplings::estimators::{Estimator, floors};
use crate::engine::couplings::race_cost::{self, RaceCost};
use crate::engine::couplings::race_sums::{ErrorParts, Sums, nothing};
use crate::physics::inference::{InferenceError, SpinRows};
use crate::physics::ising::{IsingModel, IsingSystem, Moves, Plan, SamplingError, sample};
use crate::physics::rbm::Configurations;
use crate::physics::seed::Seed;
use crate::physics::stop::{NEVER, Stop};

/// Sweeps before the first row, and between one and the next of a chain.
pub(super) const THERMALISATION: usize = 1000;
pub(super) const SPACING: usize = 10;
/// The seed of graphs and couplings that are drawn: all samples are of one model, at any temperature.
const DISORDER: Seed = Seed(1);

/// What races.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceConfig {
    /// The models, of equally many spins: one, or the same graph at several temperatures.
    pub systems: Arc<[IsingSystem]>,
    /// Numbers of rows, rising; those of a sample are the first of it.
    pub rows: Arc<[usize]>,
    /// Samples of each model.
    pub samples: usize,
    /// The source of all randomness.
    pub seed: Seed,
}

impl RaceConfig {
    /// Spins of each model.
    pub fn spins(&self) -> usize {
        self.systems.first().map_or(0, IsingSystem::spins)
    }
}

/// How one estimator fares with so many rows, over the samples so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RaceRow {
    /// The model, by its place.
    pub system: usize,
    /// Rows.
    pub rows: usize,
    /// The estimator.
    pub estimator: Estimator,
    /// Its error, and what that is made of.
    pub parts: ErrorParts,
}

/// A model, and what is known of it before anything is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceSystem {
    /// The model.
    pub system: IsingSystem,
    /// The root mean square of the true couplings over all pairs: the error of saying nothing.
    pub nothing: f64,
    /// The error that exact averages leave: of each closed form, where the model can be enumerated. Empty until it is.
    pub floors: Arc<[(Estimator, f64)]>,
}

/// The race, as far as it has come.
#[derive(Clone, Debug)]
pub struct RaceView {
    /// What races.
    pub config: Arc<RaceConfig>,
    /// The models.
    pub systems: Arc<[RaceSystem]>,
    /// One entry for each model, number of rows and estimator that has been seen.
    pub rows: Arc<[RaceRow]>,
}

/// One model of the race.
struct Runner {
    model: IsingModel,
    truth: Array2<f64>,
    shown: RaceSystem,
    /// Whether its floors are there.
    surveyed: bool,
    /// One for each number of rows and estimator, the estimators of one number next to each other.
    sums: Vec<Sums>,
}

/// Where the race stands.
#[derive(Clone, Copy)]
struct Place {
    sample: usize,
    system: usize,
    rows: usize,
    estimator: usize,
}

/// The race. One step is what exact averages say of a model, a sample, or one estimate.
pub struct Race {
    config: Arc<RaceConfig>,
    estimators: Vec<Estimator>,
    runners: Vec<Runner>,
    /// The sample that is raced on; a new one where none is.
    sample: Option<Configurations>,
    /// As many of its rows as the estimate at hand is from.
    prepared: Option<SpinRows>,
    /// Estimates that are done.
    done: usize,
    /// Work that is done, and all of it.
    work: Progress,
}

impl Race {
    /// Estimates of one sample of one model, of one sample of all, and of all.
    fn counts(&self) -> [usize; 3] {
        let each = self.config.rows.len() * self.estimators.len();
        let round = each * self.runners.len();
        [each, round, round * self.config.samples]
    }

    fn place(&self) -> Place {
        let [each, round, _] = self.counts();
        let (of_round, of_sample) = (self.done % round, self.done % each);
        let count = self.estimators.len();
        Place {
            sample: self.done / round,
            system: of_round / each,
            rows: of_sample / count,
            estimator: of_sample % count,
        }
    }

    /// One step; `false` where it was interrupted.
    fn piece(&mut self, stop: Stop<'_>) -> bool {
        let place = self.place();
        let (systems, [.., total]) = (self.runners.len(), self.counts());
        let Some(runner) = self.runners.get_mut(place.system) else { return true };
        if !runner.surveyed {
            runner.shown.floors = floors(&runner.model);
            runner.surveyed = true;
            return true;
        }
        if self.sample.is_some() {
            return self.estimate(place, stop);
        }
        let rows = self.config.rows.last().copied().unwrap_or(1);
        let moves = Moves::suited_to(&runner.model);
        let plan = Plan { moves, rows, thermalisation: THERMALISATION, spacing: SPACING };
        // Each sample of each model is drawn for itself: no two points share their chance.
        let seed = self.config.seed.numbered((place.sample * systems + place.system) as u64);
        match sample(&runner.model, plan, seed, stop) {
            Ok(samples) => self.sample = Some(samples.rows),
            Err(SamplingError::Stopped) => return false,
            // The moves are chosen to suit the model.
            Err(SamplingError::Triples) => self.done = total,
        }
        self.work.done += race_cost::draw(&runner.shown.system, rows);
        true
    }

    fn estimate(&mut self, place: Place, stop: Stop<'_>) -> bool {
        let (rows, estimator) = (self.config.rows.get(place.rows), self.estimators.get(place.estimator));
        let runner = self.runners.get_mut(place.system);
        let (Some(&rows), Some(&estimator), Some(runner), Some(sample)) = (rows, estimator, runner, &self.sample)
        else {
            return true;
        };
        let spins = runner.truth.nrows();
        if place.estimator == 0 && self.prepared.is_none() {
            self.prepared = SpinRows::new(&sample.first(rows), None).ok();
            self.work.done += race_cost::prepare(spins, rows);
        }
        let found = match &self.prepared {
            Some(rows) => estimator.estimate(rows, stop),
            None => Err(InferenceError::NoRows),
        };
        if let Some(sums) = runner.sums.get_mut(place.rows * self.estimators.len() + place.estimator) {
            match found {
                Err(InferenceError::Stopped) => return false,
                Err(_) => sums.refuse(),
                Ok(estimate) => sums.add(&estimate.pairs, &runner.truth),
            }
        }
        self.work.done += race_cost::estimate(estimator, spins, rows);
        self.done += 1;
        let next = self.place();
        // The next numbers of rows, and the next sample, are taken when this one is through.
        self.prepared.take_if(|_| next.estimator == 0);
        self.sample.take_if(|_| next.estimator == 0 && next.rows == 0);
        true
    }
}

impl Job for Race {
    type Config = RaceConfig;
    type View = RaceView;

    fn new(config: &RaceConfig) -> Result<Self, SessionError> {
        if config.samples == 0 || config.rows.first().is_none_or(|&rows| rows == 0) || !config.rows.is_sorted() {
            let sentence = "a race is on 1 sample at least, of rising numbers of rows from 1";
            return Err(SessionError::new(sentence));
        }
        let spins = config.spins();
        if config.systems.is_empty() || config.systems.iter().any(|system| system.spins() != spins) {
            return Err(SessionError::new("a race is on 1 model at least, and all have equally many spins"));
        }
        for system in config.systems.iter() {
            system.check().map_err(SessionError::new)?;
        }
        let cost = RaceCost::of(config);
        cost.check()?;
        let estimators = Estimator::of(spins);
        let runner = |system: &IsingSystem| {
            let model = system.model(DISORDER).map_err(SessionError::new)?;
            let truth = model.pair_matrix();
            let shown = RaceSystem { system: *system, nothing: nothing(&truth), floors: Arc::default() };
            let sums = vec![Sums::none(spins); config.rows.len() * estimators.len()];
            Ok(Runner { model, truth, shown, surveyed: false, sums })
        };
        Ok(Self {
            runners: config.systems.iter().map(runner).collect::<Result<_, SessionError>>()?,
            config: Arc::new(config.clone()),
            estimators,
            sample: None,
            prepared: None,
            done: 0,
            work: Progress { done: 0, total: cost.work },
        })
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        let [.., total] = self.counts();
        if self.done < total && !self.piece(stop) {
            return Flow::Unfinished;
        }
        if self.done < total { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> RaceView {
        let mut rows = Vec::new();
        for (system, runner) in self.runners.iter().enumerate() {
            let places = self.config.rows.iter().flat_map(|rows| self.estimators.iter().map(move |each| (rows, each)));
            let seen = places.zip(&runner.sums).filter(|(_, sums)| sums.any());
            rows.extend(seen.map(|((&rows, &estimator), sums)| RaceRow {
                system,
                rows,
                estimator,
                parts: sums.parts(&runner.truth),
            }));
        }
        RaceView {
            config: Arc::clone(&self.config),
            systems: self.runners.iter().map(|runner| runner.shown.clone()).collect(),
            rows: rows.into(),
        }
    }

    fn progress(&self) -> Option<Progress> {
        let [.., total] = self.counts();
        // The end is reached with the last estimate, whatever the work was expected to be.
        let done = if self.done < total { self.work.done.min(self.work.total) } else { self.work.total };
        Some(Progress { done, ..self.work })
    }
}
