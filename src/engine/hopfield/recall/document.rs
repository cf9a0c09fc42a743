//! What a person makes: memories, rule, order of updates, temperature and the cue.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::recall::heat::Heat;
use crate::physics::annealing::Schedule;
use crate::physics::corruption::{Corruption, CorruptionKind};
use crate::physics::hopfield::dynamics::check_temperature;
use crate::physics::hopfield::learning_rules::LearningRule;
use crate::physics::hopfield::network::{LARGEST_SIZE, Network};
use crate::physics::hopfield::{Acceptance, UpdateOrder};
use crate::physics::seed::Seed;
use crate::physics::spins::{GridShape, Pattern};

/// Names are shown on the shelf; longer ones are refused rather than cut.
pub const LONGEST_NAME: usize = 60;

/// Products that the projection may cost in one piece: some seconds, most of them by overlaps counted in bits.
const PROJECTION_WORK: u64 = 1 << 34;
/// Those of Storkey's rule, each of which is one and a half nanoseconds: three seconds.
const STORKEY_WORK: u64 = 1 << 31;

/// From above T_c to almost nothing, slowly enough for a few hundred spins.
pub const USUAL_SCHEDULE: Schedule = Schedule::Linear { from: 1.1, to: 0.02, sweeps: 55 };

/// One memory on the shelf.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Memory {
    /// What the shelf calls it.
    #[serde(with = "crate::engine::core::shared")]
    pub name: Arc<str>,
    /// The configuration.
    pub pattern: Pattern,
    /// Whether it is part of the couplings now (the eye on the shelf).
    pub stored: bool,
    /// The number of its letter and colour, which it keeps while others come and go; `None` until it is on a shelf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<u32>,
}

impl Memory {
    /// A memory that is part of the couplings.
    pub fn new(name: impl Into<Arc<str>>, pattern: Pattern) -> Self {
        Self { name: name.into(), pattern, stored: true, identity: None }
    }
}

/// A shelf of memories: those without an identity, or with that of an earlier one, get the next ones.
pub(super) fn shelf(memories: impl IntoIterator<Item = Memory>) -> Arc<[Memory]> {
    let mut memories: Vec<Memory> = memories.into_iter().collect();
    let mut taken = BTreeSet::new();
    for memory in &mut memories {
        memory.identity = memory.identity.filter(|&identity| taken.insert(identity));
    }
    let mut next = taken.last().map_or(0, |last| last.saturating_add(1));
    for memory in memories.iter_mut().filter(|memory| memory.identity.is_none()) {
        memory.identity = Some(next);
        next = next.saturating_add(1);
    }
    memories.into()
}

/// Everything that defines a recall, and what undo goes back to.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Document {
    /// The picture that a configuration is drawn as.
    pub shape: GridShape,
    /// The shelf.
    #[serde(with = "crate::engine::core::shared")]
    pub memories: Arc<[Memory]>,
    /// How memories become couplings.
    pub rule: LearningRule,
    /// In which order spins are updated.
    pub order: UpdateOrder,
    /// The temperature set by hand; 0 for recall.
    pub temperature: f64,
    /// How a visited spin takes its direction at T > 0.
    pub acceptance: Acceptance,
    /// How a run is cooled, where it [follows](Self::follows_schedule) the schedule.
    pub schedule: Schedule,
    /// Whether the temperature is that of the schedule, and not the one set by hand.
    pub follows_schedule: bool,
    /// The configuration before corruption.
    pub clean: Pattern,
    /// The identity of the memory that it is, as it was put on the grid; `None` for what was drawn.
    #[serde(default)]
    pub cue_from: Option<u32>,
    /// What is done to it to give the cue.
    pub corruption: Corruption,
    /// The pattern that a blend takes its cells from.
    pub blend_with: Option<Pattern>,
    /// Raised by “apply again”: the next corruption falls on other cells.
    pub corruption_round: u64,
    /// The seed of every random number of the run.
    pub seed: Seed,
}

impl Document {
    /// A shelf of memories, Hebb's rule, one spin at a time in random order, and an uncorrupted cue.
    pub fn new(shape: GridShape, memories: Vec<Memory>, cue: Pattern, seed: Seed) -> Self {
        Self {
            shape,
            memories: shelf(memories),
            rule: LearningRule::Hebb,
            order: UpdateOrder::RandomAsynchronous,
            temperature: 0.0,
            acceptance: Acceptance::Glauber,
            schedule: USUAL_SCHEDULE,
            follows_schedule: false,
            clean: cue,
            cue_from: None,
            corruption: Corruption { kind: CorruptionKind::Flip, amount: 0.0 },
            blend_with: None,
            corruption_round: 0,
            seed,
        }
    }

    /// The state that a run starts from: the clean configuration, corrupted.
    pub fn cue(&self) -> Result<Pattern, SessionError> {
        // The round moves the corruption to another seed, so that applying it twice changes other cells.
        let seed = self.seed.numbered(self.corruption_round);
        self.corruption.apply(&self.clean, self.shape, self.blend_with.as_ref(), seed).map_err(SessionError::new)
    }

    /// The number of the letter and colour of the memory at a place of the shelf.
    pub fn identity(&self, place: usize) -> usize {
        self.memories.get(place).and_then(|memory| memory.identity).map_or(place, |identity| identity as usize)
    }

    /// The place on the shelf of the memory with this identity.
    pub fn place_of(&self, identity: u32) -> Option<usize> {
        self.memories.iter().position(|memory| memory.identity == Some(identity))
    }

    /// The place of the memory that a blend takes its cells from; while there is no blend, of the one that it would: the
    /// next after the cue. `None` where no memory differs from the cue.
    pub fn blend_partner(&self) -> Option<usize> {
        let place = |pattern: &Pattern| self.memories.iter().position(|memory| memory.pattern == *pattern);
        self.blend_with.as_ref().and_then(place).or_else(|| {
            let first = place(&self.clean).map_or(0, |cue| cue + 1);
            let mut places = (first..self.memories.len()).chain(0..first);
            places.find(|&other| self.memories.get(other).is_some_and(|memory| memory.pattern != self.clean))
        })
    }

    /// The network of the memories that are stored now; `None` when there is none.
    pub fn network(&self) -> Result<Option<Arc<Network>>, SessionError> {
        let patterns: Vec<Pattern> =
            self.memories.iter().filter(|memory| memory.stored).map(|memory| memory.pattern.clone()).collect();
        if patterns.is_empty() {
            return Ok(None);
        }
        Network::store(&patterns, self.rule).map(|network| Some(Arc::new(network))).map_err(SessionError::new)
    }

    /// Whether its shelf, rule or grid differs from another document's, so that its network has to be built and its
    /// load to be recomputed: that of an empty shelf depends on the grid alone.
    pub(super) fn has_other_network(&self, other: &Self) -> bool {
        let same_shelf = Arc::ptr_eq(&self.memories, &other.memories) || self.memories == other.memories;
        !same_shelf || self.rule != other.rule || self.shape != other.shape
    }

    /// Where the temperature of a run comes from.
    pub fn heat(&self) -> Heat {
        if self.follows_schedule { Heat::Schedule(self.schedule.clone()) } else { Heat::ByHand(self.temperature) }
    }

    /// For each stored pattern of the network, its place on the shelf.
    pub fn stored_indices(&self) -> Vec<usize> {
        self.memories.iter().enumerate().filter(|(_, memory)| memory.stored).map(|(index, _)| index).collect()
    }

    /// Refuses what cannot be run, with the reason.
    pub fn check(&self) -> Result<(), SessionError> {
        check_grid(self.shape)?;
        let cells = self.shape.cells();
        let sizes = self.memories.iter().map(|memory| memory.pattern.len()).chain([self.clean.len()]);
        if let Some(found) = sizes.into_iter().find(|&found| found != cells) {
            return Err(SessionError::new(format!(
                "a pattern of {found} spins does not fit a grid of {} × {} = {cells}",
                self.shape.width, self.shape.height
            )));
        }
        check_temperature(self.temperature).map_err(SessionError::new)?;
        self.schedule.clone().checked().map(drop).map_err(SessionError::new)
    }

    /// Refuses an edit that would take long in one piece, during which a window would hear nothing.
    ///
    /// # Errors
    /// How much it would take, and how much is done at once.
    pub(super) fn check_storing(&self) -> Result<(), SessionError> {
        let count = self.memories.iter().filter(|memory| memory.stored).count();
        check_work(self.shape.cells(), count, self.rule)
    }
}

fn check_work(size: usize, count: usize, rule: LearningRule) -> Result<(), SessionError> {
    let (n, p) = (size as u64, count as u64);
    let (work, terms, limit) = match rule {
        LearningRule::PseudoInverse => {
            (p.saturating_mul(p).saturating_mul(p.max(n)), "p² times the larger of p and N", PROJECTION_WORK)
        }
        LearningRule::Storkey => (p.saturating_mul(n).saturating_mul(n), "p N²", STORKEY_WORK),
        _ => return Ok(()),
    };
    if work <= limit {
        return Ok(());
    }
    Err(SessionError::new(format!(
        "{count} memories of {size} spins by the rule {} take {work} products ({terms}); up to {limit} are done here",
        rule.title()
    )))
}

/// Refuses a grid without a cell, and one with more cells than a network has spins.
pub(super) fn check_grid(shape: GridShape) -> Result<(), SessionError> {
    let GridShape { width, height } = shape;
    match shape.cells() {
        0 => Err(SessionError::new(format!("the grid is {width} × {height}; it needs at least one cell"))),
        1..=LARGEST_SIZE => Ok(()),
        _ => {
            Err(SessionError::new(format!("the grid is {width} × {height}; it can have {LARGEST_SIZE} cells at most")))
        }
    }
}

/// A pattern drawn again on another grid, by nearest cells.
pub fn resample(pattern: &Pattern, from: GridShape, to: GridShape) -> Pattern {
    let spins = pattern.spins();
    Pattern::from_bits((0..to.cells()).map(|cell| {
        let (column, row) = (cell % to.width, cell / to.width);
        let source = (row * from.height / to.height) * from.width + column * from.width / to.width;
        spins.get(source).is_some_and(|&spin| spin > 0)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resampling_twice_as_large_and_back_is_the_same() {
        let small = GridShape::new(3, 2);
        let large = GridShape::new(6, 4);
        let pattern = Pattern::from_bits([true, false, true, false, false, true]);
        assert_eq!(resample(&resample(&pattern, small, large), large, small), pattern);
    }

    #[test]
    fn identities_are_kept_and_the_next_ones_are_given() {
        let memory = |identity| Memory { identity, ..Memory::new("m", Pattern::from_bits([true])) };
        let identities = |given: &[Option<u32>]| -> Vec<u32> {
            shelf(given.iter().map(|&identity| memory(identity))).iter().filter_map(|memory| memory.identity).collect()
        };
        assert_eq!(identities(&[None, None, None]), [0, 1, 2]);
        assert_eq!(identities(&[Some(0), Some(4), None]), [0, 4, 5], "a gap is not filled: it was another memory");
        assert_eq!(identities(&[Some(2), Some(2), None]), [2, 3, 4], "no two are the same");
        assert_eq!(identities(&[Some(u32::MAX), None]), [u32::MAX; 2]);
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused_with_the_numbers() {
        let pattern = Pattern::from_bits([true; 5]);
        let document = Document::new(GridShape::new(3, 2), Vec::new(), pattern, Seed(1));
        let sentence = document.check().unwrap_err().to_string();
        assert!(sentence.contains('5') && sentence.contains("3 × 2 = 6"), "{sentence}");
    }
}
