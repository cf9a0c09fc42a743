//! Averages over a Gaussian field: ⟨F(a + b z)⟩ with z of mean 0 and variance 1, F one of tanh, tanh², sech²,
//! tanh sech², sech⁴ and ln 2 cosh. Gauss-Hermite nodes would miss the step that tanh is to a wide Gaussian.
//!
//! The trapezoidal rule converges exponentially for functions analytic in a strip, with an error of about
//! 2 exp(−2πd/h) for a strip of half-width d and nodes h apart. The poles of tanh u lie at ±iπ/2.
//! - b < 1: nodes ⅕ apart in z. The strip has d = π/2b > π/2 there, the Gaussian alone would allow any d:
//!   the error is about 2 exp(−π²/bh + π²/8b²) ≤ 3·10⁻²¹.
//! - b ≥ 1: nodes ⅕ apart in u = a + b z, where F differs from its limit. tanh u and ln 2 cosh u are first
//!   compared with erf(κu) and its integral, whose averages are known and which have no poles; the rest falls
//!   as exp(−2|u|) and is summed up to |u| = 20. The error is about 2 exp(−π²/h) = 10⁻²¹.
//!
//! Poles of higher order multiply both by their powers of 2π/h, up to some thousands for sech⁴. What is left is
//! rounding: against a rule of 20,000 nodes all deviations are below 4·10⁻¹⁵ (ln 2 cosh: of its value; the tests
//! below).

use std::f64::consts::{FRAC_2_SQRT_PI, PI};
use std::sync::LazyLock;

use crate::physics::math::erfc;

/// Distance of the nodes, in z or in u.
const STEP: f64 = 0.2;
/// exp(−z²/2) is below 10⁻¹⁷ of its sum from z = 9 on.
const GAUSSIAN_NODES: u32 = 45;
/// exp(−2u) is below 10⁻¹⁷ from u = 20 on.
const LOCAL_NODES: u32 = 100;
/// κ: erf(κu) has the slope of tanh u at 0.
const KAPPA: f64 = 1.0 / FRAC_2_SQRT_PI;

/// The averages of the functions of one field.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Averages {
    /// ⟨tanh⟩.
    pub tanh: f64,
    /// ⟨tanh²⟩, also where it is small.
    pub tanh2: f64,
    /// ⟨sech²⟩ = 1 − ⟨tanh²⟩, also where it is small.
    pub sech2: f64,
    /// ⟨sech⁴⟩.
    pub sech4: f64,
    /// b ∂⟨tanh⟩/∂b.
    pub tanh_by_width: f64,
    /// ∂⟨tanh²⟩/∂a.
    pub tanh2_by_mean: f64,
    /// b ∂⟨tanh²⟩/∂b.
    pub tanh2_by_width: f64,
}

/// The functions at one node u ≥ 0, those that do not fall off without their limits.
struct Node {
    u: f64,
    tanh_rest: f64,
    sech2: f64,
    sech4: f64,
    log_cosh_rest: f64,
}

static LOCAL: LazyLock<Vec<Node>> = LazyLock::new(|| {
    (0..=LOCAL_NODES)
        .map(|k| {
            let u = f64::from(k) * STEP;
            let (_, sech2) = tanh_and_sech2(u);
            // The node at 0 stands for itself and its mirror image.
            let weight = if k == 0 { 0.5 } else { 1.0 } * STEP;
            Node {
                u,
                // 1 − 2/(e^2u + 1) − (1 − erfc), the ones taken out.
                tanh_rest: weight * (erfc(KAPPA * u) - 2.0 / ((2.0 * u).exp() + 1.0)),
                sech2: weight * sech2,
                sech4: weight * sech2 * sech2,
                log_cosh_rest: weight * ((-2.0 * u).exp().ln_1p() - smooth_modulus_rest(u, KAPPA)),
            }
        })
        .collect()
});

/// (z, weight) of the nodes z ≥ 0; the weights of all nodes and their mirror images sum to 1.
static GAUSSIAN: LazyLock<Vec<(f64, f64)>> = LazyLock::new(|| {
    (0..=GAUSSIAN_NODES)
        .map(|k| {
            let z = f64::from(k) * STEP;
            let weight = if k == 0 { 0.5 } else { 1.0 } * STEP / (2.0 * PI).sqrt();
            (z, weight * (-z * z / 2.0).exp())
        })
        .collect()
});

/// tanh u and sech² u, the latter also where it is small.
fn tanh_and_sech2(u: f64) -> (f64, f64) {
    let small = (-2.0 * u.abs()).exp();
    let tanh = -(-2.0 * u.abs()).exp_m1() / (1.0 + small);
    (tanh.copysign(u), 4.0 * small / ((1.0 + small) * (1.0 + small)))
}

/// The integral u erf(κu) + exp(−κ²u²)/κ√π of erf, minus its limit |u|.
fn smooth_modulus_rest(u: f64, kappa: f64) -> f64 {
    let x = kappa * u.abs();
    // e^−x² grows faster than erfc falls, but both vanish before their difference matters.
    (-x * x).exp() * FRAC_2_SQRT_PI / 2.0 / kappa - u.abs() * erfc(x)
}

/// κ of the erf that erf(κ(a + b z)) averages to, as a function of a.
fn averaged_kappa(b: f64) -> f64 {
    // 1/√(κ⁻² + 2b²), also where b² would overflow.
    1.0 / (1.0 / KAPPA).hypot(b * std::f64::consts::SQRT_2)
}

/// Visits the nodes of the rule for b ≥ 1, once at u and once at −u: the node, its sign, its z and the density.
fn visit_local(a: f64, b: f64, mut visit: impl FnMut(&Node, f64, f64, f64)) {
    let scale = 1.0 / ((2.0 * PI).sqrt() * b);
    for node in LOCAL.iter() {
        for sign in [1.0, -1.0] {
            let z = (sign * node.u - a) / b;
            visit(node, sign, z, scale * (-z * z / 2.0).exp());
        }
    }
}

/// The averages for the field a + b z, b ≥ 0. The derivatives are those of the function where the Gaussian is
/// narrow, those of the Gaussian where it is wide (integration by parts): nothing cancels.
pub(super) fn averages(a: f64, b: f64) -> Averages {
    let mut sum = Averages::default();
    if b < 1.0 {
        let mut tanh_sech2 = 0.0;
        for &(z, weight) in GAUSSIAN.iter() {
            for u in [a + b * z, a - b * z] {
                let (tanh, sech2) = tanh_and_sech2(u);
                sum.tanh += weight * tanh;
                sum.tanh2 += weight * tanh * tanh;
                sum.sech2 += weight * sech2;
                sum.sech4 += weight * sech2 * sech2;
                tanh_sech2 += weight * tanh * sech2;
            }
        }
        // The weights sum to 1 but for rounding.
        sum.tanh = sum.tanh.clamp(-1.0, 1.0);
        sum.tanh2 = sum.tanh2.min(1.0);
        sum.tanh_by_width = -2.0 * b * b * tanh_sech2;
        sum.tanh2_by_mean = 2.0 * tanh_sech2;
        sum.tanh2_by_width = b * b * (6.0 * sum.sech4 - 4.0 * sum.sech2);
        return sum;
    }
    let mut z_sech2 = 0.0;
    visit_local(a, b, |node, sign, z, density| {
        sum.tanh += node.tanh_rest * sign * density;
        sum.sech2 += node.sech2 * density;
        sum.sech4 += node.sech4 * density;
        z_sech2 += z * node.sech2 * density;
        sum.tanh2_by_width += (1.0 - z * z) * node.sech2 * density;
    });
    let x = averaged_kappa(b) * a;
    sum.tanh = (sum.tanh + (1.0 - erfc(x.abs())).copysign(x)).clamp(-1.0, 1.0);
    sum.tanh2 = 1.0 - sum.sech2;
    sum.tanh_by_width = b * z_sech2;
    sum.tanh2_by_mean = -z_sech2 / b;
    sum
}

/// ⟨ln 2 cosh(a + b z)⟩ for b ≥ 0.
pub(super) fn log_cosh(a: f64, b: f64) -> f64 {
    if b < 1.0 {
        let term = |u: f64| u.abs() + (-2.0 * u.abs()).exp().ln_1p();
        return GAUSSIAN.iter().map(|&(z, weight)| weight * (term(a + b * z) + term(a - b * z))).sum();
    }
    let mut sum = 0.0;
    visit_local(a, b, |node, _, _, density| sum += node.log_cosh_rest * density);
    sum + a.abs() + smooth_modulus_rest(a, averaged_kappa(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A plain sum over 20,000 nodes, fine enough for the widest Gaussian of the test.
    fn fine(a: f64, b: f64, function: impl Fn(f64) -> f64) -> f64 {
        fine_by_z(a, b, 0, function)
    }

    fn fine_by_z(a: f64, b: f64, power: i32, function: impl Fn(f64) -> f64) -> f64 {
        let step = 9.0 / 10_000.0;
        let (mut sum, mut lost) = (0.0, 0.0);
        for k in -10_000..=10_000 {
            let z = f64::from(k) * step;
            let term = step * (-z * z / 2.0).exp() / (2.0 * PI).sqrt() * z.powi(power) * function(a + b * z) - lost;
            let next = sum + term;
            lost = (next - sum) - term;
            sum = next;
        }
        sum
    }

    #[test]
    fn averages_are_those_of_a_fine_rule() {
        for b in [0.0, 1e-8, 0.1, 0.5, 0.9, 0.999_999, 1.0, 1.1, 2.0, 5.0, 20.0, 60.0] {
            for a in [0.0, 1e-6, 0.3, 1.0, 1.7, 4.0, 13.0, 40.0, 90.0] {
                let found = averages(a, b);
                let wanted = [
                    (found.tanh, fine(a, b, f64::tanh)),
                    (found.tanh2, fine(a, b, |u| u.tanh() * u.tanh())),
                    (found.sech2, fine(a, b, |u| u.cosh().powi(-2))),
                    (found.sech4, fine(a, b, |u| u.cosh().powi(-4))),
                    (found.tanh2_by_mean, fine(a, b, |u| 2.0 * u.tanh() * u.cosh().powi(-2))),
                    (found.tanh_by_width, b * fine_by_z(a, b, 1, |u| u.cosh().powi(-2))),
                    (
                        found.tanh2_by_width,
                        fine_by_z(a, b, 0, |u| u.cosh().powi(-2)) - fine_by_z(a, b, 2, |u| u.cosh().powi(-2)),
                    ),
                ];
                for (k, (found, wanted)) in wanted.into_iter().enumerate() {
                    assert!((found - wanted).abs() < 4e-15, "a {a} b {b}, {k}: {found} is not {wanted}");
                }
                let wanted = fine(a, b, |u| u.abs() + (-2.0 * u.abs()).exp().ln_1p());
                assert!((log_cosh(a, b) - wanted).abs() < 4e-15 * wanted.max(1.0), "a {a} b {b}");
            }
        }
    }

    #[test]
    fn both_rules_meet() {
        for a in [0.0, 0.5, 3.0, 12.0] {
            let (below, above) = (averages(a, 1.0 - f64::EPSILON), averages(a, 1.0));
            for (x, y) in [(below.tanh, above.tanh), (below.sech2, above.sech2), (below.sech4, above.sech4)] {
                assert!((x - y).abs() < 2e-15, "{a}: {x} {y}");
            }
        }
    }

    #[test]
    fn wide_gaussians_see_a_step() {
        let found = averages(1e300, 1e300);
        assert!((found.tanh - (1.0 - erfc(0.5_f64.sqrt()))).abs() < 1e-15);
        // ⟨sech²⟩ → 2 φ(a/b)/b, and two thirds of it for sech⁴.
        let found = averages(2e9, 1e9);
        let density = (-2.0_f64).exp() / (2.0 * PI).sqrt() / 1e9;
        assert!((found.sech2 / density / 2.0 - 1.0).abs() < 1e-13);
        assert!((found.sech4 / density * 0.75 - 1.0).abs() < 1e-13);
        assert!((log_cosh(0.0, 1e9) / 1e9 - (2.0 / PI).sqrt()).abs() < 1e-14);
    }

    #[test]
    fn the_sign_of_the_mean_is_that_of_the_average() {
        for b in [0.3, 3.0] {
            let (plus, minus) = (averages(0.7, b), averages(-0.7, b));
            assert!((plus.tanh + minus.tanh).abs() < 1e-15);
            assert!((plus.tanh2_by_mean + minus.tanh2_by_mean).abs() < 1e-15);
            assert!((plus.sech2 - minus.sech2).abs() < 1e-16);
        }
    }
}
