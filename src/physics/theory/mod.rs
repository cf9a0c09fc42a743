//! What theory says of the models, to be drawn beside what is measured.
//!
//! | file | what it knows |
//! |---|---|
//! | `crosstalk` | the error of one step from a stored pattern |
//! | `mean_field` | finitely many patterns: the overlap and the free energy of one, two, three of them |
//! | `mixtures`, `ladder` | mixture states at any temperature; their order |
//! | `saddle_point` | the flow of the overlaps of up to twelve patterns |
//! | `retrieval`, `lines` | p = αN patterns: states, phases, lines of the phase diagram, capacity |
//! | `retrieval_branch`, `ground_state` | the replica-symmetric equations at T > 0 and at T = 0 |
//! | `gaussian_average` | averages over the noise, at any width |
//! | `error`, `roots` | what cannot be asked; zeros of functions |

pub mod crosstalk;
mod error;
mod gaussian_average;
mod ground_state;
pub mod ladder;
pub mod lines;
pub mod mean_field;
pub mod mixtures;
pub mod retrieval;
mod retrieval_branch;
mod roots;
pub mod saddle_point;

pub use error::TheoryError;
