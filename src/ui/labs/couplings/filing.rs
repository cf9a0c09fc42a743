//! What the Couplings lab opens. Couplings are computed again from their run: nothing of them is lost with the window.

use std::path::PathBuf;

use crate::engine::couplings::{CouplingsSession, CouplingsView};
use crate::io::hdf5;
use crate::ui::chassis::{LabFiling, LiveSession};
use crate::ui::files::{FileKind, Filing, LabFiles};
use crate::ui::labs::couplings::context::Ask;
use crate::ui::labs::couplings::lab::CouplingsParts;
use crate::ui::shell::Shell;
use crate::ui::workspace::{Offer, OfferKind, Workspace};

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
        ..LabFiles::NONE
    };

    fn reopens(run: &str) -> Option<Ask> {
        Some(Ask::Reopen(run.to_owned()))
    }

    fn reads(_kind: FileKind, path: PathBuf) -> Option<Ask> {
        Some(Ask::Open(path))
    }

    fn filing(&self, _session: &LiveSession<CouplingsSession>, _shell: &Shell) -> Filing {
        let run = self.run().map(|run| Workspace::file_name(&run.name).to_owned());
        Filing { name: run.unwrap_or_default(), ..Filing::default() }
    }

    fn offers(&self, _view: &CouplingsView) -> Vec<OfferKind> {
        if self.run().is_some() { vec![OfferKind::Run] } else { Vec::new() }
    }

    fn offer(&self, _kind: OfferKind, _view: &CouplingsView) -> Option<Offer> {
        self.run().cloned().map(Offer::Run)
    }
}
