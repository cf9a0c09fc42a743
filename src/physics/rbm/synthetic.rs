//! Data made by a rule, of which one knows what a machine should find.

use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::math::sigmoid;
use crate::physics::seed::{Seed, Stream, below, shuffle, uniform};
use crate::physics::spins::GridShape;

/// Sites of a row of the hierarchy.
const SITES: usize = 64;
/// Sites in which the two superclasses differ.
const SUPERCLASS_SITES: usize = 32;
/// Sites that a second subclass flips for itself.
const SUBCLASS_SITES: usize = 12;
/// Fraction of flipped sites in a row.
const NOISE: f64 = 0.05;

/// A hierarchy of two levels: two superclasses that differ in 32 of 64 sites; in each two subclasses, of which the second
/// flips 12 sites that are its own; rows with 5 % of their sites flipped. The classes come in turn. The first mode of a
/// machine finds the superclasses, the next two the subclasses.
pub fn hierarchy(rows: usize, seed: Seed) -> Dataset {
    let mut rng = seed.stream(Stream::SyntheticData);
    let root: Vec<u8> = (0..SITES).map(|_| below(&mut rng, 2) as u8).collect();
    let mut order: Vec<usize> = (0..SITES).collect();
    shuffle(&mut order, &mut rng);
    let prototypes: Vec<Vec<u8>> = (0..4)
        .map(|class: usize| {
            let (superclass, second) = (class / 2, class % 2 == 1);
            let flipped = order.iter().take(superclass * SUPERCLASS_SITES);
            let private = order.iter().skip(SUPERCLASS_SITES + superclass * SUBCLASS_SITES);
            let mut prototype = root.clone();
            for &site in flipped.chain(private.take(if second { SUBCLASS_SITES } else { 0 })) {
                if let Some(value) = prototype.get_mut(site) {
                    *value = 1 - *value;
                }
            }
            prototype
        })
        .collect();
    let values: Vec<u8> = (0..rows)
        .flat_map(|row| prototypes.iter().cycle().nth(row % 4).into_iter().flatten().copied())
        .map(|value| if uniform(&mut rng) < NOISE { 1 - value } else { value })
        .collect();
    let mut data = Dataset::new("hierarchy", values, SITES, 2);
    let column = |name: &str, classes: &[&str], class: fn(usize) -> u32| LabelColumn {
        name: name.to_owned(),
        classes: classes.iter().map(|&class| class.to_owned()).collect(),
        of_row: (0..rows).map(|row| Some(class(row % 4))).collect(),
    };
    data.labels = vec![
        column("superclass", &["A", "B"], |class| class as u32 / 2),
        column("subclass", &["A1", "A2", "B1", "B2"], |class| class as u32),
    ];
    data.shape = Some(GridShape::new(8, 8));
    data
}

/// Independent equilibrium samples of an open chain of `sites` Ising spins, E = −Σ s_i s_{i+1}, at the inverse
/// temperature β: the first spin is fair and each next is equal to the one before with probability 1/(1 + e^−2β).
/// 0 is −1.
pub fn ising_chain(sites: usize, inverse_temperature: f64, rows: usize, seed: Seed) -> Dataset {
    let mut rng = seed.indexed(Stream::SyntheticData, 1);
    let equal = sigmoid(2.0 * inverse_temperature);
    let mut values = Vec::with_capacity(rows * sites);
    for _ in 0..rows {
        let mut spin = below(&mut rng, 2) as u8;
        for site in 0..sites {
            if site > 0 && uniform(&mut rng) >= equal {
                spin = 1 - spin;
            }
            values.push(spin);
        }
    }
    Dataset::new("ising-chain", values, sites, 2)
}

/// Sites of a row of the family tree, and how it branches: three families of three sub-families of eight rows.
const FAMILY_SITES: usize = 120;
const BRANCHES: [usize; 3] = [3, 3, 8];
/// Fraction of the sites that are flipped from one level to the next: founders, their sub-families, and rows.
const FLIPPED: [f64; 3] = [0.25, 0.1, 0.03];

/// A family tree of 72 rows: three families, each of three sub-families of eight rows. From one level to the next each
/// site is flipped with probability 0.25, 0.1 and 0.03, so that the mean fractions of sites in which rows differ are
/// (1 − q)/2 with the overlaps q = Π (1 − 2p)² of what they do not share: 0.058 within a sub-family, 0.217 within a
/// family and 0.429 between families.
pub fn family_tree(seed: Seed) -> Dataset {
    let mut rng = seed.indexed(Stream::SyntheticData, 2);
    let mut level: Vec<Vec<u8>> = vec![(0..FAMILY_SITES).map(|_| below(&mut rng, 2) as u8).collect()];
    for (children, flipped) in BRANCHES.into_iter().zip(FLIPPED) {
        let parents = level.iter().flat_map(|parent| std::iter::repeat_n(parent, children));
        level = parents
            .map(|parent| parent.iter().map(|&x| if uniform(&mut rng) < flipped { 1 - x } else { x }).collect())
            .collect();
    }
    let rows = level.len();
    let mut data = Dataset::new("family-tree", level.concat(), FAMILY_SITES, 2);
    let [families, subs, leaves] = BRANCHES;
    let column = |name: &str, classes: Vec<String>, each: usize| LabelColumn {
        name: name.to_owned(),
        classes,
        of_row: (0..rows).map(|row| Some((row / each) as u32)).collect(),
    };
    let family = |k: usize| ["A", "B", "C"].get(k).copied().unwrap_or_default();
    data.labels = vec![
        column("family", (0..families).map(|k| family(k).to_owned()).collect(), subs * leaves),
        column(
            "sub-family",
            (0..families * subs).map(|k| format!("{}{}", family(k / subs), k % subs + 1)).collect(),
            leaves,
        ),
    ];
    data.shape = Some(GridShape::new(12, 10));
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: &[u8], b: &[u8]) -> usize {
        a.iter().zip(b).filter(|(x, y)| x != y).count()
    }

    #[test]
    fn classes_lie_as_the_hierarchy_says() {
        let data = hierarchy(1000, Seed(1));
        assert_eq!((data.rows(), data.columns(), data.labels.len()), (1000, 64, 2));
        assert_eq!(data.labels[0].counts(), [500, 500]);
        // Prototypes at these distances, each site of either row flipped with probability 5 %.
        for (shift, apart) in [(4, 0.0), (1, 12.0), (2, 32.0), (3, 44.0)] {
            let distances = (0..249).map(|k| distance(data.row(4 * k).unwrap(), data.row(4 * k + shift).unwrap()));
            let mean = distances.sum::<usize>() as f64 / 249.0;
            let wanted = apart * 0.905 + (64.0 - apart) * 0.095;
            assert!((mean - wanted).abs() < 0.6, "{shift}: {mean} is not {wanted}");
        }
        assert_eq!(data, hierarchy(1000, Seed(1)));
        assert_ne!(data.values, hierarchy(1000, Seed(2)).values);
    }

    #[test]
    fn families_lie_as_far_apart_as_their_overlaps_say() {
        let mut sums = [(0.0, 0.0); 3];
        for seed in 0..20 {
            let data = family_tree(Seed(seed));
            assert_eq!((data.rows(), data.columns()), (72, 120));
            assert_eq!((data.labels[0].counts(), data.labels[1].counts()), (vec![24; 3], vec![8; 9]));
            for a in 0..72 {
                for b in 0..a {
                    let same = |k: usize| data.labels[k].of_row[a] == data.labels[k].of_row[b];
                    let (sum, count) = &mut sums[if same(1) { 0 } else { 1 + usize::from(!same(0)) }];
                    *sum += distance(data.row(a).unwrap(), data.row(b).unwrap()) as f64 / 120.0;
                    *count += 1.0;
                }
            }
        }
        let overlap = |levels: &[f64]| levels.iter().map(|p| (1.0 - 2.0 * p).powi(2)).product::<f64>();
        for (k, (sum, count)) in sums.into_iter().enumerate() {
            let wanted = 0.5 * (1.0 - overlap(&FLIPPED[2 - k..]));
            // 20 trees, each with some 0.02 of its own: four standard errors.
            assert!((sum / count - wanted).abs() < 0.018, "{k}: {} is not {wanted}", sum / count);
        }
    }

    #[test]
    fn a_chain_has_its_correlations() {
        let data = ising_chain(20, 0.2, 20_000, Seed(3));
        for apart in 1..4 {
            let spin = |value: u8| 2.0 * f64::from(value) - 1.0;
            let products = data.values.iter_rows().flat_map(|row| row.iter().zip(row.iter().skip(apart)));
            let (sum, count) = products.fold((0.0, 0.0), |(sum, n), (&a, &b)| (sum + spin(a) * spin(b), n + 1.0));
            let wanted = 0.2_f64.tanh().powi(apart as i32);
            assert!((sum / count - wanted).abs() < 0.006, "{apart}: {} is not {wanted}", sum / count);
        }
        assert!((data.mean() - 0.5).abs() < 0.004);
    }
}
