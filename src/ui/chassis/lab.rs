//! A lab: its parts on the chassis.

use crate::engine::core::session::Pace;
use crate::ui::chassis::bench::Bench;
use crate::ui::chassis::keys;
use crate::ui::chassis::parts::{Hands, LabParts, Lent, PanelList, Plan};
use crate::ui::chassis::step::{Control, Step};
use crate::ui::lab::{Lab, LayoutChange, Status};
use crate::ui::panes::{Panes, column_ui, panes_ui, saved};
use crate::ui::shell::Shell;
use crate::ui::widgets::{TransportAction, TransportState, transport_ui};
use crate::ui::workspace::Offer;

/// How narrow and how wide the left column can be dragged.
const LEFT: [f32; 2] = [210.0, 420.0];
/// What a model that failed says in the place of Play.
const FAILED: &str = "The model stopped by an error of its own; Reset starts it again";

/// A lab.
pub struct Chassis<P: LabParts> {
    parts: P,
    plan: Plan<P::Panels>,
    bench: Option<Bench<P::Session>>,
    left: PanelList<P::Panels>,
    panels: PanelList<P::Panels>,
    panes: Panes,
    shared: P::Shared,
    asks: Vec<P::Ask>,
    speed: f64,
    /// The place of the step size in its menu.
    step: usize,
}

impl<P: LabParts> Chassis<P> {
    /// A lab of these parts, shown at `speed` until the person chooses another. Without a bench it waits for that of
    /// [`LabParts::arrived`].
    pub fn new(
        plan: Plan<P::Panels>,
        parts: P,
        bench: Option<Bench<P::Session>>,
        shared: P::Shared,
        speed: f64,
    ) -> Self {
        Self {
            parts,
            bench,
            left: (plan.left)(),
            panels: (plan.panels)(),
            panes: Panes::new(plan.arrangement),
            shared,
            asks: Vec::new(),
            speed,
            step: 0,
            plan,
        }
    }

    /// The model and what works on it; nothing where there is no engine yet.
    fn with_hands<T>(&mut self, shell: &mut Shell, work: impl FnOnce(&mut P, &mut Hands<'_, P>) -> T) -> Option<T> {
        let Self { parts, bench, shared, .. } = self;
        bench.as_mut().map(|bench| work(parts, &mut Hands { bench, shared, shell }))
    }

    /// The parts and what is lent to whoever draws from them; then what was asked for is carried out.
    fn with_lent(&mut self, shell: &mut Shell, work: impl FnOnce(&mut P, Lent<'_, P>)) {
        let Self { parts, bench, shared, asks, .. } = self;
        if let Some(bench) = bench {
            work(parts, Lent { snapshot: bench.snapshot(), asks, shared, shell });
        }
        self.drain(shell);
    }

    fn drain(&mut self, shell: &mut Shell) {
        for ask in std::mem::take(&mut self.asks) {
            self.carry_out(ask, shell);
        }
    }

    fn carry_out(&mut self, ask: P::Ask, shell: &mut Shell) {
        if let Some(Err(sentence)) = self.with_hands(shell, |parts, hands| parts.answer(ask, hands)) {
            shell.say(sentence);
        }
    }

    fn act(&mut self, action: TransportAction, shell: &mut Shell) {
        let control = match action {
            TransportAction::Reset => Control::Reset,
            TransportAction::Play => Control::Play,
            TransportAction::Pause => Control::Pause,
            TransportAction::Step => Control::Step(self.step),
            TransportAction::Seed(seed) => Control::Seed(seed),
            TransportAction::NewSeed => match &self.bench {
                Some(bench) => Control::Seed(P::seed(bench.view()).next().0),
                None => return,
            },
            TransportAction::StepSize(place) => return self.step = place,
            TransportAction::Speed(speed) => return self.speed = speed,
            // The list of keys belongs to the frame.
            TransportAction::Keys => return,
        };
        self.with_hands(shell, |parts, hands| parts.control(control, hands));
    }

    fn read_keys(&mut self, ctx: &egui::Context, shell: &mut Shell) {
        let Some(running) = self.bench.as_ref().map(|bench| bench.snapshot().running) else { return };
        if self.parts.is_covered() {
            return;
        }
        let mut actions = Vec::new();
        let Self { parts, bench, shared, asks, .. } = self;
        if let Some(bench) = bench {
            parts.keys(ctx, Lent { snapshot: bench.snapshot(), asks, shared, shell });
            actions = keys::read(ctx, running);
        }
        for action in actions {
            self.act(action, shell);
        }
        self.drain(shell);
    }
}

impl<P: LabParts> Lab for Chassis<P> {
    fn logic(&mut self, ctx: &egui::Context, has_keyboard: bool, shell: &mut Shell) {
        if self.bench.is_none() {
            self.bench = self.parts.arrived(shell);
        }
        if let Some(bench) = &mut self.bench {
            bench.fetch(shell);
        }
        self.with_hands(shell, |parts, hands| parts.fetch(ctx, hands));
        if let Some(bench) = &mut self.bench {
            let steps = P::steps_per_unit(bench.view());
            bench.keep_pace(steps.map_or(Pace::Unlimited, |steps| P::SPEEDS.pace(self.speed, steps)));
        }
        if has_keyboard {
            self.read_keys(ctx, shell);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) {
        self.with_hands(shell, |parts, hands| parts.prepare(ui.ctx(), hands));
        let Self { parts, plan, bench, left, panels, panes, shared, asks, .. } = self;
        let Some(bench) = bench else { return parts.empty_ui(ui, shell) };
        let snapshot = bench.snapshot();
        let mut context = parts.context(Lent { snapshot, asks, shared, shell });
        column_ui(ui, plan.name.id, [P::LEFT_WIDTH, LEFT[0], LEFT[1]], left, &mut context);
        egui::CentralPanel::no_frame().show(ui, |ui| panes_ui(ui, panes, panels, &mut context));
        drop(context);
        self.with_lent(shell, |parts, lent| parts.overlay(ui.ctx(), lent));
    }

    fn transport_ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) -> bool {
        let Some(bench) = &self.bench else { return false };
        let snapshot = bench.snapshot();
        let state = TransportState {
            running: snapshot.running,
            blocked: if snapshot.failed { Some(FAILED) } else { P::blocked(&snapshot.view) },
            step_sizes: P::STEP_SIZES,
            step_size: self.step,
            speed: self.speed,
            speed_range: (P::SPEEDS.slowest, P::SPEEDS.fastest),
            speed_text: &P::SPEEDS.text(self.speed),
            seed: P::seed(&snapshot.view).0,
        };
        let actions = transport_ui(ui, &state);
        let asks_for_keys = actions.contains(&TransportAction::Keys);
        for action in actions {
            self.act(action, shell);
        }
        asks_for_keys
    }

    fn timeline_ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) {
        self.with_lent(shell, |parts, lent| parts.timeline_ui(ui, lent));
    }

    fn status(&self) -> Status {
        let bench = self.bench.as_ref();
        Status {
            hint: bench.map_or_else(String::new, |bench| P::hint(bench.snapshot(), &self.shared)),
            model_line: bench.map_or_else(String::new, |bench| P::model_line(bench.view())),
            shortcuts: keys::shortcuts(P::RESET).into_iter().chain(self.parts.shortcuts()).collect(),
            busy: bench.is_some_and(Bench::busy) || self.parts.busy(bench, &self.shared),
        }
    }

    fn accept(&mut self, offer: Offer, shell: &mut Shell) {
        if let Err(sentence) = self.parts.accept(offer, self.bench.as_ref(), shell) {
            shell.say(sentence);
        }
    }

    fn layout(&mut self, change: LayoutChange<'_>) -> Option<String> {
        match change {
            LayoutChange::Save => return saved::save(&self.panes, &self.shared),
            LayoutChange::Restore(text) => {
                let known: Vec<&str> = self.panels.iter().map(|panel| panel.id()).collect();
                if let Some(shared) = saved::restore(&mut self.panes, text, &known) {
                    self.shared = shared;
                    self.parts.restored(&mut self.shared);
                }
            }
            LayoutChange::Reset => self.panes.reset(),
        }
        None
    }

    fn perform(&mut self, step: Step, shell: &mut Shell) -> Result<(), String> {
        match step.decoded::<P::Ask>()? {
            Step::Ask(ask) => self.carry_out(ask, shell),
            Step::Control(control) => {
                self.with_hands(shell, |parts, hands| parts.control(control, hands));
            }
            Step::Wait | Step::Moment(_) => {}
        }
        Ok(())
    }
}
