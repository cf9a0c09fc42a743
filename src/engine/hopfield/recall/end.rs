//! What is known of a run that has ended: what it is, and a few moments on the way there.

use std::sync::Arc;

use crate::engine::hopfield::recall::trace::Trace;
use crate::engine::hopfield::recall::view::Still;
use crate::engine::hopfield::verdict::Verdict;

/// Moments on the way, in quarters of a sweep: most spins of a recall flip within the first sweep.
const QUARTERS: [u64; 4] = [0, 1, 2, 4];

/// What a run ended in, and how it came there.
#[derive(Clone, Default)]
pub(super) struct End {
    pub verdict: Option<Arc<Verdict>>,
    /// A few moments on the way and the last one, as a row of pictures.
    pub stills: Arc<[Still]>,
}

impl End {
    pub fn of(trace: &Trace, size: usize) -> Self {
        Self { verdict: Verdict::of(trace.dynamics()).map(Arc::new), stills: stills(trace, size) }
    }
}

/// The cue, the states a quarter, a half and a whole sweep later, and the end. What is no longer on record, or comes
/// after the end, is left out.
fn stills(trace: &Trace, size: usize) -> Arc<[Still]> {
    let (base, recorded) = (trace.base(), trace.recorded());
    let on_the_way = QUARTERS.into_iter().map(|quarters| quarters * size as u64 / 4);
    let mut updates: Vec<u64> = on_the_way.filter(|update| (base..recorded).contains(update)).collect();
    // In the smallest networks a quarter of a sweep is no update at all.
    updates.dedup();
    updates.push(recorded);
    updates.into_iter().map(|update| Still { update, state: trace.rebuild(update).spins.into() }).collect()
}
