//! A training as a session: one step is one update, or the measurement of one checkpoint that was there before.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, Session, SessionError};
use crate::engine::rbm::command::{ChainStart, TrainCmd};
use crate::engine::rbm::config::TrainConfig;
use crate::engine::rbm::event::{Event, Happening, Watch};
use crate::engine::rbm::learner::Learner;
use crate::engine::rbm::measure::Measurer;
use crate::engine::rbm::measurement::Measurement;
use crate::engine::rbm::plan::{is_measured, measured_parts};
use crate::engine::rbm::view::{CHAINS_SHOWN, Stage, TrainView};
use crate::physics::rbm::{Checkpoint, Explained, RbmError, TrainingSettings};

/// Measurements that are kept; beyond, every second one goes.
const MOST_MEASUREMENTS: usize = 4000;

/// A training run.
pub struct Train {
    config: Arc<TrainConfig>,
    learner: Learner,
    measurer: Measurer,
    watch: Watch,
    stage: Stage,
    last_update: u64,
    planned: Vec<u64>,
    /// Measurements in the time that the updates double.
    parts: u64,
    stop_at_events: bool,
    measurements: Arc<Vec<Arc<Measurement>>>,
    checkpoints: Arc<Vec<Arc<Checkpoint>>>,
    events: Arc<Vec<Event>>,
    explained: Option<Arc<Explained>>,
}

impl Train {
    /// Checkpoints so far, by rising update: what is to be stored.
    pub fn checkpoints(&self) -> &Arc<Vec<Arc<Checkpoint>>> {
        &self.checkpoints
    }

    /// What happened so far.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Updates done.
    pub fn updates(&self) -> u64 {
        self.learner.updates()
    }

    /// What the run is doing.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    fn measure(&mut self, thorough: bool) {
        let correlation = self.learner.chain_correlation();
        let update = self.learner.updates();
        let measurement = self.measurer.measure(update, self.learner.rbm(), None, correlation, thorough);
        self.take(measurement);
    }

    fn take(&mut self, measurement: Measurement) {
        for event in self.watch.see(&measurement) {
            // Of an archive that is still being measured: what was done meanwhile happened later.
            let later = self.events.partition_point(|known| known.update <= event.update);
            Arc::make_mut(&mut self.events).insert(later, event);
        }
        // Copied only where a snapshot still shows the list: at most once in a publication.
        let rows = Arc::make_mut(&mut self.measurements);
        // A row that is measured again, thoroughly now, takes the place of the one before.
        if rows.last().is_some_and(|last| last.update == measurement.update) {
            rows.pop();
        }
        if rows.len() >= MOST_MEASUREMENTS {
            // Every second one goes, but for the first and what is thorough enough to count fixed points.
            let mut place = 0;
            rows.retain(|row| {
                place += 1;
                place % 2 == 1 || row.fixed_points.is_some()
            });
            if rows.len() > MOST_MEASUREMENTS / 4 * 3 {
                *rows = rows.iter().step_by(2).cloned().collect();
            }
        }
        rows.push(Arc::new(measurement));
    }

    /// Keeps the present moment; of two at one update the later one, whose settings and chains are those in force.
    fn keep(&mut self) {
        let now = self.learner.checkpoint();
        let last = self.checkpoints.last();
        if last.is_some_and(|last| last.update == now.update) {
            let same = |last: &Arc<Checkpoint>| last.settings == now.settings && last.chains == now.chains;
            if last.is_some_and(same) || matches!(self.learner, Learner::Machine(_)) {
                return;
            }
            Arc::make_mut(&mut self.checkpoints).pop();
        }
        Arc::make_mut(&mut self.checkpoints).push(Arc::new(now));
    }

    fn note(&mut self, happening: Happening) {
        let update = self.learner.updates();
        Arc::make_mut(&mut self.events).push(Event { update, happening });
    }

    /// The end of the run: measured and kept whatever was planned.
    fn complete(&mut self) {
        if self.config.measured {
            self.measure(true);
        }
        self.keep();
        self.stage = Stage::Complete;
    }

    fn train(&mut self) -> Flow {
        let happened = self.events.len();
        if let Err(halt) = self.learner.update() {
            let sentence = halt.to_string();
            self.note(Happening::Halted(sentence.clone()));
            self.keep();
            self.stage = Stage::Halted(sentence);
            return Flow::Done;
        }
        let update = self.learner.updates();
        let complete = update >= self.last_update;
        let planned = self.planned.binary_search(&update).is_ok();
        if complete {
            self.complete();
        } else {
            if self.config.measured && (planned || is_measured(update, self.parts)) {
                self.measure(planned);
            }
            if planned {
                self.keep();
            }
        }
        let stops = complete || (self.stop_at_events && self.events.len() > happened);
        if stops { Flow::Done } else { Flow::Continue }
    }

    /// Measures the next of the checkpoints that were there before.
    fn look_back(&mut self, done: usize, total: usize) -> Flow {
        if let Some(checkpoint) = self.checkpoints.get(done).cloned() {
            let chains = checkpoint.chains.as_deref();
            let measurement = self.measurer.measure(checkpoint.update, &checkpoint.rbm, chains, None, true);
            self.take(measurement);
        }
        if done + 1 < total {
            self.stage = Stage::Measuring { done: done + 1, total };
            return Flow::Continue;
        }
        self.stage = self.ready();
        Flow::Done
    }

    /// What a run does when its checkpoints are measured.
    fn ready(&self) -> Stage {
        match &self.learner {
            Learner::Machine { .. } => Stage::Looking,
            Learner::Trainer(trainer) if trainer.updates() >= self.last_update => Stage::Complete,
            Learner::Trainer(_) => Stage::Training,
        }
    }

    fn set(&mut self, change: impl FnOnce(&mut TrainingSettings), sentence: String) -> Result<(), SessionError> {
        let trainer = self.learner.trainer_mut()?;
        let mut settings = *trainer.settings();
        change(&mut settings);
        if settings == *trainer.settings() {
            return Ok(());
        }
        trainer.set(settings).map_err(SessionError::new)?;
        // What stopped the run may be mended by this.
        if matches!(self.stage, Stage::Halted(_)) {
            self.stage = Stage::Training;
        }
        // A slider that is drawn writes many values at one update: the last one counts.
        let update = self.learner.updates();
        let name = sentence.split(' ').next().unwrap_or_default().to_owned();
        let same = |event: &Event| {
            event.update == update && matches!(&event.happening, Happening::Setting(old) if old.starts_with(&name))
        };
        if self.events.last().is_some_and(same) {
            Arc::make_mut(&mut self.events).pop();
        }
        self.note(Happening::Setting(sentence));
        Ok(())
    }

    fn restart_chains(&mut self, start: ChainStart) -> Result<(), SessionError> {
        let update = self.learner.updates();
        let trainer = self.learner.trainer_mut()?;
        match (start, self.measurer.some_rows(trainer.settings().chains, update)) {
            (ChainStart::Data, Some(rows)) => trainer.restart_chains(&rows).map_err(SessionError::new)?,
            _ => trainer.restart_chains_at_noise(),
        }
        let place = if start == ChainStart::Data { "data" } else { "noise" };
        self.note(Happening::Setting(format!("chains restarted at {place}")));
        Ok(())
    }

    fn extend(&mut self, update: u64) -> Result<(), SessionError> {
        let now = self.learner.updates();
        self.learner.trainer_mut()?;
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

impl Job for Train {
    type Config = TrainConfig;
    type View = TrainView;

    fn new(config: &TrainConfig) -> Result<Self, SessionError> {
        let learner = Learner::new(config).map_err(|error: RbmError| SessionError::new(error))?;
        let before = config.before.as_ref().map(|past| past.trajectory.checkpoints.clone()).unwrap_or_default();
        let measured_later = before.len();
        let last_update = config.updates.max(learner.updates());
        let mut session = Self {
            measurer: Measurer::new(config),
            config: Arc::new(config.clone()),
            watch: Watch::default(),
            stage: Stage::Training,
            last_update,
            planned: config.checkpoints.updates(last_update),
            parts: measured_parts(learner.rbm()),
            stop_at_events: false,
            measurements: Arc::default(),
            checkpoints: Arc::new(before),
            events: Arc::default(),
            explained: None,
            learner,
        };
        session.stage = session.ready();
        if measured_later == 0 {
            session.keep();
            if config.measured {
                session.measure(true);
            }
        } else if config.measured {
            session.stage = Stage::Measuring { done: 0, total: measured_later };
        }
        Ok(session)
    }

    fn step(&mut self) -> Flow {
        match self.stage {
            Stage::Training => self.train(),
            Stage::Measuring { done, total } => self.look_back(done, total),
            Stage::Complete | Stage::Looking | Stage::Halted(_) => Flow::Done,
        }
    }

    fn view(&self) -> TrainView {
        TrainView {
            config: Arc::clone(&self.config),
            settings: self.learner.settings().unwrap_or(self.config.settings),
            stage: self.stage.clone(),
            update: self.learner.updates(),
            last_update: self.last_update,
            epoch: self.learner.epoch(),
            rbm: Arc::new(self.learner.rbm().clone()),
            chains: Arc::new(self.learner.first_chains(CHAINS_SHOWN)),
            rows: self.measurer.rows().cloned(),
            measurements: Arc::clone(&self.measurements),
            checkpoints: Arc::clone(&self.checkpoints),
            events: Arc::clone(&self.events),
            explained: self.explained.clone(),
            stops_at_events: self.stop_at_events,
        }
    }

    fn progress(&self) -> Option<Progress> {
        match self.stage {
            Stage::Measuring { done, total } => Some(Progress { done: done as u64, total: total as u64 }),
            Stage::Looking => None,
            _ => Some(Progress { done: self.learner.updates(), total: self.last_update }),
        }
    }
}

impl Session for Train {
    type Cmd = TrainCmd;

    fn apply(&mut self, cmd: TrainCmd) -> Result<(), SessionError> {
        match cmd {
            TrainCmd::LearningRate(rate) => self.set(|s| s.learning_rate = rate, format!("η → {rate}")),
            TrainCmd::Decay(decay) => self.set(|s| s.decay = decay, format!("decay → {decay}")),
            TrainCmd::GibbsSteps(steps) => self.set(|s| s.gibbs_steps = steps, format!("k → {steps}")),
            TrainCmd::L1(strength) => self.set(|s| s.l1 = strength, format!("λ₁ → {strength}")),
            TrainCmd::L2(strength) => self.set(|s| s.l2 = strength, format!("λ₂ → {strength}")),
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
                let explained = self.learner.trainer_mut()?.explain(unit).map_err(SessionError::new)?;
                self.explained = Some(Arc::new(explained));
                Ok(())
            }
            TrainCmd::Keep => {
                if self.measurements.len() >= MOST_MEASUREMENTS {
                    return Err(SessionError::new(format!(
                        "{MOST_MEASUREMENTS} moments are kept already, which is all"
                    )));
                }
                if self.config.measured && !matches!(self.stage, Stage::Measuring { .. }) {
                    self.measure(true);
                }
                self.keep();
                Ok(())
            }
        }
    }
}
