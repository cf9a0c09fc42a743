//! What the Boltzmann lab writes: its machine. What it learns from is remembered, and learned again to the bit.

use crate::ui::chassis::LabFiling;
use crate::ui::files::{FileKind, LabFiles, SaveTo};
use crate::ui::labs::boltzmann::context::Ask;
use crate::ui::labs::boltzmann::lab::BoltzmannParts;

impl LabFiling for BoltzmannParts {
    const FILES: LabFiles = LabFiles {
        exports: &[FileKind {
            id: "machine",
            entry: "The machine as arrays (.npz)…",
            tip: "Weights over visible, then hidden units, and biases of the machine under the cursor",
            name: "machine.npz",
            kind: "Arrays",
            endings: || &["npz"],
        }],
        ..LabFiles::NONE
    };

    fn writes(&self, _kind: FileKind, to: SaveTo) -> Option<Ask> {
        Some(Ask::Save(to))
    }
}
