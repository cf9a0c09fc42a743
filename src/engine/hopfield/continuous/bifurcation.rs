//! The fixed points of the softmax rule along β, branch by branch.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::hopfield::continuous::Memories;
use crate::physics::hopfield::continuous::continuation::{Branch, Continuation};
use crate::physics::stop::{NEVER, Stop};

/// Which memories, and from which β to which.
#[derive(Clone, Debug)]
pub struct BifurcationConfig {
    /// The memories, 64 at most.
    pub memories: Arc<Memories>,
    /// The lowest β, above 0.
    pub low: f64,
    /// The highest β.
    pub high: f64,
}

/// The diagram so far.
#[derive(Clone, Debug)]
pub struct BifurcationView {
    /// The curves of fixed points: along each β, the weights p_μ, the spectral radius (stable below 1), and the β at which
    /// states appear or lose their stability.
    pub branches: Arc<[Arc<Branch>]>,
    /// The ends of the axis.
    pub range: (f64, f64),
    /// Whether all branches are there.
    pub complete: bool,
}

/// The diagram as a job: one step is one branch, and is interrupted between two points of it.
pub struct Bifurcation {
    continuation: Continuation,
    branches: Vec<Arc<Branch>>,
    range: (f64, f64),
    complete: bool,
}

impl Job for Bifurcation {
    type Config = BifurcationConfig;
    type View = BifurcationView;

    fn new(config: &BifurcationConfig) -> Result<Self, SessionError> {
        let BifurcationConfig { memories, low, high } = config;
        let continuation = Continuation::new(memories, *low, *high).map_err(SessionError::new)?;
        Ok(Self { continuation, branches: Vec::new(), range: (*low, *high), complete: false })
    }

    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        let more = self.continuation.advance(stop);
        let new = self.continuation.branches().iter().skip(self.branches.len());
        self.branches.extend(new.cloned().map(Arc::new));
        if more {
            return Flow::Continue;
        }
        let (done, total) = self.continuation.progress();
        self.complete = done >= total;
        if self.complete { Flow::Done } else { Flow::Unfinished }
    }

    fn view(&self) -> BifurcationView {
        BifurcationView { branches: self.branches.as_slice().into(), range: self.range, complete: self.complete }
    }

    fn progress(&self) -> Option<Progress> {
        let (done, total) = self.continuation.progress();
        Some(Progress { done: done as u64, total: total as u64 })
    }
}
