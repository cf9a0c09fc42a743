//! What is remembered of a view: ways back, collapsed clades, and that it fits the tree.

use glassbox::ui::widgets::tree_view::search::find;
use glassbox::ui::widgets::tree_view::{LabelColumn, Layout, Sight, TreeScene, TreeViewState, Window};

use crate::planted::planted;

#[test]
fn one_goes_into_a_clade_and_back_and_forward_again() {
    let tree = planted(60, 3);
    let (a, b) = (tree.clade(1).unwrap(), tree.clade(4).unwrap());
    let mut state = TreeViewState::default();
    assert!(!state.can_go(false) && !state.can_go(true));
    state.drill(a);
    state.drill(b);
    state.go(false);
    assert_eq!(state.sight.clade, Some(a));
    state.go(false);
    assert_eq!((state.sight, state.can_go(false)), (Sight::default(), false));
    state.go(true);
    assert_eq!(state.sight.clade, Some(a));
    state.home();
    assert_eq!((state.sight.clade, state.can_go(true)), (None, false), "a new way ends the old one");
    state.go(false);
    assert_eq!(state.sight.clade, Some(a));
}

#[test]
fn a_collapsed_clade_opens_again_and_when_one_goes_into_it() {
    let tree = planted(60, 3);
    let clade = tree.clade(4).unwrap();
    let mut state = TreeViewState::default();
    state.toggle_collapsed(clade);
    assert_eq!(state.found(&tree).collapsed, [4]);
    state.toggle_collapsed(clade);
    assert_eq!(state.collapsed, []);
    state.toggle_collapsed(clade);
    state.drill(clade);
    assert_eq!((state.found(&tree).root, state.collapsed.len()), (Some(4), 0));
}

#[test]
fn what_does_not_fit_another_tree_is_dropped() {
    let (tree, other) = (planted(60, 3), planted(30, 8));
    let mut circular = TreeViewState::default();
    circular.set_layout(Layout::Circular);
    let mut state = circular.clone();
    state.drill(tree.clade(2).unwrap());
    state.toggle_collapsed(tree.clade(5).unwrap());
    (state.selected, state.second) = (tree.clade(6), tree.clade(20));
    let text = serde_json::to_string(&state).unwrap();
    let mut read: TreeViewState = serde_json::from_str(&text).unwrap();
    read.fit(&tree);
    assert_eq!(read.found(&tree), state.found(&tree), "saved and read it is the same");
    assert_eq!(read.found(&tree).common, tree.common_ancestor(6, 20));
    read.fit(&other);
    assert_eq!(read, circular);
    let mut broken: TreeViewState = serde_json::from_str(&text).unwrap();
    broken.sight.window = Window { x: [0.5, 0.5], y: [0.0, 1.0] };
    broken.fit(&tree);
    assert_eq!(broken.sight, Sight::default());
    assert_eq!(serde_json::from_str::<TreeViewState>("{}").unwrap(), TreeViewState::default());
}

#[test]
fn search_finds_names_labels_and_sizes() {
    let tree = planted(40, 3);
    let classes: Vec<Option<u16>> = (0..40).map(|datum| (datum < 30).then_some(datum / 10)).collect();
    let texts = ["cat", "dog", "owl"].map(str::to_owned);
    let columns = [LabelColumn { name: "animal", classes: &classes, texts: &texts, pale: false }];
    let name = |datum: u32| format!("item {datum}");
    let scene = TreeScene { columns: &columns, names: Some(&name), ..TreeScene::new("t", &tree, (0, 0)) };
    assert_eq!(find(&scene, "DOG").len(), 10);
    let eleven = find(&scene, " item 11 ");
    assert_eq!(eleven, [tree.place(11).and_then(|place| tree.holder(place)).unwrap()]);
    let large = find(&scene, "size > 12");
    assert_eq!(large, find(&scene, ">12"));
    assert!(large.iter().all(|node| tree.node(*node).size() > 12) && large.contains(&0));
    // Of a chain only its first node.
    assert!(large.iter().all(|node| tree.node(*node).parent.is_none_or(|above| tree.children(above).count() > 1)));
    for nothing in ["", "  ", "> many", "zebra"] {
        assert!(find(&scene, nothing).is_empty(), "{nothing:?}");
    }
}
