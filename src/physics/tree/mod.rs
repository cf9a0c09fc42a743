//! Trees over data: from the fixed points of a training or from distances, how well they agree with labels, and how
//! sure they are.
//!
//! * [`partition`]: how data falls into clusters; [`merge_tree`]: single linkage for every distance at once.
//! * [`ages`]: from fixed points at every age of a training to nested levels.
//! * [`nodes`]: the tree; [`from_levels`]: of nested clusters; [`linkage`]: of [`distances`]; [`from_branches`]: of branches
//!   that another program found; [`from_nodes`]: of nodes that were written down.
//! * [`scores`]: clusters against labels; [`tree_scores`]: trees against labels and against each other.
//! * [`labelling`]: labels for all from the labels of a few; [`support`]: which clades other samples show, too.
//! * [`error`]: what does not fit together.

pub mod ages;
pub mod distances;
pub mod error;
pub mod from_branches;
pub mod from_levels;
pub mod from_nodes;
pub mod labelling;
pub mod linkage;
pub mod merge_tree;
pub mod nodes;
pub mod partition;
mod points;
pub mod scores;
pub mod support;
pub mod tree_scores;

pub use ages::{Age, Level, levels, nested, suggested_distance};
pub use distances::{Distances, hamming_distance, hamming_distances};
pub use error::TreeError;
pub use from_branches::Branch;
pub use labelling::{FewLabels, accuracies_of_draw, accuracy_from_few, nearest_neighbour, spread};
pub use linkage::{AverageLinking, Linkage, average_linkage};
pub use merge_tree::{MergeTree, pairs_within};
pub use nodes::{ClusterId, Node, Scale, Tree};
pub use partition::Partition;
pub use scores::{ChanceBand, Contingency, chance_band};
pub use support::{Resampling, Support};
pub use tree_scores::{dendrogram_purity, entanglement};
