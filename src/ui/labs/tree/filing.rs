//! What the Tree lab opens, imports and exports. A tree is grown again from its run: nothing of it is lost with the window.

use std::path::PathBuf;

use crate::engine::rbm::tree::{TreeSession, TreeView};
use crate::io::datasets;
use crate::ui::chassis::{LabFiling, LiveSession};
use crate::ui::files::{FileKind, Filing, LabFiles, SaveTo};
use crate::ui::labs::tree::context::{Ask, TreeFile};
use crate::ui::labs::tree::lab::TreeParts;
use crate::ui::shell::Shell;
use crate::ui::workspace::{Offer, OfferKind, Workspace};

const LABELS: FileKind = FileKind {
    id: "labels",
    entry: "Import labels…",
    tip: "A table with a column Name and columns of labels, which colour and name the leaves",
    name: "",
    kind: "Tables",
    endings: || &["csv", "tsv", "txt"],
};
const NEWICK: FileKind = FileKind {
    id: "newick",
    entry: "The tree as Newick (.nw)…",
    tip: "For programs that draw phylogenetic trees: names of nodes, support, branch lengths",
    name: "tree.nw",
    kind: "Newick",
    endings: || &["nw"],
};
const NODES: FileKind = FileKind {
    id: "nodes",
    entry: "The nodes as a table (.csv)…",
    tip: "One line for each node: parent, update, rows, free energy, most frequent label",
    name: "nodes.csv",
    kind: "Tables",
    endings: || &["csv"],
};
const CLUSTERS: FileKind = FileKind {
    id: "clusters",
    entry: "The clusters at the cut as labels (.csv)…",
    tip: "One line for each row with the number of its cluster: can be opened as labels again",
    name: "clusters.csv",
    ..NODES
};
const FIXED_POINTS: FileKind = FileKind {
    id: "fixed points",
    entry: "The fixed points as arrays (.npz)…",
    tip: "Means of both layers, free energies and rows of each age",
    name: "fixed-points.npz",
    kind: "Arrays",
    endings: || &["npz"],
};

impl LabFiling for TreeParts {
    const FILES: LabFiles = LabFiles {
        opens: Some(FileKind {
            id: "open",
            entry: "Open a run or its data",
            tip: "A run (.h5), or data for the one that is shown",
            name: "",
            kind: "Runs and data",
            endings: datasets::endings,
        }),
        saves: None,
        imports: &[LABELS],
        exports: &[NEWICK, NODES, CLUSTERS, FIXED_POINTS],
    };

    fn reopens(run: &str) -> Option<Ask> {
        Some(Ask::Reopen(run.to_owned()))
    }

    fn reads(kind: FileKind, path: PathBuf) -> Option<Ask> {
        Some(if kind.id == LABELS.id { Ask::Labels(path) } else { Ask::Open(path) })
    }

    fn writes(&self, kind: FileKind, to: SaveTo) -> Option<Ask> {
        let file = match kind.id {
            id if id == NEWICK.id => TreeFile::Newick,
            id if id == NODES.id => TreeFile::Nodes,
            id if id == CLUSTERS.id => TreeFile::Clusters,
            _ => TreeFile::FixedPoints,
        };
        Some(Ask::Save(file, to))
    }

    fn filing(&self, _session: &LiveSession<TreeSession>, _shell: &Shell) -> Filing {
        let run = self.run().map(|run| Workspace::file_name(&run.name).to_owned());
        Filing { name: run.unwrap_or_default(), writing: self.files.busy(), ..Filing::default() }
    }

    fn offers(&self, _view: &TreeView) -> Vec<OfferKind> {
        if self.run().is_some() { vec![OfferKind::Run] } else { Vec::new() }
    }

    fn offer(&self, _kind: OfferKind, _view: &TreeView) -> Option<Offer> {
        self.run().cloned().map(Offer::Run)
    }
}
