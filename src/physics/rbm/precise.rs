//! The machine in double precision: energies, free energies and conditionals, straight from their formulas.
//! What the fast paths are compared with, and what exact sums are made of.

use faer::{Accum, MatMut, MatRef, Par};
use rayon::prelude::*;

use crate::physics::math::{log_sum_exp, log_two_cosh, sigmoid, softplus};
use crate::physics::rbm::configurations::Configurations;
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};

/// A machine with double-precision parameters, in the layout and with the energy of [`Rbm`].
#[derive(Clone, Debug, PartialEq)]
pub struct PreciseRbm {
    visible: VisibleUnits,
    hidden: HiddenUnits,
    weights: Vec<f64>,
    visible_bias: Vec<f64>,
    hidden_bias: Vec<f64>,
}

impl From<&Rbm> for PreciseRbm {
    fn from(rbm: &Rbm) -> Self {
        let convert = |values: &[f32]| values.iter().map(|&value| f64::from(value)).collect();
        Self {
            visible: rbm.visible(),
            hidden: rbm.hidden(),
            weights: convert(rbm.weights()),
            visible_bias: convert(rbm.visible_bias()),
            hidden_bias: convert(rbm.hidden_bias()),
        }
    }
}

impl PreciseRbm {
    /// A machine from its parameters.
    ///
    /// # Errors
    /// The same as of [`Rbm::new`].
    pub fn new(
        visible: VisibleUnits,
        hidden: HiddenUnits,
        weights: Vec<f64>,
        visible_bias: Vec<f64>,
        hidden_bias: Vec<f64>,
    ) -> Result<Self, RbmError> {
        // The checks are in one place.
        Rbm::new(
            visible,
            hidden,
            vec![0.0; weights.len()],
            vec![0.0; visible_bias.len()],
            vec![0.0; hidden_bias.len()],
        )?;
        Ok(Self { visible, hidden, weights, visible_bias, hidden_bias })
    }

    /// The nearest machine in single precision.
    ///
    /// # Errors
    /// None in fact: the sizes were checked.
    pub fn to_single(&self) -> Result<Rbm, RbmError> {
        let convert = |values: &[f64]| values.iter().map(|&value| value as f32).collect();
        let [weights, visible_bias, hidden_bias] = [&self.weights, &self.visible_bias, &self.hidden_bias];
        Rbm::new(self.visible, self.hidden, convert(weights), convert(visible_bias), convert(hidden_bias))
    }

    /// Kind of the visible units.
    pub fn visible(&self) -> VisibleUnits {
        self.visible
    }

    /// Kind of the hidden units.
    pub fn hidden(&self) -> HiddenUnits {
        self.hidden
    }

    /// Number of visible units.
    pub fn sites(&self) -> usize {
        self.visible_bias.len() / self.visible.channels()
    }

    /// Number of rows of the weights.
    pub fn visible_rows(&self) -> usize {
        self.visible_bias.len()
    }

    /// Number of hidden units.
    pub fn hidden_units(&self) -> usize {
        self.hidden_bias.len()
    }

    /// W, row-major `[site][state][hidden]`.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// a.
    pub fn visible_bias(&self) -> &[f64] {
        &self.visible_bias
    }

    /// b.
    pub fn hidden_bias(&self) -> &[f64] {
        &self.hidden_bias
    }

    /// Weights, visible and hidden bias, to be changed in place.
    pub fn parameters_mut(&mut self) -> [&mut [f64]; 3] {
        [&mut self.weights, &mut self.visible_bias, &mut self.hidden_bias]
    }

    /// For each site the row of the weights that speaks, and its factor: 0, ±1.
    fn speaking<'a>(&self, row: &'a [u8]) -> impl Iterator<Item = (usize, f64)> + use<'a> {
        let visible = self.visible;
        row.iter().take(self.sites()).enumerate().map(move |(site, &value)| match visible {
            VisibleUnits::Bernoulli => (site, if value > 0 { 1.0 } else { 0.0 }),
            VisibleUnits::Ising => (site, if value > 0 { 1.0 } else { -1.0 }),
            VisibleUnits::Potts(states) => {
                (site * usize::from(states) + usize::from(value), if value < states { 1.0 } else { 0.0 })
            }
        })
    }

    /// What a hidden unit in this state is worth: 0 and 1, or −1 and 1.
    fn hidden_value(&self, state: u8) -> f64 {
        match (self.hidden, state > 0) {
            (_, true) => 1.0,
            (HiddenUnits::Bernoulli, false) => 0.0,
            (HiddenUnits::Ising, false) => -1.0,
        }
    }

    /// b + vᵀW of a row of visible values.
    pub fn hidden_fields(&self, row: &[u8]) -> Vec<f64> {
        let mut fields = self.hidden_bias.clone();
        for (place, factor) in self.speaking(row).filter(|&(_, factor)| factor != 0.0) {
            let weights = self.weights.chunks_exact(self.hidden_units()).nth(place).unwrap_or_default();
            for (field, weight) in fields.iter_mut().zip(weights) {
                *field += factor * weight;
            }
        }
        fields
    }

    /// a + Wh of hidden states 0 and 1 (Ising: 0 is −1), `[site][state]`.
    pub fn visible_fields(&self, hidden: &[u8]) -> Vec<f64> {
        let values: Vec<f64> = hidden.iter().map(|&state| self.hidden_value(state)).collect();
        self.visible_fields_of_means(&values)
    }

    /// a + Wm of hidden means.
    pub fn visible_fields_of_means(&self, means: &[f64]) -> Vec<f64> {
        let weights = self.weights.chunks_exact(self.hidden_units());
        let sum = |row: &[f64]| row.iter().zip(means).map(|(weight, mean)| weight * mean).sum::<f64>();
        self.visible_bias.iter().zip(weights).map(|(bias, row)| bias + sum(row)).collect()
    }

    /// E(v, h) of visible values and hidden states.
    pub fn energy(&self, row: &[u8], hidden: &[u8]) -> f64 {
        let bias = |(place, factor): (usize, f64)| factor * self.visible_bias.get(place).copied().unwrap_or_default();
        let visible: f64 = self.speaking(row).map(bias).sum();
        let fields = self.hidden_fields(row);
        let other: f64 = fields.iter().zip(hidden).map(|(field, &state)| field * self.hidden_value(state)).sum();
        -visible - other
    }

    /// F(v) = −ln Σ_h exp(−E(v, h)).
    pub fn free_energy(&self, row: &[u8]) -> f64 {
        let bias = |(place, factor): (usize, f64)| factor * self.visible_bias.get(place).copied().unwrap_or_default();
        let visible: f64 = self.speaking(row).map(bias).sum();
        let summed = self.hidden_fields(row).into_iter().map(|field| match self.hidden {
            HiddenUnits::Bernoulli => softplus(field),
            HiddenUnits::Ising => log_two_cosh(field),
        });
        -visible - summed.sum::<f64>()
    }

    /// p(h_α is up | v).
    pub fn hidden_probabilities(&self, row: &[u8]) -> Vec<f64> {
        let factor = if self.hidden == HiddenUnits::Ising { 2.0 } else { 1.0 };
        self.hidden_fields(row).into_iter().map(|field| sigmoid(factor * field)).collect()
    }

    /// ⟨h_α⟩ given v, in the unit's own values.
    pub fn hidden_means(&self, row: &[u8]) -> Vec<f64> {
        let up = self.hidden_probabilities(row);
        match self.hidden {
            HiddenUnits::Bernoulli => up,
            HiddenUnits::Ising => up.into_iter().map(|p| 2.0 * p - 1.0).collect(),
        }
    }

    /// p(v_i is up | h), and p(v_i = q | h) `[site][state]` of Potts units.
    pub fn visible_probabilities(&self, hidden: &[u8]) -> Vec<f64> {
        let fields = self.visible_fields(hidden);
        match self.visible {
            VisibleUnits::Bernoulli => fields.into_iter().map(sigmoid).collect(),
            VisibleUnits::Ising => fields.into_iter().map(|field| sigmoid(2.0 * field)).collect(),
            VisibleUnits::Potts(states) => fields
                .chunks(usize::from(states))
                .flat_map(|site| {
                    let sum = log_sum_exp(site.iter().copied());
                    site.iter().map(move |field| (field - sum).exp())
                })
                .collect(),
        }
    }
}

/// Rows that are taken together.
const BLOCK: usize = 128;

/// F(v) of many rows: fields in single precision, sums in double. A row's value does not depend on threads.
/// Values beyond the machine's sites are ignored, missing ones count as 0 in the sums.
pub fn free_energies(rbm: &Rbm, rows: &Configurations) -> Vec<f64> {
    let blocks: Vec<Vec<f64>> = rows
        .values
        .par_chunks(BLOCK * rows.sites.max(1))
        .map(|block| {
            let count = block.len() / rows.sites.max(1);
            let mut fields = vec![0.0_f32; count * rbm.hidden_units()];
            hidden_fields(rbm, block, rows.sites, &mut fields);
            let rows = block.chunks_exact(rows.sites.max(1)).zip(fields.chunks_exact(rbm.hidden_units()));
            rows.map(|(row, fields)| -visible_sum(rbm, row) - hidden_sum(rbm.hidden(), fields, 1.0)).collect()
        })
        .collect();
    blocks.into_iter().flatten().collect()
}

/// Σ a_i v_i.
pub(super) fn visible_sum(rbm: &Rbm, row: &[u8]) -> f64 {
    let channels = rbm.visible().channels();
    let sites = rbm.visible_bias().chunks_exact(channels).zip(row);
    match rbm.visible() {
        VisibleUnits::Bernoulli => sites.map(|(a, &v)| if v > 0 { f64::from(a[0]) } else { 0.0 }).sum(),
        VisibleUnits::Ising => sites.map(|(a, &v)| if v > 0 { f64::from(a[0]) } else { -f64::from(a[0]) }).sum(),
        VisibleUnits::Potts(_) => sites.filter_map(|(a, &v)| a.get(usize::from(v))).map(|&a| f64::from(a)).sum(),
    }
}

/// Σ_α ln Σ_h exp(β x_α h).
pub(super) fn hidden_sum(hidden: HiddenUnits, fields: &[f32], beta: f64) -> f64 {
    match hidden {
        HiddenUnits::Bernoulli => fields.iter().map(|&field| softplus(beta * f64::from(field))).sum(),
        HiddenUnits::Ising => fields.iter().map(|&field| log_two_cosh(beta * f64::from(field))).sum(),
    }
}

/// b + vᵀW of some rows of `sites` values each, row-major into `fields`.
pub(super) fn hidden_fields(rbm: &Rbm, rows: &[u8], sites: usize, fields: &mut [f32]) {
    let units = rbm.hidden_units();
    for row in fields.chunks_exact_mut(units) {
        row.copy_from_slice(rbm.hidden_bias());
    }
    let low = match rbm.visible() {
        VisibleUnits::Potts(states) => {
            let states = usize::from(states);
            for (row, fields) in rows.chunks_exact(sites.max(1)).zip(fields.chunks_exact_mut(units)) {
                for (weights, &value) in rbm.weights().chunks_exact(states * units).zip(row) {
                    let weights = weights.chunks_exact(units).nth(usize::from(value)).unwrap_or_default();
                    fields.iter_mut().zip(weights).for_each(|(field, weight)| *field += weight);
                }
            }
            return;
        }
        VisibleUnits::Bernoulli => 0.0,
        VisibleUnits::Ising => -1.0,
    };
    let count = fields.len() / units;
    let mut encoded = vec![0.0_f32; count * rbm.sites()];
    for (encoded, row) in encoded.chunks_exact_mut(rbm.sites()).zip(rows.chunks_exact(sites.max(1))) {
        encoded.iter_mut().zip(row).for_each(|(number, &value)| *number = if value > 0 { 1.0 } else { low });
    }
    faer::linalg::matmul::matmul(
        MatMut::from_row_major_slice_mut(fields, count, units),
        Accum::Add,
        MatRef::from_row_major_slice(&encoded, count, rbm.sites()),
        MatRef::from_row_major_slice(rbm.weights(), rbm.sites(), units),
        1.0_f32,
        Par::Seq,
    );
}
