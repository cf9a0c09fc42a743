//! The record of one run: every visit of a spin, from which any moment can be built again.

use std::sync::Arc;

use crate::engine::history::Series;
use crate::engine::session::{Flow, SessionError};
use crate::physics::hopfield::network::Network;
use crate::physics::hopfield::{Dynamics, Outcome, Update, UpdateOrder};
use crate::physics::seed::ChaCha8Rng;
use crate::physics::spins::Pattern;

/// Visits kept; beyond it the older half is forgotten (16 MB).
const LONGEST_RECORD: usize = 1 << 22;
/// Points kept of each curve.
const CURVE_POINTS: usize = 2_000;
/// Overlaps followed; with more memories, those closest to the start.
const FOLLOWED: usize = 64;
/// Uphill moves noted.
const UPHILL_MOVES: usize = 2_000;
/// The bit of a visit that says that the spin flipped.
const FLIPPED: u32 = 1 << 31;

/// One run from a start: dynamics at its end, and the record of how it came there.
pub struct Trace {
    network: Arc<Network>,
    dynamics: Dynamics,
    order: UpdateOrder,
    /// The state at update `base`, and for each spin its last flip up to there.
    start: Vec<i8>,
    start_last_flip: Vec<u64>,
    base: u64,
    visits: Vec<u32>,
    /// Updates at which sweeps began anew, rising: 0, then those at which the run branched.
    origins: Vec<u64>,
    /// For each spin the update of its last flip, counted from 1; 0 for never.
    last_flip: Vec<u64>,
    followed: Vec<usize>,
    series: Series,
    uphill: Vec<u64>,
    last: Option<Update>,
}

/// A moment of the record, built again.
pub struct Rebuilt {
    /// The state after `update` updates.
    pub spins: Vec<i8>,
    /// For each spin the update of its last flip, counted from 1; 0 for never.
    pub last_flip: Vec<u64>,
    /// The update that led here: the spin, its field before, and whether it flipped.
    pub visit: Option<(usize, f64, bool)>,
}

impl Trace {
    /// A run from `start` at update 0.
    pub fn new(
        network: Arc<Network>,
        start: &Pattern,
        order: UpdateOrder,
        temperature: f64,
        rng: ChaCha8Rng,
    ) -> Result<Self, SessionError> {
        let dynamics =
            Dynamics::new(Arc::clone(&network), start, order, temperature, rng).map_err(SessionError::new)?;
        let followed = closest(&network, start.spins());
        let mut trace = Self {
            series: Series::new(1 + followed.len(), CURVE_POINTS),
            network,
            dynamics,
            order,
            start: start.spins().to_vec(),
            start_last_flip: vec![0; start.len()],
            base: 0,
            visits: Vec::new(),
            origins: vec![0],
            last_flip: vec![0; start.len()],
            followed,
            uphill: Vec::new(),
            last: None,
        };
        trace.push_point();
        Ok(trace)
    }

    /// Continues from an earlier moment with another stream of random numbers; the record beyond it is dropped.
    pub fn branch(&mut self, at: u64, temperature: f64, rng: ChaCha8Rng) -> Result<(), SessionError> {
        let moment = self.rebuild(at);
        let start = Pattern::new(moment.spins).map_err(SessionError::new)?;
        self.dynamics = Dynamics::new(Arc::clone(&self.network), &start, self.order, temperature, rng)
            .map_err(SessionError::new)?;
        self.last_flip = moment.last_flip;
        let at = at.clamp(self.base, self.recorded());
        self.visits.truncate((at - self.base) as usize);
        self.origins.retain(|&origin| origin < at);
        self.origins.push(at);
        self.series.truncate(at);
        self.uphill.retain(|&update| update <= at);
        self.last = None;
        self.push_point();
        Ok(())
    }

    /// One visit of one spin.
    pub fn step(&mut self) -> Flow {
        if self.dynamics.outcome().is_some() {
            return Flow::Done;
        }
        let update = self.dynamics.update();
        let flipped = update.after != update.before;
        self.visits.push(update.spin as u32 | if flipped { FLIPPED } else { 0 });
        let count = self.recorded();
        if flipped {
            if let Some(at) = self.last_flip.get_mut(update.spin) {
                *at = count;
            }
            if update.delta_energy > 0.0 && self.uphill.len() < UPHILL_MOVES {
                self.uphill.push(count);
            }
        }
        self.last = Some(update);
        let done = self.dynamics.outcome().is_some();
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
        self.visits.drain(..base.saturating_sub(self.base) as usize);
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
            let spin = (visit & !FLIPPED) as usize;
            if visit & FLIPPED != 0
                && let (Some(value), Some(at)) = (spins.get_mut(spin), last_flip.get_mut(spin))
            {
                *value = -*value;
                *at = self.base + k as u64 + 1;
            }
        }
        let visit = count.checked_sub(1).and_then(|k| self.visits.get(k)).map(|&visit| {
            let spin = (visit & !FLIPPED) as usize;
            // A spin's own value does not act on itself (J_ii = 0): its field is the same before and after.
            let field = self.network.field(before_sweep.as_deref().unwrap_or(&spins), spin);
            (spin, field, visit & FLIPPED != 0)
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

    /// The stored patterns whose overlaps are followed, in the order of the channels after the energy.
    pub fn followed(&self) -> &[usize] {
        &self.followed
    }

    /// Energy per spin, then the followed overlaps.
    pub fn series(&self) -> &Series {
        &self.series
    }

    /// Updates that raised the energy.
    pub fn uphill(&self) -> &[u64] {
        &self.uphill
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
