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

    /// Entropy of the empirical distribution of the rows in nats: −Σ q ln q, equal rows counted together. 0 without rows.
    pub fn entropy(&self) -> f64 {
        let mut rows: Vec<&[u8]> = self.values.chunks_exact(self.sites.max(1)).collect();
        rows.sort_unstable();
        let total = rows.len() as f64;
        rows.chunk_by(|a, b| a == b).map(|equal| equal.len() as f64 / total).map(|share| -share * share.ln()).sum()
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

    #[test]
    fn equal_rows_count_together_in_the_entropy() {
        // Shares of 1/2, 1/4 and 1/4, not next to each other.
        let rows = Configurations::new(vec![1, 0, 0, 0, 1, 0, 1, 1], 2);
        assert!((rows.entropy() - 1.5 * std::f64::consts::LN_2).abs() < 1e-15, "{}", rows.entropy());
        assert_eq!(rows.first(1).entropy(), 0.0);
        assert_eq!(rows.first(0).entropy(), 0.0);
    }
}
