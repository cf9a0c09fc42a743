//! How much is stored, and what that leads one to expect.

use crate::engine::hopfield::recall::document::{Document, Memory};
use crate::engine::hopfield::recall::view::Load;
use crate::physics::hopfield::network::Network;
use crate::physics::theory::crosstalk;

/// The load of a network: its size, what is stored, and how much the memories are alike.
pub(super) fn load_of(document: &Document, network: Option<&Network>, stored: &[usize]) -> Load {
    let size = document.shape.cells();
    let alpha = stored.len() as f64 / size as f64;
    let largest_overlap =
        network.and_then(Network::largest_overlap).and_then(|(a, b, m)| Some((*stored.get(a)?, *stored.get(b)?, m)));
    Load {
        size,
        stored: stored.len(),
        alpha,
        one_step_error: (!stored.is_empty()).then(|| crosstalk::error_probability(alpha)),
        largest_overlap,
        correlated: largest_overlap.is_some_and(|(_, _, m)| m.abs() > 3.0 / (size as f64).sqrt()),
        memory_energies: network.map(|network| memory_energies(document, network)),
    }
}

/// Energy per spin of every memory. Those of the stored ones follow from their mutual overlaps: one by one they
/// would cost p² N for a shelf of thousands.
fn memory_energies(document: &Document, network: &Network) -> Vec<f64> {
    let size = document.shape.cells() as f64;
    let mut stored = network.stored_energies().into_iter();
    let energy = |memory: &Memory| {
        let known = if memory.stored { stored.next() } else { None };
        known.unwrap_or_else(|| network.energy(memory.pattern.spins())) / size
    };
    document.memories.iter().map(energy).collect()
}
