//! One chain of each phase, to be looked at.

use crate::physics::seed::Seed;

use super::gibbs::{Use, generator, sweep_state};
use super::machine::{Machine, Topology};

/// The states of one clamped and one free chain, each unit 0 or 1. No average is made of them.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownChains {
    /// Visible units at a row.
    pub clamped: Vec<u8>,
    /// All units free.
    pub free: Vec<u8>,
}

impl ShownChains {
    /// Both with all units off.
    pub fn new(topology: &Topology) -> Self {
        Self { clamped: vec![0; topology.size()], free: vec![0; topology.size()] }
    }

    /// Holds the clamped chain to a row and sweeps both.
    pub fn advance(&mut self, machine: &Machine, row: &[u8], sweeps: usize, seed: Seed, update: u64) {
        let (visible, size) = (machine.topology().visible, machine.topology().size());
        self.clamped.iter_mut().zip(row.iter().take(visible)).for_each(|(into, &bit)| *into = bit);
        let mut rng = generator(seed, update, Use::Shown, 0);
        sweep_state(machine, &mut self.clamped, visible..size, sweeps, &mut rng);
        sweep_state(machine, &mut self.free, 0..size, sweeps, &mut rng);
    }
}
