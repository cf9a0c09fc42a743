//! The couplings of one machine in short pieces, whatever its visible units are.

use std::sync::Arc;

use ndarray::Axis;

use crate::engine::couplings::config::{CouplingsConfig, TRIPLES};
use crate::physics::couplings::{CouplingMethod, EffectiveCouplings, Expansion, ExpansionSettings, PottsExpansion};
use crate::physics::potts::PottsCouplings;
use crate::physics::rbm::{Rbm, RbmError, VisibleUnits};

/// One machine by one method.
pub(super) enum Reading {
    Spins(Box<Expansion>),
    Potts(Box<PottsExpansion>),
}

/// What was read.
pub(super) struct Read {
    /// Of Potts units the norms of their blocks.
    pub couplings: EffectiveCouplings,
    /// The blocks themselves.
    pub potts: Option<Arc<PottsCouplings>>,
}

impl Reading {
    /// The methods by which a machine is read, in their order; of Potts units there is the exact one.
    pub(super) fn methods(rbm: &Rbm) -> &'static [CouplingMethod] {
        if is_potts(rbm) { &[CouplingMethod::Exact] } else { &CouplingMethod::ALL }
    }

    pub(super) fn new(config: &CouplingsConfig, rbm: &Rbm, method: CouplingMethod) -> Result<Self, RbmError> {
        let exact = Rbm::<f64>::from(rbm);
        if is_potts(rbm) {
            return PottsExpansion::new(&exact).map(|expansion| Self::Potts(Box::new(expansion)));
        }
        let settings = ExpansionSettings { method, order: config.order(), most_triples: TRIPLES };
        Expansion::new(&exact, settings).map(|expansion| Self::Spins(Box::new(expansion)))
    }

    /// The next piece. Whether there are more.
    pub(super) fn step(&mut self) -> bool {
        match self {
            Self::Spins(expansion) => expansion.step(),
            Self::Potts(expansion) => expansion.step(),
        }
    }

    pub(super) fn finish(self) -> Result<Read, RbmError> {
        match self {
            Self::Spins(expansion) => Ok(Read { couplings: expansion.couplings(), potts: None }),
            Self::Potts(expansion) => {
                let potts = expansion.couplings()?;
                Ok(Read { couplings: norms(&potts), potts: Some(Arc::new(potts)) })
            }
        }
    }
}

/// Whether the visible units have more than two states.
pub(super) fn is_potts(rbm: &Rbm) -> bool {
    matches!(rbm.visible(), VisibleUnits::Potts(_))
}

/// Of Potts couplings the size of each field and block, [Σ h_i(a)²]^½ and [Σ J_ij(a, b)²]^½ in the zero-sum gauge, as they are
/// drawn in place of numbers.
pub(super) fn norms(potts: &PottsCouplings) -> EffectiveCouplings {
    let potts = potts.zero_sum();
    let fields = potts.fields().map_axis(Axis(1), |field| field.iter().map(|h| h * h).sum::<f64>().sqrt()).to_vec();
    EffectiveCouplings { fields, pairs: potts.frobenius_norms(None), ..EffectiveCouplings::default() }
}
