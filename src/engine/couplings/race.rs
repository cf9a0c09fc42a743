//! All estimators of couplings on the same samples of a model that is known: how far from the truth they are, and whether
//! more rows would help.

use std::sync::Arc;

use ndarray::Array2;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::inference::{
    ClosedForm, Estimate, InferenceError, LocalLoss, LocalSettings, SpinMoments, SpinRows, closed_form, local,
};
use crate::physics::ising::{
    Enumeration, IsingModel, IsingSystem, MOST_ENUMERATED, Moves, Plan, SamplingError, sample,
};
use crate::physics::rbm::Configurations;
use crate::physics::seed::Seed;
use crate::physics::stop::{NEVER, Stop};

/// Sweeps before the first row, and between one and the next of a chain.
const THERMALISATION: usize = 1000;
const SPACING: usize = 10;
/// The seed of graphs and couplings that are drawn: all samples are of one model.
const DISORDER: Seed = Seed(1);

/// A way from data to couplings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimator {
    /// A formula of means and covariances.
    Closed(ClosedForm),
    /// A minimum for each spin.
    Local(LocalLoss),
}

impl Estimator {
    /// All that race, from the simplest.
    pub const ALL: [Self; 8] = [
        Self::Closed(ClosedForm::IndependentPair),
        Self::Closed(ClosedForm::NaiveMeanField),
        Self::Closed(ClosedForm::Tap),
        Self::Closed(ClosedForm::SessakMonasson),
        Self::Closed(ClosedForm::Bethe),
        Self::Local(LocalLoss::PseudoLikelihood),
        Self::Local(LocalLoss::Rise),
        Self::Local(LocalLoss::LogRise),
    ];

    fn estimate(self, rows: &SpinRows, stop: Stop<'_>) -> Result<Estimate, InferenceError> {
        match self {
            Self::Closed(form) => closed_form(form, &SpinMoments::of(rows), 0.0),
            Self::Local(loss) => local(rows, LocalSettings { loss, penalty: 0.0, triples: false, errors: false }, stop),
        }
    }
}

/// What races.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceConfig {
    /// The model.
    pub system: IsingSystem,
    /// Numbers of rows, rising; those of a sample are the first of it.
    pub rows: Arc<[usize]>,
    /// Samples.
    pub samples: usize,
    /// The source of all randomness.
    pub seed: Seed,
}

/// How one estimator fares with so many rows, over the samples so far: all over the pairs, root mean square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RaceRow {
    /// Rows.
    pub rows: usize,
    /// The estimator.
    pub estimator: Estimator,
    /// Samples from which it gave couplings.
    pub samples: usize,
    /// Samples from which it gave none.
    pub refused: usize,
    /// Error of one sample: error² = bias² + spread².
    pub error: f64,
    /// Error of the average over samples, as far as it is not chance; what more rows would leave.
    pub bias: f64,
    /// Standard deviation between samples.
    pub spread: f64,
}

/// The race, as far as it has come.
#[derive(Clone, Debug)]
pub struct RaceView {
    /// What races.
    pub config: Arc<RaceConfig>,
    /// The root mean square of the true couplings over all pairs: the error of saying nothing.
    pub nothing: f64,
    /// One entry for each number of rows and estimator that has been seen.
    pub rows: Arc<[RaceRow]>,
    /// The error that exact averages leave: of each closed form, where the model can be enumerated.
    pub floors: Arc<[(Estimator, f64)]>,
}

/// Sums over samples.
#[derive(Clone, Default)]
struct Sums {
    samples: usize,
    refused: usize,
    /// Σ J and Σ J² of each pair.
    first: Array2<f64>,
    second: Array2<f64>,
}

/// The race. One step is a sample, or one estimate.
pub struct Race {
    config: Arc<RaceConfig>,
    model: IsingModel,
    truth: Array2<f64>,
    floors: Arc<[(Estimator, f64)]>,
    /// One for each number of rows and estimator, the estimators of one number next to each other.
    sums: Vec<Sums>,
    /// The sample that is raced on; a new one where none is.
    sample: Option<Configurations>,
    done: usize,
}

impl Race {
    /// Estimates of one sample.
    fn estimates(&self) -> usize {
        self.config.rows.len() * Estimator::ALL.len()
    }

    fn draw(&mut self, number: usize, stop: Stop<'_>) -> bool {
        let rows = self.config.rows.last().copied().unwrap_or(1);
        let moves = Moves::suited_to(&self.model);
        let plan = Plan { moves, rows, thermalisation: THERMALISATION, spacing: SPACING };
        match sample(&self.model, plan, self.config.seed.numbered(number as u64), stop) {
            Ok(samples) => self.sample = Some(samples.rows),
            Err(SamplingError::Stopped) => return false,
            // The moves are chosen to suit the model.
            Err(SamplingError::Triples) => self.done = self.estimates() * self.config.samples,
        }
        true
    }

    fn estimate(&mut self, place: usize, stop: Stop<'_>) -> bool {
        let count = Estimator::ALL.len();
        let (rows, estimator) = (self.config.rows.get(place / count), Estimator::ALL.get(place % count));
        if let (Some(&rows), Some(estimator), Some(sample)) = (rows, estimator, &self.sample) {
            let found = SpinRows::new(&sample.first(rows), None).and_then(|rows| estimator.estimate(&rows, stop));
            if let Some(sums) = self.sums.get_mut(place) {
                match found {
                    Err(InferenceError::Stopped) => return false,
                    Err(_) => sums.refused += 1,
                    Ok(estimate) => {
                        sums.samples += 1;
                        sums.first += &estimate.pairs;
                        sums.second += &estimate.pairs.mapv(|coupling| coupling * coupling);
                    }
                }
            }
        }
        true
    }

    fn row(&self, place: usize, sums: &Sums) -> Option<RaceRow> {
        let count = Estimator::ALL.len();
        let (&rows, &estimator) = (self.config.rows.get(place / count)?, Estimator::ALL.get(place % count)?);
        let samples = sums.samples as f64;
        let (mut error, mut variance) = (0.0, 0.0);
        for ((first, second), truth) in sums.first.iter().zip(&sums.second).zip(&self.truth) {
            let mean = first / samples;
            error += second / samples - 2.0 * mean * truth + truth * truth;
            // Of a draw, from its mean over the samples.
            variance += (second - samples * mean * mean) / (samples - 1.0);
        }
        let spins = self.truth.nrows();
        let pairs = (spins * spins.saturating_sub(1)).max(1) as f64;
        let (error, variance) = (error / pairs, if sums.samples > 1 { variance / pairs } else { f64::NAN });
        Some(RaceRow {
            rows,
            estimator,
            samples: sums.samples,
            refused: sums.refused,
            error: error.max(0.0).sqrt(),
            // The mean over samples misses the truth by its bias and by chance, of variance / samples.
            bias: (error - variance).max(0.0).sqrt(),
            spread: variance.max(0.0).sqrt(),
        })
    }
}

/// What exact averages leave of the error of each closed form.
fn floors(model: &IsingModel) -> Arc<[(Estimator, f64)]> {
    if model.spins() > MOST_ENUMERATED {
        return Arc::default();
    }
    let Ok(enumeration) = Enumeration::of(model) else { return Arc::default() };
    let moments = SpinMoments::exact(&enumeration, model.spins());
    let floor = |estimator: Estimator| match estimator {
        Estimator::Closed(form) => Some((estimator, closed_form(form, &moments, 0.0).ok()?.error_rms(model)?)),
        // Those see all of the distribution: with it they are exact.
        Estimator::Local(_) => None,
    };
    Estimator::ALL.into_iter().filter_map(floor).collect()
}

impl Job for Race {
    type Config = RaceConfig;
    type View = RaceView;

    fn new(config: &RaceConfig) -> Result<Self, SessionError> {
        let model = config.system.model(DISORDER).map_err(SessionError::new)?;
        if config.samples == 0 || config.rows.first().is_none_or(|&rows| rows == 0) || !config.rows.is_sorted() {
            let sentence = "a race is on 1 sample at least, of rising numbers of rows from 1";
            return Err(SessionError::new(sentence));
        }
        let truth = model.pair_matrix();
        let sums = Sums { first: Array2::zeros(truth.dim()), second: Array2::zeros(truth.dim()), ..Sums::default() };
        Ok(Self {
            sums: vec![sums; config.rows.len() * Estimator::ALL.len()],
            floors: floors(&model),
            config: Arc::new(config.clone()),
            model,
            truth,
            sample: None,
            done: 0,
        })
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        let each = self.estimates();
        let total = each * self.config.samples;
        if self.done < total {
            let (number, place) = (self.done / each, self.done % each);
            let finished = if self.sample.is_none() {
                self.draw(number, stop)
            } else {
                let finished = self.estimate(place, stop);
                if finished {
                    self.done += 1;
                    // The next sample is drawn when this one is through.
                    self.sample.take_if(|_| place + 1 == each);
                }
                finished
            };
            if !finished {
                return Flow::Unfinished;
            }
        }
        if self.done < total { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> RaceView {
        let seen = self.sums.iter().enumerate().filter(|(_, sums)| sums.samples + sums.refused > 0);
        let rows = seen.filter_map(|(place, sums)| self.row(place, sums)).collect();
        let spins = self.truth.nrows();
        let pairs = (spins * spins.saturating_sub(1)).max(1) as f64;
        let squares: f64 = self.truth.iter().map(|coupling| coupling * coupling).sum();
        RaceView {
            config: Arc::clone(&self.config),
            nothing: (squares / pairs).sqrt(),
            rows,
            floors: Arc::clone(&self.floors),
        }
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.done as u64, total: (self.estimates() * self.config.samples) as u64 })
    }
}
