//! What a lab opens, saves, imports and exports, what it has for other labs, and what would be lost with the window.

use std::path::PathBuf;

use crate::ui::chassis::live_session::LiveSession;
use crate::ui::chassis::parts::{LabParts, ViewOf};
use crate::ui::files::{FileKind, Filing, LabFiles, Loss, SaveTo};
use crate::ui::shell::Shell;
use crate::ui::workspace::{Offer, OfferKind};

/// The files of a lab. What is provided here suits a lab that has none.
pub trait LabFiling: LabParts {
    /// What it reads and writes.
    const FILES: LabFiles = LabFiles::NONE;

    /// What is asked for to go back to a run that is open, by its name.
    fn reopens(_run: &str) -> Option<Self::Ask> {
        None
    }

    /// What is asked for to read a file of a kind that is opened or imported; without a session the file is
    /// [accepted](LabParts::accept) instead.
    fn reads(_kind: FileKind, _path: PathBuf) -> Option<Self::Ask> {
        None
    }

    /// What is asked for to write a file of a kind that is saved or exported; `None` where there is nothing to write.
    fn writes(&self, _kind: FileKind, _to: SaveTo) -> Option<Self::Ask> {
        None
    }

    /// How the work stands with files.
    fn filing(&self, _session: &LiveSession<Self::Session>, _shell: &Shell) -> Filing {
        Filing::default()
    }

    /// What would be lost if the window closed now. What comes back at the next start is not lost.
    fn loss(&self, _session: &LiveSession<Self::Session>, _shell: &Shell) -> Option<Loss> {
        None
    }

    /// The kinds of things that it has for other labs.
    fn offers(&self, _view: &ViewOf<Self>) -> Vec<OfferKind> {
        Vec::new()
    }

    /// Gives a thing of that kind.
    fn offer(&self, _kind: OfferKind, _view: &ViewOf<Self>) -> Option<Offer> {
        None
    }
}
