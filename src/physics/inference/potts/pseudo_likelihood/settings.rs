//! What a pseudo-likelihood is maximised with, and what is found.

use super::site_pass::MOST_STATES;
use crate::physics::configurations::Configurations;
use crate::physics::inference::potts::error::InferenceError;
use crate::physics::inference::potts::frequencies::check;
use crate::physics::optimise::{Ending, Minimum, Tolerances};
use crate::physics::potts::PottsCouplings;

/// How couplings are kept small, and when a minimum is good enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PseudoLikelihood {
    /// λ_J of the couplings.
    pub coupling_penalty: f64,
    /// λ_h of the fields.
    pub field_penalty: f64,
    /// When a minimum is good enough.
    pub tolerances: Tolerances,
}

impl PseudoLikelihood {
    /// The usual settings for so many sites, states and effective rows: λ_J = 0.01 (q − 1) (L − 1) / M_eff and
    /// λ_h = 0.05. plmc and `EVcouplings` have half of that penalty of couplings: 0.01 (q − 1) (L − 1) of a sum over rows,
    /// once for both sites of a pair.
    /// Components of the gradient are differences of frequencies; below 0.003 the order of contacts no longer changes.
    ///
    /// ## References
    ///
    /// * T. A. Hopf, A. G. Green, B. Schubert et al., “The EVcouplings Python framework for coevolutionary sequence
    ///   analysis”, Bioinformatics 35, 1582 (2019), doi:10.1093/bioinformatics/bty862
    pub fn usual(sites: usize, states: u8, effective_rows: f64) -> Self {
        let others = f64::from(states.saturating_sub(1)) * sites.saturating_sub(1) as f64;
        Self {
            coupling_penalty: 0.01 * others / effective_rows.max(1.0),
            field_penalty: 0.05,
            tolerances: Tolerances { gradient: 3e-3, decrease: 0.0, iterations: 200 },
        }
    }
}

/// Couplings, and how they were found.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The couplings, in the zero-sum gauge.
    pub couplings: PottsCouplings,
    /// Most iterations of a minimisation.
    pub iterations: usize,
    /// Whether every minimisation came as far as was asked for.
    pub converged: bool,
}

/// The memory that an estimate takes: couplings before and after, tables of single precision, and the memory of the
/// minimiser, of which `at_once` sites are at work (all of them, where it is one minimisation).
pub fn bytes(sites: usize, states: u8, at_once: usize) -> u64 {
    let states = usize::from(states);
    let of_site = (1 + sites * states) as u64;
    let tables = of_site * 2 * 4 * states.next_multiple_of(8) as u64;
    // Steps and changes of eight pairs, the point, its gradient, and those of the line search.
    let minimiser = of_site * states as u64 * 8 * 22;
    let of_sites = sites as u64 * of_site * states as u64 * 8;
    2 * PottsCouplings::bytes(sites, states) + of_sites + at_once.min(sites) as u64 * (tables + minimiser)
}

/// Weights of sum 1, of rows that can be learnt from.
pub(super) fn prepared(
    rows: &Configurations,
    states: u8,
    weights: &[f32],
    settings: &PseudoLikelihood,
) -> Result<Vec<f32>, InferenceError> {
    check(rows, states, Some(weights))?;
    if states > MOST_STATES {
        let expected = "at most 32";
        return Err(InferenceError::Setting { what: "the number of states", value: f64::from(states), expected });
    }
    let penalties =
        [("the penalty of couplings", settings.coupling_penalty), ("the penalty of fields", settings.field_penalty)];
    for (what, value) in penalties {
        if !(value.is_finite() && value >= 0.0) {
            return Err(InferenceError::Setting { what, value, expected: "0 or a positive number" });
        }
    }
    let total: f64 = weights.iter().map(|&weight| f64::from(weight)).sum();
    Ok(weights.iter().map(|&weight| (f64::from(weight) / total) as f32).collect())
}

/// Refuses what was given up, or left the range of numbers.
pub(super) fn complete(minimum: Minimum) -> Result<Minimum, InferenceError> {
    match minimum.ending {
        Ending::Stopped => Err(InferenceError::Stopped),
        Ending::NotFinite => Err(InferenceError::NotFinite),
        _ => Ok(minimum),
    }
}
