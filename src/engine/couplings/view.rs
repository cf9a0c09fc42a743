//! What is seen of the couplings of a run.

use std::sync::Arc;

use ndarray::Array2;

use crate::engine::core::session::SessionError;
use crate::engine::couplings::asked::{OfSites, OfUnit};
use crate::engine::couplings::config::CouplingsConfig;
use crate::physics::couplings::{Comparison, CouplingMethod, EffectiveCouplings};
use crate::physics::potts::PottsCouplings;

/// A picture of the session.
#[derive(Clone, Debug)]
pub struct CouplingsView {
    /// What is computed.
    pub config: Arc<CouplingsConfig>,
    /// The true pairs (site, site), where they are known.
    pub true_pairs: Option<Arc<Array2<f64>>>,
    /// The update of the checkpoint that is looked at.
    pub looked_at: u64,
    /// The last couplings that were complete: of the checkpoint that is looked at, or of the one before while those of it
    /// are computed.
    pub found: Option<Arc<Found>>,
    /// Counts the changes of `found`.
    pub found_revision: u64,
    /// The checkpoints that are done, by rising update.
    pub along: Arc<[AlongTraining]>,
    /// What each hidden unit adds to the coupling that was asked for, in the machine of `found`.
    pub of_sites: Option<Arc<OfSites>>,
    /// What the hidden unit that was asked for adds to all couplings, in the machine of `found`.
    pub of_unit: Option<Arc<OfUnit>>,
    /// ⟨s_i s_j s_k⟩ of the machine that is looked at for all triples in their order, once its states are enumerated.
    pub products: Option<Arc<[f64]>>,
    /// Why nothing more is computed.
    pub failure: Option<SessionError>,
}

/// The couplings of one machine by every method.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The update of the machine.
    pub update: u64,
    /// To rounding; of Potts units the norms of their fields and blocks.
    pub exact: EffectiveCouplings,
    /// By the central limit theorem, and in {0, 1} units: of binary units.
    pub others: Option<[EffectiveCouplings; 2]>,
    /// The blocks of Potts units.
    pub potts: Option<Arc<PottsCouplings>>,
    /// The exact ones next to the truth.
    pub comparison: Option<Comparison>,
    /// The pair of the largest exact |J|; `None` of a single site.
    pub strongest: Option<[usize; 2]>,
}

impl Found {
    /// Those of one method; `None` where Potts units have none.
    pub fn of(&self, method: CouplingMethod) -> Option<&EffectiveCouplings> {
        let [gaussian, lattice_gas] = self.others.as_ref().map_or([None; 2], |[a, b]| [Some(a), Some(b)]);
        match method {
            CouplingMethod::Exact => Some(&self.exact),
            CouplingMethod::Gaussian => gaussian,
            CouplingMethod::LatticeGas => lattice_gas,
        }
    }
}

/// The exact couplings of one checkpoint, in numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AlongTraining {
    /// The update of the machine.
    pub update: u64,
    /// The root mean square of its pairs.
    pub rms_pairs: f64,
    /// Its couplings next to the truth.
    pub comparison: Option<Comparison>,
}
