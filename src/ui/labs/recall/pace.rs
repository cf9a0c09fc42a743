//! How fast a recall is shown, and how far one step goes.

use crate::engine::recall::RecallView;
use crate::engine::session::{Pace, Snapshot};
use crate::ui::widgets::transport::TransportState;

/// Speeds that are offered, in sweeps per second; the fastest means as fast as the machine allows.
pub const SLOWEST: f64 = 0.01;
/// See [`SLOWEST`].
pub const FASTEST: f64 = 1_000.0;

/// Sweeps per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed(pub f64);

impl Default for Speed {
    /// A recall of a few sweeps takes about two seconds: slow enough to be watched.
    fn default() -> Self {
        Self(1.5)
    }
}

impl Speed {
    /// The engine's pace for a network of `size` spins.
    pub fn pace(self, size: usize) -> Pace {
        if self.0 >= FASTEST { Pace::Unlimited } else { Pace::StepsPerSecond(self.0.max(SLOWEST) * size.max(1) as f64) }
    }
}

/// How far one step goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepSize {
    /// One visit of one spin.
    #[default]
    Spin,
    /// Every spin once.
    Sweep,
    /// To the end of the run.
    End,
}

/// The menu of step sizes, in order.
pub const STEP_SIZES: [&str; 3] = ["one spin", "one sweep", "to rest"];

impl StepSize {
    /// The entry at a place of [`STEP_SIZES`].
    pub fn at(place: usize) -> Self {
        [Self::Spin, Self::Sweep, Self::End].get(place).copied().unwrap_or_default()
    }

    /// Updates of one step in a network of `size` spins.
    pub fn updates(self, size: u64) -> u64 {
        match self {
            Self::Spin => 1,
            Self::Sweep => size,
            // A run that never rests is stopped by Pause; a thousand sweeps is beyond any recall that does.
            Self::End => size.saturating_mul(1_000),
        }
    }

    /// What the transport shows.
    pub fn transport(self, snapshot: &Snapshot<RecallView>, speed: Speed) -> TransportState {
        TransportState {
            running: snapshot.running,
            failed: snapshot.failed,
            step: self as usize,
            steps: &STEP_SIZES,
            speed: speed.0,
            speeds: SLOWEST..=FASTEST,
            speed_unit: "sweeps/s",
            seed: snapshot.view.document.seed.0,
        }
    }
}
