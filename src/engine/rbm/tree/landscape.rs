//! The plane of the first two principal components of the rows, and what lies over it.

use std::sync::Arc;

use ndarray::Array2;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::rbm::rows::check_sites;
use crate::engine::rbm::tree::age::AgeFixedPoints;
use crate::physics::mean_field;
use crate::physics::principal_components::PrincipalComponents;
use crate::physics::rbm::gibbs::Chains;
use crate::physics::rbm::{Configurations, Rbm};
use crate::physics::seed::{Seed, Stream};

/// Points of the height map along each component.
pub const SIDE: usize = 40;
/// Rows of the height map of one step.
const ROWS: usize = 2;
/// Samples of the machine.
const SAMPLES: usize = 400;
/// Gibbs steps that they take from where they start.
const STEPS: u64 = 60;
/// How far the map reaches beyond the outermost row, as a fraction of the range of the rows.
const MARGIN: f64 = 0.08;

/// What the plane shows.
#[derive(Clone, Debug, PartialEq)]
pub struct LandscapeConfig {
    /// The rows whose components they are.
    pub rows: Arc<Configurations>,
    /// The machine of the height map and of the samples, with its fixed points.
    pub age: Arc<AgeFixedPoints>,
    /// The source of the samples.
    pub seed: Seed,
}

/// What is there of the plane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Landscape {
    /// The plane itself; none before the first step.
    pub plane: Option<Arc<PrincipalComponents>>,
    /// Fraction of the whole variance along the two components.
    pub explained: Vec<f64>,
    /// The rows (row, component).
    pub rows: Array2<f32>,
    /// The fixed points (point, component).
    pub points: Array2<f32>,
    /// Samples of the machine (sample, component); none until they are there.
    pub samples: Array2<f32>,
    /// From where to where the map reaches along each component.
    pub range: [(f64, f64); 2],
    /// The naive mean-field free energy over the plane, row by row from the lowest second component.
    pub heights: Vec<f64>,
}

/// First the projections, then the samples, then the map row by row.
pub struct LandscapeSurvey {
    config: LandscapeConfig,
    chains: Option<Chains>,
    sampled: u64,
    found: Landscape,
}

impl LandscapeSurvey {
    fn project(&mut self) {
        let (rbm, age) = (&self.config.age.rbm, &self.config.age);
        let means = rbm.visible().means_of(&self.config.rows);
        let components = PrincipalComponents::new(&means, 2);
        self.found.explained = components.explained();
        self.found.rows = components.project(&means);
        self.found.points = components.project(&age.visible);
        let all = || self.found.rows.rows().into_iter().chain(self.found.points.rows());
        for (component, range) in self.found.range.iter_mut().enumerate() {
            let along = all().filter_map(|row| row.get(component).copied()).map(f64::from);
            let (low, high) = along.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(x), h.max(x)));
            if low <= high {
                let margin = MARGIN * (high - low).max(f64::from(f32::EPSILON));
                *range = (low - margin, high + margin);
            }
        }
        self.found.plane = Some(Arc::new(components));
    }

    fn sample(&mut self) {
        let rbm = &self.config.age.rbm;
        let (Some(chains), Some(components)) = (&mut self.chains, &self.found.plane) else { return };
        chains.advance(rbm, 1, self.sampled);
        self.sampled += 1;
        if self.sampled == STEPS {
            let states = rbm.visible().means_of(&chains.configurations());
            self.found.samples = components.project(&states);
            self.chains = None;
        }
    }

    /// The next rows of the map.
    fn survey(&mut self) {
        let Some(components) = &self.found.plane else { return };
        let first = self.found.heights.len() / SIDE;
        let at = |(low, high): (f64, f64), place: usize| low + (high - low) * place as f64 / (SIDE - 1) as f64;
        let [across, up] = self.found.range;
        let places = (first..SIDE.min(first + ROWS)).flat_map(|row| (0..SIDE).map(move |column| (column, row)));
        let points: Vec<f32> = places
            .flat_map(|(column, row)| components.point(&[at(across, column) as f32, at(up, row) as f32]))
            .collect();
        let width = components.mean().len().max(1);
        let mut points = Array2::from_shape_vec((points.len() / width, width), points).unwrap_or_default();
        self.found.heights.extend(naive_free_energies(&self.config.age.rbm, &mut points));
    }
}

impl Job for LandscapeSurvey {
    type Config = LandscapeConfig;
    type View = Arc<Landscape>;

    fn new(config: &LandscapeConfig) -> Result<Self, SessionError> {
        let rbm = &config.age.rbm;
        check_sites(config.rows.sites(), rbm)?;
        let start = config.rows.first(SAMPLES);
        let chains = Chains::at(rbm, &start, config.seed, Stream::Samples).map_err(SessionError::new)?;
        let (config, found) = (config.clone(), Landscape::default());
        Ok(Self { config, chains: Some(chains), sampled: 0, found })
    }

    fn step(&mut self) -> Flow {
        if self.found.plane.is_none() {
            self.project();
        } else if self.chains.is_some() {
            self.sample();
        } else {
            self.survey();
        }
        let flat = self.found.explained.len() < 2;
        let surveyed = self.found.heights.len() == SIDE * SIDE || flat;
        if self.chains.is_none() && surveyed { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> Arc<Landscape> {
        Arc::new(self.found.clone())
    }

    fn progress(&self) -> Option<Progress> {
        let done = self.sampled + (self.found.heights.len() / SIDE) as u64;
        Some(Progress { done, total: STEPS + SIDE as u64 })
    }
}

/// The naive mean-field free energy of each point (point, visible row), with the hidden means that make it least. Means
/// outside of what units can have are bent to the nearest that they can.
fn naive_free_energies(rbm: &Rbm, points: &mut Array2<f32>) -> Vec<f64> {
    rbm.visible().bend(points);
    // The points are of the machine's own width.
    mean_field::naive_free_energies(rbm, points).unwrap_or_default()
}
