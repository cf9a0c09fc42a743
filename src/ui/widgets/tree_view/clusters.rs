//! The clusters at a cut: which clade crosses it, and which colour everything has.

use egui::Color32;

use super::rows::Rows;
use super::scene::{LabelColumn, TreeScene};
use super::skeleton::Skeleton;
use crate::ui::theme::{self, Tokens};

/// How far what is newer than the cut is taken back towards the ground.
const FADED: f32 = 0.35;
/// How strong the colours of a pale label column are.
const PALE: f32 = 0.45;

/// The clusters of the data at a depth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clusters {
    /// The uppermost node of each, in ascending order.
    pub tops: Vec<u32>,
}

impl Clusters {
    /// The uppermost nodes at a depth or beyond it; a childless node before it is a cluster too.
    pub fn new(tree: &Skeleton, rows: &Rows, depth: f64) -> Self {
        let mut tops = Vec::new();
        let mut index = 0;
        while index < tree.len() {
            if rows.depth(index) >= depth || tree.is_childless(index) {
                tops.push(index);
                index = tree.node(index).end.max(index + 1);
            } else {
                index += 1;
            }
        }
        Self { tops }
    }

    /// The top of the cluster that a node is in; none where it is before the cut.
    pub fn top(&self, tree: &Skeleton, node: u32) -> Option<u32> {
        let after = self.tops.partition_point(|top| *top <= node);
        let top = after.checked_sub(1).and_then(|before| self.tops.get(before).copied())?;
        tree.contains(top, node).then_some(top)
    }
}

/// Answers which colour a line or an area has.
pub struct Inks<'a> {
    pub tokens: &'a Tokens,
    pub scene: &'a TreeScene<'a>,
    pub clusters: &'a Clusters,
}

impl Inks<'_> {
    /// Of the line to a node.
    pub fn line(&self, node: u32) -> Color32 {
        let Some(cut) = &self.scene.cut else { return self.tokens.soft };
        self.clusters.top(self.scene.tree, node).map_or(self.tokens.soft, |top| self.tokens.branch((cut.colour)(top)))
    }

    /// The same beyond the cut.
    pub fn faded(&self, colour: Color32) -> Color32 {
        if self.scene.cut.is_some() { theme::mix(colour, self.tokens.panel, FADED) } else { colour }
    }

    /// Of a label's class.
    pub fn class(&self, class: u16) -> Color32 {
        self.tokens.class(usize::from(class))
    }

    /// Of a class in the strip of a column.
    pub fn strip(&self, column: &LabelColumn<'_>, class: u16) -> Color32 {
        if column.pale { theme::mix(self.tokens.panel, self.class(class), PALE) } else { self.class(class) }
    }

    /// Of data that are drawn together: the commonest label, greyer the less common it is; the line's colour without
    /// labels.
    pub fn mixture(&self, places: std::ops::Range<u32>, node: u32) -> Color32 {
        let order = self.scene.tree.order();
        let data = order.get(places.start as usize..places.end as usize).unwrap_or(&[]);
        match commonest(data.iter().filter_map(|datum| self.scene.class(*datum))) {
            Some((class, fraction)) => theme::mix(self.tokens.faint, self.class(class), fraction),
            None => self.line(node),
        }
    }
}

/// The commonest class, the smaller of two as common, and its fraction of all.
pub fn commonest(classes: impl Iterator<Item = u16>) -> Option<(u16, f32)> {
    let mut counts: Vec<u32> = Vec::new();
    for class in classes {
        let class = usize::from(class);
        if counts.len() <= class {
            counts.resize(class + 1, 0);
        }
        if let Some(count) = counts.get_mut(class) {
            *count += 1;
        }
    }
    let all: u32 = counts.iter().sum();
    let (class, most) = (0..).zip(counts).max_by_key(|(class, count)| (*count, std::cmp::Reverse(*class)))?;
    (most > 0).then_some((class, most as f32 / all as f32))
}
