//! Many copies of a machine, sampled side by side by Gibbs steps.

use rayon::prelude::*;

use crate::physics::configurations::Configurations;
use crate::physics::rbm::block::Block;
use crate::physics::rbm::cut::{block_sizes, pieces_of_a_block, threads_for};
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::piece::{Kernel, Piece};
use crate::physics::rbm::units::HiddenUnits;
use crate::physics::seed::{Seed, Stream};

/// The largest number of states of units of all copies: 4 GB of them, and as much again for the lists of those that are 1.
const MOST_NUMBERS: usize = 1 << 30;

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
    /// Bytes that `count` copies of a machine of these sizes take at most: 4 for each unit, and as many for the list of
    /// those that are 1.
    ///
    /// # Errors
    /// There is no room for them, however much memory there is: the numbers, with a limit.
    pub fn memory(count: usize, sites: usize, hidden_units: usize) -> Result<u64, RbmError> {
        check_room(count, sites, hidden_units)?;
        Ok((count as u64).saturating_mul((sites as u64).saturating_add(hidden_units as u64)).saturating_mul(8))
    }

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

    /// The copies in pieces for so many threads.
    pub(super) fn pieces(&mut self, threads: usize) -> Vec<Piece<'_>> {
        let largest = self.blocks.iter().map(Block::copies).max().unwrap_or(0);
        let count = pieces_of_a_block(self.blocks.len(), largest, threads);
        let mut first = 0;
        let mut pieces = Vec::with_capacity(self.blocks.len() * count);
        for block in &mut self.blocks {
            let copies = block.copies();
            pieces.extend(block.pieces(count, first));
            first += copies;
        }
        pieces
    }

    /// Its blocks, each with its own of these factors of all copies.
    pub(super) fn blocks_with<'a>(
        &'a mut self,
        mut factors: &'a [f32],
    ) -> impl Iterator<Item = (&'a mut Block, &'a [f32])> {
        self.blocks.iter_mut().map(move |block| {
            let (own, others) = factors.split_at(block.copies());
            factors = others;
            (block, own)
        })
    }

    /// The pieces for so many threads, each worked on by one of them.
    fn work_on<R: Send>(&mut self, threads: usize, work: impl Fn(Piece<'_>) -> R + Send + Sync) -> Vec<R> {
        let pieces = self.pieces(threads);
        if threads > 1 { pieces.into_par_iter().map(work).collect() } else { pieces.into_iter().map(work).collect() }
    }

    /// Puts all copies at the fair noise of a tick.
    pub(super) fn set_noise(&mut self, tick: u64) {
        let (seed, stream) = (self.seed, self.stream);
        for mut piece in self.pieces(1) {
            piece.set_noise(seed, stream, tick);
        }
    }

    /// Puts the copies at these rows, which are valid.
    pub(super) fn set_rows<'r>(&mut self, rows: impl Iterator<Item = &'r [u8]>) {
        let mut rows = rows.fuse();
        for mut piece in self.pieces(1) {
            let copies = piece.place.len();
            piece.set_values(rows.by_ref().take(copies));
        }
    }

    /// Takes `steps` full Gibbs steps, h given v and then v given h, with the noise of `tick`. The machine must be of the
    /// shape of the one the chains were made for.
    pub fn advance(&mut self, rbm: &Rbm, steps: u32, tick: u64) {
        let kernel = Kernel::new(rbm);
        let (seed, stream) = (self.seed, self.stream);
        let threads = threads_for(2.0 * f64::from(steps) * product_work(rbm, self.len()));
        self.work_on(threads, |mut piece| {
            let mut noise = piece.noise(seed, stream, tick);
            for _ in 0..steps {
                piece.step(&kernel, &mut noise);
            }
        });
    }

    /// The states that the pieces kept, of the first `rows` copies.
    pub(super) fn kept(&self, rows: usize) -> Configurations {
        let rows = rows.min(self.len());
        let mut values = Vec::with_capacity(rows * self.sites);
        for row in self.blocks.iter().flat_map(Block::kept).take(rows) {
            values.extend_from_slice(row);
        }
        Configurations::new(values, self.sites)
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
    let threads = threads_for(product_work(rbm, rows.rows()));
    chains.work_on(threads, |mut piece| piece.measure(&kernel, &vec![1.0; piece.place.len()]));
    chains.blocks.iter().flat_map(Block::hidden).flatten().copied().collect()
}

/// The fraction of rows in which each hidden unit is on, by its means given the rows: the mean of p(h = 1 | v), for ±1 units
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
    let fraction = |sum: f64| match rbm.hidden() {
        HiddenUnits::Bernoulli => sum / count,
        HiddenUnits::Ising => f64::midpoint(1.0, sum / count),
    };
    sums.into_iter().map(fraction).collect()
}

/// The means of the visible units given rows of states or means of the hidden ones, row-major: one number for each
/// visible row (p(v = 1 | h), tanh of the field, or the probability of each Potts state).
pub fn visible_means(rbm: &Rbm, hidden: &[f32]) -> Vec<f32> {
    let units = rbm.hidden_units();
    let mut chains = Chains::unset(rbm, hidden.len() / units, Seed(0), Stream::Samples);
    let kernel = Kernel::new(rbm);
    let threads = threads_for(product_work(rbm, chains.len()));
    let means = chains.work_on(threads, |mut piece| {
        piece.set_hidden(&hidden[piece.place.start * units..]);
        piece.visible_means(&kernel)
    });
    means.concat()
}
