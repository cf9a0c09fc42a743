//! The derived pictures of a network: many runs, the energy along a path, couplings and crosstalk.

use std::sync::Arc;

use crate::engine::core::session::{SessionError, Snapshot};
use crate::engine::hopfield::continuous::{
    Bifurcation, BifurcationConfig, ContinuousConfig, ContinuousRecall, Neurons, NeuronsConfig,
};
use crate::engine::hopfield::couplings::{Couplings, CouplingsConfig};
use crate::engine::hopfield::dense_capacity::{DenseCapacity, DenseCapacityConfig};
use crate::engine::hopfield::landscape::{Landscape, LandscapeConfig};
use crate::engine::hopfield::landscape_plane::LandscapeOver;
use crate::engine::hopfield::path_slice::{PathSlice, PathSliceConfig};
use crate::engine::hopfield::recall::{Document, RecallView};
use crate::engine::hopfield::relaxation::{Course, Relaxation, RelaxationConfig, Start};
use crate::engine::hopfield::six_energies::{SixEnergies, SixEnergiesConfig};
use crate::engine::hopfield::temper::{Temper, TemperConfig};
use crate::physics::annealing::Schedule;
use crate::physics::hopfield::Acceptance;
use crate::physics::hopfield::continuous::two_layer::TimeConstants;
use crate::physics::hopfield::continuous::{ContinuousRule, Memories, TwoLayerModel};
use crate::physics::hopfield::network::Network;
use crate::physics::seed::Seed;
use crate::physics::spins::Pattern;
use crate::ui::jobs::Wake;
use crate::ui::labs::hopfield::context::{ContinuousSettings, GreyCue, LandscapeChoice, NeuronSettings};
use crate::ui::study::{Key, Study};

/// A replica that has not come to rest after this many sweeps is judged as it stands.
const MOST_SWEEPS: u64 = 200;
/// The temperatures of tempering: from where mixtures melt to close below T_c.
const LADDER: (f64, f64) = (0.3, 0.9);
const RUNGS: usize = 5;
/// Memories whose states of attention are followed along β, and between which β, in units of 1/N.
pub const MOST_BRANCHED: usize = 16;
const BRANCHED: (f64, f64) = (0.05, 50.0);
/// The time of a step of two layers of neurons, where time constants are about 1.
const NEURON_STEP: f64 = 0.05;
/// The most memories of a dense network whose capacity is measured.
const MOST_MEMORIES: usize = 20_000;
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

/// Points along each side of a landscape.
const LANDSCAPE: usize = 61;

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
    /// The energy over two directions.
    pub landscape: Study<Landscape, LandscapeChoice>,
    pub weights: Study<Couplings>,
    pub six_energies: Study<SixEnergies>,
    /// The cue as a real vector.
    pub continuous: Study<ContinuousRecall, ContinuousSettings>,
    pub neurons: Study<Neurons, NeuronSettings>,
    /// Fixed points of softmax attention along β.
    pub branches: Study<Bifurcation>,
    pub dense_capacity: Study<DenseCapacity>,
    stored: Option<StoredMemories>,
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
            landscape: Study::new("landscape"),
            weights: Study::new("weights"),
            six_energies: Study::new("six energies"),
            continuous: Study::new("attention"),
            neurons: Study::new("hidden neurons"),
            branches: Study::new("states over beta"),
            dense_capacity: Study::new("dense capacity"),
            stored: None,
            wake,
        }
    }

    pub fn fetch(&mut self) {
        self.many_runs.fetch();
        self.quench.fetch();
        self.anneal.fetch();
        self.temper.fetch();
        self.path.fetch();
        self.landscape.fetch();
        self.weights.fetch();
        self.six_energies.fetch();
        self.continuous.fetch();
        self.neurons.fetch();
        self.branches.fetch();
        self.dense_capacity.fetch();
    }

    pub fn busy(&self) -> bool {
        let of_couplings = self.many_runs.busy() || self.cooling() || self.path.busy() || self.weights.busy();
        let of_dense = self.six_energies.busy() || self.dense_capacity.busy();
        of_couplings
            || self.landscape.busy()
            || of_dense
            || self.continuous.busy()
            || self.neurons.busy()
            || self.branches.busy()
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

    /// Computes the energy over two directions.
    pub fn survey(&mut self, snapshot: &Snapshot<RecallView>, choice: LandscapeChoice) -> Result<(), SessionError> {
        let view = &snapshot.view;
        let network = needs_network(view)?;
        let pattern = |index: usize| {
            let memory = view.document.memories.get(index);
            memory.map(|memory| memory.pattern.clone()).ok_or_else(|| SessionError::new("that memory is gone"))
        };
        let over = match choice {
            LandscapeChoice::Memories { one, other } => {
                LandscapeOver::Memories(Box::new([pattern(one)?, pattern(other)?]))
            }
            LandscapeChoice::Modes => LandscapeOver::Modes,
            LandscapeChoice::Components => LandscapeOver::Components,
        };
        let config = LandscapeConfig { network, over, side: LANDSCAPE };
        self.landscape.start(&config, choice, network_key(snapshot), &self.wake)
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

    /// The memories of the network, in its order.
    fn stored(&mut self, snapshot: &Snapshot<RecallView>) -> Result<(Arc<[Pattern]>, Arc<Memories>), SessionError> {
        let key = network_key(snapshot);
        if let Some(stored) = self.stored.as_ref().filter(|stored| stored.key == key) {
            return Ok((Arc::clone(&stored.patterns), Arc::clone(&stored.real)));
        }
        let view = &snapshot.view;
        let memory = |&place: &usize| view.document.memories.get(place).map(|memory| memory.pattern.clone());
        let patterns: Arc<[Pattern]> = view.stored.iter().filter_map(memory).collect();
        let real = Arc::new(Memories::of_patterns(&patterns).map_err(SessionError::new)?);
        self.stored = Some(StoredMemories { key, patterns: Arc::clone(&patterns), real: Arc::clone(&real) });
        Ok((patterns, real))
    }

    /// Drops the cue in six landscapes; the overlap with the selected memory is followed, or with the first.
    pub fn fall_six_times(&mut self, snapshot: &Snapshot<RecallView>, selected: usize) -> Result<(), SessionError> {
        let view = &snapshot.view;
        let cue = Pattern::new(view.cue.to_vec()).map_err(SessionError::new)?;
        let followed = view.stored.iter().position(|&place| place == selected).unwrap_or(0);
        let (patterns, _) = self.stored(snapshot)?;
        let config = SixEnergiesConfig::usual(patterns, cue, followed, view.document.seed);
        self.six_energies.start(&config, (), document_key(snapshot), &self.wake)
    }

    /// Lets the cue of the grid fall as a real vector, or one that was drawn in grey levels.
    pub fn attend(
        &mut self,
        snapshot: &Snapshot<RecallView>,
        settings: ContinuousSettings,
        grey: &GreyCue,
    ) -> Result<(), SessionError> {
        let view = &snapshot.view;
        let (_, memories) = self.stored(snapshot)?;
        let beta = settings.beta / view.cue.len().max(1) as f64;
        let rule = ContinuousRule::new(settings.attention, beta).map_err(SessionError::new)?;
        let drawn = grey.of(view.cue.len()).filter(|_| settings.drawn > 0).cloned();
        let cue = drawn.unwrap_or_else(|| view.cue.iter().map(|&spin| f64::from(spin)).collect());
        let config = ContinuousConfig { memories, cue, rule };
        self.continuous.start(&config, settings, document_key(snapshot), &self.wake)
    }

    /// Lets the cue fall in two layers of neurons.
    pub fn compete(&mut self, snapshot: &Snapshot<RecallView>, settings: NeuronSettings) -> Result<(), SessionError> {
        let view = &snapshot.view;
        let (_, memories) = self.stored(snapshot)?;
        let beta = settings.beta / view.cue.len().max(1) as f64;
        let config = NeuronsConfig {
            memories,
            cue: view.cue.iter().map(|&spin| f64::from(spin)).collect(),
            model: TwoLayerModel::Softmax { beta },
            times: TimeConstants { visible: settings.visible, hidden: settings.hidden },
            step: NEURON_STEP,
        };
        self.neurons.start(&config, settings, document_key(snapshot), &self.wake)
    }

    /// Follows the fixed points of softmax attention along β.
    pub fn follow_branches(&mut self, snapshot: &Snapshot<RecallView>) -> Result<(), SessionError> {
        let view = &snapshot.view;
        let (_, memories) = self.stored(snapshot)?;
        let size = view.cue.len().max(1) as f64;
        let (low, high) = BRANCHED;
        let config = BifurcationConfig { memories, low: low / size, high: high / size };
        self.branches.start(&config, (), network_key(snapshot), &self.wake)
    }

    /// Measures how many memories dense networks keep.
    pub fn measure_capacity(&mut self, size: usize, seed: Seed) -> Result<(), SessionError> {
        let config = DenseCapacityConfig::usual(size, MOST_MEMORIES, seed);
        self.dense_capacity.start(&config, (), (0, seed.0), &self.wake)
    }

    /// Stops that, keeping what is measured.
    pub fn stop_capacity(&self) -> Result<(), SessionError> {
        if self.dense_capacity.stop() {
            Ok(())
        } else {
            Err(SessionError::new("The measurement is busy; ask again in a moment."))
        }
    }
}

/// The memories of a network, as spins and as real vectors: made once, however often a slider moves.
struct StoredMemories {
    key: Key,
    patterns: Arc<[Pattern]>,
    real: Arc<Memories>,
}

fn needs_network(view: &RecallView) -> Result<Arc<Network>, SessionError> {
    view.network.clone().ok_or_else(|| SessionError::new("Nothing is stored yet: store a memory first."))
}
