//! States of the visible units, of one machine or of many copies of it.

use std::slice::ChunksExact;

use ndarray::{ArcArray2, Array2, ArrayView2, Axis, Slice};

use crate::physics::arrays::{flat, standard};

/// One row per copy or per row of data: 0 … q−1 for Potts units, 0 and 1 for binary ones (Ising: 0 is −1, 1 is +1).
/// A clone shares the values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configurations {
    values: ArcArray2<u8>,
}

impl From<Array2<u8>> for Configurations {
    fn from(values: Array2<u8>) -> Self {
        Self { values: standard(values).into_shared() }
    }
}

impl Configurations {
    /// Whole rows of `sites` values, one after another; what is left over is dropped.
    pub fn new(values: impl Into<Vec<u8>>, sites: usize) -> Self {
        let mut values = values.into();
        let rows = values.len().checked_div(sites).unwrap_or(0);
        values.truncate(rows * sites);
        // The length is that of the shape now.
        Self { values: Array2::from_shape_vec((rows, sites), values).unwrap_or_default().into_shared() }
    }

    /// No row of `sites` values.
    pub fn none(sites: usize) -> Self {
        Self::new(Vec::new(), sites)
    }

    /// The values, (row, site).
    pub fn view(&self) -> ArrayView2<'_, u8> {
        self.values.view()
    }

    /// The values, row after row.
    pub fn as_slice(&self) -> &[u8] {
        flat(&self.values)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.nrows()
    }

    /// Length of a row.
    pub fn sites(&self) -> usize {
        self.values.ncols()
    }

    /// Each row.
    pub fn iter_rows(&self) -> ChunksExact<'_, u8> {
        self.as_slice().chunks_exact(self.sites().max(1))
    }

    /// One row; `None` beyond the last.
    pub fn row(&self, index: usize) -> Option<&[u8]> {
        if index < self.rows() { self.iter_rows().nth(index) } else { None }
    }

    /// The rows named by `indices`, in that order; indices beyond the last are skipped.
    #[must_use]
    pub fn select(&self, indices: &[usize]) -> Self {
        let values: Vec<u8> = indices.iter().filter_map(|&index| self.row(index)).flatten().copied().collect();
        Self::new(values, self.sites())
    }

    /// The first rows, at most `rows`.
    #[must_use]
    pub fn first(&self, rows: usize) -> Self {
        self.range(0, rows)
    }

    /// Rows from `start` to before `end`, where there are so many.
    #[must_use]
    pub fn range(&self, start: usize, end: usize) -> Self {
        let end = end.min(self.rows());
        // A copy: a few rows must not keep all the others in memory.
        Self { values: self.values.slice_axis(Axis(0), Slice::from(start.min(end)..end)).to_owned().into_shared() }
    }

    /// The fraction of rows in which a site is in a state, f_i(a) = (1/R) Σ_r δ(v_ri, a): those of the `states` states
    /// of a site after those of the site before. Zeros without rows.
    pub fn frequencies(&self, states: u8) -> Vec<f32> {
        let states = usize::from(states);
        let mut counts = vec![0_u32; self.sites() * states];
        for row in self.iter_rows() {
            for (counts, &state) in counts.chunks_exact_mut(states.max(1)).zip(row) {
                if let Some(count) = counts.get_mut(usize::from(state)) {
                    *count += 1;
                }
            }
        }
        let rows = self.rows().max(1) as f64;
        counts.into_iter().map(|count| (f64::from(count) / rows) as f32).collect()
    }

    /// The row that differs from `other` at the fewest sites, the first of several, and how many those are. `None`
    /// without rows, or where the lengths differ.
    pub fn nearest(&self, other: &[u8]) -> Option<(usize, u32)> {
        let rows = self.iter_rows().filter(|row| row.len() == other.len()).enumerate();
        rows.map(|(place, row)| (place, differing(row, other))).min_by_key(|&(_, differing)| differing)
    }

    /// Entropy of the empirical distribution of the rows in nats: −Σ q ln q, equal rows counted together. 0 without rows.
    pub fn entropy(&self) -> f64 {
        let mut rows: Vec<&[u8]> = self.iter_rows().collect();
        rows.sort_unstable();
        let total = rows.len() as f64;
        rows.chunk_by(|a, b| a == b)
            .map(|equal| equal.len() as f64 / total)
            .map(|fraction| -fraction * fraction.ln())
            .sum()
    }

    /// The same where rows count by weights: q is the fraction of the sum of all weights. 0 without rows.
    pub fn weighted_entropy(&self, weights: &[f32]) -> f64 {
        let mut rows: Vec<(&[u8], f64)> =
            self.iter_rows().zip(weights.iter().map(|&weight| f64::from(weight))).collect();
        rows.sort_unstable_by_key(|&(row, _)| row);
        let total: f64 = rows.iter().map(|(_, weight)| weight).sum();
        rows.chunk_by(|a, b| a.0 == b.0)
            .map(|equal| equal.iter().map(|(_, weight)| weight).sum::<f64>() / total)
            .filter(|&fraction| fraction > 0.0)
            .map(|fraction| -fraction * fraction.ln())
            .sum()
    }
}

/// Number of sites at which two rows differ.
pub(crate) fn differing(a: &[u8], b: &[u8]) -> u32 {
    // Blocks whose sums fit into a byte become vector code.
    let block = |(a, b): (&[u8], &[u8])| u32::from(a.iter().zip(b).map(|(x, y)| u8::from(x != y)).sum::<u8>());
    a.chunks(128).zip(b.chunks(128)).map(block).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_rows_count() {
        let rows = Configurations::new(vec![0, 1, 1, 0, 1], 2);
        assert_eq!((rows.rows(), rows.row(1), rows.row(2)), (2, Some(&[1, 0][..]), None));
        assert_eq!(Configurations::new(vec![1], 0).rows(), 0);
        assert_eq!((rows.range(1, 9), rows.range(3, 1).rows()), (Configurations::new([1, 0], 2), 0));
        assert_eq!(Configurations::from(rows.view().reversed_axes().to_owned()).as_slice(), [0, 1, 1, 0]);
    }

    #[test]
    fn the_nearest_row_differs_at_the_fewest_sites() {
        let rows = Configurations::new(vec![0, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1, 2], 3);
        assert_eq!(rows.nearest(&[1, 1, 1]), Some((2, 0)));
        assert_eq!(rows.nearest(&[0, 1, 0]), Some((0, 1)), "the first of several");
        assert_eq!(rows.nearest(&[2, 1, 2]), Some((3, 1)), "states are different or not");
        assert_eq!((rows.nearest(&[1]), Configurations::none(3).nearest(&[1, 1, 1])), (None, None));
    }

    #[test]
    fn frequencies_are_those_of_each_site() {
        let rows = Configurations::new(vec![0, 2, 1, 2, 0, 1, 0, 2], 2);
        assert_eq!(rows.frequencies(3), [0.75, 0.25, 0.0, 0.0, 0.25, 0.75]);
        // A state beyond those that are counted counts nowhere.
        assert_eq!(rows.frequencies(2), [0.75, 0.25, 0.0, 0.25]);
        assert_eq!(Configurations::none(2).frequencies(2), [0.0; 4]);
        assert!(rows.frequencies(0).is_empty());
    }

    #[test]
    fn equal_rows_count_together_in_the_entropy() {
        // Fractions of 1/2, 1/4 and 1/4, not next to each other.
        let rows = Configurations::new(vec![1, 0, 0, 0, 1, 0, 1, 1], 2);
        assert!((rows.entropy() - 1.5 * std::f64::consts::LN_2).abs() < 1e-15, "{}", rows.entropy());
        assert_eq!(rows.first(1).entropy(), 0.0);
        assert_eq!(rows.first(0).entropy(), 0.0);
    }

    #[test]
    fn differing_sites_are_counted_in_rows_of_any_length() {
        let row = |sites: usize, step: usize| (0..sites).map(|site| u8::from(site % step == 0)).collect::<Vec<u8>>();
        for sites in [0, 1, 127, 128, 300] {
            let wanted = (0..sites).filter(|site| (site % 2 == 0) != (site % 3 == 0)).count();
            assert_eq!(differing(&row(sites, 2), &row(sites, 3)) as usize, wanted);
        }
    }
}
