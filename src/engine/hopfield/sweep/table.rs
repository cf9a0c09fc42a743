//! The columns of the cells in a file: the command and the window write the same.

use crate::engine::hopfield::sweep::session::SweepCell;

/// Columns of the table, in their order.
pub const COLUMNS: [&str; 9] = ["size", "patterns", "alpha", "load", "temperature", "flip", "mean", "stderr", "runs"];

impl SweepCell {
    /// The cell as a row under [`COLUMNS`]; `None` for what is not known.
    pub fn row(&self) -> [Option<f64>; 9] {
        let point = self.point;
        [
            Some(point.size as f64),
            Some(point.patterns() as f64),
            Some(point.alpha),
            Some(point.load()),
            Some(point.temperature),
            Some(point.flip),
            self.mean,
            self.stderr,
            Some(self.runs as f64),
        ]
    }
}
