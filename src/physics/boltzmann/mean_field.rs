//! The positive phase without sampling and without enumeration.
//!
//! Given v, hidden units are taken as independent with means m_a that solve
//!
//! m_a = f(β(Σ_i w_ia v_i + Σ_b w_ab m_b + b_a)),
//!
//! f being the logistic function for {0, 1} and tanh for ±1. The equations are iterated from the mean without the other hidden
//! units, each step half of the way. Where hidden units are not joined this is p(h|v) itself.
//!
//! ## References
//!
//! * C. Peterson and J. R. Anderson, “A mean field theory learning algorithm for neural networks”, Complex Systems 1, 995
//!   (1987)

use rayon::prelude::*;

use crate::physics::math::sigmoid;
use crate::physics::stop::Stop;

use super::error::BoltzmannError;
use super::machine::{Machine, Units};
use super::moments::Moments;
use super::target::Target;

/// Iterations at most, and the change of a mean at which they end.
const MOST_ITERATIONS: usize = 1000;
const TOLERANCE: f64 = 1e-12;
const DAMPING: f64 = 0.5;
/// Pieces of the rows, each summed by itself: a fixed number, so that sums do not depend on threads.
const PIECES: usize = 32;

/// The mean of a unit in a field.
#[inline]
pub(super) fn mean_in_field(units: Units, argument: f64) -> f64 {
    match units {
        Units::Binary => sigmoid(argument),
        Units::Ising => argument.tanh(),
    }
}

/// The values of all units with the visible ones held to a row of 0 and 1: those of the row, then the means m_a.
pub fn mean_field(machine: &Machine, row: &[u8]) -> Vec<f64> {
    let topology = machine.topology();
    let (visible, units) = (topology.visible, topology.units);
    let mut values: Vec<f64> = row.iter().take(visible).map(|&bit| units.value(bit)).collect();
    values.resize(topology.size(), 0.0);
    let hidden = visible..topology.size();
    let new = |values: &[f64], unit| mean_in_field(units, topology.beta * machine.field(unit, values));
    let first: Vec<f64> = hidden.clone().map(|unit| new(&values, unit)).collect();
    values.truncate(visible);
    values.extend(first);
    if !topology.links.hidden_hidden {
        return values;
    }
    for _ in 0..MOST_ITERATIONS {
        let mut change = 0.0_f64;
        // One unit after the other: each sees the present means of the others.
        for unit in hidden.clone() {
            let difference = new(&values, unit) - values[unit];
            values[unit] += DAMPING * difference;
            change = change.max(difference.abs());
        }
        if change < TOLERANCE {
            break;
        }
    }
    values
}

/// ⟨x_i x_j⟩ and ⟨x_i⟩ over the rows, hidden units being independent with their mean-field means.
///
/// # Errors
/// The computation was given up.
pub fn mean_field_phase(machine: &Machine, target: &Target, stop: Stop<'_>) -> Result<Moments, BoltzmannError> {
    let topology = machine.topology();
    let size = topology.size();
    let rows: Vec<(&[u8], f64)> = target.iter().collect();
    let piece = rows.len().div_ceil(PIECES).max(1);
    let pieces: Vec<Option<Moments>> = rows
        .par_chunks(piece)
        .map(|rows| {
            let mut sums = Moments::zero(size);
            for &(row, weight) in rows {
                if stop() {
                    return None;
                }
                let values = mean_field(machine, row);
                for (i, value) in values.iter().enumerate() {
                    sums.means[i] += weight * value;
                    for (into, other) in sums.pairs.row_mut(i).iter_mut().zip(&values) {
                        *into += weight * value * other;
                    }
                }
            }
            Some(sums)
        })
        .collect();
    let mut total = Moments::zero(size);
    for piece in pieces {
        total = total.with(&piece.ok_or(BoltzmannError::Stopped)?, |sum, part| sum + part);
    }
    for unit in 0..size {
        // ⟨x²⟩ of a unit is not the square of its mean.
        total.pairs[(unit, unit)] = if topology.units == Units::Ising { 1.0 } else { total.means[unit] };
    }
    Ok(total)
}
