//! The nodes of one hidden unit: where its integral over the Fourier transform of ln cosh is evaluated.
//!
//! ln cosh x = ∫_0^∞ (1 − cos kx) / (k sinh(πk/2)) dk, because sech² has the transform πk / sinh(πk/2). Averaging
//! exp(ikws) over a fair spin gives cos kw, and i sin kw with the spin as a factor. With P = Π_i cos kw_i, t_i = tan kw_i
//! and g = P / (k sinh(πk/2)), the coefficient of the sites A, n of them, in ln cosh(θ + Σ_i w_i s_i) is
//!
//! −∫_0^∞ g Re(iⁿ exp(ikθ)) Π_{i∈A} t_i dk,
//!
//! and the average over all states ∫_0^∞ (1 − P cos kθ) / (k sinh(πk/2)) dk.
//!
//! Where all sites but those of A make a Gaussian field, the same holds with P = exp(−k²|w|²/2) and
//! t_i = exp(k²w_i²/2) sin kw_i.
//!
//! The integrands are analytic and even in k: the midpoint rule with nodes dk apart is off by the value of the same
//! function of θ at θ ± 2π/dk, where it has decayed as exp(−2 (2π/dk − X)); X bounds the field.

use std::f64::consts::{FRAC_PI_2, LN_2, PI};

use super::rotation::Rotation;

/// 1 / (k sinh(πk/2)) is below 10⁻¹⁶ from here on.
const LARGEST_WAVENUMBER: f64 = 22.0;
/// By how much 2π/dk exceeds the bound of the field: exp(−2 · 20) is 4·10⁻¹⁸.
const CLEARANCE: f64 = 20.0;
/// Standard deviations of the field beyond which it is not met: erfc(8/√2) is 10⁻¹⁵.
const DEVIATIONS: f64 = 8.0;
/// What a node can add to a coupling at most, if it is left out.
const NEGLIGIBLE: f64 = 1e-17;
/// ln of the largest t of a Gaussian node: the product of four of them, and P where it is as small, are still numbers.
const LARGEST_EXPONENT: f64 = 170.0;

/// One node.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// g dk.
    weight: f64,
    /// kθ.
    phase: f64,
    /// Sites that a set must contain, else the node adds nothing: those whose exp(k²w²/2) would be too large a number. It
    /// is not part of their t, and P is that of all other sites. None in the exact form.
    pub(super) required: Vec<usize>,
}

impl Node {
    /// What is multiplied with the t of `order` sites: −g dk Re(iⁿ exp(ikθ)).
    pub(super) fn factor(&self, order: usize) -> f64 {
        self.weight * pattern(order, self.phase)
    }
}

/// −Re(iⁿ exp(iφ)).
fn pattern(order: usize, phase: f64) -> f64 {
    let (sin, cos) = phase.sin_cos();
    [-cos, sin, cos, -sin][order % 4]
}

/// The nodes of one hidden unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct UnitNodes {
    pub(super) nodes: Vec<Node>,
    /// t, `[node][site]`.
    pub(super) tangents: Vec<f64>,
    /// ln 2cosh of the field, averaged over all states.
    pub(super) mean: f64,
}

/// The equally spaced nodes, before any is left out.
struct Spacing {
    step: f64,
    count: usize,
}

impl Spacing {
    fn of(bias: f64, weights: &[f64], is_gaussian: bool) -> Self {
        let largest = weights.iter().fold(0.0, |most: f64, weight| most.max(weight.abs()));
        let likely = DEVIATIONS * square_norm(weights).sqrt() + 2.0 * largest;
        // Nothing bounds a Gaussian field.
        let sum = if is_gaussian { f64::INFINITY } else { weights.iter().map(|weight| weight.abs()).sum() };
        let bound = bias.abs() + likely.min(sum);
        let step = 2.0 * PI / (bound + CLEARANCE);
        Self { step, count: (LARGEST_WAVENUMBER / step).ceil() as usize }
    }

    /// dk / (k sinh(πk/2)).
    fn measure(&self, k: f64) -> f64 {
        self.step / (k * (FRAC_PI_2 * k).sinh())
    }

    fn wavenumber(&self, node: usize) -> f64 {
        (node as f64 + 0.5) * self.step
    }
}

impl UnitNodes {
    /// The nodes that couplings of at most `order` sites need, of a unit of bias θ and weights w.
    pub(super) fn new(bias: f64, weights: &[f64], is_gaussian: bool, order: usize) -> Self {
        let spacing = Spacing::of(bias, weights, is_gaussian);
        let mut found = Self { mean: LN_2, ..Self::default() };
        let mut fields = if is_gaussian {
            Fields::Gaussian(square_norm(weights))
        } else {
            Fields::Exact(Rotation::new(weights.len()))
        };
        for number in 0..spacing.count {
            let k = spacing.wavenumber(number);
            let measure = spacing.measure(k);
            let phase = k * bias;
            let average = match &mut fields {
                Fields::Exact(rotation) => {
                    rotation.turn_to(number, k, weights, spacing.step);
                    let (product, smallest) = rotation.product();
                    let weight = measure * product;
                    // The tangents are below one over their cosines, of which the smallest bounds all.
                    let is_negligible = weight.abs() < NEGLIGIBLE * smallest.powi(order as i32)
                        || weight.abs() * largest_product(order, rotation.bounds()) < NEGLIGIBLE;
                    if !is_negligible {
                        found.tangents.extend(rotation.tangents());
                        found.nodes.push(Node { weight, phase, required: Vec::new() });
                    }
                    product
                }
                Fields::Gaussian(variance) => {
                    found.add_gaussian(k, measure, phase, weights, order);
                    (-k * k * *variance / 2.0).exp()
                }
            };
            found.mean += measure * (1.0 - average * phase.cos());
        }
        found
    }

    fn add_gaussian(&mut self, k: f64, measure: f64, phase: f64, weights: &[f64], order: usize) {
        let exponents: Vec<f64> = weights.iter().map(|weight| (k * weight).powi(2) / 2.0).collect();
        let is_large = |exponent: f64| exponent > LARGEST_EXPONENT;
        let required: Vec<usize> =
            exponents.iter().enumerate().filter(|(_, exponent)| is_large(**exponent)).map(|(site, _)| site).collect();
        let rest: f64 = exponents.iter().filter(|exponent| !is_large(**exponent)).sum();
        let growth = |exponent: f64| if is_large(exponent) { 1.0 } else { exponent.exp() };
        let weight = measure * (-rest).exp();
        let bounds = exponents.iter().map(|&exponent| growth(exponent));
        if required.len() <= order && weight * largest_product(order, bounds) >= NEGLIGIBLE {
            let tangents = weights.iter().zip(&exponents).map(|(w, &exponent)| growth(exponent) * (k * w).sin());
            self.tangents.extend(tangents);
            self.nodes.push(Node { weight, phase, required });
        }
    }

    /// The couplings of one site each, without the visible bias.
    pub(super) fn fields(&self, sites: usize) -> Vec<f64> {
        let mut fields = vec![0.0; sites];
        for (node, tangents) in self.nodes.iter().zip(self.tangents.chunks_exact(sites.max(1))) {
            let factor = node.factor(1);
            let rows = fields.iter_mut().zip(tangents).enumerate();
            let allowed = rows.filter(|(site, _)| node.required.iter().all(|required| required == site));
            allowed.for_each(|(_, (field, t))| *field += factor * t);
        }
        fields
    }
}

/// The coupling that a unit of bias θ and weights w makes of some sites, without the visible bias.
pub(super) fn unit_coupling(bias: f64, weights: &[f64], is_gaussian: bool, sites: &[usize]) -> f64 {
    let spacing = Spacing::of(bias, weights, is_gaussian);
    let of = |chosen: bool| -> Vec<f64> {
        let weights = weights.iter().enumerate().filter(|(site, _)| sites.contains(site) == chosen);
        weights.map(|(_, weight)| *weight).collect()
    };
    let (chosen, others) = (of(true), of(false));
    let variance = square_norm(&others);
    let mut rotation = Rotation::new(others.len());
    (0..spacing.count)
        .map(|number| {
            let k = spacing.wavenumber(number);
            let average = if is_gaussian {
                (-k * k * variance / 2.0).exp()
            } else {
                rotation.turn_to(number, k, &others, spacing.step);
                rotation.product().0
            };
            let sines: f64 = chosen.iter().map(|weight| (k * weight).sin()).product();
            spacing.measure(k) * average * sines * pattern(sites.len(), k * bias)
        })
        .sum()
}

fn square_norm(weights: &[f64]) -> f64 {
    weights.iter().map(|weight| weight * weight).sum()
}

/// The product of the `order` largest of numbers, none below 1.
fn largest_product(order: usize, numbers: impl Iterator<Item = f64>) -> f64 {
    let mut largest = vec![1.0_f64; order];
    for mut number in numbers {
        for kept in &mut largest {
            if number > *kept {
                std::mem::swap(kept, &mut number);
            }
        }
    }
    largest.into_iter().product()
}

/// What the fair spins of all sites make at the unit.
enum Fields {
    Exact(Rotation),
    /// A Gaussian field of this variance.
    Gaussian(f64),
}
