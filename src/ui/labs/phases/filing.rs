//! What the Phases lab writes: the cells that it measured. Its network, the points and the sweeps are remembered: nothing
//! is lost with the window.

use crate::ui::chassis::LabFiling;
use crate::ui::files::{FileKind, LabFiles, SaveTo};
use crate::ui::labs::phases::context::Ask;
use crate::ui::labs::phases::lab::PhasesParts;
use crate::ui::labs::phases::sweeps::sweep_store::SweepAsk;

impl LabFiling for PhasesParts {
    const FILES: LabFiles = LabFiles {
        exports: &[FileKind {
            id: "cells",
            entry: "The cells of the sweep (.csv)…",
            tip: "The finished cells of the sweep that is shown, with the columns of the command glassbox sweep",
            name: "sweep.csv",
            kind: "Tables",
            endings: || &["csv"],
        }],
        ..LabFiles::NONE
    };

    fn writes(&self, _kind: FileKind, to: SaveTo) -> Option<Ask> {
        let table = self.sweeps.result()?.table();
        (!table.cells.is_empty()).then_some(Ask::Sweep(SweepAsk::Save(to, table)))
    }
}
