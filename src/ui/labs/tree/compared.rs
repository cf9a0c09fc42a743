//! One of two trees that stand face to face.

use std::sync::Arc;

use crate::physics::data::LabelColumn;
use crate::physics::tree::{Branch, Partition, Tree};
use crate::ui::widgets::tree_view::Skeleton;

/// A tree with its name, as it is drawn.
#[derive(Default)]
pub struct Compared {
    pub name: String,
    pub skeleton: Skeleton,
    pub tree: Option<Arc<Tree>>,
}

impl Compared {
    pub fn new(name: &str, tree: &Arc<Tree>) -> Self {
        Self { name: name.to_owned(), skeleton: Skeleton::from(&**tree), tree: Some(Arc::clone(tree)) }
    }

    /// The rows grouped by their labels.
    pub fn by_labels(column: &LabelColumn, places: &[u32]) -> Self {
        let tree = label_tree(column, places).map(Arc::new);
        let skeleton = tree.as_deref().map(Skeleton::from).unwrap_or_default();
        Self { name: column.name.clone(), skeleton, tree }
    }
}

/// The rows with the same label, and those without one; a group for each.
pub fn groups(column: &LabelColumn) -> Partition {
    let marks: Vec<u32> = column.of_row.iter().map(|class| class.unwrap_or(u32::MAX)).collect();
    Partition::new(&marks)
}

/// A branch for each group of rows. Groups and rows follow each other as another tree has them, so that lines between
/// the two cross only where they differ: `places` are those of the rows in it.
fn label_tree(column: &LabelColumn, places: &[u32]) -> Option<Tree> {
    let groups = groups(column);
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); groups.count()];
    for (row, &group) in (0..).zip(groups.labels()) {
        rows.get_mut(group as usize)?.push(row);
    }
    let place = |row: u32| places.get(row as usize).copied().unwrap_or_default();
    let middle = |rows: &[u32]| rows.iter().map(|&row| f64::from(place(row))).sum::<f64>() / rows.len().max(1) as f64;
    rows.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut branches = vec![Branch::default()];
    for mut group in rows {
        group.sort_by_key(|&row| place(row));
        let parent = Some(branches.len() as u32);
        branches.push(Branch { parent: Some(0), ..Branch::default() });
        branches.extend(group.into_iter().map(|row| Branch { parent, datum: Some(row), ..Branch::default() }));
    }
    Tree::from_branches(&branches, column.of_row.len()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_follow_the_order_of_the_other_tree() {
        let column = LabelColumn {
            name: "family".to_owned(),
            classes: vec!["a".to_owned(), "b".to_owned()],
            of_row: vec![Some(0), Some(1), None, Some(1), Some(0)],
        };
        let places = [3, 1, 4, 0, 2];
        let found = Compared::by_labels(&column, &places);
        let tree = found.tree.unwrap();
        assert_eq!(tree.leaf_order(), [3, 1, 4, 0, 2], "class b, class a, the row without a label");
        let sizes: Vec<usize> = tree.children(0).map(|group| tree.data(group).len()).collect();
        assert_eq!((sizes, found.name.as_str()), (vec![2, 2, 1], "family"));
        assert_eq!(groups(&column).count(), 3);
    }
}
