//! Fixed points of the softmax rule as β changes, followed through folds.
//!
//! A fixed point x = Σ_μ p_μ ξ_μ is determined by its K products z = G p with p = softmax(β z) and G the products of the
//! memories: z − G softmax(β z) = 0. A branch is a curve in (z, ln β). It is followed by pseudo-arclength continuation
//! (Keller): a step along the tangent, then Newton's iteration across it, so that a fold in β is no obstacle. Where a
//! stable branch folds a state appears; where the spectral radius passes 1 without a fold it loses its stability to others.
//!
//! ## References
//!
//! * H. B. Keller, “Numerical solution of bifurcation and nonlinear eigenvalue problems”, in: Applications of Bifurcation
//!   Theory, Academic Press (1977)

mod equations;
mod events;
mod linear;
mod tracing;

pub use equations::MOST_MEMORIES;
pub use events::{Event, EventKind};
pub use tracing::{Branch, BranchPoint, Continuation, ContinuationError};
