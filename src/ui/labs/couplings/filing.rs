//! What the Couplings lab opens. Couplings are computed again from their run: nothing of them is lost with the window.

use std::path::PathBuf;

use crate::engine::couplings::{CouplingsSession, CouplingsView};
use crate::io::hdf5;
use crate::ui::chassis::{LabFiling, LiveSession};
use crate::ui::files::{FileKind, Filing, LabFiles, SaveTo};
use crate::ui::labs::couplings::context::{Ask, CouplingsFile};
use crate::ui::labs::couplings::lab::CouplingsParts;
use crate::ui::shell::Shell;
use crate::ui::workspace::{Offer, OfferKind, Workspace};

const TABLE: FileKind = FileKind {
    id: "table",
    entry: "The couplings as a table (.csv)…",
    tip: "One line for each field, pair and triple of the machine under the cursor, by every method; sites count from 1",
    name: "couplings.csv",
    kind: "Tables",
    endings: || &["csv"],
};
const ARRAYS: FileKind = FileKind {
    id: "arrays",
    entry: "The couplings as arrays (.npz)…",
    tip: "fields, pairs and triples of the machine under the cursor; of Potts units the blocks, too",
    name: "couplings.npz",
    kind: "Arrays",
    endings: || &["npz"],
};

impl LabFiling for CouplingsParts {
    const FILES: LabFiles = LabFiles {
        opens: Some(FileKind {
            id: "open",
            entry: "Open a run",
            tip: "A run (.h5) whose couplings are read off",
            name: "",
            kind: "Runs",
            endings: || &hdf5::ENDINGS,
        }),
        exports: &[TABLE, ARRAYS],
        ..LabFiles::NONE
    };

    fn reopens(run: &str) -> Option<Ask> {
        Some(Ask::Reopen(run.to_owned()))
    }

    fn reads(_kind: FileKind, path: PathBuf) -> Option<Ask> {
        Some(Ask::Open(path))
    }

    fn writes(&self, kind: FileKind, to: SaveTo) -> Option<Ask> {
        Some(Ask::Save(if kind.id == TABLE.id { CouplingsFile::Table } else { CouplingsFile::Arrays }, to))
    }

    fn filing(&self, _session: &LiveSession<CouplingsSession>, _shell: &Shell) -> Filing {
        let run = self.run().map(|run| Workspace::file_name(&run.name).to_owned());
        Filing { name: run.unwrap_or_default(), writing: self.writing(), ..Filing::default() }
    }

    fn offers(&self, _view: &CouplingsView) -> Vec<OfferKind> {
        if self.run().is_some() { vec![OfferKind::Run] } else { Vec::new() }
    }

    fn offer(&self, _kind: OfferKind, _view: &CouplingsView) -> Option<Offer> {
        self.run().cloned().map(Offer::Run)
    }
}
