//! The record of one run: every visit of a spin, from which any moment can be built again.

use std::sync::Arc;

use crate::engine::core::history::Series;
use crate::engine::core::session::{Flow, SessionError};
use crate::engine::hopfield::recall::heat::{Heat, Temperatures};
use crate::engine::hopfield::recall::uphill::Uphill;
use crate::engine::hopfield::recall::view::UphillMoves;
use crate::physics::hopfield::network::Network;
use crate::physics::hopfield::{Acceptance, Dynamics, Outcome, Update, UpdateOrder};
use crate::physics::seed::ChaCha8Rng;
use crate::physics::spins::Pattern;

/// Visits kept; beyond it the older half is forgotten (32 MB with the numbers drawn).
const LONGEST_RECORD: usize = 1 << 22;
/// Points kept of each curve.
const CURVE_POINTS: usize = 2_000;
/// Overlaps followed; with more memories, those closest to the start.
const FOLLOWED: usize = 64;
/// The bit of a visit that says that the spin flipped, and the one that says that this raised the energy.
const FLIPPED: u32 = 1 << 31;
const RAISED: u32 = 1 << 30;
/// The bits of the spin: the largest network has 2²⁰.
const SPIN: u32 = RAISED - 1;

/// One run from a start: dynamics at its end, and the record of how it came there.
pub struct Trace {
    network: Arc<Network>,
    dynamics: Dynamics,
    order: UpdateOrder,
    acceptance: Acceptance,
    heat: Heat,
    temperatures: Temperatures,
    /// The state at update `base`, and for each spin its last flip up to there.
    start: Vec<i8>,
    start_last_flip: Vec<u64>,
    base: u64,
    visits: Vec<u32>,
    /// The number drawn at each visit, not a number at T = 0.
    drawn: Vec<f32>,
    /// Updates at which counting of sweeps started over, rising: 0, then those at which the run branched.
    origins: Vec<u64>,
    /// Whether it went on from an earlier moment, or nobody knows any more at which temperature it began.
    disturbed: bool,
    /// For each spin the update of its last flip, counted from 1; 0 for never.
    last_flip: Vec<u64>,
    followed: Vec<usize>,
    series: Series,
    uphill: Uphill,
    last: Option<Update>,
}

/// A moment of the record, built again.
pub struct Rebuilt {
    /// The state after `update` updates.
    pub spins: Vec<i8>,
    /// For each spin the update of its last flip, counted from 1; 0 for never.
    pub last_flip: Vec<u64>,
    /// The update that led here.
    pub visit: Option<Visit>,
}

/// One visit of the record.
pub struct Visit {
    /// The spin.
    pub spin: usize,
    /// Its field.
    pub field: f64,
    /// Whether it flipped.
    pub flipped: bool,
    /// The number drawn, at T > 0.
    pub drawn: Option<f64>,
}

impl Trace {
    /// A run from `start` at update 0.
    pub fn new(
        network: Arc<Network>,
        start: &Pattern,
        order: UpdateOrder,
        acceptance: Acceptance,
        heat: Heat,
        rng: ChaCha8Rng,
    ) -> Result<Self, SessionError> {
        let temperature = heat.temperature(0, start.len());
        let mut dynamics =
            Dynamics::new(Arc::clone(&network), start, order, temperature, rng).map_err(SessionError::new)?;
        dynamics.set_acceptance(acceptance);
        let mut temperatures = Temperatures::default();
        temperatures.set(0, temperature);
        let followed = closest(&network, start.spins());
        let mut trace = Self {
            series: Series::new(1 + followed.len(), CURVE_POINTS),
            network,
            dynamics,
            order,
            acceptance,
            heat,
            temperatures,
            start: start.spins().to_vec(),
            start_last_flip: vec![0; start.len()],
            base: 0,
            visits: Vec::new(),
            drawn: Vec::new(),
            origins: vec![0],
            disturbed: false,
            last_flip: vec![0; start.len()],
            followed,
            uphill: Uphill::new(),
            last: None,
        };
        trace.push_point();
        Ok(trace)
    }

    /// Continues from an earlier moment with another stream of random numbers; the record beyond it is dropped.
    pub fn branch(&mut self, at: u64, rng: ChaCha8Rng) -> Result<(), SessionError> {
        let at = at.clamp(self.base, self.recorded());
        let moment = self.rebuild(at);
        let start = Pattern::new(moment.spins).map_err(SessionError::new)?;
        let temperature = self.heat.temperature(at, start.len());
        self.dynamics = Dynamics::new(Arc::clone(&self.network), &start, self.order, temperature, rng)
            .map_err(SessionError::new)?;
        self.dynamics.set_acceptance(self.acceptance);
        self.temperatures.set(at, temperature);
        self.last_flip = moment.last_flip;
        self.uphill.branch(at, raised_in(&self.visits, self.base));
        self.visits.truncate((at - self.base) as usize);
        self.drawn.truncate((at - self.base) as usize);
        self.origins.retain(|&origin| origin < at);
        self.origins.push(at);
        self.disturbed = true;
        self.series.truncate(at);
        self.last = None;
        self.push_point();
        Ok(())
    }

    /// Changes the temperature from the next visit on; a schedule is left.
    pub fn set_temperature(&mut self, temperature: f64) -> Result<(), SessionError> {
        self.dynamics.set_temperature(temperature).map_err(SessionError::new)?;
        self.heat = Heat::ByHand(temperature);
        self.temperatures.set(self.recorded(), temperature);
        Ok(())
    }

    /// Whether a run from the same start with the same random numbers is this one.
    pub fn is_repeatable(&self) -> bool {
        !self.disturbed && (matches!(self.heat, Heat::Schedule(_)) || self.temperatures.is_constant())
    }

    /// Whether nothing is left to be run: the schedule is over, or without one the run has come to rest.
    pub fn ended(&self) -> bool {
        match self.heat.length(self.start.len()) {
            Some(length) => self.recorded() >= length,
            None => self.dynamics.outcome().is_some(),
        }
    }

    /// One visit of one spin.
    pub fn step(&mut self) -> Flow {
        if self.ended() {
            return Flow::Done;
        }
        let before = self.recorded();
        if before.is_multiple_of(self.start.len().max(1) as u64) {
            // A checked schedule has no temperature that could be refused.
            let temperature = self.heat.temperature(before, self.start.len());
            self.dynamics.set_temperature(temperature).ok();
            self.temperatures.set(before, temperature);
        }
        let update = self.dynamics.update();
        let flipped = update.after != update.before;
        let raised = flipped && update.delta_energy > 0.0;
        let flags = if flipped { FLIPPED } else { 0 } | if raised { RAISED } else { 0 };
        self.visits.push(update.spin as u32 | flags);
        self.drawn.push(update.drawn.map_or(f32::NAN, |drawn| drawn as f32));
        let count = self.recorded();
        if flipped && let Some(at) = self.last_flip.get_mut(update.spin) {
            *at = count;
        }
        self.uphill.note(count, raised);
        self.last = Some(update);
        let done = self.ended();
        if done || self.series.keeps(count) {
            self.push_point();
        }
        if self.visits.len() >= LONGEST_RECORD {
            self.forget_older_half();
        }
        if done { Flow::Done } else { Flow::Continue }
    }

    fn push_point(&mut self) {
        let n = self.dynamics.spins().len().max(1) as f64;
        let mut row = Vec::with_capacity(1 + self.followed.len());
        row.push((self.dynamics.energy() / n) as f32);
        row.extend(self.followed.iter().map(|&mu| self.dynamics.overlap(mu) as f32));
        self.series.push(self.recorded(), &row);
    }

    fn forget_older_half(&mut self) {
        // Whole sweeps only: a synchronous update is judged by the state at the start of its sweep.
        let base = self.sweep_start(self.base + LONGEST_RECORD as u64 / 2);
        let middle = self.rebuild(base);
        (self.start, self.start_last_flip) = (middle.spins, middle.last_flip);
        self.uphill.forget_before(base, raised_in(&self.visits, self.base));
        let forgotten = base.saturating_sub(self.base) as usize;
        self.visits.drain(..forgotten);
        self.drawn.drain(..forgotten);
        self.disturbed |= !self.temperatures.is_constant() && matches!(self.heat, Heat::ByHand(_));
        self.temperatures.forget_before(base);
        self.base = base;
    }

    /// The start of the sweep that update `done` (counted from 0) belongs to.
    fn sweep_start(&self, done: u64) -> u64 {
        let n = self.start.len().max(1) as u64;
        let origin = self.origins.iter().rev().copied().find(|&origin| origin <= done).unwrap_or(0);
        done - (done - origin) % n
    }

    /// The first update that can still be shown.
    pub fn base(&self) -> u64 {
        self.base
    }

    /// The last update recorded.
    pub fn recorded(&self) -> u64 {
        self.base + self.visits.len() as u64
    }

    /// The state after `update` updates, clamped to the record.
    pub fn rebuild(&self, update: u64) -> Rebuilt {
        let update = update.clamp(self.base, self.recorded());
        let count = (update - self.base) as usize;
        let sweep = (self.order == UpdateOrder::Synchronous && count > 0)
            .then(|| self.sweep_start(update - 1).saturating_sub(self.base) as usize);
        let mut spins = self.start.clone();
        let mut last_flip = self.start_last_flip.clone();
        let mut before_sweep = None;
        for (k, &visit) in self.visits.iter().take(count).enumerate() {
            if sweep == Some(k) {
                before_sweep = Some(spins.clone());
            }
            let spin = (visit & SPIN) as usize;
            if visit & FLIPPED != 0
                && let (Some(value), Some(at)) = (spins.get_mut(spin), last_flip.get_mut(spin))
            {
                *value = -*value;
                *at = self.base + k as u64 + 1;
            }
        }
        let visit = count.checked_sub(1).and_then(|k| self.visits.get(k)).map(|&visit| {
            let spin = (visit & SPIN) as usize;
            // A spin's own value does not act on itself (J_ii = 0): its field is the same before and after.
            let field = self.network.field(before_sweep.as_deref().unwrap_or(&spins), spin);
            let drawn = self.drawn.get(count - 1).filter(|drawn| !drawn.is_nan()).map(|&drawn| f64::from(drawn));
            Visit { spin, field, flipped: visit & FLIPPED != 0, drawn }
        });
        Rebuilt { spins, last_flip, visit }
    }

    /// The dynamics at the end of the record.
    pub fn dynamics(&self) -> &Dynamics {
        &self.dynamics
    }

    /// The last update done, if it was the one that led to the end of the record.
    pub fn last_update(&self) -> Option<&Update> {
        self.last.as_ref()
    }

    /// For each spin the update of its last flip, counted from 1; 0 for never.
    pub fn last_flip(&self) -> &[u64] {
        &self.last_flip
    }

    /// How the run ended, if it did.
    pub fn outcome(&self) -> Option<Outcome> {
        self.dynamics.outcome()
    }

    /// The stored patterns whose overlaps are followed.
    pub fn followed(&self) -> &[usize] {
        &self.followed
    }

    /// (update, energy per spin).
    pub fn energies(&self) -> Vec<[f64; 2]> {
        self.series.channel(0)
    }

    /// (update, overlap) of one of the [followed](Self::followed) patterns.
    pub fn overlaps(&self, followed: usize) -> Vec<[f64; 2]> {
        self.series.channel(1 + followed)
    }

    /// (update, temperature); empty where every visit was at T = 0.
    pub fn temperatures(&self) -> Vec<[f64; 2]> {
        self.temperatures.curve(self.recorded(), CURVE_POINTS)
    }

    /// The temperature of the visit that led to `update` visits.
    pub fn temperature_at(&self, update: u64) -> f64 {
        self.temperatures.at(update)
    }

    /// Where the temperature comes from.
    pub fn heat(&self) -> &Heat {
        &self.heat
    }

    /// Moves that raised the energy.
    pub fn uphill(&self) -> UphillMoves {
        self.uphill.moves(self.recorded())
    }
}

/// How many visits of a record from update `base` on raised the energy, from one update to another.
fn raised_in(visits: &[u32], base: u64) -> impl Fn(u64, u64) -> u64 {
    move |from, to| {
        let place = |update: u64| (update.saturating_sub(base) as usize).min(visits.len());
        let between = visits.get(place(from)..place(to)).unwrap_or_default();
        between.iter().filter(|&&visit| visit & RAISED != 0).count() as u64
    }
}

/// The stored patterns to follow: all of them, or those with the largest |overlap| with the start.
fn closest(network: &Network, start: &[i8]) -> Vec<usize> {
    let overlaps = network.overlaps(start);
    let mut order: Vec<usize> = (0..overlaps.len()).collect();
    let size = |mu: usize| overlaps.get(mu).copied().unwrap_or(0.0).abs();
    order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
    order.truncate(FOLLOWED);
    order.sort_unstable();
    order
}
