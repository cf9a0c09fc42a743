//! How much of a tree is drawn: what is thinner than a pixel is put together, what is out of sight is left out, and
//! every datum is counted once. Neither depth nor the number of leaves makes a drawing larger than its pixels.

use std::ops::Range;

use super::projection::Projection;
use super::rows::Rows;
use super::skeleton::{Node, Skeleton};

/// A subtree thinner than this, in points, is drawn as a wedge.
pub const THIN: f32 = 0.75;
/// Neighbouring wedges are put together up to this thickness.
const MERGED: f32 = 1.0;

/// A node that is drawn, with the line from its parent and the line across to its children.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Branch {
    /// The lowest node of a chain of only children, or a childless node.
    pub node: u32,
    /// The highest node of that chain.
    pub top: u32,
    /// Points along at which its line begins.
    pub from: f32,
    /// Points along and across at which the node is.
    pub along: f32,
    pub across: f32,
    /// What its line across covers: its children, or the rows of a childless node of several data.
    pub span: [f32; 2],
    pub childless: bool,
    /// Points across of its first and its last row.
    pub rows: [f32; 2],
}

impl Branch {
    /// How thick the rows of its data are together.
    pub fn thickness(&self) -> f32 {
        self.rows[1] - self.rows[0]
    }
}

/// Data that are drawn together.
#[derive(Clone, Debug, PartialEq)]
pub struct Wedge {
    /// The nodes in it: one subtree, or several that follow each other.
    pub nodes: Range<u32>,
    pub places: Range<u32>,
    /// Points along at which the line to it begins, its narrow end is, and it ends.
    pub from: f32,
    pub apex: f32,
    pub tip: f32,
    /// Points across at which its narrow end is.
    pub across: f32,
    /// Points across of its first and its last row.
    pub span: [f32; 2],
    /// Whether it stands for a clade that was collapsed, and not for what is too thin.
    pub collapsed: bool,
}

/// What is drawn of a tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detail {
    pub branches: Vec<Branch>,
    pub wedges: Vec<Wedge>,
    /// Data out of sight before the first row, after the last, and farther along.
    pub before: u32,
    pub after: u32,
    pub beyond: u32,
}

/// The way down to a node: where lines to what is below begin.
#[derive(Clone, Copy)]
struct Way {
    /// The first node that is not below.
    end: u32,
    /// The branch whose line across holds what is below; none for roots and for straight ways.
    holder: Option<usize>,
    /// The branch, or the straight way, that lines begin at.
    from: f32,
    /// Where what is thin begins: the same, or the last node of the straight way.
    thin: f32,
    /// Points across at which a straight way runs.
    line: Option<f32>,
}

struct Builder<'a> {
    tree: &'a Skeleton,
    rows: &'a Rows,
    projection: &'a Projection,
    collapsed: &'a [u32],
    detail: Detail,
    /// A thin wedge that the next one may join.
    open: Option<Wedge>,
}

impl Detail {
    /// Of the subtree of `root`, or of everything. `collapsed` are nodes in ascending order.
    pub fn new(tree: &Skeleton, rows: &Rows, projection: &Projection, collapsed: &[u32], root: Option<u32>) -> Self {
        let mut builder = Builder { tree, rows, projection, collapsed, detail: Self::default(), open: None };
        let whole = root.map_or(0..tree.len(), |root| root..tree.node(root).end);
        builder.descend(whole);
        builder.close();
        builder.detail
    }

    /// How many data are drawn or counted.
    pub fn data(&self, tree: &Skeleton) -> u32 {
        let wedges: u32 = self.wedges.iter().map(|wedge| wedge.places.end - wedge.places.start).sum();
        let leaves = self.branches.iter().filter(|branch| branch.childless);
        let leaves: u32 = leaves.map(|branch| tree.node(branch.node).size()).sum();
        wedges + leaves + self.before + self.after + self.beyond
    }

    /// How many lines and wedges are drawn.
    pub fn pieces(&self) -> usize {
        let across = self.branches.iter().filter(|branch| branch.span[1] - branch.span[0] > 0.0).count();
        self.branches.len() + across + self.wedges.len()
    }
}

impl Builder<'_> {
    fn descend(&mut self, nodes: Range<u32>) {
        let seen = self.projection.seen_across();
        let far = self.projection.seen_along();
        let root = Way { end: nodes.end, holder: None, from: 0.0, thin: 0.0, line: None };
        let mut ways: Vec<Way> = Vec::new();
        let mut index = nodes.start;
        while index < nodes.end {
            while ways.last().is_some_and(|way| way.end <= index) {
                ways.pop();
            }
            let way = ways.last().copied().unwrap_or(root);
            let node = self.tree.node(index);
            let span = self.span(&node);
            let collapsed = self.collapsed.binary_search(&index).is_ok();
            if span[1] < seen[0] {
                self.detail.before += node.size();
            } else if span[0] > seen[1] {
                self.detail.after += node.size();
            } else if way.from > far {
                self.detail.beyond += node.size();
            } else if collapsed || span[1] - span[0] < THIN {
                self.wedge(index, &node, span, &way, collapsed);
            } else if let Some(below) = self.branch(index, &node, span, &way) {
                ways.push(below);
                index = self.tree.bottom(index, self.collapsed) + 1;
                continue;
            }
            // What hangs on a line that begins in sight draws that line to the edge.
            if span[1] < seen[0] || span[0] > seen[1] {
                self.hold(&way, self.projection.across(self.rows.row(index)));
            }
            index = node.end.max(index + 1);
        }
    }

    fn span(&self, node: &Node) -> [f32; 2] {
        [node.first, node.last].map(|place| self.projection.across(self.rows.edge(place)))
    }

    /// The line across of what holds a node reaches to it.
    fn hold(&mut self, way: &Way, across: f32) {
        if let Some(branch) = way.holder.and_then(|holder| self.detail.branches.get_mut(holder)) {
            branch.span = [branch.span[0].min(across), branch.span[1].max(across)];
        }
    }

    fn wedge(&mut self, index: u32, node: &Node, span: [f32; 2], way: &Way, collapsed: bool) {
        let across = self.projection.across(self.rows.row(index));
        if way.line.is_none() {
            self.hold(way, across);
        }
        let apex = self.projection.along(self.rows.depth(index)).max(way.thin);
        let tip = self.projection.along(self.rows.tip(index)).max(apex);
        let new =
            Wedge { nodes: index..node.end, places: node.places(), from: way.thin, apex, tip, across, span, collapsed };
        if let Some(open) = &mut self.open
            && !collapsed
            && open.places.end == new.places.start
            && new.span[1] - open.span[0] < MERGED
        {
            open.nodes.end = new.nodes.end;
            open.places.end = new.places.end;
            open.span[1] = new.span[1];
            open.across = f32::midpoint(open.span[0], open.span[1]);
            (open.from, open.apex, open.tip) = (open.from.min(new.from), open.apex.min(apex), open.tip.max(tip));
            return;
        }
        self.close();
        if collapsed {
            self.detail.wedges.push(new);
        } else {
            self.open = Some(new);
        }
    }

    fn close(&mut self) {
        self.detail.wedges.extend(self.open.take());
    }

    /// Draws a node, unless it is but a step of a straight way or of a line across; the way to its children, if it has
    /// any.
    fn branch(&mut self, index: u32, node: &Node, span: [f32; 2], way: &Way) -> Option<Way> {
        let bottom = self.tree.bottom(index, self.collapsed);
        let across = self.projection.across(self.rows.row(bottom));
        let along = self.projection.along(self.rows.depth(bottom)).max(way.from);
        let childless = self.tree.is_childless(bottom);
        let straight = Way { end: node.end, thin: along, line: Some(way.line.unwrap_or(across)), ..*way };
        if !childless {
            if way.holder.is_some() && way.line.is_none() && along - way.from < THIN {
                self.hold(way, across);
                return Some(Way { end: node.end, ..*way });
            }
            let kept = way.line.is_none_or(|line| (line - across).abs() < THIN);
            if way.holder.is_some() && kept && self.is_straight(bottom) {
                return Some(straight);
            }
        }
        self.hold(way, across);
        let rows = [span[0] + THIN, span[1] - THIN];
        let own = if childless && node.size() > 1 && rows[0] < rows[1] { rows } else { [across; 2] };
        self.detail.branches.push(Branch {
            node: bottom,
            top: index,
            from: way.from,
            along,
            across,
            span: own,
            childless,
            rows: span,
        });
        let holder = self.detail.branches.len().checked_sub(1);
        (!childless).then_some(Way { end: node.end, holder, from: along, thin: along, line: None })
    }

    /// Whether only one child is thicker than a wedge, and all are on one line.
    fn is_straight(&self, index: u32) -> bool {
        let (mut thick, mut first, mut last) = (0, f32::MAX, f32::MIN);
        for child in self.tree.children(index) {
            let span = self.span(&self.tree.node(child));
            let across = self.projection.across(self.rows.row(child));
            (first, last) = (first.min(across), last.max(across));
            thick += u32::from(span[1] - span[0] >= THIN || self.collapsed.binary_search(&child).is_ok());
            if thick > 1 || last - first >= THIN {
                return false;
            }
        }
        thick == 1
    }
}
