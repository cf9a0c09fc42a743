//! A training as a session: one step is one update.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, Session, SessionError};
use crate::engine::rbm::command::{ChainStart, SettingNames, TrainCmd};
use crate::engine::rbm::config::TrainConfig;
use crate::engine::rbm::diagnostics_session::MODES;
use crate::engine::rbm::event::{Event, Happening};
use crate::engine::rbm::findings::{Findings, MOST_MEASUREMENTS};
use crate::engine::rbm::measure::{Measurer, Measuring};
use crate::engine::rbm::measurement::Measurement;
use crate::engine::rbm::plan::{is_measured, is_small, measured_parts};
use crate::engine::rbm::view::{CHAINS_SHOWN, MeasuredModes, Stage, TrainView};
use crate::physics::rbm::{Checkpoint, Explained, RbmError, Trainer, TrainerSetup, TrainingSettings};
use crate::physics::spectrum::{align, modes};
use crate::physics::stop::{NEVER, Stop};

/// What is still to be done of an update.
struct Ending {
    measuring: Measuring,
    /// Events before the update.
    happened: usize,
}

/// A training run.
pub struct Train {
    config: Arc<TrainConfig>,
    trainer: Trainer,
    measurer: Measurer,
    /// The end of an update: made, but not measured yet.
    ending: Option<Ending>,
    findings: Findings,
    /// The modes at the last measurement, where they take no time.
    modes: Option<Arc<MeasuredModes>>,
    stage: Stage,
    last_update: u64,
    planned: Vec<u64>,
    /// Measurements in the time that the updates double.
    parts: u64,
    stop_at_events: bool,
    checkpoints: Arc<Vec<Arc<Checkpoint>>>,
    explained: Option<Arc<Explained>>,
}

impl Train {
    /// Checkpoints so far, by rising update: what is to be stored.
    pub fn checkpoints(&self) -> &Arc<Vec<Arc<Checkpoint>>> {
        &self.checkpoints
    }

    /// What happened so far.
    pub fn events(&self) -> &[Event] {
        &self.findings.events
    }

    /// Updates done.
    pub fn updates(&self) -> u64 {
        self.trainer.updates()
    }

    /// What the run is doing.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// A training that is measured by rows that were chosen already.
    pub(super) fn measured_by(config: &TrainConfig, measurer: Measurer) -> Result<Self, SessionError> {
        let trainer = begin(config).map_err(SessionError::new)?;
        let before = config.before.as_ref().map(|past| past.trajectory.checkpoints.clone()).unwrap_or_default();
        let begins = before.is_empty();
        let last_update = config.updates.max(trainer.updates());
        let mut session = Self {
            measurer,
            ending: None,
            config: Arc::new(config.clone()),
            findings: Findings::default(),
            modes: None,
            stage: Stage::Training,
            last_update,
            planned: config.checkpoints.updates(last_update),
            parts: measured_parts(trainer.rbm()),
            stop_at_events: false,
            checkpoints: Arc::new(before),
            explained: None,
            trainer,
        };
        session.stage = session.ready();
        if begins {
            session.keep();
            if config.measured {
                session.measure(true);
            }
        }
        Ok(session)
    }

    /// What was measured of the run since it was opened.
    pub(super) const fn findings(&self) -> &Findings {
        &self.findings
    }

    /// Goes on from what was found in the past of the run.
    pub(super) fn follow(&mut self, past: &Findings) {
        self.findings = past.followed_by(&self.findings);
        // A run that is taken up where it was halted stands there still.
        if let Some(halted) = self.findings.halted() {
            self.stage = halted;
        }
    }

    /// Measures the present moment.
    fn measure(&mut self, thorough: bool) {
        if let Some(measurement) = self.begin_measuring(thorough).advance(NEVER) {
            self.take(measurement);
        }
    }

    fn begin_measuring(&self, thorough: bool) -> Measuring {
        let rbm = Arc::new(self.trainer.rbm().clone());
        self.measurer.begin(self.trainer.updates(), &rbm, None, self.trainer.chain_correlation(), thorough)
    }

    /// Takes up what was measured of the present moment.
    fn take(&mut self, measurement: Measurement) {
        let update = measurement.update;
        self.findings.take(Arc::new(measurement));
        if is_small(self.trainer.rbm()) {
            // A machine whose numbers are not finite has no modes; its run says so.
            let mut found = modes(self.trainer.rbm(), MODES).unwrap_or_default();
            align(&mut found, self.modes.as_ref().map_or(&[], |before| &before.modes));
            self.modes = Some(Arc::new(MeasuredModes { update, modes: found.into() }));
        }
    }

    /// Keeps the present moment; of two at one update the later one, whose settings and chains are those in force.
    fn keep(&mut self) {
        let now = Checkpoint {
            update: self.trainer.updates(),
            rbm: Arc::new(self.trainer.rbm().clone()),
            chains: Some(Arc::new(self.trainer.chains())),
            settings: Some(*self.trainer.settings()),
            seconds: None,
        };
        let last = self.checkpoints.last();
        if last.is_some_and(|last| last.update == now.update) {
            let same = |last: &Arc<Checkpoint>| last.settings == now.settings && last.chains == now.chains;
            if last.is_some_and(same) {
                return;
            }
            Arc::make_mut(&mut self.checkpoints).pop();
        }
        Arc::make_mut(&mut self.checkpoints).push(Arc::new(now));
    }

    fn note(&mut self, happening: Happening) {
        let update = self.trainer.updates();
        self.findings.insert(Event { update, happening });
    }

    /// The end of the run: measured and kept whatever was planned.
    fn complete(&mut self) {
        if self.config.measured {
            self.measure(true);
        }
        self.keep();
        self.stage = Stage::Complete;
    }

    /// One update with what belongs to it, or what of it can be done before `stop`.
    fn train(&mut self, stop: Stop<'_>) -> Flow {
        let happened = self.findings.events.len();
        match self.trainer.update_unless(stop) {
            Ok(true) => {}
            Ok(false) => return Flow::Unfinished,
            Err(halt) => {
                let sentence = halt.to_string();
                self.note(Happening::Halted(sentence.clone()));
                self.keep();
                self.stage = Stage::Halted(sentence);
                return Flow::Done;
            }
        }
        let thorough = self.is_last() || self.is_planned();
        if self.config.measured && (thorough || is_measured(self.trainer.updates(), self.parts)) {
            self.ending = Some(Ending { measuring: self.begin_measuring(thorough), happened });
            return self.end(stop);
        }
        self.ended(happened)
    }

    /// Measures the update that was made, as far as it comes before `stop`.
    fn end(&mut self, stop: Stop<'_>) -> Flow {
        let Some(ending) = &mut self.ending else { return Flow::Continue };
        let happened = ending.happened;
        let Some(measurement) = ending.measuring.advance(stop) else { return Flow::Unfinished };
        self.ending = None;
        self.take(measurement);
        self.ended(happened)
    }

    /// The update is made and measured, after so many events.
    fn ended(&mut self, happened: usize) -> Flow {
        let complete = self.is_last();
        if complete || self.is_planned() {
            self.keep();
        }
        if complete {
            self.stage = Stage::Complete;
        }
        let stops = complete || (self.stop_at_events && self.findings.events.len() > happened);
        if stops { Flow::Done } else { Flow::Continue }
    }

    fn is_last(&self) -> bool {
        self.trainer.updates() >= self.last_update
    }

    fn is_planned(&self) -> bool {
        self.planned.binary_search(&self.trainer.updates()).is_ok()
    }

    /// Whether there are updates to come.
    fn ready(&self) -> Stage {
        if self.is_last() { Stage::Complete } else { Stage::Training }
    }

    fn set(&mut self, change: impl FnOnce(&mut TrainingSettings), sentence: String) -> Result<(), SessionError> {
        let mut settings = *self.trainer.settings();
        change(&mut settings);
        if settings == *self.trainer.settings() {
            return Ok(());
        }
        self.trainer.set(settings).map_err(SessionError::new)?;
        // What stopped the run may be mended by this.
        if matches!(self.stage, Stage::Halted(_)) {
            self.stage = Stage::Training;
        }
        self.findings.set(self.trainer.updates(), sentence);
        Ok(())
    }

    fn restart_chains(&mut self, start: ChainStart) -> Result<(), SessionError> {
        let trainer = &mut self.trainer;
        let update = trainer.updates();
        match (start, self.measurer.some_rows(trainer.settings().chains, update)) {
            (ChainStart::Data, Some(rows)) => trainer.restart_chains(&rows).map_err(SessionError::new)?,
            _ => trainer.restart_chains_at_noise(),
        }
        let place = if start == ChainStart::Data { "data" } else { "noise" };
        self.note(Happening::Setting(format!("chains restarted at {place}")));
        Ok(())
    }

    fn extend(&mut self, update: u64) -> Result<(), SessionError> {
        let now = self.trainer.updates();
        if update < now {
            return Err(SessionError::new(format!("the end is update {update}; {now} updates are done already")));
        }
        self.last_update = update;
        self.planned = self.config.checkpoints.updates(update);
        if matches!(self.stage, Stage::Training | Stage::Complete) {
            self.stage = self.ready();
        }
        if self.stage == Stage::Complete {
            self.complete();
        }
        Ok(())
    }
}

/// The trainer of a run that begins, or goes on from the last checkpoint.
fn begin(config: &TrainConfig) -> Result<Trainer, RbmError> {
    let Some(data) = &config.data else {
        return Err(RbmError::Data("there is nothing to learn from: a training needs data".to_owned()));
    };
    let reweighted = data.reference.reweighted;
    match config.before.as_ref().and_then(|past| past.trajectory.last()) {
        Some(last) => {
            let settings = last.settings.unwrap_or(config.settings);
            Trainer::resume(&data.rows, reweighted, last, settings, config.seed)
        }
        None => Trainer::new(
            &data.rows,
            &TrainerSetup {
                visible: config.visible,
                hidden: config.hidden,
                hidden_units: config.hidden_units,
                settings: config.settings,
                initial_spread: config.initial_spread,
                reweighted,
                seed: config.seed,
            },
        ),
    }
}

impl Job for Train {
    type Config = TrainConfig;
    type View = TrainView;

    fn new(config: &TrainConfig) -> Result<Self, SessionError> {
        Self::measured_by(config, Measurer::new(config))
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        match self.stage {
            _ if self.under_way() => self.end(stop),
            Stage::Training => self.train(stop),
            Stage::Complete | Stage::Halted(_) => Flow::Done,
        }
    }

    fn under_way(&self) -> bool {
        self.ending.is_some()
    }

    fn view(&self) -> TrainView {
        TrainView {
            config: Arc::clone(&self.config),
            settings: *self.trainer.settings(),
            stage: self.stage.clone(),
            measuring: None,
            update: self.trainer.updates(),
            last_update: self.last_update,
            epoch: self.trainer.epoch(),
            rbm: Arc::new(self.trainer.rbm().clone()),
            chains: Arc::new(self.trainer.first_chains(CHAINS_SHOWN)),
            rows: self.measurer.rows().cloned(),
            measurements: Arc::clone(&self.findings.measurements),
            modes: self.modes.clone(),
            checkpoints: Arc::clone(&self.checkpoints),
            events: Arc::clone(&self.findings.events),
            explained: self.explained.clone(),
            stops_at_events: self.stop_at_events,
        }
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.trainer.updates(), total: self.last_update })
    }
}

impl Session for Train {
    type Cmd = TrainCmd;

    fn apply(&mut self, cmd: TrainCmd) -> Result<(), SessionError> {
        let SettingNames { learning_rate, gibbs_steps, l1, l2 } = TrainCmd::NAMES;
        match cmd {
            TrainCmd::LearningRate(rate) => self.set(|s| s.learning_rate = rate, format!("{learning_rate} → {rate}")),
            TrainCmd::Decay(decay) => self.set(|s| s.decay = decay, format!("decay → {decay}")),
            TrainCmd::GibbsSteps(steps) => self.set(|s| s.gibbs_steps = steps, format!("{gibbs_steps} → {steps}")),
            TrainCmd::L1(strength) => self.set(|s| s.l1 = strength, format!("{l1} → {strength}")),
            TrainCmd::L2(strength) => self.set(|s| s.l2 = strength, format!("{l2} → {strength}")),
            TrainCmd::LargestNorm(norm) => {
                let sentence = norm.map_or("clipping off".to_owned(), |norm| format!("clipping at {norm}"));
                self.set(|s| s.largest_norm = norm, sentence)
            }
            TrainCmd::RestartChains(start) => self.restart_chains(start),
            TrainCmd::Extend(update) => self.extend(update),
            TrainCmd::StopAtEvents(stop) => {
                self.stop_at_events = stop;
                Ok(())
            }
            TrainCmd::Explain(unit) => {
                let explained = self.trainer.explain(unit).map_err(SessionError::new)?;
                self.explained = Some(Arc::new(explained));
                Ok(())
            }
            TrainCmd::Keep => {
                if self.findings.measurements.len() >= MOST_MEASUREMENTS {
                    return Err(SessionError::new(format!(
                        "{MOST_MEASUREMENTS} moments are kept already, which is all"
                    )));
                }
                if self.config.measured {
                    self.measure(true);
                }
                self.keep();
                Ok(())
            }
        }
    }
}
