//! What was found: kept, drawn on the plane, next to theory, and saved.

use egui::accesskit::Role;
use egui::{Event, Key, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glassbox::engine::core::session::Job as _;
use glassbox::engine::hopfield::sweep::ParameterSweep;
use glassbox::physics::seed::Seed;
use glassbox::ui::files::SaveTo;
use glassbox::ui::labs::phases::context::Ask;
use glassbox::ui::labs::phases::sweeps::files::Table;
use glassbox::ui::labs::phases::sweeps::request::{Over, Request, What};
use glassbox::ui::labs::phases::sweeps::sweep_store::SweepAsk;
use glassbox::ui::shell::Message;

use crate::fixture::small;
use crate::support::phases::Fixture;
use crate::support::{asked, click};

#[test]
fn known_results_are_shown_at_once_and_the_last_eight_are_kept() {
    let mut fixture = Fixture::opened("sweep");
    let request = |seed: u64| Request { seed: Seed(seed), ..small(What::Phase, Over::Row) };
    for seed in 0..10 {
        fixture.sweep(SweepAsk::Measure(request(seed)));
        fixture.idle();
    }
    assert_eq!(fixture.bench.sweeps.plane.all().count(), 8);
    assert!(!fixture.bench.sweeps.plane.complete(&request(1)) && fixture.bench.sweeps.plane.complete(&request(2)));
    let mean = |fixture: &Fixture| fixture.bench.sweeps.result().unwrap().view.cells[0].mean;
    let last = mean(&fixture);
    fixture.sweep(SweepAsk::Measure(request(2)));
    assert!(!fixture.bench.sweeps.plane.busy(), "it is known");
    assert_ne!(mean(&fixture), last);
    fixture.sweep(SweepAsk::Measure(request(9)));
    assert_eq!(mean(&fixture), last);
}

#[test]
fn cells_lie_on_the_plane_and_are_named() {
    let mut fixture = Fixture::opened("plane");
    let request = small(What::Phase, Over::Grid);
    fixture.sweep(SweepAsk::Measure(request));
    fixture.idle();
    let cells = fixture.bench.sweeps.cells();
    assert_eq!(cells.len(), 400);
    let first = cells[0];
    assert!((first.load.0 - 0.005).abs() < 1e-12 && (first.load.1 - 0.015).abs() < 1e-12, "{first:?}");
    assert!((first.temperature.0 - 0.025).abs() < 1e-12 && first.value.is_some());
    let sentence = fixture.bench.sweeps.cell_at(cells, 0.052, 0.41).unwrap();
    assert!(sentence.starts_with("α = 0.050, T = 0.400: m = "), "{sentence}");
    assert!(sentence.ends_with(", 2 runs, N = 40"), "{sentence}");
    assert_eq!(fixture.bench.sweeps.cell_at(cells, 0.052, 1.4), None);
    assert_eq!(fixture.bench.sweeps.cell_at(&[], 0.052, 0.41), None, "hidden cells say nothing");
    // A row does not take the place of the plane.
    fixture.sweep(SweepAsk::Measure(small(What::Phase, Over::Row)));
    fixture.idle();
    assert_eq!(fixture.bench.sweeps.cells().len(), 400);
    let mut harness = fixture.window([620.0, 700.0]);
    let plane = harness.get_by_role(Role::Slider).rect();
    let at = pos2(plane.left() + plane.width() * 0.25, plane.bottom() - plane.height() * 0.4 / 1.5);
    harness.event(Event::PointerMoved(at));
    harness.run_steps(2);
    let status = &harness.state().shell.status;
    assert!(status.starts_with("α = 0.050, T = 0.400: m = "), "{status}");
}

#[test]
fn the_plane_can_be_shown_without_its_cells() {
    let mut fixture = Fixture::opened("plane");
    fixture.sweep(SweepAsk::Measure(small(What::Phase, Over::Grid)));
    fixture.idle();
    let mut harness = fixture.window([520.0, 500.0]);
    assert!(harness.state().shared.heat);
    assert_eq!(click(&mut harness, "Measured cells"), []);
    assert!(!harness.state().shared.heat);
}

#[test]
fn a_measured_capacity_lies_beside_theory() {
    let mut fixture = Fixture::opened("sweep");
    for (what, over, beside) in [(What::Capacity, Over::Grid, true), (What::Phase, Over::Row, false)] {
        fixture.sweep(SweepAsk::Measure(small(what, over)));
        fixture.idle();
        let harness = fixture.window([520.0, 500.0]);
        let nodes = harness.root().children_recursive();
        let summaries = nodes.filter_map(|node| node.accesskit_node().value());
        let summaries = summaries.filter(|text| text.contains("theory falls at a load of 0.138"));
        assert_eq!(summaries.count(), usize::from(beside), "{what:?}");
        fixture = Fixture::opened("sweep");
    }
}

#[test]
fn a_dense_rule_is_measured_and_has_no_theory_of_pairs() {
    let mut fixture = Fixture::opened("sweep");
    let dense = small(What::Capacity, Over::Grid);
    let request = Request { rule: "dense:3".parse().unwrap(), ..dense };
    fixture.sweep(SweepAsk::Measure(request));
    fixture.idle();
    let view = &fixture.bench.sweeps.result().unwrap().view;
    let means: Vec<f64> = view.cells.iter().filter_map(|cell| cell.mean).collect();
    // A third of the capacity keeps all, and thrice as many memories leave hardly one; two runs of 40 spins each.
    assert_eq!((means.len(), means[0]), (20, 1.0));
    let mut harness = fixture.window([620.0, 600.0]);
    let says = |harness: &Harness<'_, Fixture>| -> Vec<String> {
        let nodes = harness.root().children_recursive();
        nodes.filter_map(|node| node.accesskit_node().label().or_else(|| node.accesskit_node().value())).collect()
    };
    let said = says(&harness);
    let shows = |text: &str| said.iter().any(|said| said.contains(text));
    assert!(shows("T = 0: Dense, n = 3, N = 40"), "{said:?}");
    assert!(
        shows("Theory’s curves are of Hebb’s rule alone; the mark is the load α = 1.81 of 72 memories"),
        "{said:?}"
    );
    assert!(!shows("theory falls"), "{said:?}");
    // The chooser: the plane is Hebb's, so that a dense rule has its lines.
    harness.get_by_label("Learning rule").click();
    harness.run_steps(3);
    harness.get_by_label("Dense, n = 3").click();
    harness.run_steps(3);
    let said = says(&harness);
    assert!(said.iter().all(|said| said != "Plane"), "{said:?}");
    let asks = click(&mut harness, "Run");
    let [Ask::Sweep(SweepAsk::Measure(asked))] = asks.as_slice() else { panic!("{asks:?}") };
    assert_eq!((asked.rule.name(), asked.over, asked.size), ("dense:3", Over::Row, 100));
}

#[test]
fn what_is_saved_is_what_the_command_writes() {
    let mut fixture = Fixture::opened("sweep");
    let request = small(What::Capacity, Over::Grid);
    fixture.sweep(SweepAsk::Measure(request));
    fixture.idle();
    let mut harness = fixture.window([520.0, 500.0]);
    let asks = click(&mut harness, "Save CSV…");
    let Some(Ask::Sweep(SweepAsk::SaveDialog(table))) = asks.first() else { panic!("{asks:?}") };
    assert_eq!((table.name.as_str(), table.cells.len()), ("capacity-40.csv", 21));
    // By a typed path.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cells.csv");
    assert_eq!(click(&mut harness, "Save CSV to a typed path"), []);
    let field = harness.get_by_label("Path to save to");
    field.type_text(&path.display().to_string());
    harness.run_steps(2);
    let asks = asked(&mut harness, |harness| harness.key_press(Key::Enter));
    let [Ask::Sweep(SweepAsk::Save(typed, saved))] = asks.as_slice() else { panic!("{asks:?}") };
    let to = SaveTo { path: path.clone(), overwrite: false };
    assert_eq!((typed, saved), (&to, table));
    let fixture = harness.state_mut();
    fixture.sweep(SweepAsk::Save(to.clone(), saved.clone()));
    fixture.idle();
    let Some(Message::News(news)) = &fixture.shell.message else { panic!("{:?}", fixture.shell.message) };
    assert!(news.contains("cells.csv"));
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "size,patterns,alpha,load,temperature,flip,mean,stderr,runs,seed,rule,sweeps");
    assert_eq!(lines.len(), 22);
    assert!(lines[1].starts_with("40,2,0.05,0.05,0,0,"), "{}", lines[1]);
    let mut whole = ParameterSweep::new(&request.config()).unwrap();
    whole.run_to_end();
    let cell = whole.view().cells[20];
    let wanted = format!(
        "40,10,0.25,0.25,0,0,{},{},2,{},hebb,{}",
        cell.mean.unwrap(),
        cell.stderr.unwrap(),
        request.seed.0,
        request.sweeps
    );
    assert_eq!(lines[21], wanted);
    // A file that is there is not written over.
    fixture.sweep(SweepAsk::Save(to, Table { cells: Vec::new(), ..saved.clone() }));
    fixture.idle();
    assert!(matches!(&fixture.shell.message, Some(Message::Refusal(_))), "{:?}", fixture.shell.message);
    assert_eq!(std::fs::read_to_string(path).unwrap(), text);
}
