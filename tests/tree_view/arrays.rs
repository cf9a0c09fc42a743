//! The arrays behind a drawing: parents, chains, places, and nodes that are found again.

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
