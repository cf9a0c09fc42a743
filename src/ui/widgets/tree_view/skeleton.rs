//! The shape of a tree in preorder, with what drawing asks of it again and again: ends of subtrees, chains, places.

use std::ops::Range;

use crate::physics::tree::{self, Tree};

/// A node as a tree gives it, in preorder: parents before their children, children next to each other.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeShape {
    /// `None` for a root.
    pub parent: Option<u32>,
    /// Training time, or a height.
    pub position: f64,
    /// Places in the order of leaves.
    pub leaves: Range<u32>,
}

/// A node and where things that belong to it are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Node {
    pub parent: Option<u32>,
    /// The first node after its subtree.
    pub end: u32,
    /// The node at which the chain of only children that begins here ends: itself where it splits or is childless.
    pub bottom: u32,
    pub first: u32,
    pub last: u32,
    pub position: f64,
}

impl Node {
    pub const fn size(&self) -> u32 {
        self.last - self.first
    }

    pub const fn places(&self) -> Range<u32> {
        self.first..self.last
    }
}

impl From<&Tree> for Skeleton {
    fn from(tree: &Tree) -> Self {
        let shape =
            |node: &tree::Node| NodeShape { parent: node.parent, position: node.position, leaves: node.leaves.clone() };
        Self::new(tree.nodes().iter().map(shape), tree.leaf_order().to_vec())
    }
}

/// A node by what it holds, so that it is found again in a tree that has grown since.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Clade {
    /// The datum at its first place.
    pub first: u32,
    pub size: u32,
    pub position: f64,
}

impl Clade {
    /// The clade of a node of a tree, as [`Skeleton::clade`].
    pub fn of(tree: &Tree, node: u32) -> Option<Self> {
        let (first, position) = (*tree.data(node).first()?, tree.nodes().get(node as usize)?.position);
        Some(Self { first, size: tree.data(node).len() as u32, position })
    }
}

/// A tree as it is drawn. Trees of one node, chains of any depth and forests are as good as any other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Skeleton {
    nodes: Vec<Node>,
    order: Vec<u32>,
    /// The place of each datum.
    places: Vec<u32>,
    /// The childless node at each place.
    holders: Vec<u32>,
}

impl Skeleton {
    /// From the nodes in preorder and the datum at each place. What points outside of the tree is cut off.
    pub fn new(shapes: impl IntoIterator<Item = NodeShape>, order: Vec<u32>) -> Self {
        let leaves = order.len() as u32;
        let mut nodes: Vec<Node> = (0..)
            .zip(shapes)
            .map(|(index, shape)| {
                let first = shape.leaves.start.min(leaves);
                Node {
                    parent: shape.parent.filter(|parent| *parent < index),
                    end: index + 1,
                    bottom: index,
                    first,
                    last: shape.leaves.end.clamp(first, leaves),
                    position: if shape.position.is_finite() { shape.position } else { 0.0 },
                }
            })
            .collect();
        for index in (0..nodes.len()).rev() {
            let Some(node) = nodes.get(index).copied() else { continue };
            if let Some(parent) = node.parent.and_then(|parent| nodes.get_mut(parent as usize)) {
                parent.end = parent.end.max(node.end);
            }
        }
        for index in (0..nodes.len().saturating_sub(1)).rev() {
            let (Some(node), Some(next)) = (nodes.get(index).copied(), nodes.get(index + 1).copied()) else { continue };
            // The next node is its only child where that one's subtree is the whole of its own.
            if next.parent == Some(index as u32)
                && next.end == node.end
                && let Some(node) = nodes.get_mut(index)
            {
                node.bottom = next.bottom;
            }
        }
        let mut holders = vec![u32::MAX; order.len()];
        for (index, node) in (0..).zip(&nodes) {
            if node.end == index + 1
                && let Some(held) = holders.get_mut(node.first as usize..node.last as usize)
            {
                held.fill(index);
            }
        }
        let data = order.iter().max().map_or(0, |most| *most as usize + 1);
        let mut places = vec![u32::MAX; data.min(u32::MAX as usize)];
        for (place, datum) in (0..).zip(&order) {
            if let Some(slot) = places.get_mut(*datum as usize) {
                *slot = place;
            }
        }
        Self { nodes, order, places, holders }
    }

    pub const fn len(&self) -> u32 {
        self.nodes.len() as u32
    }

    pub const fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub const fn leaves(&self) -> u32 {
        self.order.len() as u32
    }

    /// The node, or an empty one outside of the tree.
    pub fn node(&self, index: u32) -> Node {
        self.nodes.get(index as usize).copied().unwrap_or_default()
    }

    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The datum at each place.
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    pub fn is_childless(&self, index: u32) -> bool {
        self.node(index).end <= index + 1
    }

    /// The children of a node, from the first row to the last.
    pub fn children(&self, index: u32) -> impl Iterator<Item = u32> {
        self.siblings_from(index + 1, self.node(index).end)
    }

    /// The roots: one, unless this is a forest.
    pub fn roots(&self) -> impl Iterator<Item = u32> {
        self.siblings_from(0, self.len())
    }

    fn siblings_from(&self, first: u32, end: u32) -> impl Iterator<Item = u32> {
        let mut next = first;
        std::iter::from_fn(move || {
            let here = (next < end).then_some(next)?;
            next = self.node(here).end.max(here + 1);
            Some(here)
        })
    }

    /// The node and everything above it, upwards.
    pub fn upwards(&self, index: u32) -> impl Iterator<Item = u32> {
        std::iter::successors((index < self.len()).then_some(index), |index| self.node(*index).parent)
    }

    /// Whether `below` is in the subtree of `above`.
    pub fn contains(&self, above: u32, below: u32) -> bool {
        (above..self.node(above).end).contains(&below)
    }

    /// The childless node at a place.
    pub fn holder(&self, place: u32) -> Option<u32> {
        self.holders.get(place as usize).copied().filter(|node| *node < self.len())
    }

    /// Where a datum is in the order of leaves.
    pub fn place(&self, datum: u32) -> Option<u32> {
        self.places.get(datum as usize).copied().filter(|place| *place < self.leaves())
    }

    /// The lowest node that has both below it; none where they are in different trees of a forest.
    pub fn common_ancestor(&self, a: u32, b: u32) -> Option<u32> {
        self.upwards(a).find(|above| self.contains(*above, b))
    }

    /// What the node is found by in another tree of the same data.
    pub fn clade(&self, index: u32) -> Option<Clade> {
        let node = self.nodes.get(index as usize)?;
        let first = self.order.get(node.first as usize).copied()?;
        Some(Clade { first, size: node.size(), position: node.position })
    }

    /// The lowest node of the chain of only children that begins here, above the first that is collapsed.
    pub fn bottom(&self, index: u32, collapsed: &[u32]) -> u32 {
        let bottom = self.node(index).bottom;
        let next = collapsed.get(collapsed.partition_point(|node| *node <= index));
        next.map_or(bottom, |next| bottom.min(next - 1))
    }

    /// The node with this first datum, this many data and this position.
    pub fn find(&self, clade: &Clade) -> Option<u32> {
        let place = self.place(clade.first)?;
        let same = |position: f64| (position - clade.position).abs() <= 1e-9 * clade.position.abs();
        self.upwards(self.holder(place)?).find(|index| {
            let node = self.node(*index);
            node.first == place && node.size() == clade.size && same(node.position)
        })
    }
}
