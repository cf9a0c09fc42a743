//! Derived pictures that take a while: each has its own engine, started when first asked for.

use std::sync::Arc;

use crate::engine::many_runs::{ManyRuns, ManyRunsConfig, Start};
use crate::engine::path_slice::{PathSlice, PathSliceConfig};
use crate::engine::recall::RecallView;
use crate::engine::session::{Command, Session, SessionError, Snapshot};
use crate::engine::weights::{Weights, WeightsConfig};
use crate::engine::worker::Engine;
use crate::physics::spins::Pattern;
use crate::ui::jobs::Wake;

/// A replica that has not come to rest after this many sweeps is judged as it stands.
const MOST_SWEEPS: usize = 200;

/// One derived picture: its engine, its last result, and the document that the result belongs to.
pub struct Study<S: Session> {
    name: &'static str,
    engine: Option<Engine<S>>,
    latest: Option<Arc<Snapshot<S::View>>>,
    /// The generation of the engine that belongs to the request, and the document revision it was made for.
    request: Option<(u64, u64)>,
}

impl<S: Session> Study<S> {
    fn new(name: &'static str) -> Self {
        Self { name, engine: None, latest: None, request: None }
    }

    fn start(&mut self, config: S::Config, document_revision: u64, wake: &Wake) -> Result<(), SessionError> {
        let generation = if let Some(engine) = &self.engine {
            let generation = engine.latest().generation + 1;
            if !engine.send(Command::Reset(config)) {
                return Err(SessionError::new(format!("{} is busy; ask again in a moment", self.name)));
            }
            generation
        } else {
            let wake = Arc::clone(wake);
            self.engine = Some(Engine::spawn(self.name, &config, move || wake())?);
            0
        };
        if self.engine.as_ref().is_some_and(|engine| engine.send(Command::Run)) {
            self.request = Some((generation, document_revision));
        }
        Ok(())
    }

    fn stop(&self) {
        if let Some(engine) = &self.engine
            && !engine.send(Command::Pause)
        {
            // The queue is full of work that ends soon; asking again works then.
        }
    }

    fn fetch(&mut self) {
        if let Some(engine) = &self.engine {
            let latest = engine.latest();
            // An answer to an older request stays on screen until the first of the new one is there.
            if self.request.is_some_and(|(generation, _)| latest.generation >= generation) {
                self.latest = Some(latest);
            }
        }
    }

    /// The last picture, if there is one.
    pub fn latest(&self) -> Option<&Snapshot<S::View>> {
        self.latest.as_deref()
    }

    /// Whether the last request was made for this document.
    pub fn is_for(&self, document_revision: u64) -> bool {
        self.request.is_some_and(|(_, revision)| revision == document_revision)
    }

    fn busy(&self) -> bool {
        self.engine.as_ref().is_some_and(Engine::busy)
    }

    /// Whether work is going on.
    pub fn running(&self) -> bool {
        self.latest.as_ref().is_some_and(|snapshot| snapshot.running)
    }
}

/// The derived pictures of the Recall lab.
pub struct Studies {
    /// Where many recalls end.
    pub many_runs: Study<ManyRuns>,
    /// The energy between two memories.
    pub path: Study<PathSlice>,
    /// Which two memories the slice is between.
    pub path_ends: Option<(usize, usize)>,
    /// Couplings and crosstalk.
    pub weights: Study<Weights>,
    wake: Wake,
}

impl Studies {
    /// No study started yet.
    pub fn new(wake: Wake) -> Self {
        Self {
            many_runs: Study::new("many runs"),
            path: Study::new("path slice"),
            path_ends: None,
            weights: Study::new("weights"),
            wake,
        }
    }

    /// Fetches the latest pictures, once per frame.
    pub fn fetch(&mut self) {
        self.many_runs.fetch();
        self.path.fetch();
        self.weights.fetch();
    }

    /// Whether any study is at work.
    pub fn busy(&self) -> bool {
        self.many_runs.busy() || self.path.busy() || self.weights.busy()
    }

    /// Starts replicas of the run shown.
    pub fn run_many(&mut self, view: &RecallView, runs: u64, random: bool) -> Result<(), SessionError> {
        let network = needs_network(view)?;
        let start = if random {
            Start::Random
        } else {
            Start::Cue(Pattern::new(view.moment.state.clone()).map_err(SessionError::new)?)
        };
        let document = &view.document;
        let config = ManyRunsConfig {
            network,
            order: document.order,
            temperature: document.temperature,
            start,
            runs,
            max_sweeps: MOST_SWEEPS,
            seed: document.seed,
        };
        self.many_runs.start(config, view.document_revision, &self.wake)
    }

    /// Stops the replicas, keeping those finished.
    pub fn stop_many(&self) {
        self.many_runs.stop();
    }

    /// Starts a slice between two memories of the shelf.
    pub fn slice(&mut self, view: &RecallView, from: usize, to: usize, orders: u64) -> Result<(), SessionError> {
        let network = needs_network(view)?;
        let pattern = |index: usize| {
            let memory = view.document.memories.get(index);
            memory.map(|memory| memory.pattern.clone()).ok_or_else(|| SessionError::new("that memory is gone"))
        };
        let config =
            PathSliceConfig { network, from: pattern(from)?, to: pattern(to)?, orders, seed: view.document.seed };
        self.path.start(config, view.document_revision, &self.wake)?;
        self.path_ends = Some((from, to));
        Ok(())
    }

    /// Measures couplings and crosstalk of the network as it is.
    pub fn measure_weights(&mut self, view: &RecallView) -> Result<(), SessionError> {
        let config = WeightsConfig { network: needs_network(view)? };
        self.weights.start(config, view.document_revision, &self.wake)
    }
}

fn needs_network(view: &RecallView) -> Result<Arc<crate::physics::hopfield::network::Network>, SessionError> {
    view.network.clone().ok_or_else(|| SessionError::new("Nothing is stored yet: store a memory first."))
}
