//! The square lattice without field exactly: Onsager's and Yang's solution of the infinite one, Kaufman's of a torus.
//!
//! The coupling is 1 and β the inverse temperature. Energies are per spin and in units of the coupling.
//!
//! ## References
//!
//! * L. Onsager, “Crystal statistics. I. A two-dimensional model with an order-disorder transition”, Phys. Rev. 65, 117
//!   (1944), doi:10.1103/PhysRev.65.117
//! * B. Kaufman, “Crystal statistics. II. Partition function evaluated by spinor analysis”, Phys. Rev. 76, 1232 (1949),
//!   doi:10.1103/PhysRev.76.1232
//! * C. N. Yang, “The spontaneous magnetization of a two-dimensional Ising model”, Phys. Rev. 85, 808 (1952),
//!   doi:10.1103/PhysRev.85.808
//! * A. E. Ferdinand and M. E. Fisher, “Bounded and inhomogeneous Ising models. I”, Phys. Rev. 185, 832 (1969),
//!   doi:10.1103/PhysRev.185.832
//! * H. Takahasi and M. Mori, “Double exponential formulas for numerical integration”, Publ. RIMS 9, 721 (1974),
//!   doi:10.2977/prims/1195192451

use std::f64::consts::{FRAC_2_PI, FRAC_PI_2, LN_2, PI};

use crate::physics::math::log_two_cosh;

/// The critical inverse temperature, ½ ln(1 + √2).
pub fn critical_beta() -> f64 {
    0.5 * 2.0_f64.sqrt().ln_1p()
}

/// Below this β the energy is summed as a series: the closed form loses digits to cancellation.
const SMALL: f64 = 0.01;
/// Nodes of the double exponential rule on each side of its middle, and their distance.
const NODES: i32 = 110;
const SPACING: f64 = 0.03;

/// The energy per spin of the infinite lattice, −coth 2β [1 + (2/π)(2 tanh² 2β − 1) K(k)] with k = 2 sinh 2β / cosh² 2β and the
/// complete elliptic integral K; β ≥ 0.
pub fn energy(beta: f64) -> f64 {
    if beta < SMALL {
        let t = beta.tanh();
        // From ln Z/N = ln 2 + 2 ln cosh β + t⁴ + 2 t⁶ + 9/2 t⁸ + …
        return -2.0 * t - (1.0 - t * t) * (4.0 * t.powi(3) + 12.0 * t.powi(5) + 36.0 * t.powi(7));
    }
    let (kappa, complement) = modulus(beta);
    // K diverges at the transition like a logarithm, which its factor more than makes up for.
    let integral = if complement == 0.0 { 0.0 } else { kappa * FRAC_PI_2 / arithmetic_geometric_mean(complement) };
    -(1.0 + FRAC_2_PI * integral) / (2.0 * beta).tanh()
}

/// 2 tanh² 2β − 1, and its absolute value k' = √(1 − k²), without cancellation at the transition.
fn modulus(beta: f64) -> (f64, f64) {
    // (sinh² − 1)/cosh² in powers of e^{−2β}, which do not overflow.
    let small = (-2.0 * beta).exp();
    let (sinh, cosh) = (0.5 * (1.0 - small * small), 0.5 * (1.0 + small * small));
    let kappa = (sinh - small) * (sinh + small) / (cosh * cosh);
    (kappa, kappa.abs())
}

/// The common limit of the arithmetic and geometric means of 1 and `b`.
fn arithmetic_geometric_mean(b: f64) -> f64 {
    let (mut a, mut b) = (1.0_f64, b);
    for _ in 0..60 {
        if (a - b).abs() <= f64::EPSILON * a {
            break;
        }
        (a, b) = (0.5 * (a + b), (a * b).sqrt());
    }
    a
}

/// −β f = ln Z / N of the infinite lattice,
/// ln(√2 cosh 2β) + (1/π) ∫₀^{π/2} ln(1 + √(1 − k² sin² φ)) dφ; β ≥ 0.
pub fn log_partition(beta: f64) -> f64 {
    let (_, complement) = modulus(beta);
    let squared = complement * complement;
    // y is the distance from π/2, where the integrand bends sharply near the transition.
    let integrand = |y: f64| {
        let (sine, cosine) = y.sin_cos();
        (squared * cosine * cosine + sine * sine).sqrt().ln_1p()
    };
    let sum: f64 = (-NODES..=NODES)
        .map(|node| {
            let x = f64::from(node) * SPACING;
            let inner = FRAC_PI_2 * x.sinh();
            // ½(1 + tanh inner), exact at its small end.
            let place = 1.0 / (1.0 + (-2.0 * inner).exp());
            let weight = FRAC_PI_2 * x.cosh() / (2.0 * inner.cosh() * inner.cosh());
            weight * integrand(FRAC_PI_2 * place)
        })
        .sum();
    log_two_cosh(2.0 * beta) - 0.5 * LN_2 + SPACING * FRAC_PI_2 * sum / PI
}

/// The spontaneous magnetisation of the infinite lattice, (1 − sinh⁻⁴ 2β)^{1/8} beyond the transition and 0 before it.
pub fn magnetisation(beta: f64) -> f64 {
    let sinh = (2.0 * beta).sinh();
    if sinh <= 1.0 {
        return 0.0;
    }
    let inverse = 1.0 / sinh;
    ((1.0 - inverse) * (1.0 + inverse) * (1.0 + inverse * inverse)).powf(0.125)
}

/// A torus of `side` by `side` spins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Torus {
    /// ln Z of all spins.
    pub log_partition: f64,
    /// Energy per spin.
    pub energy: f64,
}

/// Kaufman's partition function of a torus of L × L spins and its derivative; β > 0, L ≥ 3 (on smaller ones two couplings
/// join the same spins).
///
/// Z = ½ (2 sinh 2β)^{N/2} [Π 2cosh(Lγ_l/2) + Π 2sinh(Lγ_l/2) over odd l, and the same over even l],
/// cosh γ_l = cosh 2β coth 2β − cos(πl/L), γ_0 = 2β + ln tanh β.
pub fn torus(side: usize, beta: f64) -> Torus {
    let length = side as f64;
    let spins = length * length;
    let small = (-2.0 * beta).exp();
    let sinh = (2.0 * beta).sinh();
    // (sinh − 1)²/sinh, the distance of cosh 2β coth 2β from its smallest value 2, and ½ its derivative by β.
    let excess = (sinh - 1.0).powi(2) / sinh;
    let slope = 2.0 * (2.0 * beta).cosh() * (1.0 - 1.0 / (sinh * sinh));
    let rate = |l: usize| -> (f64, f64) {
        if l == 0 {
            return (2.0 * beta + beta.tanh().ln(), 2.0 + 2.0 / sinh);
        }
        let sine = (PI * l as f64 / (2.0 * length)).sin();
        let above = excess + 2.0 * sine * sine;
        let root = (above * (above + 2.0)).sqrt();
        ((above + root).ln_1p(), slope / root)
    };
    let mut terms = Vec::with_capacity(4);
    for parity in [1, 0] {
        let rates: Vec<(f64, f64)> = (0..side).map(|r| rate(2 * r + parity)).collect();
        let half = |gamma: f64| 0.5 * length * gamma;
        let cosh: f64 = rates.iter().map(|&(gamma, _)| log_two_cosh(half(gamma))).sum();
        let cosh_slope: f64 = rates.iter().map(|&(gamma, by_beta)| half(by_beta) * half(gamma).tanh()).sum();
        terms.push(Term { sign: 1.0, logarithm: cosh, slope: cosh_slope });
        terms.push(product_of_sinh(&rates, length));
    }
    let largest = terms.iter().fold(f64::NEG_INFINITY, |largest, term| largest.max(term.logarithm));
    let weight = |term: &Term| (term.logarithm - largest).exp();
    let sum: f64 = terms.iter().map(|term| term.sign * weight(term)).sum();
    let by_beta: f64 = terms.iter().map(|term| weight(term) * term.slope).sum();
    // ln 2 sinh 2β without overflow.
    let log_two_sinh = 2.0 * beta + (-small * small).ln_1p();
    let coth = 1.0 / (2.0 * beta).tanh();
    Torus {
        log_partition: 0.5 * spins * log_two_sinh - LN_2 + largest + sum.ln(),
        energy: -(coth + by_beta / sum / spins),
    }
}

/// One of the four products: its sign, the logarithm of a scale, and the derivative by β over that scale.
struct Term {
    sign: f64,
    logarithm: f64,
    slope: f64,
}

/// Π 2 sinh(Lγ/2), whose first factor may vanish or be negative; the scale is 2 cosh for that factor.
fn product_of_sinh(rates: &[(f64, f64)], length: f64) -> Term {
    let mut logarithm = 0.0;
    let mut slope = 0.0;
    let mut first = (1.0, 0.0);
    for (place, &(gamma, by_beta)) in rates.iter().enumerate() {
        let (half, half_slope) = (0.5 * length * gamma, 0.5 * length * by_beta);
        if place == 0 {
            logarithm += log_two_cosh(half);
            first = (half.tanh(), half_slope);
        } else {
            logarithm += half + (-(-2.0 * half).exp()).ln_1p();
            slope += half_slope / half.tanh();
        }
    }
    let (sign, first_slope) = first;
    Term { sign, logarithm, slope: sign * slope + first_slope }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_energy_is_the_derivative_of_the_free_energy() {
        for beta in [0.005, 0.1, 0.3, 0.43, 0.4406, 0.4408, 0.5, 1.0, 3.0] {
            let step = 1e-4;
            let derivative = (8.0 * (log_partition(beta + step) - log_partition(beta - step))
                - (log_partition(beta + 2.0 * step) - log_partition(beta - 2.0 * step)))
                / (12.0 * step);
            // At the transition the heat capacity diverges: differences do not resolve it.
            let tolerance = if (beta - critical_beta()).abs() < 1e-3 { 1e-3 } else { 1e-9 };
            assert!((energy(beta) + derivative).abs() < tolerance, "{beta}: {} is not {}", energy(beta), -derivative);
        }
        // Both forms of the energy meet.
        assert!((energy(SMALL) - energy(SMALL * (1.0 - 1e-12))).abs() < 1e-13);
        assert!(energy(0.0) == 0.0 && (log_partition(0.0) - LN_2).abs() < 1e-15);
    }

    #[test]
    fn a_large_torus_is_the_infinite_lattice() {
        for beta in [0.2, 0.6, 2.0, 50.0] {
            let torus = torus(400, beta);
            let degenerate = if beta > critical_beta() { LN_2 } else { 0.0 };
            assert!((torus.energy - energy(beta)).abs() < 1e-11, "{beta}: {torus:?}");
            assert!(((torus.log_partition - degenerate) / 160_000.0 - log_partition(beta)).abs() < 1e-11, "{beta}");
        }
        assert!((torus(3, 1e-3).energy + 2e-3).abs() < 1e-5);
    }
}
