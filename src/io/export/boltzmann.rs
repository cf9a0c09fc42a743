//! A Boltzmann machine as arrays.

use std::path::Path;

use ndarray::Array1;

use super::arrays::{self, NamedArray, Numbers};
use crate::physics::boltzmann::Machine;

/// The arrays `weights` (V + H, V + H), visible units first, `biases` (V + H), and `visible`, the number V.
pub fn named(machine: &Machine) -> Vec<NamedArray<'static>> {
    let topology = machine.topology();
    let array = |name, numbers| NamedArray { name, numbers: Numbers::Double(numbers) };
    vec![
        array("weights", machine.weights().clone().into_dyn()),
        array("biases", Array1::from(machine.biases().to_vec()).into_dyn()),
        array("visible", Array1::from(vec![topology.visible as f64]).into_dyn()),
    ]
}

/// Writes [`named`] arrays.
///
/// # Errors
/// A sentence.
pub fn write_machine(path: &Path, overwrite: bool, machine: &Machine) -> Result<(), String> {
    arrays::write(path, overwrite, &named(machine)).map_err(|error| error.to_string())
}
