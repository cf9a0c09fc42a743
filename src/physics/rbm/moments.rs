//! First and second moments of configurations: what a machine must learn to agree with its data.

use crate::physics::rbm::configurations::Configurations;

/// A site and one of its states: what is averaged. The one of a binary site is state 1.
pub type Variable = (usize, u8);

/// For each variable one bit per row, whether the site is in the state there: sixty-four rows are compared at once.
pub struct Indicators {
    columns: Vec<Vec<u64>>,
    rows: usize,
}

impl Indicators {
    /// Derived at these variables in all rows.
    pub fn new(rows: &Configurations, variables: &[Variable]) -> Self {
        let words = rows.rows().div_ceil(64);
        let mut columns = vec![vec![0_u64; words]; variables.len()];
        for index in 0..rows.rows() {
            let Some(row) = rows.row(index) else { break };
            for (column, &(site, state)) in columns.iter_mut().zip(variables) {
                if let Some(word) = column.get_mut(index / 64) {
                    *word |= u64::from(row.get(site) == Some(&state)) << (index % 64);
                }
            }
        }
        Self { columns, rows: rows.rows() }
    }

    fn share(&self, count: u32) -> f64 {
        f64::from(count) / self.rows.max(1) as f64
    }

    /// ⟨x⟩ of each variable: the share of rows in which it is met.
    pub fn means(&self) -> Vec<f64> {
        self.columns.iter().map(|column| self.share(column.iter().map(|word| word.count_ones()).sum())).collect()
    }

    /// ⟨x y⟩ − ⟨x⟩⟨y⟩ for each pair of places in the list of variables.
    pub fn connected_pairs(&self, pairs: &[(usize, usize)]) -> Vec<f64> {
        let means = self.means();
        let of_pair = |&(x, y): &(usize, usize)| {
            let (one, other) = (self.columns.get(x)?, self.columns.get(y)?);
            let both = one.iter().zip(other).map(|(a, b)| (a & b).count_ones()).sum();
            Some(self.share(both) - means.get(x)? * means.get(y)?)
        };
        pairs.iter().map(|pair| of_pair(pair).unwrap_or(0.0)).collect()
    }
}

/// Pearson's correlation of two lists; 0 where one of them does not vary.
pub fn pearson(x: &[f64], y: &[f64]) -> f64 {
    let count = x.len().min(y.len()).max(1) as f64;
    let (mean_x, mean_y) = (x.iter().sum::<f64>() / count, y.iter().sum::<f64>() / count);
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(y) {
        let (a, b) = (a - mean_x, b - mean_y);
        (xx, yy, xy) = (xx + a * a, yy + b * b, xy + a * b);
    }
    if xx > 0.0 && yy > 0.0 { xy / (xx * yy).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_a_small_table() {
        let rows = Configurations::new(vec![0, 2, 1, 2, 1, 0, 1, 2], 2);
        let indicators = Indicators::new(&rows, &[(0, 1), (1, 2), (1, 0)]);
        assert_eq!(indicators.means(), [0.75, 0.75, 0.25]);
        let pairs = indicators.connected_pairs(&[(0, 1), (1, 2), (0, 0)]);
        assert_eq!(pairs, [0.5 - 0.5625, -0.1875, 0.75 - 0.5625]);
        assert!((pearson(&[1.0, 2.0, 3.0], &[2.0, 4.0, 6.0]) - 1.0).abs() < 1e-12);
        assert_eq!(pearson(&[1.0, 1.0], &[2.0, 4.0]), 0.0);
    }

    #[test]
    fn more_rows_than_a_word_has_bits() {
        let values: Vec<u8> = (0..200).map(|row| u8::from(row % 4 == 0)).collect();
        let indicators = Indicators::new(&Configurations::new(values, 1), &[(0, 1), (0, 0)]);
        assert_eq!(indicators.means(), [0.25, 0.75]);
        assert_eq!(indicators.connected_pairs(&[(0, 1)]), [-0.1875]);
    }
}
