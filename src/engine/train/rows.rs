//! Rows of the data that stand for all of them, chosen by the seed.

use crate::physics::data::Dataset;
use crate::physics::rbm::Configurations;
use crate::physics::seed::{Seed, Stream, below};

/// `count` different rows (all where there are fewer), in an order that the seed and `index` give.
pub fn chosen_rows(data: &Dataset, count: usize, seed: Seed, index: u64) -> Configurations {
    let mut rng = seed.indexed(Stream::Rows, index);
    let mut order: Vec<usize> = (0..data.rows()).collect();
    let count = count.min(order.len());
    for place in 0..count {
        // The first steps of a Fisher-Yates shuffle.
        let other = place + below(&mut rng, (order.len() - place) as u32) as usize;
        order.swap(place, other);
    }
    let values: Vec<u8> = order.iter().take(count).filter_map(|&row| data.row(row)).flatten().copied().collect();
    Configurations::new(values, data.columns)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
