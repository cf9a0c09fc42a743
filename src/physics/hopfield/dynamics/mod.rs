//! A running network: spin by spin and sweep by sweep, until a fixed point or a 2-cycle.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use std::sync::Arc;

use super::acceptance::Acceptance;
use super::network::Network;
use super::running::Running;
use super::update_order::UpdateOrder;
use crate::physics::annealing::is_temperature;
use crate::physics::seed::{Branching, ChaCha8Rng, shuffle, uniform};
use crate::physics::spins::Pattern;

mod pieces;

/// Why a network cannot be run so.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DynamicsError {
    /// The state is not one of this network.
    #[error("the state has {found} spins, the network {expected}")]
    Size {
        /// Number of spins of the network.
        expected: usize,
        /// Number of spins of the state.
        found: usize,
    },
    /// A temperature below zero, infinite, or not a number.
    #[error("the temperature is {0}; it must be a finite number, zero or more")]
    Temperature(f64),
}

/// How a run at T = 0 ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A whole sweep flipped nothing.
    FixedPoint,
    /// Synchronous updates came back to the state of two sweeps before, and not to the last one.
    TwoCycle,
}

/// One visit of a spin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Update {
    /// The spin i that was visited.
    pub spin: usize,
    /// The field h_i that decided: the present one, or in a synchronous sweep that at the sweep's start.
    pub field: f64,
    /// σ_i before.
    pub before: i8,
    /// σ_i after.
    pub after: i8,
    /// By how much this one change moved the energy, 0 without a flip. In a synchronous sweep it counts the
    /// changes made before it in the same sweep, so that the changes of a sweep add up.
    pub delta_energy: f64,
    /// At T > 0 the probability of pointing up after this visit: 1/(1+exp(−2h/T)) by Glauber's rule.
    pub probability: Option<f64>,
    /// At T > 0 the uniform number that was drawn: the spin points up where it is below the probability.
    pub drawn: Option<f64>,
    /// Whether this visit ended a sweep.
    pub ends_sweep: bool,
}

impl Update {
    /// Whether the spin was reversed.
    pub fn flipped(&self) -> bool {
        self.before != self.after
    }
}

/// What one sweep did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// Spins reversed in the whole sweep, also those before [`Dynamics::sweep`] took over.
    pub flips: usize,
    /// How the run stands after it.
    pub outcome: Option<Outcome>,
}

/// The mutable state of one running network. A clone is a branch that continues with the same random numbers.
#[derive(Clone, Debug)]
pub struct Dynamics {
    network: Arc<Network>,
    running: Running,
    order: UpdateOrder,
    temperature: f64,
    acceptance: Acceptance,
    /// Fields up to this size are rounding and count as 0.
    rounding: f64,
    rng: Branching,
    /// The order of visits of a random asynchronous sweep.
    sequence: Vec<u32>,
    /// Visits already made in this sweep.
    cursor: usize,
    /// Fields at the start of a synchronous sweep.
    frozen: Vec<f64>,
    /// States at the start of this synchronous sweep and of the one before.
    last: Vec<i8>,
    last_but_one: Vec<i8>,
    /// How many of these two are meant.
    remembered: usize,
    flips: usize,
    flips_since_refresh: usize,
    /// Whether something from outside changed within this sweep, which then says nothing about a fixed point.
    disturbed: bool,
    updates: u64,
    sweeps: u64,
    outcome: Option<Outcome>,
}

impl Dynamics {
    /// Starts `network` at `start`.
    ///
    /// T = 0 is the deterministic rule σ_i ← sign(h_i), which keeps the spin at h_i = 0; T > 0 draws each
    /// spin with p(+1) = 1/(1+exp(−2h_i/T)), Glauber's rule, unless [another](Self::set_acceptance) is set. `rng` gives the random orders and the thermal noise, and
    /// nothing is drawn from it that is not needed.
    pub fn new(
        network: Arc<Network>,
        start: &Pattern,
        order: UpdateOrder,
        temperature: f64,
        rng: ChaCha8Rng,
    ) -> Result<Self, DynamicsError> {
        check_state(&network, start)?;
        check_temperature(temperature)?;
        let running = Running::new(&network, start.spins());
        Ok(Self::begin(network, running, order, temperature, rng))
    }

    fn begin(network: Arc<Network>, running: Running, order: UpdateOrder, temperature: f64, rng: ChaCha8Rng) -> Self {
        let sequence = match order {
            UpdateOrder::RandomAsynchronous => (0..network.size() as u32).collect(),
            _ => Vec::new(),
        };
        Self {
            running,
            order,
            temperature,
            acceptance: Acceptance::Glauber,
            rounding: network.rounding(),
            rng: Branching(rng),
            sequence,
            cursor: 0,
            frozen: Vec::new(),
            last: Vec::new(),
            last_but_one: Vec::new(),
            remembered: 0,
            flips: 0,
            flips_since_refresh: 0,
            disturbed: false,
            updates: 0,
            sweeps: 0,
            outcome: None,
            network,
        }
    }

    /// Visits one spin. Synchronous sweeps too go spin by spin, in the order 0, 1, …: all decisions come from
    /// the fields at the sweep's start.
    pub fn update(&mut self) -> Update {
        struct Visit<'a>(&'a mut Dynamics);
        impl pulp::WithSimd for Visit<'_> {
            type Output = Update;
            #[inline(always)]
            fn with_simd<S: pulp::Simd>(self, _simd: S) -> Update {
                self.0.visit()
            }
        }
        pulp::Arch::new().dispatch(Visit(self))
    }

    /// Visits spins to the end of the current sweep: the same bits as that many [`update`](Self::update)s.
    pub fn sweep(&mut self) -> Sweep {
        loop {
            if let Some(sweep) = self.visits(usize::MAX) {
                return sweep;
            }
        }
    }

    /// Sweeps until the run ends, at most `max_sweeps` times. `None` where it has not ended, as always at T > 0.
    pub fn run(&mut self, max_sweeps: usize) -> Option<Outcome> {
        for _ in 0..max_sweeps {
            if self.outcome.is_some() {
                break;
            }
            self.sweep();
        }
        self.outcome
    }

    #[inline(always)]
    fn visit(&mut self) -> Update {
        if self.cursor == 0 {
            self.begin_sweep();
        }
        let synchronous = self.order == UpdateOrder::Synchronous;
        let site = if self.order == UpdateOrder::RandomAsynchronous {
            self.sequence[self.cursor] as usize
        } else {
            self.cursor
        };
        let before = self.running.spin(site);
        let field = if synchronous { self.frozen[site] } else { self.running.field(&self.network, site) };
        let (after, probability, drawn) = self.decide(before, field);
        let mut delta_energy = 0.0;
        if after != before {
            let present = if synchronous { self.running.field(&self.network, site) } else { field };
            delta_energy = 2.0 * f64::from(before) * present;
            self.running.flip(&self.network, site);
            self.flips += 1;
        }
        self.cursor += 1;
        self.updates += 1;
        let ends_sweep = self.cursor == self.network.size();
        if ends_sweep {
            self.end_sweep();
        }
        Update { spin: site, field, before, after, delta_energy, probability, drawn, ends_sweep }
    }

    #[inline(always)]
    fn decide(&mut self, before: i8, field: f64) -> (i8, Option<f64>, Option<f64>) {
        if self.temperature > 0.0 {
            let probability = self.acceptance.probability_of_up(before, field, self.temperature);
            let drawn = uniform(&mut self.rng.0);
            (if drawn < probability { 1 } else { -1 }, Some(probability), Some(drawn))
        } else if field * f64::from(before) < -self.rounding {
            // The question is whether the spin flips, which is seldom, and not which way the field points,
            // which no processor can foresee.
            (-before, None, None)
        } else {
            (before, None, None)
        }
    }

    #[inline(always)]
    fn begin_sweep(&mut self) {
        if self.flips_since_refresh > self.network.size() {
            self.running.refresh(&self.network);
            self.flips_since_refresh = 0;
        }
        match self.order {
            UpdateOrder::RandomAsynchronous => shuffle(&mut self.sequence, &mut self.rng.0),
            UpdateOrder::FixedAsynchronous => {}
            UpdateOrder::Synchronous => {
                self.frozen.clear();
                self.frozen.extend((0..self.network.size()).map(|site| self.running.field(&self.network, site)));
                std::mem::swap(&mut self.last, &mut self.last_but_one);
                self.last.clear();
                self.last.extend_from_slice(self.running.spins());
                self.remembered = (self.remembered + 1).min(2);
            }
        }
    }

    fn end_sweep(&mut self) {
        let still = self.flips == 0 && !self.disturbed;
        let returned = self.remembered == 2 && self.last_but_one == self.running.spins();
        self.outcome = match self.order {
            _ if self.temperature > 0.0 => None,
            _ if still => Some(Outcome::FixedPoint),
            UpdateOrder::Synchronous if returned => Some(Outcome::TwoCycle),
            _ => None,
        };
        self.flips_since_refresh += self.flips;
        self.flips = 0;
        self.disturbed = false;
        self.cursor = 0;
        self.sweeps += 1;
    }

    /// Something was changed from outside: what the run knew about its end no longer holds.
    fn disturb(&mut self) {
        self.outcome = None;
        self.remembered = 0;
        self.disturbed = self.cursor > 0;
    }

    /// Replaces the whole state; a sweep that has begun goes on, and the decisions of a synchronous one stay.
    pub fn set_state(&mut self, state: &Pattern) -> Result<(), DynamicsError> {
        check_state(&self.network, state)?;
        self.running = Running::new(&self.network, state.spins());
        self.disturb();
        Ok(())
    }

    /// Changes the temperature from the next visit on.
    pub fn set_temperature(&mut self, temperature: f64) -> Result<(), DynamicsError> {
        check_temperature(temperature)?;
        if temperature != self.temperature {
            self.temperature = temperature;
            self.disturb();
        }
        Ok(())
    }

    /// Changes the acceptance rule from the next visit on. It says nothing at T = 0.
    pub fn set_acceptance(&mut self, acceptance: Acceptance) {
        self.acceptance = acceptance;
    }

    /// The network that runs.
    pub fn network(&self) -> &Arc<Network> {
        &self.network
    }

    /// The present state.
    pub fn spins(&self) -> &[i8] {
        self.running.spins()
    }

    /// The present energy E = −½ Σ J σ σ, independent of the path that led here.
    pub fn energy(&self) -> f64 {
        self.running.energy(&self.network)
    }

    /// Overlaps with all stored patterns.
    pub fn overlaps(&self) -> Vec<f64> {
        self.running.overlaps(&self.network)
    }

    /// Overlap with one stored pattern; 0 for one that is not there.
    pub fn overlap(&self, mu: usize) -> f64 {
        self.running.overlap(&self.network, mu)
    }

    /// The present local field of one spin; 0 for one that is not there.
    pub fn field(&self, site: usize) -> f64 {
        if site < self.network.size() { self.running.field(&self.network, site) } else { 0.0 }
    }

    /// The present local fields of all spins: O(p N).
    pub fn fields(&self) -> Vec<f64> {
        self.running.all_fields(&self.network)
    }

    /// The spin that the next visit takes, where that is already decided: not before a random sweep begins.
    pub fn next_spin(&self) -> Option<usize> {
        match self.order {
            UpdateOrder::RandomAsynchronous if self.cursor == 0 => None,
            UpdateOrder::RandomAsynchronous => Some(self.sequence[self.cursor] as usize),
            _ => Some(self.cursor),
        }
    }

    /// The order of visits.
    pub fn order(&self) -> UpdateOrder {
        self.order
    }

    /// The temperature T.
    pub fn temperature(&self) -> f64 {
        self.temperature
    }

    /// How a visited spin takes its direction at T > 0.
    pub fn acceptance(&self) -> Acceptance {
        self.acceptance
    }

    /// Visits made since the start.
    pub fn updates(&self) -> u64 {
        self.updates
    }

    /// Whole sweeps made since the start.
    pub fn sweeps(&self) -> u64 {
        self.sweeps
    }

    /// How the run ended, where it has.
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }
}

fn check_state(network: &Network, state: &Pattern) -> Result<(), DynamicsError> {
    let (expected, found) = (network.size(), state.len());
    if expected == found { Ok(()) } else { Err(DynamicsError::Size { expected, found }) }
}

/// Refuses a number that [cannot be a temperature](is_temperature).
pub fn check_temperature(temperature: f64) -> Result<(), DynamicsError> {
    if is_temperature(temperature) { Ok(()) } else { Err(DynamicsError::Temperature(temperature)) }
}

#[cfg(test)]
mod tests;
