//! Where the puck may be, and how far a key or a drag moves it: pure.

use crate::engine::hopfield::phases::PhasesConfig;

/// The highest temperature of the plane.
pub const HOTTEST: f64 = 1.5;
/// Temperatures of a dragged puck are multiples of this share: 1/200.
const PER_UNIT: f64 = 200.0;
/// A fine and a coarse step of the temperature.
pub const STEPS: [f64; 2] = [0.01, 0.1];
/// A coarse step of the load.
const COARSE_LOAD: f64 = 0.01;

/// A place that a network of a given size can be at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    pub patterns: usize,
    pub temperature: f64,
}

impl Spot {
    pub fn of(config: &PhasesConfig) -> Self {
        Self { patterns: config.patterns, temperature: config.temperature }
    }

    /// The nearest place to a point of the plane, for a network of `size` spins.
    pub fn near(size: usize, load: f64, temperature: f64) -> Self {
        let patterns = ((load * size as f64).round() as usize).max(1);
        Self { patterns, temperature: ((temperature * PER_UNIT).round() / PER_UNIT).max(0.0) }
    }

    /// Its load α = p/N.
    pub fn load(self, size: usize) -> f64 {
        self.patterns as f64 / size.max(1) as f64
    }

    /// So many steps of the temperature on or back: exact multiples, so that there and back is the same place.
    #[must_use]
    pub fn heated(self, step: f64, times: i32) -> Self {
        let steps = (self.temperature / step).round() + f64::from(times);
        // 0.30000000000000004 would be another place than 0.3.
        let temperature = (steps * step * 1e6).round() / 1e6;
        Self { temperature: temperature.max(0.0), ..self }
    }

    /// So many memories more or fewer.
    #[must_use]
    pub fn loaded(self, more: isize) -> Self {
        Self { patterns: self.patterns.saturating_add_signed(more).max(1), ..self }
    }

    /// The same, or the nearest place up to these bounds.
    #[must_use]
    pub fn within(self, size: usize, largest_load: f64, hottest: f64) -> Self {
        let most = ((largest_load * size as f64).floor() as usize).max(1);
        Self { patterns: self.patterns.clamp(1, most), temperature: self.temperature.clamp(0.0, hottest) }
    }
}

/// Memories of a coarse step: a load of 0.01.
pub fn coarse_memories(size: usize) -> isize {
    ((COARSE_LOAD * size as f64).round() as isize).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_there_and_back_end_where_they_began() {
        let start = Spot { patterns: 50, temperature: 0.4 };
        for step in STEPS {
            let mut spot = start;
            for _ in 0..7 {
                spot = spot.heated(step, 1);
            }
            for _ in 0..7 {
                spot = spot.heated(step, -1);
            }
            assert_eq!(spot, start);
        }
        assert_eq!(start.heated(0.1, -9).temperature, 0.0);
        assert_eq!(start.heated(0.01, -10).temperature, 0.3);
        assert_eq!(start.loaded(1).loaded(-1), start);
        assert_eq!(start.loaded(-80).patterns, 1);
    }

    #[test]
    fn places_are_those_that_the_network_has() {
        assert_eq!(Spot::near(1000, 0.0503, 0.4021), Spot { patterns: 50, temperature: 0.4 });
        assert_eq!(Spot::near(100, -0.2, -3.0), Spot { patterns: 1, temperature: 0.0 });
        let far = Spot { patterns: 900, temperature: 7.0 };
        assert_eq!(far.within(1000, 0.2, HOTTEST), Spot { patterns: 200, temperature: 1.5 });
        assert_eq!((coarse_memories(1000), coarse_memories(10)), (10, 1));
    }
}
