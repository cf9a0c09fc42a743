//! The session: one step is one update.

use std::sync::Arc;

use crate::engine::boltzmann::command::BoltzmannCmd;
use crate::engine::boltzmann::config::{BoltzmannConfig, MOST_UPDATES};
use crate::engine::boltzmann::due::Due;
use crate::engine::boltzmann::explanation::{explain, on_probabilities};
use crate::engine::boltzmann::kept::{Checkpoints, Curves};
use crate::engine::boltzmann::present::{MOST_SHOWN, Making, Present};
use crate::engine::boltzmann::view::{BoltzmannMoment, BoltzmannView, LiveChains};
use crate::engine::core::session::{Flow, Job, Progress, Session, SessionError};
use crate::physics::boltzmann::{
    BoltzmannError, Chains, Floor, GradientSource, Learner, LearningSettings, Machine, Measuring, Proposal,
    ShownChains, Target,
};
use crate::physics::stop::{NEVER, Stop};

/// Rows whose codes are shown.
const MOST_CODES: usize = 16;

/// A machine that learns.
pub struct BoltzmannSession {
    config: Arc<BoltzmannConfig>,
    target: Arc<Target>,
    wanted: Option<Arc<[f64]>>,
    floor: Option<Floor>,
    measuring: Measuring,
    last_update: u64,
    present: Present,
    /// What is to be measured before the next update, where that takes long.
    due: Option<Due>,
    /// The checkpoint that is looked at, in the place of the present.
    looked: Option<Arc<BoltzmannMoment>>,
    checkpoints: Checkpoints,
    curves: Curves,
    shown: ShownChains,
    /// The row that a command holds the shown chain to.
    held: Option<usize>,
    watched: (usize, usize),
}

impl BoltzmannSession {
    /// The machine as it is now.
    pub fn machine(&self) -> &Machine {
        self.present.learner.machine()
    }

    /// The present moment.
    pub fn moment(&self) -> &BoltzmannMoment {
        &self.present.moment
    }

    /// One update, or nothing where `stop` gave it up.
    fn learn(&mut self, stop: Stop<'_>) -> Result<bool, BoltzmannError> {
        let update = self.present.moment.update;
        let Ok(proposal) = &self.present.next else { return Ok(false) };
        if update >= self.last_update {
            return Ok(false);
        }
        let Proposal { learner, exact, .. } = proposal.clone();
        let mut chains = self.present.chains.clone();
        self.sweep(&mut chains, learner.machine(), update + 1, stop)?;
        let making = Making { target: &self.target, measuring: &self.measuring, stop };
        self.present = making.moment(update + 1, learner, exact, chains)?;
        self.keep();
        self.show();
        Ok(true)
    }

    /// Sweeps chains, if there are any, with the machine as it is at an update.
    fn sweep(
        &self,
        chains: &mut Option<Chains>,
        machine: &Machine,
        update: u64,
        stop: Stop<'_>,
    ) -> Result<(), BoltzmannError> {
        match (chains, self.measuring.source) {
            (Some(chains), GradientSource::Sampled { sweeps, .. }) => {
                chains.advance(machine, &self.target, sweeps, self.measuring.chains, update, stop)
            }
            _ => Ok(()),
        }
    }

    /// Keeps what there is to keep of the present moment.
    fn keep(&mut self) {
        self.checkpoints.push(&self.present.moment);
        self.curves.push(&self.present.moment);
    }

    /// The row that the shown chain is held to.
    fn row(&self) -> usize {
        let rows = self.target.rows().rows().max(1) as u64;
        self.held.unwrap_or((self.present.moment.update % rows) as usize)
    }

    /// p(h = on | row) for the first rows.
    fn codes(&self, machine: &Machine) -> Arc<[Arc<[f64]>]> {
        let rows = self.target.rows().iter_rows().take(MOST_CODES);
        rows.map(|row| on_probabilities(machine, row).into()).collect()
    }

    /// Sweeps the shown chains.
    fn show(&mut self) {
        let sweeps = match self.measuring.source {
            GradientSource::Sampled { sweeps, .. } => sweeps,
            GradientSource::Exact => 1,
        };
        let (row, update) = (self.row(), self.present.moment.update);
        let row = self.target.rows().row(row).unwrap_or_default();
        self.shown.advance(self.present.learner.machine(), row, sweeps, self.config.seed, update);
    }

    /// Measures the present machine again, with other settings.
    fn measure_again(&mut self, learning: LearningSettings, measuring: Measuring) -> Result<(), SessionError> {
        if (learning, measuring) == (*self.present.learner.settings(), self.measuring) {
            return Ok(());
        }
        measuring.check(self.machine().topology()).map_err(SessionError::new)?;
        let mut learner = self.present.learner.clone();
        learner.set(learning).map_err(SessionError::new)?;
        let due = Due::new(self.present.moment.update, learner, &self.target, measuring, self.config.seed)
            .map_err(SessionError::new)?
            .with_chains_of(&self.present);
        if due.is_long() {
            self.due = Some(due);
            return Ok(());
        }
        (self.present, _) = due.measured(&self.target, NEVER).map_err(SessionError::new)?;
        self.measuring = measuring;
        self.keep();
        Ok(())
    }

    /// Measures what is due; nothing is kept of it where `stop` gave it up.
    fn catch_up(&mut self, stop: Stop<'_>) -> Result<(), BoltzmannError> {
        let Some(due) = self.due.take() else { return Ok(()) };
        match due.measured(&self.target, stop) {
            Ok((present, floor)) => {
                (self.present, self.measuring) = (present, due.measuring());
                self.floor = self.floor.or(floor);
                self.keep();
                Ok(())
            }
            Err(BoltzmannError::Stopped) => {
                self.due = Some(due);
                Err(BoltzmannError::Stopped)
            }
            Err(error) => {
                self.present.next = Err(Arc::from(format!("it could not be measured: {error}")));
                Err(error)
            }
        }
    }

    fn watch(&mut self, i: usize, j: usize) -> Result<(), SessionError> {
        let topology = self.machine().topology();
        let size = topology.size();
        if i >= size || j >= size {
            let unit = i.max(j);
            return Err(SessionError::new(format!("there is no unit {unit}; the machine has {size}, from 0")));
        }
        if i != j && !topology.links.join(topology.visible, i, j) {
            return Err(SessionError::new(format!("units {i} and {j} are not joined in this machine")));
        }
        self.watched = (i, j);
        Ok(())
    }

    fn extend(&mut self, update: u64) -> Result<(), SessionError> {
        let now = self.present.moment.update;
        if update < now {
            return Err(SessionError::new(format!("the end is update {update}; {now} updates are done already")));
        }
        check_updates(update)?;
        self.last_update = update;
        Ok(())
    }
}

/// Refuses a run without end.
pub(super) fn check_updates(updates: u64) -> Result<(), SessionError> {
    if updates > MOST_UPDATES {
        return Err(SessionError::new(format!("the end is update {updates}; it can be up to {MOST_UPDATES}")));
    }
    Ok(())
}

impl Job for BoltzmannSession {
    type Config = BoltzmannConfig;
    type View = BoltzmannView;

    fn new(config: &BoltzmannConfig) -> Result<Self, SessionError> {
        check_updates(config.updates)?;
        let target = Arc::new(config.data.target()?);
        let (topology, measuring) = (config.topology(), config.measuring());
        topology.check().map_err(SessionError::new)?;
        measuring.check(&topology).map_err(SessionError::new)?;
        let machine = Machine::random(topology, config.initial_spread, config.seed).map_err(SessionError::new)?;
        let learner = Learner::new(machine, config.learning()).map_err(SessionError::new)?;
        let is_shown = topology.visible <= MOST_SHOWN;
        let due =
            Due::new(0, learner, &target, measuring, config.seed).map_err(SessionError::new)?.with_floor(is_shown);
        let (present, floor, due) = if due.is_long() {
            (due.unmeasured(), None, Some(due))
        } else {
            let (present, floor) = due.measured(&target, NEVER).map_err(SessionError::new)?;
            (present, floor, None)
        };
        let wanted = if is_shown { target.list().ok().map(Arc::from) } else { None };
        let (states, orders) = if is_shown { (1 << topology.visible, topology.visible) } else { (0, 0) };
        let mut session = Self {
            config: Arc::new(config.clone()),
            wanted,
            floor,
            measuring,
            last_update: config.updates,
            present,
            due,
            looked: None,
            checkpoints: Checkpoints::new(topology.size(), states),
            curves: Curves::new(orders),
            shown: ShownChains::new(&topology),
            held: None,
            // A weight to a hidden unit is the one that needs both phases.
            watched: (0, if topology.size() == 1 { 0 } else { topology.visible.min(topology.size() - 1) }),
            target,
        };
        if session.watch(session.watched.0, session.watched.1).is_err() {
            session.watched = (0, 0);
        }
        if session.due.is_none() {
            session.keep();
        }
        session.show();
        Ok(session)
    }

    fn step(&mut self) -> Flow {
        match self.catch_up(NEVER) {
            Ok(()) => self.advance(NEVER),
            // What cannot be measured does not learn.
            Err(_) => Flow::Done,
        }
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        if self.due.is_some() {
            // Whether it was given up or is done: the update that follows is the step.
            self.catch_up(stop).ok();
            return Flow::Unfinished;
        }
        match self.learn(stop) {
            Err(BoltzmannError::Stopped) => Flow::Unfinished,
            // Nothing else can fail of a machine that was checked; its run would end.
            Err(_) | Ok(false) => Flow::Done,
            Ok(true) if self.present.moment.update >= self.last_update || self.present.next.is_err() => Flow::Done,
            Ok(true) => Flow::Continue,
        }
    }

    fn under_way(&self) -> bool {
        self.due.is_some()
    }

    fn view(&self) -> BoltzmannView {
        let looked = self.looked.as_ref().unwrap_or(&self.present.moment);
        let row = self.row();
        let bits = self.target.rows().row(row).unwrap_or_default();
        BoltzmannView {
            config: Arc::clone(&self.config),
            learning: self.due.as_ref().map_or(*self.present.learner.settings(), Due::learning),
            measuring: self.due.as_ref().map_or(self.measuring, Due::measuring),
            is_due: self.due.is_some(),
            target: Arc::clone(&self.target),
            wanted: self.wanted.clone(),
            update: self.present.moment.update,
            last_update: self.last_update,
            looked: Arc::clone(looked),
            is_live: self.looked.is_none(),
            checkpoints: Arc::clone(self.checkpoints.updates()),
            chains: LiveChains {
                clamped: self.shown.clamped.as_slice().into(),
                free: self.shown.free.as_slice().into(),
                row,
                is_held: self.held.is_some(),
            },
            codes: self.codes(&looked.machine),
            explanation: explain(looked, bits, self.watched),
            history: self.curves.history(),
            floor: self.floor,
            done: self.present.moment.phases.agree(),
            failure: self.present.next.as_ref().err().filter(|_| self.due.is_none()).cloned(),
        }
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.present.moment.update, total: self.last_update })
    }
}

impl Session for BoltzmannSession {
    type Cmd = BoltzmannCmd;

    fn apply(&mut self, cmd: BoltzmannCmd) -> Result<(), SessionError> {
        if self.due.is_some() {
            // A command acts on what is measured, whenever it came; one that fails is the failure that is shown.
            self.catch_up(NEVER).ok();
        }
        let (learning, measuring) = (*self.present.learner.settings(), self.measuring);
        match cmd {
            BoltzmannCmd::LearningRate(learning_rate) => {
                self.measure_again(LearningSettings { learning_rate, ..learning }, measuring)
            }
            BoltzmannCmd::WeightDecay(weight_decay) => {
                self.measure_again(LearningSettings { weight_decay, ..learning }, measuring)
            }
            BoltzmannCmd::Optimiser(optimiser) => {
                self.measure_again(LearningSettings { optimiser, ..learning }, measuring)
            }
            BoltzmannCmd::Source(source) => self.measure_again(learning, Measuring { source, ..measuring }),
            BoltzmannCmd::Positive(positive) => self.measure_again(learning, Measuring { positive, ..measuring }),
            BoltzmannCmd::Chains(chains) => self.measure_again(learning, Measuring { chains, ..measuring }),
            BoltzmannCmd::Samples(samples) => self.measure_again(learning, Measuring { samples, ..measuring }),
            BoltzmannCmd::AsPrinted(as_printed) => self.measure_again(learning, Measuring { as_printed, ..measuring }),
            BoltzmannCmd::Extend(update) => self.extend(update),
            BoltzmannCmd::Look(update) => {
                let now = self.present.moment.update;
                if update > now {
                    let sentence = format!("update {update} is still to come; {now} updates are done");
                    return Err(SessionError::new(sentence));
                }
                self.looked = self.checkpoints.up_to(update).cloned();
                Ok(())
            }
            BoltzmannCmd::Live => {
                self.looked = None;
                Ok(())
            }
            BoltzmannCmd::Watch { i, j } => self.watch(i, j),
            BoltzmannCmd::Clamp(row) => {
                let rows = self.target.rows().rows();
                if row >= rows {
                    return Err(SessionError::new(format!("there is no row {row}; the data have {rows}, from 0")));
                }
                self.held = Some(row);
                self.show();
                Ok(())
            }
            BoltzmannCmd::Free => {
                self.held = None;
                self.show();
                Ok(())
            }
        }
    }
}
