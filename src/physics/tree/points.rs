//! Points and how far they are apart.

use ndarray::{Array2, CowArray, Ix2};

use crate::physics::arrays::flat;
use crate::physics::mean_field::euclidean;

/// Visible means of fixed points, (point, visible row).
pub(super) struct Points<'a> {
    means: CowArray<'a, f32, Ix2>,
    scale: f64,
}

impl<'a> Points<'a> {
    /// Points of a machine with `units` visible units.
    pub(super) fn new(means: &'a Array2<f32>, units: usize) -> Self {
        Self { means: means.as_standard_layout(), scale: (units.max(1) as f64).sqrt() }
    }

    pub(super) fn count(&self) -> usize {
        self.means.nrows()
    }

    /// Length of a point.
    pub(super) fn width(&self) -> usize {
        self.means.ncols()
    }

    /// √(Σ (x − y)² / units).
    pub(super) fn distance(&self, a: u32, b: u32) -> f64 {
        euclidean(self.point(a), self.point(b)) / self.scale
    }

    fn point(&self, index: u32) -> &[f32] {
        let (start, width) = (index as usize * self.width(), self.width());
        flat(&self.means).get(start..start + width).unwrap_or_default()
    }
}
