//! Many runs of parallel tempering.

use std::sync::Arc;

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::ensemble::{Ending, Ensemble, Experiment, visits_per_step};
use crate::physics::hopfield::tempering::MOST_RUNGS;
use crate::physics::hopfield::{Acceptance, Dynamics, Network, Tempering, TemperingError, UpdateOrder};
use crate::physics::seed::Seed;

/// The most spins of all replicas of one run.
const LARGEST_LADDER: usize = 1 << 24;
/// The most sweeps of one run, all replicas together.
const MOST_SWEEPS: u64 = 1 << 32;
/// Sweeps at T = 0 after which a state that has not come to rest is judged as it stands.
const QUENCH: u64 = 100;

/// Many runs of parallel tempering.
pub type Temper = Ensemble<TemperConfig>;

/// An experiment of many runs of parallel tempering, each from random spins on a ladder of its own.
#[derive(Clone, Debug)]
pub struct TemperConfig {
    /// The network; shared, never changed.
    pub network: Arc<Network>,
    /// Rule of acceptance.
    pub acceptance: Acceptance,
    /// Temperature of the coldest rung, above 0. What stands there at the end is quenched to T = 0 and judged.
    pub coldest: f64,
    /// Temperature of the hottest rung; those between have equal ratios.
    pub hottest: f64,
    /// Number of temperatures.
    pub rungs: usize,
    /// Rounds; each ends with the offers of exchange.
    pub rounds: u64,
    /// Sweeps of every replica in one round.
    pub sweeps: u64,
    /// Number of runs.
    pub runs: u64,
    /// Run k draws from the k-th of the seeds numbered from this one.
    pub seed: Seed,
}

impl TemperConfig {
    /// Sweeps of one run, all its replicas together, without the quench at the end: an annealing of as many costs
    /// the same.
    pub fn total_sweeps(&self) -> u64 {
        self.rounds.saturating_mul(self.sweeps).saturating_mul(self.rungs as u64)
    }

    fn check(&self) -> Result<(), SessionError> {
        let Self { coldest, hottest, rungs, rounds, sweeps, .. } = *self;
        for (name, value) in [("coldest", coldest), ("hottest", hottest)] {
            if !(value.is_finite() && value > 0.0) {
                return Err(SessionError::new(format!(
                    "the {name} temperature is {value}; it must be a finite number above 0"
                )));
            }
        }
        if rungs == 0 || rungs > MOST_RUNGS {
            return Err(SessionError::new(TemperingError::Rungs(rungs)));
        }
        if rungs > 1 && hottest <= coldest {
            let sentence = format!("the hottest temperature is {hottest}, not above the coldest, {coldest}");
            return Err(SessionError::new(sentence));
        }
        let spins = self.network.size();
        if spins.saturating_mul(rungs) > LARGEST_LADDER {
            return Err(SessionError::new(format!(
                "{rungs} replicas of {spins} spins are too large; together they can have {LARGEST_LADDER} spins"
            )));
        }
        if rounds == 0 || sweeps == 0 || self.total_sweeps() > MOST_SWEEPS {
            return Err(SessionError::new(format!(
                "{rounds} rounds of {sweeps} sweeps were asked for; there can be 1 to {MOST_SWEEPS} sweeps on all rungs"
            )));
        }
        Ok(())
    }
}

/// One run: on its ladder, then the state of its coldest rung on its way to rest.
pub struct Tempered(Stage);

enum Stage {
    Climbing(Tempering),
    Quenching { coldest: Dynamics, until: u64 },
    Ended(Ending),
}

impl Experiment for TemperConfig {
    type Run = Tempered;
    /// Ladders are large.
    const AT_A_TIME: usize = 8;

    fn runs(&self) -> u64 {
        self.runs
    }

    fn checked(&self) -> Result<Self, SessionError> {
        self.check().map(|()| self.clone())
    }

    fn start(&self, number: u64) -> Result<Tempered, SessionError> {
        let ladder = Tempering::geometric_ladder(self.coldest, self.hottest, self.rungs);
        let (order, seed) = (UpdateOrder::RandomAsynchronous, self.seed.numbered(number));
        let tempering =
            Tempering::new(&self.network, &ladder, order, self.acceptance, seed).map_err(SessionError::new)?;
        Ok(Tempered(Stage::Climbing(tempering)))
    }

    fn advance(&self, Tempered(stage): &mut Tempered) {
        let mut visits = visits_per_step(&self.network);
        while visits > 0 {
            match stage {
                Stage::Climbing(tempering) => {
                    tempering.visits(self.sweeps as usize, &mut visits);
                    if tempering.rounds() >= self.rounds {
                        let Some(coldest) = tempering.on_rung(0) else { return };
                        let mut coldest = coldest.clone();
                        // T = 0 is never refused.
                        coldest.set_temperature(0.0).ok();
                        let until = coldest.sweeps() + QUENCH;
                        *stage = Stage::Quenching { coldest, until };
                    }
                }
                Stage::Quenching { coldest, until } => {
                    let before = coldest.updates();
                    coldest.visits(visits as usize);
                    visits = visits.saturating_sub(coldest.updates() - before);
                    if coldest.outcome().is_some() || coldest.sweeps() >= *until {
                        *stage = Stage::Ended(Ending::of(coldest, None));
                    }
                }
                Stage::Ended(_) => return,
            }
        }
    }

    fn ending(&self, Tempered(stage): &Tempered) -> Option<Ending> {
        if let Stage::Ended(ending) = stage { Some(*ending) } else { None }
    }

    fn length(&self) -> u64 {
        self.rounds
    }

    fn done(&self, Tempered(stage): &Tempered) -> u64 {
        if let Stage::Climbing(tempering) = stage { tempering.rounds() } else { self.rounds }
    }
}
