//! Trees as other programs read them: Newick, colour strips for iTOL, and a table of nodes; and trees of theirs.

pub mod itol;
pub mod newick;
pub mod newick_open;
pub mod newick_reader;
pub mod nodes;

pub use newick_reader::{NewickNode, NewickTree};

use crate::physics::tree::{ClusterId, Tree};

/// What stands at the nodes and leaves of a tree that is written.
#[derive(Clone, Copy, Debug)]
pub struct Annotations<'a> {
    /// The name of each datum; one that is missing is its number.
    pub names: &'a [String],
    /// For each node the fraction of resamplings that show its clade, where it is known.
    pub support: &'a [Option<f64>],
}

impl Annotations<'_> {
    /// The name of a datum.
    fn name(&self, datum: u32) -> String {
        self.names.get(datum as usize).map_or_else(|| datum.to_string(), Clone::clone)
    }

    /// The support of a node.
    fn support(&self, node: u32) -> Option<f64> {
        self.support.get(node as usize).copied().flatten()
    }
}

/// `I<level>-<cluster>`, as the trees of the field's programs name their nodes; nothing for a node that is no cluster.
fn node_name(tree: &Tree, node: u32) -> Option<String> {
    let ClusterId { level, cluster } = tree.nodes().get(node as usize)?.cluster?;
    Some(format!("I{level}-{cluster}"))
}
