//! The axis of the tree under other plots: updates, or inverse temperatures of a heated machine.

use crate::engine::rbm::tree::{Growth, TreeView};
use crate::ui::labs::tree::context::newest;
use crate::ui::machine::Axes;

/// Where positions of the tree stand along x.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TreeAxis {
    axes: Axes,
    /// Inverse temperatures are fractions, which are drawn as they are.
    heated: bool,
    ends: (f64, f64),
}

impl TreeAxis {
    pub fn new(view: &TreeView, logarithmic: bool) -> Self {
        let heated = matches!(view.config.growth, Growth::Heated { .. });
        let oldest = view.ages.last().map_or(0.0, |age| view.position(age));
        let axes = if logarithmic && !heated { Axes::LogLog } else { Axes::Linear };
        Self { axes, heated, ends: (oldest, newest(view)) }
    }

    pub fn along(&self, position: f64) -> f64 {
        if self.heated { position } else { self.axes.along(position.round().max(0.0) as u64) }
    }

    /// The position that is drawn at `x`.
    pub fn position(&self, x: f64) -> f64 {
        if self.heated { x } else { self.axes.update_at(x) as f64 }
    }

    /// From the start of the training, or the oldest age of a heated machine, to the newest age.
    pub fn range(&self) -> (f64, f64) {
        if self.heated { self.ends } else { self.axes.range(self.ends.1.round().max(0.0) as u64) }
    }

    pub const fn logarithmic(&self) -> bool {
        self.axes.logarithmic_updates()
    }

    pub const fn name(&self) -> &'static str {
        if self.heated { "β" } else { "updates" }
    }
}
