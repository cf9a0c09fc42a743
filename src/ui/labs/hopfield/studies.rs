//! The derived pictures of a network: many runs, the energy along a path, couplings and crosstalk.

use std::sync::Arc;

use crate::engine::core::session::{SessionError, Snapshot};
use crate::engine::hopfield::couplings::{Couplings, CouplingsConfig};
use crate::engine::hopfield::path_slice::{PathSlice, PathSliceConfig};
use crate::engine::hopfield::recall::{Document, RecallView};
use crate::engine::hopfield::relaxation::{Course, Relaxation, RelaxationConfig, Start};
use crate::engine::hopfield::temper::{Temper, TemperConfig};
use crate::physics::annealing::Schedule;
use crate::physics::hopfield::Acceptance;
use crate::physics::hopfield::network::Network;
use crate::physics::seed::Seed;
use crate::physics::spins::Pattern;
use crate::ui::jobs::Wake;
use crate::ui::study::{Key, Study};

/// A replica that has not come to rest after this many sweeps is judged as it stands.
const MOST_SWEEPS: u64 = 200;
/// The temperatures of tempering: from where mixtures melt to close below T_c.
const LADDER: (f64, f64) = (0.3, 0.9);
const RUNGS: usize = 5;
/// A quench has at least so many sweeps to come to rest.
const QUENCH_SWEEPS: u64 = 100;

/// The key of what depends on the cue or on any setting.
pub fn document_key(snapshot: &Snapshot<RecallView>) -> Key {
    (snapshot.generation, snapshot.view.document_revision)
}

/// The key of what depends on the shelf and the rule alone: drawing on the grid leaves it as it is.
pub fn network_key(snapshot: &Snapshot<RecallView>) -> Key {
    (snapshot.generation, snapshot.view.network_revision)
}

/// What many runs are of. Their classes keep the names of the shelf that they were made with.
#[derive(Clone, Debug)]
pub struct RunsOf {
    /// Whether they start from random states instead of the state shown.
    pub random: bool,
    pub document: Arc<Document>,
    /// For each pattern of its network, its place on the shelf.
    pub stored: Arc<[usize]>,
}

/// What quenches and annealings are of.
#[derive(Clone, Debug)]
pub struct CoolingOf {
    /// The document at that time: shelf and schedule.
    pub document: Arc<Document>,
    /// For each pattern of its network, its place on the shelf.
    pub stored: Arc<[usize]>,
}

impl CoolingOf {
    /// Whether the same runs of another document would end alike: cue, names and the heater do not matter.
    pub fn is_of(&self, document: &Document) -> bool {
        let of = &*self.document;
        let settings = |each: &Document| (each.rule, each.order, each.acceptance, each.seed);
        let shelves = of.memories.iter().zip(document.memories.iter());
        let same_shelf = || {
            of.memories.len() == document.memories.len()
                && shelves.into_iter().all(|(a, b)| a.stored == b.stored && a.pattern == b.pattern)
        };
        settings(of) == settings(document)
            && of.schedule == document.schedule
            && (Arc::ptr_eq(&of.memories, &document.memories) || same_shelf())
    }
}

/// What a slice is of: its ends by their places on the shelf, and the seed of its orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliceOf {
    pub from: usize,
    pub to: usize,
    /// Where its orders of flips come from.
    pub seed: Seed,
}

/// The derived pictures of a network.
pub struct Studies {
    pub many_runs: Study<Relaxation, RunsOf>,
    /// Where random states end that are quenched to T = 0 at once.
    pub quench: Study<Relaxation, CoolingOf>,
    /// Where the same states end that are cooled by the schedule.
    pub anneal: Study<Relaxation, CoolingOf>,
    /// Where tempering ends, at the cost of the annealing.
    pub temper: Study<Temper, CoolingOf>,
    /// The energy between two memories.
    pub path: Study<PathSlice, SliceOf>,
    pub weights: Study<Couplings>,
    wake: Wake,
}

impl Studies {
    pub fn new(wake: Wake) -> Self {
        Self {
            many_runs: Study::new("many runs"),
            quench: Study::new("quench"),
            anneal: Study::new("anneal"),
            temper: Study::new("tempering"),
            path: Study::new("path slice"),
            weights: Study::new("weights"),
            wake,
        }
    }

    pub fn fetch(&mut self) {
        self.many_runs.fetch();
        self.quench.fetch();
        self.anneal.fetch();
        self.temper.fetch();
        self.path.fetch();
        self.weights.fetch();
    }

    pub fn busy(&self) -> bool {
        self.many_runs.busy() || self.cooling() || self.path.busy() || self.weights.busy()
    }

    /// Whether quenches, annealings or temperings are under way.
    pub fn cooling(&self) -> bool {
        self.quench.busy() || self.anneal.busy() || self.temper.busy()
    }

    /// Starts replicas of the run shown.
    pub fn run_many(&mut self, snapshot: &Snapshot<RecallView>, runs: u64, random: bool) -> Result<(), SessionError> {
        let view = &snapshot.view;
        let network = needs_network(view)?;
        let start = if random {
            Start::Random
        } else {
            Start::Cue(Pattern::new(view.moment.state.clone()).map_err(SessionError::new)?)
        };
        let document = &view.document;
        let config = RelaxationConfig {
            network,
            order: document.order,
            acceptance: Acceptance::default(),
            course: Course::UntilRest { temperature: document.temperature, most_sweeps: MOST_SWEEPS },
            start,
            runs,
            seed: document.seed,
        };
        let what = RunsOf { random, document: Arc::clone(document), stored: Arc::clone(&view.stored) };
        self.many_runs.start(&config, what, document_key(snapshot), &self.wake)
    }

    /// Stops the replicas, keeping those finished.
    pub fn stop_many(&self) -> Result<(), SessionError> {
        if self.many_runs.stop() { Ok(()) } else { Err(SessionError::new("The runs are busy; ask again in a moment.")) }
    }

    /// Quenches random states, cools the same ones by the schedule, and tempers others for as many sweeps.
    pub fn compare_cooling(&mut self, snapshot: &Snapshot<RecallView>, runs: u64) -> Result<(), SessionError> {
        let view = &snapshot.view;
        let document = &view.document;
        let (schedule, key) = (document.schedule.clone(), document_key(snapshot));
        let config = RelaxationConfig {
            network: needs_network(view)?,
            order: document.order,
            acceptance: document.acceptance,
            course: Course::Scheduled(Schedule::constant(0.0, QUENCH_SWEEPS.max(schedule.sweeps()))),
            start: Start::Random,
            runs,
            seed: document.seed,
        };
        let what = CoolingOf { document: Arc::clone(document), stored: Arc::clone(&view.stored) };
        self.quench.start(&config, what.clone(), key, &self.wake)?;
        let temper = TemperConfig {
            network: Arc::clone(&config.network),
            acceptance: config.acceptance,
            coldest: LADDER.0,
            hottest: LADDER.1,
            rungs: RUNGS,
            rounds: schedule.sweeps().div_ceil(RUNGS as u64),
            sweeps: 1,
            runs,
            seed: config.seed,
        };
        self.anneal.start(
            &RelaxationConfig { course: Course::Scheduled(schedule), ..config },
            what.clone(),
            key,
            &self.wake,
        )?;
        self.temper.start(&temper, what, key, &self.wake)
    }

    /// Stops these runs, keeping those finished.
    pub fn stop_cooling(&self) -> Result<(), SessionError> {
        let stopped = [self.quench.stop(), self.anneal.stop(), self.temper.stop()];
        if stopped == [true; 3] { Ok(()) } else { Err(SessionError::new("The runs are busy; ask again in a moment.")) }
    }

    /// Starts a slice between two memories of the shelf.
    pub fn slice(
        &mut self,
        snapshot: &Snapshot<RecallView>,
        from: usize,
        to: usize,
        orders: u64,
    ) -> Result<(), SessionError> {
        let view = &snapshot.view;
        let seed = view.document.seed;
        let network = needs_network(view)?;
        let pattern = |index: usize| {
            let memory = view.document.memories.get(index);
            memory.map(|memory| memory.pattern.clone()).ok_or_else(|| SessionError::new("that memory is gone"))
        };
        let config = PathSliceConfig { network, from: pattern(from)?, to: pattern(to)?, orders, seed };
        self.path.start(&config, SliceOf { from, to, seed }, network_key(snapshot), &self.wake)
    }

    /// Measures couplings and crosstalk of the network as it is.
    pub fn measure_weights(&mut self, snapshot: &Snapshot<RecallView>) -> Result<(), SessionError> {
        let key = network_key(snapshot);
        if self.weights.is_for(key) {
            // Two panels may ask in the same frame.
            return Ok(());
        }
        let config = CouplingsConfig { network: needs_network(&snapshot.view)? };
        self.weights.start(&config, (), key, &self.wake)
    }
}

fn needs_network(view: &RecallView) -> Result<Arc<Network>, SessionError> {
    view.network.clone().ok_or_else(|| SessionError::new("Nothing is stored yet: store a memory first."))
}
