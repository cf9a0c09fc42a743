//! A lab: its parts on the chassis.

use std::path::PathBuf;

use crate::engine::core::session::Pace;
use crate::ui::chassis::edits::{self, Edits};
use crate::ui::chassis::filing::LabFiling;
use crate::ui::chassis::held::Held;
use crate::ui::chassis::keys;
use crate::ui::chassis::live_session::LiveSession;
use crate::ui::chassis::parts::{DrawAccess, EngineAccess, LabParts, Plan};
use crate::ui::chassis::step::Step;
use crate::ui::files::{FileKind, Filing, LabFiles, Loss, SaveTo};
use crate::ui::lab::{Lab, LayoutChange, PanelInfo, Reading, Replayed, Status};
use crate::ui::panes::{Panes, column, column_ui, drawer_ui, enlarged_ui, focused_ui, panes_ui, presented_ui, saved};
use crate::ui::shell::Shell;
use crate::ui::shortcuts::Shortcut;
use crate::ui::widgets::{TransportAction, TransportState, transport_ui};
use crate::ui::workspace::{Offer, OfferKind};

/// What a model that failed says in the place of Play.
const FAILED: &str = "The model stopped by an error of its own; Reset starts it again";

pub struct Chassis<P: LabParts> {
    pub(super) plan: Plan<P::Panels>,
    pub(super) parts: P,
    pub(super) session: Option<LiveSession<P::Session>>,
    pub(super) panes: Panes<P::Panels>,
    pub(super) shared: P::Shared,
    pub(super) asks: Vec<P::Ask>,
    pub(super) speed: f64,
    /// The place of the step size in its menu.
    pub(super) step: usize,
    /// The part of a step that a film has still to make.
    pub(super) owed: f64,
    /// What a session file held of it, until there is an engine, and until that has done all of it again.
    pub(super) held: Option<Held>,
    pub(super) edits: Edits<P::Edited>,
}

impl<P: LabParts> Chassis<P> {
    /// A lab of these parts, shown at `speed` until the person chooses another. Without a session it waits for that of
    /// [`LabParts::arrived`].
    pub fn new(
        plan: Plan<P::Panels>,
        parts: P,
        session: Option<LiveSession<P::Session>>,
        shared: P::Shared,
        speed: f64,
    ) -> Self {
        Self {
            plan,
            parts,
            session,
            panes: Panes::new(plan.name.id, plan.layout, (plan.panels)(), P::LEFT_WIDTH),
            shared,
            asks: Vec::new(),
            speed,
            step: 0,
            owed: 0.0,
            held: None,
            edits: Edits::default(),
        }
    }

    /// The model and what works on it; nothing where there is no engine yet.
    pub(super) fn with_engine<T>(
        &mut self,
        shell: &mut Shell,
        work: impl FnOnce(&mut P, &mut EngineAccess<'_, P>) -> T,
    ) -> Option<T> {
        let Self { parts, session, shared, .. } = self;
        session.as_mut().map(|session| work(parts, &mut EngineAccess { session, shared, shell }))
    }

    /// Lets the parts draw, then carries out what was asked for.
    pub(super) fn with_panels(&mut self, shell: &mut Shell, work: impl FnOnce(&mut P, DrawAccess<'_, P>)) {
        let Self { parts, session, shared, asks, .. } = self;
        if let Some(session) = session {
            work(parts, DrawAccess { snapshot: session.snapshot(), asks, shared, shell });
        }
        self.drain(shell);
    }

    fn drain(&mut self, shell: &mut Shell) {
        for ask in std::mem::take(&mut self.asks) {
            self.carry_out(ask, shell);
        }
    }

    fn carry_out(&mut self, ask: P::Ask, shell: &mut Shell) {
        if let Some(Err(sentence)) = self.with_engine(shell, |parts, access| parts.answer(ask, access)) {
            shell.say(sentence);
        }
    }

    fn read_keys(&mut self, ctx: &egui::Context, shell: &mut Shell) {
        let Some(running) = self.session.as_ref().map(|session| session.snapshot().running) else { return };
        if self.parts.is_covered() || column::escape(ctx, &mut self.panes) {
            return;
        }
        let mut actions = Vec::new();
        let Self { parts, session, shared, asks, .. } = self;
        if let Some(session) = session {
            parts.keys(ctx, DrawAccess { snapshot: session.snapshot(), asks, shared, shell });
            actions = keys::read(ctx, running);
        }
        for action in actions {
            self.act(action, shell);
        }
        self.drain(shell);
        self.read_undo(ctx, shell);
    }
}

impl<P: LabFiling> Lab for Chassis<P> {
    fn logic(&mut self, ctx: &egui::Context, has_keyboard: bool, shell: &mut Shell) {
        if self.session.is_none() {
            self.session = self.parts.arrived(shell);
        }
        if let Some(session) = &mut self.session {
            session.fetch(shell);
        }
        self.with_engine(shell, |parts, access| parts.fetch(ctx, access));
        let stands = |session: &LiveSession<P::Session>| session.answers_all() && !session.snapshot().running;
        // A run is there at once; a recording is when all of it was done again.
        if self
            .session
            .as_ref()
            .is_some_and(|session| self.held.as_ref().is_some_and(|held| held.run.is_some() || stands(session)))
        {
            self.held = None;
        }
        if let Some(session) = &mut self.session {
            let steps = P::steps_per_unit(session.view());
            session.keep_pace(steps.map_or(Pace::Unlimited, |steps| P::SPEEDS.pace(self.speed, steps)));
        }
        self.follow_edits(ctx, shell);
        if has_keyboard {
            self.read_keys(ctx, shell);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) {
        self.with_engine(shell, |parts, access| parts.prepare(ui.ctx(), access));
        self.tries_ui(ui, false, shell);
        let Self { plan, parts, session, panes, shared, asks, .. } = self;
        let Some(session) = session else { return parts.empty_ui(ui, shell) };
        let (presenting, focus) = (shell.presenting, shell.focus.clone());
        let snapshot = session.snapshot();
        let mut context = parts.context(DrawAccess { snapshot, asks, shared, shell });
        if enlarged_ui(ui, panes, &mut context) {
            // The others wait.
        } else if let Some(focus) = &focus {
            focused_ui(ui, panes, (&focus.panels, focus.watched.as_deref()), &mut context);
        } else if presenting {
            presented_ui(ui, panes, plan.presented, &mut context);
        } else {
            column_ui(ui, panes, &mut context);
            egui::CentralPanel::no_frame().show(ui, |ui| {
                panes_ui(ui, panes, &mut context);
                drawer_ui(ui, panes, &mut context);
            });
        }
        drop(context);
        self.with_panels(shell, |parts, access| parts.overlay(ui.ctx(), access));
    }

    fn transport_ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) -> bool {
        let Some(session) = &self.session else { return false };
        let snapshot = session.snapshot();
        let state = TransportState {
            running: snapshot.running,
            blocked: if snapshot.failed { Some(FAILED) } else { shell.unplayable.or(P::blocked(&snapshot.view)) },
            step_sizes: P::STEP_SIZES,
            step_size: self.step,
            speed: self.speed,
            speed_range: (P::SPEEDS.slowest, P::SPEEDS.fastest),
            speed_text: &P::SPEEDS.text(self.speed),
            speed_short: &P::SPEEDS.short(self.speed),
            speed_widest: &P::SPEEDS.widest(),
            seed: P::seed(&snapshot.view).0,
            reset_tip: &keys::RESET.tip(ui.ctx(), "Begins the same run again, with the same seed"),
        };
        let actions = transport_ui(ui, &state);
        let asks_for_keys = actions.contains(&TransportAction::Keys);
        for action in actions {
            self.act(action, shell);
        }
        asks_for_keys
    }

    fn timeline_ui(&mut self, ui: &mut egui::Ui, shell: &mut Shell) {
        self.tries_ui(ui, true, shell);
        self.with_panels(shell, |parts, access| parts.timeline_ui(ui, access));
    }

    fn status(&self) -> Status {
        let session = self.session.as_ref();
        let edits = P::EDITS.map(|what| Shortcut::new(edits::KEYS, what));
        Status {
            hint: session.map_or_else(String::new, |session| P::hint(session.snapshot(), &self.shared)),
            model_line: session.map_or_else(String::new, |session| P::model_line(session.view())),
            seed: session.map(|session| P::seed(session.view())),
            shortcuts: keys::shortcuts(P::RESET).into_iter().chain(edits).chain(self.parts.shortcuts()).collect(),
            busy: session.is_some_and(LiveSession::busy) || self.parts.busy(session, &self.shared),
        }
    }

    fn panels(&self) -> Vec<&'static PanelInfo> {
        self.panes.infos().collect()
    }

    fn accept(&mut self, offer: Offer, shell: &mut Shell) {
        if let Offer::File(path) = &offer
            && let Some(kind) = P::FILES.opens.filter(|_| self.session.is_some())
            && let Some(ask) = P::reads(kind, path.clone())
        {
            return self.carry_out(ask, shell);
        }
        if let Err(sentence) = self.parts.accept(offer, self.session.as_ref(), shell) {
            shell.say(sentence);
        }
    }

    fn files(&self) -> LabFiles {
        P::FILES
    }

    fn filing(&self, shell: &Shell) -> Filing {
        self.session.as_ref().map_or_else(Filing::default, |session| self.parts.filing(session, shell))
    }

    fn loss(&self, shell: &Shell) -> Option<Loss> {
        self.session.as_ref().and_then(|session| self.parts.loss(session, shell))
    }

    fn reopen(&mut self, run: &str, shell: &mut Shell) {
        if let Some(ask) = P::reopens(run) {
            self.carry_out(ask, shell);
        }
    }

    fn read_file(&mut self, kind: FileKind, path: PathBuf, shell: &mut Shell) {
        match P::reads(kind, path.clone()) {
            Some(ask) if self.session.is_some() => self.carry_out(ask, shell),
            _ => self.accept(Offer::File(path), shell),
        }
    }

    fn write_file(&mut self, kind: FileKind, to: SaveTo, shell: &mut Shell) {
        let ask = self.session.is_some().then(|| self.parts.writes(kind, to)).flatten();
        match ask {
            Some(ask) => self.carry_out(ask, shell),
            None => shell.say("There is nothing to be written yet."),
        }
    }

    fn offers(&self, shell: &Shell) -> Vec<OfferKind> {
        let kinds = self.session.as_ref().map_or_else(Vec::new, |session| self.parts.offers(session.view()));
        kinds.into_iter().filter(|&kind| !shell.workspace.takers(kind).is_empty()).collect()
    }

    fn offer(&self, kind: OfferKind) -> Option<Offer> {
        self.session.as_ref().and_then(|session| self.parts.offer(kind, session.view()))
    }

    fn layout(&mut self, change: LayoutChange<'_>) -> Option<String> {
        match change {
            LayoutChange::Save => return saved::save(&self.panes, &self.shared),
            LayoutChange::Restore(text) => {
                if let Some(shared) = saved::restore(&mut self.panes, text) {
                    self.shared = shared;
                    self.edits.settle();
                    self.parts.restored(&mut self.shared);
                }
            }
            LayoutChange::Reset => self.panes.reset(),
        }
        None
    }

    fn work(&mut self, shell: &mut Shell) -> Option<String> {
        match &self.session {
            Some(session) => self.parts.work(session, shell),
            None => self.parts.waiting_work(),
        }
    }

    fn take_up(&mut self, work: &str, shell: &mut Shell) {
        self.edits.settle();
        let taken = self.with_engine(shell, |parts, access| parts.take_up(work, access));
        if let Err(sentence) = taken.unwrap_or_else(|| self.parts.take_up_later(work)) {
            let lab = self.plan.name.title;
            shell.say(format!("What was done in {lab} last time could not be taken up: {sentence}."));
        }
    }

    fn before_holding(&mut self, shell: &mut Shell) {
        if let Some(session) = &self.session {
            self.parts.before_holding(session, shell);
        }
    }

    fn hold(&self, shell: &Shell) -> Held {
        match &self.session {
            Some(session) => self.parts.hold(session, &self.shared, shell),
            None => self.held.clone().unwrap_or_default(),
        }
    }

    fn take_up_held(&mut self, held: Held, shell: &mut Shell) {
        if held.work.is_null() {
            return;
        }
        match self.parts.take_up_held(&held, self.session.as_ref(), shell) {
            Ok(()) => {
                self.held = Some(held);
                self.edits.settle();
            }
            Err(sentence) => {
                let lab = self.plan.name.title;
                shell.say(format!("What the session holds of {lab} was left out: {sentence}."));
            }
        }
    }

    fn moment(&self) -> [u64; 3] {
        self.session.as_ref().map_or([0; 3], |session| self.parts.moment(session, &self.shared))
    }

    fn answers_all(&self) -> bool {
        self.session.as_ref().is_none_or(LiveSession::answers_all)
    }

    fn settled(&self) -> bool {
        self.held.is_none() && self.answers_all()
    }

    fn replayed(&self) -> Option<Replayed> {
        self.replayed_so_far()
    }

    fn stop_replaying(&mut self, shell: &mut Shell) {
        self.leave_replay(shell);
    }

    fn replay_seconds(&self) -> f64 {
        self.session.as_ref().map_or(0.0, LiveSession::seconds_at_work)
    }

    fn close(&mut self, shell: &mut Shell) {
        let Self { parts, session: Some(session), .. } = self else { return };
        parts.before_closing(session, shell);
        session.settle(shell);
        parts.close(session, shell);
    }

    fn readings(&self) -> Vec<Reading> {
        self.session.as_ref().map_or_else(Vec::new, |session| self.parts.readings(session.view(), &self.shared))
    }

    fn knows(&self, step: Step) -> Result<(), String> {
        let known = |id: &str| self.panes.infos().any(|info| info.id == id);
        match step.decoded::<P::Ask>()? {
            Step::Show(panel) | Step::Enlarge(panel) if !known(&panel) => Err(format!("there is no panel “{panel}”")),
            _ => Ok(()),
        }
    }

    fn perform(&mut self, step: Step, shell: &mut Shell) -> Result<(), String> {
        match step.decoded::<P::Ask>()? {
            Step::Ask(ask) => self.carry_out(ask, shell),
            Step::Control(control) => {
                self.with_engine(shell, |parts, access| parts.control(control, access));
            }
            Step::Show(panel) => self.panes.show(&panel),
            Step::Enlarge(panel) => self.panes.enlarge(panel),
            Step::Wait | Step::Moment(_) => {}
        }
        Ok(())
    }

    fn play_for(&mut self, seconds: f64, shell: &mut Shell) {
        self.play_on(seconds, shell);
    }

    fn speed(&mut self, other: Option<f64>) -> f64 {
        if let Some(speed) = other {
            self.speed = speed.clamp(P::SPEEDS.slowest, P::SPEEDS.fastest);
        }
        self.speed
    }
}
