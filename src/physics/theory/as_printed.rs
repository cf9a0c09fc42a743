//! Formulas of the lecture texts that are wrong as printed, next to the right ones: one function each, `[printed, right]`.
//!
//! What decides between them is in [`super::decided`].
//!
//! ## References
//!
//! * AGS85a (see [`super`]) for mixtures; KH16 (see [`super::dense_capacity`]) for dense memories
//! * HKP: J. Hertz, A. Krogh and R. G. Palmer, “Introduction to the Theory of Neural Computation” (1991), section 2.2
//! * D. H. Ackley, G. E. Hinton and T. J. Sejnowski, “A learning algorithm for Boltzmann machines”, Cogn. Sci. 9, 147
//!   (1985), doi:10.1207/s15516709cog0901_7
//! * M. Gabrié, E. W. Tramel and F. Krzakala, “Training restricted Boltzmann machine via the Thouless–Anderson–Palmer free
//!   energy”, NIPS 28 (2015), arXiv:1506.02914

use std::f64::consts::LN_2;

use crate::physics::hopfield::dense::Degree;
use crate::physics::math::{erfc, sigmoid};

use super::{crosstalk, dense_capacity};

/// What a formula gives as printed, and what it gives where it is right.
pub type PrintedAndRight = [f64; 2];

/// One-step error at load α: P = ½ (1 − erf √(1/2α)), where erf has the factor 2/√π. Printed is 1/√π: P stays above ¼.
pub fn one_step_error(alpha: f64) -> PrintedAndRight {
    let halved = (1.0 - erfc((0.5 / alpha).sqrt())) / 2.0;
    [(1.0 - halved) / 2.0, crosstalk::error_probability(alpha)]
}

/// Change of energy where spin σ with the field h is reversed, Δσ = −2σ: ΔE = −Δσ h. Printed is −½ Δσ h; the ½ of
/// E = −½ Σ J σ σ is used up by the two places of the spin in the double sum.
pub fn energy_change(spin: i8, field: f64) -> PrintedAndRight {
    let change = -2.0 * f64::from(spin);
    [-change * field / 2.0, -change * field]
}

/// Number of symmetric mixtures of n out of p memories: 2ⁿ p! / (n! (p − n)!), a choice of memories and of signs (AGS85a).
/// Printed is p! / (p − n)!, which counts orders instead of signs. 0 where n > p.
pub fn mixtures(patterns: u32, components: u32) -> PrintedAndRight {
    let orders: f64 = (0..components).map(|k| f64::from(patterns.saturating_sub(k))).product();
    let factorial: f64 = (1..=components).map(f64::from).product();
    [orders, 2_f64.powi(components.cast_signed()) * orders / factorial]
}

/// Mean spin where the memories of a mixture with the overlaps m sum to z: tanh(m z/T). Printed is m z tanh(m z/T), which is
/// even in z and can exceed 1.
pub fn spin_in_mixture(overlap: f64, sum: f64, temperature: f64) -> PrintedAndRight {
    let mean = (overlap * sum / temperature).tanh();
    [overlap * sum * mean, mean]
}

/// What the reversal of one spin of a lone memory costs with F(x) = xⁿ, in units of 2 n N^(n−1), which it tends to:
/// (Nⁿ − (N − 2)ⁿ) / (2 n N^(n−1)). Printed is the sum over spins outside F: each spin by itself, [1 − (−1)ⁿ] / (2 n N^(n−1)),
/// which for even n is nothing.
pub fn dense_reversal(degree: Degree, size: u32) -> PrintedAndRight {
    let (n, size) = (i32::from(degree.get()), f64::from(size));
    let unit = f64::from(2 * n) * size.powi(n - 1);
    [(1.0 - (-1_f64).powi(n)) / unit, (size.powi(n) - (size - 2.0).powi(n)) / unit]
}

/// Number of memories that a dense network keeps: N^(n−1) / (2 (2n − 3)!! ln N). Printed is (2n − 3)! for the double factorial,
/// and ln N twice. `None` below two spins.
pub fn dense_capacity(degree: Degree, size: u64) -> Option<PrintedAndRight> {
    Some([dense_capacity::error_free_as_printed(degree, size)?, dense_capacity::error_free(degree, size)?])
}

/// The gradient for the weight of two of V visible units {0, 1}, where the machine has no weights yet and the data are always
/// 1 there: ⟨v v⟩ of the data, 1, less that of the machine, ¼. Printed is p(v, h) for p(h|v) in the first: 2^−V of it.
pub fn first_gradient(visible: u32) -> PrintedAndRight {
    [0.5_f64.powi(visible.cast_signed()) - 0.25, 0.75]
}

/// Mean of a hidden unit {0, 1} that no weight reaches: σ(its own bias). Printed has the biases of the layers the wrong
/// way round.
pub fn hidden_mean(visible_bias: f64, hidden_bias: f64) -> PrintedAndRight {
    [sigmoid(visible_bias), sigmoid(hidden_bias)]
}

/// ln Z of V visible and H hidden units {0, 1} without weights and biases by the entropies of their means ½: (V + H) ln 2. As
/// printed a bracket is missing, −Σ m ln m + (1 − m) ln(1 − m), and the two halves of each hidden unit cancel: V ln 2.
pub fn free_units(visible: u32, hidden: u32) -> PrintedAndRight {
    [f64::from(visible) * LN_2, f64::from(visible + hidden) * LN_2]
}

/// Mean of visible unit i {0, 1} where the hidden units have the means m without fluctuations: σ(Σ_μ w_iμ m_μ). Printed is
/// the sum over i: one field for all visible units. `weights` has a row for each visible unit; 0 beyond them.
pub fn visible_mean(weights: &[&[f64]], hidden: &[f64], site: usize) -> PrintedAndRight {
    let field = |row: &&[f64]| -> f64 { row.iter().zip(hidden).map(|(weight, mean)| weight * mean).sum() };
    [sigmoid(weights.iter().map(field).sum()), sigmoid(weights.get(site).map_or(0.0, field))]
}
