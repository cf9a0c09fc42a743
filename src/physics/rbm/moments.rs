//! First and second moments of configurations: what a machine must learn to agree with its data.

use std::sync::Arc;

use crate::physics::configurations::Configurations;
use crate::physics::rbm::model::Rbm;
use crate::physics::seed::{ChaCha8Rng, Seed, Stream, sample};

/// Variables and pairs of them whose moments are compared at most; of more, so many are drawn.
const VARIABLES: usize = 512;
const PAIRS: usize = 3000;

/// Data against model, one point per variable or pair of variables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparedMoments {
    /// ⟨x⟩ of data and of samples.
    pub means: Arc<[[f32; 2]]>,
    /// Connected correlations ⟨x y⟩ − ⟨x⟩⟨y⟩ of data and of samples.
    pub pairs: Arc<[[f32; 2]]>,
    /// Pearson's correlation of the second.
    pub pair_correlation: f64,
}

impl ComparedMoments {
    /// Means and connected correlations of variables of this machine in its data and in samples of it, of as many as
    /// are cheap; which, the seed decides.
    pub fn new(rbm: &Rbm, data: &Configurations, samples: &Configurations, seed: Seed) -> Self {
        let states = rbm.visible().states();
        // One state of a binary site says all of it.
        let first = u8::from(rbm.visible().channels() == 1);
        let variables: Vec<Variable> =
            (0..rbm.sites()).flat_map(|site| (first..states).map(move |state| (site, state))).collect();
        let mut rng = seed.indexed(Stream::Samples, u64::MAX >> 9);
        let variables = thinned(variables, VARIABLES, &mut rng);
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (x, &(site, _)) in variables.iter().enumerate() {
            // Two states of one site exclude each other: not a correlation to be learnt.
            let before = variables.iter().take(x).enumerate().filter(|(_, variable)| variable.0 != site);
            pairs.extend(before.map(|(y, _)| (x, y)));
        }
        let pairs = thinned(pairs, PAIRS, &mut rng);
        let [of_data, of_samples] = [data, samples].map(|rows| Indicators::new(rows, &variables));
        let couple = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(&x, &y)| [x as f32, y as f32]).collect();
        let [data_pairs, sample_pairs] = [&of_data, &of_samples].map(|indicators| indicators.connected_pairs(&pairs));
        Self {
            means: couple(&of_data.means(), &of_samples.means()),
            pairs: couple(&data_pairs, &sample_pairs),
            pair_correlation: pearson(&data_pairs, &sample_pairs),
        }
    }
}

/// `count` random items of more.
fn thinned<T: Copy>(items: Vec<T>, count: usize, rng: &mut ChaCha8Rng) -> Vec<T> {
    if items.len() <= count {
        return items;
    }
    sample(items.len(), count, rng).into_iter().filter_map(|place| items.get(place).copied()).collect()
}

/// A site and one of its states: what is averaged. The one of a binary site is state 1.
pub type Variable = (usize, u8);

/// For each variable one bit per row, whether the site is in the state there: sixty-four rows are compared at once.
pub struct Indicators {
    columns: Vec<Vec<u64>>,
    rows: usize,
}

impl Indicators {
    /// The bits of these variables in all rows.
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

    fn fraction(&self, count: u32) -> f64 {
        f64::from(count) / self.rows.max(1) as f64
    }

    /// ⟨x⟩ of each variable: the fraction of rows in which the site is in the state.
    pub fn means(&self) -> Vec<f64> {
        self.columns.iter().map(|column| self.fraction(column.iter().map(|word| word.count_ones()).sum())).collect()
    }

    /// ⟨x y⟩ − ⟨x⟩⟨y⟩ for each pair of places in the list of variables.
    pub fn connected_pairs(&self, pairs: &[(usize, usize)]) -> Vec<f64> {
        let means = self.means();
        let of_pair = |&(x, y): &(usize, usize)| {
            let (one, other) = (self.columns.get(x)?, self.columns.get(y)?);
            let both = one.iter().zip(other).map(|(a, b)| (a & b).count_ones()).sum();
            Some(self.fraction(both) - means.get(x)? * means.get(y)?)
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
