//! The mean-field equations of orders 1 (naive) and 2 (TAP) on a block of states.
//!
//! With x the visible and m the hidden means and χ the variance of a unit at its mean (m − m² for Bernoulli, 1 − m² for
//! Ising units), the second Plefka term of two binary layers is ½ Σ χ(x_i) W²_iα χ(m_α), so that
//!
//! h-field_α = b_α + Σ_i x_i W_iα + ½χ′(m_α) Σ_i χ(x_i) W²_iα
//!
//! and the same with the layers exchanged; ½χ′ is ½ − m for Bernoulli and −m for Ising units. For Potts sites, with
//! U_iα = Σ_q f_i^q W_iqα, it is ½ Σ_α χ(m_α) Σ_i (Σ_q f_i^q W²_iqα − U²_iα), and
//!
//! v-field_iq = a_iq + Σ_α m_α W_iqα + Σ_α χ(m_α) (½W²_iqα − W_iqα U_iα).
//!
//! A sweep moves the hidden units first, with the old means, then the visible ones with the new m.
//!
//! ## References
//!
//! * D. J. Thouless, P. W. Anderson and R. G. Palmer, “Solution of ‘Solvable model of a spin glass’”, Phil. Mag. 35,
//!   593 (1977), doi:10.1080/14786437708235992
//! * T. Plefka, “Convergence condition of the TAP equation for the infinite-ranged Ising spin glass model”, J. Phys.
//!   A 15, 1971 (1982), doi:10.1088/0305-4470/15/6/035
//! * A. Georges and J. S. Yedidia, “How to expand around mean-field theory using high-temperature expansions”, J.
//!   Phys. A 24, 2173 (1991), doi:10.1088/0305-4470/24/9/024

use faer::prelude::ReborrowMut as _;
use faer::{Accum, MatMut, MatRef, Par};

use super::layer::{Kind, Layer, variances};
use super::scalar::Scalar;
use crate::physics::rbm::{HiddenUnits, Rbm, VisibleUnits};

/// A machine, prepared for the iteration.
pub(super) struct Equations<T> {
    visible: Kind,
    hidden: Kind,
    pub(super) rows: usize,
    pub(super) units: usize,
    weights: Vec<T>,
    /// W², of order 2 only.
    squares: Vec<T>,
    visible_bias: Vec<T>,
    hidden_bias: Vec<T>,
}

/// Means of a number of states, row-major, and room for a sweep.
pub(super) struct Block<T> {
    pub(super) visible: Vec<T>,
    pub(super) hidden: Vec<T>,
    /// Damping ρ of each state: how much of the old means stays.
    pub(super) damping: Vec<T>,
    /// The largest difference that the last sweep found between old and undamped new means.
    pub(super) residual: Vec<T>,
    visible_fields: Vec<T>,
    visible_terms: Vec<T>,
    hidden_fields: Vec<T>,
    hidden_terms: Vec<T>,
    /// U, one matrix of states × hidden units after another, for Potts units.
    pub(super) averages: Vec<T>,
}

impl<T: Scalar> Equations<T> {
    pub(super) fn new(rbm: &Rbm, second_order: bool) -> Self {
        let convert = |values: &[f32]| values.iter().map(|&value| T::from_f32(value)).collect::<Vec<T>>();
        let weights = convert(rbm.parameters().weights);
        Self {
            visible: match rbm.visible() {
                VisibleUnits::Bernoulli => Kind::Bernoulli,
                VisibleUnits::Ising => Kind::Ising,
                VisibleUnits::Potts(states) => Kind::Potts(usize::from(states)),
            },
            hidden: match rbm.hidden() {
                HiddenUnits::Bernoulli => Kind::Bernoulli,
                HiddenUnits::Ising => Kind::Ising,
            },
            rows: rbm.visible_rows(),
            units: rbm.hidden_units(),
            squares: if second_order { weights.iter().map(|&weight| weight * weight).collect() } else { Vec::new() },
            weights,
            visible_bias: convert(rbm.parameters().visible_bias),
            hidden_bias: convert(rbm.parameters().hidden_bias),
        }
    }

    /// The means that a row of data is, appended to `into`.
    pub(super) fn encode(&self, row: &[u8], into: &mut Vec<T>) {
        let (zero, one) = (T::from_f64(0.0), T::from_f64(1.0));
        let end = into.len() + self.rows;
        match self.visible {
            Kind::Bernoulli => into.extend(row.iter().map(|&value| if value > 0 { one } else { zero })),
            Kind::Ising => into.extend(row.iter().map(|&value| if value > 0 { one } else { -one })),
            Kind::Potts(states) => {
                for &value in row {
                    into.extend((0..states).map(|state| if state == usize::from(value) { one } else { zero }));
                }
            }
        }
        into.resize(end, zero);
    }

    /// States at these visible means, with the hidden means that answer them.
    pub(super) fn begin(&self, visible: Vec<T>, damping: T) -> Block<T> {
        let states = visible.len() / self.rows;
        let zero = T::from_f64(0.0);
        let mut block = Block {
            visible,
            hidden: vec![zero; states * self.units],
            damping: vec![damping; states],
            residual: vec![zero; states],
            visible_fields: vec![zero; states * self.rows],
            visible_terms: vec![zero; if self.squares.is_empty() { 0 } else { states * self.rows }],
            hidden_fields: vec![zero; states * self.units],
            hidden_terms: vec![zero; if self.squares.is_empty() { 0 } else { states * self.units }],
            averages: Vec::new(),
        };
        // At a configuration no unit has a variance: both orders answer it alike.
        product(&mut block.hidden_fields, &block.visible, &self.weights, [states, self.rows, self.units]);
        let undamped = vec![zero; states];
        let mut ignored = vec![zero; states];
        let layer = Layer { kind: self.hidden, bias: &self.hidden_bias, damping: &undamped };
        layer.update(&mut block.hidden, &mut block.hidden_fields, None, &mut ignored);
        block
    }

    /// One sweep of all states.
    pub(super) fn sweep(&self, block: &mut Block<T>) {
        let states = block.damping.len();
        block.residual.fill(T::from_f64(0.0));
        if let Kind::Potts(q) = self.visible {
            self.potts_hidden_fields(block, q);
        } else {
            let Block { visible, hidden_fields, hidden_terms, visible_terms, .. } = block;
            product(hidden_fields, visible, &self.weights, [states, self.rows, self.units]);
            if !self.squares.is_empty() {
                variances(self.visible, visible, visible_terms);
                product(hidden_terms, visible_terms, &self.squares, [states, self.rows, self.units]);
            }
        }
        let layer = Layer { kind: self.hidden, bias: &self.hidden_bias, damping: &block.damping };
        let second = (!self.squares.is_empty()).then_some(&block.hidden_terms[..]);
        layer.update(&mut block.hidden, &mut block.hidden_fields, second, &mut block.residual);

        if let Kind::Potts(q) = self.visible {
            self.potts_visible_fields(block, q);
        } else {
            let Block { visible_fields, visible_terms, hidden, hidden_terms, .. } = block;
            product_transposed(visible_fields, hidden, &self.weights, [states, self.units, self.rows]);
            if !self.squares.is_empty() {
                variances(self.hidden, hidden, hidden_terms);
                product_transposed(visible_terms, hidden_terms, &self.squares, [states, self.units, self.rows]);
            }
        }
        let layer = Layer { kind: self.visible, bias: &self.visible_bias, damping: &block.damping };
        let second = (!self.squares.is_empty()).then_some(&block.visible_terms[..]);
        layer.update(&mut block.visible, &mut block.visible_fields, second, &mut block.residual);
    }

    /// Σ_i U_iα into the fields, V_α = Σ_i (Σ_q f W² − U²) into the terms.
    fn potts_hidden_fields(&self, block: &mut Block<T>, q: usize) {
        let states = block.damping.len();
        let Block { visible, hidden_fields, hidden_terms, averages, .. } = block;
        if self.squares.is_empty() {
            product(hidden_fields, visible, &self.weights, [states, self.rows, self.units]);
            return;
        }
        product(hidden_terms, visible, &self.squares, [states, self.rows, self.units]);
        averages.resize(states * self.units * (self.rows / q), T::from_f64(0.0));
        hidden_fields.fill(T::from_f64(0.0));
        let frequencies = MatRef::from_row_major_slice(visible, states, self.rows);
        let sites = averages.chunks_exact_mut(states * self.units).zip(self.weights.chunks_exact(q * self.units));
        for (site, (average, weights)) in sites.enumerate() {
            faer::linalg::matmul::matmul(
                MatMut::from_row_major_slice_mut(average, states, self.units),
                Accum::Replace,
                frequencies.subcols(site * q, q),
                MatRef::from_row_major_slice(weights, q, self.units),
                T::from_f64(1.0),
                Par::Seq,
            );
            for ((&mut average, field), term) in
                average.iter_mut().zip(hidden_fields.iter_mut()).zip(hidden_terms.iter_mut())
            {
                *field += average;
                *term += -(average * average);
            }
        }
    }

    /// Σ_α W (m − χ U) into the fields, Σ_α χ W² into the terms.
    fn potts_visible_fields(&self, block: &mut Block<T>, q: usize) {
        let states = block.damping.len();
        let Block { visible_fields, visible_terms, hidden, hidden_terms, averages, .. } = block;
        if self.squares.is_empty() {
            product_transposed(visible_fields, hidden, &self.weights, [states, self.units, self.rows]);
            return;
        }
        variances(self.hidden, hidden, hidden_terms);
        product_transposed(visible_terms, hidden_terms, &self.squares, [states, self.units, self.rows]);
        let mut fields = MatMut::from_row_major_slice_mut(visible_fields, states, self.rows);
        let sites = averages.chunks_exact_mut(states * self.units).zip(self.weights.chunks_exact(q * self.units));
        for (site, (average, weights)) in sites.enumerate() {
            for ((average, &mean), &variance) in average.iter_mut().zip(hidden.iter()).zip(hidden_terms.iter()) {
                *average = mean - variance * *average;
            }
            faer::linalg::matmul::matmul(
                fields.rb_mut().subcols_mut(site * q, q),
                Accum::Replace,
                MatRef::from_row_major_slice(average, states, self.units),
                MatRef::from_row_major_slice(weights, q, self.units).transpose(),
                T::from_f64(1.0),
                Par::Seq,
            );
        }
    }
}

impl<T: Scalar> Block<T> {
    /// Forgets one state; the last takes its place.
    pub(super) fn swap_remove(&mut self, state: usize, rows: usize, units: usize) {
        self.damping.swap_remove(state);
        self.residual.swap_remove(state);
        let left = self.damping.len();
        for (values, width) in [(&mut self.visible, rows), (&mut self.hidden, units)] {
            if state < left {
                values.copy_within(left * width..(left + 1) * width, state * width);
            }
            values.truncate(left * width);
        }
        self.visible_fields.truncate(left * rows);
        self.visible_terms.truncate(left * rows);
        self.hidden_fields.truncate(left * units);
        self.hidden_terms.truncate(left * units);
    }
}

/// C ← A B of row-major matrices, [rows of A, columns of A, columns of B].
fn product<T: Scalar>(c: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3]) {
    faer::linalg::matmul::matmul(
        MatMut::from_row_major_slice_mut(c, m, n),
        Accum::Replace,
        MatRef::from_row_major_slice(a, m, k),
        MatRef::from_row_major_slice(b, k, n),
        T::from_f64(1.0),
        Par::Seq,
    );
}

/// C ← A Bᵀ of row-major matrices, [rows of A, columns of A and B, rows of B].
fn product_transposed<T: Scalar>(c: &mut [T], a: &[T], b: &[T], [m, k, n]: [usize; 3]) {
    faer::linalg::matmul::matmul(
        MatMut::from_row_major_slice_mut(c, m, n),
        Accum::Replace,
        MatRef::from_row_major_slice(a, m, k),
        MatRef::from_row_major_slice(b, n, k).transpose(),
        T::from_f64(1.0),
        Par::Seq,
    );
}
