//! How far one step goes in the Phases lab, and its transport.

use crate::engine::core::session::Snapshot;
use crate::engine::hopfield::phases::PhasesView;
use crate::ui::speed::{FASTEST, FELL_OVER, Speed};
use crate::ui::widgets::{TransportAction, TransportState, transport_ui};

/// The slowest speed offered.
const SLOWEST: f64 = 1.0;
/// The speed at first: a point stands after a second or two.
pub const USUAL: Speed = Speed(60.0);

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
        let blocked = if snapshot.failed {
            Some(FELL_OVER)
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
            speed_text: &speed.text(),
            seed: snapshot.view.config.seed.0,
        };
        transport_ui(ui, &state)
    }
}
