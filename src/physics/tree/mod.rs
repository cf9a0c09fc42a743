//! Trees over data: from the fixed points of a training or from distances, how well they agree with labels, and how
//! sure they are.
//!
//! * [`ages`]: from fixed points at every age of a training to nested levels.
//! * [`nodes`]: the tree; [`from_levels`]: of nested clusters.
//! * [`error`]: what does not fit together.

pub mod ages;
mod disjoint_sets;
pub mod error;
pub mod from_levels;
pub mod merge_tree;
pub mod nodes;
pub mod partition;
mod points;

pub use ages::{Age, Level, levels, nested, suggested_distance};
pub use error::TreeError;
pub use merge_tree::{MergeTree, pairs_within};
pub use nodes::{ClusterId, Node, Scale, Tree};
pub use partition::Partition;
