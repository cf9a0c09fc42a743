//! Labels for all data from the labels of a few: by the tree, and by the nearest row.

use super::error::{TreeError, check_length};
use super::nodes::Tree;
use crate::physics::configurations::Configurations;
use crate::physics::configurations::differing;
use crate::physics::seed::{Seed, Stream, sample};
use crate::physics::statistics::Moments;

/// The label of a datum.
pub type Labelled = (u32, u32);

/// The label of each datum by the tree, from a `few` (datum, label): its own where it has one, else the most frequent
/// one of the smallest clade that holds it and a labelled datum. Among equally frequent labels the one with the nearest
/// datum wins, counted in nodes, and then the smaller. `None` where nothing is labelled.
pub fn spread(tree: &Tree, few: &[Labelled]) -> Option<Vec<u32>> {
    let places = tree.places();
    let mut labelled: Vec<Labelled> =
        few.iter().filter_map(|&(datum, label)| Some((*places.get(datum as usize)?, label))).collect();
    labelled.sort_unstable();
    if labelled.is_empty() {
        return None;
    }
    let depths = depths(tree);
    let mut label_of_clade: Vec<Option<u32>> = vec![None; tree.nodes().len()];
    let mut label_of_place = vec![0; places.len()];
    for (place, label) in (0..).zip(&mut label_of_place) {
        for node in tree.holder(place).into_iter().flat_map(|holder| tree.upwards(holder)) {
            let leaves = &tree.nodes()[node as usize].leaves;
            let before = |end: u32| labelled.partition_point(|&(place, _)| place < end);
            let within = &labelled[before(leaves.start)..before(leaves.end)];
            if !within.is_empty() {
                let clade = &mut label_of_clade[node as usize];
                *label = *clade.get_or_insert_with(|| majority(within, |place| depth_of(tree, &depths, place)));
                break;
            }
        }
    }
    for &(place, label) in &labelled {
        label_of_place[place as usize] = label;
    }
    Some(places.iter().map(|&place| label_of_place[place as usize]).collect())
}

/// Number of nodes above each node.
fn depths(tree: &Tree) -> Vec<u32> {
    let mut depths: Vec<u32> = Vec::with_capacity(tree.nodes().len());
    for node in tree.nodes() {
        depths.push(node.parent.map_or(0, |parent| depths[parent as usize] + 1));
    }
    depths
}

fn depth_of(tree: &Tree, depths: &[u32], place: u32) -> u32 {
    tree.holder(place).map_or(0, |holder| depths[holder as usize])
}

/// The most frequent label of (place, label); of equals the one that reaches least deep, then the smaller.
fn majority(labelled: &[Labelled], depth: impl Fn(u32) -> u32) -> u32 {
    let mut by_label: Vec<Labelled> = labelled.iter().map(|&(place, label)| (label, depth(place))).collect();
    by_label.sort_unstable();
    let groups = by_label.chunk_by(|a, b| a.0 == b.0);
    let ranked = groups.map(|group| (std::cmp::Reverse(group.len()), group[0].1, group[0].0));
    ranked.min().map_or(0, |(_, _, label)| label)
}

/// The label of each row from a `few` (row, label): that of the nearest labelled row by Hamming distance, of equally
/// near ones the smaller label. `None` where nothing is labelled.
pub fn nearest_neighbour(rows: &Configurations, few: &[Labelled]) -> Option<Vec<u32>> {
    let known: Vec<(&[u8], u32)> =
        few.iter().filter_map(|&(row, label)| Some((rows.row(row as usize)?, label))).collect();
    let nearest = |row: &[u8]| known.iter().map(|&(other, label)| (differing(row, other), label)).min();
    rows.iter_rows()
        .map(|row| nearest(row).map(|(_, label)| label))
        .collect::<Option<Vec<u32>>>()
        .filter(|_| !known.is_empty())
}

/// How often the labels spread from a few are right: means over draws, with their standard errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FewLabels {
    /// Fraction of right labels by the tree.
    pub tree: Moments,
    /// Fraction of right labels by the nearest labelled row.
    pub neighbour: Moments,
}

impl FewLabels {
    /// Of the accuracies of several draws: by the tree, by the nearest row.
    pub fn of(draws: &[[f64; 2]]) -> Self {
        let [tree, neighbour] = [0, 1].map(|way| Moments::of(draws.iter().map(|draw| draw[way])));
        Self { tree, neighbour }
    }
}

/// Draws `per_class` random data of each class (all but one where there are no more), spreads their labels and counts
/// how many of the other labelled data are right. `None` where no class has two data or nothing is drawn.
///
/// # Errors
/// There is not one row and one label, known or not, for each datum.
pub fn accuracy_from_few(
    tree: &Tree,
    rows: &Configurations,
    labels: &[Option<u32>],
    per_class: usize,
    draws: usize,
    seed: Seed,
) -> Result<Option<FewLabels>, TreeError> {
    let draws = (0..draws).map(|draw| accuracies_of_draw(tree, rows, labels, per_class, draw, seed));
    let found: Option<Vec<[f64; 2]>> = draws.collect::<Result<_, _>>()?;
    Ok(found.filter(|found| !found.is_empty()).map(|found| FewLabels::of(&found)))
}

/// One draw of [`accuracy_from_few`]: the fractions of right labels by the tree and by the nearest labelled row.
///
/// # Errors
/// There is not one row and one label, known or not, for each datum.
pub fn accuracies_of_draw(
    tree: &Tree,
    rows: &Configurations,
    labels: &[Option<u32>],
    per_class: usize,
    draw: usize,
    seed: Seed,
) -> Result<Option<[f64; 2]>, TreeError> {
    check_length("rows of the data", tree.leaf_order().len(), rows.rows())?;
    check_length("labels of the data", tree.leaf_order().len(), labels.len())?;
    let mut known: Vec<Labelled> = (0..).zip(labels).filter_map(|(datum, label)| Some(((*label)?, datum))).collect();
    known.sort_unstable();
    let mut rng = seed.indexed(Stream::FewLabels, draw as u64);
    let mut few = Vec::new();
    for class in known.chunk_by(|a, b| a.0 == b.0).filter(|class| class.len() > 1) {
        let chosen = sample(class.len(), per_class.min(class.len() - 1), &mut rng);
        few.extend(chosen.into_iter().map(|member| (class[member].1, class[member].0)));
    }
    few.sort_unstable();
    let others = || known.iter().filter(|&&(_, datum)| few.binary_search_by_key(&datum, |&(datum, _)| datum).is_err());
    let right = |guesses: Vec<u32>| {
        let count = others().filter(|&&(label, datum)| guesses[datum as usize] == label).count();
        count as f64 / others().count() as f64
    };
    Ok(spread(tree, &few).zip(nearest_neighbour(rows, &few)).map(|(tree, nearest)| [right(tree), right(nearest)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::tree::{Distances, Level, Partition, average_linkage};

    /// {0, 1, 2 | 3, 4} {5, 6, 7} at two levels.
    fn tree() -> Tree {
        let level =
            |position, marks: &[u32]| Level { age: 0, position, partition: Partition::new(marks), points: Vec::new() };
        let levels = [level(1.0, &[0, 0, 0, 0, 0, 1, 1, 1]), level(2.0, &[0, 0, 0, 1, 1, 2, 2, 2])];
        Tree::from_levels(&levels, &[0.0; 8]).unwrap()
    }

    #[test]
    fn labels_spread_within_the_smallest_clade() {
        assert_eq!(spread(&tree(), &[(0, 7), (5, 3)]).unwrap(), [7, 7, 7, 7, 7, 3, 3, 3]);
        assert_eq!(spread(&tree(), &[(0, 7), (3, 2), (6, 3)]).unwrap(), [7, 7, 7, 2, 2, 3, 3, 3]);
        // A majority in the clade of 1 and of 4; what is labelled keeps its label.
        assert_eq!(spread(&tree(), &[(0, 9), (1, 4), (2, 4)]).unwrap(), [9, 4, 4, 4, 4, 4, 4, 4]);
        // Equals: the smaller.
        assert_eq!(spread(&tree(), &[(0, 9), (1, 4)]).unwrap(), [9, 4, 4, 4, 4, 4, 4, 4]);
        assert_eq!((spread(&tree(), &[]), spread(&tree(), &[(99, 1)])), (None, None));
    }

    #[test]
    fn of_equals_the_nearest_wins() {
        // Merges 3 with 4, then 2, then 1, then 0: from the clade of 1 it is fewer nodes to 2 than to 4.
        let linkage = average_linkage(Distances::new(5, |a, b| {
            [0.0, 10.0, 15.0, 18.0, 19.0_f64][a] - [0.0, 10.0, 15.0, 18.0, 19.0][b]
        }));
        let tree = Tree::from_linkage(&linkage, &[0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(spread(&tree, &[(2, 8), (4, 3)]).unwrap(), [8, 8, 8, 3, 3]);
    }

    #[test]
    fn the_nearest_row_gives_its_label() {
        let rows = Configurations::new(vec![0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0], 3);
        assert_eq!(nearest_neighbour(&rows, &[(0, 5), (2, 6)]).unwrap(), [5, 5, 6, 6]);
        assert_eq!(nearest_neighbour(&rows, &[(0, 5), (2, 6), (0, 4)]).unwrap(), [4, 4, 6, 6]);
        assert_eq!(nearest_neighbour(&rows, &[]), None);
    }

    #[test]
    fn a_tree_of_the_classes_needs_one_label_of_each() {
        // Rows say nothing: all equal, so the smaller of the labels is always guessed.
        let rows = Configurations::new(vec![0; 8], 1);
        let labels = [0, 0, 0, 1, 1, 2, 2, 2].map(Some);
        let found = accuracy_from_few(&tree(), &rows, &labels, 1, 20, Seed(3)).unwrap().unwrap();
        assert_eq!((found.tree.mean, found.tree.standard_error(), found.tree.count), (1.0, 0.0, 20));
        assert!((found.neighbour.mean - 0.4).abs() < 1e-12, "{found:?}");
        assert_eq!(accuracy_from_few(&tree(), &rows, &[None; 8], 1, 20, Seed(3)).unwrap(), None);
        assert_eq!(accuracy_from_few(&tree(), &rows, &labels, 1, 0, Seed(3)).unwrap(), None);
        accuracy_from_few(&tree(), &rows, &labels[..4], 1, 20, Seed(3)).unwrap_err();
    }
}
