//! Boltzmann machines that learn, as sessions.
//!
//! [`config`], [`command`] and [`view`]: what defines a run, what can be asked for, what is seen; [`session`]: one update a
//! step, `present` being the moment at hand, `due` what is still to be measured for it and `kept` what remains of those before, `explanation` one update in
//! five numbers. [`optimiser_race`]: all optimisers from one start; [`solution_times`]: over many seeds, when a code is found;
//! [`surface`]: the wells of a machine over two directions.

pub mod command;
pub mod config;
mod due;
mod explanation;
mod kept;
pub mod optimiser_race;
mod present;
pub mod session;
pub mod solution_times;
pub mod surface;
pub mod view;

pub use command::BoltzmannCmd;
pub use config::{BoltzmannConfig, BoltzmannData, OwnRows};
pub use optimiser_race::{OptimiserRace, OptimiserRaceConfig, OptimiserRaceView, Racer};
pub use session::BoltzmannSession;
pub use solution_times::{SolutionTimes, SolutionTimesConfig, SolutionTimesView, Solved};
pub use surface::{Wells, WellsConfig, WellsOver, WellsPlane, WellsSurvey};
pub use view::{BoltzmannExplanation, BoltzmannHistory, BoltzmannMoment, BoltzmannView, LiveChains};
