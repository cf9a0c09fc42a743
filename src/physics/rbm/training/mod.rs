//! Training by gradients of the likelihood, one minibatch at a time.
//!
//! Everything random is a function of seed and update, so that a training goes on, bit for bit, from the machine and the
//! chains of any update; and all work is cut in fixed blocks, so that threads change nothing.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::physics::configurations::Configurations;
use crate::physics::data::Dataset;
use crate::physics::rbm::block::Block;
use crate::physics::rbm::correlation::connected_correlation;
use crate::physics::rbm::cut::threads_for;
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::gibbs::{Chains, check_room, product_work};
use crate::physics::rbm::gradient::Gradient;
use crate::physics::rbm::initial;
use crate::physics::rbm::minibatch::Minibatches;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::piece::{Kernel, Piece};
use crate::physics::rbm::settings::{Method, TrainerSetup, TrainingSettings};
use crate::physics::rbm::trajectory::Checkpoint;
use crate::physics::seed::{Seed, Stream};
use crate::physics::stop::{NEVER, Stop};

mod explanation;
mod guard;
mod rows;

pub use self::guard::Halt;
use self::rows::Data;

/// Chains whose correlation is taken: enough to know it to a few per cent, at little cost compared with the steps.
const COMPARED: usize = 128;

/// A training at one of its updates.
#[derive(Clone, Debug)]
pub struct Trainer {
    rbm: Rbm,
    settings: TrainingSettings,
    updates: u64,
    seed: Seed,
    data: Data,
    batches: Minibatches,
    chains: Chains,
    /// The states of some chains before the last update's steps, where they persist.
    before: Option<Configurations>,
    scratch: Scratch,
}

/// Room for the minibatch and the gradient, kept from update to update; never part of a state.
#[derive(Clone, Debug)]
struct Scratch {
    data: Chains,
    gradient: Gradient,
}

impl Trainer {
    /// A training before its first update, its chains at fair noise (CD: at the first minibatch).
    ///
    /// # Errors
    /// Settings out of range, no data, values that the units do not take, or sizes that no machine has.
    pub fn new(data: &Dataset, setup: &TrainerSetup) -> Result<Self, RbmError> {
        let TrainerSetup { visible, hidden, hidden_units, settings, initial_spread, reweighted, seed } = *setup;
        settings.check()?;
        let rows = Data::new(data, visible, reweighted)?;
        let batch = settings.batch.min(rows.count());
        let count = if settings.method == Method::ContrastiveDivergence { batch } else { settings.chains };
        check_room(batch + count, rows.values.sites(), hidden_units)?;
        let weights = rows.weights.as_deref();
        let rbm = initial::machine(data, weights, (visible, hidden), hidden_units, initial_spread, seed)?;
        let chains = Chains::fair(&rbm, count, seed, Stream::Chains)?;
        Ok(Self::begin(rbm, settings, 0, seed, rows, chains))
    }

    /// Goes on from a checkpoint. With its chains, and the same data, settings and seed, the training repeats the
    /// uninterrupted one bit for bit (where the checkpoint has another number of chains than the settings, its own
    /// counts, and [`settings`](Self::settings) says so); without, its chains start at rows spread over the data.
    ///
    /// # Errors
    /// As [`new`](Self::new), or a checkpoint that does not fit the data.
    pub fn resume(
        data: &Dataset,
        reweighted: bool,
        checkpoint: &Checkpoint,
        mut settings: TrainingSettings,
        seed: Seed,
    ) -> Result<Self, RbmError> {
        settings.check()?;
        let rbm = Rbm::clone(&checkpoint.rbm);
        let rows = Data::new(data, rbm.visible(), reweighted)?;
        if rows.values.sites() != rbm.sites() {
            let (columns, sites) = (rows.values.sites(), rbm.sites());
            return Err(RbmError::Data(format!(
                "the rows of {} have {columns} values; the machine has {sites} sites",
                data.name
            )));
        }
        if !rbm.is_finite() {
            return Err(RbmError::Data(format!(
                "the machine of update {} has numbers that are not finite",
                checkpoint.update
            )));
        }
        let kept = checkpoint.chains.as_deref().filter(|chains| chains.rows() > 0);
        let batch = settings.batch.min(rows.count());
        let count = match (settings.method, kept) {
            (Method::ContrastiveDivergence, _) => batch,
            (_, Some(kept)) => kept.rows(),
            (_, None) => settings.chains,
        };
        check_room(batch + count, rbm.sites(), rbm.hidden_units())?;
        let chains = if settings.method == Method::ContrastiveDivergence {
            Chains::at(&rbm, &rows.values.first(settings.batch), seed, Stream::Chains)?
        } else if let Some(kept) = kept {
            settings.chains = kept.rows();
            settings.check()?;
            Chains::at(&rbm, kept, seed, Stream::Chains)?
        } else {
            let mut chains = Chains::unset(&rbm, settings.chains, seed, Stream::Chains);
            let spread = |chain: usize| (chain * rows.count() / settings.chains) as u32;
            chains.set_rows((0..settings.chains).map(|chain| rows.row(spread(chain))));
            chains
        };
        Ok(Self::begin(rbm, settings, checkpoint.update, seed, rows, chains))
    }

    fn begin(rbm: Rbm, settings: TrainingSettings, updates: u64, seed: Seed, data: Data, chains: Chains) -> Self {
        let batches = Minibatches::new(data.count(), settings.batch, seed);
        let scratch =
            Scratch { data: Chains::unset(&rbm, batches.size(), seed, Stream::Chains), gradient: Gradient::default() };
        let mut trainer = Self { rbm, settings, updates, seed, data, batches, chains, before: None, scratch };
        if settings.method == Method::ContrastiveDivergence {
            let rows = trainer.batches.rows(updates);
            trainer.chains.set_rows(trainer.data.rows(rows));
        }
        trainer
    }

    /// Makes one update.
    ///
    /// # Errors
    /// Numbers that are not finite, or absurdly large: machine and chains are left as they were before.
    pub fn update(&mut self) -> Result<(), Halt> {
        self.update_unless(NEVER).map(|_| ())
    }

    /// Makes one update, unless it is given up: then machine and chains are left as they were before, and it is `false`.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub fn update_unless(&mut self, stop: Stop<'_>) -> Result<bool, Halt> {
        let update = self.updates;
        let threads = self.threads();
        let rows = self.batches.rows(update);
        let run = Update { rbm: &self.rbm, settings: &self.settings, seed: self.seed, number: update, threads };
        if !run.gradient(&self.data, rows, &mut self.chains, &mut self.scratch, stop) {
            self.take_back();
            return Ok(false);
        }
        let gradient = &self.scratch.gradient;
        let factor = self.settings.rate_at(update) * gradient.scale(&self.settings);
        if let Err(halt) = guard::check(&self.rbm, gradient, &self.settings, factor, update) {
            self.take_back();
            return Err(halt);
        }
        gradient.apply(&mut self.rbm, factor as f32, threads);
        self.before = (self.settings.method == Method::Persistent).then(|| self.chains.kept(COMPARED));
        self.updates = update.saturating_add(1);
        Ok(true)
    }

    /// Puts the chains where they were before the update.
    fn take_back(&mut self) {
        let start = self.chains.kept(usize::MAX);
        self.chains.set_rows(start.iter_rows());
    }

    fn threads(&self) -> usize {
        let copies = self.batches.size() * 2 + self.chains.len() * (2 * self.settings.gibbs_steps as usize + 2);
        threads_for(product_work(&self.rbm, copies))
    }

    /// The machine.
    pub fn rbm(&self) -> &Rbm {
        &self.rbm
    }

    /// Number of gradients it has seen.
    pub fn updates(&self) -> u64 {
        self.updates
    }

    /// Passes through the data so far.
    pub fn epoch(&self) -> f64 {
        self.batches.epochs(self.updates)
    }

    /// The settings in force.
    pub fn settings(&self) -> &TrainingSettings {
        &self.settings
    }

    /// Changes the settings of the next updates.
    ///
    /// # Errors
    /// A setting out of range, or a change of what cannot be changed while a training goes on.
    pub fn set(&mut self, settings: TrainingSettings) -> Result<(), RbmError> {
        settings.check()?;
        let now = &self.settings;
        let fixed = [
            (
                "the size of the minibatch",
                settings.batch == now.batch,
                settings.batch.to_string(),
                now.batch.to_string(),
            ),
            (
                "the number of chains",
                settings.chains == now.chains,
                settings.chains.to_string(),
                now.chains.to_string(),
            ),
            (
                "the method",
                settings.method == now.method,
                settings.method.title().to_owned(),
                now.method.title().to_owned(),
            ),
            (
                "whether the gradient is centred",
                settings.centred == now.centred,
                settings.centred.to_string(),
                now.centred.to_string(),
            ),
        ];
        for (what, same, found, kept) in fixed {
            if !same {
                let expected = format!("it stays {kept} while a training goes on");
                return Err(RbmError::Value { what, found, expected });
            }
        }
        self.settings = settings;
        Ok(())
    }

    /// The chains: visible states after the last update.
    pub fn chains(&self) -> Configurations {
        self.chains.configurations()
    }

    /// The first `rows` of them.
    pub fn first_chains(&self, rows: usize) -> Configurations {
        self.chains.first(rows)
    }

    /// The connected correlation of the first chains (at most 128) with themselves before the steps of the last update:
    /// 1 where they are frozen, 0 where nothing is left. `None` before the first update, after a restart of the chains,
    /// where they do not persist, and where no site varies.
    pub fn chain_correlation(&self) -> Option<f64> {
        connected_correlation(self.before.as_ref()?, &self.chains.first(COMPARED))
    }

    /// Puts the chains at these rows, again from the first where there are more chains.
    ///
    /// # Errors
    /// No rows, rows of another length, or values that the units do not take.
    pub fn restart_chains(&mut self, start: &Configurations) -> Result<(), RbmError> {
        self.rbm.check_rows(start)?;
        if start.rows() == 0 {
            return Err(RbmError::Data("there is no row to put the chains at".to_owned()));
        }
        self.chains.set_rows(start.iter_rows().cycle());
        self.before = None;
        Ok(())
    }

    /// Puts the chains at fair noise, that of the present update.
    pub fn restart_chains_at_noise(&mut self) {
        self.chains.set_noise(self.updates);
        self.before = None;
    }
}

/// One update, on its way to the gradient.
struct Update<'a> {
    rbm: &'a Rbm,
    settings: &'a TrainingSettings,
    seed: Seed,
    number: u64,
    threads: usize,
}

impl Update<'_> {
    /// Puts some chains where the method wants them to start.
    fn start(&self, data: &Data, rows: &[u32], chains: &mut Piece<'_>) {
        match self.settings.method {
            Method::Persistent => {}
            Method::ContrastiveDivergence => chains.set_values(data.rows(&rows[chains.place.clone()])),
            Method::Random => chains.set_noise(self.seed, Stream::Chains, self.number),
        }
    }

    /// The share of each chain in the negative phase. A chain of contrastive divergence belongs to the row it started
    /// from and counts as much: its gradient is that of the data less that of the same data `k` steps later.
    fn chain_shares(&self, shares_of_rows: &[f32], chains: usize) -> Vec<f32> {
        match self.settings.method {
            Method::ContrastiveDivergence => shares_of_rows.to_vec(),
            Method::Persistent | Method::Random => vec![1.0 / chains as f32; chains],
        }
    }

    /// Moves the chains and leaves the gradient in `scratch`; `false` where it was given up.
    fn gradient(&self, data: &Data, rows: &[u32], chains: &mut Chains, scratch: &mut Scratch, stop: Stop<'_>) -> bool {
        let given_up = AtomicBool::new(false);
        let gives_up = || {
            let stops = stop();
            given_up.fetch_or(stops, Ordering::Relaxed);
            stops
        };
        let kernel = Kernel::new(self.rbm);
        let shares = data.shares(rows);
        let factors: Vec<f32> = self.chain_shares(&shares, chains.len()).into_iter().map(|share| -share).collect();
        let positive = |mut piece: Piece<'_>| {
            if gives_up() {
                return;
            }
            piece.set_values(data.rows(&rows[piece.place.clone()]));
            piece.measure(&kernel, &shares[piece.place.clone()]);
        };
        let negative = |mut piece: Piece<'_>| {
            // Also of pieces that are not begun: all are put back to what was kept.
            piece.keep();
            self.start(data, rows, &mut piece);
            let mut noise = piece.noise(self.seed, Stream::Chains, self.number);
            for _ in 0..self.settings.gibbs_steps {
                if gives_up() {
                    return;
                }
                piece.step(&kernel, &mut noise);
            }
            piece.measure(&kernel, &factors[piece.place.clone()]);
        };
        let of_chains = chains.pieces(self.threads).into_iter().map(|piece| (true, piece));
        let of_data = scratch.data.pieces(self.threads).into_iter().map(|piece| (false, piece));
        let work = |(of_chains, piece)| if of_chains { negative(piece) } else { positive(piece) };
        if self.threads > 1 {
            // In this order: long pieces that begin last would keep the others waiting.
            of_chains.chain(of_data).par_bridge().for_each(work);
        } else {
            of_chains.chain(of_data).for_each(work);
        }
        if given_up.load(Ordering::Relaxed) {
            return false;
        }
        let mut blocks: Vec<_> = chains.blocks_with(&factors).chain(scratch.data.blocks_with(&shares)).collect();
        let sum = |(block, factors): &mut (&mut Block, &[f32])| block.sum(factors);
        if self.threads > 1 {
            blocks.par_iter_mut().for_each(sum);
        } else {
            blocks.iter_mut().for_each(sum);
        }
        scratch.gradient.measure(self.rbm, self.settings, (&scratch.data.blocks, &chains.blocks), self.threads);
        true
    }
}
