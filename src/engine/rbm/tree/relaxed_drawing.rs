//! Where a configuration relaxes to at each age of a training.

use std::sync::Arc;

use ndarray::{ArrayView1, Axis};

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::rbm::rows::check_sites;
use crate::engine::rbm::tree::age::AgeFixedPoints;
use crate::physics::mean_field::{Relaxation, RelaxationSettings, Starts};
use crate::physics::rbm::Configurations;

/// What relaxes, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawingConfig {
    /// The configuration: one row.
    pub drawing: Arc<Configurations>,
    /// The ages of a tree, the newest first.
    pub ages: Arc<[Arc<AgeFixedPoints>]>,
    /// How fixed points are searched.
    pub settings: RelaxationSettings,
}

/// Where it came to at one age.
#[derive(Clone, Debug, PartialEq)]
pub struct RelaxedAt {
    /// The place of the age in the list.
    pub age: usize,
    /// Visible means.
    pub visible: Arc<[f32]>,
    /// The estimate of −ln Z of the basin.
    pub free_energy: f64,
    /// Whether it is a fixed point to the tolerance.
    pub converged: bool,
    /// The nearest fixed point of the tree at that age.
    pub nearest: usize,
    /// How far that is: root mean square over the units.
    pub distance: f64,
}

/// One age after the other, the oldest first: the way from the root to a leaf.
pub struct DrawingRelaxation {
    config: DrawingConfig,
    found: Vec<RelaxedAt>,
    under_way: Option<Relaxation>,
}

impl DrawingRelaxation {
    /// The age that comes next; the list has the newest first.
    fn next_age(&self) -> Option<usize> {
        self.config.ages.len().checked_sub(self.found.len() + 1)
    }

    fn begin(&mut self) {
        let age = self.next_age().and_then(|age| self.config.ages.get(age));
        let start = || Starts::Rows((*self.config.drawing).clone());
        // The drawing was checked against the first machine; those of one run have one shape.
        self.under_way = age.and_then(|age| Relaxation::new(&age.rbm, start(), &self.config.settings).ok());
    }
}

impl Job for DrawingRelaxation {
    type Config = DrawingConfig;
    type View = Arc<[RelaxedAt]>;

    fn new(config: &DrawingConfig) -> Result<Self, SessionError> {
        if let Some(age) = config.ages.first() {
            check_sites(config.drawing.sites(), &age.rbm)?;
            age.rbm.check_rows(&config.drawing).map_err(SessionError::new)?;
        }
        if config.drawing.rows() != 1 {
            let rows = config.drawing.rows();
            return Err(SessionError::new(format!("{rows} drawings relax together; it must be 1")));
        }
        let mut job = Self { config: config.clone(), found: Vec::new(), under_way: None };
        job.begin();
        Ok(job)
    }

    fn step(&mut self) -> Flow {
        let (Some(mut relaxation), Some(place)) = (self.under_way.take(), self.next_age()) else { return Flow::Done };
        if !relaxation.step() {
            self.under_way = Some(relaxation);
            return Flow::Continue;
        }
        let ends = relaxation.relaxed();
        if let (Some(age), Some(end)) = (self.config.ages.get(place), ends.visible.axis_iter(Axis(0)).next()) {
            let end: Arc<[f32]> = end.iter().map(|&mean| mean as f32).collect();
            let (nearest, distance) = nearest(age, &end);
            self.found.push(RelaxedAt {
                age: place,
                free_energy: ends.free_energy.first().copied().unwrap_or(f64::NAN),
                converged: ends.converged.first().copied().unwrap_or_default(),
                visible: end,
                nearest,
                distance,
            });
            self.begin();
        }
        if self.under_way.is_some() { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> Arc<[RelaxedAt]> {
        self.found.as_slice().into()
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.found.len() as u64, total: self.config.ages.len() as u64 })
    }
}

/// The nearest fixed point of an age, and its distance.
fn nearest(age: &AgeFixedPoints, means: &[f32]) -> (usize, f64) {
    let squared =
        |point: ArrayView1<'_, f32>| -> f64 { point.iter().zip(means).map(|(a, b)| f64::from(a - b).powi(2)).sum() };
    let distances = age.visible.axis_iter(Axis(0)).map(squared).enumerate();
    let (point, squared) = distances.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, f64::NAN));
    (point, (squared / age.rbm.sites().max(1) as f64).sqrt())
}
