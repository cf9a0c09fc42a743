//! The Hopfield network: σ_i = ±1, E = −½ Σ_ij J_ij σ_i σ_j − θ Σ_i σ_i, J_ii = 0, and θ = 0 but for the covariance rule;
//! and its relatives with more than two spins in a product.
//!
//! | file | what it knows |
//! |---|---|
//! | `network` | the couplings that store a set of patterns, never changed once made |
//! | `assembly` | builds a network pattern by pattern |
//! | `learning_rules` | how patterns become couplings: Hebb, pseudo-inverse, Storkey, covariance |
//! | `covariance` | the last of these, for patterns with more spins up than down |
//! | `site_rows` | patterns laid out by site, and the integer loops over them |
//! | `stored_set` | mutual overlaps, stabilities and crosstalk of the stored patterns |
//! | `running` | a configuration with its overlaps and fields kept up to date on flips |
//! | `update_order` | in which order spins are visited |
//! | `acceptance` | how a visited spin takes its direction at T > 0: Glauber, Metropolis |
//! | `dynamics` | spin by spin and sweep by sweep, until a fixed point or a 2-cycle |
//! | `tempering` | replicas on a ladder of temperatures that exchange their places |
//! | `dense/` | dense memories: E = −Σ_μ F(Σ_i ξ_i^μ σ_i), powers and the exponential |
//! | `continuous/` | real-valued memories: softmax, sparsemax, Epanechnikov, two layers of neurons |
//! | `classify` | what an end state is: memory, anti-memory, mixture, other |
//! | `mixtures_at_rest` | how many mixtures of three memories there are |
//! | `path` | the energy along the flips from one state to another |
//! | `plane` | the energy of real-valued states on the plane of two memories |
//! | `energy_of_means` | the same energy anywhere |
//! | `balanced` | patterns without any chance overlap |
//!
//! ## References
//!
//! * J. J. Hopfield, “Neural networks and physical systems with emergent collective computational abilities”, Proc.
//!   Natl. Acad. Sci. 79, 2554 (1982), doi:10.1073/pnas.79.8.2554
//! * D. J. Amit, H. Gutfreund and H. Sompolinsky, “Spin-glass models of neural networks”, Phys. Rev. A 32, 1007
//!   (1985), doi:10.1103/PhysRevA.32.1007

pub mod acceptance;
pub mod assembly;
pub mod balanced;
pub mod classify;
pub mod continuous;
mod covariance;
pub mod dense;
pub mod dynamics;
pub mod energy_of_means;
pub mod learning_rules;
pub mod mixtures_at_rest;
pub mod network;
pub mod path;
pub mod plane;
mod running;
mod site_rows;
mod stored_set;
pub mod tempering;
pub mod update_order;

pub use acceptance::Acceptance;
pub use assembly::{Assembly, AssemblyError};
pub use classify::EndState;
pub use dense::{Degree, Interaction};
pub use dynamics::{Dynamics, DynamicsError, Outcome, Sweep, Update};
pub use energy_of_means::EnergyOfMeans;
pub use learning_rules::LearningRule;
pub use network::{Network, NetworkError};
pub use path::PathEnergy;
pub use tempering::{Tempering, TemperingError};
pub use update_order::UpdateOrder;
