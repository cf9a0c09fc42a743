//! The arrays behind a drawing: parents, chains, places, and nodes that are found again.

use glassbox::physics::tree::{Level, Partition, Tree};
use glassbox::ui::widgets::tree_view::Skeleton;

use crate::planted::{chain, planted};

#[test]
fn children_and_parents_agree() {
    let tree = planted(60, 3);
    for index in 0..tree.len() {
        let children: Vec<u32> = tree.children(index).collect();
        assert!(children.iter().all(|child| tree.node(*child).parent == Some(index)));
        let held: u32 = children.iter().map(|child| tree.node(*child).size()).sum();
        assert!(children.is_empty() || held == tree.node(index).size());
        let by_parent = (0..tree.len()).filter(|child| tree.node(*child).parent == Some(index)).count();
        assert_eq!(children.len(), by_parent);
    }
    assert!((0..60).all(|place| tree.holder(place).is_some_and(|node| tree.node(node).places().contains(&place))));
}

#[test]
fn a_node_is_found_again_by_what_it_holds() {
    let tree = planted(60, 3);
    for index in 0..tree.len() {
        assert_eq!(tree.clade(index).and_then(|clade| tree.find(&clade)), Some(index));
    }
    let smaller = planted(20, 3);
    let lost = tree.clade(0).and_then(|clade| smaller.find(&clade));
    assert_eq!(lost, None, "a clade of 60 data is not in a tree of 20");
}

#[test]
fn the_common_ancestor_is_the_lowest() {
    let tree = planted(40, 5);
    for (a, b) in [(0, 7), (3, 30), (10, 11), (39, 1)] {
        let (a, b) = (tree.holder(a).expect("a leaf"), tree.holder(b).expect("a leaf"));
        let found = tree.common_ancestor(a, b).expect("one root");
        let all = (0..tree.len()).filter(|above| tree.contains(*above, a) && tree.contains(*above, b));
        assert_eq!(Some(found), all.max(), "what is lower comes later");
    }
}

#[test]
fn a_long_chain_has_one_bottom_and_an_empty_tree_nothing() {
    let tree = chain(100_000);
    assert!(tree.nodes().iter().all(|node| node.bottom == 99_999));
    assert_eq!(tree.common_ancestor(99_999, 0), Some(0));
    let empty = Skeleton::new([], Vec::new());
    assert_eq!((empty.roots().count(), empty.holder(0), empty.clade(0), empty.place(3)), (0, None, None, None));
}

#[test]
fn a_tree_of_levels_is_drawn_with_its_own_nodes() {
    let level = |age: usize, position: f64, labels: Vec<u32>| Level {
        age,
        position,
        partition: Partition::new(&labels),
        points: Vec::new(),
    };
    let levels = [level(2, 1.0, vec![0; 5]), level(1, 10.0, vec![0, 1, 0, 1, 1]), level(0, 100.0, vec![0, 1, 2, 3, 3])];
    let tree = Tree::from_levels(&levels, &[0.3, 0.1, 0.2, 0.5, 0.4]).expect("nested levels");
    let drawn = Skeleton::from(&tree);
    assert_eq!(drawn.len() as usize, tree.nodes().len());
    assert_eq!(drawn.order(), tree.leaf_order());
    for node in 0..drawn.len() {
        assert_eq!(drawn.children(node).collect::<Vec<_>>(), tree.children(node).collect::<Vec<_>>());
    }
    for (a, b) in [(0, 4), (1, 2), (3, 4)] {
        let [one, other] = [a, b].map(|place| drawn.holder(place).expect("a leaf"));
        assert_eq!(drawn.common_ancestor(one, other), tree.common_ancestor(a, b));
    }
}
