//! The mean-field equations of orders 1 (naive), 2 (TAP) and 3 on a block of states.
//!
//! With x the visible and m the hidden means, χ the variance and κ the third cumulant of a unit at its mean (m − m² and
//! χ (1 − 2m) for Bernoulli, 1 − m² and −2m χ for Ising units), the second and third Plefka terms of two binary layers
//! are ½ Σ χ(x_i) W²_iα χ(m_α) and ⅙ Σ κ(x_i) W³_iα κ(m_α), so that
//!
//! h-field_α = b_α + Σ_i x_i W_iα + ½χ′(m_α) Σ_i χ(x_i) W²_iα + ⅙κ′(m_α) Σ_i κ(x_i) W³_iα
//!
//! and the same with the layers exchanged; ½χ′ is ½ − m for Bernoulli and −m for Ising units, ⅙κ′ is ⅙ − χ and m² − ⅓.
//! There is no term of loops, since no three units of two layers are all connected. For Potts sites, with
//! U_iα = Σ_q f_i^q W_iqα, the variance and the third cumulant of W_i·α over the states of the site take the place of
//! χ(x_i) W² and κ(x_i) W³; to the second order
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

use std::ops::Range;

use ndarray::{Axis, NdFloat, Slice};

use super::layer::{Kind, Layer, third_cumulants, variances};
use super::products::{product, product_transposed};
use super::relaxation::{Order, Starts};
use super::scalar::Scalar;
use crate::physics::rbm::{HiddenUnits, Rbm, VisibleUnits};

/// A machine, prepared for the iteration.
pub(super) struct Equations<T> {
    pub(super) visible: Kind,
    pub(super) hidden: Kind,
    pub(super) rows: usize,
    pub(super) units: usize,
    pub(super) weights: Vec<T>,
    /// W², from the second order on.
    pub(super) squares: Vec<T>,
    /// W³, of the third order.
    pub(super) cubes: Vec<T>,
    pub(super) visible_bias: Vec<T>,
    pub(super) hidden_bias: Vec<T>,
}

/// Means of a number of states, row-major, and room for a sweep.
pub(super) struct Block<T> {
    pub(super) visible: Vec<T>,
    pub(super) hidden: Vec<T>,
    /// Damping ρ of each state: how much of the old means stays.
    pub(super) damping: Vec<T>,
    /// The largest difference that the last sweep found between old and undamped new means.
    pub(super) residual: Vec<T>,
    pub(super) visible_sums: Sums<T>,
    pub(super) hidden_sums: Sums<T>,
    /// U, one matrix of states × hidden units after another, for Potts units from the second order on.
    pub(super) averages: Vec<T>,
    /// The same of W², of the third order.
    pub(super) square_averages: Vec<T>,
}

/// What one layer brings to each unit of the other, order by order; empty beyond the order of the equations.
pub(super) struct Sums<T> {
    pub(super) first: Vec<T>,
    pub(super) second: Vec<T>,
    pub(super) third: Vec<T>,
}

impl<T: Scalar> Equations<T> {
    pub(super) fn new<P: NdFloat + Into<f64>>(rbm: &Rbm<P>, order: Order) -> Self {
        let convert = |values: &[P]| values.iter().map(|&value| T::from_f64(value.into())).collect::<Vec<T>>();
        let weights = convert(rbm.parameters().weights);
        let squares: Vec<T> =
            if order == Order::First { Vec::new() } else { weights.iter().map(|&weight| weight * weight).collect() };
        let cubes = if order == Order::Third {
            squares.iter().zip(&weights).map(|(&square, &weight)| square * weight).collect()
        } else {
            Vec::new()
        };
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
            weights,
            squares,
            cubes,
            visible_bias: convert(rbm.parameters().visible_bias),
            hidden_bias: convert(rbm.parameters().hidden_bias),
        }
    }

    /// The visible means of these starts.
    pub(super) fn means(&self, starts: &Starts, range: Range<usize>) -> Vec<T> {
        match starts {
            Starts::Rows(rows) => range.filter_map(|row| rows.row(row)).flat_map(|row| self.encode(row)).collect(),
            Starts::Means(means) => {
                let means = means.slice_axis(Axis(0), Slice::from(range));
                means.iter().map(|&mean| T::from_f64(f64::from(mean))).collect()
            }
        }
    }

    /// The means that a row of data is.
    fn encode(&self, row: &[u8]) -> Vec<T> {
        let (zero, one) = (T::from_f64(0.0), T::from_f64(1.0));
        match self.visible {
            Kind::Bernoulli => row.iter().map(|&value| if value > 0 { one } else { zero }).collect(),
            Kind::Ising => row.iter().map(|&value| if value > 0 { one } else { -one }).collect(),
            Kind::Potts(states) => {
                let of_site =
                    |value: u8| (0..states).map(move |state| if state == usize::from(value) { one } else { zero });
                row.iter().flat_map(|&value| of_site(value)).collect()
            }
        }
    }

    /// States at these means.
    pub(super) fn block(&self, visible: Vec<T>, hidden: Vec<T>, damping: T) -> Block<T> {
        let states = hidden.len() / self.units;
        Block {
            visible,
            hidden,
            damping: vec![damping; states],
            residual: vec![T::from_f64(0.0); states],
            visible_sums: self.sums(states * self.rows),
            hidden_sums: self.sums(states * self.units),
            averages: Vec::new(),
            square_averages: Vec::new(),
        }
    }

    /// States at these visible means, with the hidden means that answer them to the first order. At a configuration no
    /// unit has a variance, and all orders answer it alike.
    pub(super) fn begin(&self, visible: Vec<T>, damping: T) -> Block<T> {
        let states = visible.len() / self.rows;
        let zero = T::from_f64(0.0);
        let mut block = self.block(visible, vec![zero; states * self.units], damping);
        let fields = &mut block.hidden_sums.first;
        product(fields, &block.visible, &self.weights, [states, self.rows, self.units]);
        let undamped = vec![zero; states];
        let layer = Layer { kind: self.hidden, bias: &self.hidden_bias, damping: &undamped };
        layer.update(&mut block.hidden, fields, [&[], &[]], &mut block.residual);
        block
    }

    fn sums(&self, count: usize) -> Sums<T> {
        let sum = |powers: &[T]| vec![T::from_f64(0.0); if powers.is_empty() { 0 } else { count }];
        Sums { first: sum(&self.weights), second: sum(&self.squares), third: sum(&self.cubes) }
    }

    /// One sweep of all states.
    pub(super) fn sweep(&self, block: &mut Block<T>) {
        block.residual.fill(T::from_f64(0.0));
        self.sum_for_hidden(block);
        let layer = Layer { kind: self.hidden, bias: &self.hidden_bias, damping: &block.damping };
        let Sums { first, second, third } = &mut block.hidden_sums;
        layer.update(&mut block.hidden, first, [second, third], &mut block.residual);
        self.sum_for_visible(block);
        let layer = Layer { kind: self.visible, bias: &self.visible_bias, damping: &block.damping };
        let Sums { first, second, third } = &mut block.visible_sums;
        layer.update(&mut block.visible, first, [second, third], &mut block.residual);
    }

    /// What the visible means bring to each hidden unit.
    pub(super) fn sum_for_hidden(&self, block: &mut Block<T>) {
        if let Kind::Potts(q) = self.visible {
            return self.potts_hidden_sums(block, q);
        }
        let sizes = [block.states(), self.rows, self.units];
        let Block { visible, hidden_sums: sums, visible_sums: room, .. } = block;
        product(&mut sums.first, visible, &self.weights, sizes);
        if !self.squares.is_empty() {
            variances(self.visible, visible, &mut room.second);
            product(&mut sums.second, &room.second, &self.squares, sizes);
        }
        if !self.cubes.is_empty() {
            third_cumulants(self.visible, visible, &mut room.third);
            product(&mut sums.third, &room.third, &self.cubes, sizes);
        }
    }

    /// What the hidden means bring to each visible row.
    fn sum_for_visible(&self, block: &mut Block<T>) {
        if let Kind::Potts(q) = self.visible {
            return self.potts_visible_sums(block, q);
        }
        let sizes = [block.states(), self.units, self.rows];
        let Block { hidden, visible_sums: sums, hidden_sums: room, .. } = block;
        product_transposed(&mut sums.first, hidden, &self.weights, sizes);
        if !self.squares.is_empty() {
            variances(self.hidden, hidden, &mut room.second);
            product_transposed(&mut sums.second, &room.second, &self.squares, sizes);
        }
        if !self.cubes.is_empty() {
            third_cumulants(self.hidden, hidden, &mut room.third);
            product_transposed(&mut sums.third, &room.third, &self.cubes, sizes);
        }
    }
}

impl<T: Scalar> Block<T> {
    /// Number of states.
    pub(super) fn states(&self) -> usize {
        self.damping.len()
    }

    /// Forgets one state; the last takes its place.
    pub(super) fn swap_remove(&mut self, state: usize, rows: usize, units: usize) {
        self.damping.swap_remove(state);
        self.residual.swap_remove(state);
        let left = self.states();
        for (values, width) in [(&mut self.visible, rows), (&mut self.hidden, units)] {
            if state < left {
                values.copy_within(left * width..(left + 1) * width, state * width);
            }
            values.truncate(left * width);
        }
        self.visible_sums.truncate(left * rows);
        self.hidden_sums.truncate(left * units);
    }

    /// Large, and only needed within a sweep: a block that waits does without.
    pub(super) fn drop_averages(&mut self) {
        (self.averages, self.square_averages) = (Vec::new(), Vec::new());
    }
}

impl<T> Sums<T> {
    fn truncate(&mut self, length: usize) {
        for sums in [&mut self.first, &mut self.second, &mut self.third] {
            sums.truncate(length);
        }
    }
}
