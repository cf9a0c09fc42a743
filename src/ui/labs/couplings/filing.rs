//! What the Couplings lab opens. Couplings are computed again from their run: nothing of them is lost with the window.

use std::path::PathBuf;
use std::sync::LazyLock;

use crate::engine::couplings::{CouplingsSession, CouplingsView};
use crate::io::datasets;
use crate::ui::chassis::{LabFiling, LiveSession};
use crate::ui::files::{FileKind, Filing, LabFiles, SaveTo};
use crate::ui::labs::couplings::contact_desk::ContactAsk;
use crate::ui::labs::couplings::context::Ask;
use crate::ui::labs::couplings::lab::CouplingsParts;
use crate::ui::shell::Shell;
use crate::ui::workspace::{Offer, OfferKind, Workspace};

/// Coordinates, and tables and archives of distances.
const STRUCTURES: [&str; 6] = ["pdb", "ent", "csv", "tsv", "txt", "npz"];

const SEQUENCES: FileKind = FileKind {
    id: "sequences",
    entry: "Import sequences…",
    tip: "Aligned sequences whose contacts are predicted (FASTA, A3M, Stockholm, npz …)",
    name: "",
    kind: "Sequences",
    endings: datasets::endings,
};
const STRUCTURE: FileKind = FileKind {
    id: "structure",
    entry: "Import a structure…",
    tip: "Coordinates (PDB) or distances (CSV, npz) of the sequences whose contacts are shown",
    kind: "Structures",
    endings: || &STRUCTURES,
    ..SEQUENCES
};
const PAIRS: FileKind = FileKind {
    id: "pairs",
    entry: "The ranked pairs as a table (.csv)…",
    tip: "One line for each pair of sites: distance, rank, score, mutual information, residues",
    name: "contacts.csv",
    kind: "Tables",
    endings: || &["csv"],
};

impl LabFiling for CouplingsParts {
    const FILES: LabFiles = LabFiles {
        opens: Some(FileKind {
            id: "open",
            entry: "Open a run or sequences",
            tip: "A run (.h5) whose couplings are read off, or sequences or a structure for its map of contacts",
            name: "",
            kind: "Runs, sequences and structures",
            endings,
        }),
        imports: &[SEQUENCES, STRUCTURE],
        exports: &[PAIRS],
        ..LabFiles::NONE
    };

    fn reopens(run: &str) -> Option<Ask> {
        Some(Ask::Reopen(run.to_owned()))
    }

    fn reads(kind: FileKind, path: PathBuf) -> Option<Ask> {
        let of_contacts = [SEQUENCES.id, STRUCTURE.id].contains(&kind.id);
        Some(if of_contacts { Ask::Contacts(ContactAsk::Open(path)) } else { Ask::Open(path) })
    }

    fn writes(&self, _kind: FileKind, to: SaveTo) -> Option<Ask> {
        Some(Ask::Contacts(ContactAsk::Save(to)))
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

/// The endings of all that can be opened.
fn endings() -> &'static [&'static str] {
    static ENDINGS: LazyLock<Vec<&'static str>> =
        LazyLock::new(|| datasets::endings().iter().chain(&STRUCTURES).copied().collect());
    &ENDINGS
}
