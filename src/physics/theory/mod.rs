//! What theory says of the models, to be compared with what is measured.
//!
//! | file | what it knows |
//! |---|---|
//! | `crosstalk` | the error of one step from a stored pattern |
//! | `dense_capacity`, `dense_error`, `exponential_error` | dense memories: how many are kept, the error of one step, exactly too |
//! | `mean_field` | finitely many patterns: the overlap and the free energy of one, two, three of them |
//! | `mixtures`, `ladder` | mixture states at any temperature; their order |
//! | `saddle_point` | the flow of the overlaps of up to twelve patterns |
//! | `retrieval`, `lines` | p = αN patterns: states, phases, lines of the phase diagram, capacity |
//! | `retrieval_branch`, `ground_state` | the replica-symmetric equations at T > 0 and at T = 0 |
//! | `gaussian_average` | averages over the noise, at any width |
//! | `as_printed`, `decided` | formulas that lecture texts print wrongly, the right ones, and what decides |
//! | `layer_means` | the means of one layer of a restricted machine, by the formulas and over all states |
//! | `error`, `roots` | what cannot be asked; zeros of functions |
//!
//! ## References
//!
//! * AGS85a: D. J. Amit, H. Gutfreund and H. Sompolinsky, “Spin-glass models of neural networks”, Phys. Rev. A 32,
//!   1007 (1985), doi:10.1103/PhysRevA.32.1007
//! * AGS85b: the same, “Storing infinite numbers of patterns in a spin-glass model of neural networks”, Phys. Rev.
//!   Lett. 55, 1530 (1985), doi:10.1103/PhysRevLett.55.1530
//! * AGS87: the same, “Statistical mechanics of neural networks near saturation”, Ann. Phys. 173, 30 (1987),
//!   doi:10.1016/0003-4916(87)90092-3

pub mod as_printed;
pub mod crosstalk;
pub mod decided;
pub mod dense_capacity;
pub mod dense_error;
mod error;
mod exponential_error;
mod gaussian_average;
mod ground_state;
pub mod ladder;
pub mod layer_means;
pub mod lines;
pub mod mean_field;
pub mod mixtures;
pub mod retrieval;
mod retrieval_branch;
mod roots;
pub mod saddle_point;

pub use error::TheoryError;
