//! The machine in double precision: energies, free energies and conditionals, straight from their formulas.
//! What the fast paths are compared with, and what exact sums are made of.

use faer::{Accum, MatMut, MatRef, Par};
use rayon::prelude::*;

use crate::physics::configurations::Configurations;
use crate::physics::math::{log_sum_exp, log_two_cosh, sigmoid, softplus};
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};

impl Rbm<f64> {
    /// For each site the active visible row, and its factor: 0, ±1.
    fn active_rows<'a>(&self, row: &'a [u8]) -> impl Iterator<Item = (usize, f64)> + use<'a> {
        let visible = self.visible();
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
        match (self.hidden(), state > 0) {
            (_, true) => 1.0,
            (HiddenUnits::Bernoulli, false) => 0.0,
            (HiddenUnits::Ising, false) => -1.0,
        }
    }

    /// b + vᵀW of a row of visible values.
    pub fn hidden_fields(&self, row: &[u8]) -> Vec<f64> {
        let mut fields = self.parameters().hidden_bias.to_vec();
        for (place, factor) in self.active_rows(row).filter(|&(_, factor)| factor != 0.0) {
            let weights = self.parameters().weights.chunks_exact(self.hidden_units()).nth(place).unwrap_or_default();
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
        let weights = self.parameters().weights.chunks_exact(self.hidden_units());
        let sum = |row: &[f64]| row.iter().zip(means).map(|(weight, mean)| weight * mean).sum::<f64>();
        self.parameters().visible_bias.iter().zip(weights).map(|(bias, row)| bias + sum(row)).collect()
    }

    /// E(v, h) of visible values and hidden states.
    pub fn energy(&self, row: &[u8], hidden: &[u8]) -> f64 {
        let bias = |(place, factor): (usize, f64)| {
            factor * self.parameters().visible_bias.get(place).copied().unwrap_or_default()
        };
        let visible: f64 = self.active_rows(row).map(bias).sum();
        let fields = self.hidden_fields(row);
        let other: f64 = fields.iter().zip(hidden).map(|(field, &state)| field * self.hidden_value(state)).sum();
        -visible - other
    }

    /// F(v) = −ln Σ_h exp(−E(v, h)).
    pub fn free_energy(&self, row: &[u8]) -> f64 {
        let bias = |(place, factor): (usize, f64)| {
            factor * self.parameters().visible_bias.get(place).copied().unwrap_or_default()
        };
        let visible: f64 = self.active_rows(row).map(bias).sum();
        let summed = self.hidden_fields(row).into_iter().map(|field| match self.hidden() {
            HiddenUnits::Bernoulli => softplus(field),
            HiddenUnits::Ising => log_two_cosh(field),
        });
        -visible - summed.sum::<f64>()
    }

    /// p(h_α is up | v).
    pub fn hidden_probabilities(&self, row: &[u8]) -> Vec<f64> {
        let factor = if self.hidden() == HiddenUnits::Ising { 2.0 } else { 1.0 };
        self.hidden_fields(row).into_iter().map(|field| sigmoid(factor * field)).collect()
    }

    /// ⟨h_α⟩ given v, in the unit's own values.
    pub fn hidden_means(&self, row: &[u8]) -> Vec<f64> {
        let up = self.hidden_probabilities(row);
        match self.hidden() {
            HiddenUnits::Bernoulli => up,
            HiddenUnits::Ising => up.into_iter().map(|p| 2.0 * p - 1.0).collect(),
        }
    }

    /// p(v_i is up | h), and p(v_i = q | h) `[site][state]` of Potts units.
    pub fn visible_probabilities(&self, hidden: &[u8]) -> Vec<f64> {
        let fields = self.visible_fields(hidden);
        match self.visible() {
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
        .as_slice()
        .par_chunks(BLOCK * rows.sites().max(1))
        .map(|block| {
            let count = block.len() / rows.sites().max(1);
            let mut fields = vec![0.0_f32; count * rbm.hidden_units()];
            hidden_fields(rbm, block, rows.sites(), &mut fields);
            let rows = block.chunks_exact(rows.sites().max(1)).zip(fields.chunks_exact(rbm.hidden_units()));
            rows.map(|(row, fields)| -visible_sum(rbm, row) - hidden_sum(rbm.hidden(), fields, 1.0)).collect()
        })
        .collect();
    blocks.into_iter().flatten().collect()
}

/// Σ a_i v_i.
pub(super) fn visible_sum(rbm: &Rbm, row: &[u8]) -> f64 {
    let channels = rbm.visible().channels();
    let sites = rbm.parameters().visible_bias.chunks_exact(channels).zip(row);
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
        row.copy_from_slice(rbm.parameters().hidden_bias);
    }
    let low = match rbm.visible() {
        VisibleUnits::Potts(states) => {
            let states = usize::from(states);
            for (row, fields) in rows.chunks_exact(sites.max(1)).zip(fields.chunks_exact_mut(units)) {
                for (weights, &value) in rbm.parameters().weights.chunks_exact(states * units).zip(row) {
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
        MatRef::from_row_major_slice(rbm.parameters().weights, rbm.sites(), units),
        1.0_f32,
        Par::Seq,
    );
}
