//! The starts of a search in blocks: a few of them under way at a time, their ends taken in order.

use std::collections::VecDeque;

use rayon::prelude::*;

use super::fixed_points::{FixedPointSettings, Order};
use super::iteration::{End, Iteration};
use super::scalar::Scalar;
use super::tap::Equations;
use crate::physics::rbm::{Configurations, Rbm};

/// Starts that are iterated together.
const BLOCK: usize = 32;
/// The most blocks that are iterated at the same time: enough to share among threads.
const BLOCKS: usize = 32;
/// Multiplications of one step: some 50 ms on one thread. A single sweep of a block is never cut.
const STEP_WORK: usize = 1 << 29;
/// Multiplications that cost as much as moving one mean.
const MOVE: usize = 64;

/// Blocks of starts whatever numbers they are iterated in.
pub(super) trait Blocks: Send + Sync {
    /// Begins blocks where there is room, and advances all that are under way by a bounded number of sweeps.
    fn advance(&mut self, starts: &Configurations);
    /// The ends of the next block, once those of the blocks before it are taken.
    fn take(&mut self) -> Option<Vec<End>>;
    /// Whether the ends of all starts are taken.
    fn complete(&self) -> bool;
    /// Starts whose end is known and not taken.
    fn finished(&self) -> usize;
}

/// [`Blocks`] in single or double precision.
pub(super) struct BlockQueue<T> {
    equations: Equations<T>,
    settings: FixedPointSettings,
    /// From the first block that is not taken to the last that is begun.
    blocks: VecDeque<Block<T>>,
    begun: usize,
    /// Starts in all.
    total: usize,
    /// The most blocks under way.
    room: usize,
    /// Sweeps of a block in one step.
    sweeps: usize,
}

enum Block<T> {
    UnderWay(Box<Iteration<T>>),
    Ended(Vec<End>),
}

impl<T: Scalar> BlockQueue<T> {
    pub(super) fn new(rbm: &Rbm, total: usize, settings: FixedPointSettings) -> Self {
        let equations = Equations::new(rbm, settings.order == Order::Second);
        let (rows, units) = (equations.rows, equations.units);
        // The weights and their squares, up and down.
        let sweep = BLOCK.saturating_mul(4 * rows * units + MOVE * (rows + units)).max(1);
        let room = (STEP_WORK / sweep).clamp(1, BLOCKS);
        let sweeps = (STEP_WORK / sweep.saturating_mul(room)).max(1);
        Self { equations, settings, blocks: VecDeque::new(), begun: 0, total, room, sweeps }
    }
}

impl<T: Scalar> Blocks for BlockQueue<T> {
    fn advance(&mut self, starts: &Configurations) {
        let Self { equations, settings, sweeps, .. } = self;
        let mut under_way = self.blocks.iter().filter(|block| matches!(block, Block::UnderWay(_))).count();
        while under_way < self.room && self.begun < self.total {
            let next = self.begun..self.total.min(self.begun + BLOCK);
            self.begun = next.end;
            let rows = next.filter_map(|row| starts.row(row));
            self.blocks.push_back(Block::UnderWay(Box::new(Iteration::new(equations, rows, settings))));
            under_way += 1;
        }
        self.blocks.par_iter_mut().for_each(|block| {
            if let Block::UnderWay(iteration) = block
                && let Some(ends) = iteration.advance(*sweeps, equations, settings)
            {
                *block = Block::Ended(ends);
            }
        });
    }

    fn take(&mut self) -> Option<Vec<End>> {
        match self.blocks.pop_front_if(|block| matches!(block, Block::Ended(_)))? {
            Block::Ended(ends) => Some(ends),
            Block::UnderWay(_) => None,
        }
    }

    fn complete(&self) -> bool {
        self.blocks.is_empty() && self.begun >= self.total
    }

    fn finished(&self) -> usize {
        let finished = |block: &Block<T>| match block {
            Block::UnderWay(iteration) => iteration.finished(),
            Block::Ended(ends) => ends.len(),
        };
        self.blocks.iter().map(finished).sum()
    }
}
