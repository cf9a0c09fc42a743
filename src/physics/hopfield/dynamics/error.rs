//! What cannot be run.

use crate::physics::hopfield::network::Network;
use crate::physics::spins::Pattern;

/// Why a network cannot be run so.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DynamicsError {
    /// The state is not one of this network.
    #[error("the state has {found} spins, the network {expected}")]
    Size {
        /// Number of spins of the network.
        expected: usize,
        /// Number of spins of the state.
        found: usize,
    },
    /// A temperature below zero, infinite, or not a number.
    #[error("the temperature is {0}; it must be a finite number, zero or more")]
    Temperature(f64),
}

pub(super) fn check_state(network: &Network, state: &Pattern) -> Result<(), DynamicsError> {
    let (expected, found) = (network.size(), state.len());
    if expected == found { Ok(()) } else { Err(DynamicsError::Size { expected, found }) }
}

pub(super) fn check_temperature(temperature: f64) -> Result<(), DynamicsError> {
    if temperature.is_finite() && temperature >= 0.0 { Ok(()) } else { Err(DynamicsError::Temperature(temperature)) }
}
