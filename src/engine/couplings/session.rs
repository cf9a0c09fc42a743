//! The couplings of one checkpoint, in pieces.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, Session, SessionError};
use crate::engine::couplings::asked::{Answer, Asked};
use crate::physics::couplings::enumeration::MOST_SITES;
use crate::physics::couplings::{AllOrders, Comparison, EffectiveCouplings, Expansion, ExpansionSettings, Variables};
use crate::physics::ising::IsingModel;
use crate::physics::rbm::{Checkpoint, Rbm};
use crate::physics::stop::{NEVER, Stop};

/// What is read back, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct CouplingsConfig {
    /// The machine.
    pub checkpoint: Arc<Checkpoint>,
    /// Method, order and number of triples.
    pub settings: ExpansionSettings,
    /// The model that made the data, where it is known.
    pub truth: Option<Arc<IsingModel>>,
    /// What is taken apart from the start.
    pub asked: Option<Asked>,
}

/// What can be changed without computing the couplings again.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum CouplingsCmd {
    /// Takes a coupling or a hidden unit apart; `None` looks at neither.
    Ask(Option<Asked>),
}

/// The couplings, as far as they are there.
#[derive(Clone, Debug, PartialEq)]
pub struct CouplingsView {
    /// What they are of, with what is asked for now.
    pub config: Arc<CouplingsConfig>,
    /// The couplings; `None` until all of them are there.
    pub couplings: Option<Arc<EffectiveCouplings>>,
    /// How near they are to the truth, where that is known and its coefficients are meant: not of the lattice gas.
    pub comparison: Option<Comparison>,
    /// All orders of a machine of at most 20 sites, by enumeration; the last piece of work.
    pub enumerated: Option<Arc<AllOrders>>,
    /// What was asked for.
    pub answer: Option<Arc<Answer>>,
}

/// The computation.
pub struct CouplingsSession {
    rbm: Arc<Rbm<f64>>,
    expansion: Option<Box<Expansion>>,
    /// Whether the states are still to be enumerated.
    enumerates: bool,
    view: CouplingsView,
}

impl CouplingsSession {
    fn answer(&self, asked: Option<&Asked>) -> Result<Option<Arc<Answer>>, SessionError> {
        let Some(asked) = asked else { return Ok(None) };
        let answer = Answer::new(&self.rbm, asked, self.view.config.settings, self.view.enumerated.as_deref());
        answer.map(|answer| Some(Arc::new(answer))).map_err(SessionError::new)
    }

    fn expand(&mut self, mut expansion: Box<Expansion>) {
        if expansion.step() {
            self.expansion = Some(expansion);
            return;
        }
        let found = expansion.couplings();
        let CouplingsConfig { truth, settings, .. } = &*self.view.config;
        let truth = truth.as_ref().filter(|_| settings.method.is_of_spins());
        self.view.comparison = truth.and_then(|truth| Comparison::new(&found, truth));
        self.view.couplings = Some(Arc::new(found));
    }

    /// Whether it was finished before `stop`.
    fn enumerate(&mut self, stop: Stop<'_>) -> bool {
        // What cannot be enumerated was refused when the session was made.
        let Ok(found) = AllOrders::new(&self.rbm, Variables::Spins, stop) else { return true };
        let Some(found) = found else { return false };
        if let Some(Answer::Sites(of)) = self.view.answer.as_deref() {
            let enumerated = found.coupling(&of.sites);
            let of = super::OfSites { enumerated, ..of.clone() };
            self.view.answer = Some(Arc::new(Answer::Sites(of)));
        }
        self.view.enumerated = Some(Arc::new(found));
        true
    }
}

impl Job for CouplingsSession {
    type Config = CouplingsConfig;
    type View = CouplingsView;

    fn new(config: &CouplingsConfig) -> Result<Self, SessionError> {
        let rbm = Arc::new(Rbm::<f64>::from(&*config.checkpoint.rbm));
        check_truth(config.truth.as_deref(), &rbm)?;
        let expansion = Expansion::new(&rbm, config.settings).map_err(SessionError::new)?;
        let enumerates = rbm.sites() <= MOST_SITES;
        let config = Arc::new(config.clone());
        let asked = config.asked.clone();
        let view = CouplingsView { config, couplings: None, comparison: None, enumerated: None, answer: None };
        let mut session = Self { rbm, expansion: Some(Box::new(expansion)), enumerates, view };
        session.view.answer = session.answer(asked.as_ref())?;
        Ok(session)
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        if let Some(expansion) = self.expansion.take() {
            self.expand(expansion);
        } else if self.enumerates {
            if !self.enumerate(stop) {
                return Flow::Unfinished;
            }
            self.enumerates = false;
        }
        if self.expansion.is_some() || self.enumerates { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> CouplingsView {
        self.view.clone()
    }

    fn progress(&self) -> Option<Progress> {
        let [done, total] = self.expansion.as_ref().map_or([1, 1], |expansion| expansion.progress());
        Some(Progress { done: done as u64, total: total as u64 })
    }
}

impl Session for CouplingsSession {
    type Cmd = CouplingsCmd;

    fn apply(&mut self, cmd: CouplingsCmd) -> Result<(), SessionError> {
        let CouplingsCmd::Ask(asked) = cmd;
        self.view.answer = self.answer(asked.as_ref())?;
        self.view.config = Arc::new(CouplingsConfig { asked, ..CouplingsConfig::clone(&self.view.config) });
        Ok(())
    }
}

/// Refuses a truth of another number of spins than the machine has sites.
pub(super) fn check_truth<T>(truth: Option<&IsingModel>, rbm: &Rbm<T>) -> Result<(), SessionError>
where
    T: ndarray::NdFloat,
{
    match truth.map(IsingModel::spins) {
        Some(spins) if spins != rbm.sites() => Err(SessionError::new(format!(
            "the true model has {spins} spins; the machine has {} visible units",
            rbm.sites()
        ))),
        _ => Ok(()),
    }
}
