//! What a lab on one network opens, saves, imports and exports, and what of it would be lost.
//!
//! Nothing that takes the place of a shelf loses it: opening, loading and replacing are edits, which undo takes back. The
//! document is remembered for the next start as text. It is lost with the window only where it has changed since it was
//! opened or saved, and where it is not remembered: because it is too large, or there is no folder for it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::hopfield::recall::{Recall, RecallView};
use crate::io::datasets;
use crate::io::text::plain;
use crate::ui::chassis::{LabFiling, LiveSession, work};
use crate::ui::files::{FileKind, Filing, LabFiles, Loss, SaveTo};
use crate::ui::labs::hopfield::context::Ask;
use crate::ui::labs::hopfield::files::openable;
use crate::ui::labs::hopfield::lab::HopfieldParts;
use crate::ui::shell::Shell;
use crate::ui::workspace::{Offer, OfferKind, Workspace};

const RECALL: FileKind = FileKind {
    id: "recall",
    entry: "Save the recall",
    tip: "The shelf, the rule, the cue and how far it was run (.json)",
    name: "recall.json",
    kind: "Recalls",
    endings: || &["json"],
};

impl LabFiling for HopfieldParts {
    const FILES: LabFiles = LabFiles {
        opens: Some(FileKind {
            id: "open",
            entry: "Open a picture, data or a recall",
            tip: "A saved recall, a picture for the grid, or data for the shelf",
            name: "",
            kind: "Pictures, data and recalls",
            endings: openable,
        }),
        saves: Some(RECALL),
        imports: &[FileKind {
            id: "data",
            entry: "Import data…",
            tip: "A picture for the grid, or rows of a table for the shelf",
            name: "",
            kind: "Pictures and data",
            endings: datasets::endings,
        }],
        exports: &[FileKind {
            id: "shelf",
            entry: "The shelf as data…",
            tip: "The memories as rows (.npz, .csv, .txt) or as one picture (.png)",
            name: "shelf.npz",
            kind: "Data",
            endings: || &["npz", "csv", "txt", "png"],
        }],
    };

    fn reads(_kind: FileKind, path: PathBuf) -> Option<Ask> {
        Some(Ask::Import(path))
    }

    fn writes(&self, _kind: FileKind, to: SaveTo) -> Option<Ask> {
        Some(Ask::Export(to))
    }

    fn filing(&self, _session: &LiveSession<Recall>, _shell: &Shell) -> Filing {
        let filed = &self.files.filed;
        let name = filed.file().map_or_else(String::new, |file| Workspace::file_name(&plain(file)).to_owned());
        let file = filed.file().map(Path::to_owned);
        Filing { name, file, changed: filed.is_changed(), writing: self.files.busy() }
    }

    fn loss(&self, session: &LiveSession<Recall>, shell: &Shell) -> Option<Loss> {
        if !self.files.filed.is_changed() {
            return None;
        }
        let document = &session.view().document;
        let why = match &shell.state_folder {
            Some(_) if work::written(&**document).is_some() => return None,
            Some(_) => "is too large to be remembered",
            None => "is not remembered: there is no folder for it",
        };
        let memories = document.memories.len();
        let sentence = format!("The shelf of {memories} memories has changed since it was opened or saved, and {why}.");
        Some(Loss { sentence, kept_as: RECALL, in_session: true })
    }

    fn offers(&self, view: &RecallView) -> Vec<OfferKind> {
        if view.document.memories.is_empty() { Vec::new() } else { vec![OfferKind::Memories] }
    }

    fn offer(&self, _kind: OfferKind, view: &RecallView) -> Option<Offer> {
        let (shape, memories) = (view.document.shape, Arc::clone(&view.document.memories));
        Some(Offer::Memories { name: "the shelf".to_owned(), shape, memories })
    }
}
