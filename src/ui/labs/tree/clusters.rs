//! The clusters at the cut: the fixed point of each, its rows, and how their labels are spread.

use std::sync::Arc;

use egui::UiBuilder;

use crate::physics::data::LabelColumn;
use crate::physics::tree::{Contingency, Partition};
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::tree::branch_row::{self, BranchRow};
use crate::ui::labs::tree::clusters_at::{ClusterAt, ClustersAt, Composition};
use crate::ui::labs::tree::context::{Ask, TreeContext, TreePanels};
use crate::ui::labs::tree::help;
use crate::ui::labs::tree::means_view::MeansView;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, percent};
use crate::ui::widgets::{Segmented, equal_rows_ui, sentence_ui};

#[derive(Default)]
pub struct ClustersPanel {
    by: By,
    table: Cached<TableKey, Table>,
    /// The pictures of the lines, in their order.
    pictures: Vec<MeansView>,
}

/// The order of the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum By {
    /// The largest first.
    #[default]
    Size,
    /// As the branches of the tree lie.
    Tree,
}

/// What a table is of: the tree and its number of rows, where it is cut, the labels, the order.
#[derive(Clone, Copy, Debug, PartialEq)]
struct TableKey {
    tree: (u64, u64),
    cut: f64,
    labels: (usize, usize),
    by: By,
}

#[derive(Default)]
struct Table {
    /// The clusters in the order of the lines, with their labels.
    lines: Vec<(ClusterAt, Composition)>,
    /// How the labels agree with all of them.
    scores: Option<Scores>,
}

#[derive(Clone, Copy)]
struct Scores {
    purity: f64,
    adjusted_rand: f64,
}

impl Table {
    fn new(clusters: &ClustersAt, column: Option<&LabelColumn>, by: By) -> Self {
        let composition = |cluster: &ClusterAt| {
            column.map_or_else(Composition::default, |column| Composition::of(&cluster.rows, column))
        };
        let mut lines: Vec<_> =
            clusters.clusters.iter().map(|cluster| (cluster.clone(), composition(cluster))).collect();
        if by == By::Size {
            lines.sort_by_key(|(cluster, _)| std::cmp::Reverse(cluster.rows.len()));
        }
        let contingency =
            column.and_then(|column| Contingency::new(&Partition::new(&clusters.of_row), &column.of_row).ok());
        let scores = contingency
            .filter(|found| found.total() > 0)
            .map(|found| Scores { purity: found.purity(), adjusted_rand: found.adjusted_rand() });
        Self { lines, scores }
    }
}

const INFO: PanelInfo = PanelInfo {
    id: "clusters",
    title: "Clusters at the cut",
    tab: "Clusters",
    help: help::CLUSTERS,
    place: Place::Right(0.4),
};

impl Panel<TreePanels> for ClustersPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &TreeContext<'_>) -> String {
        let count = context.clusters().clusters.len();
        let noun = if count == 1 { "cluster" } else { "clusters" };
        let scores = self.table.scores.map_or_else(String::new, |scores| {
            format!(" · purity {} · ARI {}", percent(scores.purity, 0), number(scores.adjusted_rand, 2))
        });
        format!("{} {noun}{scores}", grouped(count as u64))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        if context.clusters().clusters.is_empty() {
            sentence_ui(
                ui,
                "The fixed points of the newest machine are being searched: clusters come with them.",
                None,
            );
            return;
        }
        let orders = [(By::Size, "By size", ""), (By::Tree, "As in the tree", "")];
        self.by = Segmented::new("Order of the clusters", self.by, &orders).show(ui).unwrap_or(self.by);
        let clusters = Arc::clone(&context.derived.clusters);
        let column = context.column().cloned();
        let key = TableKey {
            tree: context.key(),
            cut: clusters.position,
            labels: (context.shared.column, context.derived.labels.len()),
            by: self.by,
        };
        self.table.refresh(key, || Table::new(&clusters, column.as_ref(), key.by));
        let has_pictures = context.canvas().is_some_and(|canvas| canvas.is_picture);
        let tokens = theme::tokens(ui.ctx());
        let count = self.table.lines.len();
        let row = branch_row::height(&tokens);
        let room = ui.available_height() - ui.text_style_height(&egui::TextStyle::Small) - ui.spacing().item_spacing.y;
        ui.scope(|ui| {
            // Columns stand over those of the lines, which leave room for the bar where they are scrolled.
            if count as f32 * row > room {
                ui.set_max_width((ui.available_width() - ui.spacing().scroll.allocated_width()).max(0.0));
            }
            branch_row::heading_ui(ui, has_pictures, column.as_ref());
        });
        self.pictures.resize_with(count.max(self.pictures.len()), MeansView::default);
        equal_rows_ui(ui, row, count, |ui, places| {
            for place in places {
                self.line_ui(ui, context, place, column.as_ref(), has_pictures);
            }
        });
    }
}

impl ClustersPanel {
    fn line_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TreeContext<'_>,
        place: usize,
        column: Option<&LabelColumn>,
        has_picture: bool,
    ) {
        let Some((cluster, composition)) = self.table.lines.get(place) else { return };
        let row = BranchRow {
            node: cluster.node,
            colour: context.colour(cluster.node),
            count: cluster.rows.len(),
            total: context.rows().rows(),
            composition,
            column,
            chosen: is_chosen(context, cluster.node),
            has_picture,
        };
        let answer = row.show(ui);
        if answer.response.hovered() {
            context.shell.status =
                answer.sentence.unwrap_or_else(|| format!("{}; click to look at it", row.sentence()));
        }
        let mut clicked = answer.response.clicked();
        let node = cluster.node;
        let age = context.clusters().age.and_then(|age| context.view().ages.get(age)).cloned();
        if let (Some(age), Some(picture)) = (age.filter(|_| has_picture), self.pictures.get_mut(place))
            && let Some(means) = age.means(cluster.point)
        {
            let mut inside = ui.new_child(UiBuilder::new().max_rect(answer.picture).id_salt(("picture", node)));
            let name = format!("Fixed point of the {}", row.sentence());
            let key = (context.key().0, age.key(), cluster.point as u64);
            clicked |= picture.ui(&mut inside, context, (&name, means), key, answer.picture.size());
        }
        if clicked {
            context.asks.push(Ask::Look(Some(node)));
        }
    }
}

/// Whether the branch that is looked at is this cluster, or lies in it.
fn is_chosen(context: &TreeContext<'_>, cluster: u32) -> bool {
    let nodes = context.view().tree.nodes();
    let leaves = |node: u32| nodes.get(node as usize).map(|node| node.leaves.clone());
    let looked_at = context.shared.node.and_then(leaves).zip(leaves(cluster));
    looked_at.is_some_and(|(of, within)| within.start <= of.start && of.end <= within.end)
}
