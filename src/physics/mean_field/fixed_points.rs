//! Fixed points of the mean-field equations that are reached from rows of data.

use ndarray::Array2;

use super::relaxation::RelaxationSettings;
use super::search::FixedPointSearch;
use crate::physics::rbm::{Configurations, Rbm};

/// How fixed points are searched.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FixedPointSettings {
    /// How the equations are iterated.
    pub relaxation: RelaxationSettings,
    /// States at most this far apart belong together (single linkage): the root mean square over the sites of the
    /// difference of visible means. 0.01 is the distance 0.1 of the published code at 100 sites.
    pub merge_distance: f64,
}

impl Default for FixedPointSettings {
    fn default() -> Self {
        Self { relaxation: RelaxationSettings::default(), merge_distance: 0.01 }
    }
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FixedPointSet {
    /// Distinct fixed points.
    pub count: usize,
    /// Starts from which the iteration did not converge; they belong to no fixed point.
    pub unconverged: usize,
    /// Visible means (fixed point, visible row), frequencies of the states of Potts units: those reached from the first
    /// start of each. In the order of first starts.
    pub representatives: Array2<f32>,
    /// Starts that lead to each fixed point.
    pub basins: Vec<usize>,
    /// The fixed point each start leads to; `None` where the iteration did not converge.
    pub of_start: Vec<Option<usize>>,
}

/// The fixed points reached from these rows. The same bits for any number of threads.
pub fn fixed_points(rbm: &Rbm, starts: &Configurations, settings: &FixedPointSettings) -> FixedPointSet {
    let mut search = FixedPointSearch::new(rbm, starts, settings);
    while !search.step() {}
    search.found()
}
