//! The sweep panels of the Phases lab without a renderer: they draw in every state and size, each control asks for
//! exactly one thing, and what is saved is what was measured.
#![cfg(feature = "gui")]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests wait for the sweeps by the clock, read what was written, and may stop at once"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Vec2, pos2};
use egui_kittest::{Harness, kittest::Queryable as _};
use glassbox::engine::driver::Driver;
use glassbox::engine::phases::{Phases, PhasesConfig, PhasesView};
use glassbox::engine::session::{Command, Snapshot};
use glassbox::engine::sweep::{Measure, ParameterSweep};
use glassbox::physics::seed::Seed;
use glassbox::ui::jobs::{Jobs, Wake};
use glassbox::ui::lab::Panel;
use glassbox::ui::labs::phases::context::{Ask, PhasesContext, PhasesPanels, Shared};
use glassbox::ui::labs::phases::studies::Studies;
use glassbox::ui::labs::phases::sweeps::desk::{RunOf, SIZES, SizeCurve, SweepAsk, Sweeps};
use glassbox::ui::labs::phases::sweeps::files::Table;
use glassbox::ui::labs::phases::sweeps::request::{Over, Request, Settings, What};
use glassbox::ui::labs::phases::{opening, panels};
use glassbox::ui::shell::{Message, Shell};
use glassbox::ui::theme::{self, Theme};
use glassbox::ui::widgets::Card;

const ROOMS: [[f32; 2]; 6] =
    [[0.0, 0.0], [40.0, 30.0], [120.0, 80.0], [420.0, 300.0], [520.0, 640.0], [1600.0, 1000.0]];
const PANELS: [&str; 5] = ["sweep", "basin", "sizes", "rules", "crosstalk-table"];
/// Longer than any machine needs for the small sweeps here.
const PATIENCE: Duration = Duration::from_mins(1);
const SEED: Seed = Seed(1);

struct Fixture {
    snapshot: Snapshot<PhasesView>,
    studies: Studies,
    sweeps: Sweeps,
    shared: Shared,
    shell: Shell,
    asks: Vec<Ask>,
    panel: Box<dyn Panel<PhasesPanels>>,
    theme: Option<Theme>,
}

type Window = Harness<'static, Fixture>;

fn panel(id: &str) -> Box<dyn Panel<PhasesPanels>> {
    panels::panels().into_iter().find(|panel| panel.id() == id).unwrap()
}

impl Fixture {
    fn new(id: &str) -> Self {
        let wake: Wake = Arc::new(|| {});
        Self {
            snapshot: Driver::<Phases>::new(&PhasesConfig::new(1000, 50, 0.4, SEED)).unwrap().snapshot(),
            studies: Studies::new(Arc::clone(&wake)),
            sweeps: Sweeps::new(Arc::clone(&wake)),
            shared: Shared::default(),
            shell: Shell {
                status: String::new(),
                message: None,
                jobs: Jobs::new(wake),
                theme: Theme::Dark,
                seed: SEED,
            },
            asks: Vec::new(),
            panel: panel(id),
            theme: None,
        }
    }

    fn ask(&mut self, ask: SweepAsk) {
        self.sweeps.carry_out(ask, &self.shell).unwrap();
    }

    fn wait(&mut self, until: impl Fn(&Sweeps) -> bool) {
        let start = Instant::now();
        loop {
            self.sweeps.keep_up();
            self.sweeps.fetch(&mut self.shell);
            if until(&self.sweeps) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "the sweeps did not come to an end");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn idle(&mut self) {
        // Twice: what became idle after a fetch is fetched once more.
        for _ in 0..2 {
            self.wait(|sweeps| !sweeps.busy());
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui) {
        if self.theme != Some(self.shell.theme) {
            self.theme = Some(self.shell.theme);
            theme::install(ui.ctx(), self.shell.theme);
        }
        let Self { snapshot, studies, sweeps, shared, shell, asks, panel, .. } = self;
        shell.status.clear();
        let cells = if shared.heat { sweeps.cells() } else { &[] };
        let mut context = PhasesContext { snapshot, studies, cells, sweeps, asks, shared, shell };
        let explanation = panel.explanation(&context);
        egui::CentralPanel::no_frame().show(ui, |ui| {
            ui.push_id(panel.id(), |ui| {
                Card::new(panel.title()).note(&explanation).fill_height().show(ui, |ui| panel.ui(ui, &mut context));
            });
        });
    }

    fn harness(self, size: impl Into<Vec2>) -> Window {
        let theme = self.shell.theme;
        let mut harness = Harness::builder()
            .with_size(size)
            .with_step_dt(1.0 / 60.0)
            .with_render_cursor(false)
            .with_context_setup(move |ctx| theme::install(ctx, theme))
            .build_ui_state(|ui, fixture: &mut Self| fixture.ui(ui), self);
        harness.run_steps(3);
        harness
    }
}

fn draw_everywhere(fixture: Fixture, what: &str) {
    let mut harness = fixture.harness(ROOMS[3]);
    for theme in Theme::ALL {
        harness.state_mut().shell.theme = theme;
        for room in ROOMS {
            harness.set_size(Vec2::from(room));
            harness.run_steps(2);
            assert_eq!(harness.state().asks, [], "{what} in {theme:?} at {room:?}");
            harness.check_accessibility();
        }
    }
}

fn asked(harness: &mut Window, act: impl FnOnce(&mut Window)) -> Vec<Ask> {
    harness.state_mut().asks.clear();
    act(harness);
    harness.run_steps(3);
    std::mem::take(&mut harness.state_mut().asks)
}

fn click(harness: &mut Window, label: &str) -> Vec<Ask> {
    asked(harness, |harness| harness.get_by_label(label).click())
}

fn click_at(harness: &mut Window, pos: Pos2) -> Vec<Ask> {
    asked(harness, |harness| {
        harness.event(Event::PointerMoved(pos));
        for pressed in [true, false] {
            let modifiers = Modifiers::NONE;
            harness.event(Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers });
            harness.step();
        }
    })
}

fn sweep(ask: SweepAsk) -> Vec<Ask> {
    vec![Ask::Sweep(ask)]
}

/// A request small enough for a test.
fn small(what: What, over: Over) -> Request {
    let settings = Settings { over, size: 40, runs: 2, sweeps: 6, ..Settings::preset(what) };
    settings.request((0.05, 0.4), 0.2, SEED)
}

fn every_request() -> [Request; 5] {
    [
        small(What::Phase, Over::Grid),
        small(What::Phase, Over::Row),
        small(What::Phase, Over::Column),
        small(What::Capacity, Over::Grid),
        small(What::Basin, Over::Grid),
    ]
}

#[test]
fn panels_draw_while_measuring_and_when_it_is_done() {
    for id in PANELS {
        for request in every_request() {
            let mut fixture = Fixture::new(id);
            fixture.ask(SweepAsk::Measure(request));
            fixture.wait(|sweeps| sweeps.result().is_some());
            draw_everywhere(fixture, id);
        }
        let mut fixture = Fixture::new(id);
        for request in every_request() {
            fixture.ask(SweepAsk::Measure(request));
            fixture.idle();
        }
        fixture.ask(SweepAsk::ShowRun(RunOf { request: small(What::Basin, Over::Grid), cell: 7, run: 1 }));
        fixture.ask(SweepAsk::Sizes(vec![SizeCurve { size: 20, measure: Measure::Recalled, seed: SEED }]));
        fixture.ask(SweepAsk::Rules(Seed(2)));
        fixture.ask(SweepAsk::CancelRules);
        fixture.ask(SweepAsk::Crosstalk(SEED));
        fixture.wait(|sweeps| sweeps.crosstalk.latest().is_some_and(|snapshot| snapshot.step > 20));
        fixture.ask(SweepAsk::CancelCrosstalk);
        fixture.idle();
        assert!(fixture.shell.message.is_none());
        draw_everywhere(fixture, id);
    }
}

#[test]
fn the_sweep_asks_for_what_was_chosen() {
    let mut harness = Fixture::new("sweep").harness([520.0, 500.0]);
    let measure = |settings: Settings| sweep(SweepAsk::Measure(settings.request((0.05, 0.4), 0.2, SEED)));
    let mut settings = Settings::preset(What::Phase);
    assert_eq!(click(&mut harness, "Run"), measure(settings));
    assert_eq!(click(&mut harness, "T = 0.40"), []);
    settings.over = Over::Row;
    assert_eq!(click(&mut harness, "Run"), measure(settings));
    assert_eq!(click(&mut harness, "α = 0.050"), []);
    settings.over = Over::Column;
    for (menu, entry) in
        [("Spins of a network", "N = 1000"), ("Runs in each cell", "20 runs"), ("Sweeps of a run", "400 sweeps")]
    {
        assert_eq!(click(&mut harness, menu), []);
        assert_eq!(click(&mut harness, entry), []);
    }
    (settings.size, settings.runs, settings.sweeps) = (1000, 20, 400);
    assert_eq!(click(&mut harness, "Run"), measure(settings));
    assert_eq!(click(&mut harness, "Capacity"), []);
    assert_eq!(click(&mut harness, "Run"), measure(Settings::preset(What::Capacity)));
    assert_eq!(click(&mut harness, "Basin"), []);
    assert_eq!(click(&mut harness, "Run"), measure(Settings::preset(What::Basin)));
}

#[test]
fn a_running_sweep_can_be_cancelled_and_shows_how_far_it_is() {
    let mut fixture = Fixture::new("sweep");
    let request = Settings { size: 2000, runs: 200, ..Settings::preset(What::Phase) }.request((0.05, 0.4), 0.2, SEED);
    fixture.ask(SweepAsk::Measure(request));
    fixture.wait(|sweeps| sweeps.plane.progress().is_some_and(|(_, eta)| eta.is_some()));
    let mut harness = fixture.harness([520.0, 500.0]);
    assert!(harness.query_by_label("Run").is_none());
    assert!(harness.query_all_by_label_contains("left").next().is_some(), "the time that is left is shown");
    assert_eq!(click(&mut harness, "Cancel"), sweep(SweepAsk::Cancel));
    let fixture = harness.state_mut();
    fixture.ask(SweepAsk::Cancel);
    let start = Instant::now();
    fixture.idle();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("Stopped after").is_some());
}

#[test]
fn known_results_are_shown_at_once_and_the_last_eight_are_kept() {
    let mut fixture = Fixture::new("sweep");
    let request = |seed: u64| Request { seed: Seed(seed), ..small(What::Phase, Over::Row) };
    for seed in 0..10 {
        fixture.ask(SweepAsk::Measure(request(seed)));
        fixture.idle();
    }
    assert_eq!(fixture.sweeps.plane.all().count(), 8);
    assert!(!fixture.sweeps.plane.complete(&request(1)) && fixture.sweeps.plane.complete(&request(2)));
    let mean = |fixture: &Fixture| fixture.sweeps.result().unwrap().view.cells[0].mean;
    let last = mean(&fixture);
    fixture.ask(SweepAsk::Measure(request(2)));
    assert!(!fixture.sweeps.plane.busy(), "it is known");
    assert_ne!(mean(&fixture), last);
    fixture.ask(SweepAsk::Measure(request(9)));
    assert_eq!(mean(&fixture), last);
}

#[test]
fn cells_lie_on_the_plane_and_are_named() {
    let mut fixture = Fixture::new("plane");
    let request = small(What::Phase, Over::Grid);
    fixture.ask(SweepAsk::Measure(request));
    fixture.idle();
    let cells = fixture.sweeps.cells();
    assert_eq!(cells.len(), 400);
    let first = cells[0];
    assert!((first.load.0 - 0.005).abs() < 1e-12 && (first.load.1 - 0.015).abs() < 1e-12, "{first:?}");
    assert!((first.temperature.0 - 0.025).abs() < 1e-12 && first.value.is_some());
    let sentence = fixture.sweeps.cell_at(cells, 0.052, 0.41).unwrap();
    assert!(sentence.starts_with("α = 0.050, T = 0.400: m = "), "{sentence}");
    assert!(sentence.ends_with(", 2 runs, N = 40"), "{sentence}");
    assert_eq!(fixture.sweeps.cell_at(cells, 0.052, 1.4), None);
    assert_eq!(fixture.sweeps.cell_at(&[], 0.052, 0.41), None, "hidden cells say nothing");
    // A row does not take the place of the plane.
    fixture.ask(SweepAsk::Measure(small(What::Phase, Over::Row)));
    fixture.idle();
    assert_eq!(fixture.sweeps.cells().len(), 400);
    let mut harness = fixture.harness([620.0, 700.0]);
    let plane = harness.get_by_role(Role::Slider).rect();
    let at = pos2(plane.left() + plane.width() * 0.25, plane.bottom() - plane.height() * 0.4 / 1.5);
    harness.event(Event::PointerMoved(at));
    harness.run_steps(2);
    let status = &harness.state().shell.status;
    assert!(status.starts_with("α = 0.050, T = 0.400: m = "), "{status}");
}

#[test]
fn the_plane_can_be_shown_without_its_cells() {
    let mut fixture = Fixture::new("plane");
    fixture.ask(SweepAsk::Measure(small(What::Phase, Over::Grid)));
    fixture.idle();
    let mut harness = fixture.harness([520.0, 500.0]);
    assert!(harness.state().shared.heat);
    assert_eq!(click(&mut harness, "Measured cells"), []);
    assert!(!harness.state().shared.heat);
}

#[test]
fn a_click_on_a_basin_shows_one_of_its_runs() {
    let mut fixture = Fixture::new("basin");
    let request = Settings { size: 60, runs: 3, ..Settings::preset(What::Basin) }.request((0.0, 0.0), 0.0, SEED);
    fixture.ask(SweepAsk::Measure(request));
    fixture.idle();
    let mut harness = fixture.harness([720.0, 400.0]);
    let picture = harness.get_by_role(Role::Image).rect();
    // The lowest row is the nearest distance, the first column the smallest load: cell 0.
    let corner = pos2(picture.left() + 3.0, picture.bottom() - 3.0);
    let of = RunOf { request, cell: 0, run: 0 };
    assert_eq!(click_at(&mut harness, corner), sweep(SweepAsk::ShowRun(of)));
    let status = harness.state().shell.status.clone();
    assert!(status.starts_with("α = 0.017, 0\u{202F}% of the spins flipped: share recalled = 1.000"), "{status}");
    // The highest row of the second column: the last of the second load.
    let top = pos2(picture.left() + picture.width() * 1.5 / 15.0, picture.top() + 3.0);
    let asks = click_at(&mut harness, top);
    let Some(Ask::Sweep(SweepAsk::ShowRun(far))) = asks.first() else { panic!("{asks:?}") };
    assert_eq!((far.cell, asks.len()), (21, 1));
    let far = *far;
    harness.state_mut().ask(SweepAsk::ShowRun(far));
    harness.state_mut().idle();
    harness.run_steps(3);
    assert!(harness.query_by_label_contains("Run 1 of 3 at α").is_some());
    assert_eq!(click(&mut harness, "Next run"), sweep(SweepAsk::ShowRun(RunOf { run: 1, ..far })));
}

#[test]
fn sizes_rules_and_crosstalk_ask_for_their_measurements() {
    let mut harness = Fixture::new("sizes").harness([560.0, 480.0]);
    let curves = |measure| SIZES.map(|size| SizeCurve { size, measure, seed: SEED }).to_vec();
    assert_eq!(click(&mut harness, "Measure all sizes"), sweep(SweepAsk::Sizes(curves(Measure::Recalled))));
    assert_eq!(click(&mut harness, "overlap m"), []);
    assert_eq!(click(&mut harness, "Measure all sizes"), sweep(SweepAsk::Sizes(curves(Measure::Overlap))));
    assert_eq!(click(&mut harness, "N = 400"), [], "a pinned curve is a matter of the panel");
    let mut harness = Fixture::new("rules").harness([560.0, 480.0]);
    assert_eq!(click(&mut harness, "Measure all rules"), sweep(SweepAsk::Rules(SEED)));
    let mut harness = Fixture::new("crosstalk-table").harness([560.0, 480.0]);
    assert_eq!(click(&mut harness, "Measure the table"), sweep(SweepAsk::Crosstalk(SEED)));
    assert!(harness.query_by_label("0.355").is_some(), "theory is there before anything is measured");
}

#[test]
fn what_is_saved_is_what_the_command_writes() {
    let mut fixture = Fixture::new("sweep");
    let request = small(What::Capacity, Over::Grid);
    fixture.ask(SweepAsk::Measure(request));
    fixture.idle();
    let mut harness = fixture.harness([520.0, 500.0]);
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
    assert_eq!((typed, saved), (&path, table));
    let fixture = harness.state_mut();
    fixture.ask(SweepAsk::Save(path.clone(), saved.clone()));
    fixture.idle();
    let Some(Message::News(news)) = &fixture.shell.message else { panic!("{:?}", fixture.shell.message) };
    assert!(news.contains("cells.csv"));
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "size,patterns,alpha,load,temperature,flip,mean,stderr,runs");
    assert_eq!(lines.len(), 22);
    assert!(lines[1].starts_with("40,2,0.05,0.05,0,0,"), "{}", lines[1]);
    let mut whole = Driver::<ParameterSweep>::new(&request.config()).unwrap();
    whole.apply(Command::Run).unwrap();
    whole.run_until_idle(u64::MAX);
    let cell = whole.snapshot().view.cells[20];
    let wanted = format!("40,10,0.25,0.25,0,0,{},{},2", cell.mean.unwrap(), cell.stderr.unwrap());
    assert_eq!(lines[21], wanted);
    // A file that is there is not written over.
    fixture.ask(SweepAsk::Save(path, Table { cells: Vec::new(), ..saved.clone() }));
    fixture.idle();
    assert!(matches!(&fixture.shell.message, Some(Message::Refusal(_))), "{:?}", fixture.shell.message);
    assert_eq!(std::fs::read_to_string(typed).unwrap(), text);
}

#[test]
fn the_lab_opens_without_a_sweep() {
    let harness = Fixture::new("plane").harness([520.0, 500.0]);
    assert!(harness.query_by_label("Measured cells").is_none());
    let mut harness = Fixture::new("sweep").harness([520.0, 500.0]);
    assert_eq!(click(&mut harness, "Save CSV…"), [], "nothing to save yet");
    assert_eq!(opening::config(SEED).size, 1000);
}
