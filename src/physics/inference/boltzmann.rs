//! Boltzmann learning: the couplings of largest likelihood, whose model has the averages of the data.
//!
//! The gradient of the mean log-likelihood is g = ⟨f⟩_data − ⟨f⟩_model, with a feature f for each coupling: s_i, s_i s_j,
//! s_i s_j s_k. Up to twenty spins the model's averages are exact; above, 256 chains that go on from step to step measure
//! them, for longer whenever their noise is what is left. Steps are θ ← θ + η g, the same with Nesterov's momentum, or along
//! (F + ε)⁻¹ g with the Fisher information F, the covariance of the features, as far as that describes the model. Chains
//! start from the data, and the couplings from the pseudo-likelihood. It ends when every moment is within its standard error.
//!
//! ## References
//!
//! * D. H. Ackley, G. E. Hinton and T. J. Sejnowski, “A learning algorithm for Boltzmann machines”, Cogn. Sci. 9, 147
//!   (1985), doi:10.1207/s15516709cog0901_7
//! * S. Amari, K. Kurata and H. Nagaoka, “Information geometry of Boltzmann machines”, IEEE Trans. Neural Netw. 3, 260
//!   (1992), doi:10.1109/72.125867
//! * Y. Nesterov, “A method of solving a convex programming problem with convergence rate O(1/k²)”, Sov. Math. Dokl. 27,
//!   372 (1983)

use ndarray::Array2;

use crate::physics::ising::{MOST_ENUMERATED, Triple};
use crate::physics::seed::Seed;
use crate::physics::stop::Stop;

use super::curvature::Curvature;
use super::estimate::{ErrorBars, Estimate, InferenceError};
use super::local::{LocalLoss, LocalSettings, local};
use super::model_chains::Chains;
use super::model_moments::{Features, MOST_CURVED, ModelAverages};
use super::moments::SpinMoments;
use super::rows::SpinRows;

/// Which steps are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Optimiser {
    /// Along the gradient.
    Gradient,
    /// With Nesterov's momentum of 0.9.
    Nesterov,
    /// With the inverse of the damped Fisher information.
    Newton,
}

/// How couplings are learned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoltzmannSettings {
    /// Which steps.
    pub optimiser: Optimiser,
    /// Whether there are couplings of three spins.
    pub triples: bool,
    /// Most steps.
    pub steps: usize,
    /// Seed of the chains.
    pub seed: Seed,
}

/// The step along the gradient: the curvature of the likelihood is below 1 in most directions.
const RATE: f64 = 0.1;
const MOMENTUM: f64 = 0.9;
/// ε.
const DAMPING: f64 = 1e-4;
/// Distance of all moments at which learning ends, in standard errors: exact moments reach any.
const WITHIN_EXACT: f64 = 1e-3;
const WITHIN_CHAINS: f64 = 1.0;
/// Looks at each chain in one step, at first and at most.
const LOOKS: usize = 64;
const MOST_LOOKS: usize = 1 << 14;
/// Noise of the chains, in units of that of the data, above which they are watched for longer: so much longer at once.
const QUIET: f64 = 0.25;
const MUCH_LONGER: usize = 8;

/// What was learned.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The couplings.
    pub estimate: Estimate,
    /// Steps made.
    pub steps: usize,
    /// The largest distance of a moment from that of the data, in standard errors.
    pub largest: f64,
    /// Whether that is within one standard error.
    pub converged: bool,
    /// Mean log-likelihood of a row, where ln Z is known.
    pub log_likelihood: Option<f64>,
}

/// Bytes that learning needs for so many spins.
pub fn bytes(spins: usize, triples: bool) -> u64 {
    let n = spins as u64;
    let count = n + n * n.saturating_sub(1) / 2 + if triples { n * n * n / 6 } else { 0 };
    let curved = if count as usize <= MOST_CURVED { 40 * count * count } else { 0 };
    let enumerated = if spins <= MOST_ENUMERATED { 16 << spins } else { 0 };
    curved + enumerated + 200 * count
}

/// Learns the couplings of rows.
///
/// # Errors
/// Fewer than two columns vary, two say the same, or the work was given up.
pub fn boltzmann(rows: &SpinRows, settings: BoltzmannSettings, stop: Stop<'_>) -> Result<Fit, InferenceError> {
    let start =
        LocalSettings { loss: LocalLoss::PseudoLikelihood, penalty: 0.0, triples: settings.triples, errors: false };
    let start = local(rows, start, stop)?;
    let moments = SpinMoments::of(rows);
    let (varying, _) = moments.usable()?;
    let features = Features::new(rows.spins(), &varying, settings.triples);
    let mut learning = Learning {
        rows,
        settings,
        wanted: features.of_rows(rows),
        couplings: features.sets().iter().map(|set| coupling(&start, set)).collect(),
        chains: (rows.spins() > MOST_ENUMERATED).then(|| Chains::from_rows(rows, settings.seed)),
        looks: LOOKS.max(Chains::looks_for_fisher(features.count().min(MOST_CURVED))),
        features,
        curvature: None,
        stop,
    };
    let (averages, steps, largest) = learning.run()?;
    let converged = largest <= learning.within();
    let log_likelihood = averages.log_partition.map(|log_partition| learning.likelihood(log_partition));
    let mut estimate = Estimate { notes: start.notes, ..Estimate::none(rows.spins()) };
    learning.fill(&mut estimate)?;
    for spin in (0..rows.spins()).filter(|spin| varying.binary_search(spin).is_err()) {
        estimate.fields[spin] = moments.field_of_constant(spin);
    }
    if !converged {
        estimate.notes.push(format!(
            "after {steps} steps the moment furthest from the data is {largest:.2} standard errors away: learning has not ended"
        ));
    }
    Ok(Fit { estimate, steps, largest, converged, log_likelihood })
}

/// What an estimate has for a set of spins.
fn coupling(estimate: &Estimate, set: &[usize]) -> f64 {
    match *set {
        [i] => estimate.fields[i],
        [i, j] => estimate.pairs[(i, j)],
        [i, j, k] => {
            let found = estimate.triples.binary_search_by_key(&(i, j, k), |triple| (triple.i, triple.j, triple.k));
            found.ok().and_then(|at| estimate.triples.get(at)).map_or(0.0, |triple| triple.value)
        }
        _ => 0.0,
    }
}

struct Learning<'a> {
    rows: &'a SpinRows,
    settings: BoltzmannSettings,
    features: Features,
    wanted: Vec<f64>,
    couplings: Vec<f64>,
    chains: Option<Chains>,
    looks: usize,
    curvature: Option<Curvature>,
    stop: Stop<'a>,
}

/// How far the moments of a model are from those of the data, in standard errors of the data.
struct Distance {
    /// The largest, noise of the chains being added to the standard error.
    largest: f64,
    /// The root mean square.
    typical: f64,
    /// The mean standard error that the chains add.
    noise: f64,
}

impl Learning<'_> {
    fn within(&self) -> f64 {
        if self.chains.is_some() { WITHIN_CHAINS } else { WITHIN_EXACT }
    }

    /// Steps until all moments are near enough; the averages of the last model.
    fn run(&mut self) -> Result<(ModelAverages, usize, f64), InferenceError> {
        let mut velocity = vec![0.0; self.couplings.len()];
        let mut averages = self.averages(self.wants_curvature())?;
        let mut steps = 0;
        loop {
            let distance = self.distance(&averages);
            let is_noisy = distance.noise > QUIET && self.looks < MOST_LOOKS;
            if (distance.largest <= self.within() && !is_noisy) || steps >= self.settings.steps {
                return Ok((averages, steps, distance.largest));
            }
            if let Some(fisher) = averages.fisher.take() {
                self.curvature = Curvature::new(fisher, averages.looks, DAMPING, self.stop)?;
            }
            // A step along noise adds noise to all couplings, and together those change the order of the model.
            if is_noisy {
                let longer = (distance.noise / QUIET).powi(2) as usize;
                self.looks = (self.looks * longer.next_power_of_two().clamp(2, MUCH_LONGER)).min(MOST_LOOKS);
                averages = self.averages(false)?;
                continue;
            }
            // What is left is noise, of these chains and of those that led here: a longer look says more than another step.
            if distance.typical < 2.0 * distance.noise {
                self.looks = (2 * self.looks).min(MOST_LOOKS);
            }
            let gradient = self.gradient(&averages);
            let step = match (self.settings.optimiser, &mut self.curvature) {
                (Optimiser::Newton, Some(curvature)) => curvature.step(&gradient),
                (Optimiser::Gradient, _) => gradient.iter().map(|slope| RATE * slope).collect(),
                (Optimiser::Nesterov | Optimiser::Newton, _) => gradient
                    .iter()
                    .zip(&mut velocity)
                    .map(|(slope, velocity)| {
                        *velocity = MOMENTUM * *velocity + RATE * slope;
                        MOMENTUM * *velocity + RATE * slope
                    })
                    .collect(),
            };
            averages = self.advance(&averages, &step)?;
            steps += 1;
        }
    }

    /// Takes a step; with the Fisher information a shorter one until the likelihood does not fall.
    fn advance(&mut self, from: &ModelAverages, step: &[f64]) -> Result<ModelAverages, InferenceError> {
        let old = self.couplings.clone();
        let before = self.distance(from);
        let mut factor = 1.0;
        loop {
            let step: Vec<f64> = step.iter().map(|part| factor * part).collect();
            self.couplings = old.iter().zip(&step).map(|(coupling, step)| coupling + step).collect();
            let averages = self.averages(self.wants_curvature())?;
            let rise = self.rise(from, &averages, &step);
            let falls = match averages.log_partition {
                Some(_) => rise < 0.0,
                // Near the maximum the sign of a change is that of noise.
                None => rise < 0.0 && self.distance(&averages).typical > before.typical.max(4.0 * QUIET),
            };
            if !falls || factor < self.shortest() || self.settings.optimiser != Optimiser::Newton {
                return Ok(averages);
            }
            factor *= 0.5;
        }
    }

    /// By how much a step raises the mean log-likelihood, to rounding: where ln Z is not known by the trapezium rule,
    /// δ·(g + g')/2.
    fn rise(&self, from: &ModelAverages, to: &ModelAverages, step: &[f64]) -> f64 {
        if let (Some(old), Some(new)) = (from.log_partition, to.log_partition) {
            let change: f64 = step.iter().zip(&self.wanted).map(|(step, mean)| step * mean).sum();
            return change - (new - old) + 1e-13 * self.likelihood(new).abs();
        }
        let slopes = self.gradient(from).into_iter().zip(self.gradient(to));
        step.iter().zip(slopes).map(|(step, (old, new))| step * (old + new) / 2.0).sum()
    }

    /// How small a part of a step is tried: another model costs more where chains measure it.
    fn shortest(&self) -> f64 {
        if self.chains.is_some() { 0.1 } else { 1e-6 }
    }

    /// ⟨f⟩_data − ⟨f⟩_model.
    fn gradient(&self, averages: &ModelAverages) -> Vec<f64> {
        self.wanted.iter().zip(&averages.means).map(|(data, model)| data - model).collect()
    }

    fn distance(&self, averages: &ModelAverages) -> Distance {
        let errors = self.errors(averages);
        let count = errors.len().max(1) as f64;
        let mut distance = Distance { largest: 0.0, typical: 0.0, noise: 0.0 };
        for ((slope, error), noise) in self.gradient(averages).into_iter().zip(errors).zip(&averages.errors) {
            distance.largest = distance.largest.max(slope.abs() / error.hypot(*noise));
            distance.typical += (slope / error).powi(2) / count;
            distance.noise += noise / error / count;
        }
        distance.typical = distance.typical.sqrt();
        distance
    }

    /// Whether the next step needs the Fisher information of the model as it is now.
    fn wants_curvature(&self) -> bool {
        let is_old = self.chains.is_none() || self.curvature.as_ref().is_none_or(Curvature::is_stale);
        self.settings.optimiser == Optimiser::Newton && is_old
    }

    fn averages(&mut self, curved: bool) -> Result<ModelAverages, InferenceError> {
        let curved = curved && self.features.count() <= MOST_CURVED;
        let model = self.features.model(&self.couplings);
        let averages = model.and_then(|model| match &mut self.chains {
            None => self.features.exact(&model, curved),
            Some(chains) => chains.averages(&self.features, &model, self.looks, curved, self.stop),
        });
        if (self.stop)() { Err(InferenceError::Stopped) } else { averages.ok_or(InferenceError::Stopped) }
    }

    /// Standard errors of the moments of the data, √((1 − ⟨f⟩²)/M).
    fn errors(&self, averages: &ModelAverages) -> Vec<f64> {
        let rows = self.rows.effective();
        let variance = |mean: f64| 1.0 - mean * mean;
        let pairs = self.wanted.iter().zip(&averages.means);
        // Of a product that is the same in all rows the data say no variance; one row more would show some.
        pairs.map(|(&data, &model)| (variance(data).max(variance(model)).max(1.0 / rows) / rows).sqrt()).collect()
    }

    /// ⟨ln p⟩ over the rows.
    fn likelihood(&self, log_partition: f64) -> f64 {
        self.couplings.iter().zip(&self.wanted).map(|(coupling, mean)| coupling * mean).sum::<f64>() - log_partition
    }

    /// √((F⁻¹)_aa/M) of the model that was learned, where F can be inverted.
    fn deviations(&mut self) -> Result<Option<Vec<f64>>, InferenceError> {
        self.looks = Chains::looks_for_fisher(self.features.count().min(MOST_CURVED));
        let averages = self.averages(true)?;
        let Some(fisher) = averages.fisher else { return Ok(None) };
        let rows = self.rows.effective();
        let curvature = Curvature::new(fisher, averages.looks, 0.0, self.stop)?;
        Ok(curvature.map(|curvature| curvature.deviations(rows)))
    }

    /// Puts the couplings in their places, with their errors.
    fn fill(&mut self, estimate: &mut Estimate) -> Result<(), InferenceError> {
        let spins = self.rows.spins();
        let deviations = self.deviations()?;
        let mut bars = ErrorBars {
            method: "Fisher information",
            fields: vec![0.0; spins],
            pairs: Array2::zeros((spins, spins)),
            triples: Vec::new(),
        };
        for (place, (set, &value)) in self.features.sets().iter().zip(&self.couplings).enumerate() {
            let error = deviations.as_ref().map_or(0.0, |deviations| deviations[place]);
            match set[..] {
                [i] => (estimate.fields[i], bars.fields[i]) = (value, error),
                [i, j] => {
                    for (i, j) in [(i, j), (j, i)] {
                        (estimate.pairs[(i, j)], bars.pairs[(i, j)]) = (value, error);
                    }
                }
                [i, j, k] => {
                    estimate.triples.push(Triple { i, j, k, value });
                    bars.triples.push(error);
                }
                _ => {}
            }
        }
        estimate.errors = deviations.map(|_| bars);
        Ok(())
    }
}
