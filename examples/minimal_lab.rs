//! A lab in one file: a walker on a line, with a live control, a cursor over its record, and a remembered layout.
//!
//! `cargo run --example minimal_lab` opens it. Your own: split a copy into `physics`, `engine` and a file for each panel.

use std::sync::Arc;

use glassbox::engine::core::session::{Command, Flow, Job, Session, SessionError, Snapshot};
use glassbox::physics::seed::{ChaCha8Rng, Seed, Stream, uniform};
use glassbox::ui::chassis::{Chassis, Control, DrawAccess, EngineAccess, LabParts, LiveSession, Plan, Speeds, Step};
use glassbox::ui::lab::{LabKind, LabName, LabPanels, Panel, PanelInfo, Place};
use glassbox::ui::widgets::{SliderField, Timeline, TimelineChange};
use glassbox::ui::{app::Startup, launch, theme};

/// A walk ends here, so that nothing in a snapshot grows without bound.
const LENGTH: usize = 1_000;

/// The model. `Config` defines a run: the same one gives the same walk, whatever the speed.
pub struct Walk {
    config: Seed,
    rng: ChaCha8Rng,
    bias: f64,
    path: Vec<f32>,
}

/// What panels see: cheap to clone, never changed after it is published.
#[derive(Clone)]
pub struct WalkView {
    seed: Seed,
    bias: f64,
    path: Arc<[f32]>,
}

impl Job for Walk {
    type Config = Seed;
    type View = WalkView;

    fn new(seed: &Seed) -> Result<Self, SessionError> {
        Ok(Self { config: *seed, rng: seed.stream(Stream::Replicas), bias: 0.0, path: vec![0.0] })
    }

    fn step(&mut self) -> Flow {
        let up = uniform(&mut self.rng) < 0.5 + 0.5 * self.bias;
        self.path.push(self.path[self.path.len() - 1] + if up { 1.0 } else { -1.0 });
        if self.path.len() > LENGTH { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> WalkView {
        WalkView { seed: self.config, bias: self.bias, path: self.path.as_slice().into() }
    }
}

/// A live change: it keeps the run. What is refused leaves the session as it was.
impl Session for Walk {
    type Cmd = f64;

    fn apply(&mut self, bias: f64) -> Result<(), SessionError> {
        if !(-1.0..=1.0).contains(&bias) {
            return Err(SessionError::new(format!("the bias is {bias}; it lies between −1 and 1")));
        }
        self.bias = bias;
        Ok(())
    }
}

/// What a panel asks for: commands of the engine, and whatever else the lab does. As data: lessons and session files are made of asks.
pub type Ask = Command<Seed, f64>;

/// View state that panels share; what serde does not skip is remembered with the layout.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Shared {
    thick: bool,
    #[serde(skip)]
    cursor: Option<usize>,
}

/// What panels draw from.
pub struct WalkContext<'a> {
    snapshot: &'a Snapshot<WalkView>,
    asks: &'a mut Vec<Ask>,
    shared: &'a mut Shared,
}

/// Ties them to it.
pub struct WalkPanels;

impl LabPanels for WalkPanels {
    type Context<'a> = WalkContext<'a>;
}

/// The one panel: the walk up to the cursor, and its bias.
struct PathPanel;

impl Panel<WalkPanels> for PathPanel {
    fn info(&self) -> &'static PanelInfo {
        const INFO: PanelInfo = PanelInfo { id: "path", title: "Walk", tab: "Walk", help: "", place: Place::Centre };
        &INFO
    }

    fn explanation(&self, context: &WalkContext<'_>) -> String {
        format!("{} steps", context.snapshot.view.path.len() - 1)
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut WalkContext<'_>) {
        let view = &context.snapshot.view;
        if let Some(bias) = SliderField::new("bias", view.bias, -1.0..=1.0).show(ui) {
            context.asks.push(Command::Model(bias));
        }
        ui.checkbox(&mut context.shared.thick, "thick line");
        let (rect, _) = ui.allocate_exact_size(ui.available_size(), egui::Sense::hover());
        let shown = &view.path[..=context.shared.cursor.unwrap_or(LENGTH).min(view.path.len() - 1)];
        let farthest = shown.iter().fold(1.0_f32, |far, at| far.max(at.abs()));
        let across = |step: usize| egui::lerp(rect.x_range(), step as f32 / LENGTH as f32);
        let up = |height: &f32| rect.center().y - 0.5 * rect.height() * height / farthest;
        let line = shown.iter().enumerate().map(|(step, height)| egui::pos2(across(step), up(height))).collect();
        let width = if context.shared.thick { 3.0 } else { 1.5 };
        ui.painter().line(line, egui::Stroke::new(width, theme::tokens(ui.ctx()).accent));
    }
}

/// The lab: what it adds to the chassis, which owns engine, pace, panes, keys, transport, errors and layout.
struct WalkParts;

impl LabParts for WalkParts {
    type Panels = WalkPanels;
    type Session = Walk;
    type Ask = Ask;
    type Shared = Shared;
    type Edited = ();

    const SPEEDS: Speeds = Speeds { slowest: 1.0, fastest: 1_000.0, unit: "steps per second" };
    const STEP_SIZES: &'static [&'static str] = &["one step", "100 steps"];

    fn context<'a>(&'a self, access: DrawAccess<'a, Self>) -> WalkContext<'a> {
        WalkContext { snapshot: access.snapshot, asks: access.asks, shared: access.shared }
    }

    fn answer(&mut self, ask: Ask, access: &mut EngineAccess<'_, Self>) -> Result<(), String> {
        access.send(ask);
        Ok(())
    }

    fn control(&mut self, control: Control, access: &mut EngineAccess<'_, Self>) {
        access.shared.cursor = None;
        access.send(match control {
            Control::Reset => Command::Reset(access.session.view().seed),
            Control::Play => Command::Run,
            Control::Pause => Command::Pause,
            Control::Step(place) => Command::Step(if place == 0 { 1 } else { 100 }),
            Control::Seed(seed) => Command::Reset(Seed(seed)),
        });
    }

    fn seed(view: &WalkView) -> Seed {
        view.seed
    }

    fn timeline_ui(&self, ui: &mut egui::Ui, access: DrawAccess<'_, Self>) {
        let recorded = access.snapshot.view.path.len() - 1;
        let cursor = access.shared.cursor.unwrap_or(recorded).min(recorded);
        let (readout, live) = (&format!("step {cursor}"), access.shared.cursor.is_none());
        let (name, cursor, recorded) = ("timeline", cursor as f64, recorded as f64);
        let timeline = Timeline { name, cursor, recorded, step: 1.0, live, readout, note: "", marks: &[], axis: None };
        match timeline.show(ui) {
            Some(TimelineChange::Cursor(at)) => access.shared.cursor = Some(at as usize),
            Some(TimelineChange::Live) => access.shared.cursor = None,
            None => {}
        }
    }

    fn model_line(view: &WalkView) -> String {
        format!("a walk of {LENGTH} steps, seed {}", view.seed.0)
    }
}

/// It has no files.
impl glassbox::ui::chassis::LabFiling for WalkParts {}

pub const PLAN: Plan<WalkPanels> = Plan {
    presented: &["path"],
    name: LabName { id: "walk", title: "Walk", what: "a walker on a line" },
    panels: || vec![Box::new(PathPanel)],
    layout: |draft, _room, _scale| draft.centre(),
};

/// The rail. In Glassbox itself this is a line in `src/ui/labs/list.rs`.
pub static LABS: [LabKind; 1] = [LabKind {
    name: PLAN.name,
    start: |wake, seed| {
        let session = LiveSession::start(PLAN.name.id, &seed, wake)?;
        Ok(Box::new(Chassis::new(PLAN, WalkParts, Some(session), Shared::default(), 100.0)))
    },
    claims: |_| false,
    takes: &[],
    rehearsal: || Ok(vec![Step::Control(Control::Play), Step::Wait]),
}];

fn main() -> Result<(), String> {
    launch::open_with(Startup::default(), &LABS)
}
