//! The starts of a search in blocks: a few of them under way at a time, their ends taken in order.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::iteration::{End, Iteration};
use super::relaxation::{RelaxationSettings, Starts};
use super::tap::Equations;
use crate::physics::rbm::Rbm;

/// Machines with fewer weights are iterated in double precision.
const SMALL: usize = 1 << 14;
/// The residual that single precision reaches; what is to come nearer goes on from there in double precision.
const SINGLE: f64 = 1e-6;
/// Starts that are iterated together.
const BLOCK: usize = 32;
/// The most blocks that are iterated at the same time: enough to divide among threads.
const BLOCKS: usize = 32;
/// Multiplications of one step: some 50 ms on one thread. A single sweep of a block is never cut.
const STEP_WORK: usize = 1 << 29;
/// Multiplications that cost as much as moving one mean.
const MOVE: usize = 64;

/// The equations in the numbers that they are iterated in.
pub(super) enum Precisions {
    Double(Arc<Equations<f64>>),
    /// And on in double precision, where single precision does not come near enough.
    Single(Equations<f32>, Option<Arc<Equations<f64>>>),
}

impl Precisions {
    /// What the size of the machine and the tolerance ask for; `double` gives the equations in double precision.
    pub(super) fn of(rbm: &Rbm, settings: &RelaxationSettings, double: impl FnOnce() -> Arc<Equations<f64>>) -> Self {
        if rbm.parameters().weights.len() < SMALL {
            return Self::Double(double());
        }
        Self::Single(Equations::new(rbm, settings.order), (settings.tolerance < SINGLE).then(double))
    }

    /// Visible rows and hidden units.
    fn sizes(&self) -> [usize; 2] {
        match self {
            Self::Double(equations) => [equations.rows, equations.units],
            Self::Single(equations, _) => [equations.rows, equations.units],
        }
    }

    fn begin(&self, starts: &Starts, rows: Range<usize>, settings: &RelaxationSettings) -> Block {
        match self {
            Self::Double(equations) => {
                Block::Double(Box::new(Iteration::new(equations, equations.means(starts, rows), settings)))
            }
            Self::Single(equations, _) => {
                Block::Single(Box::new(Iteration::new(equations, equations.means(starts, rows), settings)))
            }
        }
    }

    fn advance(&self, block: &mut Block, sweeps: usize, settings: &RelaxationSettings) {
        let next = match (self, &mut *block) {
            (Self::Single(equations, double), Block::Single(iteration)) => {
                let coarse = RelaxationSettings { tolerance: settings.tolerance.max(SINGLE), ..*settings };
                iteration.advance(sweeps, equations, &coarse).map(|ends| match double {
                    Some(equations) => Block::Double(Box::new(Iteration::resumed(equations, ends, settings))),
                    None => Block::Ended(ends),
                })
            }
            (Self::Double(equations) | Self::Single(_, Some(equations)), Block::Double(iteration)) => {
                iteration.advance(sweeps, equations, settings).map(Block::Ended)
            }
            _ => None,
        };
        if let Some(next) = next {
            *block = next;
        }
    }
}

/// The starts from the first whose end is not taken to the last that is begun.
pub(super) struct BlockQueue {
    precisions: Precisions,
    settings: RelaxationSettings,
    blocks: VecDeque<Block>,
    /// Starts that are begun.
    begun: usize,
    /// Starts in all.
    total: usize,
    /// The most blocks under way.
    room: usize,
    /// Sweeps of a block in one step.
    sweeps: usize,
}

enum Block {
    Single(Box<Iteration<f32>>),
    Double(Box<Iteration<f64>>),
    Ended(Vec<End>),
}

impl BlockQueue {
    pub(super) fn new(precisions: Precisions, total: usize, settings: RelaxationSettings) -> Self {
        let [rows, units] = precisions.sizes();
        // The weights and their powers, up and down.
        let powers = settings.order.number();
        let sweep = BLOCK.saturating_mul(2 * powers * rows * units + MOVE * (rows + units)).max(1);
        let room = (STEP_WORK / sweep).clamp(1, BLOCKS);
        let sweeps = (STEP_WORK / sweep.saturating_mul(room)).max(1);
        Self { precisions, settings, blocks: VecDeque::new(), begun: 0, total, room, sweeps }
    }

    /// Begins blocks where there is room, and advances all that are under way by a bounded number of sweeps.
    pub(super) fn advance(&mut self, starts: &Starts) {
        let mut under_way = self.blocks.iter().filter(|block| !matches!(block, Block::Ended(_))).count();
        while under_way < self.room && self.begun < self.total {
            let next = self.begun..self.total.min(self.begun + BLOCK);
            self.begun = next.end;
            self.blocks.push_back(self.precisions.begin(starts, next, &self.settings));
            under_way += 1;
        }
        let Self { precisions, settings, sweeps, .. } = self;
        self.blocks.par_iter_mut().for_each(|block| precisions.advance(block, *sweeps, settings));
    }

    /// The ends of the next block, once those of the blocks before it are taken.
    pub(super) fn take(&mut self) -> Option<Vec<End>> {
        match self.blocks.pop_front_if(|block| matches!(block, Block::Ended(_)))? {
            Block::Ended(ends) => Some(ends),
            Block::Single(_) | Block::Double(_) => None,
        }
    }

    /// Whether the ends of all starts are taken.
    pub(super) fn complete(&self) -> bool {
        self.blocks.is_empty() && self.begun >= self.total
    }

    /// Starts whose end is known and not taken.
    pub(super) fn finished(&self) -> usize {
        let single_is_final = matches!(self.precisions, Precisions::Single(_, None));
        let finished = |block: &Block| match block {
            // What has converged in single precision goes on.
            Block::Single(_) if !single_is_final => 0,
            Block::Single(iteration) => iteration.finished(),
            Block::Double(iteration) => iteration.finished(),
            Block::Ended(ends) => ends.len(),
        };
        self.blocks.iter().map(finished).sum()
    }
}
