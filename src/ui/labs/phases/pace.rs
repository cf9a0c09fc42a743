//! How fast the network is shown, and how far one step goes.

use crate::engine::phases::PhasesView;
use crate::engine::session::{Pace, Snapshot};
use crate::ui::theme::numbers::number;
use crate::ui::widgets::{TransportAction, TransportState, transport_ui};

/// Speeds that are offered, in sweeps per second; the fastest means as fast as the machine allows.
pub const SLOWEST: f64 = 1.0;
/// See [`SLOWEST`].
pub const FASTEST: f64 = 1_000.0;

/// Sweeps per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed(pub f64);

impl Default for Speed {
    /// A point stands after a second or two.
    fn default() -> Self {
        Self(60.0)
    }
}

impl Speed {
    /// The engine's pace, where a sweep takes so many of its steps.
    pub fn pace(self, steps_per_sweep: u64) -> Pace {
        if self.0 >= FASTEST {
            Pace::Unlimited
        } else {
            Pace::StepsPerSecond(self.0.max(SLOWEST) * steps_per_sweep as f64)
        }
    }
}

/// How many sweeps one step goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepSize {
    /// Every spin once.
    #[default]
    Sweep,
    /// Enough for a first error bar.
    Twenty,
    /// Enough for a good one.
    TwoHundred,
}

/// The menu of step sizes, in order.
pub const STEP_SIZES: [&str; 3] = ["one sweep", "20 sweeps", "200 sweeps"];

impl StepSize {
    /// The entry at a place of [`STEP_SIZES`].
    pub fn at(place: usize) -> Self {
        [Self::Sweep, Self::Twenty, Self::TwoHundred].get(place).copied().unwrap_or_default()
    }

    /// Sweeps of one step.
    pub const fn sweeps(self) -> u64 {
        match self {
            Self::Sweep => 1,
            Self::Twenty => 20,
            Self::TwoHundred => 200,
        }
    }

    /// Draws the transport; gives what was clicked.
    pub fn transport_ui(
        self,
        ui: &mut egui::Ui,
        snapshot: &Snapshot<PhasesView>,
        speed: Speed,
    ) -> Vec<TransportAction> {
        let speed_text = if speed.0 >= FASTEST {
            "as fast as the machine allows".to_owned()
        } else {
            format!("{} sweeps per second", number(speed.0, 0))
        };
        let blocked = if snapshot.failed {
            Some("The model stopped by an error of its own; Reset starts it again")
        } else if snapshot.view.failure.is_some() {
            Some("There is no such network; move the puck or choose another rule")
        } else {
            None
        };
        let state = TransportState {
            running: snapshot.running,
            blocked,
            step_sizes: &STEP_SIZES,
            step_size: self as usize,
            speed: speed.0,
            speed_range: (SLOWEST, FASTEST),
            speed_text: &speed_text,
            seed: snapshot.view.config.seed.0,
        };
        transport_ui(ui, &state)
    }
}
