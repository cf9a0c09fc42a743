//! How fast a recall is shown, and how far one step goes.

use crate::engine::recall::RecallView;
use crate::engine::session::{Pace, Snapshot};
use crate::ui::theme::numbers::number;
use crate::ui::widgets::{TransportAction, TransportState, transport_ui};

/// Speeds that are offered, in sweeps per second; the fastest means as fast as the machine allows.
pub const SLOWEST: f64 = 0.01;
/// See [`SLOWEST`].
pub const FASTEST: f64 = 1_000.0;

/// Sweeps per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed(pub f64);

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

    /// Draws the transport; gives what was clicked.
    pub fn transport_ui(
        self,
        ui: &mut egui::Ui,
        snapshot: &Snapshot<RecallView>,
        speed: Speed,
    ) -> Vec<TransportAction> {
        let speed_text = if speed.0 >= FASTEST {
            "as fast as the machine allows".to_owned()
        } else {
            format!("{} sweeps per second", number(speed.0, if speed.0 < 1.0 { 2 } else { 1 }))
        };
        let blocked = if snapshot.failed {
            Some("The model stopped by an error of its own; Reset starts it again")
        } else {
            snapshot.view.network.is_none().then_some("Nothing is stored: store a memory first")
        };
        let state = TransportState {
            running: snapshot.running,
            blocked,
            step_sizes: &STEP_SIZES,
            step_size: self as usize,
            speed: speed.0,
            speed_range: (SLOWEST, FASTEST),
            speed_text: &speed_text,
            seed: snapshot.view.document.seed.0,
        };
        transport_ui(ui, &state)
    }
}
