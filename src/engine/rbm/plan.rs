//! Which updates are kept as checkpoints, and which are measured.

use crate::engine::rbm::config::{CheckpointPlan, Spacing};
use crate::physics::rbm::Rbm;

/// Up to this update every one is measured.
const EVERY_UPDATE: u64 = 8;
/// The most checkpoints of a plan: an archive may ask for any number.
const MOST_CHECKPOINTS: usize = 100_000;

impl CheckpointPlan {
    /// The updates to keep of a run of `last` updates: 0, the planned ones, `last`; rising, each once.
    ///
    /// At most 100 000 are planned. Logarithmic spacing divides `last` by equal factors down to update 1, as the `rbms` package does.
    pub fn updates(self, last: u64) -> Vec<u64> {
        let wanted = self.count.clamp(1, MOST_CHECKPOINTS);
        let mut updates = vec![0, last];
        for place in 1..wanted {
            let fraction = place as f64 / wanted as f64;
            let update = match self.spacing {
                Spacing::Linear => last as f64 * fraction,
                Spacing::Logarithmic => (last as f64).powf(fraction),
            };
            updates.push((update.round() as u64).clamp(u64::from(last > 0), last));
        }
        updates.sort_unstable();
        updates.dedup();
        updates
    }
}

/// What a singular value decomposition of the weights takes.
fn work(rbm: &Rbm) -> usize {
    let (rows, units) = (rbm.visible_rows(), rbm.hidden_units());
    rows.saturating_mul(units).saturating_mul(rows.min(units))
}

/// Machines below this are small.
const SMALL: usize = 1_000_000;

/// Whether a decomposition of the weights takes no time.
pub fn is_small(rbm: &Rbm) -> bool {
    work(rbm) < SMALL
}

/// Measurements in the time that a run doubles its updates; fewer where they take longer, so that they stay a few parts
/// in a hundred of the training.
pub fn measured_parts(rbm: &Rbm) -> u64 {
    match work(rbm) {
        ..SMALL => 32,
        SMALL..50_000_000 => 16,
        _ => 8,
    }
}

/// Whether update `update` is measured, besides the checkpoints: each of the first ones, then by steps that grow with
/// the update, at least `parts` until it has doubled: a run of any length has some hundred rows, dense where modes appear.
pub fn is_measured(update: u64, parts: u64) -> bool {
    // The step is a power of two: the grid does not depend on where a run was resumed.
    let step = 1_u64 << (update / parts.max(1)).max(1).ilog2();
    update <= EVERY_UPDATE || update.is_multiple_of(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checkpoints_begin_at_the_start_and_end_at_the_end() {
        for spacing in [Spacing::Linear, Spacing::Logarithmic] {
            for (count, last) in [(50, 3000), (1, 10), (0, 7), (100, 5), (3, 0)] {
                let updates = CheckpointPlan { count, spacing }.updates(last);
                assert_eq!((updates.first(), updates.last()), (Some(&0), Some(&last)));
                assert!(updates.windows(2).all(|pair| pair[0] < pair[1]), "{updates:?}");
                assert!(updates.len() <= count.max(1) + 1, "{updates:?}");
            }
        }
        let linear = CheckpointPlan { count: 4, spacing: Spacing::Linear };
        assert_eq!(linear.updates(100), [0, 25, 50, 75, 100]);
        let logarithmic = CheckpointPlan { count: 3, spacing: Spacing::Logarithmic };
        assert_eq!(logarithmic.updates(1000), [0, 10, 100, 1000]);
        let absurd = CheckpointPlan { count: usize::MAX, spacing: Spacing::Linear };
        assert_eq!(absurd.updates(u64::MAX).len(), MOST_CHECKPOINTS + 1);
    }

    #[test]
    fn measurements_are_dense_at_first_and_few_in_all() {
        for (parts, most) in [(32, 1500), (8, 400)] {
            let measured: Vec<u64> = (0..1_000_000).filter(|&update| is_measured(update, parts)).collect();
            assert!(measured.len() < most, "{}", measured.len());
            assert_eq!(&measured[..9], &[0, 1, 2, 3, 4, 5, 6, 7, 8]);
            // No gap is wider than such a part of where it is.
            assert!(measured.windows(2).all(|pair| pair[1] - pair[0] <= 1 + pair[1] / parts), "a wide gap");
        }
    }
}
