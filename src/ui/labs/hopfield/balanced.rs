//! Balanced patterns on the shelf, and the mixture of the first three of them as the cue.

use crate::engine::hopfield::recall::{Memory, RecallCmd};
use crate::physics::hopfield::balanced::balanced_patterns;
use crate::physics::seed::{Seed, Stream};
use crate::physics::spins::{GridShape, Pattern};

/// What the undo list calls the start in a mixture.
pub const MIXTURE: &str = "3-mixture";
/// Those who are asked for more patterns get so many: each doubles the sites that are needed.
const MOST: usize = 8;

/// The commands that load them.
pub fn commands(memories: usize, shape: GridShape, seed: Seed) -> [RecallCmd; 2] {
    let patterns = balanced_patterns(memories.min(MOST), shape.cells(), &mut seed.stream(Stream::Patterns));
    let named = patterns.iter().zip(1..).map(|(pattern, k)| Memory::new(format!("balanced {k}"), pattern.clone()));
    let load = RecallCmd::Load { name: "balanced patterns".to_owned(), shape, memories: named.collect() };
    let mixed = majority(patterns.get(..3).unwrap_or(&patterns));
    [load, RecallCmd::SetCue { name: MIXTURE.to_owned(), pattern: mixed }]
}

/// sign(ξ1 + ξ2 + ξ3), site by site.
pub fn majority(patterns: &[Pattern]) -> Pattern {
    let sites = patterns.iter().map(Pattern::len).min().unwrap_or(0);
    let sum = |site: usize| -> i32 { patterns.iter().filter_map(|p| p.spins().get(site)).map(|&s| i32::from(s)).sum() };
    Pattern::from_bits((0..sites).map(|site| sum(site) > 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::spins::overlap;

    #[test]
    fn the_majority_of_balanced_patterns_overlaps_by_one_half_with_each() {
        let patterns = balanced_patterns(3, 784, &mut Seed(1).stream(Stream::Patterns));
        let mixture = majority(&patterns);
        for pattern in &patterns {
            assert_eq!(overlap(mixture.spins(), pattern.spins()), 0.5);
        }
        assert!(majority(&[]).is_empty());
    }
}
