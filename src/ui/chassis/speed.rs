//! How fast a run is shown: a number of sweeps, updates or other units per second.

use crate::engine::core::session::Pace;
use crate::ui::theme::numbers::number;

/// The speeds that a lab offers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speeds {
    /// Single steps can be followed.
    pub slowest: f64,
    /// Means as fast as the machine allows.
    pub fastest: f64,
    /// What is counted: `sweeps per second`.
    pub unit: &'static str,
}

impl Speeds {
    /// The engine's pace, where a unit takes so many of its steps.
    pub fn pace(&self, speed: f64, steps_per_unit: u64) -> Pace {
        if speed >= self.fastest {
            return Pace::Unlimited;
        }
        Pace::StepsPerSecond(speed.max(self.slowest) * steps_per_unit.max(1) as f64)
    }

    /// A speed in words.
    pub fn text(&self, speed: f64) -> String {
        if speed >= self.fastest {
            return "as fast as the machine allows".to_owned();
        }
        format!("{} {}", figures(speed), self.unit)
    }

    /// A speed in short: `1.5 sweeps/s`.
    pub fn short(&self, speed: f64) -> String {
        if speed >= self.fastest {
            return "full speed".to_owned();
        }
        let noun = self.unit.split(" per second").next().unwrap_or(self.unit);
        let at_most = if self.unit.ends_with("at most") { "≤ " } else { "" };
        format!("{at_most}{} {noun}/s", figures(speed))
    }

    /// The longest of the short texts.
    pub fn widest(&self) -> String {
        let ends = [self.slowest, 0.99 * self.fastest, self.fastest].map(|speed| self.short(speed));
        ends.into_iter().max_by_key(|text| text.chars().count()).unwrap_or_default()
    }
}

fn figures(speed: f64) -> String {
    let digits = match speed {
        slow if slow < 1.0 => 2,
        slow if slow < 10.0 => 1,
        _ => 0,
    };
    number(speed, digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_is_without_limit_and_nothing_stands_still() {
        let speeds = Speeds { slowest: 0.01, fastest: 1_000.0, unit: "sweeps per second" };
        assert_eq!(speeds.pace(1_000.0, 784), Pace::Unlimited);
        assert_eq!(speeds.pace(1.5, 784), Pace::StepsPerSecond(1176.0));
        assert_eq!(speeds.pace(0.0, 0), Pace::StepsPerSecond(0.01));
        assert_eq!(speeds.text(0.25), "0.25 sweeps per second");
        assert_eq!(speeds.text(60.0), "60 sweeps per second");
        assert_eq!(speeds.text(1_000.0), "as fast as the machine allows");
    }

    #[test]
    fn the_short_text_has_the_unit_and_the_limit() {
        let speeds = Speeds { slowest: 0.01, fastest: 1_000.0, unit: "sweeps per second" };
        assert_eq!(
            [0.7, 1.5, 60.0, 1_000.0].map(|speed| speeds.short(speed)),
            ["0.70 sweeps/s", "1.5 sweeps/s", "60 sweeps/s", "full speed"]
        );
        assert_eq!(speeds.widest(), "0.01 sweeps/s");
        let training = Speeds { unit: "updates per second at most", ..speeds };
        assert_eq!(training.short(20.0), "≤ 20 updates/s");
    }
}
