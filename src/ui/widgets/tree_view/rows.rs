//! Which row each leaf and each node is drawn at. Leaves follow each other; a node is in the middle of its children.

use super::axis::DepthAxis;
use super::skeleton::Skeleton;

/// Where the nodes of a tree lie before any zoom: rows across, depths along.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// The upper edge of each place, and the lower edge of the last.
    edges: Vec<f64>,
    /// The row of each node.
    at: Vec<f64>,
    depths: Vec<f64>,
    /// The largest depth in the subtree of each node.
    tips: Vec<f64>,
}

impl Rows {
    /// Leaves in one row each; a collapsed clade takes the square root of its size. O(nodes + leaves).
    pub fn new(tree: &Skeleton, axis: &DepthAxis, collapsed: &[u32]) -> Self {
        let mut heights = vec![1.0; tree.leaves() as usize];
        for node in collapsed.iter().map(|index| tree.node(*index)) {
            let size = f64::from(node.size());
            if let Some(clade) = heights.get_mut(node.first as usize..node.last as usize) {
                // Within a larger collapsed clade nothing shrinks twice.
                let height = size.sqrt() / size.max(1.0);
                for each in clade {
                    *each = f64::min(*each, height);
                }
            }
        }
        let mut edges = Vec::with_capacity(heights.len() + 1);
        let mut end = 0.0;
        edges.push(end);
        edges.extend(heights.iter().map(|height| {
            end += height;
            end
        }));
        let depths: Vec<f64> = tree.nodes().iter().map(|node| axis.depth(node.position)).collect();
        let mut tips = depths.clone();
        let mut at = vec![0.0; depths.len()];
        // Sum and number of the rows of the children met so far: children come after their parent.
        let mut below = vec![(0.0, 0u32); depths.len()];
        for (index, node) in tree.nodes().iter().enumerate().rev() {
            let edge = |place: u32| edges.get(place as usize).copied().unwrap_or(0.0);
            let (sum, count) = below.get(index).copied().unwrap_or_default();
            let row =
                if count == 0 { f64::midpoint(edge(node.first), edge(node.last)) } else { sum / f64::from(count) };
            if let Some(slot) = at.get_mut(index) {
                *slot = row;
            }
            let Some(parent) = node.parent.map(|parent| parent as usize) else { continue };
            if let Some((sum, count)) = below.get_mut(parent) {
                (*sum, *count) = (*sum + row, *count + 1);
            }
            let tip = tips.get(index).copied().unwrap_or(0.0);
            if let Some(above) = tips.get_mut(parent) {
                *above = above.max(tip);
            }
        }
        Self { edges, at, depths, tips }
    }

    /// The upper edge of a place; that of the place after the last is the end of the tree.
    pub fn edge(&self, place: u32) -> f64 {
        self.edges.get(place as usize).or(self.edges.last()).copied().unwrap_or(0.0)
    }

    /// The row at which a node is drawn.
    pub fn row(&self, node: u32) -> f64 {
        self.at.get(node as usize).copied().unwrap_or(0.0)
    }

    pub fn depth(&self, node: u32) -> f64 {
        self.depths.get(node as usize).copied().unwrap_or(0.0)
    }

    /// How far the subtree of a node reaches.
    pub fn tip(&self, node: u32) -> f64 {
        self.tips.get(node as usize).copied().unwrap_or(1.0)
    }

    /// The place that covers a row: by bisection. Rows before the first and after the last belong to those.
    pub fn place_at(&self, row: f64) -> Option<u32> {
        let last = self.edges.len().checked_sub(2)?;
        let after = self.edges.partition_point(|edge| *edge <= row);
        Some(after.saturating_sub(1).min(last) as u32)
    }
}
