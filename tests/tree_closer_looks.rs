//! The closer looks of the Tree lab without a renderer: each control asks for exactly one thing.
#![cfg(feature = "gui")]

mod support;

use egui::Pos2;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use glassbox::ui::labs::tree::context::Ask;
use glassbox::ui::labs::tree::on_screen::Look;
use support::tree::{Fixture, Kind, Trees, Window, view};
use support::{click, click_at, draw_everywhere, ids};

fn window(id: &str) -> Window {
    Fixture::known(id, Kind::Pictures).window([460.0, 640.0])
}

fn says(harness: &Window, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

#[test]
fn panels_draw_before_anything_is_known() {
    for kind in [Kind::Pictures, Kind::Sequences] {
        for id in ids::<Trees>() {
            draw_everywhere(Fixture::new(id, view(kind, 0)), &[], id);
            draw_everywhere(Fixture::new(id, view(kind, 4)), &[], id);
        }
    }
}

#[test]
fn panels_draw_all_that_can_be_known() {
    for kind in [Kind::Pictures, Kind::Sequences] {
        for id in ids::<Trees>() {
            draw_everywhere(Fixture::known(id, kind), &[], id);
        }
    }
}

#[test]
fn looks_that_cost_work_are_made_only_where_they_are_drawn() {
    for (id, look) in [("landscape", Look::Landscape), ("scores", Look::Scores), ("compare", Look::Linkage)] {
        let harness = window(id);
        for other in [Look::Landscape, Look::Scores, Look::Linkage] {
            assert_eq!(harness.state().shared.on_screen.shows(other, &harness.ctx), other == look, "{id} {other:?}");
        }
    }
}

#[test]
fn a_click_on_a_fixed_point_looks_at_its_cluster() {
    let mut harness = window("landscape");
    let plane = harness.get_by_role_and_label(Role::Figure, "Plane of the rows").rect();
    let clusters = harness.state().bench.derived.clusters.clusters.clone();
    assert_eq!(clusters.len(), 4, "one for each block");
    let mut found = Vec::new();
    for step in 0..28 * 40 {
        let (column, row) = (step % 28, step / 28);
        let at = plane.min + plane.size() * egui::vec2((column as f32 + 0.5) / 28.0, (row as f32 + 0.5) / 40.0);
        for ask in click_at(&mut harness, at) {
            let Ask::Look(Some(node)) = ask else { panic!("{ask:?}") };
            found.push(node);
        }
    }
    assert!(clusters.iter().all(|cluster| found.contains(&cluster.node)), "{found:?} of {clusters:?}");
}

#[test]
fn scores_say_what_chance_gives_and_move_the_cut() {
    let mut harness = window("scores");
    assert!(says(&harness, "4 clusters: adjusted Rand index"));
    assert!(says(&harness, "shuffled labels give"));
    assert_eq!(click(&mut harness, "V-measure"), []);
    assert!(says(&harness, "4 clusters: V-measure"));
    let chart = harness.get_by_role_and_label(Role::Figure, "V-measure").rect();
    let asks = click_at(&mut harness, Pos2::new(chart.left() + 0.3 * chart.width(), chart.center().y));
    // A press, and the pointer that rests there until it is let go.
    let Some(&Ask::Cut(Some(at))) = asks.first() else { panic!("{asks:?}") };
    assert!(asks.iter().all(|ask| *ask == Ask::Cut(Some(at))), "{asks:?}");
    assert!((1.0..200.0).contains(&at), "{at}");
    let rows = harness.query_all_by_label_contains("±").count();
    assert!(rows >= 6, "three numbers of labelled rows, by tree and by neighbour: {rows}");
}

#[test]
fn rows_without_labels_are_not_scored() {
    let harness = Fixture::known("scores", Kind::Sequences).window([460.0, 640.0]);
    assert!(says(&harness, "have no labels"));
}

#[test]
fn two_trees_say_which_agrees_better() {
    let mut harness = window("compare");
    assert!(says(&harness, "adjusted Rand index"));
    assert!(says(&harness, "At 4 clusters"));
    assert_eq!(click(&mut harness, "Kept"), []);
    assert!(says(&harness, "both agree with block equally well"), "the kept one is the same");
    assert!(says(&harness, "entanglement 0.000"));
    assert_eq!(click(&mut harness, "Keep this tree"), [Ask::KeepTree]);
    assert_eq!(click(&mut harness, "Forget"), [Ask::ForgetTree]);
    assert_eq!(click(&mut harness, "File"), []);
    assert_eq!(click(&mut harness, "Open a tree…"), [Ask::CompareDialog]);
}

#[test]
fn a_tree_of_other_rows_is_not_compared() {
    let mut harness = window("compare");
    let other = view(Kind::Sequences, 4).config.rows.clone();
    harness.state_mut().bench.derived.kept.as_mut().unwrap().rows = other;
    click(&mut harness, "Kept");
    assert!(says(&harness, "of other rows"));
}

#[test]
fn a_drawing_relaxes_where_it_has_changed() {
    let mut harness = window("drawing");
    let states: std::sync::Arc<[u8]> = vec![0; 100].into();
    assert_eq!(click(&mut harness, "Relax"), [Ask::Relax(states.clone())]);
    harness.state_mut().bench.derived.drawing.as_mut().unwrap().states = states;
    harness.run_steps(2);
    assert_eq!(click(&mut harness, "Relax"), [], "it has relaxed already");
    assert_eq!(click(&mut harness, "Random row"), []);
    let asks = click(&mut harness, "Relax");
    let [Ask::Relax(states)] = &asks[..] else { panic!("{asks:?}") };
    let rows = harness.state().snapshot.view.config.rows.clone();
    assert!((0..rows.rows()).any(|row| rows.row(row) == Some(states)), "a row of the data");
    assert_eq!(click(&mut harness, "Forget"), [Ask::ForgetDrawing]);
}

#[test]
fn a_drawing_says_where_it_belongs() {
    let mut harness = window("drawing");
    assert!(says(&harness, "Comes to the cluster of 10 rows"));
    let node = harness.state().bench.derived.clusters.clusters.iter().find(|each| each.rows.contains(&0)).unwrap().node;
    assert_eq!(click(&mut harness, "Look at its cluster"), [Ask::Look(Some(node))]);
    let grid = harness.get_by_label("Drawing").rect();
    assert_eq!(click_at(&mut harness, grid.center()), []);
    let asks = click(&mut harness, "Relax");
    let [Ask::Relax(states)] = &asks[..] else { panic!("{asks:?}") };
    let drawn: u32 = states.iter().copied().map(u32::from).sum();
    assert_eq!(drawn, 1, "one cell was drawn");
}
