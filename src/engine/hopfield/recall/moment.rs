//! One moment of a run: the end of its record, an earlier one that is built again, or a cue without a network.

use std::sync::Arc;

use crate::engine::hopfield::recall::document::{Document, Memory};
use crate::engine::hopfield::recall::trace::Trace;
use crate::engine::hopfield::recall::view::{Chance, Explanation, Moment};
use crate::physics::hopfield::Dynamics;
use crate::physics::spins::{Pattern, overlap};

/// The end of the record.
pub(super) fn live(trace: &Trace, document: &Document) -> Moment {
    let dynamics = trace.dynamics();
    let spins = dynamics.spins();
    let update = trace.recorded();
    let explanation = trace.last_update().map(|last| {
        let temperature = trace.temperature_at(update);
        let chance = last.probability.zip(last.drawn);
        Explanation {
            spin: last.spin,
            field: last.field,
            before: last.before,
            after: last.after,
            delta_energy: 2.0 * f64::from(last.before) * last.field,
            chance: chance.map(|(up, drawn)| Chance { temperature, up, drawn }),
        }
    });
    Moment {
        fields: dynamics.fields().into_iter().map(|h| h as f32).collect(),
        temperature: dynamics.temperature(),
        energy: dynamics.energy() / spins.len().max(1) as f64,
        explanation,
        overlaps: kept_overlaps(dynamics, &document.memories),
        ..without_forces(document, update, spins, trace.last_flip())
    }
}

/// An earlier moment.
pub(super) fn earlier(trace: &Trace, document: &Document, update: u64) -> Moment {
    let rebuilt = trace.rebuild(update);
    let spins = rebuilt.spins.as_slice();
    let temperature = trace.temperature_at(update);
    let explanation = rebuilt.visit.map(|visit| {
        let after = spins.get(visit.spin).copied().unwrap_or(1);
        let before = if visit.flipped { -after } else { after };
        let up = |drawn: f64| Chance {
            temperature,
            up: document.acceptance.probability_of_up(before, visit.field, temperature),
            drawn,
        };
        Explanation {
            spin: visit.spin,
            field: visit.field,
            before,
            after,
            delta_energy: 2.0 * f64::from(before) * visit.field,
            chance: visit.drawn.map(up),
        }
    });
    let network = trace.dynamics().network();
    Moment {
        fields: network.fields(spins).iter().map(|&h| h as f32).collect(),
        temperature,
        energy: network.energy(spins) / spins.len().max(1) as f64,
        explanation,
        overlaps: overlaps(document, spins),
        ..without_forces(document, update, spins, &rebuilt.last_flip)
    }
}

/// A cue where nothing is stored: no field acts, and the energy is 0.
pub(super) fn without_network(document: &Document, cue: &Pattern) -> Moment {
    let spins = cue.spins();
    Moment { overlaps: overlaps(document, spins), ..without_forces(document, 0, spins, &vec![0; spins.len()]) }
}

/// What a moment shows of a state alone: no field, no energy and no overlap.
fn without_forces(document: &Document, update: u64, spins: &[i8], last_flip: &[u64]) -> Moment {
    let age = |&at: &u64| {
        if at == 0 { u32::MAX } else { u32::try_from(update.saturating_sub(at)).unwrap_or(u32::MAX - 1) }
    };
    Moment {
        update,
        state: spins.into(),
        fields: vec![0.0; spins.len()].into(),
        age: last_flip.iter().map(age).collect(),
        temperature: document.heat().temperature(update, spins.len()),
        energy: 0.0,
        overlaps: Arc::default(),
        explanation: None,
    }
}

/// The overlap of a state with every memory of the shelf.
fn overlaps(document: &Document, spins: &[i8]) -> Arc<[f64]> {
    document.memories.iter().map(|memory| overlap(memory.pattern.spins(), spins)).collect()
}

/// The same of the state of a run, which keeps the sums of the stored memories: thousands of them cost no products.
fn kept_overlaps(dynamics: &Dynamics, memories: &[Memory]) -> Arc<[f64]> {
    let mut kept = dynamics.overlaps().into_iter();
    let of_memory = |memory: &Memory| {
        let known = if memory.stored { kept.next() } else { None };
        known.unwrap_or_else(|| overlap(memory.pattern.spins(), dynamics.spins()))
    };
    memories.iter().map(of_memory).collect()
}
