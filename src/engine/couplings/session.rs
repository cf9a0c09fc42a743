//! The couplings of a run, computed in short pieces: first those of the checkpoint that is looked at, then all others, then
//! the states of a small machine.

use std::collections::BTreeMap;
use std::sync::Arc;

use ndarray::Array2;

use crate::engine::core::session::{Flow, Job, Progress, Session, SessionError};
use crate::engine::couplings::asked::{OfSites, OfUnit};
use crate::engine::couplings::command::CouplingsCmd;
use crate::engine::couplings::config::CouplingsConfig;
use crate::engine::couplings::pairwise::of_three;
use crate::engine::couplings::reading::{Read, Reading, is_potts};
use crate::engine::couplings::view::{AlongTraining, CouplingsView, Found};
use crate::physics::couplings::enumeration::MOST_SITES;
use crate::physics::couplings::{AllOrders, Comparison, CouplingMethod, EffectiveCouplings, Variables};
use crate::physics::ising::IsingModel;
use crate::physics::potts::pairs;
use crate::physics::rbm::{Checkpoint, Rbm, RbmError};
use crate::physics::stop::{NEVER, Stop};

/// The computation. One step is a piece of one expansion.
pub struct CouplingsSession {
    config: Arc<CouplingsConfig>,
    true_pairs: Option<Arc<Array2<f64>>>,
    /// The checkpoint that is looked at, and the one that `found` is of.
    looked: Arc<Checkpoint>,
    shown: Arc<Checkpoint>,
    found: Option<Arc<Found>>,
    found_revision: u64,
    along: BTreeMap<u64, AlongTraining>,
    /// All orders of the machine that is looked at.
    enumerated: Option<AllOrders>,
    /// What is taken apart.
    sites: Option<Vec<usize>>,
    unit: Option<usize>,
    of_sites: Option<Arc<OfSites>>,
    of_unit: Option<Arc<OfUnit>>,
    products: Option<Arc<[f64]>>,
    work: Work,
    failure: Option<SessionError>,
}

/// What is under way.
enum Work {
    /// The couplings of the checkpoint that is looked at, by each method in turn.
    Looking(Vec<Read>, Reading),
    /// Those of another one, for the curves.
    Along(Arc<Checkpoint>, Reading),
    /// All states of the machine that is looked at.
    Enumerating,
    Done,
}

impl CouplingsSession {
    fn begin_looking(&self) -> Result<Work, RbmError> {
        Ok(Work::Looking(Vec::new(), Reading::new(&self.config, &self.looked.rbm, CouplingMethod::Exact)?))
    }

    /// The newest checkpoint that is missing in the curves; then the states, where they are few.
    fn next(&self) -> Result<Work, RbmError> {
        let missing = |checkpoint: &&Arc<Checkpoint>| !self.along.contains_key(&checkpoint.update);
        if let Some(next) = self.config.checkpoints.iter().rev().find(missing) {
            let reading = Reading::new(&self.config, &next.rbm, CouplingMethod::Exact)?;
            return Ok(Work::Along(Arc::clone(next), reading));
        }
        let enumerates = self.enumerated.is_none() && self.config.sites() <= MOST_SITES && !is_potts(&self.looked.rbm);
        Ok(if enumerates { Work::Enumerating } else { Work::Done })
    }

    fn note(&mut self, update: u64, exact: &EffectiveCouplings) -> Option<Comparison> {
        let comparison = self.config.truth.as_ref().and_then(|truth| Comparison::new(exact, truth));
        let sites = exact.pairs.nrows();
        let pairs = (sites * sites.saturating_sub(1)).max(1) as f64;
        let squares: f64 = exact.pairs.iter().map(|coupling| coupling * coupling).sum();
        self.along.insert(update, AlongTraining { update, rms_pairs: (squares / pairs).sqrt(), comparison });
        comparison
    }

    /// One piece of what is under way, and what comes after it; whether it was finished before `stop`.
    fn piece(&mut self, stop: Stop<'_>) -> Result<bool, RbmError> {
        self.work = match std::mem::replace(&mut self.work, Work::Done) {
            Work::Looking(done, mut reading) => {
                if reading.step() {
                    Work::Looking(done, reading)
                } else {
                    self.looked_through(done, reading)?
                }
            }
            Work::Along(checkpoint, mut reading) => {
                if reading.step() {
                    Work::Along(checkpoint, reading)
                } else {
                    self.note(checkpoint.update, &reading.finish()?.couplings);
                    self.next()?
                }
            }
            Work::Enumerating => {
                self.enumerated = AllOrders::new(&Rbm::<f64>::from(&*self.looked.rbm), Variables::Spins, stop)?;
                if self.enumerated.is_none() {
                    self.work = Work::Enumerating;
                    return Ok(false);
                }
                self.products = self.enumerated.as_ref().map(|all| {
                    let products = of_three(&all.enumeration(), self.config.sites());
                    products.into()
                });
                self.take_apart()?;
                Work::Done
            }
            Work::Done => Work::Done,
        };
        Ok(true)
    }

    /// A method is done for the checkpoint that is looked at: the next one, or all are there.
    fn looked_through(&mut self, mut done: Vec<Read>, last: Reading) -> Result<Work, RbmError> {
        done.push(last.finish()?);
        if let Some(&method) = Reading::methods(&self.looked.rbm).get(done.len()) {
            return Ok(Work::Looking(done, Reading::new(&self.config, &self.looked.rbm, method)?));
        }
        let update = self.looked.update;
        let mut done = done.into_iter();
        if let Some(Read { couplings: exact, potts }) = done.next() {
            let comparison = self.note(update, &exact);
            let size = |&(i, j): &(usize, usize)| exact.pairs[(i, j)].abs();
            let pairs = pairs::all(exact.pairs.nrows());
            let strongest = pairs.max_by(|a, b| size(a).total_cmp(&size(b))).map(<[usize; 2]>::from);
            let others = done.next().zip(done.next());
            let others = others.map(|(gaussian, lattice_gas)| [gaussian.couplings, lattice_gas.couplings]);
            self.found = Some(Arc::new(Found { update, exact, others, potts, comparison, strongest }));
            self.found_revision += 1;
            self.shown = Arc::clone(&self.looked);
        }
        self.take_apart()?;
        self.next()
    }

    /// Takes what is asked for apart, in the machine whose couplings are shown.
    fn take_apart(&mut self) -> Result<(), RbmError> {
        let rbm = Rbm::<f64>::from(&*self.shown.rbm);
        let potts = self.found.as_ref().and_then(|found| found.potts.as_deref());
        if let Some(sites) = &self.sites {
            self.of_sites = match potts {
                Some(potts) => OfSites::of_potts(&rbm, sites, potts).map(Some),
                // What Potts units couple is taken apart once it is there.
                None if is_potts(&self.shown.rbm) => Ok(None),
                None => OfSites::new(&rbm, sites, self.enumerated.as_ref()).map(Some),
            }?
            .map(Arc::new);
        }
        if let Some(unit) = self.unit {
            self.of_unit = Some(Arc::new(OfUnit::new(&rbm, unit)?));
        }
        Ok(())
    }

    fn look(&mut self, update: u64) -> Result<(), RbmError> {
        let checkpoints = &self.config.checkpoints;
        let place = checkpoints.partition_point(|checkpoint| checkpoint.update <= update).saturating_sub(1);
        if let Some(checkpoint) = checkpoints.get(place).filter(|checkpoint| !Arc::ptr_eq(checkpoint, &self.looked)) {
            self.looked = Arc::clone(checkpoint);
            self.enumerated = None;
            self.products = None;
            self.work = self.begin_looking()?;
            self.failure = None;
        }
        Ok(())
    }

    /// Takes other sites or another unit apart; a refusal changes nothing.
    fn ask(&mut self, sites: Option<Vec<usize>>, unit: Option<usize>) -> Result<(), RbmError> {
        let before = (self.sites.clone(), self.unit);
        (self.sites, self.unit) = (sites.or_else(|| self.sites.take()), unit.or(self.unit));
        let taken = self.take_apart();
        if taken.is_err() {
            (self.sites, self.unit) = before;
        }
        taken
    }
}

impl Job for CouplingsSession {
    type Config = CouplingsConfig;
    type View = CouplingsView;

    fn new(config: &CouplingsConfig) -> Result<Self, SessionError> {
        let Some(last) = config.checkpoints.last() else {
            return Err(SessionError::new("couplings are read off 0 checkpoints; it must be at least 1"));
        };
        check_truth(config.truth.as_deref(), config.sites())?;
        let mut session = Self {
            config: Arc::new(config.clone()),
            true_pairs: config.truth.as_ref().map(|truth| Arc::new(truth.pair_matrix())),
            looked: Arc::clone(last),
            shown: Arc::clone(last),
            found: None,
            found_revision: 0,
            along: BTreeMap::new(),
            enumerated: None,
            sites: None,
            unit: None,
            of_sites: None,
            of_unit: None,
            products: None,
            work: Work::Done,
            failure: None,
        };
        session.work = session.begin_looking().map_err(SessionError::new)?;
        Ok(session)
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        match self.piece(stop) {
            Ok(true) => {}
            Ok(false) => return Flow::Unfinished,
            Err(error) => self.failure = Some(SessionError::new(error)),
        }
        if matches!(self.work, Work::Done) { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> CouplingsView {
        CouplingsView {
            config: Arc::clone(&self.config),
            true_pairs: self.true_pairs.clone(),
            looked_at: self.looked.update,
            found: self.found.clone(),
            found_revision: self.found_revision,
            along: self.along.values().copied().collect(),
            of_sites: self.of_sites.clone(),
            of_unit: self.of_unit.clone(),
            products: self.products.clone(),
            failure: self.failure.clone(),
        }
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.along.len() as u64, total: self.config.checkpoints.len() as u64 })
    }
}

impl Session for CouplingsSession {
    type Cmd = CouplingsCmd;

    fn apply(&mut self, cmd: CouplingsCmd) -> Result<(), SessionError> {
        let done = match cmd {
            CouplingsCmd::Look(update) => self.look(update),
            CouplingsCmd::Sites(sites) => self.ask(Some(sites), None),
            CouplingsCmd::Unit(unit) => self.ask(None, Some(unit)),
        };
        done.map_err(SessionError::new)
    }
}

/// Refuses a truth of another number of spins than the machine has sites.
fn check_truth(truth: Option<&IsingModel>, sites: usize) -> Result<(), SessionError> {
    match truth.map(IsingModel::spins) {
        Some(spins) if spins != sites => {
            Err(SessionError::new(format!("the true model has {spins} spins; the machine has {sites} visible units")))
        }
        _ => Ok(()),
    }
}
