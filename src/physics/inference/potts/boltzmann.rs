//! Boltzmann learning: couplings whose model has the frequencies of the data.
//!
//! The log-likelihood of a pairwise Potts model has the gradient f_data − f_model in its fields and couplings, with f_model
//! from chains that go on from update to update; each update is
//!
//! h_i(a) ← h_i(a) + η [f_i(a) − p_i(a)],  J_ij(a, b) ← J_ij(a, b) + η [f_ij(a, b) − p_ij(a, b)].
//!
//! ## References
//!
//! * D. H. Ackley, G. E. Hinton and T. J. Sejnowski, “A learning algorithm for Boltzmann machines”, Cogn. Sci. 9, 147
//!   (1985), doi:10.1207/s15516709cog0901_7
//! * A. P. Muntoni, A. Pagnani, M. Weigt and F. Zamponi, “adabmDCA: adaptive Boltzmann machine learning for biological
//!   sequences”, BMC Bioinformatics 22, 528 (2021), doi:10.1186/s12859-021-04441-9, arXiv:2109.04105

use rayon::prelude::*;

use super::chains::PottsChains;
use super::error::InferenceError;
use super::frequencies::Frequencies;
use super::pseudo_likelihood::{MOST_STATES, SiteTable, fill};
use crate::physics::arrays::flat;
use crate::physics::potts::PottsCouplings;
use crate::physics::seed::Seed;
use crate::physics::stop::Stop;

/// How a model is learnt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoltzmannSettings {
    /// η.
    pub learning_rate: f64,
    /// Chains that give the frequencies of the model.
    pub chains: usize,
    /// Sweeps of the chains for each update.
    pub sweeps: usize,
}

impl Default for BoltzmannSettings {
    fn default() -> Self {
        Self { learning_rate: 0.05, chains: 2048, sweeps: 5 }
    }
}

/// How near the model is to the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// Pearson's correlation of the connected frequencies of pairs, f_ij(a, b) − f_i(a) f_j(b), of data and model.
    pub pearson: f64,
    /// Root mean square of f_ij − p_ij in units of what the number of chains leaves uncertain, [p (1 − p)/chains]^½: 1
    /// where the model cannot be told from the data.
    pub deviation: f64,
}

/// A model on its way to the frequencies of data.
#[derive(Debug)]
pub struct BoltzmannLearning {
    target: Frequencies,
    connected: Vec<f64>,
    model: PottsCouplings,
    settings: BoltzmannSettings,
    chains: PottsChains,
    tables: Vec<SiteTable>,
}

impl BoltzmannLearning {
    /// From frequencies, with whatever pseudocount they have, and the couplings to begin with.
    ///
    /// # Errors
    /// More than 32 states, or no chain.
    pub fn new(
        target: Frequencies,
        start: PottsCouplings,
        settings: BoltzmannSettings,
        seed: Seed,
    ) -> Result<Self, InferenceError> {
        let (sites, q) = (start.sites(), start.states());
        let refused = |what, value: usize, expected| InferenceError::Setting { what, value: value as f64, expected };
        if q > usize::from(MOST_STATES) {
            return Err(refused("the number of states", q, "at most 32"));
        }
        if settings.chains == 0 || settings.sweeps == 0 {
            return Err(refused("the number of chains or sweeps", 0, "a number above 0"));
        }
        let connected = target.connected();
        let chains = PottsChains::new(settings.chains, sites, q, seed);
        let tables = (0..sites).map(|_| SiteTable::of_size(sites, q)).collect();
        Ok(Self { target, connected, model: start, settings, chains, tables })
    }

    /// The memory that it takes.
    pub fn bytes(sites: usize, states: u8, chains: usize) -> u64 {
        let q = usize::from(states);
        let tables = (sites * (1 + sites * q)) as u64 * 2 * 4 * q.next_multiple_of(8) as u64;
        // Couplings, frequencies and connected frequencies, of data and model.
        5 * PottsCouplings::bytes(sites, q) + tables + 2 * (chains * sites) as u64
    }

    /// The model as it is.
    pub fn model(&self) -> &PottsCouplings {
        &self.model
    }

    /// One update: chains are swept, compared with the data, and the model is changed by the difference. How near it was
    /// before.
    ///
    /// # Errors
    /// Numbers that overflow, or `stop` gave it up: the chains are then of no use.
    pub fn step(&mut self, stop: Stop<'_>) -> Result<Agreement, InferenceError> {
        let (sites, q) = (self.model.sites(), self.model.states());
        let (fields, blocks) = (self.model.fields(), self.model.blocks());
        self.tables.par_iter_mut().enumerate().for_each(|(site, table)| {
            fill(table, flat(&fields), blocks, [site, sites, q]);
        });
        for _ in 0..self.settings.sweeps {
            if !self.chains.sweep(&self.tables, stop) {
                return Err(InferenceError::Stopped);
            }
        }
        let found = Frequencies::of(&self.chains.configurations(), q as u8, None, stop)?;
        let agreement = self.agreement(&found);
        let rate = self.settings.learning_rate;
        let (mut fields, blocks) = self.model.parts_mut();
        fields.scaled_add(rate, &(&self.target.single - &found.single));
        let change = blocks.par_iter_mut().zip(&self.target.joint).zip(&found.joint);
        change.for_each(|((coupling, data), model)| *coupling += rate * (data - model));
        if self.model.fields().iter().chain(self.model.blocks()).all(|value| value.is_finite()) {
            Ok(agreement)
        } else {
            Err(InferenceError::NotFinite)
        }
    }

    fn agreement(&self, found: &Frequencies) -> Agreement {
        let count = found.joint.len().max(1) as f64;
        let [mut products, mut of_data, mut of_model] = [0.0; 3];
        // Connected frequencies have the mean 0 exactly.
        for (data, model) in self.connected.iter().zip(found.connected()) {
            products += data * model;
            of_data += data * data;
            of_model += model * model;
        }
        let least = 1.0 / (found.effective_rows * found.effective_rows);
        let squares = found.joint.iter().zip(&self.target.joint).map(|(model, data)| {
            let variance = (model * (1.0 - model) / found.effective_rows).max(least);
            (data - model) * (data - model) / variance
        });
        let scale = (of_data * of_model).sqrt();
        Agreement {
            pearson: if scale > 0.0 { products / scale } else { 0.0 },
            deviation: (squares.sum::<f64>() / count).sqrt(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::configurations::Configurations;
    use crate::physics::stop::NEVER;

    /// All states of four sites with three states each, and their probabilities under a model.
    fn enumerated(model: &PottsCouplings) -> Frequencies {
        let rows: Vec<u8> = (0..81_u32).flat_map(|k| (0..4).map(move |site| (k / 3_u32.pow(site) % 3) as u8)).collect();
        let rows = Configurations::new(rows, 4);
        let weights: Vec<f32> = rows.iter_rows().map(|row| model.log_weight(row).unwrap().exp() as f32).collect();
        Frequencies::of(&rows, 3, Some(&weights), NEVER).unwrap()
    }

    fn known() -> PottsCouplings {
        let number = |k: usize| ((k * 37 % 101) as f64 - 50.0) / 80.0;
        let fields = ndarray::Array2::from_shape_fn((4, 3), |(i, a)| number(7 * i + 3 * a));
        PottsCouplings::new(fields, (0..54).map(|k| number(k + 11)).collect()).unwrap()
    }

    #[test]
    fn chains_have_the_frequencies_of_enumeration() {
        let model = known();
        let exact = enumerated(&model);
        let settings = BoltzmannSettings { learning_rate: 0.0, chains: 20_000, sweeps: 30 };
        let mut learning = BoltzmannLearning::new(exact, model, settings, Seed(4)).unwrap();
        let agreement = learning.step(NEVER).unwrap();
        // The root mean square of 54 deviations, some of them dependent, in standard errors.
        assert!((agreement.deviation - 1.0).abs() < 0.35 && agreement.pearson > 0.99, "{agreement:?}");
    }

    #[test]
    fn a_known_model_is_learnt_to_the_errors_of_the_chains() {
        let target = enumerated(&known());
        let settings = BoltzmannSettings { learning_rate: 0.5, chains: 4000, sweeps: 3 };
        let start = PottsCouplings::zeros(4, 3);
        let mut learning = BoltzmannLearning::new(target.clone(), start, settings, Seed(5)).unwrap();
        let first = learning.step(NEVER).unwrap();
        for _ in 0..60 {
            learning.step(NEVER).unwrap();
        }
        let found = enumerated(learning.model());
        for (found, wanted) in found.joint.iter().zip(&target.joint) {
            let error = (wanted * (1.0 - wanted) / 4000.0).sqrt();
            assert!((found - wanted).abs() < 5.0 * error, "{found} is not {wanted} ± {error}");
        }
        assert!(first.deviation > 3.0, "{first:?}");
    }

    #[test]
    fn bits_do_not_depend_on_threads_and_what_cannot_be_is_refused() {
        let start = || PottsCouplings::zeros(4, 3);
        let settings = BoltzmannSettings { learning_rate: 0.1, chains: 700, sweeps: 2 };
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let mut learning = BoltzmannLearning::new(enumerated(&known()), start(), settings, Seed(6)).unwrap();
                for _ in 0..3 {
                    learning.step(NEVER).unwrap();
                }
                learning.model().clone()
            })
        };
        assert_eq!(with(1), with(3));
        let mut learning = BoltzmannLearning::new(enumerated(&known()), start(), settings, Seed(6)).unwrap();
        assert_eq!(learning.step(&|| true), Err(InferenceError::Stopped));
        let none = BoltzmannSettings { chains: 0, ..settings };
        let error = BoltzmannLearning::new(enumerated(&known()), start(), none, Seed(6)).unwrap_err().to_string();
        assert_eq!(error, "the number of chains or sweeps is 0; a number above 0 was expected");
    }
}
