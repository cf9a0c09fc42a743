//! What a tree is drawn from: values and answers of the caller, who alone knows what a node means.

use egui::{Painter, Rect};

use super::skeleton::Skeleton;
use crate::ui::theme::numbers;
use crate::ui::widgets::plots::Margins;

/// One label of each datum, drawn as a strip next to the leaves.
#[derive(Clone, Copy, Debug)]
pub struct LabelColumn<'a> {
    pub name: &'a str,
    /// The class of each datum; none where it has no label.
    pub classes: &'a [Option<u16>],
    /// The text of each class: a letter or a short word, which carries the class where colours cannot.
    pub texts: &'a [String],
    /// Whether its colours are pale: those of another column, which everything else speaks of, have the same hues.
    pub pale: bool,
}

impl LabelColumn<'_> {
    pub fn class(&self, datum: u32) -> Option<u16> {
        self.classes.get(datum as usize).copied().flatten()
    }

    pub fn text(&self, class: u16) -> &str {
        self.texts.get(usize::from(class)).map_or("", String::as_str)
    }
}

/// The line that cuts a tree into clusters: the cursor of a lab.
#[derive(Clone, Copy)]
pub struct Cut<'a> {
    pub position: f64,
    /// What the pill at its foot says of a position.
    pub text: &'a dyn Fn(f64) -> String,
    /// Which colour a cluster has, by the highest of its nodes: the number of a branch.
    pub colour: &'a dyn Fn(u32) -> usize,
}

/// Draws the picture of a node into a rectangle.
pub type Picture<'a> = dyn Fn(&Painter, u32, Rect) + 'a;

/// A node of a way that is lit, and what stands there.
#[derive(Clone, Debug, PartialEq)]
pub struct PathStep {
    pub node: u32,
    pub value: String,
}

/// Everything about one tree in one frame.
#[derive(Clone, Copy)]
pub struct TreeScene<'a> {
    /// What a screen reader calls it; files are suggested by it.
    pub name: &'a str,
    pub tree: &'a Skeleton,
    /// Changes whenever the tree does.
    pub key: (u64, u64),
    /// Changes whenever colours do: labels, clusters.
    pub colours: u64,
    /// What the axis along the branches measures.
    pub axis: &'a str,
    /// The positions at the ends of that axis; the root and the farthest node unless given.
    pub ends: Option<[f64; 2]>,
    /// At least so much room left and right of the branches, so that the axis lines up with that of a plot.
    pub margins: Margins,
    pub columns: &'a [LabelColumn<'a>],
    /// The name of a datum.
    pub names: Option<&'a dyn Fn(u32) -> String>,
    pub cut: Option<Cut<'a>>,
    /// How large the dot of a node is, from 0 to 1; by the number of its data where there is no answer.
    pub weight: Option<&'a dyn Fn(u32) -> f32>,
    /// Whether a node was left before it came to rest.
    pub unconverged: Option<&'a dyn Fn(u32) -> bool>,
    /// What a node is, in a few words.
    pub describe: Option<&'a dyn Fn(u32) -> String>,
    /// Draws the picture of a node; textures must be those of the painter's context.
    pub picture: Option<&'a Picture<'a>>,
    /// A way from the root to a leaf that is lit.
    pub path: &'a [PathStep],
}

impl<'a> TreeScene<'a> {
    /// A tree without labels, names, pictures and cut.
    pub const fn new(name: &'a str, tree: &'a Skeleton, key: (u64, u64)) -> Self {
        Self {
            name,
            tree,
            key,
            colours: 0,
            axis: "",
            ends: None,
            margins: Margins { left: 0.0, right: 0.0 },
            columns: &[],
            names: None,
            cut: None,
            weight: None,
            unconverged: None,
            describe: None,
            picture: None,
            path: &[],
        }
    }

    /// What a node is, in the caller's words or in plain ones.
    pub fn sentence(&self, node: u32) -> String {
        let shape = self.tree.node(node);
        let size = numbers::grouped(u64::from(shape.size()));
        self.describe.map_or_else(
            || format!("{size} data at {}", numbers::power_of_ten(shape.position)),
            |describe| describe(node),
        )
    }

    /// The class of a datum in the first column.
    pub fn class(&self, datum: u32) -> Option<u16> {
        self.columns.first().and_then(|column| column.class(datum))
    }
}
