//! Resamplings of the rows in bounded steps: first the pairs of points that are near, age by age, then one drawing after
//! the other.

use std::sync::Arc;

use ndarray::Axis;

use crate::engine::core::session::{Progress, SessionError};
use crate::engine::rbm::tree::age::AgeFixedPoints;
use crate::engine::rbm::tree::view::Support;
use crate::physics::mean_field::ComparedLayer;
use crate::physics::seed::Seed;
use crate::physics::tree::{self, Age, Resampling, Tree, pairs_within};

/// What was asked for, and how far it has come.
pub(super) struct Resamplings {
    tree: Arc<Tree>,
    ages: Vec<Arc<AgeFixedPoints>>,
    layer: ComparedLayer,
    distance: f64,
    total: usize,
    seed: Seed,
    pairs: Vec<Vec<(u32, u32)>>,
    drawing: Option<Resampling>,
    done: usize,
}

impl Resamplings {
    /// `total` drawings of the rows of a tree, whose fixed points merge at `distance`.
    pub(super) fn new(
        tree: Arc<Tree>,
        ages: &[Arc<AgeFixedPoints>],
        (layer, distance): (ComparedLayer, f64),
        total: usize,
        seed: Seed,
    ) -> Self {
        let (ages, pairs) = (ages.to_vec(), Vec::new());
        Self { tree, ages, layer, distance, total, seed, pairs, drawing: None, done: 0 }
    }

    /// One piece of work.
    ///
    /// # Errors
    /// The ages do not fit together.
    pub(super) fn step(&mut self) -> Result<(), SessionError> {
        if let Some(drawing) = &mut self.drawing {
            drawing.step();
            self.done = (self.done + 1).min(self.total);
        } else if let Some(age) = self.ages.get(self.pairs.len()) {
            self.pairs.push(near(age, self.layer, self.distance));
        } else {
            let ages: Vec<Age> = self.ages.iter().map(|age| age.of_layer(self.layer).clone()).collect();
            let pairs = std::mem::take(&mut self.pairs);
            let drawing = Resampling::new(&self.tree, &ages, pairs, self.total, self.seed);
            self.drawing = Some(drawing.map_err(SessionError::new)?);
        }
        Ok(())
    }

    pub(super) const fn is_done(&self) -> bool {
        self.done >= self.total
    }

    pub(super) const fn progress(&self) -> Progress {
        Progress { done: self.done as u64, total: self.total as u64 }
    }

    /// How often each node was seen so far.
    pub(super) fn support(&self) -> Support {
        let found = self.drawing.as_ref().map(Resampling::support);
        let found = found.unwrap_or(tree::Support { clades: Vec::new(), splits: Vec::new() });
        Support { done: self.done, total: self.total, clades: found.clades.into(), splits: found.splits.into() }
    }
}

/// The pairs of points of an age that are one at a distance.
fn near(age: &AgeFixedPoints, layer: ComparedLayer, distance: f64) -> Vec<(u32, u32)> {
    let means = match layer {
        ComparedLayer::Visible => &age.visible,
        ComparedLayer::Hidden => &age.hidden,
    };
    let units = layer.units(&age.rbm);
    if age.of_layer(layer).merge().points() == age.count() {
        return pairs_within(means, units, distance);
    }
    // Rows that start again at each age are points of their own.
    let rows: Vec<usize> = age.of_row.iter().map(|&point| point as usize).collect();
    pairs_within(&means.select(Axis(0), &rows), units, distance)
}
