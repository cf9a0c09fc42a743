//! Whether a machine has found what belongs together.
//!
//! ## References
//!
//! * D. H. Ackley, G. E. Hinton and T. J. Sejnowski, “A learning algorithm for Boltzmann machines”, Cogn. Sci. 9, 147
//!   (1985), doi:10.1207/s15516709cog0901_7, for the encoder problem and its codes

use super::exact::Exact;
use super::target::{Target, state_of};

/// Whether the most probable second half of a row, given the first ⌈V/2⌉ units, is everywhere one that the data have most
/// often.
pub fn completes(exact: &Exact, target: &Target) -> bool {
    let (visible, Ok(wanted)) = (target.visible(), target.list()) else { return false };
    let first = visible.div_ceil(2);
    let log_probabilities = exact.log_probabilities();
    let best = |numbers: &[f64], half: usize| {
        let states = (0..1_usize << (visible - first)).map(|rest| rest << first | half);
        let number = |state: usize| numbers.get(state).copied().unwrap_or(f64::NEG_INFINITY);
        states.max_by(|&a, &b| number(a).total_cmp(&number(b))).map(|state| (state, number(state)))
    };
    target.iter().all(|(row, _)| {
        let half = state_of(row) & ((1 << first) - 1);
        let (Some((found, _)), Some((_, most))) = (best(&log_probabilities, half), best(&wanted, half)) else {
            return false;
        };
        // Of several that the data have equally often any will do.
        wanted.get(found).is_some_and(|&q| q >= most * (1.0 - 1e-9))
    })
}

/// The most probable hidden state given each row: bit a is hidden unit a. The code map of an encoder.
pub fn codes(exact: &Exact, target: &Target) -> Vec<u32> {
    let code = |row: &[u8]| {
        let states = exact.conditional(state_of(row)).iter().enumerate();
        states.max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(state, _)| state as u32)
    };
    target.iter().map(|(row, _)| code(row)).collect()
}

/// Whether no two rows have the same code.
pub fn are_distinct(codes: &[u32]) -> bool {
    let distinct: std::collections::BTreeSet<&u32> = codes.iter().collect();
    distinct.len() == codes.len()
}
