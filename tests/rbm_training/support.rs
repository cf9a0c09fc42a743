//! A machine by the formulas, and trainings to try.

use glassbox::physics::data::Dataset;
use glassbox::physics::rbm::{
    Configurations, HiddenUnits, Method, Rbm, Trainer, TrainerSetup, TrainingSettings, VisibleUnits,
};
use glassbox::physics::seed::{Seed, Stream, below, uniform};

pub const VISIBLE: [VisibleUnits; 4] =
    [VisibleUnits::Bernoulli, VisibleUnits::Ising, VisibleUnits::Potts(3), VisibleUnits::Potts(32)];
pub const HIDDEN: [HiddenUnits; 2] = [HiddenUnits::Bernoulli, HiddenUnits::Ising];

/// A tiny machine in double precision, by the formulas.
pub struct Exact<'a>(pub &'a Rbm);

impl Exact<'_> {
    pub fn states(&self) -> usize {
        usize::from(self.0.visible().states())
    }

    pub fn visible_count(&self) -> usize {
        self.states().pow(self.0.sites() as u32)
    }

    pub fn values(&self, index: usize) -> Vec<u8> {
        (0..self.0.sites()).map(|site| (index / self.states().pow(site as u32) % self.states()) as u8).collect()
    }

    pub fn index(&self, values: &[u8]) -> usize {
        values.iter().rev().fold(0, |index, &value| index * self.states() + usize::from(value))
    }

    /// v as a vector over visible rows.
    pub fn vector(&self, values: &[u8]) -> Vec<f64> {
        let mut vector = vec![0.0; self.0.visible_rows()];
        for (site, &value) in values.iter().enumerate() {
            match self.0.visible() {
                VisibleUnits::Potts(q) => vector[site * usize::from(q) + usize::from(value)] = 1.0,
                VisibleUnits::Ising => vector[site] = 2.0 * f64::from(value) - 1.0,
                VisibleUnits::Bernoulli => vector[site] = f64::from(value),
            }
        }
        vector
    }

    pub fn weight(&self, row: usize, unit: usize) -> f64 {
        f64::from(self.0.parameters().weights[row * self.0.hidden_units() + unit])
    }

    /// p(h = upper value | v) for each hidden unit.
    pub fn hidden_upper(&self, vector: &[f64]) -> Vec<f64> {
        let width = if self.0.hidden() == HiddenUnits::Ising { 2.0 } else { 1.0 };
        (0..self.0.hidden_units())
            .map(|unit| {
                let field: f64 = vector.iter().enumerate().map(|(row, v)| v * self.weight(row, unit)).sum();
                1.0 / (1.0 + (-width * (field + f64::from(self.0.parameters().hidden_bias[unit]))).exp())
            })
            .collect()
    }

    pub fn hidden_mean(&self, vector: &[f64]) -> Vec<f64> {
        let ising = self.0.hidden() == HiddenUnits::Ising;
        self.hidden_upper(vector).into_iter().map(|p| if ising { 2.0 * p - 1.0 } else { p }).collect()
    }

    /// p(value | h) for each site and value.
    pub fn visible_probabilities(&self, hidden: &[f64]) -> Vec<Vec<f64>> {
        let channels = self.0.visible().channels();
        let field = |row: usize| {
            let sum: f64 = hidden.iter().enumerate().map(|(unit, h)| h * self.weight(row, unit)).sum();
            sum + f64::from(self.0.parameters().visible_bias[row])
        };
        (0..self.0.sites())
            .map(|site| {
                let weights: Vec<f64> = match self.0.visible() {
                    VisibleUnits::Potts(_) => (0..channels).map(|state| field(site * channels + state).exp()).collect(),
                    VisibleUnits::Ising => vec![(-field(site)).exp(), field(site).exp()],
                    VisibleUnits::Bernoulli => vec![1.0, field(site).exp()],
                };
                let total: f64 = weights.iter().sum();
                weights.into_iter().map(|weight| weight / total).collect()
            })
            .collect()
    }

    /// The distribution one Gibbs step after `start`.
    pub fn step(&self, start: &[f64]) -> Vec<f64> {
        let low = if self.0.hidden() == HiddenUnits::Ising { -1.0 } else { 0.0 };
        let mut result = vec![0.0; start.len()];
        let hidden_count = 1_usize << self.0.hidden_units();
        let mut hidden_weights = vec![0.0; hidden_count];
        for (index, &p) in start.iter().enumerate().filter(|(_, p)| **p > 0.0) {
            let upper = self.hidden_upper(&self.vector(&self.values(index)));
            for (bits, weight) in hidden_weights.iter_mut().enumerate() {
                let each =
                    upper.iter().enumerate().map(|(unit, up)| if bits >> unit & 1 == 1 { *up } else { 1.0 - up });
                *weight += p * each.product::<f64>();
            }
        }
        for (bits, weight) in hidden_weights.into_iter().enumerate() {
            let hidden: Vec<f64> =
                (0..self.0.hidden_units()).map(|unit| if bits >> unit & 1 == 1 { 1.0 } else { low }).collect();
            let sites = self.visible_probabilities(&hidden);
            for (index, p) in result.iter_mut().enumerate() {
                let values = self.values(index);
                *p +=
                    weight * values.iter().zip(&sites).map(|(&value, site)| site[usize::from(value)]).product::<f64>();
            }
        }
        result
    }

    /// ⟨v_r⟩, ⟨h_α⟩ and ⟨(v_r − v̄_r)(h_α − h̄_α)⟩ with the means of the hidden units in place of h.
    pub fn correlations(&self, distribution: &[f64], centre: Option<(&[f64], &[f64])>) -> [Vec<f64>; 3] {
        let (rows, units) = (self.0.visible_rows(), self.0.hidden_units());
        let mut all = [vec![0.0; rows], vec![0.0; units], vec![0.0; rows * units]];
        for (index, &p) in distribution.iter().enumerate().filter(|(_, p)| **p > 0.0) {
            let vector = self.vector(&self.values(index));
            let hidden = self.hidden_mean(&vector);
            for (row, v) in vector.iter().enumerate() {
                all[0][row] += p * v;
                let v = v - centre.map_or(0.0, |centre| centre.0[row]);
                for (unit, h) in hidden.iter().enumerate() {
                    all[2][row * units + unit] += p * v * (h - centre.map_or(0.0, |centre| centre.1[unit]));
                }
            }
            for (unit, h) in hidden.iter().enumerate() {
                all[1][unit] += p * h;
            }
        }
        all
    }

    /// The gradient between two distributions, by the formulas of the text.
    pub fn gradient(&self, data: &[f64], model: &[f64], centred: bool) -> [Vec<f64>; 3] {
        let [v, h, _] = self.correlations(data, None);
        let centre = centred.then_some((&v[..], &h[..]));
        let (data, model) = (self.correlations(data, centre), self.correlations(model, centre));
        let minus = |k: usize| data[k].iter().zip(&model[k]).map(|(a, b)| a - b).collect::<Vec<f64>>();
        let [mut visible, mut hidden, weights] = [minus(0), minus(1), minus(2)];
        if centred {
            for (row, weights) in weights.chunks_exact(h.len()).enumerate() {
                for (unit, weight) in weights.iter().enumerate() {
                    visible[row] -= weight * h[unit];
                    hidden[unit] -= weight * v[row];
                }
            }
        }
        [weights, visible, hidden]
    }
}

pub fn sites_of(visible: VisibleUnits) -> usize {
    if visible == VisibleUnits::Potts(32) { 2 } else { 4 }
}

/// Random rows, of which some states are likelier than others.
pub fn data(visible: VisibleUnits, rows: usize, columns: usize, seed: u64) -> Dataset {
    let states = u32::from(visible.states());
    let mut rng = Seed(seed).stream(Stream::Patterns);
    let mut values = Vec::new();
    for _ in 0..rows {
        let leader = below(&mut rng, states);
        values
            .extend((0..columns).map(|_| if uniform(&mut rng) < 0.6 { leader } else { below(&mut rng, states) } as u8));
    }
    Dataset::new("rows", values, columns, visible.states())
}

pub fn trainer(
    data: &Dataset,
    visible: VisibleUnits,
    hidden: HiddenUnits,
    units: usize,
    settings: TrainingSettings,
) -> Trainer {
    let setup = TrainerSetup { hidden, hidden_units: units, settings, initial_spread: 0.7, ..setup(visible) };
    Trainer::new(data, &TrainerSetup { seed: Seed(6), ..setup }).unwrap()
}

/// A few hidden units of {0, 1}, the usual settings, seed 1.
pub fn setup(visible: VisibleUnits) -> TrainerSetup {
    TrainerSetup {
        visible,
        hidden: HiddenUnits::Bernoulli,
        hidden_units: 4,
        settings: TrainingSettings::default(),
        initial_spread: 0.1,
        reweighted: false,
        seed: Seed(1),
    }
}

/// One training of each kind, large enough to be shared among threads.
pub fn runs() -> Vec<(VisibleUnits, HiddenUnits, Method, Dataset, TrainingSettings)> {
    let mut runs = Vec::new();
    for (visible, hidden, method, columns) in [
        (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, Method::Persistent, 120),
        (VisibleUnits::Ising, HiddenUnits::Ising, Method::Random, 120),
        (VisibleUnits::Potts(5), HiddenUnits::Bernoulli, Method::Persistent, 30),
        (VisibleUnits::Bernoulli, HiddenUnits::Ising, Method::ContrastiveDivergence, 120),
    ] {
        let settings = TrainingSettings {
            method,
            gibbs_steps: 3,
            batch: 130,
            chains: 170,
            learning_rate: 0.05,
            ..Default::default()
        };
        runs.push((visible, hidden, method, data(visible, 300, columns, 9), settings));
    }
    runs
}

pub fn bits(trainer: &Trainer) -> (Vec<u32>, Configurations) {
    let rbm = trainer.rbm();
    let parameters = [rbm.parameters().weights, rbm.parameters().visible_bias, rbm.parameters().hidden_bias].concat();
    (parameters.iter().map(|x| x.to_bits()).collect(), trainer.chains())
}
