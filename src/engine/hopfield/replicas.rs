//! Replicas under way: started in order, advanced together, handed back in order when they end.

use std::collections::VecDeque;

use rayon::prelude::*;

/// The replicas of an experiment between their start and their end, in the order of their numbers.
///
/// Each replica has its own stream of random numbers, and they are kept and handed back in order: threads change
/// nothing.
pub(super) struct Replicas<R> {
    active: VecDeque<R>,
    /// The most that are under way at the same time.
    block: usize,
    started: u64,
    runs: u64,
}

impl<R: Send> Replicas<R> {
    /// None of `runs` replicas started yet; at most `block` will be under way at the same time.
    pub fn new(block: usize, runs: u64) -> Self {
        Self { active: VecDeque::new(), block, started: 0, runs }
    }

    /// Advances what is under way, starts more where there is room, and gives those that ended and whose
    /// predecessors did. `None` when a replica could not be started.
    pub fn step(
        &mut self,
        start: impl Fn(u64) -> Option<R> + Sync,
        advance: impl Fn(&mut R) + Sync,
        ended: impl Fn(&R) -> bool,
    ) -> Option<Vec<R>> {
        self.active.par_iter_mut().for_each(&advance);
        let room = self.block.saturating_sub(self.active.len()) as u64;
        let next = self.started..(self.started + room).min(self.runs);
        self.started = next.end;
        let fresh = next.into_par_iter().map(|number| {
            let mut replica = start(number)?;
            advance(&mut replica);
            Some(replica)
        });
        self.active.extend(fresh.collect::<Option<Vec<R>>>()?);
        let mut finished = Vec::new();
        while let Some(replica) = self.active.pop_front_if(|replica| ended(replica)) {
            finished.push(replica);
        }
        Some(finished)
    }

    /// Those under way.
    pub fn active(&self) -> impl Iterator<Item = &R> {
        self.active.iter()
    }
}
