//! Many recalls, quenches or annealings of one network.

use std::sync::Arc;

use crate::engine::core::session::SessionError;
use crate::engine::hopfield::ensemble::{Ending, Ensemble, Experiment, visits_per_step};
use crate::physics::annealing::Schedule;
use crate::physics::corruption::Corruption;
use crate::physics::hopfield::{Acceptance, Dynamics, Network, UpdateOrder};
use crate::physics::seed::{ChaCha8Rng, Seed, Stream};
use crate::physics::spins::{GridShape, Pattern};

/// Many runs of Glauber or Metropolis dynamics from their starts.
pub type Relaxation = Ensemble<RelaxationConfig>;

/// What a run starts from.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// The same configuration for all: they differ in the order of updates alone.
    Cue(Pattern),
    /// Fair random spins, others for each run.
    Random,
    /// The stored patterns in turn, each time with fresh corruption.
    Stored {
        /// What is done to the pattern.
        corruption: Corruption,
        /// The grid that a corruption in blocks refers to.
        shape: GridShape,
    },
    /// One pattern, each time with fresh corruption.
    Corrupted {
        /// The pattern, stored or not.
        pattern: Pattern,
        /// What is done to it.
        corruption: Corruption,
        /// The grid that a corruption in blocks refers to.
        shape: GridShape,
    },
}

/// At which temperature, and until when.
#[derive(Clone, Debug, PartialEq)]
pub enum Course {
    /// At one temperature until the state is at rest.
    UntilRest {
        /// T; 0 for recall.
        temperature: f64,
        /// A run that has not come to rest after this many sweeps, at least one, is judged as it stands.
        most_sweeps: u64,
    },
    /// All sweeps of a schedule, each at its temperature. [`Schedule::constant`] at T = 0 is a quench.
    Scheduled(Schedule),
}

/// An experiment of many runs on one network.
#[derive(Clone, Debug)]
pub struct RelaxationConfig {
    /// The network; shared, never changed.
    pub network: Arc<Network>,
    /// Order of updates.
    pub order: UpdateOrder,
    /// Rule of acceptance.
    pub acceptance: Acceptance,
    /// Temperature and end.
    pub course: Course,
    /// What runs start from. The same seed gives the same starts whatever the course, so that a quench and an annealing
    /// are compared from the same states.
    pub start: Start,
    /// Number of runs.
    pub runs: u64,
    /// Run k draws from the k-th stream of this seed.
    pub seed: Seed,
}

/// One run, and the pattern that it started from a corruption of.
pub struct Relaxing {
    dynamics: Dynamics,
    cued: Option<Pattern>,
    between_sweeps: bool,
    ended: bool,
}

impl Experiment for RelaxationConfig {
    type Run = Relaxing;

    fn runs(&self) -> u64 {
        self.runs
    }

    fn checked(&self) -> Result<Self, SessionError> {
        let course = match &self.course {
            Course::Scheduled(schedule) => Course::Scheduled(schedule.clone().checked().map_err(SessionError::new)?),
            course @ Course::UntilRest { .. } => course.clone(),
        };
        Ok(Self { course, ..self.clone() })
    }

    fn start(&self, number: u64) -> Result<Relaxing, SessionError> {
        let mut rng = self.seed.indexed(Stream::Replicas, number);
        let (state, cued) = self.start.draw(number, &self.network, self.seed, &mut rng)?;
        let temperature = match &self.course {
            Course::UntilRest { temperature, .. } => *temperature,
            Course::Scheduled(schedule) => schedule.temperature(0.0),
        };
        let mut dynamics = Dynamics::new(Arc::clone(&self.network), &state, self.order, temperature, rng)
            .map_err(SessionError::new)?;
        dynamics.set_acceptance(self.acceptance);
        Ok(Relaxing { dynamics, cued, between_sweeps: true, ended: false })
    }

    fn advance(&self, run: &mut Relaxing) {
        let Relaxing { dynamics, between_sweeps, ended, .. } = run;
        let mut visits = visits_per_step(&self.network);
        while visits > 0 && !*ended {
            if let (true, Course::Scheduled(schedule)) = (*between_sweeps, &self.course) {
                // A checked schedule has no temperature that could be refused.
                dynamics.set_temperature(schedule.temperature(dynamics.sweeps() as f64)).ok();
            }
            let before = dynamics.updates();
            *between_sweeps = dynamics.visits(visits as usize).is_some();
            visits = visits.saturating_sub(dynamics.updates() - before);
            *ended = *between_sweeps
                && match &self.course {
                    Course::UntilRest { most_sweeps, .. } => {
                        dynamics.outcome().is_some() || dynamics.sweeps() >= *most_sweeps
                    }
                    Course::Scheduled(schedule) => dynamics.sweeps() >= schedule.sweeps(),
                };
        }
    }

    fn ending(&self, run: &Relaxing) -> Option<Ending> {
        run.ended.then(|| Ending::of(&run.dynamics, run.cued.as_ref()))
    }

    fn length(&self) -> u64 {
        match &self.course {
            // Nobody knows how many sweeps a run takes to its rest.
            Course::UntilRest { .. } => 1,
            Course::Scheduled(schedule) => schedule.sweeps(),
        }
    }

    fn done(&self, run: &Relaxing) -> u64 {
        match &self.course {
            Course::UntilRest { .. } => 0,
            Course::Scheduled(_) => run.dynamics.sweeps(),
        }
    }
}

impl Start {
    /// The state that run `number` starts from, and the pattern it is a corruption of.
    fn draw(
        &self,
        number: u64,
        network: &Network,
        seed: Seed,
        rng: &mut ChaCha8Rng,
    ) -> Result<(Pattern, Option<Pattern>), SessionError> {
        let corrupted = |pattern: &Pattern, corruption: Corruption, shape: GridShape| {
            let noise = seed.numbered(number);
            let state = corruption.apply(pattern, shape, None, noise).map_err(SessionError::new)?;
            Ok((state, Some(pattern.clone())))
        };
        match self {
            Self::Cue(pattern) => Ok((pattern.clone(), None)),
            Self::Random => Ok((Pattern::random(network.size(), rng), None)),
            Self::Corrupted { pattern, corruption, shape } => corrupted(pattern, *corruption, *shape),
            Self::Stored { corruption, shape } => {
                let patterns = network.patterns();
                let Some(pattern) = patterns.get(number as usize % patterns.len().max(1)) else {
                    return Err(SessionError::new("nothing is stored, so nothing can be recalled"));
                };
                corrupted(pattern, *corruption, *shape)
            }
        }
    }
}
