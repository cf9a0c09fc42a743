//! What a trained machine says about its visible units alone: the fields, pairs and triples of the generalised Ising model
//! that is left when the hidden units are summed over.
//!
//! * [`effective`]: what is computed, and by which method; [`expansion`]: the computation in pieces.
//! * `ising_form`: every binary machine as one of ±1 units. `nodes`: the quadrature of one hidden unit; `from_nodes` and
//!   `products` (and `rotation`): sums over all nodes as products of matrices; `lattice_gas`: the expansion in {0, 1} units.
//! * [`contributions`]: what each hidden unit adds to a coupling; [`largest`]: the largest of many couplings.
//! * [`potts`]: the same of machines of Potts units.
//! * [`one_unit`]: a single hidden unit in closed form. [`comparison`]: how near the truth is.
//! * [`enumeration`]: all orders of a small machine at once, by the transforms of [`walsh_hadamard`](crate::physics::walsh_hadamard).
//!
//! ## References
//!
//! * G. Cossu, L. Del Debbio, T. Giani, A. Khamseh and M. Wilson, “Machine learning determination of dynamical parameters:
//!   the Ising model case”, Phys. Rev. B 100, 064304 (2019), doi:10.1103/PhysRevB.100.064304, arXiv:1810.11503
//! * A. Decelle, C. Furtlehner, A. J. Navas Gómez and B. Seoane, “Inferring effective couplings with restricted Boltzmann
//!   machines”, SciPost Phys. 16, 095 (2024), doi:10.21468/SciPostPhys.16.4.095, arXiv:2309.02292

pub mod comparison;
pub mod contributions;
pub mod effective;
pub mod enumeration;
pub mod expansion;
mod from_nodes;
mod ising_form;
pub mod largest;
mod lattice_gas;
mod nodes;
pub mod one_unit;
pub mod potts;
mod products;
mod rotation;

pub use comparison::{Comparison, Deviation};
pub use contributions::{unit_contributions, unit_couplings, unit_potts_couplings, visible_contribution};
pub use effective::{CouplingMethod, EffectiveCouplings, HighestOrder};
pub use enumeration::{AllOrders, Variables};
pub use expansion::{Expansion, ExpansionSettings, effective_couplings};
pub use largest::Coupling;
pub use one_unit::OneUnit;
pub use potts::{PottsExpansion, potts_triple};
