//! Where nodes lie: rows and depths, the way from the screen and back, and what is under the pointer.

use std::f64::consts::{PI, TAU};

use egui::{Pos2, Rect, Vec2, pos2, vec2};
use glassbox::ui::widgets::tree_view::axis::DepthAxis;
use glassbox::ui::widgets::tree_view::daylight::MOST_LEAVES;
use glassbox::ui::widgets::tree_view::hit::{REACH, hit};
use glassbox::ui::widgets::tree_view::names;
use glassbox::ui::widgets::tree_view::projection::{Lens, Projection};
use glassbox::ui::widgets::tree_view::rows::Rows;
use glassbox::ui::widgets::tree_view::unrooted::Unrooted;
use glassbox::ui::widgets::tree_view::{Layout, NodeShape, Skeleton, TreeScene, Window};
use proptest::prelude::*;

use crate::planted::{chain, planted};

pub const AREA: Rect = Rect { min: pos2(20.0, 10.0), max: pos2(820.0, 610.0) };

pub fn projection(tree: &Skeleton, rows: &Rows, layout: Layout) -> Projection {
    Projection {
        layout,
        area: AREA,
        sight: AREA.expand(10.0),
        rows: [0.0, rows.edge(tree.leaves())],
        root: 0.0,
        window: Window::WHOLE,
        mirrored: false,
        lens: None,
    }
}

pub fn rows(tree: &Skeleton, collapsed: &[u32]) -> Rows {
    Rows::new(tree, &DepthAxis::new(tree, true, None), collapsed)
}

#[test]
fn leaves_follow_each_other_and_nodes_are_in_the_middle_of_their_children() {
    let tree = planted(60, 1);
    let rows = rows(&tree, &[]);
    for place in 0..60 {
        assert_eq!(rows.row(tree.holder(place).unwrap()), f64::from(place) + 0.5);
        assert_eq!(rows.place_at(f64::from(place) + 0.5), Some(place));
    }
    for node in 0..tree.len() {
        let children: Vec<f64> = tree.children(node).map(|child| rows.row(child)).collect();
        let mean = children.iter().sum::<f64>() / children.len() as f64;
        assert!(children.is_empty() || (rows.row(node) - mean).abs() < 1e-9);
        let deeper = tree.children(node).all(|child| rows.depth(child) >= rows.depth(node));
        assert!(deeper && rows.tip(node) >= rows.depth(node));
    }
    assert_eq!((rows.depth(0), rows.tip(0)), (0.0, 1.0));
}

#[test]
fn a_collapsed_clade_takes_the_square_root_of_its_size() {
    let tree = planted(60, 1);
    let node =
        (1..tree.len()).max_by_key(|node| if tree.node(*node).size() < 40 { tree.node(*node).size() } else { 0 });
    let node = node.unwrap();
    let rows = rows(&tree, &[node]);
    let shape = tree.node(node);
    let height = rows.edge(shape.last) - rows.edge(shape.first);
    assert!((height - f64::from(shape.size()).sqrt()).abs() < 1e-9);
    assert!((rows.edge(60) - (f64::from(60 - shape.size()) + height)).abs() < 1e-9);
}

#[test]
fn heights_fall_from_the_root_and_times_rise_on_both_scales() {
    let heights = [(None, 8.0, 0..2), (Some(0), 0.0, 0..1), (Some(0), 2.0, 1..2)];
    let shapes = heights.map(|(parent, position, leaves)| NodeShape { parent, position, leaves });
    let tree = Skeleton::new(shapes, vec![0, 1]);
    for (logarithmic, middle) in [(false, 0.75), (true, 1.0 - 2f64.ln() / 5f64.ln())] {
        let axis = DepthAxis::new(&tree, logarithmic, None);
        assert_eq!([8.0, 0.0].map(|height| axis.depth(height)), [0.0, 1.0]);
        assert!((axis.depth(2.0) - middle).abs() < 1e-12, "{}", axis.depth(2.0));
        assert!((axis.position(axis.depth(2.0)) - 2.0).abs() < 1e-9);
    }
    let axis = DepthAxis::new(&planted(20, 2), true, None);
    let numbers: Vec<String> = axis.ticks([0.0, 1.0], 8).into_iter().map(|(_, text)| text).collect();
    assert_eq!(numbers, ["1", "10", "100", "1000", "10\u{202F}000"]);
    assert_eq!(DepthAxis::new(&chain(1), false, None).depth(0.0), 1.0, "a tree of one position is at its far end");
}

#[test]
fn the_way_to_the_screen_and_back_is_the_identity() {
    let tree = planted(60, 1);
    let rows = rows(&tree, &[]);
    let zoomed = Window::WHOLE.zoomed([2.0, 3.0], [0.4, 0.7]);
    let lens = Lens { at: 200.0, reach: 130.0 };
    for (layout, window, lens, mirrored) in [
        (Layout::Rectangular, Window::WHOLE, None, false),
        (Layout::Rectangular, zoomed, None, true),
        (Layout::Rectangular, zoomed, Some(lens), false),
        (Layout::Icicle, zoomed, None, false),
        (Layout::Circular, Window::WHOLE, None, false),
        (Layout::Circular, Window::WHOLE.zoomed([2.0, 2.0], [0.2, 0.9]), Some(lens), false),
    ] {
        let projection = Projection { window, lens, mirrored, ..projection(&tree, &rows, layout) };
        for (depth, row) in [(0.3, 0.5), (0.5, 17.25), (0.99, 33.3), (1.0, 59.5)] {
            let point = projection.point(projection.along(depth), projection.across(row));
            let (along, across) = projection.lengths(point);
            let (back, row_back) = (projection.depth(along), projection.row(across));
            assert!((back - depth).abs() < 1e-3 && (row_back - row).abs() < 1e-2, "{layout:?} {back} {row_back} {row}");
        }
        let across: Vec<f32> = (0..=60).map(|row| projection.across(f64::from(row))).collect();
        assert!(across.is_sorted(), "{layout:?}: rows keep their order, also under the lens");
    }
}

#[test]
fn zooming_keeps_the_point_and_stays_within_the_whole() {
    let window = Window::WHOLE.zoomed([4.0, 8.0], [0.25, 0.5]);
    assert_eq!((window.x, window.y), ([0.1875, 0.4375], [0.4375, 0.5625]));
    assert_eq!(window.zoomed([0.01, 0.01], [0.9, 0.1]), Window::WHOLE);
    assert_eq!(window.moved([9.0, -9.0]).x, [0.75, 1.0]);
    assert!(window.moved([9.0, -9.0]).is_valid() && !Window { x: [0.5, 0.1], y: [0.0, 1.0] }.is_valid());
}

#[test]
fn clades_of_an_unrooted_tree_have_sectors_of_their_own() {
    let tree = planted(80, 4);
    let rows = rows(&tree, &[]);
    let projection = projection(&tree, &rows, Layout::Unrooted);
    let unrooted = Unrooted::new(&tree, &rows, None);
    let spokes = unrooted.spokes(&tree, &rows, &projection, &[], None);
    assert!(spokes.iter().all(|spoke| AREA.expand(1.0).contains(spoke.to)));
    let leaves = spokes.iter().filter(|spoke| !spoke.wedge && tree.is_childless(spoke.node)).count();
    assert_eq!(leaves, 80);
    let crosses = |a: [Pos2; 2], b: [Pos2; 2]| {
        let side = |[p, q]: [Pos2; 2], r: Pos2| (q - p).rot90().dot(r - p);
        let apart = |a: [Pos2; 2], b: [Pos2; 2]| side(a, b[0]) * side(a, b[1]) < -1e-2;
        apart(a, b) && apart(b, a)
    };
    for (index, a) in spokes.iter().enumerate() {
        for b in spokes.iter().skip(index + 1) {
            assert!(!crosses([a.from, a.to], [b.from, b.to]), "{a:?} {b:?}");
        }
    }
    let (node, away) = Unrooted::nearest(&spokes, spokes[7].to).unwrap();
    assert!(away < 1e-3 && tree.contains(node, spokes[7].node) || node == spokes[7].node);
}

/// For each child of a node, where its subtree is seen from there: the first angle, and how wide it is.
fn sectors(tree: &Skeleton, node: u32, at: &dyn Fn(u32) -> Pos2) -> Vec<[f64; 2]> {
    let turn = |from: Pos2, to: Pos2| f64::from((to - from).y).atan2(f64::from((to - from).x));
    let around = |angle: f64| (angle + PI).rem_euclid(TAU) - PI;
    let sector = |child: u32| {
        let middle = turn(at(node), at(child));
        let angles = (child..tree.node(child).end).map(|below| around(turn(at(node), at(below)) - middle));
        let (first, last) = angles.fold((0.0, 0.0), |(first, last), a| (f64::min(first, a), f64::max(last, a)));
        [middle + first, last - first]
    };
    tree.children(node).map(sector).collect()
}

#[test]
fn subtrees_turn_to_equal_daylight_without_overlap() {
    for (leaves, seed) in [(40, 3), (80, 4), (300, 5), (700, 6)] {
        let tree = planted(leaves, seed);
        let rows = rows(&tree, &[]);
        let projection = projection(&tree, &rows, Layout::Unrooted);
        let unrooted = Unrooted::new(&tree, &rows, None);
        assert_eq!(unrooted, Unrooted::new(&tree, &rows, None), "the same tree has the same layout");
        let at = |node: u32| unrooted.point(&projection, node);
        let scale = at(1).distance(at(0)) / (rows.depth(1) - rows.depth(0)) as f32;
        // The gaps between neighbouring children of all nodes; those at their ends are shared with what is above.
        let gaps = |at: &dyn Fn(u32) -> Pos2| {
            let mut all = Vec::new();
            for node in 0..tree.len() {
                let sectors = sectors(&tree, node, at);
                let next = sectors.iter().cycle().skip(1);
                let gaps: Vec<f64> =
                    sectors.iter().zip(next).map(|(a, b)| (b[0] - a[0]).rem_euclid(TAU) - a[1]).collect();
                if let [inner @ .., _] = gaps.as_slice() {
                    assert!(gaps.iter().all(|gap| *gap > -2e-3) || inner.is_empty(), "children of {node}: {gaps:?}");
                    all.extend_from_slice(inner);
                }
            }
            all.iter().sum::<f64>() / all.len() as f64
        };
        for node in 1..tree.len() {
            let parent = tree.node(node).parent.unwrap();
            let length = (rows.depth(node) - rows.depth(parent)) as f32 * scale;
            assert!((at(node).distance(at(parent)) - length).abs() < 0.05, "{leaves}: lines keep their lengths");
        }
        let mut equal = vec![Pos2::ZERO; tree.len() as usize];
        for index in 1..tree.len() {
            let node = tree.node(index);
            let (parent, middle) = (node.parent.unwrap(), f64::midpoint(f64::from(node.first), f64::from(node.last)));
            let way = Vec2::angled((TAU * middle / f64::from(leaves)) as f32);
            equal[index as usize] =
                equal[parent as usize] + 1e3 * (rows.depth(index) - rows.depth(parent)) as f32 * way;
        }
        let (daylight, angles) = (gaps(&at), gaps(&|node| equal[node as usize]));
        assert!(daylight > 1.05 * angles, "{leaves}: gaps of {daylight} on average, with equal angles {angles}");
    }
}

#[test]
fn a_large_tree_keeps_its_equal_angles() {
    for (leaves, keeps) in [(MOST_LEAVES, false), (MOST_LEAVES + 1, true)] {
        let tree = planted(leaves, 3);
        let rows = rows(&tree, &[]);
        let projection = projection(&tree, &rows, Layout::Unrooted);
        let unrooted = Unrooted::new(&tree, &rows, None);
        let off = |node: u32| {
            let shape = tree.node(node);
            let way = unrooted.point(&projection, node) - unrooted.point(&projection, shape.parent.unwrap());
            let angle = TAU * f64::midpoint(f64::from(shape.first), f64::from(shape.last)) / f64::from(leaves);
            (way.normalized() - Vec2::angled(angle as f32)).length()
        };
        let most = (1..tree.len()).filter(|node| tree.node(*node).size() > 1).map(off).fold(0.0, f32::max);
        assert_eq!(most < 0.05, keeps, "{leaves} leaves: {most}");
    }
    assert!(Layout::Unrooted.help().contains(&MOST_LEAVES.to_string()));
}

#[test]
fn names_around_a_disc_stand_apart_and_begin_at_their_leaves() {
    let tree = planted(60, 1);
    let rows = rows(&tree, &[]);
    let name = |datum: u32| format!("leaf {datum}");
    let scene = TreeScene { names: Some(&name), ..TreeScene::new("tree", &tree, (0, 0)) };
    let round = projection(&tree, &rows, Layout::Circular);
    let (shown, hidden) = names::at_rows(&scene, &rows, &round);
    assert_eq!((shown.len(), hidden), (60, 0));
    for (name, next) in shown.iter().zip(shown.iter().skip(1)) {
        assert!(name.at.distance(next.at) >= 12.9 && (name.way.length() - 1.0).abs() < 1e-5);
        assert!(name.way.dot((name.at - round.centre()).normalized()) > 0.999, "it goes on outwards");
    }
    let unrooted = Unrooted::new(&tree, &rows, None);
    let away = projection(&tree, &rows, Layout::Unrooted);
    let spokes = unrooted.spokes(&tree, &rows, &away, &[], None);
    let (shown, hidden) = names::at_spokes(&scene, &away, &spokes, 60.0);
    assert!(shown.len() as u32 + hidden == 60 && shown.len() > 30, "{} of 60", shown.len());
    for name in &shown {
        let tip = unrooted.point(&away, tree.holder(name.first).unwrap());
        assert!(tip.distance(name.at) < 10.0);
    }
    let many = planted(2_000, 1);
    let rows = self::rows(&many, &[]);
    let scene = TreeScene { tree: &many, ..scene };
    let (shown, hidden) = names::at_rows(&scene, &rows, &projection(&many, &rows, Layout::Circular));
    assert_eq!((shown.len(), hidden), (0, 2_000), "most would not fit");
}

/// The smallest distance to a line of any node, by trying all.
fn nearest(tree: &Skeleton, rows: &Rows, projection: &Projection, point: Pos2) -> f32 {
    let place = |node: u32| pos2(projection.along(rows.depth(node)), projection.across(rows.row(node)));
    let (along, across) = projection.lengths(point);
    let point = pos2(along, across);
    let away = |a: Pos2, b: Pos2| {
        let fraction = ((point - a).dot(b - a) / (b - a).length_sq().max(1e-9)).clamp(0.0, 1.0);
        point.distance(a + fraction * (b - a))
    };
    let lines = (0..tree.len()).flat_map(|node| {
        let at = place(node);
        let from = tree.node(node).parent.map_or(0.0, |parent| place(parent).x);
        let down = tree.children(node).map(|child| pos2(at.x, place(child).y)).collect::<Vec<_>>();
        let ends = (down.first().copied().unwrap_or(at), down.last().copied().unwrap_or(at));
        [(pos2(from, at.y), at), ends]
    });
    lines.map(|(a, b)| away(a, b)).fold(f32::MAX, f32::min)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_hit_is_as_near_as_the_nearest_of_all(
        leaves in 1u32..120, seed in 0u64..50, x in 0.0f32..1.0, y in 0.0f32..1.0, zoom in 1.0f64..6.0,
    ) {
        let tree = planted(leaves, seed);
        let rows = rows(&tree, &[]);
        let window = Window::WHOLE.zoomed([1.0, zoom], [0.5, f64::from(y)]);
        let projection = Projection { window, ..projection(&tree, &rows, Layout::Rectangular) };
        let point = AREA.lerp_inside(vec2(x, y));
        let least = nearest(&tree, &rows, &projection, point);
        let found = hit(&tree, &rows, &projection, &[], None, projection.lengths(point));
        match found {
            Some(found) => prop_assert!((found.distance - least).abs() < 1e-2, "{found:?}, nearest {least}"),
            None => prop_assert!(least > REACH - 1e-2, "nothing found, nearest {least}"),
        }
    }
}

#[test]
fn what_is_inside_a_collapsed_clade_is_the_clade() {
    let tree = planted(60, 1);
    let node = (1..tree.len()).find(|node| (5..20).contains(&tree.node(*node).size())).unwrap();
    let rows = rows(&tree, &[node]);
    let projection = projection(&tree, &rows, Layout::Rectangular);
    let middle = f64::midpoint(rows.edge(tree.node(node).first), rows.edge(tree.node(node).last));
    let lengths = (projection.along(1.0) - 2.0, projection.across(middle));
    let found = hit(&tree, &rows, &projection, &[node], None, lengths).unwrap();
    assert_eq!((found.node, found.distance), (node, 0.0));
}

#[test]
fn given_ends_make_equal_factors_equal_lengths() {
    let axis = DepthAxis::new(&planted(20, 2), true, Some([1.0, 1000.0]));
    for (position, depth) in [(0.0, 0.0), (1.0, 0.0), (10.0, 1.0 / 3.0), (100.0, 2.0 / 3.0), (1000.0, 1.0)] {
        assert!((axis.depth(position) - depth).abs() < 1e-12, "{position}");
    }
    assert!((axis.position(1.0 / 3.0) - 10.0).abs() < 1e-9);
    let linear = DepthAxis::new(&planted(20, 2), false, Some([0.0, 50.0]));
    assert_eq!((linear.depth(25.0), linear.position(0.5)), (0.5, 25.0));
    let wrong = Some([5.0, 5.0]);
    assert_eq!(DepthAxis::new(&planted(20, 2), true, wrong), DepthAxis::new(&planted(20, 2), true, None));
}
