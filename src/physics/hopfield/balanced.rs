//! Patterns of which every combination of signs is found on equally many sites: they make no noise for each other.
//!
//! Random patterns have chance overlaps of about 1/√N, and those, not the temperature, are what loses a mixture at
//! small N. Balanced ones have none.

use crate::physics::seed::{ChaCha8Rng, shuffle};
use crate::physics::spins::Pattern;

/// The largest number of patterns.
pub const MOST_BALANCED: usize = 12;

/// `count` patterns of `sites` spins, at most [`MOST_BALANCED`], each combination of their signs on sites/2^count
/// sites, which ones is random. Sites that are left over take combinations with an even number of −1 first, so that
/// the overlaps of three patterns vanish where 4 divides `sites`, those of more where 2^count does.
pub fn balanced_patterns(count: usize, sites: usize, rng: &mut ChaCha8Rng) -> Vec<Pattern> {
    let count = count.min(MOST_BALANCED);
    let mut combinations: Vec<usize> = (0..1_usize << count).collect();
    combinations.sort_by_key(|combination| combination.count_ones() % 2);
    let mut of_site: Vec<usize> = combinations.into_iter().cycle().take(sites).collect();
    shuffle(&mut of_site, rng);
    (0..count).map(|mu| Pattern::from_bits(of_site.iter().map(|combination| combination >> mu & 1 == 0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::{Seed, Stream};
    use crate::physics::spins::dot;

    #[test]
    fn overlaps_vanish_and_each_combination_is_found_equally_often() {
        for sites in [8, 16, 784, 1000, 16_384] {
            let patterns = balanced_patterns(3, sites, &mut Seed(4).stream(Stream::Patterns));
            let mut counts = [0; 8];
            for i in 0..sites {
                counts[(0..3).filter(|&mu| patterns[mu].spins()[i] < 0).map(|mu| 1 << mu).sum::<usize>()] += 1;
            }
            assert_eq!(counts, [sites / 8; 8]);
            for (a, b) in [(0, 1), (0, 2), (1, 2)] {
                assert_eq!(dot(patterns[a].spins(), patterns[b].spins()), 0, "{sites}");
            }
        }
    }

    #[test]
    fn what_is_left_over_makes_as_little_noise_as_possible() {
        for sites in 0..40 {
            let patterns = balanced_patterns(3, sites, &mut Seed(4).stream(Stream::Patterns));
            for (a, b) in [(0, 1), (0, 2), (1, 2)] {
                let sum = dot(patterns[a].spins(), patterns[b].spins());
                assert!(sum.abs() <= 2, "{sites}: {sum}");
                assert!(!sites.is_multiple_of(4) || sum == 0, "{sites}: {sum}");
            }
        }
        assert!(balanced_patterns(0, 8, &mut Seed(4).stream(Stream::Patterns)).is_empty());
    }

    #[test]
    fn seeds_give_other_patterns_and_the_same_one_the_same() {
        let draw = |seed| balanced_patterns(3, 64, &mut Seed(seed).stream(Stream::Patterns));
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }
}
