//! How far one step of a network goes, and its transport.

use crate::engine::core::session::Snapshot;
use crate::engine::hopfield::recall::RecallView;
use crate::ui::speed::{FASTEST, FELL_OVER, Speed};
use crate::ui::widgets::{TransportAction, TransportState, transport_ui};

/// The slowest speed offered: single spins can be followed.
const SLOWEST: f64 = 0.01;

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
        let blocked = if snapshot.failed {
            Some(FELL_OVER)
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
            speed_text: &speed.text(),
            seed: snapshot.view.document.seed.0,
        };
        transport_ui(ui, &state)
    }
}
