//! Boltzmann learning: the couplings of largest likelihood, whose model has the averages of the data.
//!
//! The gradient of the mean log-likelihood is g = ⟨f⟩_data − ⟨f⟩_model, with a feature f for each coupling: s_i, s_i s_j,
//! s_i s_j s_k. Up to twenty spins the model's averages are exact; above, 256 chains that go on from step to step measure
//! them, for longer whenever their noise is what is left. Steps are θ ← θ + η g, the same with Nesterov's momentum, or
//! (F + ε)⁻¹ g with the Fisher information F, the covariance of the features, and no component above 1. Chains start from
//! the data, and the couplings from the pseudo-likelihood. It ends when every moment is within its standard error.
//!
//! ## References
//!
//! * D. H. Ackley, G. E. Hinton and T. J. Sejnowski, “A learning algorithm for Boltzmann machines”, Cogn. Sci. 9, 147
//!   (1985), doi:10.1207/s15516709cog0901_7
//! * S. Amari, K. Kurata and H. Nagaoka, “Information geometry of Boltzmann machines”, IEEE Trans. Neural Netw. 3, 260
//!   (1992), doi:10.1109/72.125867
//! * Y. Nesterov, “A method of solving a convex programming problem with convergence rate O(1/k²)”, Sov. Math. Dokl. 27,
//!   372 (1983)

use faer::linalg::solvers::Solve as _;
use faer::{Mat, Side};
use ndarray::Array2;

use crate::physics::ising::{MOST_ENUMERATED, Triple};
use crate::physics::seed::Seed;
use crate::physics::stop::Stop;

use super::estimate::{ErrorBars, Estimate, InferenceError};
use super::local::{LocalLoss, LocalSettings, local};
use super::model_moments::{Chains, Features, MOST_CURVED, ModelAverages};
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
/// ε, and the largest component of a step.
const DAMPING: f64 = 1e-4;
const LONGEST: f64 = 1.0;
/// Distance of all moments at which learning ends, in standard errors: exact moments reach any.
const WITHIN_EXACT: f64 = 1e-3;
const WITHIN_CHAINS: f64 = 1.0;
/// Looks at each chain in one step, at first and at most.
const LOOKS: usize = 64;
const MOST_LOOKS: usize = 1 << 14;
/// Noise of the chains, in units of that of the data, above which they are watched for longer.
const QUIET: f64 = 0.25;

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
        features,
        looks: LOOKS,
        stop,
    };
    let (averages, steps, largest) = learning.run()?;
    let converged = largest <= learning.within();
    let log_likelihood = averages.log_partition.map(|log_partition| learning.likelihood(log_partition));
    let mut estimate = Estimate { notes: start.notes, ..Estimate::none(rows.spins()) };
    learning.fill(&mut estimate, &averages);
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
    stop: Stop<'a>,
}

impl Learning<'_> {
    fn within(&self) -> f64 {
        if self.chains.is_some() { WITHIN_CHAINS } else { WITHIN_EXACT }
    }

    /// Steps until all moments are near enough; the averages of the last model.
    fn run(&mut self) -> Result<(ModelAverages, usize, f64), InferenceError> {
        let mut velocity = vec![0.0; self.couplings.len()];
        let mut averages = self.averages(&self.couplings.clone())?;
        let mut steps = 0;
        loop {
            let errors = self.errors(&averages);
            let gradient: Vec<f64> =
                self.wanted.iter().zip(&averages.means).map(|(data, model)| data - model).collect();
            let total = |place: usize| errors[place].hypot(averages.errors[place]);
            let largest = (0..gradient.len()).map(|place| gradient[place].abs() / total(place)).fold(0.0, f64::max);
            let noise: f64 = (0..gradient.len()).map(|place| averages.errors[place] / errors[place]).sum();
            let noisy = noise / gradient.len().max(1) as f64 > QUIET && self.looks < MOST_LOOKS;
            if (largest <= self.within() && !noisy) || steps >= self.settings.steps {
                return Ok((averages, steps, largest));
            }
            // What is left is noise of the chains: a longer look says more than another step.
            if noisy && largest < 4.0 {
                self.looks *= 2;
            }
            let step = match (self.settings.optimiser, &averages.fisher) {
                (Optimiser::Newton, Some(fisher)) => newton(fisher, &gradient),
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

    /// Takes a step; where the likelihood is known, a shorter one until it does not fall.
    fn advance(&mut self, from: &ModelAverages, step: &[f64]) -> Result<ModelAverages, InferenceError> {
        let before = from.log_partition.map(|log_partition| self.likelihood(log_partition));
        let old = self.couplings.clone();
        let mut factor = 1.0;
        loop {
            self.couplings = old.iter().zip(step).map(|(coupling, step)| coupling + factor * step).collect();
            let averages = self.averages(&self.couplings.clone())?;
            let after = averages.log_partition.map(|log_partition| self.likelihood(log_partition));
            let falls = before.zip(after).is_some_and(|(before, after)| after < before - 1e-13 * before.abs());
            if !falls || factor < 1e-6 || self.settings.optimiser != Optimiser::Newton {
                return Ok(averages);
            }
            factor *= 0.5;
        }
    }

    fn averages(&mut self, couplings: &[f64]) -> Result<ModelAverages, InferenceError> {
        let curved = self.features.count() <= MOST_CURVED;
        let model = self.features.model(couplings);
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

    /// Puts the couplings in their places, with their errors √((F⁻¹)/M).
    fn fill(&self, estimate: &mut Estimate, averages: &ModelAverages) {
        let spins = self.rows.spins();
        let deviations = averages.fisher.as_ref().and_then(|fisher| self.deviations(fisher, averages.looks));
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
    }

    /// √((F⁻¹)_aa/M). The inverse of a covariance that is measured on S configurations is too large by S/(S − P − 1).
    fn deviations(&self, fisher: &Mat<f64>, looks: usize) -> Option<Vec<f64>> {
        let count = fisher.nrows();
        let inverse = fisher.llt(Side::Lower).ok()?.solve(Mat::<f64>::identity(count, count));
        let inflation = if looks == usize::MAX { 1.0 } else { 1.0 - (count + 1) as f64 / looks as f64 };
        let rows = self.rows.effective();
        Some((0..count).map(|place| (inverse[(place, place)] * inflation / rows).max(0.0).sqrt()).collect())
    }
}

/// (F + ε)⁻¹ g, shortened so that no component is above 1; along the gradient where F has no inverse.
fn newton(fisher: &Mat<f64>, gradient: &[f64]) -> Vec<f64> {
    let count = gradient.len();
    let damped = Mat::from_fn(count, count, |a, b| fisher[(a, b)] + if a == b { DAMPING } else { 0.0 });
    let right = Mat::from_fn(count, 1, |a, _| gradient[a]);
    let step = match damped.llt(Side::Lower) {
        Ok(factor) => factor.solve(right),
        Err(_not_positive) => right * faer::Scale(RATE),
    };
    let longest = (0..count).map(|a| step[(a, 0)].abs()).fold(0.0, f64::max);
    let shorter = (LONGEST / longest).min(1.0);
    (0..count).map(|a| shorter * step[(a, 0)]).collect()
}
