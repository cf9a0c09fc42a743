//! Many copies of a machine, sampled side by side by Gibbs steps.

use rayon::prelude::*;

use crate::physics::block_random::{BlockRandom, Purpose};
use crate::physics::configurations::Configurations;
use crate::physics::rbm::block::{Block, Kernel, block_sizes};
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::units::HiddenUnits;
use crate::physics::seed::{Seed, Stream};

/// Multiplications below which waking other threads costs more than they save (0.1 ms).
const LEAST_TO_SHARE: f64 = 1e7;
/// The largest number of states of units of all copies: 4 GB of them, and as much again for the lists of those that are 1.
const MOST_NUMBERS: usize = 1 << 30;

/// Whether work of that many multiplications is worth several threads. It changes no result.
pub(super) fn worth_sharing(multiplications: f64) -> bool {
    multiplications > LEAST_TO_SHARE && rayon::current_num_threads() > 1
}

/// The multiplications of one product of W with `copies` vectors.
pub(super) fn product_work(rbm: &Rbm, copies: usize) -> f64 {
    rbm.parameters().weights.len() as f64 * copies as f64
}

/// States of many copies. They are cut into fixed blocks with noise of their own, keyed by seed, stream, tick and block:
/// the same on any number of threads, and a run goes on from its configurations and tick alone.
#[derive(Clone, Debug)]
pub struct Chains {
    seed: Seed,
    stream: Stream,
    sites: usize,
    pub(super) blocks: Vec<Block>,
}

impl Chains {
    /// Whether there is room for `count` copies of a machine.
    ///
    /// # Errors
    /// There is not: the numbers, with a limit.
    pub fn check(rbm: &Rbm, count: usize) -> Result<(), RbmError> {
        check_room(count, rbm.sites(), rbm.hidden_units())
    }

    /// `count` copies at fair noise, that of tick 0.
    ///
    /// # Errors
    /// More copies than there is room for.
    pub fn fair(rbm: &Rbm, count: usize, seed: Seed, stream: Stream) -> Result<Self, RbmError> {
        Self::check(rbm, count)?;
        let mut chains = Self::unset(rbm, count, seed, stream);
        chains.set_noise(0);
        Ok(chains)
    }

    /// A copy at each row of `start`.
    ///
    /// # Errors
    /// Rows of another length than the machine's, values that its units do not take, or more copies than there is room
    /// for.
    pub fn at(rbm: &Rbm, start: &Configurations, seed: Seed, stream: Stream) -> Result<Self, RbmError> {
        rbm.check_rows(start)?;
        Self::check(rbm, start.rows())?;
        let mut chains = Self::unset(rbm, start.rows(), seed, stream);
        chains.set_rows(start.iter_rows());
        Ok(chains)
    }

    pub(super) fn unset(rbm: &Rbm, count: usize, seed: Seed, stream: Stream) -> Self {
        let sizes = block_sizes(count, rbm.visible());
        let blocks = sizes.into_iter().zip(0..).map(|(copies, number)| Block::new(rbm, number, copies)).collect();
        Self { seed, stream, sites: rbm.sites(), blocks }
    }

    /// Puts all copies at the fair noise of a tick.
    pub(super) fn set_noise(&mut self, tick: u64) {
        for block in &mut self.blocks {
            block.set_noise(&mut BlockRandom::keyed(self.seed, self.stream, Purpose::Start, tick, block.number));
        }
    }

    /// Puts the copies at these rows, which are valid.
    pub(super) fn set_rows<'r>(&mut self, rows: impl Iterator<Item = &'r [u8]>) {
        let mut rows = rows.fuse();
        for block in &mut self.blocks {
            let copies = block.copies();
            block.set_values(rows.by_ref().take(copies));
        }
    }

    /// The generator of a block's steps at a tick.
    pub(super) fn random(seed: Seed, stream: Stream, tick: u64, block: &Block) -> BlockRandom {
        BlockRandom::keyed(seed, stream, Purpose::Steps, tick, block.number)
    }

    /// Takes `steps` full Gibbs steps, h given v and then v given h, with the noise of `tick`. The machine must be of the
    /// shape of the one the chains were made for.
    pub fn advance(&mut self, rbm: &Rbm, steps: u32, tick: u64) {
        let kernel = Kernel::new(rbm);
        let (seed, stream) = (self.seed, self.stream);
        let advance = |block: &mut Block| {
            let mut random = Self::random(seed, stream, tick, block);
            for _ in 0..steps {
                block.step(&kernel, &mut random);
            }
        };
        if worth_sharing(2.0 * f64::from(steps) * product_work(rbm, self.len())) {
            self.blocks.par_iter_mut().for_each(advance);
        } else {
            self.blocks.iter_mut().for_each(advance);
        }
    }

    /// The states of the visible units.
    pub fn configurations(&self) -> Configurations {
        self.first(usize::MAX)
    }

    /// The first `rows` of them.
    pub fn first(&self, rows: usize) -> Configurations {
        let rows = rows.min(self.len());
        let mut values = Vec::with_capacity(rows * self.sites);
        for block in &self.blocks {
            if values.len() >= rows * self.sites {
                break;
            }
            block.write_values(&mut values);
        }
        values.truncate(rows * self.sites);
        Configurations::new(values, self.sites)
    }

    /// Number of copies.
    pub fn len(&self) -> usize {
        self.blocks.iter().map(Block::copies).sum()
    }

    /// Whether there is no copy.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// Whether there is room for copies of a machine of these sizes; asked before there is any.
pub(super) fn check_room(copies: usize, sites: usize, hidden_units: usize) -> Result<(), RbmError> {
    match copies.checked_mul(sites.saturating_add(hidden_units)) {
        Some(numbers) if numbers <= MOST_NUMBERS => Ok(()),
        _ => Err(RbmError::Value {
            what: "the number of chains and rows times that of units",
            found: format!("{copies} × ({sites} + {hidden_units})"),
            expected: "it can be at most 2^30, for which 4 to 8 GB are needed".to_owned(),
        }),
    }
}

/// The means of the hidden units given rows of states, row-major: p(h = 1 | v), or tanh of the field for ±1 units.
/// Nothing for rows of another length than the machine's.
pub fn hidden_means(rbm: &Rbm, rows: &Configurations) -> Vec<f32> {
    if rows.sites() != rbm.sites() || rows.rows() == 0 {
        return Vec::new();
    }
    // The seed is not used: nothing is drawn.
    let mut chains = Chains::unset(rbm, rows.rows(), Seed(0), Stream::Samples);
    chains.set_rows(rows.iter_rows());
    let kernel = Kernel::new(rbm);
    let measure = |block: &mut Block| block.measure(&kernel, &vec![1.0; block.copies()]);
    if worth_sharing(product_work(rbm, rows.rows())) {
        chains.blocks.par_iter_mut().for_each(measure);
    } else {
        chains.blocks.iter_mut().for_each(measure);
    }
    chains.blocks.iter().flat_map(Block::hidden).flatten().copied().collect()
}

/// The share of rows in which each hidden unit is on, by its means given the rows: the mean of p(h = 1 | v), for ±1 units
/// that of (1 + tanh)/2. Nothing without rows.
pub fn mean_hidden_activity(rbm: &Rbm, rows: &Configurations) -> Vec<f64> {
    let means = hidden_means(rbm, rows);
    if means.is_empty() {
        return Vec::new();
    }
    let units = rbm.hidden_units();
    let mut sums = vec![0.0_f64; units];
    for row in means.chunks_exact(units) {
        for (sum, &mean) in sums.iter_mut().zip(row) {
            *sum += f64::from(mean);
        }
    }
    let count = rows.rows() as f64;
    let share = |sum: f64| match rbm.hidden() {
        HiddenUnits::Bernoulli => sum / count,
        HiddenUnits::Ising => f64::midpoint(1.0, sum / count),
    };
    sums.into_iter().map(share).collect()
}

/// The means of the visible units given rows of states or means of the hidden ones, row-major: one number for each
/// visible row (p(v = 1 | h), tanh of the field, or the probability of each Potts state).
pub fn visible_means(rbm: &Rbm, hidden: &[f32]) -> Vec<f32> {
    let units = rbm.hidden_units();
    let chains = Chains::unset(rbm, hidden.len() / units, Seed(0), Stream::Samples);
    let kernel = Kernel::new(rbm);
    let share = worth_sharing(product_work(rbm, chains.len()));
    let mut rest = hidden;
    let mut pieces = Vec::with_capacity(chains.blocks.len());
    for block in chains.blocks {
        let (piece, after) = rest.split_at(block.copies() * units);
        pieces.push((block, piece));
        rest = after;
    }
    let means = |(mut block, piece): (Block, &[f32])| {
        block.set_hidden(piece);
        block.visible_means(&kernel)
    };
    let parts: Vec<Vec<f32>> =
        if share { pieces.into_par_iter().map(means).collect() } else { pieces.into_iter().map(means).collect() };
    parts.concat()
}
