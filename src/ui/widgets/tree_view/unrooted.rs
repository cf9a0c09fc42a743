//! The unrooted layouts (Felsenstein 2004, chapter 34): each clade in a sector as wide as its size, then with equal gaps.

use egui::{Pos2, Rect, Vec2};

use super::daylight;
use super::detail::THIN;
use super::projection::{Projection, direction};
use super::rows::Rows;
use super::skeleton::Skeleton;

/// A straight line of an unrooted tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spoke {
    /// The node at its outer end.
    pub node: u32,
    pub from: Pos2,
    pub to: Pos2,
    /// Whether it stands for a whole clade.
    pub wedge: bool,
}

/// Where each node of an unrooted tree is, before any zoom.
#[derive(Clone, Debug, PartialEq)]
pub struct Unrooted {
    at: Vec<Vec2>,
    bounds: Rect,
}

impl Unrooted {
    /// Of the subtree of `root`, or of everything: with equal daylight, in large trees with equal angles, in O(nodes).
    pub fn new(tree: &Skeleton, rows: &Rows, root: Option<u32>) -> Self {
        let whole = root.map_or(0..tree.len(), |root| root..tree.node(root).end);
        let top = root.map(|root| tree.node(root));
        let (low, high) = top.map_or((0, tree.leaves()), |top| (top.first, top.last));
        let turn = std::f64::consts::TAU / (rows.edge(high) - rows.edge(low)).max(1e-9);
        let mut at = vec![Vec2::ZERO; tree.len() as usize];
        for index in whole.clone() {
            let node = tree.node(index);
            let parent = node.parent.filter(|parent| whole.contains(parent));
            let from = parent.and_then(|parent| at.get(parent as usize).copied()).unwrap_or(Vec2::ZERO);
            let length = parent.map_or(0.0, |parent| rows.depth(index) - rows.depth(parent));
            let middle = f64::midpoint(rows.edge(node.first), rows.edge(node.last)) - rows.edge(low);
            let here = from + length as f32 * direction((middle * turn) as f32);
            if let Some(slot) = at.get_mut(index as usize) {
                *slot = here;
            }
        }
        daylight::spread(tree, &whole, &mut at);
        let mut bounds = Rect::NOTHING;
        for place in at.get(whole.start as usize..whole.end as usize).unwrap_or(&[]) {
            bounds.extend_with(place.to_pos2());
        }
        Self { at, bounds: if bounds.is_positive() { bounds } else { Rect::from_center_size(Pos2::ZERO, Vec2::ONE) } }
    }

    /// Where a node is on the screen.
    pub fn point(&self, projection: &Projection, node: u32) -> Pos2 {
        let at = self.at.get(node as usize).copied().unwrap_or(Vec2::ZERO);
        projection.centre() + (at - self.bounds.center().to_vec2()) * self.scale(projection)
    }

    fn scale(&self, projection: &Projection) -> f32 {
        2.0 * projection.radius() / self.bounds.width().max(self.bounds.height())
    }

    /// The lines that are drawn: no more than there are points round the rim.
    pub fn spokes(
        &self,
        tree: &Skeleton,
        rows: &Rows,
        projection: &Projection,
        collapsed: &[u32],
        root: Option<u32>,
    ) -> Vec<Spoke> {
        let mut spokes = Vec::new();
        let whole = root.map_or(0..tree.len(), |root| root..tree.node(root).end);
        let (scale, seen) = (self.scale(projection), projection.area.expand(projection.area.width()));
        let mut index = whole.start;
        while index < whole.end {
            let node = tree.node(index);
            let parent = node.parent.filter(|parent| whole.contains(parent));
            let from = self.point(projection, parent.unwrap_or(index));
            let closed = collapsed.binary_search(&index).is_ok();
            let thickness = projection.across(rows.edge(node.last)) - projection.across(rows.edge(node.first));
            let reach =
                (rows.tip(index) - parent.map_or(rows.depth(index), |parent| rows.depth(parent))) as f32 * scale;
            let out_of_sight = seen.distance_to_pos(from) > reach;
            if closed || thickness < THIN || out_of_sight {
                let middle = f64::midpoint(f64::from(node.first), f64::from(node.last)) as u32;
                let to = self.point(projection, tree.holder(middle.min(node.last.saturating_sub(1))).unwrap_or(index));
                if !out_of_sight && from != to {
                    spokes.push(Spoke { node: index, from, to, wedge: true });
                }
                index = node.end.max(index + 1);
                continue;
            }
            let bottom = tree.bottom(index, collapsed);
            let to = self.point(projection, bottom);
            if from.distance(to) > THIN {
                spokes.push(Spoke { node: bottom, from, to, wedge: false });
            }
            index = bottom + 1;
        }
        spokes
    }

    /// The nearest of the lines to a point, and how far it is.
    pub fn nearest(spokes: &[Spoke], point: Pos2) -> Option<(u32, f32)> {
        let distance = |spoke: &Spoke| {
            let way = spoke.to - spoke.from;
            let fraction = ((point - spoke.from).dot(way) / way.length_sq().max(1e-6)).clamp(0.0, 1.0);
            point.distance(spoke.from + fraction * way)
        };
        let distances = spokes.iter().map(|spoke| (spoke.node, distance(spoke)));
        distances.min_by(|a, b| a.1.total_cmp(&b.1))
    }
}
