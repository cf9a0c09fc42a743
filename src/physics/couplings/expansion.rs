//! The couplings of a machine, computed in short pieces so that they can be given up.

use ndarray::Array2;

use super::effective::{CouplingMethod, EffectiveCouplings, HighestOrder};
use super::from_nodes::{self, NodeSums};
use super::ising_form::IsingForm;
use super::lattice_gas::LatticeSums;
use crate::physics::arrays::flat_mut;
use crate::physics::ising::Triple;
use crate::physics::rbm::{Rbm, RbmError};
use crate::physics::stop::Stop;

/// What is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ExpansionSettings {
    /// How.
    pub method: CouplingMethod,
    /// Up to which order.
    pub order: HighestOrder,
    /// Triples that are kept, the largest; all are `usize::MAX`.
    pub most_triples: usize,
}

/// Couplings in the making.
#[derive(Clone, Debug)]
pub struct Expansion {
    sums: Sums,
    found: EffectiveCouplings,
}

#[derive(Clone, Debug)]
enum Sums {
    Nodes(NodeSums),
    Lattice(LatticeSums),
}

impl Expansion {
    /// Begins with a machine.
    ///
    /// # Errors
    /// Potts units, or numbers that are not finite or too large.
    pub fn new(rbm: &Rbm<f64>, settings: ExpansionSettings) -> Result<Self, RbmError> {
        let ExpansionSettings { method, order, most_triples } = settings;
        let form = IsingForm::new(rbm)?;
        let size = if order >= HighestOrder::Pairs { form.sites() } else { 0 };
        let pairs = Array2::zeros((size, size));
        let (constant, fields) = (Some(form.constant), form.fields.clone());
        let found = EffectiveCouplings { constant, fields, pairs, triples: Vec::new() };
        if method == CouplingMethod::LatticeGas {
            let sums = LatticeSums::new(rbm, order, most_triples)?;
            let constant = Some(-rbm.free_energy(&vec![0; rbm.sites()]));
            return Ok(Self { sums: Sums::Lattice(sums), found: EffectiveCouplings { constant, ..found } });
        }
        let sums = NodeSums::new(form, method == CouplingMethod::Gaussian, order, most_triples);
        Ok(Self { sums: Sums::Nodes(sums), found })
    }

    /// Bytes that it takes at its largest, about: the number of nodes is that of some of the hidden units.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn bytes(rbm: &Rbm<f64>, settings: ExpansionSettings) -> Result<u64, RbmError> {
        let form = IsingForm::new(rbm)?;
        let (sites, order) = (form.sites() as u64, settings.order);
        let pairs = if order >= HighestOrder::Pairs { 2 * sites * sites } else { 0 };
        let triples = sites * sites.saturating_sub(1) * sites.saturating_sub(2) / 6;
        let kept = triples.min(settings.most_triples as u64);
        let [kept, rows] = match (order, settings.method) {
            (HighestOrder::Triples, CouplingMethod::LatticeGas) => [kept, 0],
            (HighestOrder::Triples, _) => [kept, from_nodes::rows(&form, settings.method) * sites],
            _ => [0, 0],
        };
        // A coupling of three sites is four numbers; the list is copied while it grows, and turned into another.
        Ok(8 * (pairs + rows + 4 * 3 * kept))
    }

    /// The next piece, of some 20 ms. Whether there are more.
    pub fn step(&mut self) -> bool {
        match &mut self.sums {
            Sums::Nodes(sums) => sums.step(&mut self.found),
            Sums::Lattice(sums) => sums.step(&mut self.found),
        }
    }

    /// The finished fraction, as parts done and parts in all.
    pub fn progress(&self) -> [usize; 2] {
        match &self.sums {
            Sums::Nodes(sums) => sums.progress(),
            Sums::Lattice(sums) => sums.progress(),
        }
    }

    /// Multiplications of the matrix products of pairs so far, of each pair once; none of the lattice gas.
    pub fn multiplications(&self) -> f64 {
        match &self.sums {
            Sums::Nodes(sums) => sums.multiplications(),
            Sums::Lattice(_) => 0.0,
        }
    }

    /// The couplings, once no piece is left.
    pub fn couplings(self) -> EffectiveCouplings {
        let Self { sums, mut found } = self;
        let sites = found.pairs.nrows();
        let pairs = flat_mut(&mut found.pairs);
        for i in 0..sites {
            pairs[i * sites + i] = 0.0;
            for j in i + 1..sites {
                pairs[j * sites + i] = pairs[i * sites + j];
            }
        }
        let triples = match sums {
            Sums::Nodes(sums) => sums.triples(),
            Sums::Lattice(sums) => sums.triples(),
        };
        let triple =
            |of: super::Coupling<3>| Triple { i: of.sites[0], j: of.sites[1], k: of.sites[2], value: of.value };
        found.triples = triples.into_iter().map(triple).collect();
        found
    }
}

/// The couplings of a machine; `None` where they are no longer wanted.
///
/// # Errors
/// As [`Expansion::new`].
pub fn effective_couplings(
    rbm: &Rbm<f64>,
    settings: ExpansionSettings,
    stop: Stop<'_>,
) -> Result<Option<EffectiveCouplings>, RbmError> {
    let mut expansion = Expansion::new(rbm, settings)?;
    while expansion.step() {
        if stop() {
            return Ok(None);
        }
    }
    Ok(Some(expansion.couplings()))
}
