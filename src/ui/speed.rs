//! How fast a run is shown, in sweeps per second: the same slider in every lab of spins.

use crate::engine::core::session::Pace;
use crate::ui::theme::numbers::number;

/// The fastest speed offered, which means as fast as the machine allows.
pub const FASTEST: f64 = 1_000.0;
/// The slowest of any lab.
const SLOWEST: f64 = 0.01;

/// What a model that fell over says in the place of Play.
pub const FELL_OVER: &str = "The model stopped by an error of its own; Reset starts it again";

/// Sweeps per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed(pub f64);

impl Speed {
    /// The engine's pace, where a sweep takes so many of its steps.
    pub fn pace(self, steps_per_sweep: u64) -> Pace {
        if self.0 >= FASTEST {
            return Pace::Unlimited;
        }
        Pace::StepsPerSecond(self.0.max(SLOWEST) * steps_per_sweep.max(1) as f64)
    }

    /// The speed in words.
    pub fn text(self) -> String {
        if self.0 >= FASTEST {
            return "as fast as the machine allows".to_owned();
        }
        let digits = match self.0 {
            slow if slow < 1.0 => 2,
            slow if slow < 10.0 => 1,
            _ => 0,
        };
        format!("{} sweeps per second", number(self.0, digits))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_is_without_limit_and_nothing_stands_still() {
        assert_eq!(Speed(FASTEST).pace(784), Pace::Unlimited);
        assert_eq!(Speed(1.5).pace(784), Pace::StepsPerSecond(1176.0));
        assert_eq!(Speed(0.0).pace(0), Pace::StepsPerSecond(SLOWEST));
        assert_eq!(Speed(0.25).text(), "0.25 sweeps per second");
        assert_eq!(Speed(60.0).text(), "60 sweeps per second");
    }
}
