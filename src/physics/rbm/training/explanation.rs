//! The next update taken apart, without doing it.

use ndarray::Ix2;

use crate::physics::arrays::shaped;
use crate::physics::configurations::Configurations;
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::explained::Explained;
use crate::physics::rbm::gibbs::hidden_means;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::training::{Trainer, Update};
use crate::physics::rbm::units::VisibleUnits;
use crate::physics::stop::NEVER;

/// Rows and chains that are shown.
const SHOWN: usize = 100;

impl Trainer {
    /// What the next [`update`](Self::update) will do, seen at one hidden unit.
    ///
    /// # Errors
    /// A hidden unit that the machine does not have.
    pub fn explain(&self, unit: usize) -> Result<Explained, RbmError> {
        let units = self.rbm.hidden_units();
        if unit >= units {
            return Err(RbmError::Value {
                what: "the hidden unit",
                found: unit.to_string(),
                expected: format!("it can be 0 to {}", units - 1),
            });
        }
        let update = self.updates;
        let (mut batches, mut chains, mut scratch) = (self.batches.clone(), self.chains.clone(), self.scratch.clone());
        let rows = batches.rows(update);
        let run = Update {
            rbm: &self.rbm,
            settings: &self.settings,
            seed: self.seed,
            number: update,
            threads: self.threads(),
        };
        for mut piece in chains.pieces(1) {
            run.start(&self.data, rows, &mut piece);
        }
        let chains_before = chains.first(SHOWN);
        run.gradient(&self.data, rows, &mut chains, &mut scratch, NEVER);
        let gradient = &scratch.gradient;
        let factor = self.settings.rate_at(update) * gradient.scale(&self.settings);
        let shares = self.data.shares(rows);
        let all: Vec<u8> = self.data.rows(rows).flatten().copied().collect();
        let batch = Configurations::new(all, self.rbm.sites());
        let after = chains.configurations();
        let hidden_given_batch = hidden_means(&self.rbm, &batch);
        let hidden_after = hidden_means(&self.rbm, &after);
        let (visible_mean, hidden_mean) = if self.settings.centred {
            (gradient.data_visible.clone(), gradient.data_hidden[unit])
        } else {
            (vec![0.0; self.rbm.visible_rows()], 0.0)
        };
        let column =
            |rbm: &Rbm| rbm.parameters().weights.iter().skip(unit).step_by(units).copied().collect::<Vec<f32>>();
        let correlation = |states: &Configurations, hidden: &[f32], shares: &[f32]| {
            let hidden = hidden.iter().skip(unit).step_by(units).map(|mean| mean - hidden_mean);
            let hidden: Vec<f64> = hidden.zip(shares).map(|(h, share)| f64::from(h) * f64::from(*share)).collect();
            correlations(&self.rbm, states, &hidden, &visible_mean)
        };
        let data_correlation = correlation(&batch, &hidden_given_batch, &shares);
        let chain_shares = run.chain_shares(&shares, after.rows());
        let model_correlation = correlation(&after, &hidden_after, &chain_shares);
        let mut next = self.rbm.clone();
        gradient.apply(&mut next, factor as f32, 1);
        let shown = SHOWN.min(batch.rows());
        let means_shown = hidden_given_batch.iter().take(shown * units).copied().collect();
        Ok(Explained {
            update: update.saturating_add(1),
            unit,
            batch: batch.first(shown),
            hidden_given_batch: shaped("the means of the hidden units", means_shown, Ix2(shown, units))?,
            chains_before,
            chains_after: chains.first(SHOWN),
            data_correlation,
            model_correlation,
            weights_before: column(&self.rbm),
            weights_after: column(&next),
            learning_rate: self.settings.rate_at(update),
        })
    }
}

/// Σ_r h_r (v_r − mean) for each visible row.
fn correlations(rbm: &Rbm, states: &Configurations, hidden: &[f64], visible_mean: &[f32]) -> Vec<f32> {
    let channels = rbm.visible().channels();
    let total: f64 = hidden.iter().sum();
    let mut sums: Vec<f64> = visible_mean.iter().map(|&mean| -f64::from(mean) * total).collect();
    for (row, &hidden) in states.iter_rows().zip(hidden) {
        for (sums, &value) in sums.chunks_exact_mut(channels).zip(row) {
            match rbm.visible() {
                VisibleUnits::Potts(_) => sums[usize::from(value)] += hidden,
                VisibleUnits::Ising => sums[0] += hidden * (2.0 * f64::from(value) - 1.0),
                VisibleUnits::Bernoulli => sums[0] += hidden * f64::from(value),
            }
        }
    }
    sums.into_iter().map(|sum| sum as f32).collect()
}
