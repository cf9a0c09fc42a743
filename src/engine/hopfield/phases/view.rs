//! The picture of a running network in the phase diagram.

use std::sync::Arc;

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::phases::config::PhasesConfig;
use crate::engine::hopfield::phases::measurement::{Measured, MeasuredPoint};
use crate::physics::spins::GridShape;
use crate::physics::theory::lines::Lines;
use crate::physics::theory::retrieval::{Phase, ReplicaSymmetric};

/// What theory says of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theory {
    /// The load that was asked about: p/N, and 0 for one memory, which meets no noise.
    pub load: f64,
    /// The retrieval state, where there is one.
    pub state: Option<ReplicaSymmetric>,
    /// The phase.
    pub phase: Phase,
    /// The lines at this load.
    pub lines: Lines,
}

impl Theory {
    /// The overlap of the retrieval state, 0 where there is none.
    pub fn overlap(&self) -> f64 {
        self.state.map_or(0.0, |state| state.overlap)
    }
}

/// Everything that the Phases lab shows of its network.
#[derive(Clone, Debug)]
pub struct PhasesView {
    /// Where it is and how it is run.
    pub config: PhasesConfig,
    /// Raised by every change of place, size, rule, start or seed and by every restart.
    pub place_revision: u64,
    /// Sweeps since then.
    pub sweeps: u64,
    /// Steps of the engine that one sweep takes.
    pub steps_per_sweep: u64,
    /// Steps that come before them here, because memories are still to be drawn and stored.
    pub steps_to_build: u64,
    /// The overlap with the first memory now.
    pub overlap: f64,
    /// Energy per spin now; `None` until the network is built, with the first step.
    pub energy: Option<f64>,
    /// The average so far; `None` before the first sweep.
    pub measured: Option<Measured>,
    /// (sweep, overlap) since the last move, thinned where it is long.
    pub history: Arc<[[f64; 2]]>,
    /// The state as seen from the memory, s_i = ξ_i σ_i: −1 is a wrong spin.
    pub gauge: Arc<[i8]>,
    /// The grid that it is drawn on; its last row may be filled in part.
    pub shape: GridShape,
    /// Whether a sweep flipped nothing at T = 0: it stays so until it is moved.
    pub at_rest: bool,
    /// Why there is no such network, if so.
    pub failure: Option<SessionError>,
    /// What theory says of this place; `None` for rules other than Hebb's.
    pub theory: Option<Theory>,
    /// The places measured, the one at hand last.
    pub points: Arc<[MeasuredPoint]>,
    /// Whether the last of these is the place at hand.
    pub live_point: bool,
}

/// The most square grid that has no empty row: exact where the number of spins allows it.
pub(super) fn shape_of(size: usize) -> GridShape {
    let exact = GridShape::near_square(size);
    if exact.width <= 2 * exact.height {
        return exact;
    }
    let width = size.isqrt().max(1);
    GridShape::new(width, size.div_ceil(width))
}
