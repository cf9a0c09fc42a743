//! Random patterns: fair spins, or equal numbers of sites for each combination of signs.

use rand::RngExt as _;
use rand::seq::SliceRandom as _;

use crate::physics::data::Dataset;
use crate::physics::seed::{ChaCha8Rng, Seed, Stream};
use crate::physics::spins::Pattern;

use super::{MAX_CELLS, MAX_COLUMNS};

/// Most patterns of a balanced set: it has 2^P combinations of signs.
const MAX_BALANCED: usize = 20;

/// Says what is wrong with a size, if anything is.
pub fn check(patterns: usize, spins: usize, balanced: bool) -> Result<(), String> {
    if spins > MAX_COLUMNS {
        return Err(format!("at most {MAX_COLUMNS} spins are allowed"));
    }
    if patterns.checked_mul(spins).is_none_or(|cells| cells > MAX_CELLS) {
        return Err(format!("at most {MAX_CELLS} values are allowed"));
    }
    if balanced && patterns > MAX_BALANCED {
        return Err(format!("a balanced set has at most {MAX_BALANCED} patterns"));
    }
    Ok(())
}

/// P patterns of N spins from the seed's stream of patterns.
///
/// Fair patterns are drawn one after the other, so that fewer patterns of the same seed are the first of more.
/// In a balanced set each of the 2^P combinations of signs holds N / 2^P sites, in random places. Where 2^P does not
/// divide N, the numbers differ by at most one: the sites left over go to different combinations drawn at random.
pub fn generate(patterns: usize, spins: usize, balanced: bool, seed: Seed) -> Dataset {
    let mut rng = seed.stream(Stream::Patterns);
    let values: Vec<u8> = if balanced {
        let combination = balanced_sites(patterns.min(MAX_BALANCED), spins, &mut rng);
        (0..patterns).flat_map(|mu| combination.iter().map(move |&sites| (sites >> mu & 1) as u8)).collect()
    } else {
        let mut values = Vec::with_capacity(patterns * spins);
        for _ in 0..patterns {
            values.extend(Pattern::random(spins, &mut rng).spins().iter().map(|&spin| u8::from(spin > 0)));
        }
        values
    };
    let suffix = if balanced { ":balanced" } else { "" };
    Dataset::new(format!("random:{patterns}x{spins}{suffix}"), values, spins, 2)
}

/// For each site its combination of signs, bit μ for pattern μ.
fn balanced_sites(patterns: usize, spins: usize, rng: &mut ChaCha8Rng) -> Vec<u32> {
    let combinations = 1_u32 << patterns;
    let each = spins / combinations as usize;
    let mut sites: Vec<u32> =
        (0..combinations).flat_map(|combination| std::iter::repeat_n(combination, each)).collect();
    let rest = spins - sites.len();
    let mut order: Vec<u32> = (0..combinations).collect();
    // The first steps of a Fisher-Yates shuffle choose the combinations that hold one site more.
    for index in 0..rest {
        let other = rng.random_range(index..order.len());
        order.swap(index, other);
    }
    sites.extend(order.iter().take(rest));
    sites.shuffle(rng);
    sites
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_seed_same_patterns_and_fewer_are_the_first_of_more() {
        let three = generate(3, 50, false, Seed(4));
        assert_eq!(three, generate(3, 50, false, Seed(4)));
        assert_ne!(three.values, generate(3, 50, false, Seed(5)).values);
        assert_eq!(three.row(1), generate(2, 50, false, Seed(4)).row(1));
        assert!((generate(20, 5000, false, Seed(1)).mean() - 0.5).abs() < 0.01);
    }

    #[test]
    fn balanced_sets_are_balanced() {
        for (patterns, spins) in [(3, 64), (3, 67), (4, 10)] {
            let data = generate(patterns, spins, true, Seed(2));
            let mut counts = vec![0; 1 << patterns];
            for site in 0..spins {
                let combination: usize = (0..patterns).map(|mu| usize::from(data.row(mu).unwrap()[site]) << mu).sum();
                counts[combination] += 1;
            }
            let least = spins >> patterns;
            let most = if spins.is_multiple_of(1 << patterns) { least } else { least + 1 };
            assert!(counts.iter().all(|&count| count == least || count == most), "{counts:?}");
            assert_eq!(data, generate(patterns, spins, true, Seed(2)));
        }
    }
}
