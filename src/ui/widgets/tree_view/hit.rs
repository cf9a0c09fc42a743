//! What is under the pointer: the row by bisection, then up from the leaf there.

use super::projection::Projection;
use super::rows::Rows;
use super::skeleton::Skeleton;
use super::window::Layout;

/// How near the pointer must be to a line, in points.
pub const REACH: f32 = 6.0;

/// A node near the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub node: u32,
    /// From the pointer to its lines, in points; 0 inside of a bar or a collapsed clade.
    pub distance: f32,
}

/// The node whose lines are nearest to a point given by its lengths along and across, no farther than [`REACH`].
///
/// Every line of a node lies within the rows of its data, so that the node is above one of the leaves near the point.
pub fn hit(
    tree: &Skeleton,
    rows: &Rows,
    projection: &Projection,
    collapsed: &[u32],
    root: Option<u32>,
    (along, across): (f32, f32),
) -> Option<Hit> {
    let narrowing = projection.narrowing(along).max(1e-3);
    let reach = REACH / narrowing;
    let seek = Seek { tree, rows, projection, collapsed, root, along, across, narrowing };
    let places = [across, across - reach, across + reach].map(|across| rows.place_at(projection.row(across)));
    let mut best: Option<Hit> = None;
    for holder in places.into_iter().flatten().filter_map(|place| tree.holder(place)) {
        if let Some(found) = seek.upwards(holder)
            && best.is_none_or(|best| found.distance < best.distance)
        {
            best = Some(found);
        }
    }
    best.filter(|hit| hit.distance <= REACH)
}

struct Seek<'a> {
    tree: &'a Skeleton,
    rows: &'a Rows,
    projection: &'a Projection,
    collapsed: &'a [u32],
    root: Option<u32>,
    along: f32,
    across: f32,
    narrowing: f32,
}

impl Seek<'_> {
    /// The nearest among a leaf and what is above it.
    fn upwards(&self, leaf: u32) -> Option<Hit> {
        let mut best: Option<Hit> = None;
        for node in self.tree.upwards(leaf) {
            if self.root.is_some_and(|root| !self.tree.contains(root, node)) {
                break;
            }
            if self.collapsed.binary_search(&node).is_ok() {
                // Nothing below is drawn.
                best = None;
            }
            let distance = self.distance(node);
            if best.is_none_or(|best| distance < best.distance) {
                best = Some(Hit { node, distance });
            }
        }
        best
    }

    /// From the point to the lines that a node is drawn with: along from its parent, across to its children.
    fn distance(&self, node: u32) -> f32 {
        let shape = self.tree.node(node);
        let at = |node: u32| self.projection.along(self.rows.depth(node));
        let from = match shape.parent {
            Some(parent) if Some(node) != self.root => at(parent),
            _ => 0.0,
        };
        let here = at(node);
        let edges = [shape.first, shape.last].map(|place| self.projection.across(self.rows.edge(place)));
        let collapsed = self.collapsed.binary_search(&node).is_ok();
        let inside = (edges[0]..=edges[1]).contains(&self.across);
        if inside && (self.projection.layout == Layout::Icicle && (from..=here).contains(&self.along))
            || inside && collapsed && self.along >= here
        {
            return 0.0;
        }
        let across = self.projection.across(self.rows.row(node));
        let line = self.away(outside(self.along, [from, here]), self.across - across);
        let mut ends = [across; 2];
        if let (Some(first), Some(last)) = (self.tree.children(node).next(), self.tree.children(node).last()) {
            ends = [first, last].map(|child| self.projection.across(self.rows.row(child)));
        }
        if collapsed {
            return line;
        }
        line.min(self.away(self.along - here, outside(self.across, ends)))
    }

    fn away(&self, along: f32, across: f32) -> f32 {
        along.hypot(across * self.narrowing)
    }
}

/// How far a value is outside of a range.
fn outside(value: f32, [low, high]: [f32; 2]) -> f32 {
    (low - value).max(value - high).max(0.0)
}
