//! How far one step goes in the Train lab, how fast it is shown, and its transport.

use crate::engine::core::session::{Pace, Snapshot};
use crate::engine::rbm::{Stage, TrainView};
use crate::ui::speed::FELL_OVER;
use crate::ui::theme::numbers::number;
use crate::ui::widgets::{TransportAction, TransportState, transport_ui};

/// The slowest speed offered, in updates per second, and the one that means as fast as the machine allows.
const SPEEDS: (f64, f64) = (0.5, 2_000.0);

/// Updates per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UpdateSpeed(pub f64);

impl Default for UpdateSpeed {
    fn default() -> Self {
        Self(SPEEDS.1)
    }
}

impl UpdateSpeed {
    /// The engine's pace. The checkpoints of an archive are measured as fast as it goes.
    pub fn pace(self, measuring: bool) -> Pace {
        if measuring || self.0 >= SPEEDS.1 { Pace::Unlimited } else { Pace::StepsPerSecond(self.0.max(SPEEDS.0)) }
    }

    fn text(self) -> String {
        if self.0 >= SPEEDS.1 {
            return "as fast as the machine allows".to_owned();
        }
        format!("{} updates per second at most", number(self.0, usize::from(self.0 < 10.0)))
    }
}

/// How many updates one step goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepSize {
    /// One gradient.
    #[default]
    One,
    /// Ten.
    Ten,
    /// A hundred.
    Hundred,
    /// Until something happens.
    Event,
}

/// The menu of step sizes, in order.
pub const STEP_SIZES: [&str; 4] = ["one update", "10 updates", "100 updates", "to next event"];

impl StepSize {
    /// The entry at a place of [`STEP_SIZES`].
    pub fn at(place: usize) -> Self {
        [Self::One, Self::Ten, Self::Hundred, Self::Event].get(place).copied().unwrap_or_default()
    }

    /// Updates of one step; `None` where it goes until something happens.
    pub const fn updates(self) -> Option<u64> {
        match self {
            Self::One => Some(1),
            Self::Ten => Some(10),
            Self::Hundred => Some(100),
            Self::Event => None,
        }
    }

    /// Draws the transport; gives what was clicked.
    pub fn show(self, ui: &mut egui::Ui, snapshot: &Snapshot<TrainView>, speed: UpdateSpeed) -> Vec<TransportAction> {
        let blocked = match &snapshot.view.stage {
            _ if snapshot.failed => Some(FELL_OVER),
            _ if snapshot.view.measuring.is_some() => None,
            _ if snapshot.view.is_without_data() => {
                Some("This archive came without data: there is nothing to train on")
            }
            Stage::Complete => Some("The run is complete; extend it in the Run card, or Reset"),
            Stage::Halted(_) => Some("Numbers stopped being finite; lower η under Live, or Reset"),
            Stage::Training => None,
        };
        let state = TransportState {
            running: snapshot.running,
            blocked,
            step_sizes: &STEP_SIZES,
            step_size: self as usize,
            speed: speed.0,
            speed_range: SPEEDS,
            speed_text: &speed.text(),
            seed: snapshot.view.config.seed.0,
        };
        transport_ui(ui, &state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_is_without_limit() {
        assert_eq!(UpdateSpeed::default().pace(false), Pace::Unlimited);
        assert_eq!(UpdateSpeed(5.0).pace(false), Pace::StepsPerSecond(5.0));
        assert_eq!(UpdateSpeed(5.0).pace(true), Pace::Unlimited);
        let steps: Vec<Option<u64>> = (0..4).map(|place| StepSize::at(place).updates()).collect();
        assert_eq!(steps, [Some(1), Some(10), Some(100), None]);
    }
}
