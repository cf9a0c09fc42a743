//! Chains that walk from one machine to another through the machines between them, and carry the weights that the walk
//! gives them. What importance sampling and the estimate along a training are made of.
//!
//! Along the path the parameters are (1 − λ)·from + λ·to, rounded to single precision: each machine between is one, used
//! as it is, so that rounding moves the path and not its end.

use std::ops::Range;

use rayon::prelude::*;

use crate::physics::block_random::{BlockRandom, Purpose};
use crate::physics::math::{log_sum_exp, log_two_cosh, softplus};
use crate::physics::rbm::annealed_step::Move;
use crate::physics::rbm::cut::threads_for;
use crate::physics::rbm::gibbs::{Chains, product_work};
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::piece::Kernel;
use crate::physics::rbm::units::VisibleUnits;
use crate::physics::seed::{Seed, Stream};

/// The chains, with the logarithms of their weights.
pub(super) struct Walkers {
    chains: Chains,
    /// ln w of each chain.
    pub(super) log_weights: Vec<f64>,
    seed: Seed,
    /// Steps so far; part of the key of the noise.
    tick: u64,
}

/// The machine of independent units with these visible biases, and its ln Z.
pub(super) fn independent(like: &Rbm, visible_bias: &[f32]) -> (Rbm, f64) {
    let mut rbm = like.clone();
    let [weights, visible, hidden] = rbm.parameters_mut();
    weights.fill(0.0);
    hidden.fill(0.0);
    visible.iter_mut().zip(visible_bias).for_each(|(bias, &given)| *bias = given);
    let bias: Vec<f64> = rbm.parameters().visible_bias.iter().map(|&bias| f64::from(bias)).collect();
    let sites: f64 = match like.visible() {
        VisibleUnits::Bernoulli => bias.iter().map(|&a| softplus(a)).sum(),
        VisibleUnits::Ising => bias.iter().map(|&a| log_two_cosh(a)).sum(),
        VisibleUnits::Potts(states) => {
            bias.chunks(usize::from(states)).map(|site| log_sum_exp(site.iter().copied())).sum()
        }
    };
    (rbm, sites + like.hidden_units() as f64 * std::f64::consts::LN_2)
}

/// The machine at λ of the path between two of one shape.
pub(super) fn between(from: &Rbm, to: &Rbm, lambda: f64) -> Rbm {
    let (mut rbm, rest, fraction) = (from.clone(), (1.0 - lambda) as f32, lambda as f32);
    let parameters = to.parameters();
    let ends = [parameters.weights, parameters.visible_bias, parameters.hidden_bias];
    for (mixed, ends) in rbm.parameters_mut().into_iter().zip(ends) {
        mixed.iter_mut().zip(ends).for_each(|(mixed, &end)| *mixed = rest * *mixed + fraction * end);
    }
    rbm
}

impl Walkers {
    /// Chains at independent samples of a machine without weights.
    pub(super) fn start(independent: &Rbm, chains: usize, seed: Seed) -> Self {
        let chains = chains.max(1);
        let mut walkers = Self {
            chains: Chains::unset(independent, chains, seed, Stream::ImportanceSampling),
            log_weights: vec![0.0; chains],
            seed,
            tick: 0,
        };
        // Whatever its hidden units are, the visible ones are drawn from their biases.
        walkers.chains.advance(independent, 1, 0);
        walkers
    }

    /// From one machine to the next: each weight gains F_old(v) − F_new(v), and a Gibbs step of the new machine follows.
    pub(super) fn step(&mut self, old: &Rbm, new: &Rbm) {
        self.tick += 1;
        let kernels = [Kernel::new(old), Kernel::new(new)];
        let path = Move::new(&kernels[0], &kernels[1]);
        let (seed, tick) = (self.seed, self.tick);
        let threads = threads_for(3.0 * product_work(new, self.log_weights.len()));
        let mut rest = &mut self.log_weights[..];
        let pieces: Vec<_> = self
            .chains
            .pieces(threads)
            .into_iter()
            .map(|piece| {
                let own = rest.split_off_mut(..piece.place.len()).unwrap_or_default();
                (piece, own)
            })
            .collect();
        pieces.into_par_iter().with_max_len(if threads > 1 { 1 } else { usize::MAX }).for_each(
            |(mut piece, log_weights)| {
                let mut noise = piece.noise(seed, Stream::ImportanceSampling, tick);
                piece.annealed_step(&path, &mut noise, log_weights);
            },
        );
    }

    /// Systematic resampling of some groups of neighbours, each among its own: as many copies of each chain as its weight
    /// asks for, and all weights of the group 1 again. For each chain its place before.
    pub(super) fn resample(&mut self, groups: &[Range<usize>]) -> Vec<usize> {
        let mut parents: Vec<usize> = (0..self.log_weights.len()).collect();
        for group in groups {
            let (Some(weights), Some(parents)) =
                (self.log_weights.get_mut(group.clone()), parents.get_mut(group.clone()))
            else {
                continue;
            };
            let key = group.start as u64;
            let mut random = BlockRandom::keyed(self.seed, Stream::ImportanceSampling, Purpose::Start, self.tick, key);
            let [offset, ..] = random.uniforms();
            systematic(weights, f64::from(offset), group.start, parents);
            weights.fill(0.0);
        }
        if !groups.is_empty() {
            let before = self.chains.configurations();
            self.chains.set_rows(parents.iter().filter_map(|&parent| before.row(parent)));
        }
        parents
    }
}

/// Chain `first` + k for each of the places, as often as its weight asks for, by one uniform number.
fn systematic(log_weights: &[f64], offset: f64, first: usize, places: &mut [usize]) {
    let sum = log_sum_exp(log_weights.iter().copied());
    let copies = |chain: usize| log_weights.get(chain).map_or(0.0, |weight| (weight - sum).exp()) * places.len() as f64;
    let count = log_weights.len();
    let (mut chain, mut until) = (0, copies(0));
    let chosen: Vec<usize> = (0..places.len())
        .map(|copy| {
            while until <= offset + copy as f64 && chain + 1 < count {
                chain += 1;
                until += copies(chain);
            }
            first + chain
        })
        .collect();
    places.copy_from_slice(&chosen);
}

/// ln of the mean of weights.
pub(super) fn log_mean(log_weights: &[f64]) -> f64 {
    log_sum_exp(log_weights.iter().copied()) - (log_weights.len() as f64).ln()
}

/// How many of them carry the weight, (Σ w)² / Σ w².
pub(super) fn effective_number(log_weights: &[f64]) -> f64 {
    let sum = log_sum_exp(log_weights.iter().copied());
    let squares = log_sum_exp(log_weights.iter().map(|weight| 2.0 * weight));
    (2.0 * sum - squares).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resampling_keeps_each_chain_by_its_weight() {
        let mut counts = [0_u32; 4];
        let log_weights = [0.5_f64, 0.125, 0.125, 0.25].map(f64::ln);
        assert!((effective_number(&log_weights) - 1.0 / 0.34375).abs() < 1e-12);
        assert!((log_mean(&log_weights) - 0.25_f64.ln()).abs() < 1e-12);
        for step in 0..5000 {
            let mut chosen = [0; 4];
            systematic(&log_weights, (f64::from(step) + 0.5) / 5000.0, 40, &mut chosen);
            assert_eq!(&chosen[..2], &[40, 40]);
            assert_ne!(chosen[2], 40);
            for chain in chosen {
                counts[chain - 40] += 1;
            }
        }
        // The right sign: heavy chains multiply.
        assert_eq!(counts, [10_000, 2500, 2500, 5000]);
    }
}
