//! What is kept of a run: checkpoints and curves, neither of which grows without end.

use std::sync::Arc;

use crate::engine::boltzmann::view::{BoltzmannHistory, BoltzmannMoment};
use crate::engine::core::history::Series;

/// Checkpoints at most, points of a curve at most.
const MOST_CHECKPOINTS: usize = 256;
const MOST_POINTS: usize = 1024;
/// Numbers of all checkpoints together, about.
const MOST_NUMBERS: usize = 1 << 23;

/// Moments at equal distances, which double whenever there are too many.
pub(super) struct Checkpoints {
    moments: Vec<Arc<BoltzmannMoment>>,
    updates: Arc<[u64]>,
    stride: u64,
    most: usize,
}

impl Checkpoints {
    /// None yet, of machines with so many units and so many visible states that are listed.
    pub(super) fn new(units: usize, states: usize) -> Self {
        // Weights, the averages of both phases, their difference and error, and the change.
        let numbers = 6 * units * units + 2 * states;
        let most = (MOST_NUMBERS / numbers.max(1)).clamp(8, MOST_CHECKPOINTS);
        Self { moments: Vec::new(), updates: Arc::default(), stride: 1, most }
    }

    /// Keeps a moment if it is one of those that are kept; of two at one update the later.
    pub(super) fn push(&mut self, moment: &Arc<BoltzmannMoment>) {
        if !moment.update.is_multiple_of(self.stride) {
            return;
        }
        self.moments.pop_if(|last| last.update == moment.update);
        self.moments.push(Arc::clone(moment));
        if self.moments.len() > self.most {
            self.stride *= 2;
            let stride = self.stride;
            self.moments.retain(|moment| moment.update.is_multiple_of(stride));
        }
        self.updates = self.moments.iter().map(|moment| moment.update).collect();
    }

    /// The last one up to an update.
    pub(super) fn up_to(&self, update: u64) -> Option<&Arc<BoltzmannMoment>> {
        let after = self.moments.partition_point(|moment| moment.update <= update);
        self.moments.get(after.checked_sub(1)?)
    }

    /// Their updates.
    pub(super) const fn updates(&self) -> &Arc<[u64]> {
        &self.updates
    }
}

/// The curves.
pub(super) struct Curves {
    /// KL and log-likelihood, where they are known.
    likelihood: Series,
    largest: Series,
    orders: Series,
    order_count: usize,
    beta: Series,
}

impl Curves {
    /// None yet; couplings of so many orders.
    pub(super) fn new(order_count: usize) -> Self {
        let series = |channels| Series::new(channels, MOST_POINTS);
        Self { likelihood: series(2), largest: series(1), orders: series(order_count), order_count, beta: series(1) }
    }

    /// Adds a moment.
    pub(super) fn push(&mut self, moment: &BoltzmannMoment) {
        if let (Some(kl), Some(log_likelihood)) = (moment.kl, moment.log_likelihood) {
            self.likelihood.push(moment.update, &[kl as f32, log_likelihood as f32]);
        }
        self.largest.push(moment.update, &[moment.phases.largest as f32]);
        if let Some(couplings) = &moment.couplings {
            let rms: Vec<f32> = couplings.rms.iter().map(|&rms| rms as f32).collect();
            self.orders.push(moment.update, &rms);
        }
        if let Some(temperature) = &moment.temperature {
            self.beta.push(moment.update, &[temperature.beta as f32]);
        }
    }

    /// As they are seen.
    pub(super) fn history(&self) -> BoltzmannHistory {
        let orders = if self.orders.is_empty() { 0 } else { self.order_count };
        BoltzmannHistory {
            kl: self.likelihood.channel(0).into(),
            log_likelihood: self.likelihood.channel(1).into(),
            largest: self.largest.channel(0).into(),
            orders: (0..orders).map(|order| self.orders.channel(order).into()).collect(),
            beta: self.beta.channel(0).into(),
        }
    }
}
