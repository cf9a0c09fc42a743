//! The temperature that states really have.
//!
//! Of states x that were sampled from p ∝ e^{−βE} the energy is known and β is asked for. The pseudo-likelihood
//! Σ_x Σ_i ln p(x_i | x_−i; β), with p(x_i | x_−i; β) = 1/(1 + e^{−β a_i}), a_i = (x_i − x̄_i)(Σ_j w_ij x_j + b_i) and x̄_i the
//! other value of the unit, is concave in β; its maximum is the estimate. With g(x) = Σ_i a_i (1 − p_i) of each state and
//! the curvature C = Σ_x Σ_i a_i² p_i (1 − p_i), the standard error is √(Σ_x g²)/C: states are independent, their units are not.
//!
//! ## References
//!
//! * J. Besag, “Statistical analysis of non-lattice data”, J. R. Stat. Soc. D 24, 179 (1975), doi:10.2307/2987782
//! * V. P. Godambe, “An optimum property of regular maximum likelihood estimation”, Ann. Math. Stat. 31, 1208 (1960),
//!   doi:10.1214/aoms/1177705693, for the error

use crate::physics::configurations::Configurations;
use crate::physics::math::sigmoid;

use super::machine::Machine;

/// An inverse temperature with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Temperature {
    /// β, in units in which the machine's own is that of its topology.
    pub beta: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// Most steps.
const MOST_STEPS: usize = 100;
/// A β beyond this many times the largest 1/a is infinite.
const INFINITE: f64 = 1e3;

/// β of independent states of all units, each 0 (off) or 1 (on). `None` where states say nothing of it (no field anywhere)
/// or where every unit follows its field, so that β is infinite.
pub fn temperature_of(machine: &Machine, states: &Configurations) -> Option<Temperature> {
    let units = machine.topology().units;
    let gaps: Vec<Vec<f64>> = states
        .iter_rows()
        .map(|state| {
            let values: Vec<f64> = state.iter().map(|&bit| units.value(bit)).collect();
            let gap = |(unit, &bit): (usize, &u8)| {
                let sign = if bit > 0 { 1.0 } else { -1.0 };
                sign * units.gap() * machine.field(unit, &values)
            };
            state.iter().enumerate().map(gap).collect()
        })
        .collect();
    let all = || gaps.iter().flatten().copied();
    let largest = all().fold(0.0, |largest: f64, a| largest.max(a.abs()));
    // In both directions something must pull β back, else the maximum lies at infinity.
    if largest == 0.0 || all().all(|a| a >= 0.0) || all().all(|a| a <= 0.0) {
        return None;
    }
    let scores = |beta: f64| {
        let (mut sum, mut squares, mut curvature) = (0.0, 0.0, 0.0);
        for gaps in &gaps {
            let mut score = 0.0;
            for &a in gaps {
                let wrong = sigmoid(-beta * a);
                score += a * wrong;
                curvature += a * a * wrong * (1.0 - wrong);
            }
            sum += score;
            squares += score * score;
        }
        (sum, squares, curvature)
    };
    // The slope falls with β; Newton's steps are kept inside the interval in which it changes its sign.
    let (mut low, mut high) = (-INFINITE / largest, INFINITE / largest);
    let mut beta = 0.0;
    for _ in 0..MOST_STEPS {
        let (slope, squares, curvature) = scores(beta);
        if slope > 0.0 {
            low = beta;
        } else {
            high = beta;
        }
        let step = slope / curvature;
        let next = beta + step;
        let next = if next > low && next < high { next } else { f64::midpoint(low, high) };
        if (next - beta).abs() <= 1e-12 * (1.0 / largest).max(beta.abs()) {
            let standard_error = squares.sqrt() / curvature;
            return (standard_error.is_finite() && beta.abs() < 0.99 * INFINITE / largest)
                .then_some(Temperature { beta, standard_error });
        }
        beta = next;
    }
    None
}
