//! A machine of pairs alone, written as a restricted machine: one hidden unit for each pair.
//!
//! In ±1 spins the machine without hidden units is ln p(s) = Σ_i h_i s_i + Σ_{i<j} J_ij s_i s_j + const. A hidden spin t
//! that is joined to i by κ and to j by κ sgn J adds, once it is summed over, ln 2 cosh κ(s_i + s_j sgn J), which is
//! ln 2 cosh 2κ where s_i s_j = sgn J and ln 2 where not: the same as |J| s_i s_j sgn J and a constant, for
//!
//! ½ ln cosh 2κ = |J|, κ = ½ arcosh e^{2|J|}.
//!
//! So what reads couplings off hidden units can read those of a machine that has none, and loses nothing by it.
//!
//! ## References
//!
//! * M. E. Fisher, “Transformations of Ising models”, Phys. Rev. 113, 969 (1959), doi:10.1103/PhysRev.113.969: the
//!   decoration of a bond by a spin

use crate::physics::boltzmann::error::BoltzmannError;
use crate::physics::boltzmann::machine::{Machine, Units};
use crate::physics::rbm::{HiddenUnits, Rbm, RbmError, VisibleUnits};

/// The restricted machine of ±1 units at β = 1 whose visible units are distributed as those of a machine without hidden
/// units: (V × pairs) weights, two of each hidden unit. A machine without a pair gets one hidden unit that is joined to none.
///
/// # Errors
/// The machine has hidden units.
pub fn decorated(machine: &Machine) -> Result<Rbm<f64>, BoltzmannError> {
    let topology = machine.topology();
    if topology.hidden > 0 {
        let expected = "only a machine without any is one of pairs alone";
        return Err(BoltzmannError::value("the number of hidden units", topology.hidden, expected));
    }
    let (sites, pairs) = (topology.visible, topology.pairs());
    let hidden = pairs.len().max(1);
    let (fields, couplings) = spin_form(machine, &pairs);
    let mut weights = vec![0.0; sites * hidden];
    for (unit, (&(i, j), coupling)) in pairs.iter().zip(couplings).enumerate() {
        let kappa = half_arcosh_of_exp(2.0 * coupling.abs());
        for (site, weight) in [(i, kappa), (j, kappa.copysign(coupling))] {
            if let Some(entry) = weights.get_mut(site * hidden + unit) {
                *entry = weight;
            }
        }
    }
    let unlike = |err: RbmError| BoltzmannError::Rows(err.to_string());
    Rbm::from_flat(VisibleUnits::Ising, HiddenUnits::Ising, weights, fields, vec![0.0; hidden]).map_err(unlike)
}

/// β h_i of each unit and β J of each of the pairs, in ±1 spins: with v = (1 + s)/2, w v_i v_j is w/4 of the product and w/4
/// of each spin, b v is b/2 of its spin.
fn spin_form(machine: &Machine, pairs: &[(usize, usize)]) -> (Vec<f64>, Vec<f64>) {
    let beta = machine.topology().beta;
    let (of_bias, of_weight, to_field) = match machine.topology().units {
        Units::Ising => (1.0, 1.0, 0.0),
        Units::Binary => (0.5, 0.25, 0.25),
    };
    let mut fields: Vec<f64> = machine.biases().iter().map(|bias| beta * of_bias * bias).collect();
    let mut couplings = Vec::with_capacity(pairs.len());
    for &(i, j) in pairs {
        let weight = beta * machine.weights()[(i, j)];
        couplings.push(of_weight * weight);
        for site in [i, j] {
            if let Some(field) = fields.get_mut(site) {
                *field += to_field * weight;
            }
        }
    }
    (fields, couplings)
}

/// ½ arcosh e^x for x ≥ 0, as (x + ln(1 + √(1 − e^{−2x})))/2: neither a small nor a large x loses digits.
fn half_arcosh_of_exp(x: f64) -> f64 {
    0.5 * (x + (-(-2.0 * x).exp_m1()).sqrt().ln_1p())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decorated_bond_is_the_bond() {
        for coupling in [0.0, 1e-9, 0.3, 4.0, 300.0_f64] {
            let kappa = half_arcosh_of_exp(2.0 * coupling);
            // ½ ln cosh 2κ = κ + ½ ln((1 + e^{−4κ})/2), which loses the digits of a small J to rounding.
            let back = kappa + 0.5 * f64::midpoint(1.0, (-4.0 * kappa).exp()).ln();
            assert!((back - coupling).abs() < 1e-12 * coupling.max(1e-4), "{coupling}: {back}");
        }
    }
}
