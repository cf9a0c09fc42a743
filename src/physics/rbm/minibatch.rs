//! Which rows of the data each update sees.

use crate::physics::seed::{Seed, Stream, shuffle};

/// Minibatches without replacement: each epoch goes through a random order of its own, keyed by seed and epoch; rows
/// that do not fill a last minibatch sit out that epoch.
#[derive(Clone, Debug)]
pub(super) struct Minibatches {
    seed: Seed,
    rows: usize,
    batch: usize,
    /// The epoch whose order is held.
    epoch: Option<u64>,
    order: Vec<u32>,
}

impl Minibatches {
    /// Batches of `batch` of `rows` rows, or of all.
    pub(super) fn new(rows: usize, batch: usize, seed: Seed) -> Self {
        Self { seed, rows, batch: batch.clamp(1, rows.max(1)), epoch: None, order: (0..rows as u32).collect() }
    }

    /// Number of rows in a minibatch.
    pub(super) fn size(&self) -> usize {
        self.batch
    }

    /// Passes through the data after `updates`.
    pub(super) fn epochs(&self, updates: u64) -> f64 {
        updates as f64 * self.batch as f64 / self.rows as f64
    }

    /// The rows of an update: a function of seed and update.
    pub(super) fn rows(&mut self, update: u64) -> &[u32] {
        let batches = (self.rows / self.batch) as u64;
        let (epoch, number) = (update / batches, (update % batches) as usize);
        // One minibatch of all rows needs no order.
        if self.batch < self.rows && self.epoch != Some(epoch) {
            self.order.clear();
            self.order.extend(0..self.rows as u32);
            shuffle(&mut self.order, &mut self.seed.indexed(Stream::Minibatches, epoch));
            self.epoch = Some(epoch);
        }
        &self.order[number * self.batch..(number + 1) * self.batch]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_shows_no_row_twice_and_can_be_entered_anywhere() {
        let mut batches = Minibatches::new(10, 3, Seed(1));
        let all: Vec<Vec<u32>> = (0..9).map(|update| batches.rows(update).to_vec()).collect();
        for epoch in all.chunks(3) {
            let seen: std::collections::BTreeSet<u32> = epoch.concat().into_iter().collect();
            assert_eq!(seen.len(), 9);
        }
        assert_ne!(all[0], all[3]);
        assert_eq!(Minibatches::new(10, 3, Seed(1)).rows(7), all[7]);
        assert_ne!(Minibatches::new(10, 3, Seed(2)).rows(7), all[7]);
        assert_eq!(batches.epochs(5), 1.5);
        let mut whole = Minibatches::new(4, 100, Seed(1));
        assert_eq!(whole.rows(6), [0, 1, 2, 3]);
        assert_eq!(whole.epochs(6), 6.0);
    }
}
