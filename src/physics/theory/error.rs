//! What the theory cannot be asked.

use crate::physics::annealing::is_temperature;

use super::mixtures::MOST_COMPONENTS;
use super::saddle_point::MOST_PATTERNS;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TheoryError {
    /// Not a temperature.
    #[error("the temperature is {0}; a temperature is a finite number from 0")]
    Temperature(f64),
    /// Not a load.
    #[error("the load alpha is {0}; a load p/N is a finite number from 0")]
    Load(f64),
    /// Not an overlap.
    #[error("overlap {index} is {value}; an overlap is a finite number")]
    Overlap {
        /// Its position.
        index: usize,
        /// The value found there.
        value: f64,
    },
    /// A mixture of no memory, or of more than are summed.
    #[error("a mixture of {0} memories; mixtures have from 1 to {MOST_COMPONENTS} of them")]
    Components(u32),
    /// No pattern, or more than can be enumerated.
    #[error("{0} patterns; all their sign combinations are enumerated for 1 to {MOST_PATTERNS} of them")]
    Patterns(usize),
    /// Something that holds one number per pattern has another length.
    #[error("{found} numbers where {expected} were expected")]
    Count {
        /// Numbers wanted.
        expected: usize,
        /// Numbers that came.
        found: usize,
    },
}

/// The temperature, if it is one.
pub(super) fn checked_temperature(temperature: f64) -> Result<f64, TheoryError> {
    if is_temperature(temperature) {
        // −0 would turn ratios to −∞.
        Ok(temperature.abs())
    } else {
        Err(TheoryError::Temperature(temperature))
    }
}

/// The load, if it is one.
pub(super) fn checked_load(load: f64) -> Result<f64, TheoryError> {
    if load.is_finite() && load >= 0.0 { Ok(load.abs()) } else { Err(TheoryError::Load(load)) }
}
