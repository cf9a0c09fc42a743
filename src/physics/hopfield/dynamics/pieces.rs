//! Sweeps cut into pieces: a sweep of a large network takes longer than a person waits for Cancel.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use std::sync::Arc;

use super::{Dynamics, DynamicsError, Sweep, check_state, check_temperature};
use crate::physics::hopfield::network::Network;
use crate::physics::hopfield::running::Running;
use crate::physics::hopfield::update_order::UpdateOrder;
use crate::physics::seed::ChaCha8Rng;
use crate::physics::spins::Pattern;

impl Dynamics {
    /// Starts at a state whose sums Σ_j ξ_j^μ σ_j, one for each pattern, are known.
    pub(in crate::physics::hopfield) fn with_sums(
        network: Arc<Network>,
        (start, sums): (&Pattern, Vec<i32>),
        order: UpdateOrder,
        temperature: f64,
        rng: ChaCha8Rng,
    ) -> Result<Self, DynamicsError> {
        check_state(&network, start)?;
        check_temperature(temperature)?;
        let running = Running::with_sums(&network, start.spins().to_vec(), sums);
        Ok(Self::begin(network, running, order, temperature, rng))
    }

    /// Visits at most `most` spins, none beyond the end of the current sweep: the same bits as that many
    /// [`update`](Self::update)s. Gives what the sweep did when it ended.
    pub fn visits(&mut self, most: usize) -> Option<Sweep> {
        struct Visits<'a>(&'a mut Dynamics, usize);
        impl pulp::WithSimd for Visits<'_> {
            type Output = Option<usize>;
            #[inline(always)]
            fn with_simd<S: pulp::Simd>(self, _simd: S) -> Option<usize> {
                for _ in 0..self.1 {
                    let flips = self.0.flips;
                    let update = self.0.visit();
                    if update.ends_sweep {
                        return Some(flips + usize::from(update.flipped()));
                    }
                }
                None
            }
        }
        let flips = pulp::Arch::new().dispatch(Visits(self, most))?;
        Some(Sweep { flips, outcome: self.outcome })
    }
}
