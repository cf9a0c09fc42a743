//! Equal daylight: the subtrees at each node of an unrooted tree turn until the gaps between them are equal.
//!
//! ## References
//! Felsenstein, *Inferring Phylogenies*, 2004, chapter 34: the daylight algorithm begins with equal angles.

use std::f32::consts::TAU;
use std::ops::Range;

use egui::Vec2;
use egui::emath::Rot2;

use super::skeleton::Skeleton;

/// Trees with more leaves keep their equal angles.
pub const MOST_LEAVES: u32 = 3_000;
/// How often every node is visited, at most.
const PASSES: usize = 5;
/// How many points may be looked at in all: some tens of milliseconds.
const WORK: usize = 24_000_000;

/// Where something is seen from a node: angles from a direction of reference, the first and the last.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Arc {
    first: f32,
    last: f32,
}

/// A tree without its chains of only children: the nodes that split or are childless, and the top, in preorder.
struct Points {
    /// Their numbers in the tree.
    nodes: Vec<u32>,
    parents: Vec<Option<usize>>,
    /// The place after the subtree of each.
    ends: Vec<usize>,
    at: Vec<Vec2>,
}

/// Turns the subtrees of an equal-angle layout: `whole` are the nodes that are drawn, `at` the places of all nodes. It
/// is left as it is where the tree is too large.
pub fn spread(tree: &Skeleton, whole: &Range<u32>, at: &mut [Vec2]) {
    let top = tree.node(whole.start);
    // A forest has no line between its trees that could be turned.
    if whole.is_empty() || top.end < whole.end || top.size() > MOST_LEAVES {
        return;
    }
    let mut points = Points::new(tree, whole, at);
    let passes = (WORK / (points.at.len() * points.splits().count()).max(1)).min(PASSES);
    for _ in 0..passes {
        let before = points.at.clone();
        // From the leaves to the top: what a node turns is not bent again afterwards.
        for node in points.splits().rev().collect::<Vec<usize>>() {
            // Subtrees that have spread too wide for their neighbours take back what they did.
            if !points.turn(node) {
                points.restore(node, &before);
                points.turn(node);
            }
        }
    }
    points.write(tree, whole, at);
}

impl Points {
    fn new(tree: &Skeleton, whole: &Range<u32>, at: &[Vec2]) -> Self {
        let kept = |index: &u32| *index == whole.start || tree.node(*index).bottom == *index;
        let nodes: Vec<u32> = whole.clone().filter(kept).collect();
        let place = |node: u32| nodes.partition_point(|other| *other < node);
        let parent = |node: &u32| {
            let above = tree.upwards(*node).skip(1).take_while(|above| *above >= whole.start);
            above.filter(kept).map(place).next()
        };
        let parents = nodes.iter().map(parent).collect();
        let ends = nodes.iter().map(|node| place(tree.node(*node).end)).collect();
        let at = nodes.iter().map(|node| at.get(*node as usize).copied().unwrap_or_default()).collect();
        Self { nodes, parents, ends, at }
    }

    /// The nodes with several children, in preorder.
    fn splits(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (0..self.at.len()).filter(|&node| self.children(node).nth(1).is_some())
    }

    fn end(&self, node: usize) -> usize {
        self.ends.get(node).copied().unwrap_or(node + 1)
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.end(node);
        std::iter::successors(Some(node + 1), |child| Some(self.end(*child))).take_while(move |child| *child < end)
    }

    fn point(&self, node: usize) -> Vec2 {
        self.at.get(node).copied().unwrap_or_default()
    }

    /// The arc that points take up, seen from a node, round the direction to one of them.
    fn arc(&self, from: usize, towards: usize, points: &[Vec2]) -> Option<Arc> {
        let eye = self.point(from);
        let reference = self.point(towards) - eye;
        if reference == Vec2::ZERO {
            return None;
        }
        let (mut first, mut last) = (0.0_f32, 0.0_f32);
        for point in points {
            let way = *point - eye;
            let turn = quarter_turns(reference.dot(way), reference.x.mul_add(way.y, -(reference.y * way.x)));
            (first, last) = (first.min(turn), last.max(turn));
        }
        let middle = reference.angle();
        Some(Arc { first: middle + angle(first), last: middle + angle(last) })
    }

    /// Those of the children of a node; none where one of them lies on it.
    fn arcs(&self, node: usize) -> Option<Vec<Arc>> {
        let points = |child: usize| self.at.get(child..self.end(child)).unwrap_or(&[]);
        self.children(node).map(|child| self.arc(node, child, points(child))).collect()
    }

    /// Turns the children of a node until the gaps between them, and what is above, are equal. Whether there are gaps:
    /// else nothing turns.
    fn turn(&mut self, node: usize) -> bool {
        let above = self.parents.get(node).copied().flatten().and_then(|parent| {
            let (before, after) = (self.at.get(..node)?, self.at.get(self.end(node)..)?);
            let arcs = [self.arc(node, parent, before)?, self.arc(node, parent, after)?];
            Some(Arc { first: arcs[0].first.min(arcs[1].first), last: arcs[0].last.max(arcs[1].last) })
        });
        let children: Vec<usize> = self.children(node).collect();
        let Some(arcs) = self.arcs(node) else { return false };
        let wide: f32 = arcs.iter().chain(&above).map(|arc| arc.last - arc.first).sum();
        let gaps = children.len() + usize::from(above.is_some());
        let gap = (TAU - wide) / gaps as f32;
        if gap <= 0.0 {
            return false;
        }
        // At the top the first child stays where it is.
        let mut free = above.map_or_else(|| arcs.first().map_or(0.0, |arc| arc.first - gap), |above| above.last);
        for (child, arc) in children.into_iter().zip(arcs) {
            self.rotate(node, child, free + gap - arc.first);
            free += gap + arc.last - arc.first;
        }
        true
    }

    fn rotate(&mut self, about: usize, child: usize, turn: f32) {
        let (centre, turned) = (self.point(about), Rot2::from_angle(turn));
        let end = self.end(child);
        for point in self.at.get_mut(child..end).unwrap_or_default() {
            *point = centre + turned * (*point - centre);
        }
    }

    fn restore(&mut self, node: usize, before: &[Vec2]) {
        let subtree = node..self.end(node);
        if let Some((points, before)) = self.at.get_mut(subtree.clone()).zip(before.get(subtree)) {
            points.copy_from_slice(before);
        }
    }

    /// Writes the points back, and those of the chains between them.
    fn write(&self, tree: &Skeleton, whole: &Range<u32>, at: &mut [Vec2]) {
        let lengths: Vec<f32> = whole
            .clone()
            .map(|index| {
                let place = |node: u32| at.get(node as usize).copied().unwrap_or_default();
                let parent = tree.node(index).parent.filter(|parent| whole.contains(parent));
                parent.map_or(0.0, |parent| (place(index) - place(parent)).length())
            })
            .collect();
        for (node, point) in self.nodes.iter().zip(&self.at) {
            if let Some(slot) = at.get_mut(*node as usize) {
                *slot = *point;
            }
        }
        for (index, length) in whole.clone().zip(lengths).skip(1) {
            let node = tree.node(index);
            let place = |node: u32| at.get(node as usize).copied();
            let Some((parent, bottom)) = node.parent.and_then(place).zip(place(node.bottom)) else { continue };
            if node.bottom != index
                && let Some(slot) = at.get_mut(index as usize)
            {
                *slot = parent + length * (bottom - parent).normalized();
            }
        }
    }
}

/// The angle of a vector in quarter turns, from -2 to 2, without a trigonometric function: it grows with the angle.
fn quarter_turns(along: f32, across: f32) -> f32 {
    let size = along.abs() + across.abs();
    if size == 0.0 {
        return 0.0;
    }
    (1.0 - along / size).copysign(across)
}

/// The angle of what [`quarter_turns`] gives.
fn angle(turns: f32) -> f32 {
    let within = turns.abs().min(2.0);
    (1.0 - (within - 1.0).abs()).atan2(1.0 - within).copysign(turns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarter_turns_are_angles_again() {
        for step in -17..=17 {
            let turn = 0.18 * step as f32;
            let way = 3.0 * Vec2::angled(turn);
            assert!((angle(quarter_turns(way.x, way.y)) - turn).abs() < 1e-5, "{turn}");
        }
    }
}
