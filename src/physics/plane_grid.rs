//! A grid over a plane of projections, and the means over its points.

use std::ops::RangeInclusive;

use ndarray::Array2;

use crate::physics::projection_plane::ProjectionPlane;

/// Points at equal distances, `side` along each of two axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaneGrid {
    /// Points along each side, at least 2.
    pub side: usize,
    /// From where to where each axis goes.
    pub ranges: [(f64, f64); 2],
}

/// Points along each side of a surface.
pub const SIDES: RangeInclusive<usize> = 2..=257;

/// A grid of too few or too many points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the grid has {side} points a side; it can have {} to {}", SIDES.start(), SIDES.end())]
pub struct GridError {
    /// Points along each side.
    pub side: usize,
}

/// Refuses a grid of too few or too many points.
///
/// # Errors
/// `side` is out of [`SIDES`].
pub fn check_side(side: usize) -> Result<(), GridError> {
    if SIDES.contains(&side) { Ok(()) } else { Err(GridError { side }) }
}

/// The means over a row of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct MeansOfRow {
    /// The columns over which there are means, rising.
    pub columns: Vec<usize>,
    /// Their means (column, number).
    pub means: Array2<f32>,
}

impl PlaneGrid {
    /// The point of a column and a row.
    pub fn point(&self, column: usize, row: usize) -> [f64; 2] {
        let along = |place: usize, (low, high): (f64, f64)| {
            low + (high - low) * place as f64 / self.side.saturating_sub(1).max(1) as f64
        };
        let [x, y] = self.ranges;
        [along(column, x), along(row, y)]
    }

    /// The means over the points of a row, found from the middle outwards, each from its neighbour's. A row does not
    /// depend on others.
    pub fn means_of_row(&self, plane: &ProjectionPlane, row: usize) -> MeansOfRow {
        let middle = self.side / 2;
        let mut tilts: Vec<Option<[f64; 2]>> = vec![None; self.side];
        let outwards = (middle..self.side).map(|column| (column, [column.checked_sub(1), column.checked_sub(2)]));
        let back = (0..middle).rev().map(|column| (column, [Some(column + 1), Some(column + 2)]));
        for (column, neighbours) in outwards.chain(back) {
            let [next, beyond] = neighbours.map(|at| tilts.get(at?).copied().flatten());
            // As far again as from the one beyond to the next.
            let ahead = next.zip(beyond).map(|(next, beyond)| [0, 1].map(|axis| 2.0 * next[axis] - beyond[axis]));
            tilts[column] = plane.tilt(self.point(column, row), ahead.or(next).unwrap_or([0.0; 2]));
        }
        let (columns, tilts): (Vec<usize>, Vec<[f64; 2]>) =
            tilts.into_iter().enumerate().filter_map(|(column, tilt)| Some((column, tilt?))).unzip();
        let numbers = tilts.iter().flat_map(|&tilt| plane.means(tilt)).map(|mean| mean as f32).collect();
        let means = Array2::from_shape_vec((columns.len(), plane.base().len()), numbers).unwrap_or_default();
        MeansOfRow { columns, means }
    }

    /// The values of a row at its columns, not-a-number at the others.
    pub fn spread<'a>(&self, columns: &'a [usize], values: &'a [f64]) -> impl Iterator<Item = f64> + use<'a> {
        let mut known = columns.iter().zip(values).peekable();
        (0..self.side).map(move |column| known.next_if(|(at, _)| **at == column).map_or(f64::NAN, |(_, value)| *value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::rbm::VisibleUnits;

    #[test]
    fn the_means_of_a_row_have_its_points_and_none_lie_beyond() {
        let directions = [vec![1.0, 0.5, -0.25], vec![0.0, 1.0, 0.75]];
        let plane = ProjectionPlane::new(VisibleUnits::Ising, vec![0.2, -0.1, 0.0], directions).unwrap();
        let grid = PlaneGrid { side: 9, ranges: [(-2.0, 2.0), (-1.0, 3.0)] };
        assert_eq!((grid.point(0, 0), grid.point(8, 8), grid.point(4, 2)), ([-2.0, -1.0], [2.0, 3.0], [0.0, 0.0]));
        let found = grid.means_of_row(&plane, 2);
        for (means, &column) in found.means.rows().into_iter().zip(&found.columns) {
            let at = plane.project(means.iter().map(|&mean| f64::from(mean)));
            let wanted = grid.point(column, 2);
            assert!((0..2).all(|axis| (at[axis] - wanted[axis]).abs() < 1e-6), "{at:?} {wanted:?}");
        }
        // On the axis x goes as far as it can where y is 0, which is less far than it goes at all.
        assert!(found.columns.len() < 9 && found.columns.contains(&4));
        assert!(grid.means_of_row(&plane, 8).columns.is_empty());
        let spread: Vec<f64> = grid.spread(&[1, 3], &[5.0, 7.0]).collect();
        assert!(spread.len() == 9 && spread[1] == 5.0 && spread[3] == 7.0 && spread[2].is_nan() && spread[8].is_nan());
    }
}
