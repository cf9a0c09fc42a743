//! The trainings whose speed is measured, by `cargo bench` and by `glassbox bench train`. The clock is theirs.

use faer::linalg::matmul::matmul;
use faer::{Accum, Mat, Par};

use crate::physics::data::Dataset;
use crate::physics::rbm::Rbm;
use crate::physics::rbm::cut::threads_for;
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::gibbs::Chains;
use crate::physics::rbm::importance::AnnealedImportance;
use crate::physics::rbm::settings::{TrainerSetup, TrainingSettings};
use crate::physics::rbm::training::Trainer;
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};
use crate::physics::seed::{Seed, Stream, below};

/// What is trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    pub visible: VisibleUnits,
    /// Number of visible units.
    pub sites: usize,
    pub hidden_units: usize,
    /// Rows of a minibatch, and as many chains.
    pub batch: usize,
    /// k.
    pub gibbs_steps: u32,
}

impl Sizes {
    /// The four trainings: of digits as `rbms` does it and as scikit-learn does it, of proteins, and of the small machine
    /// of lessons.
    pub const ALL: [Self; 4] = [
        Self { visible: VisibleUnits::Bernoulli, sites: 784, hidden_units: 500, batch: 500, gibbs_steps: 10 },
        Self { visible: VisibleUnits::Bernoulli, sites: 784, hidden_units: 500, batch: 100, gibbs_steps: 1 },
        Self { visible: VisibleUnits::Potts(21), sites: 205, hidden_units: 100, batch: 500, gibbs_steps: 10 },
        Self { visible: VisibleUnits::Bernoulli, sites: 64, hidden_units: 32, batch: 100, gibbs_steps: 5 },
    ];

    /// The machine that is annealed: the chains of one estimate of ln Z, 500 by default.
    pub const ANNEALED: Self =
        Self { visible: VisibleUnits::Bernoulli, sites: 784, hidden_units: 200, batch: 500, gibbs_steps: 1 };

    /// `PCD-10, 784 × 500, batch 500`.
    pub fn title(&self) -> String {
        let states = match self.visible {
            VisibleUnits::Potts(states) => format!(" × {states}"),
            VisibleUnits::Bernoulli | VisibleUnits::Ising => String::new(),
        };
        format!("PCD-{}, {}{states} × {}, batch {}", self.gibbs_steps, self.sites, self.hidden_units, self.batch)
    }

    /// Multiplications of the Gibbs steps of an update, if all fields were matrix products.
    pub fn steps_work(&self) -> f64 {
        self.product_work() * 2.0 * f64::from(self.gibbs_steps)
    }

    /// Multiplications of an update, if all fields and correlations were matrix products.
    pub fn update_work(&self) -> f64 {
        // Hidden means of data and of chains, and the correlations of both.
        self.steps_work() + 4.0 * self.product_work()
    }

    /// Multiplications of one temperature of annealed importance sampling, if all fields were matrix products: those of
    /// the hidden units at this temperature and the one before, and those of the visible units.
    pub fn temperature_work(&self) -> f64 {
        3.0 * self.product_work()
    }

    fn product_work(&self) -> f64 {
        (self.sites * self.visible.channels() * self.hidden_units * self.batch) as f64
    }

    /// Rows of independent fair noise.
    pub fn noise(&self, seed: Seed) -> Dataset {
        const ROWS: usize = 2000;
        let mut rng = seed.stream(Stream::SyntheticData);
        let states = u32::from(self.visible.states());
        let values: Vec<u8> = (0..ROWS * self.sites).map(|_| below(&mut rng, states) as u8).collect();
        Dataset::new("noise", values, self.sites, self.visible.states())
    }
}

/// A training that has begun.
#[derive(Clone, Debug)]
pub struct TrainingWorkload {
    trainer: Trainer,
    chains: Chains,
    gibbs_steps: u32,
    tick: u64,
}

impl TrainingWorkload {
    /// A training on `data` after `updates` updates.
    ///
    /// # Errors
    /// Data that do not fit the sizes.
    pub fn new(sizes: &Sizes, data: &Dataset, updates: u64, seed: Seed) -> Result<Self, RbmError> {
        let settings = TrainingSettings {
            gibbs_steps: sizes.gibbs_steps,
            batch: sizes.batch,
            chains: sizes.batch,
            ..TrainingSettings::default()
        };
        let setup = TrainerSetup {
            visible: sizes.visible,
            hidden: HiddenUnits::Bernoulli,
            hidden_units: sizes.hidden_units,
            settings,
            initial_spread: 0.01,
            reweighted: false,
            seed,
        };
        let mut trainer = Trainer::new(data, &setup)?;
        for _ in 0..updates {
            trainer.update().map_err(|halt| RbmError::Data(halt.sentence))?;
        }
        let chains = Chains::at(trainer.rbm(), &trainer.chains(), seed, Stream::Samples)?;
        Ok(Self { trainer, chains, gibbs_steps: sizes.gibbs_steps, tick: 0 })
    }

    /// The machine as it is.
    pub fn rbm(&self) -> &Rbm {
        self.trainer.rbm()
    }

    /// One update. How many there were.
    pub fn update(&mut self) -> u64 {
        // A halt would show in the number.
        self.trainer.update().map_or(0, |()| self.trainer.updates())
    }

    /// The Gibbs steps of an update alone, for the machine as it is.
    pub fn steps(&mut self) {
        self.tick += 1;
        self.chains.advance(self.trainer.rbm(), self.gibbs_steps, self.tick);
    }
}

/// Annealed importance sampling of a machine, over and over.
pub struct AnnealingWorkload {
    rbm: Rbm,
    chains: usize,
    seed: Seed,
    run: AnnealedImportance,
}

impl AnnealingWorkload {
    /// Temperatures of one estimate.
    pub const TEMPERATURES: usize = 300;

    /// Of a machine, with so many chains.
    pub fn new(rbm: &Rbm, chains: usize, seed: Seed) -> Self {
        let run = AnnealedImportance::new(rbm, chains, Self::TEMPERATURES, seed);
        Self { rbm: rbm.clone(), chains, seed, run }
    }

    /// The next temperature, of a new estimate after the last.
    pub fn temperature(&mut self) {
        if self.run.step() {
            self.run = AnnealedImportance::new(&self.rbm, self.chains, Self::TEMPERATURES, self.seed);
        }
    }
}

/// The machine's own limit: one product of matrices of single precision, of the size of a Gibbs half-step of the first of
/// the trainings.
#[derive(Debug)]
pub struct Product {
    factors: [Mat<f32>; 2],
    result: Mat<f32>,
}

impl Default for Product {
    fn default() -> Self {
        let matrix = |rows, columns| Mat::from_fn(rows, columns, |i, j| ((i * 7 + j * 3) % 11) as f32 - 5.0);
        Self { factors: [matrix(500, 784), matrix(784, 500)], result: Mat::zeros(500, 500) }
    }
}

impl Product {
    /// Its multiplications.
    pub const WORK: f64 = 500.0 * 784.0 * 500.0;

    /// How many of them take about as long as work of so many multiplications: a machine with other things to do interrupts
    /// long work more often than short work, so that both must be of one length to be compared.
    pub fn count_for(multiplications: f64) -> u32 {
        (multiplications / Self::WORK).round().max(1.0) as u32
    }

    /// Makes it `count` times, on as many threads as a training's work of so many multiplications: a thread that falls
    /// asleep after a product would slow down what is measured next to it. One of its numbers.
    pub fn run(&mut self, count: u32, multiplications: f64) -> f32 {
        let par = match threads_for(multiplications) {
            1 => Par::Seq,
            threads => Par::rayon(threads),
        };
        let [a, b] = &self.factors;
        for _ in 0..count {
            matmul(&mut self.result, Accum::Replace, a, b, 1.0, par);
        }
        self.result[(499, 499)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measured_work_is_the_work() {
        let sizes = Sizes::ALL[3];
        assert_eq!(sizes.title(), "PCD-5, 64 × 32, batch 100");
        assert_eq!(Sizes::ALL[2].title(), "PCD-10, 205 × 21 × 100, batch 500");
        assert_eq!(sizes.update_work(), 14.0 * 64.0 * 32.0 * 100.0);
        let mut workload = TrainingWorkload::new(&sizes, &sizes.noise(Seed(1)), 2, Seed(1)).unwrap();
        assert_eq!((workload.update(), workload.update()), (3, 4));
        let before = workload.chains.configurations();
        workload.steps();
        assert_ne!(before, workload.chains.configurations());
        let mut product = Product::default();
        let wanted: f32 = (0..784).map(|k| product.factors[0][(499, k)] * product.factors[1][(k, 499)]).sum();
        assert_eq!(product.run(2, 1e9), wanted); // small integers: exact
        assert_eq!((Product::count_for(1.0), Product::count_for(24.4 * Product::WORK)), (1, 24));
    }
}
