//! Starts the race of estimators and the picture of their errors.

use crate::physics::seed::Seed;
use crate::ui::labs::couplings::lab::CouplingsParts;
use crate::ui::labs::couplings::race_settings::{ErrorSettings, RaceSettings};

/// Races depend on what was asked for alone.
const KEY: (u64, u64) = (0, 0);

/// What races, and with which seed: the same numbers come of it whenever it is run.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Asked<S> {
    pub settings: S,
    pub seed: Seed,
}

impl CouplingsParts {
    pub(super) fn start_race(&mut self, asked: Asked<RaceSettings>) -> Result<(), String> {
        let config = asked.settings.config(asked.seed);
        self.race.start(&config, asked, KEY, &self.wake).map_err(|err| err.to_string())
    }

    pub(super) fn start_errors(&mut self, asked: Asked<ErrorSettings>) -> Result<(), String> {
        let config = asked.settings.config(asked.seed);
        self.errors.start(&config, asked, KEY, &self.wake).map_err(|err| err.to_string())
    }
}
