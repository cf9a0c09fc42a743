//! The ways from rows to couplings that race, and the error that exact averages leave of each.

use std::sync::Arc;

use crate::physics::inference::{
    BoltzmannSettings, ClosedForm, Estimate, InferenceError, LocalLoss, LocalSettings, Optimiser, SpinMoments,
    SpinRows, boltzmann, closed_form, local,
};
use crate::physics::ising::{Enumeration, IsingModel, MOST_ENUMERATED};
use crate::physics::seed::Seed;
use crate::physics::stop::Stop;

/// Most steps of Boltzmann learning: Newton's need about five.
const STEPS: usize = 100;

/// A way from data to couplings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimator {
    /// A formula of means and covariances.
    Closed(ClosedForm),
    /// A minimum for each spin.
    Local(LocalLoss),
    /// The maximum of the likelihood, with exact averages of the model: only where that can be enumerated.
    Boltzmann,
}

impl Estimator {
    /// All that race, from the simplest.
    pub const ALL: [Self; 9] = [
        Self::Closed(ClosedForm::IndependentPair),
        Self::Closed(ClosedForm::NaiveMeanField),
        Self::Closed(ClosedForm::Tap),
        Self::Closed(ClosedForm::SessakMonasson),
        Self::Closed(ClosedForm::Bethe),
        Self::Local(LocalLoss::PseudoLikelihood),
        Self::Local(LocalLoss::Rise),
        Self::Local(LocalLoss::LogRise),
        Self::Boltzmann,
    ];

    /// Its place among all of them.
    pub fn place(self) -> usize {
        Self::ALL.iter().position(|each| *each == self).unwrap_or(0)
    }

    /// Whether it can take part with so many spins.
    pub const fn takes(self, spins: usize) -> bool {
        !matches!(self, Self::Boltzmann) || spins <= MOST_ENUMERATED
    }

    /// Those that take part with so many spins.
    pub fn of(spins: usize) -> Vec<Self> {
        Self::ALL.into_iter().filter(|each| each.takes(spins)).collect()
    }

    /// The couplings that it reads off rows.
    pub(super) fn estimate(self, rows: &SpinRows, stop: Stop<'_>) -> Result<Estimate, InferenceError> {
        match self {
            Self::Closed(form) => closed_form(form, &SpinMoments::of(rows), 0.0),
            Self::Local(loss) => local(rows, LocalSettings { loss, penalty: 0.0, triples: false, errors: false }, stop),
            Self::Boltzmann => {
                // Averages of an enumerated model are exact: the seed draws nothing.
                let settings =
                    BoltzmannSettings { optimiser: Optimiser::Newton, triples: false, steps: STEPS, seed: Seed(1) };
                boltzmann(rows, settings, stop).map(|fit| fit.estimate)
            }
        }
    }
}

/// What exact averages leave of the error of each closed form; nothing where the model cannot be enumerated. The others
/// see all of the distribution: with it they are exact.
pub(super) fn floors(model: &IsingModel) -> Arc<[(Estimator, f64)]> {
    let Ok(enumeration) = Enumeration::of(model) else { return Arc::default() };
    let moments = SpinMoments::exact(&enumeration, model.spins());
    let floor = |estimator: Estimator| match estimator {
        Estimator::Closed(form) => Some((estimator, closed_form(form, &moments, 0.0).ok()?.error_rms(model)?)),
        Estimator::Local(_) | Estimator::Boltzmann => None,
    };
    Estimator::ALL.into_iter().filter_map(floor).collect()
}
