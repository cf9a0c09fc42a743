//! What the Boltzmann lab writes: its machine. What it learns from is remembered, and learned again to the bit.

use std::path::PathBuf;

use crate::engine::boltzmann::BoltzmannView;
use crate::io::datasets;
use crate::ui::chassis::LabFiling;
use crate::ui::files::{FileKind, LabFiles, SaveTo};
use crate::ui::labs::boltzmann::context::Ask;
use crate::ui::labs::boltzmann::lab::BoltzmannParts;
use crate::ui::labs::boltzmann::pairs_alone;
use crate::ui::workspace::{Offer, OfferKind};

impl LabFiling for BoltzmannParts {
    const FILES: LabFiles = LabFiles {
        imports: &[FileKind {
            id: "rows",
            entry: "Import rows of 0 and 1…",
            tip: "Rows of your own, up to 256 bits each; up to 12 bits can be changed by clicks",
            name: "",
            kind: "Data",
            endings: datasets::endings,
        }],
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

    fn reads(_kind: FileKind, path: PathBuf) -> Option<Ask> {
        Some(Ask::Import(path))
    }

    fn writes(&self, _kind: FileKind, to: SaveTo) -> Option<Ask> {
        Some(Ask::Save(to))
    }

    fn offers(&self, view: &BoltzmannView) -> Vec<OfferKind> {
        if pairs_alone::is_one(view) { vec![OfferKind::Pairs] } else { Vec::new() }
    }

    fn offer(&self, kind: OfferKind, view: &BoltzmannView) -> Option<Offer> {
        (kind == OfferKind::Pairs).then(|| pairs_alone::offer(view))?
    }
}
