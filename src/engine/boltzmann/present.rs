//! The present moment: a machine, its phases, and the update that follows from them.

use std::sync::Arc;

use ndarray::Array2;

use crate::engine::boltzmann::view::BoltzmannMoment;
use crate::physics::boltzmann::{
    BoltzmannError, Chains, Curvature, EffectiveCouplings, Exact, GradientSource, Learner, MOST_ENUMERATED, Measuring,
    Optimiser, PositivePhase, Proposal, Target, Topology, fisher, phases, temperature_of,
};
use crate::physics::stop::Stop;

/// Most visible units whose states are shown one by one.
pub(super) const MOST_SHOWN: usize = 12;

/// Weights that the estimate of a temperature visits at most.
const MOST_FIELDS: usize = 1 << 26;

/// A moment of a run, and what comes next.
pub(super) struct Present {
    pub(super) learner: Learner,
    pub(super) chains: Option<Chains>,
    pub(super) moment: Arc<BoltzmannMoment>,
    /// The next update; a sentence where there is none, because the machine would not be one.
    pub(super) next: Result<Proposal, Arc<str>>,
}

/// What a moment is made from.
pub(super) struct Making<'a> {
    pub(super) target: &'a Target,
    pub(super) measuring: &'a Measuring,
    pub(super) stop: Stop<'a>,
}

impl Making<'_> {
    /// The moment of a machine at an update. `exact` is what is known of its states already; chains are as they stand.
    pub(super) fn moment(
        &self,
        update: u64,
        learner: Learner,
        exact: Option<Exact>,
        chains: Option<Chains>,
    ) -> Result<Present, BoltzmannError> {
        let machine = learner.machine();
        let exact = match exact {
            Some(exact) => Some(exact),
            None if machine.topology().size() <= MOST_ENUMERATED => Some(Exact::of(machine, self.stop)?),
            None => None,
        };
        let phases = phases(machine, self.target, self.measuring, exact.as_ref(), chains.as_ref(), self.stop)?;
        let curvature = self.curvature(&learner, exact.as_ref(), chains.as_ref())?;
        let next = match learner.propose(&phases, curvature, self.stop) {
            Ok(proposal) => Ok(proposal),
            Err(BoltzmannError::Stopped) => return Err(BoltzmannError::Stopped),
            Err(error) => Err(Arc::from(format!("learning ends here: {error}"))),
        };
        let (change, change_of_biases) =
            next.as_ref().map_or_else(|_| nothing(machine.topology()), |next| spread(machine.topology(), &next.step));
        // Some of the chains of a large machine say enough.
        let enough = (MOST_FIELDS / machine.topology().size().pow(2)).max(8);
        let of_chains = chains.as_ref().and_then(|chains| temperature_of(machine, &chains.free().first(enough)));
        let shown = exact.as_ref().filter(|exact| exact.topology().visible <= MOST_SHOWN);
        let log_probabilities = shown.map(Exact::log_probabilities);
        let moment = BoltzmannMoment {
            update,
            machine: Arc::new(machine.clone()),
            phases: Arc::new(phases),
            kl: exact.as_ref().map(|exact| exact.kl(self.target)).transpose()?,
            log_likelihood: exact.as_ref().map(|exact| exact.log_likelihood(self.target)).transpose()?,
            log_partition: exact.as_ref().map(Exact::log_partition),
            probabilities: log_probabilities.as_ref().map(|logs| logs.iter().map(|log| log.exp()).collect()),
            couplings: log_probabilities.map(|logs| Arc::new(EffectiveCouplings::of(&logs))),
            change: Arc::new(change),
            change_of_biases: change_of_biases.into(),
            temperature: of_chains,
        };
        Ok(Present { learner, chains, moment: Arc::new(moment), next })
    }

    /// What a Fisher-Newton step needs.
    fn curvature<'a>(
        &'a self,
        learner: &Learner,
        exact: Option<&'a Exact>,
        chains: Option<&Chains>,
    ) -> Result<Curvature<'a>, BoltzmannError> {
        if learner.settings().optimiser != Optimiser::Newton {
            return Ok(Curvature::None);
        }
        // Neither the formula as printed nor mean field leads down KL, so KL cannot bound their steps.
        let descends = !self.measuring.as_printed && self.measuring.positive != PositivePhase::MeanField;
        Ok(match (self.measuring.source, exact, chains) {
            (GradientSource::Sampled { .. }, _, Some(chains)) => {
                chains.fisher(self.stop)?.map_or(Curvature::None, Curvature::Fisher)
            }
            (_, Some(exact), _) if descends => Curvature::Exact(exact, self.target),
            (_, Some(exact), _) => Curvature::Fisher(fisher(exact, self.stop)?),
            _ => Curvature::None,
        })
    }
}

/// No change.
pub(super) fn nothing(topology: &Topology) -> (Array2<f64>, Vec<f64>) {
    (Array2::zeros((topology.size(), topology.size())), vec![0.0; topology.size()])
}

/// A step of parameters as a symmetric matrix and a list of biases.
fn spread(topology: &Topology, step: &[f64]) -> (Array2<f64>, Vec<f64>) {
    let (mut weights, mut biases) = nothing(topology);
    let pairs = topology.pairs();
    for (&(i, j), &change) in pairs.iter().zip(step) {
        weights[(i, j)] = change;
        weights[(j, i)] = change;
    }
    biases.iter_mut().zip(step.iter().skip(pairs.len())).for_each(|(into, &change)| *into = change);
    (weights, biases)
}
