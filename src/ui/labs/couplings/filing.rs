//! What the Couplings lab opens. Couplings are computed again from their run: nothing of them is lost with the window.

use std::path::PathBuf;
use std::sync::LazyLock;

use crate::engine::couplings::{CouplingsSession, CouplingsView};
use crate::io::datasets;
use crate::ui::chassis::{LabFiling, LiveSession};
use crate::ui::files::{FileKind, Filing, LabFiles, SaveTo};
use crate::ui::labs::couplings::contact_desk::ContactAsk;
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
        exports: &[TABLE, ARRAYS, PAIRS],
        ..LabFiles::NONE
    };

    fn reopens(run: &str) -> Option<Ask> {
        Some(Ask::Reopen(run.to_owned()))
    }

    fn reads(kind: FileKind, path: PathBuf) -> Option<Ask> {
        let of_contacts = [SEQUENCES.id, STRUCTURE.id].contains(&kind.id);
        Some(if of_contacts { Ask::Contacts(ContactAsk::Open(path)) } else { Ask::Open(path) })
    }

    fn writes(&self, kind: FileKind, to: SaveTo) -> Option<Ask> {
        Some(match kind.id {
            id if id == PAIRS.id => Ask::Contacts(ContactAsk::Save(to)),
            id if id == TABLE.id => Ask::Save(CouplingsFile::Table, to),
            _ => Ask::Save(CouplingsFile::Arrays, to),
        })
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

/// The endings of all that can be opened.
fn endings() -> &'static [&'static str] {
    static ENDINGS: LazyLock<Vec<&'static str>> =
        LazyLock::new(|| datasets::endings().iter().chain(&STRUCTURES).copied().collect());
    &ENDINGS
}
