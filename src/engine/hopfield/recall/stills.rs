//! A few moments of a run that has ended, as a row of pictures.

use std::sync::Arc;

use crate::engine::hopfield::recall::trace::Trace;
use crate::engine::hopfield::recall::view::Still;

/// Moments on the way, in quarters of a sweep: most spins of a recall flip within the first sweep.
const QUARTERS: [u64; 4] = [0, 1, 2, 4];

/// The cue, the states a quarter, a half and a whole sweep later, and the end. What is no longer on record, or comes
/// after the end, is left out.
pub(super) fn stills(trace: &Trace, size: usize) -> Arc<[Still]> {
    let (base, recorded) = (trace.base(), trace.recorded());
    let on_the_way = QUARTERS.into_iter().map(|quarters| quarters * size as u64 / 4);
    let mut updates: Vec<u64> = on_the_way.filter(|update| (base..recorded).contains(update)).collect();
    // In the smallest networks a quarter of a sweep is no update at all.
    updates.dedup();
    updates.push(recorded);
    updates.into_iter().map(|update| Still { update, state: trace.rebuild(update).spins.into() }).collect()
}
