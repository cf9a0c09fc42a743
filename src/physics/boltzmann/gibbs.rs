//! Gibbs sampling of single units, in both phases.
//!
//! Unit i is on with probability σ(β (x_on − x_off) (Σ_j w_ij x_j + b_i)) given all others; a sweep visits the units that are
//! free, visible ones first. Chains of a block share a generator, of which each update has its own.
//!
//! ## References
//!
//! * S. Geman and D. Geman, “Stochastic relaxation, Gibbs distributions, and the Bayesian restoration of images”, IEEE
//!   Trans. Pattern Anal. Mach. Intell. 6, 721 (1984), doi:10.1109/TPAMI.1984.4767596

use std::ops::Range;

use rayon::prelude::*;

use crate::physics::math::sigmoid;
use crate::physics::seed::{ChaCha8Rng, Seed, Stream, uniform};
use crate::physics::stop::Stop;

use super::error::BoltzmannError;
use super::machine::Machine;

/// Chains of a block.
const BLOCK: usize = 16;

/// Which random numbers a block takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Clamped chains.
    Clamped = 0,
    /// Free chains.
    Free = 1,
    /// Rows and noise from which chains start.
    Start = 2,
    /// The chains that are shown.
    Shown = 3,
}

/// The generator of a block of chains at an update: streams of up to 2^14 blocks do not meet.
pub(super) fn generator(seed: Seed, update: u64, of: Use, block: usize) -> ChaCha8Rng {
    seed.indexed(Stream::BoltzmannChains, update << 16 | (of as u64) << 14 | block as u64)
}

/// One sweep over the units named; `values` are those of all units.
fn sweep(machine: &Machine, values: &mut [f64], free: Range<usize>, rng: &mut ChaCha8Rng) {
    let topology = machine.topology();
    let (units, scale) = (topology.units, topology.beta * topology.units.gap());
    for unit in free {
        let on = sigmoid(scale * machine.field(unit, values));
        values[unit] = if uniform(rng) < on { 1.0 } else { units.low() };
    }
}

/// Sweeps over the units named of one state of 0 and 1.
pub(super) fn sweep_state(
    machine: &Machine,
    state: &mut [u8],
    free: Range<usize>,
    sweeps: usize,
    rng: &mut ChaCha8Rng,
) {
    let units = machine.topology().units;
    let mut values: Vec<f64> = state.iter().map(|&bit| units.value(bit)).collect();
    for _ in 0..sweeps {
        sweep(machine, &mut values, free.clone(), rng);
    }
    for (bit, value) in state.iter_mut().zip(values) {
        *bit = u8::from(value > 0.0);
    }
}

/// Which sweeps are made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sweeps {
    pub(super) of: Use,
    pub(super) count: usize,
    pub(super) seed: Seed,
    pub(super) update: u64,
}

/// Sweeps over many states, one after another: all units of free chains, the hidden ones of clamped chains.
///
/// # Errors
/// They were given up; the states are then of no use.
pub(super) fn sweep_states(
    machine: &Machine,
    states: &mut [u8],
    sweeps: Sweeps,
    stop: Stop<'_>,
) -> Result<(), BoltzmannError> {
    let (size, visible) = (machine.topology().size(), machine.topology().visible);
    let free = if sweeps.of == Use::Clamped { visible..size } else { 0..size };
    let whole = states.par_chunks_mut(BLOCK * size).enumerate().all(|(block, states)| {
        let mut rng = generator(sweeps.seed, sweeps.update, sweeps.of, block);
        states.chunks_exact_mut(size).all(|state| {
            let wanted = !stop();
            if wanted {
                sweep_state(machine, state, free.clone(), sweeps.count, &mut rng);
            }
            wanted
        })
    });
    if whole { Ok(()) } else { Err(BoltzmannError::Stopped) }
}
