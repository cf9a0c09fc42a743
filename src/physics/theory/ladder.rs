//! The free energies of the mixtures in order.

use super::error::TheoryError;
use super::mixtures::{Mixture, mixture};
use super::roots::bracketed;

/// Above this temperature f_1 < f_2 < f_3 < …; the last crossing, that of f_2 and f_3, is at 0.5426.
const ABOVE_ALL_CROSSINGS: f64 = 0.7;

/// The mixtures of 1 to `most` memories at a temperature T ≥ 0, by n. At T = 0 their free energies have the
/// order f_1 < f_3 < f_5 < … < f_4 < f_2; the first crossing among n ≤ 9 is that of f_6 and f_8 at 0.2463.
///
/// # Errors
/// No memory or too many; a temperature that is negative or not finite.
pub fn ladder(most: u32, temperature: f64) -> Result<Vec<Mixture>, TheoryError> {
    // Also `most` itself, so that 0 is refused.
    mixture(most, temperature)?;
    (1..=most).map(|n| mixture(n, temperature)).collect()
}

/// The temperature at which the free energies f_a and f_b of two mixtures cross; `None` where they have one
/// order at all temperatures, as that of a memory with any other.
///
/// # Errors
/// No memory or too many.
pub fn crossing(a: u32, b: u32) -> Result<Option<f64>, TheoryError> {
    mixture(a, 0.0)?;
    mixture(b, 0.0)?;
    if a == b {
        return Ok(None);
    }
    let difference = |temperature: f64| match (mixture(a, temperature), mixture(b, temperature)) {
        (Ok(a), Ok(b)) => a.free_energy - b.free_energy,
        _ => f64::NAN,
    };
    Ok(bracketed(difference, 0.0, ABOVE_ALL_CROSSINGS, 1e-15))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_is_always_the_lowest() {
        for temperature in [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99] {
            let rungs = ladder(20, temperature).unwrap();
            assert_eq!(rungs.len(), 20);
            assert!(rungs.iter().skip(1).all(|rung| rung.free_energy > rungs[0].free_energy));
        }
        assert!(ladder(20, ABOVE_ALL_CROSSINGS).unwrap().is_sorted_by(|a, b| a.free_energy < b.free_energy));
        assert_eq!(crossing(1, 2), Ok(None));
        assert_eq!(crossing(3, 3), Ok(None));
        assert_eq!(ladder(0, 0.5), Err(TheoryError::Components(0)));
        assert_eq!(crossing(3, 0), Err(TheoryError::Components(0)));
    }
}
