//! One run of a cell: its network in the making, then its sweeps.

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::sweep::config::{Measure, SweepConfig, SweepPoint};
use crate::engine::hopfield::sweep::cost::{self, PIECE};
use crate::physics::corruption::Corruption;
use crate::physics::hopfield::classify::RECALLED;
use crate::physics::hopfield::{Assembly, Dynamics};
use crate::physics::seed::{ChaCha8Rng, Seed, Stream};
use crate::physics::spins::{GridShape, Pattern};

/// A run that has begun.
pub(super) enum Run {
    /// Its patterns are being drawn.
    Making(Box<Making>),
    /// Its spins are being visited.
    Going(Box<Going>),
}

/// Where a run stands after some work.
pub(super) enum Stage {
    UnderWay(Run),
    /// What it measured, and the overlap after each sweep.
    Ended(f64, Vec<f64>),
}

pub(super) struct Making {
    seed: Seed,
    rng: ChaCha8Rng,
    assembly: Assembly,
}

pub(super) struct Going {
    dynamics: Dynamics,
    /// The overlap after each sweep.
    overlaps: Vec<f64>,
}

impl Run {
    pub(super) fn begin(config: &SweepConfig, point: &SweepPoint, seed: Seed) -> Result<Self, SessionError> {
        let assembly = Assembly::new(point.size, point.patterns(), config.rule).map_err(SessionError::new)?;
        Ok(Self::Making(Box::new(Making { seed, rng: seed.stream(Stream::Patterns), assembly })))
    }

    /// The overlap after each sweep so far.
    pub(super) fn overlaps(&self) -> &[f64] {
        match self {
            Self::Making(_) => &[],
            Self::Going(going) => &going.overlaps,
        }
    }

    /// Works on until `done` reaches one piece or the run ends.
    pub(super) fn advance(
        self,
        config: &SweepConfig,
        point: &SweepPoint,
        done: &mut u64,
    ) -> Result<Stage, SessionError> {
        match self {
            Self::Making(making) => making.advance(config, point, done).map(Stage::UnderWay),
            Self::Going(going) => Ok(going.advance(config, point, done)),
        }
    }
}

impl Making {
    fn advance(
        mut self: Box<Self>,
        config: &SweepConfig,
        point: &SweepPoint,
        done: &mut u64,
    ) -> Result<Run, SessionError> {
        while !self.assembly.is_full() {
            if *done >= PIECE {
                return Ok(Run::Making(self));
            }
            self.assembly.push(Pattern::random(point.size, &mut self.rng)).map_err(SessionError::new)?;
            *done += cost::pattern(point, config.rule);
            if let [first] = self.assembly.patterns() {
                let start = Corruption::flip(point.flip)
                    .apply(first, GridShape::new(point.size, 1), None, self.seed)
                    .map_err(SessionError::new)?;
                self.assembly.start_from(start);
            }
        }
        *done = done.saturating_add(cost::last_part(point, config.rule));
        let rng = self.seed.stream(Stream::Dynamics);
        let dynamics = self.assembly.run(config.order, point.temperature, rng).map_err(SessionError::new)?;
        Ok(Run::Going(Box::new(Going { dynamics, overlaps: Vec::new() })))
    }
}

impl Going {
    fn advance(mut self: Box<Self>, config: &SweepConfig, point: &SweepPoint, done: &mut u64) -> Stage {
        let per_visit = cost::worst_visit(point, config.rule);
        while *done < PIECE {
            let most = (PIECE - *done).div_ceil(per_visit);
            let before = self.dynamics.updates();
            let ended = self.dynamics.visits(most as usize);
            *done += (self.dynamics.updates() - before) * per_visit;
            if ended.is_some()
                && let Some(value) = self.sweep_ended(config)
            {
                return Stage::Ended(value, self.overlaps);
            }
        }
        Stage::UnderWay(Run::Going(self))
    }

    /// The result after the last sweep.
    fn sweep_ended(&mut self, config: &SweepConfig) -> Option<f64> {
        let overlap = self.dynamics.overlap(0);
        self.overlaps.push(overlap);
        let rests = self.dynamics.outcome().is_some();
        if !rests && self.dynamics.sweeps() < config.sweeps {
            return None;
        }
        Some(match config.measure {
            Measure::Recalled => f64::from(u8::from(overlap > RECALLED)),
            Measure::Overlap if rests => overlap,
            Measure::Overlap => {
                let later = self.overlaps.get((config.sweeps / 2) as usize..).unwrap_or_default();
                later.iter().sum::<f64>() / later.len().max(1) as f64
            }
        })
    }
}
