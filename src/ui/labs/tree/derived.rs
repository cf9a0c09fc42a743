//! The closer looks at a tree, as panels find them in a frame: each there or not yet.

use std::sync::Arc;

use crate::engine::rbm::FreeSamples;
use crate::engine::rbm::tree::{Landscape, NodeDetails, RelaxedAt, Scores, Spectrum, SplitReason};
use crate::io::run::OpenRun;
use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::tree::{Linkage, Tree};
use crate::ui::labs::tree::clusters_at::ClustersAt;
use crate::ui::widgets::tree_view::Clade;

/// What is known beyond the tree itself.
#[derive(Clone, Debug, Default)]
pub struct Derived {
    /// The run that the tree is grown from.
    pub run: Option<Arc<OpenRun>>,
    /// What its leaves are, in words: rows of its data, chains, or noise.
    pub leaves: String,
    /// The label columns of the leaves: those of the data, then those that were opened.
    pub labels: Arc<[LabelColumn]>,
    /// The clusters at the cut.
    pub clusters: Arc<ClustersAt>,
    /// The colour number of each node.
    pub colours: Arc<[u32]>,
    /// The singular values of each checkpoint, the oldest first, as far as they are there.
    pub spectra: Arc<[Arc<Spectrum>]>,
    /// What is known of the fixed point of the node that is looked at, and which node that is.
    pub node: Option<(u32, NodeDetails)>,
    /// Why the node that is looked at split, or the nearest that did, and which node that is.
    pub split: Option<(u32, Arc<SplitReason>)>,
    /// Where a drawing relaxes at each age, the oldest first.
    pub drawing: Option<Drawing>,
    /// The plane of the first two principal components at the age of the cut.
    pub landscape: Option<(usize, Arc<Landscape>)>,
    /// How well the clusters agree with the label column at this place.
    pub scores: Option<(usize, Arc<Scores>)>,
    /// Average linkage of the rows.
    pub linkage: Option<Arc<Linkage>>,
    /// A tree that was kept.
    pub kept: Option<OtherTree>,
    /// A tree that was read from a file.
    pub read: Option<OtherTree>,
    /// Chains that run from a fixed point.
    pub chains: Option<ChainsFrom>,
}

/// Chains that run from the fixed point of a node.
#[derive(Clone, Debug)]
pub struct ChainsFrom {
    /// The node, which has another number once the tree has grown on.
    pub clade: Clade,
    pub samples: FreeSamples,
    /// Whether they still run.
    pub running: bool,
}

/// A tree to compare with.
#[derive(Clone, Debug)]
pub struct OtherTree {
    /// What it is, in a few words.
    pub name: String,
    pub tree: Arc<Tree>,
    /// The rows that are its leaves.
    pub rows: Arc<Dataset>,
}

/// A drawing on its way through the tree.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    /// Its values.
    pub states: Arc<[u8]>,
    /// Where it came to, as far as that is known.
    pub ages: Arc<[RelaxedAt]>,
    /// The nodes of the tree that it passes, from the root.
    pub path: Vec<u32>,
}
