//! The clusters at the cut, the branch that is looked at, and why it split: each control asks for exactly one thing.
#![cfg(feature = "gui")]

mod support;

use std::sync::Arc;

use egui::Event;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glassbox::engine::rbm::tree::TreeConfig;
use glassbox::io::run::OpenRun;
use glassbox::physics::data::Dataset;
use glassbox::physics::tree::Tree;
use glassbox::ui::lab::{Panel, PanelInfo, Place};
use glassbox::ui::labs::tree::context::{Ask, Shared, TreeContext, TreePanels};
use glassbox::ui::labs::tree::timeline;
use glassbox::ui::widgets::tree_view::{Clade, Skeleton};
use support::tree::{Fixture, Kind, Window};
use support::{asked, click, click_at, train};

fn window(id: &str) -> Window {
    Fixture::known(id, Kind::Pictures).window([460.0, 640.0])
}

fn says(harness: &Window, text: &str) -> bool {
    harness.query_all_by_label_contains(text).next().is_some()
}

fn tree(harness: &Window) -> Arc<Tree> {
    Arc::clone(&harness.state().snapshot.view.tree)
}

#[test]
fn a_click_on_a_cluster_looks_at_it() {
    let mut harness = window("clusters");
    let clusters = harness.state().bench.derived.clusters.clusters.clone();
    assert_eq!(clusters.len(), 4, "one for each block");
    assert!(says(&harness, "4 clusters · purity 100\u{202F}% · ARI 1.00"));
    let buttons = harness
        .query_all_by_role(Role::Button)
        .filter(|button| button.accesskit_node().label().is_some_and(|label| label.contains("branch of")));
    assert_eq!(buttons.count(), 4);
    let asks = asked(&mut harness, |harness| harness.query_all_by_label_contains("branch of").next().unwrap().click());
    // The first of equally large ones.
    assert_eq!(asks, [Ask::Look(Some(clusters[0].node))]);
    assert!(harness.state().shell.status.contains("rows"), "{}", harness.state().shell.status);
}

#[test]
fn clusters_without_labels_show_their_sizes() {
    let harness = Fixture::known("clusters", Kind::Sequences).window([460.0, 640.0]);
    let count = harness.state().bench.derived.clusters.clusters.len();
    assert!(says(&harness, &format!("{count} clusters")) && !says(&harness, "purity"));
    let total = harness.state().snapshot.view.tree.leaf_order().len();
    let sizes = harness.state().bench.derived.clusters.clusters.iter().map(|cluster| cluster.rows.len());
    assert_eq!(sizes.clone().sum::<usize>(), total);
    assert!(says(&harness, &format!("branch of {} rows", sizes.max().unwrap())));
}

#[test]
fn chains_start_and_stop_at_the_branch() {
    let mut harness = window("node");
    assert_eq!(click(&mut harness, "Stop"), [Ask::StopGenerating]);
    assert_eq!(click(&mut harness, "Chains"), []);
    assert!(harness.query_by_role_and_label(Role::Image, "Chains from here").is_some());
    assert_eq!(click(&mut harness, "Members"), []);
    assert!(harness.query_by_role_and_label(Role::Image, "Members").is_some());
    // Those of another branch are not its own.
    harness.state_mut().shared.node = Some(1);
    harness.run_steps(2);
    assert!(harness.query_by_label("Stop").is_none() && harness.query_by_label("Chains").is_none());
    assert_eq!(click(&mut harness, "Generate from here"), [Ask::Generate]);
}

#[test]
fn a_branch_says_what_is_known_of_it() {
    let mut harness = window("node");
    let (_, details) = harness.state().bench.derived.node.unwrap();
    assert!(details.stability.unwrap() > 0.0, "{details:?}");
    for text in ["free energy", "minimum", "update", "rows", "Nearest row", "sites differ"] {
        assert!(says(&harness, text), "{text}");
    }
    assert_eq!(click(&mut harness, "Drill down"), []);
    let clade = Clade::of(&tree(&harness), 0);
    assert_eq!(harness.state().shared.tree.sight.clade, clade);
    // What is known of the root says nothing of another node.
    harness.state_mut().shared.node = Some(1);
    harness.run_steps(2);
    assert!(!says(&harness, "minimum") && !says(&harness, "Nearest row"));
}

#[test]
fn a_split_leads_to_its_branches_and_modes() {
    let mut harness = window("split");
    let (split, reason) = harness.state().bench.derived.split.clone().unwrap();
    let strongest = reason.strongest.unwrap();
    assert!(says(&harness, &format!("Mode {}", strongest + 1)) && says(&harness, "of the difference"));
    let children: Vec<u32> = tree(&harness).children(split).collect();
    let asks = asked(&mut harness, |harness| harness.query_all_by_label_contains("branch of").next().unwrap().click());
    assert!(matches!(asks.as_slice(), [Ask::Look(Some(node))] if children.contains(node)), "{asks:?}");
    assert!(harness.query_by_role_and_label(Role::Image, "Difference").is_some());
}

#[test]
fn a_look_from_a_panel_selects_the_node_in_the_drawn_tree() {
    let harness = window("clusters");
    let tree = tree(&harness);
    let skeleton = Skeleton::from(&*tree);
    let mut shared = Shared::default();
    for node in 0..tree.nodes().len() as u32 {
        shared.look(&tree, Some(node));
        assert_eq!((shared.node, shared.tree.selected), (Some(node), skeleton.clade(node)));
        assert_eq!(shared.tree.found(&skeleton).selected, Some(node));
    }
    shared.look(&tree, None);
    assert_eq!((shared.node_in(&tree), shared.tree.selected), (Some(0), None));
}

#[test]
fn sites_are_called_as_the_data_call_them() {
    let mut fixture = Fixture::known("node", Kind::Pictures);
    let view = &mut fixture.snapshot.view;
    let mut config = TreeConfig::clone(&view.config);
    let mut rows = Dataset::clone(&config.rows);
    rows.shape = None;
    rows.column_names = Some((0..rows.columns()).map(|column| format!("property {column}")).collect());
    config.rows = Arc::new(rows);
    view.config = Arc::new(config);
    let mut harness = fixture.window([460.0, 640.0]);
    let strip = harness.get_by_role_and_label(Role::Image, "Fixed point of the branch").rect();
    harness.event(Event::PointerMoved(strip.center()));
    harness.run_steps(2);
    let said = &harness.state().shell.status;
    assert!(said.starts_with("Fixed point of the branch, property 50: mean "), "{said}");
}

/// The timeline, as if it were a panel.
struct Time;

impl Panel<TreePanels> for Time {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo { id: "time", title: "Time", tab: "Time", help: "", place: Place::Centre }
    }

    fn explanation(&self, _context: &TreeContext<'_>) -> String {
        String::new()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        timeline::timeline_ui(ui, context);
    }
}

#[test]
fn the_timeline_leaves_room_for_what_the_run_has_still_to_come() {
    let fixture = || Fixture::known("node", Kind::Pictures).showing(Box::new(Time));
    let recorded = |harness: &Window| harness.get_by_role_and_label(Role::Slider, "training time").rect();
    let whole = recorded(&fixture().window([900.0, 120.0])).width();
    let mut half = fixture();
    let mut run = OpenRun::of(&train::view(train::Kind::Digits, 10));
    run.record.updates = 1_000_000;
    half.bench.derived.run = Some(Arc::new(run));
    half.shared.tree.logarithmic = true;
    let mut harness = half.window([900.0, 120.0]);
    let found = recorded(&harness);
    // The newest age is update 1 000: half way on an axis of factors.
    assert!((0.4..0.6).contains(&(found.width() / whole)), "{found} of {whole}");
    let asks = click_at(&mut harness, found.center());
    assert!(matches!(asks.as_slice(), [Ask::Cut(Some(update))] if (10.0..100.0).contains(update)), "{asks:?}");
    harness.state_mut().shared.cursor = Some(30.0);
    harness.run_steps(2);
    assert_eq!(click(&mut harness, "Live"), [Ask::Cut(None)]);
}
