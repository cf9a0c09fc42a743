//! Rows of the data that stand for all of them, chosen by the seed.

use crate::engine::core::session::SessionError;
use crate::engine::rbm::data::TrainingData;
use crate::physics::data::Dataset;
use crate::physics::rbm::reweighting::{IDENTITY, sequence_weights};
use crate::physics::rbm::{Configurations, Rbm};
use crate::physics::seed::{Seed, Stream, sample, shuffle, uniform};

/// The index of the order of weighted rows: beyond that of any update.
const ORDER: u64 = u64::MAX >> 8;

/// Refuses rows of another length than the machine's.
pub fn check_sites(found: usize, rbm: &Rbm) -> Result<(), SessionError> {
    let expected = rbm.sites();
    if found == expected {
        return Ok(());
    }
    Err(SessionError::new(format!("a row of the data has {found} values; the machine has {expected} sites")))
}

/// `count` different rows (all where there are fewer), in an order that the seed and `index` give.
pub fn chosen_rows(data: &Dataset, count: usize, seed: Seed, index: u64) -> Configurations {
    let mut rng = seed.indexed(Stream::Rows, index);
    data.values.select(&sample(data.rows(), count, &mut rng))
}

/// The weight of each row, where rows are weighted by how many are similar.
pub fn row_weights(data: &TrainingData) -> Option<Vec<f32>> {
    data.reference.reweighted.then(|| sequence_weights(&data.rows.values, IDENTITY))
}

/// `count` rows that stand for all in means: different ones, or where rows are weighted drawn by their weights, so that
/// means over them are weighted means.
pub fn standing_rows(data: &TrainingData, weights: Option<&[f32]>, count: usize, seed: Seed) -> Configurations {
    let rows = &data.rows;
    let Some(weights) = weights else { return chosen_rows(rows, count, seed, 0) };
    let total: f64 = weights.iter().map(|&weight| f64::from(weight)).sum();
    // By equal steps through the sum of the weights: each row comes as often as its weight says, but for rounding.
    let step = total / count.max(1) as f64;
    let mut next = uniform(&mut seed.stream(Stream::Rows)) * step;
    let (mut values, mut sum) = (Vec::new(), 0.0);
    for (index, &weight) in weights.iter().enumerate() {
        sum += f64::from(weight);
        while next < sum && step > 0.0 {
            values.extend_from_slice(rows.row(index).unwrap_or_default());
            next += step;
        }
    }
    shuffled(&values, rows.columns(), seed)
}

/// The rows in random order: the first ones stand for all too.
fn shuffled(values: &[u8], columns: usize, seed: Seed) -> Configurations {
    let mut order: Vec<&[u8]> = values.chunks_exact(columns.max(1)).collect();
    shuffle(&mut order, &mut seed.indexed(Stream::Rows, ORDER));
    Configurations::new(order.concat(), columns)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::rbm::data::DataReference;

    #[test]
    fn chosen_rows_are_different_and_repeat() {
        let data = Dataset::new("x", (0..40).collect::<Vec<u8>>(), 2, 40);
        let chosen = chosen_rows(&data, 12, Seed(3), 5);
        assert_eq!(chosen, chosen_rows(&data, 12, Seed(3), 5));
        let mut firsts: Vec<u8> = (0..12).map(|row| chosen.row(row).unwrap()[0]).collect();
        firsts.sort_unstable();
        firsts.dedup();
        assert_eq!(firsts.len(), 12);
        assert_eq!(chosen_rows(&data, 99, Seed(3), 5).rows(), 20);
        assert_ne!(chosen, chosen_rows(&data, 12, Seed(3), 6));
    }

    #[test]
    fn weighted_rows_have_the_weighted_means() {
        // Three relatives weigh as much as one row that has none.
        let values = [vec![0; 30], vec![1; 10]].concat();
        let rows = Arc::new(Dataset::new("x", values, 10, 2));
        let choice = DataReference { reweighted: true, ..DataReference::default() };
        let data = TrainingData::chosen(Arc::clone(&rows), choice);
        let weights = row_weights(&data).unwrap();
        assert_eq!(weights, [[1.0 / 3.0; 3].as_slice(), &[1.0]].concat());
        let standing = standing_rows(&data, Some(&weights), 20, Seed(3));
        let ones: u32 = standing.as_slice().iter().copied().map(u32::from).sum();
        assert_eq!((standing.rows(), ones), (20, 100));
        let plain = TrainingData::new(rows, "x");
        assert_eq!((row_weights(&plain), standing_rows(&plain, None, 20, Seed(3)).rows()), (None, 4));
    }
}
