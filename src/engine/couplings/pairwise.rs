//! A model of fields and pairs alone, fitted to the rows that a machine learned from: what it cannot say where three spins
//! act together.
//!
//! Up to twenty spins it is that of largest likelihood (Boltzmann learning), whose averages ⟨s_i⟩ and ⟨s_i s_j⟩ are those of
//! the rows, and its ⟨s_i s_j s_k⟩ are exact. Of more spins it is that of pseudo-likelihood, without its products.

use std::sync::Arc;

use ndarray::Array2;

use crate::engine::core::session::{Flow, Job, SessionError};
use crate::engine::rbm::TrainingData;
use crate::engine::rbm::rows::row_weights;
use crate::physics::couplings::{Comparison, EffectiveCouplings};
use crate::physics::inference::{
    BoltzmannSettings, Estimate, InferenceError, LocalLoss, LocalSettings, Optimiser, SpinRows, boltzmann, local,
};
use crate::physics::ising::{Enumeration, IsingModel, MOST_ENUMERATED};
use crate::physics::potts::pairs::all_triples;
use crate::physics::seed::Seed;
use crate::physics::stop::{NEVER, Stop};

/// Newton steps at most: a handful is enough.
const STEPS: usize = 50;

/// Rows, and the model that they were drawn from.
#[derive(Clone, Debug)]
pub struct PairwiseConfig {
    /// Rows of two states.
    pub data: TrainingData,
    /// What is to be found, where it is known.
    pub truth: Option<Arc<IsingModel>>,
}

/// Averages ⟨s_i s_j s_k⟩ of all triples i < j < k, in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductsOfThree {
    /// Over the rows.
    pub data: Box<[f64]>,
    /// In the model.
    pub model: Box<[f64]>,
}

/// The fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairwise {
    /// H of each site.
    pub fields: Vec<f64>,
    /// J (site, site).
    pub pairs: Array2<f64>,
    /// Next to the truth, where it is known.
    pub comparison: Option<Comparison>,
    /// The products of three spins, of a small model.
    pub products: Option<ProductsOfThree>,
    /// What had to be decided.
    pub notes: Vec<String>,
}

/// The model, once it is there.
#[derive(Clone, Debug)]
pub struct PairwiseView {
    /// The model.
    pub found: Option<Arc<Pairwise>>,
    /// Why there is none.
    pub failure: Option<SessionError>,
}

/// The fit in three steps: rows, model, products.
pub struct PairwiseFit {
    config: PairwiseConfig,
    rows: Option<SpinRows>,
    estimate: Option<Estimate>,
    view: PairwiseView,
}

impl PairwiseFit {
    fn piece(&mut self, stop: Stop<'_>) -> Result<(), InferenceError> {
        let Some(rows) = &self.rows else {
            let weights = row_weights(&self.config.data);
            self.rows = Some(SpinRows::new(&self.config.data.rows.values, weights.as_deref())?);
            return Ok(());
        };
        let Some(estimate) = &self.estimate else {
            self.estimate = Some(fit(rows, stop)?);
            return Ok(());
        };
        let products = products(rows, estimate, stop)?;
        let (fields, pairs) = (estimate.fields.clone(), estimate.pairs.clone());
        let couplings = EffectiveCouplings { fields, pairs, ..EffectiveCouplings::default() };
        let comparison = self.config.truth.as_ref().and_then(|truth| Comparison::new(&couplings, truth));
        let EffectiveCouplings { fields, pairs, .. } = couplings;
        let notes = estimate.notes.clone();
        self.view.found = Some(Arc::new(Pairwise { fields, pairs, comparison, products, notes }));
        Ok(())
    }
}

fn fit(rows: &SpinRows, stop: Stop<'_>) -> Result<Estimate, InferenceError> {
    if rows.spins() <= MOST_ENUMERATED {
        // Exact averages need no chains, and so no seed.
        let settings = BoltzmannSettings { optimiser: Optimiser::Newton, triples: false, steps: STEPS, seed: Seed(0) };
        return boltzmann(rows, settings, stop).map(|fit| fit.estimate);
    }
    let settings = LocalSettings { loss: LocalLoss::PseudoLikelihood, penalty: 0.0, triples: false, errors: false };
    local(rows, settings, stop)
}

fn products(rows: &SpinRows, model: &Estimate, stop: Stop<'_>) -> Result<Option<ProductsOfThree>, InferenceError> {
    if rows.spins() > MOST_ENUMERATED {
        return Ok(None);
    }
    let data = rows.products_of_three(stop).ok_or(InferenceError::Stopped)?.into();
    let enumeration = model.model().ok().and_then(|model| Enumeration::of(&model).ok());
    Ok(enumeration.map(|enumeration| ProductsOfThree { data, model: of_three(&enumeration, rows.spins()) }))
}

/// ⟨s_i s_j s_k⟩ of all triples.
pub(super) fn of_three(enumeration: &Enumeration, spins: usize) -> Box<[f64]> {
    all_triples(spins).map(|triple| enumeration.product(&triple)).collect()
}

impl Job for PairwiseFit {
    type Config = PairwiseConfig;
    type View = PairwiseView;

    fn new(config: &PairwiseConfig) -> Result<Self, SessionError> {
        let data = &config.data.rows;
        if data.states != 2 {
            let sentence = format!("{} has {} states; a model of spins needs 2", data.name, data.states);
            return Err(SessionError::new(sentence));
        }
        let view = PairwiseView { found: None, failure: None };
        Ok(Self { config: config.clone(), rows: None, estimate: None, view })
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        match self.piece(stop) {
            Ok(()) => {}
            Err(InferenceError::Stopped) => return Flow::Unfinished,
            Err(error) => self.view.failure = Some(SessionError::new(error)),
        }
        if self.view.found.is_some() || self.view.failure.is_some() { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> PairwiseView {
        self.view.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::data::Dataset;
    use crate::physics::ising::{Graph, IsingSystem, Moves, Plan, sample};

    fn ring(three_body: f64) -> (Arc<IsingModel>, Pairwise) {
        let truth = IsingSystem { three_body, ..IsingSystem::new(Graph::Ring, 8, 0.2) }.model(Seed(1)).unwrap();
        let plan = Plan { moves: Moves::suited_to(&truth), rows: 20_000, thermalisation: 100, spacing: 5 };
        let rows = sample(&truth, plan, Seed(4), NEVER).unwrap().rows;
        let data = TrainingData::new(Dataset::new("ring", rows.as_slice(), 8, 2), "ring");
        let truth = Arc::new(truth);
        let config = PairwiseConfig { data, truth: Some(Arc::clone(&truth)) };
        let mut fit = PairwiseFit::new(&config).unwrap();
        while fit.step() == Flow::Continue {}
        (truth, Pairwise::clone(fit.view().found.as_ref().unwrap()))
    }

    /// Of consecutive spins, over the rows and in the model of pairs.
    fn consecutive(found: &Pairwise) -> [f64; 2] {
        let products = found.products.as_ref().unwrap();
        let is_consecutive = |[i, j, k]: [usize; 3]| j == i + 1 && k == j + 1;
        let places: Vec<usize> =
            all_triples(8).enumerate().filter(|(_, triple)| is_consecutive(*triple)).map(|(place, _)| place).collect();
        [&products.data, &products.model]
            .map(|values| places.iter().map(|place| values[*place]).sum::<f64>() / places.len() as f64)
    }

    #[test]
    fn pairs_alone_cannot_have_products_of_three() {
        let (truth, found) = ring(0.1);
        let exact = Enumeration::of(&truth).unwrap().product(&[2, 3, 4]);
        let [data, model] = consecutive(&found);
        // Six triples of 20,000 rows: a standard error of about 0.003.
        assert!((data - exact).abs() < 4.0 * 0.003, "{data} {exact}");
        assert!(model < 0.4 * exact, "{model} {exact}");
        // The fields stand in for what is missing.
        assert!(found.comparison.unwrap().fields.mean > 0.03);
    }

    #[test]
    fn pairs_alone_are_enough_for_pairs() {
        let (_, found) = ring(0.0);
        let [data, model] = consecutive(&found);
        assert!((data - model).abs() < 4.0 * 0.003, "{data} {model}");
        assert!(found.comparison.unwrap().pairs.rms_error < 0.012);
    }
}
