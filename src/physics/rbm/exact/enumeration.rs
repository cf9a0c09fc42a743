//! The sum over all states of the smaller layer, the other layer being summed in closed form.
//!
//! The enumerated units are cut in a low part of up to 64 states and a high part. The exponentials of a field are those
//! of its low and of its high part, multiplied: so an exponential is taken once in 64 states, a logarithm once per
//! state, and no error is carried from one state to the next.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use rayon::prelude::*;

use super::{MOST_ENUMERATED, states_of};
use crate::physics::math::{log_sum_exp, sigmoid, softplus};
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::product_log::{LARGEST_FIELD, sum_of_logs, sum_of_logs_of_sums};
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};

/// States of the low part at most.
const MOST_LOW: usize = 64;
/// Pieces of the high part. A fixed number, so that sums do not depend on threads.
const PIECES: usize = 32;

/// The layers, as the sum sees them. Ising units are written as 0 and 1: ln 2cosh x = −x + ln(1 + e²ˣ).
pub(super) struct Enumeration {
    /// Whether the hidden layer is the one that is enumerated.
    pub(super) over_hidden: bool,
    /// Enumerated units, and the states of each.
    pub(super) units: usize,
    pub(super) states: usize,
    /// Units of the other layer, and the numbers that describe one: 1, or q for Potts sites.
    pub(super) width: usize,
    pub(super) channels: usize,
    /// What a state of an enumerated unit adds to the exponent, `[unit][state]`.
    own: Vec<f64>,
    /// What it adds to the fields of the other layer, `[unit][state][channel][other unit]`.
    effects: Vec<f64>,
    /// The fields of the other layer without any of that.
    fields: Vec<f64>,
    /// What all states have in common.
    constant: f64,
    /// 1 for a state of field 0 next to the one with a field, 0 for Potts sites.
    base: f64,
    /// Whether no field can be so large that its exponential overflows.
    safe: bool,
    low_units: usize,
    low_states: usize,
    high_states: usize,
}

/// Sums over all states, normalised.
pub(super) struct Joint {
    /// p(unit is in state), `[unit][state]`.
    pub(super) states: Vec<f64>,
    /// p(unit is in state, other unit is in channel), `[unit][state][channel][other unit]`.
    pub(super) pairs: Vec<f64>,
    /// p(other unit is in channel), `[channel][other unit]`.
    pub(super) others: Vec<f64>,
}

/// The part of a state that some of the units make.
struct Part {
    exponent: f64,
    /// Fields, or their exponentials where that is safe.
    fields: Vec<f64>,
}

impl Enumeration {
    pub(super) fn new(rbm: &Rbm<f64>) -> Result<Self, RbmError> {
        let (sites, units) = (rbm.sites(), rbm.hidden_units());
        let visible_states = states_of(rbm.visible().states(), sites);
        let over_hidden = match (states_of(2, units), visible_states) {
            (Some(hidden), visible) if visible.is_none_or(|visible| hidden <= visible) => true,
            (_, Some(_)) => false,
            _ => {
                return Err(RbmError::Value {
                    what: "the size of the smaller layer",
                    found: sites.min(units).to_string(),
                    expected: format!("at most 20 binary units ({MOST_ENUMERATED} states) can be enumerated"),
                });
            }
        };
        let mut parts = if over_hidden { Self::of_hidden(rbm) } else { Self::of_visible(rbm) };
        if if over_hidden { rbm.visible() == VisibleUnits::Ising } else { rbm.hidden() == HiddenUnits::Ising } {
            parts.fold_ising();
        }
        parts.cut();
        Ok(parts)
    }

    fn empty(units: usize, states: usize, width: usize, channels: usize) -> Self {
        Self {
            over_hidden: false,
            units,
            states,
            width,
            channels,
            own: vec![0.0; units * states],
            effects: vec![0.0; units * states * width * channels],
            fields: vec![0.0; width * channels],
            constant: 0.0,
            base: 1.0,
            safe: true,
            low_units: 0,
            low_states: 1,
            high_states: 1,
        }
    }

    fn of_hidden(rbm: &Rbm<f64>) -> Self {
        let (width, channels) = (rbm.sites(), rbm.visible().channels());
        let mut parts = Self::empty(rbm.hidden_units(), 2, width, channels);
        parts.over_hidden = true;
        parts.base = if matches!(rbm.visible(), VisibleUnits::Potts(_)) { 0.0 } else { 1.0 };
        let low = if rbm.hidden() == HiddenUnits::Ising { -1.0 } else { 0.0 };
        let place = |row: usize| (row % channels) * width + row / channels;
        for (row, &bias) in rbm.parameters().visible_bias.iter().enumerate() {
            parts.fields[place(row)] = bias;
        }
        for (unit, &bias) in rbm.parameters().hidden_bias.iter().enumerate() {
            for (state, value) in [low, 1.0].into_iter().enumerate() {
                parts.own[unit * 2 + state] = value * bias;
                let start = (unit * 2 + state) * width * channels;
                for (row, weight) in rbm.parameters().weights.iter().skip(unit).step_by(rbm.hidden_units()).enumerate()
                {
                    parts.effects[start + place(row)] = value * weight;
                }
            }
        }
        parts
    }

    fn of_visible(rbm: &Rbm<f64>) -> Self {
        let width = rbm.hidden_units();
        let states = usize::from(rbm.visible().states());
        let mut parts = Self::empty(rbm.sites(), states, width, 1);
        parts.fields.copy_from_slice(rbm.parameters().hidden_bias);
        for site in 0..rbm.sites() {
            for state in 0..states {
                let (row, value) = match rbm.visible() {
                    VisibleUnits::Bernoulli => (site, state as f64),
                    VisibleUnits::Ising => (site, 2.0 * state as f64 - 1.0),
                    VisibleUnits::Potts(_) => (site * states + state, 1.0),
                };
                parts.own[site * states + state] = value * rbm.parameters().visible_bias[row];
                let effects = parts.effects[(site * states + state) * width..].iter_mut();
                for (effect, weight) in effects.zip(&rbm.parameters().weights[row * width..(row + 1) * width]) {
                    *effect = value * weight;
                }
            }
        }
        parts
    }

    fn fold_ising(&mut self) {
        self.constant -= self.fields.iter().sum::<f64>();
        for (own, effects) in self.own.iter_mut().zip(self.effects.chunks_exact(self.width)) {
            *own -= effects.iter().sum::<f64>();
        }
        self.fields.iter_mut().chain(&mut self.effects).for_each(|x| *x *= 2.0);
    }

    fn cut(&mut self) {
        let rows = self.width * self.channels;
        let mut bounds: Vec<f64> = self.fields.iter().map(|field| field.abs()).collect();
        for unit in self.effects.chunks_exact(self.states * rows) {
            for (row, bound) in bounds.iter_mut().enumerate() {
                *bound += unit.iter().skip(row).step_by(rows).fold(0.0, |most: f64, x| most.max(x.abs()));
            }
        }
        self.safe = bounds.iter().all(|&bound| bound <= LARGEST_FIELD);
        while self.low_units < self.units && self.low_states * self.states <= MOST_LOW {
            self.low_units += 1;
            self.low_states *= self.states;
        }
        self.high_states = self.states.pow((self.units - self.low_units) as u32);
    }

    /// The part of the units from `first` on whose states are the digits of `state`, the lowest first.
    fn part(&self, first: usize, count: usize, mut state: usize, fields: &[f64]) -> Part {
        let rows = self.width * self.channels;
        let mut part = Part { exponent: 0.0, fields: fields.to_vec() };
        for unit in first..first + count {
            let place = unit * self.states + state % self.states;
            state /= self.states;
            part.exponent += self.own[place];
            for (field, effect) in part.fields.iter_mut().zip(&self.effects[place * rows..(place + 1) * rows]) {
                *field += effect;
            }
        }
        if self.safe {
            part.fields.iter_mut().for_each(|field| *field = field.exp());
        }
        part
    }

    fn low_parts(&self) -> Vec<Part> {
        let nothing = vec![0.0; self.fields.len()];
        (0..self.low_states).map(|state| self.part(0, self.low_units, state, &nothing)).collect()
    }

    fn high_part(&self, state: usize) -> Part {
        let mut part = self.part(self.low_units, self.units - self.low_units, state, &self.fields);
        part.exponent += self.constant;
        part
    }

    /// ln of the weight of a state.
    #[inline(always)]
    fn log_weight(&self, high: &Part, low: &Part) -> f64 {
        let exponent = high.exponent + low.exponent;
        if self.safe {
            return exponent
                + if self.base > 0.0 {
                    sum_of_logs(&high.fields, &low.fields)
                } else {
                    sum_of_logs_of_sums(&high.fields, &low.fields, self.width)
                };
        }
        let fields: Vec<f64> = high.fields.iter().zip(&low.fields).map(|(a, b)| a + b).collect();
        if self.base > 0.0 {
            return exponent + fields.into_iter().map(softplus).sum::<f64>();
        }
        let site = |site| log_sum_exp(fields.iter().skip(site).step_by(self.width).copied());
        exponent + (0..self.width).map(site).sum::<f64>()
    }

    /// Pieces of the high states, the same for any number of threads.
    fn pieces(&self) -> impl IndexedParallelIterator<Item = std::ops::Range<usize>> {
        let size = self.high_states.div_ceil(PIECES);
        let end = self.high_states;
        (0..end.div_ceil(size)).into_par_iter().map(move |piece| piece * size..((piece + 1) * size).min(end))
    }

    pub(super) fn log_partition(&self) -> f64 {
        let low = self.low_parts();
        let pieces: Vec<f64> = self
            .pieces()
            .map(|piece| {
                let (mut largest, mut sum) = (f64::NEG_INFINITY, 0.0);
                let mut weights = vec![0.0; low.len()];
                for state in piece {
                    let high = self.high_part(state);
                    pulp::Arch::new().dispatch(|| {
                        for (weight, low) in weights.iter_mut().zip(&low) {
                            *weight = self.log_weight(&high, low);
                        }
                    });
                    let here = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                    if here > largest {
                        sum *= (largest - here).exp();
                        largest = here;
                    }
                    sum += weights.iter().map(|weight| (weight - largest).exp()).sum::<f64>();
                }
                largest + sum.ln()
            })
            .collect();
        log_sum_exp(pieces.iter().copied())
    }

    /// Probabilities of the states of all units and pairs of units of the two layers.
    pub(super) fn joint(&self) -> Joint {
        let log_partition = self.log_partition();
        let low = self.low_parts();
        let pieces: Vec<Joint> = self.pieces().map(|piece| self.joint_of_piece(piece, &low, log_partition)).collect();
        let mut all = self.nothing();
        for piece in pieces {
            add(&mut all.states, &piece.states);
            add(&mut all.pairs, &piece.pairs);
            add(&mut all.others, &piece.others);
        }
        all
    }

    fn nothing(&self) -> Joint {
        Joint {
            states: vec![0.0; self.own.len()],
            pairs: vec![0.0; self.effects.len()],
            others: vec![0.0; self.fields.len()],
        }
    }

    fn joint_of_piece(&self, piece: std::ops::Range<usize>, low: &[Part], log_partition: f64) -> Joint {
        let rows = self.fields.len();
        let mut joint = self.nothing();
        // Summed over the high states of the piece, for each low state.
        let mut of_low = vec![0.0; self.low_states * rows];
        let mut weight_of_low = vec![0.0; self.low_states];
        let mut shares = vec![0.0; rows];
        for state in piece {
            let high = self.high_part(state);
            let mut of_high = vec![0.0; rows];
            let mut weight_of_high = 0.0;
            pulp::Arch::new().dispatch(|| {
                let of_low = of_low.chunks_exact_mut(rows).zip(&mut weight_of_low);
                for (low, (of_low, weight_of_low)) in low.iter().zip(of_low) {
                    let weight = (self.log_weight(&high, low) - log_partition).exp();
                    self.shares(&high, low, &mut shares);
                    for ((share, high), low) in shares.iter().zip(&mut of_high).zip(of_low) {
                        *high += weight * share;
                        *low += weight * share;
                    }
                    weight_of_high += weight;
                    *weight_of_low += weight;
                }
            });
            self.distribute(&mut joint, self.low_units..self.units, state, weight_of_high, &of_high);
            add(&mut joint.others, &of_high);
        }
        for (state, (of_low, weight)) in of_low.chunks_exact(rows).zip(weight_of_low).enumerate() {
            self.distribute(&mut joint, 0..self.low_units, state, weight, of_low);
        }
        joint
    }

    /// Adds to the states that these units are in.
    fn distribute(&self, joint: &mut Joint, units: std::ops::Range<usize>, mut state: usize, weight: f64, of: &[f64]) {
        for unit in units {
            let place = unit * self.states + state % self.states;
            state /= self.states;
            joint.states[place] += weight;
            add(&mut joint.pairs[place * of.len()..(place + 1) * of.len()], of);
        }
    }

    /// p(other unit is in channel) given a state.
    #[inline(always)]
    fn shares(&self, high: &Part, low: &Part, into: &mut [f64]) {
        if self.safe {
            if self.base > 0.0 {
                for ((share, a), b) in into.iter_mut().zip(&high.fields).zip(&low.fields) {
                    *share = a * b / (1.0 + a * b);
                }
                return;
            }
            for ((share, a), b) in into.iter_mut().zip(&high.fields).zip(&low.fields) {
                *share = a * b;
            }
            for unit in 0..self.width {
                let sum: f64 = into.iter().skip(unit).step_by(self.width).sum();
                into.iter_mut().skip(unit).step_by(self.width).for_each(|share| *share /= sum);
            }
            return;
        }
        into.iter_mut().zip(&high.fields).zip(&low.fields).for_each(|((share, a), b)| *share = a + b);
        if self.base > 0.0 {
            for share in into {
                *share = sigmoid(*share);
            }
            return;
        }
        for unit in 0..self.width {
            let sum = log_sum_exp(into.iter().skip(unit).step_by(self.width).copied());
            into.iter_mut().skip(unit).step_by(self.width).for_each(|share| *share = (*share - sum).exp());
        }
    }
}

fn add(into: &mut [f64], values: &[f64]) {
    into.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
}
