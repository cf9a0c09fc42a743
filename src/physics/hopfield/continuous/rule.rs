//! The rules: how a state looks at the memories, and which mean of them it becomes.
//!
//! ## References
//!
//! * H. Ramsauer et al., “Hopfield networks is all you need”, ICLR 2021, arXiv:2008.02217, equations 1 to 3
//! * S. Santos, V. Niculae, D. McNamee and A. Martins, “Sparse and structured Hopfield networks”, ICML 2024,
//!   arXiv:2402.13725
//! * B. Hoover et al., “Dense associative memory with Epanechnikov energy”, NeurIPS 2025, arXiv:2506.10801

use std::str::FromStr;

use super::blocks::{self, log_mean};
use super::memories::{Memories, MemoriesError};
use super::sparsemax::sparsemax;

/// How the products become weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attention {
    /// p = softmax(β ξ · x): every memory has a weight.
    #[default]
    Softmax,
    /// p = sparsemax(β ξ · x): memories that lag behind by more than 1/β have none.
    Sparsemax,
    /// Equal weights for all memories within the distance √(2/β) of the state.
    Epanechnikov,
}

impl Attention {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Softmax, Self::Sparsemax, Self::Epanechnikov];

    /// The name on the command line and in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Softmax => "softmax",
            Self::Sparsemax => "sparsemax",
            Self::Epanechnikov => "epanechnikov",
        }
    }
}

/// What is no rule, or no state of these memories.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ContinuousError {
    /// β below zero, infinite, or not a number.
    #[error("beta is {0}; it must be a finite number, zero or more")]
    Beta(f64),
    /// The state or the memories.
    #[error(transparent)]
    Memories(#[from] MemoriesError),
    /// Nothing that could be recalled.
    #[error("no memory is stored, so none can be recalled")]
    NoMemory,
    /// Not the form of a rule.
    #[error("“{0}” is not a rule of continuous memories; they are softmax:BETA, sparsemax:BETA and epanechnikov:BETA")]
    Form(String),
}

/// A rule with its inverse temperature β.
///
/// With the products z_μ = ξ_μ · x, and the offsets for which the energy is never negative (R20, equations 1 and 2;
/// K is the number of memories, M the largest norm):
///
/// * softmax: E = −(1/β) ln Σ_μ exp(β z_μ) + ½ |x|² + (1/β) ln K + ½ M², x ← Σ_μ softmax(β z)_μ ξ_μ
/// * sparsemax: E = −max_p [Σ_μ p_μ z_μ − |p|²/(2β)] + ½ |x|² − 1/(2βK) + ½ M² over the simplex,
///   x ← Σ_μ sparsemax(β z)_μ ξ_μ. Softmax is the same with the entropy for ½ |p|².
/// * Epanechnikov: E = −(1/β) ln (1/K) Σ_μ max(0, 1 − ½ β |x − ξ_μ|²), x ← mean of the memories with |x − ξ_μ|² < 2/β.
///   Where there is none E is infinite, and the state stays.
///
/// None of the steps raises E. At β → 0 each is the mean of all memories, at β → ∞ the memory with the largest product,
/// or for Epanechnikov the state itself unless it is a memory.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ContinuousRule {
    attention: Attention,
    beta: f64,
}

/// What a state sees.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// p_μ: the share of each memory in the next state; all 0 where Epanechnikov's rule has none near.
    pub weights: Vec<f64>,
    /// The energy of the state; `None` where it is infinite.
    pub energy: Option<f64>,
    /// The next state.
    pub next: Vec<f64>,
}

impl ContinuousRule {
    /// The rule, if β is a finite number from 0.
    pub fn new(attention: Attention, beta: f64) -> Result<Self, ContinuousError> {
        // −0 would turn the sign of ratios.
        if beta.is_finite() && beta >= 0.0 {
            Ok(Self { attention, beta: beta.abs() })
        } else {
            Err(ContinuousError::Beta(beta))
        }
    }

    /// How products become weights.
    pub const fn attention(self) -> Attention {
        self.attention
    }

    /// β.
    pub const fn beta(self) -> f64 {
        self.beta
    }

    /// Looks at the memories from a state: O(K N), in fixed blocks on all threads.
    pub fn look(self, memories: &Memories, state: &[f64]) -> Result<Look, ContinuousError> {
        memories.check(state)?;
        if memories.count() == 0 {
            return Err(ContinuousError::NoMemory);
        }
        Ok(match self.attention {
            Attention::Softmax => self.softmax(memories, state),
            Attention::Sparsemax => self.sparsemax(memories, state),
            Attention::Epanechnikov => self.epanechnikov(memories, state),
        })
    }

    /// The energy of a state; `None` where it is infinite.
    pub fn energy(self, memories: &Memories, state: &[f64]) -> Result<Option<f64>, ContinuousError> {
        memories.check(state)?;
        if memories.count() == 0 {
            return Err(ContinuousError::NoMemory);
        }
        Ok(match self.attention {
            Attention::Softmax => {
                let products = memories.products(state);
                let largest = products.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                Some(bowl(memories, state) - (largest + log_mean(&products, largest, self.beta)))
            }
            Attention::Sparsemax => Some(self.sparse_energy(memories, state, &memories.products(state)).0),
            Attention::Epanechnikov => self.epanechnikov(memories, state).energy,
        })
    }

    fn softmax(self, memories: &Memories, state: &[f64]) -> Look {
        let pass = blocks::softmax(memories, state, self.beta);
        debug_assert_eq!(pass.products.len(), memories.count(), "one product for each memory");
        Look { weights: pass.weights, energy: Some(bowl(memories, state) - pass.log_mean_exp), next: pass.mean }
    }

    fn sparsemax(self, memories: &Memories, state: &[f64]) -> Look {
        let (energy, weights) = self.sparse_energy(memories, state, &memories.products(state));
        let next = memories.weighted_sum(&weights);
        Look { weights, energy: Some(energy), next }
    }

    /// The energy of the sparsemax rule, and its weights.
    fn sparse_energy(self, memories: &Memories, state: &[f64], products: &[f64]) -> (f64, Vec<f64>) {
        let largest = products.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let behind: Vec<f64> = products.iter().map(|product| self.beta * (product - largest)).collect();
        let weights = sparsemax(&behind);
        let count = products.len() as f64;
        let product: f64 = weights.iter().zip(products).map(|(p, product)| p * (product - largest)).sum();
        // ½ (|p|² − 1/K)/β = ½ Σ (p − 1/K)²/β: p − 1/K is of the order of β, and its square is taken after the division.
        let spread = weights.iter().map(|p| p - 1.0 / count);
        let regulariser = match self.beta {
            beta if beta > 1e-12 => 0.5 * spread.map(|d| d * d).sum::<f64>() / beta,
            // To leading order p − 1/K = β (z − mean z).
            beta => {
                let mean = products.iter().map(|z| z - largest).sum::<f64>() / count;
                0.5 * beta * products.iter().map(|z| (z - largest - mean).powi(2)).sum::<f64>()
            }
        };
        (bowl(memories, state) - (largest + product) + regulariser, weights)
    }

    fn epanechnikov(self, memories: &Memories, state: &[f64]) -> Look {
        let distances = memories.squared_distances(state);
        // Less 1, so that nothing is lost where β is small: −½ β d², and −1 beyond the radius.
        let heights: Vec<f64> = distances.iter().map(|distance| (-0.5 * self.beta * distance).max(-1.0)).collect();
        let near = heights.iter().filter(|&&height| height > -1.0).count();
        if near == 0 {
            return Look { weights: vec![0.0; heights.len()], energy: None, next: state.to_vec() };
        }
        let share = 1.0 / near as f64;
        let weights: Vec<f64> = heights.iter().map(|&height| if height > -1.0 { share } else { 0.0 }).collect();
        let count = heights.len() as f64;
        let energy = if self.beta < 1e-290 {
            // (1/β) ln(1 − ½ β d²) → −½ d².
            0.5 * distances.iter().sum::<f64>() / count
        } else {
            -(heights.iter().sum::<f64>() / count).ln_1p() / self.beta
        };
        let next = memories.weighted_sum(&weights);
        // At the very edge of the radius the logarithm may be beyond a number.
        Look { weights, energy: Some(energy).filter(|energy| energy.is_finite()), next }
    }
}

/// ½ |x|² + ½ M².
fn bowl(memories: &Memories, state: &[f64]) -> f64 {
    let largest = memories.squares().iter().copied().fold(0.0, f64::max);
    0.5 * state.iter().map(|value| value * value).sum::<f64>() + 0.5 * largest
}

impl FromStr for ContinuousRule {
    type Err = ContinuousError;

    fn from_str(text: &str) -> Result<Self, ContinuousError> {
        let form = || ContinuousError::Form(text.to_owned());
        let (name, beta) = text.split_once(':').ok_or_else(form)?;
        let attention = Attention::ALL.into_iter().find(|one| one.name() == name).ok_or_else(form)?;
        Self::new(attention, beta.trim().parse().map_err(|_not_a_number| form())?)
    }
}

impl std::fmt::Display for ContinuousRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.attention.name(), self.beta)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn rules_are_read_back_and_others_refused() {
        for text in ["softmax:4", "sparsemax:0.5", "epanechnikov:0"] {
            let rule: ContinuousRule = text.parse().unwrap();
            assert_eq!(rule.to_string(), text);
        }
        for text in ["softmax", "softmax:", "softmax:x", "hebb:3"] {
            assert!(text.parse::<ContinuousRule>().unwrap_err().to_string().contains(text), "{text}");
        }
        for text in ["softmax:NaN", "softmax:-1", "sparsemax:inf"] {
            assert!(matches!(text.parse::<ContinuousRule>(), Err(ContinuousError::Beta(_))), "{text}");
        }
    }

    #[test]
    fn extreme_inverse_temperatures_are_the_limits() {
        let rows = array![[1.0, 0.0, 0.5], [0.0, 1.0, 0.25], [-1.0, 0.3, 0.0]];
        let memories = Memories::new(rows.view()).unwrap();
        let state = [0.3, 0.4, 0.1];
        let mean: Vec<f64> = rows.columns().into_iter().map(|column| column.mean().unwrap()).collect();
        for attention in Attention::ALL {
            for beta in [0.0, 1e-300, 1e-200, 1e-14] {
                let look = ContinuousRule::new(attention, beta).unwrap().look(&memories, &state).unwrap();
                assert!(look.next.iter().zip(&mean).all(|(a, b)| (a - b).abs() < 1e-12), "{attention:?} {beta}");
                let limit = ContinuousRule::new(attention, 0.0).unwrap().energy(&memories, &state).unwrap().unwrap();
                assert!(
                    (look.energy.unwrap() - limit).abs() < 1e-12,
                    "{attention:?} {beta}: {:?} {limit}",
                    look.energy
                );
            }
            for beta in [1e5, 1e150, 1e300] {
                let rule = ContinuousRule::new(attention, beta).unwrap();
                let look = rule.look(&memories, &state).unwrap();
                if attention == Attention::Epanechnikov {
                    assert_eq!((look.energy, look.next.as_slice()), (None, &state[..]));
                    let here = rule.look(&memories, &[0.0, 1.0, 0.25]).unwrap();
                    assert_eq!((here.weights, here.next), (vec![0.0, 1.0, 0.0], vec![0.0, 1.0, 0.25]));
                } else {
                    assert_eq!(look.weights, [0.0, 1.0, 0.0], "{attention:?} {beta}");
                    assert_eq!(look.next, [0.0, 1.0, 0.25]);
                    assert!(look.energy.unwrap().is_finite());
                }
            }
        }
    }

    #[test]
    fn one_memory_and_equal_ones_are_recalled_at_once() {
        for rows in [array![[0.2, -0.7]], array![[0.2, -0.7], [0.2, -0.7]]] {
            let memories = Memories::new(rows.view()).unwrap();
            for attention in Attention::ALL {
                let rule = ContinuousRule::new(attention, 3.0).unwrap();
                let look = rule.look(&memories, &[0.3, -0.5]).unwrap();
                assert!(look.weights.iter().all(|&p| p == 1.0 / rows.nrows() as f64));
                assert!(look.next.iter().zip(&[0.2, -0.7]).all(|(a, b)| (a - b).abs() < 1e-15));
            }
        }
        let none = Memories::new(ndarray::Array2::zeros((0, 2)).view()).unwrap();
        let rule = ContinuousRule::new(Attention::Softmax, 1.0).unwrap();
        assert_eq!(rule.look(&none, &[0.0, 0.0]), Err(ContinuousError::NoMemory));
    }
}
