//! From the position of a node (training time, or a height) to how far from the root it is drawn, and back.

use super::skeleton::Skeleton;
use crate::ui::widgets::plots::scale::{tick_text, ticks};

/// The root at 0, the farthest position at 1; training time rises from the root, heights fall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DepthAxis {
    logarithmic: bool,
    /// The smallest positive position: up to there a logarithmic axis is nearly linear, so that 0 has a place on it.
    unit: f64,
    root: f64,
    far: f64,
    /// Whether the ends were given: a logarithmic axis then has equal factors all along, and what lies before its start
    /// is drawn there.
    given: bool,
}

impl DepthAxis {
    /// From the root of a tree to its farthest node, or between the positions of `ends`.
    pub fn new(tree: &Skeleton, logarithmic: bool, ends: Option<[f64; 2]>) -> Self {
        if let Some([root, far]) = ends.filter(|[root, far]| root.is_finite() && far.is_finite() && root < far) {
            let unit = if root > 0.0 { root } else { 1.0 };
            return Self { logarithmic, unit, root, far, given: true };
        }
        let positions = || tree.nodes().iter().map(|node| node.position);
        let roots = || tree.roots().map(|root| tree.node(root).position);
        let first = roots().next().unwrap_or(0.0);
        let (low, high) = (positions().fold(first, f64::min), positions().fold(first, f64::max));
        let falls = first - low > high - first;
        let root = if falls { roots().fold(first, f64::max) } else { roots().fold(first, f64::min) };
        let unit = positions().filter(|position| *position > 0.0).fold(f64::INFINITY, f64::min);
        Self {
            logarithmic,
            unit: if unit.is_finite() { unit } else { 1.0 },
            root,
            far: if falls { low } else { high },
            given: false,
        }
    }

    fn scaled(&self, position: f64) -> f64 {
        match (self.logarithmic, self.given) {
            (true, true) => (position / self.unit).max(1.0).ln(),
            (true, false) => (position.max(0.0) / self.unit).ln_1p(),
            (false, _) => position,
        }
    }

    /// From 0 at the root to 1. A tree of one position is drawn at its far end.
    pub fn depth(&self, position: f64) -> f64 {
        let (root, far) = (self.scaled(self.root), self.scaled(self.far));
        if root == far { 1.0 } else { ((self.scaled(position) - root) / (far - root)).clamp(0.0, 1.0) }
    }

    /// The position that is drawn at this depth.
    pub fn position(&self, depth: f64) -> f64 {
        let (root, far) = (self.scaled(self.root), self.scaled(self.far));
        let scaled = depth.clamp(0.0, 1.0).mul_add(far - root, root);
        match (self.logarithmic, self.given) {
            (true, true) => scaled.exp() * self.unit,
            (true, false) => scaled.exp_m1() * self.unit,
            (false, _) => scaled,
        }
    }

    /// Round positions between two depths, at most about `most` of them, with their numbers.
    pub fn ticks(&self, [from, to]: [f64; 2], most: usize) -> Vec<(f64, String)> {
        let (a, b) = (self.position(from), self.position(to));
        let (low, high) = (a.min(b), a.max(b));
        if self.root == self.far || most == 0 {
            return Vec::new();
        }
        let inside = |value: &f64| (low * (1.0 - 1e-9)..=high * (1.0 + 1e-9)).contains(value);
        if self.logarithmic && high > 20.0 * low.max(self.unit) {
            let (first, last) = (low.max(self.unit).log10().floor() as i32, high.log10().ceil() as i32);
            let every = (last - first).unsigned_abs().div_ceil(most as u32).max(1) as usize;
            let tens = (first..=last).step_by(every).map(|power| 10f64.powi(power)).filter(inside);
            return tens.map(|value| (self.depth(value), tick_text(value, value))).collect();
        }
        let (values, step) = ticks((low, high), most);
        values.into_iter().map(|value| (self.depth(value), tick_text(value, step))).collect()
    }
}
