//! Measures a machine along its training.

use std::sync::Arc;

use crate::engine::rbm::config::TrainConfig;
use crate::engine::rbm::data::TrainingData;
use crate::engine::rbm::measurement::{FixedPoints, HiddenActivity, Measurement};
use crate::engine::rbm::rows::{chosen_rows, row_weights, standing_rows};
use crate::physics::data::Dataset;
use crate::physics::mean_field::{FixedPointSearch, FixedPointSettings};
use crate::physics::rbm::gibbs::mean_hidden_activity;
use crate::physics::rbm::likelihood::mean_log_likelihood;
use crate::physics::rbm::pseudo_likelihood::{pseudo_likelihood_within, reconstruction_error};
use crate::physics::rbm::{Configurations, Rbm, exact};
use crate::physics::seed::Seed;
use crate::physics::spectrum::{ReferenceState, participation_ratio, singular_values};
use crate::physics::stop::Stop;

/// Rows of the data that stand for all where means are taken …
const ROWS: usize = 1000;
/// … and where each row costs more.
const FEW_ROWS: usize = 64;
/// Terms of the pseudo-likelihood, of the same rows and sites each time: some milliseconds.
const TERMS: usize = 1_000_000;
/// Fixed points are searched from so many rows that rows times weights stay below this, but not from fewer than the second.
const SEARCHED: usize = 5_000_000;
const FEWEST_STARTS: usize = 32;
/// A search for fixed points with fewer rows times weights than this is made at every measurement, a larger one only at
/// checkpoints.
const CHEAP: usize = 2_000_000;
/// Units of the smaller layer up to which the likelihood is enumerated at checkpoints.
const ENUMERATED: usize = 12;
/// A unit that is on less often than this is dead, one that is off less often saturated.
const HARDLY: f64 = 0.01;

/// All rows of the data, and the weight of each where rows are weighted.
struct WeightedRows {
    rows: Arc<Dataset>,
    weights: Option<Vec<f32>>,
}

/// What does not change from one measurement to the next; cheap to clone.
#[derive(Clone)]
pub(super) struct Measurer {
    data: Option<Arc<WeightedRows>>,
    rows: Option<Arc<Configurations>>,
    starts: usize,
    seed: Seed,
}

impl Measurer {
    pub(super) fn new(config: &TrainConfig) -> Self {
        let weighted = |data: &TrainingData| {
            let weights = row_weights(data);
            let standing = Arc::new(standing_rows(data, weights.as_deref(), ROWS, config.seed));
            (Arc::new(WeightedRows { rows: Arc::clone(&data.rows), weights }), standing)
        };
        let (data, rows) = config.data.as_ref().map(weighted).unzip();
        Self { data, rows, starts: config.fixed_point_starts, seed: config.seed }
    }

    /// The rows that stand for all.
    pub(super) fn rows(&self) -> Option<&Arc<Configurations>> {
        self.rows.as_ref()
    }

    /// Rows of the data for the chains to start from, other ones at each update.
    pub(super) fn some_rows(&self, count: usize, update: u64) -> Option<Configurations> {
        self.data.as_ref().map(|data| chosen_rows(&data.rows, count, self.seed, update.saturating_add(1)))
    }

    /// Begins a row of the curves. Without data the chains of the checkpoint stand for them. A thorough one also has
    /// what costs more than a few updates.
    pub(super) fn begin(
        &self,
        update: u64,
        rbm: &Arc<Rbm>,
        chains: Option<&Arc<Configurations>>,
        chain_correlation: Option<f64>,
        thorough: bool,
    ) -> Measuring {
        let none = || Arc::new(Configurations::none(rbm.sites()));
        let rows = self.rows.as_ref().or(chains).cloned().unwrap_or_else(none);
        let weights = rbm.parameters().weights.len();
        let affordable = (SEARCHED / weights.max(1)).max(FEWEST_STARTS);
        let starts = rows.first(self.starts.min(affordable));
        let searched = starts.rows() > 0 && (thorough || starts.rows() * weights <= CHEAP);
        Measuring {
            measurer: self.clone(),
            update,
            search: searched.then(|| FixedPointSearch::new(rbm, &starts, &FixedPointSettings::default())),
            rows,
            rbm: Arc::clone(rbm),
            chain_correlation,
            thorough,
            singular_values: None,
            scaled: None,
            fixed_points: None,
        }
    }

    /// The exact mean log-likelihood of all rows, weighted where the training weights them, where enumerating the smaller
    /// layer takes no time.
    fn log_likelihood(&self, rbm: &Rbm) -> Option<f64> {
        let WeightedRows { rows: data, weights } = &**self.data.as_ref().filter(|data| data.rows.rows() > 0)?;
        let states = usize::from(rbm.visible().states());
        let visible = rbm.sites() * states.ilog2().max(1) as usize;
        if visible.min(rbm.hidden_units()) > ENUMERATED || !exact::is_possible(rbm) {
            return None;
        }
        let log_z = exact::log_partition(&Rbm::<f64>::from(rbm)).ok()?;
        mean_log_likelihood(rbm, &data.values, weights.as_deref(), log_z)
    }
}

/// A measurement in the making, part by part: of a large machine it takes a second, and the engine listens in between.
pub(super) struct Measuring {
    measurer: Measurer,
    update: u64,
    rbm: Arc<Rbm>,
    rows: Arc<Configurations>,
    chain_correlation: Option<f64>,
    thorough: bool,
    singular_values: Option<Vec<f64>>,
    scaled: Option<Vec<f64>>,
    /// While it goes on.
    search: Option<FixedPointSearch>,
    fixed_points: Option<FixedPoints>,
}

impl Measuring {
    /// The next part; the measurement once it is complete.
    pub(super) fn step(&mut self) -> Option<Measurement> {
        let rbm = &*self.rbm;
        // Machines that are not finite are never kept: the decomposition of a finite one that fails shows no modes.
        let Some(values) = &self.singular_values else {
            self.singular_values = Some(singular_values(rbm).unwrap_or_default());
            return None;
        };
        let Some(scaled) = &self.scaled else {
            let reference = ReferenceState::of_data(rbm, &self.rows);
            self.scaled = Some(reference.scaled_singular_values(rbm).unwrap_or_default());
            return None;
        };
        if let Some(search) = &mut self.search {
            if search.step() {
                let found = search.found();
                let (count, unconverged, starts) = (found.count, found.unconverged, found.of_start.len());
                self.fixed_points = Some(FixedPoints { count, unconverged, starts });
                self.search = None;
            }
            return None;
        }
        let few = self.rows.first(FEW_ROWS);
        let single = |values: &[f64]| values.iter().map(|&value| value as f32).collect::<Arc<[f32]>>();
        Some(Measurement {
            update: self.update,
            of_data: self.measurer.rows.is_some(),
            participation: participation_ratio(values),
            singular_values: single(values),
            scaled_singular_values: single(scaled),
            fixed_points: self.fixed_points,
            pseudo_likelihood: pseudo_likelihood_within(rbm, &few, TERMS, self.measurer.seed).value,
            log_likelihood: if self.thorough { self.measurer.log_likelihood(rbm) } else { None },
            reconstruction_error: reconstruction_error(rbm, &few),
            chain_correlation: self.chain_correlation,
            activity: activity(rbm, &few),
        })
    }

    /// The measurement, unless it is interrupted: what is done of it stays.
    pub(super) fn advance(&mut self, stop: Stop<'_>) -> Option<Measurement> {
        loop {
            let complete = self.step();
            if complete.is_some() || stop() {
                return complete;
            }
        }
    }
}

fn activity(rbm: &Rbm, rows: &Configurations) -> HiddenActivity {
    let fractions = mean_hidden_activity(rbm, rows).into_iter();
    let (dead, saturated) = fractions.fold((0, 0), |(dead, saturated), fraction| {
        (dead + usize::from(fraction < HARDLY), saturated + usize::from(fraction > 1.0 - HARDLY))
    });
    HiddenActivity { dead, saturated }
}
