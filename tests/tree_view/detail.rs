//! How much is drawn: no datum is lost or counted twice, and never more than the pixels hold.

use glassbox::ui::widgets::tree_view::detail::{Detail, THIN};
use glassbox::ui::widgets::tree_view::projection::{Lens, Projection};
use glassbox::ui::widgets::tree_view::{Layout, NodeShape, Skeleton, Window};
use proptest::prelude::*;

use crate::layouts::{AREA, projection, rows};
use crate::planted::{chain, comb, planted};

fn star(leaves: u32) -> Skeleton {
    let leaf = |place: u32| NodeShape { parent: Some(0), position: 2.0, leaves: place..place + 1 };
    let root = NodeShape { parent: None, position: 1.0, leaves: 0..leaves };
    Skeleton::new(std::iter::once(root).chain((0..leaves).map(leaf)), (0..leaves).collect())
}

fn drawn(tree: &Skeleton, layout: Layout, window: Window) -> Detail {
    let rows = rows(tree, &[]);
    Detail::new(tree, &rows, &Projection { window, ..projection(tree, &rows, layout) }, &[], None)
}

#[test]
fn each_node_of_a_small_tree_is_drawn() {
    let tree = planted(60, 3);
    let detail = drawn(&tree, Layout::Rectangular, Window::WHOLE);
    assert!(detail.wedges.is_empty());
    let bottoms = (0..tree.len()).filter(|node| tree.node(*node).bottom == *node);
    let mut shown: Vec<u32> = detail.branches.iter().map(|branch| branch.node).collect();
    shown.sort_unstable();
    assert_eq!(shown, bottoms.collect::<Vec<_>>());
    for branch in &detail.branches {
        let parent = tree.node(branch.top).parent;
        let from = parent.and_then(|parent| detail.branches.iter().find(|above| above.node == parent));
        assert_eq!(branch.from, from.map_or(0.0, |above| above.along));
        let reach = tree.children(branch.node).filter_map(|child| {
            let bottom = tree.node(child).bottom;
            detail.branches.iter().find(|below| below.node == bottom).map(|below| below.across)
        });
        let ends = reach.fold([branch.across; 2], |ends, at| [ends[0].min(at), ends[1].max(at)]);
        assert_eq!(branch.span, ends);
    }
}

#[test]
fn large_trees_are_no_larger_than_their_pixels() {
    let pixels = (AREA.height() + AREA.width()) as usize;
    for (name, tree) in [
        ("random", planted(100_000, 1)),
        ("comb", comb(100_000, false)),
        ("comb from both sides", comb(100_000, true)),
        ("star", star(100_000)),
        ("chain", chain(100_000)),
    ] {
        for layout in [Layout::Rectangular, Layout::Icicle] {
            let detail = drawn(&tree, layout, Window::WHOLE);
            assert_eq!(detail.data(&tree), tree.leaves(), "{name}");
            assert!(detail.pieces() <= 4 * pixels, "{name}: {} pieces on {pixels} points", detail.pieces());
        }
        let near = drawn(&tree, Layout::Rectangular, Window::WHOLE.zoomed([1.0, 500.0], [0.5, 0.3]));
        assert_eq!(near.data(&tree), tree.leaves(), "{name}, zoomed");
        assert!(near.pieces() <= 4 * pixels, "{name}, zoomed: {} pieces", near.pieces());
    }
}

#[test]
fn a_picture_that_is_simplified_stays_where_it_was() {
    let tree = comb(20_000, false);
    let rows = rows(&tree, &[]);
    let projection = projection(&tree, &rows, Layout::Rectangular);
    let detail = Detail::new(&tree, &rows, &projection, &[], None);
    assert!(detail.branches.len() > 100, "the spine is seen");
    for branch in &detail.branches {
        let (along, across) = (projection.along(rows.depth(branch.node)), projection.across(rows.row(branch.node)));
        assert!((branch.along - along).abs() < THIN && (branch.across - across).abs() < THIN, "{branch:?}");
    }
    // What was left out of the spine is near the line across of one node or near the line along to the next.
    for (above, below) in detail.branches.iter().zip(detail.branches.iter().skip(1)) {
        for node in (above.node..below.node).filter(|node| !tree.is_childless(*node)) {
            let along = projection.along(rows.depth(node)) - above.along;
            let across = projection.across(rows.row(node)) - below.across;
            assert!(along.abs() < THIN || across.abs() < 2.0 * THIN, "{node} between {above:?} and {below:?}");
        }
    }
}

#[test]
fn the_lens_shows_leaves_that_were_too_thin() {
    let tree = planted(3_000, 3);
    let rows = rows(&tree, &[]);
    let plain = projection(&tree, &rows, Layout::Rectangular);
    let lens = Some(Lens { at: AREA.center().y, reach: 130.0 });
    let [without, with] = [plain, Projection { lens, ..plain }].map(|projection| {
        let detail = Detail::new(&tree, &rows, &projection, &[], None);
        assert_eq!(detail.data(&tree), 3_000);
        detail.branches.iter().filter(|branch| branch.childless).count()
    });
    assert!(without == 0 && with > 20, "{without} leaves, {with} under the lens");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_datum_is_lost(
        leaves in 1u32..3_000, seed in 0u64..50, zoom in 1.0f64..400.0, about in 0.0f64..1.0, far in 1.0f64..8.0,
        layout in 0usize..2, closed in prop::collection::vec(0u32..2_000, 0..6),
    ) {
        let tree = planted(leaves, seed);
        let mut collapsed: Vec<u32> = closed.into_iter().filter(|node| *node < tree.len()).collect();
        collapsed.sort_unstable();
        collapsed.dedup();
        let rows = rows(&tree, &collapsed);
        let layout = [Layout::Rectangular, Layout::Circular][layout];
        let factors = if layout.is_round() { [zoom, zoom] } else { [far, zoom] };
        let window = Window::WHOLE.zoomed(factors, [about, about]);
        let projection = Projection { window, ..projection(&tree, &rows, layout) };
        let detail = Detail::new(&tree, &rows, &projection, &collapsed, None);
        prop_assert_eq!(detail.data(&tree), leaves);
        for wedge in detail.wedges.iter().filter(|wedge| !wedge.collapsed) {
            prop_assert!(wedge.span[1] - wedge.span[0] <= 1.0, "{:?}", wedge);
        }
        let root = tree.len() / 3;
        let part = Detail::new(&tree, &rows, &projection, &collapsed, Some(root));
        prop_assert_eq!(part.data(&tree), tree.node(root).size());
    }
}

#[test]
fn one_leaf_and_no_leaf_are_trees_too() {
    let one = drawn(&planted(1, 1), Layout::Rectangular, Window::WHOLE);
    assert_eq!((one.branches.len(), one.wedges.len()), (1, 0));
    let none = drawn(&planted(0, 1), Layout::Rectangular, Window::WHOLE);
    assert_eq!(none, Detail::default());
}
