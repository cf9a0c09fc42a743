//! Random memories, each from a stream of its own, so that one more is one more and the others stay.

use crate::engine::hopfield::phases::config::PhasesConfig;
use crate::physics::seed::{Seed, Stream};
use crate::physics::spins::Pattern;

/// The first memories of a network in the phase diagram, at most `most`: what it would draw.
pub fn memories(config: &PhasesConfig, most: usize) -> Vec<Pattern> {
    let mut memories = Memories::new(config.seed, config.size);
    memories.draw(config.patterns.min(most), u64::MAX);
    memories.drawn
}

/// Memories of one seed and one size, drawn as they are needed and kept.
#[derive(Clone, Debug)]
pub(super) struct Memories {
    seed: Seed,
    size: usize,
    drawn: Vec<Pattern>,
}

impl Memories {
    /// With the first memory, which the overlap is measured with.
    pub(super) fn new(seed: Seed, size: usize) -> Self {
        let mut memories = Self { seed, size, drawn: Vec::new() };
        memories.draw(1, u64::MAX);
        memories
    }

    /// Whether these are the memories of that seed and size.
    pub(super) fn are_of(&self, seed: Seed, size: usize) -> bool {
        self.seed == seed && self.size == size
    }

    /// Draws until there are `count`, but at most `most` spins in one go, and one memory at least; the spins drawn.
    pub(super) fn draw(&mut self, count: usize, most: u64) -> u64 {
        let mut spins = 0;
        while self.drawn.len() < count && (spins == 0 || spins < most) {
            let mut rng = self.seed.indexed(Stream::Patterns, self.drawn.len() as u64);
            self.drawn.push(Pattern::random(self.size, &mut rng));
            spins += self.size as u64;
        }
        spins
    }

    /// How many are drawn.
    pub(super) fn count(&self) -> usize {
        self.drawn.len()
    }

    /// The first `count` memories, once they are drawn.
    pub(super) fn get(&self, count: usize) -> Option<&[Pattern]> {
        self.drawn.get(..count)
    }

    /// Forgets those beyond `count`: they come back as they were.
    pub(super) fn keep(&mut self, count: usize) {
        self.drawn.truncate(count.max(1));
        self.drawn.shrink_to(2 * count.max(1));
    }

    /// The memory that the overlap is measured with.
    pub(super) fn first(&self) -> Option<&Pattern> {
        self.drawn.first()
    }
}
