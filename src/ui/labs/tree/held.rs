//! What a session file holds of the Tree lab: its run, how the tree is grown, and where one looks.

use std::sync::Arc;

use crate::engine::rbm::tree::{MergeDistance, TreeView};
use crate::physics::data::LabelColumn;
use crate::physics::mean_field::ComparedLayer;
use crate::physics::seed::Seed;
use crate::ui::chassis::{EngineAccess, Held, held};
use crate::ui::labs::tree::context::{GrowSettings, Shared};
use crate::ui::labs::tree::files::Wish;
use crate::ui::labs::tree::held_tree::HeldTree;
use crate::ui::labs::tree::lab::TreeParts;
use crate::ui::labs::tree::opening;
use crate::ui::shell::Shell;

/// Where a session file looks in a tree, and how that is grown.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct TreeLook {
    seed: u64,
    grow: GrowSettings,
    layer: ComparedLayer,
    merge: MergeDistance,
    pub cursor: Option<f64>,
    pub node: Option<u32>,
    /// The label columns that were opened, of the rows of the tree.
    #[serde(default)]
    labels: Vec<HeldLabels>,
    /// The tree that was kept to compare with.
    #[serde(default)]
    kept: Option<HeldTree>,
    /// The tree that was read from a file.
    #[serde(default)]
    read: Option<HeldTree>,
}

/// A label column.
#[derive(serde::Serialize, serde::Deserialize)]
struct HeldLabels {
    name: String,
    classes: Vec<String>,
    of_row: Vec<Option<u32>>,
}

impl HeldLabels {
    fn of(LabelColumn { name, classes, of_row }: &LabelColumn) -> Self {
        Self { name: name.clone(), classes: classes.clone(), of_row: of_row.clone() }
    }

    /// The column, where it is one of so many rows.
    fn column(self, rows: usize) -> Option<LabelColumn> {
        let Self { name, classes, of_row } = self;
        let known = of_row.iter().flatten().all(|&class| (class as usize) < classes.len());
        (known && of_row.len() == rows).then_some(LabelColumn { name, classes, of_row })
    }
}

impl TreeParts {
    /// The tree of a run that has more checkpoints now than when it was grown: it is being trained in another lab.
    pub(super) fn keep_up_with_training(&mut self, now: f64, access: &EngineAccess<'_, Self>) -> Result<(), String> {
        let Some(shown) = &self.studies.derived.run else { return Ok(()) };
        let newer = access.shell.workspace.grown(shown).cloned();
        let due = self.following.is_due(now, self.files.busy() || access.session.busy());
        let Some(run) = newer.filter(|_| due) else { return Ok(()) };
        let seed = access.session.view().config.seed;
        let wish = Wish { unseen: true, ..self.wish(access.shared, seed, false) };
        self.files.grow(run, wish, access.shell)
    }

    /// The run, and where one looks.
    pub(super) fn held(&self, view: &TreeView, shared: &Shared) -> Held {
        let Some(run) = self.run().cloned() else { return Held::default() };
        let Shared { grow, layer, merge, cursor, node, .. } = *shared;
        let own = view.config.rows.labels.len();
        let derived = &self.studies.derived;
        let labels = derived.labels.iter().skip(own).map(HeldLabels::of).collect();
        let [kept, read] = [&derived.kept, &derived.read]
            .map(|other| other.as_ref().and_then(|other| HeldTree::of(other, &view.config.rows)));
        Held::of_run(run, TreeLook { seed: view.config.seed.0, grow, layer, merge, cursor, node, labels, kept, read })
    }

    /// Grows the tree of a session file; the `first` one starts the engine.
    pub(super) fn grow_held(&mut self, held: &Held, first: bool, shell: &Shell) -> Result<(), String> {
        let (run, look): (_, TreeLook) = held.look()?;
        self.begun = true;
        let shared = Shared { grow: look.grow, layer: look.layer, merge: look.merge, ..Shared::default() };
        let wish = self.wish(&shared, Seed(look.seed), first);
        self.look = Some(look);
        self.files.grow(run, wish, shell)
    }

    /// Looks where a session file looked, at its label columns and the trees to compare with.
    ///
    /// # Errors
    /// A sentence where one of those is none; the others are there then.
    pub(super) fn look_again(&mut self, look: TreeLook, view: &TreeView, shared: &mut Shared) -> Result<(), String> {
        (shared.cursor, shared.node) = (look.cursor, look.node);
        let rows = view.config.rows.rows();
        let opened = look.labels.into_iter().filter_map(|labels| labels.column(rows));
        let derived = &mut self.studies.derived;
        derived.labels = derived.labels.iter().cloned().chain(opened).collect();
        let tree = |held: Option<HeldTree>| held.map(|held| held.tree(&view.config.rows)).transpose();
        let [kept, read] = [look.kept, look.read].map(tree);
        let said = [&kept, &read].into_iter().find_map(|tree| tree.as_ref().err().cloned());
        (derived.kept, derived.read) = (kept.ok().flatten(), read.ok().flatten());
        said.map_or(Ok(()), Err)
    }

    /// Tells one moment of the lab from another.
    pub(super) fn mark(&self, shared: &Shared) -> [u64; 3] {
        let cursor = shared.cursor.map_or(0, f64::to_bits);
        let node = shared.node.map_or(0, |node| u64::from(node) + 1);
        let own = self.run().and_then(|run| run.data.as_ref()).map_or(0, |data| data.rows.labels.len());
        let opened = self.studies.derived.labels.len().saturating_sub(own) as u64;
        let derived = &self.studies.derived;
        let others = [&derived.kept, &derived.read]
            .map(|other| other.as_ref().map_or(0, |other| 1 + other.tree.nodes().len() as u64));
        let [kept, read] = others;
        let look = node ^ opened << 40 ^ kept << 24 ^ read.rotate_right(8);
        [held::run_mark(self.run().map(Arc::as_ref), opening::first_run()), cursor, look]
    }
}
