//! Moves that raised the energy: the first of them one by one, and how many there were, however long the run is.

use crate::engine::hopfield::recall::view::UphillMoves;

/// Moves that are kept one by one.
const FIRST: usize = 100;
/// Counts kept; beyond it every other one is dropped.
const MARKS: usize = 512;

/// The counter of a run.
#[derive(Clone, Debug)]
pub(super) struct Uphill {
    first: Vec<u64>,
    count: u64,
    /// (update, count up to there), at multiples of the stride.
    marks: Vec<(u64, u64)>,
    stride: u64,
    /// The first update of the record, and the count up to there.
    base: (u64, u64),
}

impl Uphill {
    pub(super) fn new() -> Self {
        Self { first: Vec::new(), count: 0, marks: Vec::new(), stride: 1, base: (0, 0) }
    }

    /// Notes that update number `update`, counted from 1, is done.
    pub(super) fn note(&mut self, update: u64, raised: bool) {
        if raised {
            self.count += 1;
            if self.first.len() < FIRST {
                self.first.push(update);
            }
        }
        if update.is_multiple_of(self.stride) {
            self.marks.push((update, self.count));
            if self.marks.len() > MARKS {
                self.stride *= 2;
                let stride = self.stride;
                self.marks.retain(|(update, _)| update.is_multiple_of(stride));
            }
        }
    }

    /// Goes back to update `at`; `raised` counts the moves of the record from one update to another.
    pub(super) fn branch(&mut self, at: u64, raised: impl Fn(u64, u64) -> u64) {
        self.count = self.count_at(at, raised);
        self.first.retain(|&update| update <= at);
        self.marks.retain(|&(update, _)| update <= at);
    }

    /// The record now begins at `base`; `raised` still counts on the old one.
    pub(super) fn forget_before(&mut self, base: u64, raised: impl Fn(u64, u64) -> u64) {
        self.base = (base, self.count_at(base, raised));
    }

    fn count_at(&self, at: u64, raised: impl Fn(u64, u64) -> u64) -> u64 {
        let known = self.marks.iter().copied().chain([self.base]).filter(|&(update, _)| update <= at);
        let (from, count) = known.max().unwrap_or_default();
        count + raised(from, at)
    }

    pub(super) fn moves(&self, recorded: u64) -> UphillMoves {
        let ends = || self.marks.iter().copied().chain([(recorded, self.count)]);
        let rate = |((from, before), (to, after)): ((u64, u64), (u64, u64))| {
            (to > from).then(|| [from as f64, to as f64, (after - before) as f64 / (to - from) as f64])
        };
        let rates = [(0, 0)].into_iter().chain(ends()).zip(ends()).filter_map(rate).collect();
        UphillMoves { count: self.count, first: self.first.clone(), rates }
    }
}
