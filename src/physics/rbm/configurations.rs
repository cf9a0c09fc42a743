//! States of the visible units, of one machine or of many copies of it.

use std::sync::Arc;

/// Row-major values, one row per copy: 0 … q−1 for Potts units, 0 and 1 for binary ones (Ising: 0 is −1, 1 is +1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configurations {
    /// The values; their number is a multiple of `sites`.
    pub values: Arc<[u8]>,
    /// Length of a row.
    pub sites: usize,
}

impl Configurations {
    /// Whole rows of `sites` values; what is left over is dropped.
    pub fn new(values: impl Into<Arc<[u8]>>, sites: usize) -> Self {
        let values: Arc<[u8]> = values.into();
        let whole = values.len().checked_rem(sites).map_or(0, |rest| values.len() - rest);
        let values = if whole == values.len() { values } else { values.iter().take(whole).copied().collect() };
        Self { values, sites }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.sites).unwrap_or(0)
    }

    /// The first rows, at most `rows`.
    #[must_use]
    pub fn first(&self, rows: usize) -> Self {
        let length = rows.saturating_mul(self.sites).min(self.values.len());
        Self { values: self.values.iter().take(length).copied().collect(), sites: self.sites }
    }

    /// One row; `None` beyond the last.
    pub fn row(&self, index: usize) -> Option<&[u8]> {
        let start = index.checked_mul(self.sites)?;
        self.values.get(start..start.checked_add(self.sites)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_rows_count() {
        let rows = Configurations::new(vec![0, 1, 1, 0, 1], 2);
        assert_eq!((rows.rows(), rows.row(1), rows.row(2)), (2, Some(&[1, 0][..]), None));
        assert_eq!(Configurations::new(vec![1], 0).rows(), 0);
    }
}
