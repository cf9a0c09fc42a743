//! What is to be measured before the next update: at once where that is short, else when the engine has time, and it can be
//! given up.

use std::sync::Arc;

use crate::engine::boltzmann::present::{Making, Present, nothing};
use crate::engine::boltzmann::view::BoltzmannMoment;
use crate::physics::boltzmann::{
    BoltzmannError, Chains, Floor, GradientSource, Learner, LearningSettings, MOST_ENUMERATED, Measuring, Moments,
    Optimiser, Phases, Target, floor,
};
use crate::physics::seed::Seed;
use crate::physics::stop::Stop;

/// Products that are computed at once: some tenths of a second.
const SHORT: u64 = 1 << 26;
/// Looks at all states that the floor takes, about.
const FLOOR_STEPS: u64 = 20;

/// A machine with the settings by which it is to be measured.
pub(super) struct Due {
    update: u64,
    learner: Learner,
    measuring: Measuring,
    /// The chains, and how often they sweep before they are looked at.
    chains: Option<(Chains, usize)>,
    /// Whether the floor of machines without hidden units is to be found too.
    needs_floor: bool,
}

impl Due {
    /// Chains that a source asks for are new ones, and sweep first.
    pub(super) fn new(
        update: u64,
        learner: Learner,
        target: &Target,
        measuring: Measuring,
        seed: Seed,
    ) -> Result<Self, BoltzmannError> {
        let chains = match measuring.source {
            GradientSource::Sampled { chains, sweeps } => {
                Some((Chains::new(*learner.machine().topology(), target, chains, seed)?, sweeps))
            }
            GradientSource::Exact => None,
        };
        Ok(Self { update, learner, measuring, chains, needs_floor: false })
    }

    /// With the chains of a moment as they stand, if they are so many.
    pub(super) fn with_chains_of(mut self, present: &Present) -> Self {
        if let (Some(wanted), Some(there)) = (&mut self.chains, &present.chains)
            && wanted.0.count() == there.count()
        {
            *wanted = (there.clone(), 0);
        }
        self
    }

    /// Finds the floor too.
    pub(super) const fn with_floor(mut self, needs_floor: bool) -> Self {
        self.needs_floor = needs_floor;
        self
    }

    /// How parameters will be moved.
    pub(super) fn learning(&self) -> LearningSettings {
        *self.learner.settings()
    }

    /// How phases will be measured.
    pub(super) const fn measuring(&self) -> Measuring {
        self.measuring
    }

    /// Whether measuring is longer than a person should wait for a picture.
    pub(super) fn is_long(&self) -> bool {
        let topology = self.learner.machine().topology();
        let (units, visible) = (topology.size() as u64, topology.visible as u64);
        let parameters = |units: u64| units * (units + 1) / 2;
        let states = |units: u64| if units as usize <= MOST_ENUMERATED { 1_u64 << units } else { 0 };
        // The Fisher matrix has the square of them.
        let newton = self.learner.settings().optimiser == Optimiser::Newton;
        let of_state = parameters(units).saturating_mul(if newton { parameters(units) } else { 1 });
        let exact = states(units).saturating_mul(of_state);
        let sweeps = self.chains.as_ref().map_or(0, |(chains, sweeps)| (chains.count() * sweeps) as u64);
        let sampled = sweeps.saturating_mul(units * units);
        let floor = if self.needs_floor { FLOOR_STEPS * states(visible) * parameters(visible) } else { 0 };
        exact.saturating_add(sampled).saturating_add(floor) > SHORT
    }

    /// The moment, and the floor where it was asked for.
    pub(super) fn measured(&self, target: &Target, stop: Stop<'_>) -> Result<(Present, Option<Floor>), BoltzmannError> {
        let chains = match &self.chains {
            Some((chains, sweeps)) => {
                let mut chains = chains.clone();
                if *sweeps > 0 {
                    let machine = self.learner.machine();
                    chains.advance(machine, target, *sweeps, self.measuring.chains, self.update, stop)?;
                }
                Some(chains)
            }
            None => None,
        };
        let making = Making { target, measuring: &self.measuring, stop };
        let present = making.moment(self.update, self.learner.clone(), None, chains)?;
        let floor = if self.needs_floor {
            match floor(target, stop) {
                Err(BoltzmannError::Stopped) => return Err(BoltzmannError::Stopped),
                found => found.ok(),
            }
        } else {
            None
        };
        Ok((present, floor))
    }

    /// The moment as long as nothing is measured: the machine alone.
    pub(super) fn unmeasured(&self) -> Present {
        let machine = self.learner.machine();
        let topology = machine.topology();
        let none = || Moments::zero(topology.size());
        let mut phases = Phases::new(topology, none(), none(), none(), true);
        phases.largest = f64::INFINITY;
        let (change, change_of_biases) = nothing(topology);
        let moment = BoltzmannMoment {
            update: self.update,
            machine: Arc::new(machine.clone()),
            phases: Arc::new(phases),
            kl: None,
            log_likelihood: None,
            log_partition: None,
            probabilities: None,
            couplings: None,
            change: Arc::new(change),
            change_of_biases: change_of_biases.into(),
            temperature: None,
        };
        let next = Err(Arc::from("it is being measured, which takes a while"));
        Present { learner: self.learner.clone(), chains: None, moment: Arc::new(moment), next }
    }
}
