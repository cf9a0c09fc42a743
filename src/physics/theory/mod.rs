//! What theory says of the models, to be drawn beside what is measured.
//!
//! | file | what it knows |
//! |---|---|
//! | `crosstalk` | the error of one step from a stored pattern |
//! | `mean_field` | finitely many patterns: the overlap and the free energy of one, two, three of them |
//! | `mixtures`, `ladder` | mixture states at any temperature; their order |
//! | `saddle_point` | the flow of the overlaps of up to twelve patterns |
//! | `error`, `roots` | what cannot be asked; zeros of functions |

pub mod crosstalk;
mod error;
pub mod ladder;
pub mod mean_field;
pub mod mixtures;
mod roots;
pub mod saddle_point;

pub use error::TheoryError;
