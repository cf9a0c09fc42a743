//! What panels of the Tree lab draw from, and what they can ask for.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::core::session::Snapshot;
use crate::engine::rbm::tree::{AgeFixedPoints, Growth, MergeDistance, TreeCmd, TreeView};
use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::mean_field::{ComparedLayer, Order};
use crate::physics::tree::Tree;
use crate::ui::files::SaveTo;
use crate::ui::labs::tree::clusters_at::ClustersAt;
use crate::ui::labs::tree::derived::{ChainsFrom, Derived};
use crate::ui::labs::tree::on_screen::OnScreen;
use crate::ui::labs::tree::opening::Preset;
use crate::ui::machine::Canvas;
use crate::ui::shell::Shell;
use crate::ui::widgets::plots::Margins;
use crate::ui::widgets::tree_view::{Clade, TreeViewState};

/// How a tree is grown: what needs a new search.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct GrowSettings {
    /// Rows that become leaves, at most.
    pub rows: usize,
    /// Terms of the expansion.
    pub order: Order,
    /// How the ages follow from each other.
    pub growth: Growth,
}

impl Default for GrowSettings {
    fn default() -> Self {
        Self { rows: 512, order: Order::Second, growth: Growth::CarriedBack }
    }
}

/// View state that several panels share.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Shared {
    pub grow: GrowSettings,
    pub layer: ComparedLayer,
    pub merge: MergeDistance,
    /// How the tree is drawn, zoomed and collapsed.
    pub tree: TreeViewState,
    /// The label column that colours and names what it can, by its place.
    pub column: usize,
    /// Where the tree is cut; `None` is the newest age.
    #[serde(skip)]
    pub cursor: Option<f64>,
    /// The node that is looked at.
    #[serde(skip)]
    pub node: Option<u32>,
    /// Which of the looks that cost work are drawn.
    #[serde(skip)]
    pub on_screen: OnScreen,
    /// Where the axes of the tree and of the plot over it lie: they share it.
    #[serde(skip)]
    pub axis: SharedAxis,
}

/// What tree and plot know of each other's axis from the frame before.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SharedAxis {
    /// The room that the plot needs left and right of its data.
    pub plot: Margins,
    /// The room that the tree leaves, where it has an axis …
    pub tree: Option<Margins>,
    /// … and the positions at the ends of what is in sight.
    pub ends: [f64; 2],
}

/// What a panel asks for; the lab carries it out after drawing.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Ask {
    /// A change that needs no new search.
    Change(TreeCmd),
    /// Grows the tree again with these settings.
    Grow(GrowSettings),
    /// A run that is part of the program.
    Preset(Preset),
    /// A run that is open already, by its name.
    Reopen(String),
    /// A run or data for it at this path.
    Open(PathBuf),
    /// Label columns, chosen in a dialog.
    LabelsDialog,
    /// Label columns from the table at this path.
    Labels(PathBuf),
    /// Writes a file of the tree.
    Save(TreeFile, SaveTo),
    /// Goes to where the tree is cut at this position; `None` is the newest age.
    Cut(Option<f64>),
    /// Looks at a node.
    Look(Option<u32>),
    /// Lets a drawing relax at each age.
    Relax(#[serde(with = "crate::engine::core::shared")] Arc<[u8]>),
    /// Forgets it.
    ForgetDrawing,
    /// Keeps the tree as it is, to compare later ones with it.
    KeepTree,
    /// Forgets the tree that was kept.
    ForgetTree,
    /// A tree to compare with, chosen in a dialog.
    CompareDialog,
    /// A tree to compare with, from the Newick file at this path.
    Compare(PathBuf),
    /// Lets chains run from the fixed point of the node that is looked at.
    Generate,
    /// Stops them.
    StopGenerating,
}

/// What can be written of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum TreeFile {
    /// The tree in the format that phylogenetic programs read.
    Newick,
    /// The nodes as a table.
    Nodes,
    /// The clusters at the cut as a label column.
    Clusters,
    /// The fixed points as arrays.
    FixedPoints,
}

/// The type that ties the panels to [`TreeContext`].
pub struct TreePanels;

impl crate::ui::lab::LabPanels for TreePanels {
    type Context<'a> = TreeContext<'a>;
}

/// Lent to each panel while it draws.
pub struct TreeContext<'a> {
    /// The picture of this frame.
    pub snapshot: &'a Snapshot<TreeView>,
    /// Closer looks at it.
    pub derived: &'a Derived,
    /// What is asked for, in order.
    pub asks: &'a mut Vec<Ask>,
    /// View state that panels share.
    pub shared: &'a mut Shared,
    pub shell: &'a mut Shell,
}

impl<'a> TreeContext<'a> {
    /// The picture of the tree.
    pub fn view(&self) -> &'a TreeView {
        let snapshot: &'a Snapshot<TreeView> = self.snapshot;
        &snapshot.view
    }

    /// The rows that are its leaves.
    pub fn rows(&self) -> &'a Dataset {
        &self.view().config.rows
    }

    /// What belongs to this tree: the key of caches.
    pub fn key(&self) -> (u64, u64) {
        (self.snapshot.generation, self.view().tree_revision)
    }

    /// Where the tree is cut.
    pub fn cut(&self) -> f64 {
        self.shared.cut(self.view())
    }

    /// The age at the cut.
    pub fn age(&self) -> Option<&Arc<AgeFixedPoints>> {
        let view = &self.snapshot.view;
        view.ages.get(view.age_at(self.cut())?)
    }

    /// The clusters at the cut.
    pub fn clusters(&self) -> &ClustersAt {
        &self.derived.clusters
    }

    /// The node that is looked at: the root where none was chosen.
    pub fn node(&self) -> Option<u32> {
        self.shared.node_in(&self.view().tree)
    }

    /// Chains that run from the fixed point of a node.
    pub fn chains_from(&self, node: u32) -> Option<&ChainsFrom> {
        let clade = Clade::of(&self.view().tree, node);
        self.derived.chains.as_ref().filter(|chains| Some(chains.clade) == clade)
    }

    /// The number of the colour of a node's branch.
    pub fn colour(&self, node: u32) -> usize {
        self.derived.colours.get(node as usize).copied().unwrap_or_default() as usize
    }

    /// The label column that is shown.
    pub fn column(&self) -> Option<&LabelColumn> {
        self.derived.labels.get(self.shared.column).or_else(|| self.derived.labels.first())
    }

    /// How numbers of the visible rows become a picture.
    pub fn canvas(&self) -> Option<Canvas<'a>> {
        let last = self.view().config.checkpoints.last()?;
        Some(Canvas::of_rows(&last.rbm, Some(self.rows())))
    }
}

impl Shared {
    /// Where the tree is cut.
    pub fn cut(&self, view: &TreeView) -> f64 {
        self.cursor.unwrap_or_else(|| newest(view))
    }

    /// The node that is looked at: the root where none was chosen.
    pub fn node_in(&self, tree: &Tree) -> Option<u32> {
        self.node.or(Some(0)).filter(|&node| (node as usize) < tree.nodes().len())
    }

    /// Looks at a node, which is then selected in the drawn tree, too.
    pub fn look(&mut self, tree: &Tree, node: Option<u32>) {
        self.node = node;
        self.tree.selected = node.and_then(|node| Clade::of(tree, node));
    }

    /// Forgets what belongs to a tree that is gone.
    pub fn begin(&mut self) {
        (self.cursor, self.node) = (None, None);
    }
}

/// The position of the newest age.
pub fn newest(view: &TreeView) -> f64 {
    let newest = view.ages.first();
    newest.map_or(0.0, |age| view.position(age))
}
