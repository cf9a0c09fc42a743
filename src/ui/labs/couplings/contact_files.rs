//! Sequences and structures that are opened for the map of contacts, and tables that are written of it, on threads of their
//! own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::couplings::ContactMap;
use crate::io::datasets::DataSource;
use crate::io::export::contacts;
use crate::io::text::plain;
use crate::physics::data::Dataset;
use crate::ui::files::SaveTo;
use crate::ui::import::Opened;
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::labs::couplings::held_family::HeldFamily;
use crate::ui::labs::couplings::proteins::{Family, Protein};
use crate::ui::shell::Shell;

/// Endings of files with coordinates, which hold no sequences that could be learnt from.
const COORDINATES: [&str; 3] = ["pdb", "ent", "cif"];

/// What a job found or did.
pub enum Found {
    /// A family that can be shown, and the number of the request for it.
    Family(u64, Box<Family>),
    /// Sequences that are shown before they are taken.
    Data(Box<Opened>),
    Written(PathBuf),
}

/// The jobs of the map of contacts.
#[derive(Default)]
pub struct ContactFiles {
    inbox: Inbox<Found>,
    /// The number of the last request for a family.
    asked: u64,
}

impl ContactFiles {
    /// The next thing that was found and is still wanted; failures are said.
    pub fn take(&mut self, shell: &mut Shell) -> Option<Found> {
        while let Some(found) = self.inbox.done(shell) {
            match found {
                Found::Family(number, _) if number != self.asked => {}
                found => return Some(found),
            }
        }
        None
    }

    pub fn busy(&self) -> bool {
        self.inbox.busy()
    }

    fn family(
        &mut self,
        shell: &Shell,
        open: impl FnOnce() -> Result<Family, String> + Send + 'static,
    ) -> Result<(), String> {
        self.asked += 1;
        let number = self.asked;
        shell.jobs.clone().start("open sequences", &mut self.inbox, move || match open() {
            Ok(family) => Answer::Done(Found::Family(number, Box::new(family))),
            Err(sentence) => Answer::Failed(sentence),
        })
    }

    /// Unpacks a protein.
    ///
    /// # Errors
    /// The job could not be started; so also below.
    pub fn protein(&mut self, protein: Protein, shell: &Shell) -> Result<(), String> {
        self.family(shell, move || protein.open())
    }

    /// The family of a session file.
    pub fn held(&mut self, held: HeldFamily, shell: &Shell) -> Result<(), String> {
        self.family(shell, move || held.family())
    }

    /// A family of sequences that were taken; an archive may hold its distances, too.
    pub fn sequences(
        &mut self,
        name: String,
        rows: Arc<Dataset>,
        path: Option<PathBuf>,
        shell: &Shell,
    ) -> Result<(), String> {
        self.family(shell, move || {
            let mut family = Family::of(name, rows);
            if let Some(path) = path.filter(|path| has_ending(path, &["npz"])) {
                // An archive without distances is one of sequences alone.
                family.open_structure(&path).unwrap_or_default();
            }
            Ok(family)
        })
    }

    /// Reads a file: sequences, or the structure of the family that is shown.
    pub fn open(&mut self, path: PathBuf, shown: Option<Family>, shell: &Shell) -> Result<(), String> {
        let number = self.asked;
        shell.jobs.clone().start("open sequences", &mut self.inbox, move || match read(&path, shown) {
            Ok(Read::Family(family)) => Answer::Done(Found::Family(number, family)),
            Ok(Read::Data(opened)) => Answer::Done(Found::Data(opened)),
            Err(sentence) => Answer::Failed(sentence),
        })
    }

    /// Writes the ranked pairs of a map.
    pub fn save(&mut self, to: SaveTo, map: Arc<ContactMap>, family: Family, shell: &Shell) -> Result<(), String> {
        shell.jobs.clone().start("save pairs", &mut self.inbox, move || {
            let SaveTo { path, overwrite } = to;
            match contacts::write(&path, overwrite, &map.prediction, &map.information, family.table.as_ref()) {
                Ok(()) => Answer::Done(Found::Written(path)),
                Err(err) => Answer::Failed(format!("{err} The map is still there; it can be saved elsewhere.")),
            }
        })
    }
}

/// What is in a file.
enum Read {
    Family(Box<Family>),
    Data(Box<Opened>),
}

fn read(path: &Path, shown: Option<Family>) -> Result<Read, String> {
    let with_structure = |shown: Option<Family>| -> Result<Read, String> {
        let wanted = || format!("{} is a structure; its sequences are opened before it.", plain(path));
        let mut family = shown.ok_or_else(wanted)?;
        family.open_structure(path)?;
        Ok(Read::Family(Box::new(family)))
    };
    if has_ending(path, &COORDINATES) {
        return with_structure(shown);
    }
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let opened = Opened::find(name, DataSource::Path(path.to_path_buf()));
    let sequences = |opened: &Opened| opened.read.as_ref().is_ok_and(|rows| rows.alphabet.is_some());
    match opened {
        Ok(opened) if sequences(&opened) => Ok(Read::Data(Box::new(opened))),
        // A table or an archive without letters may hold distances.
        Ok(opened) => Ok(with_structure(shown).unwrap_or_else(|_no_structure| Read::Data(Box::new(opened)))),
        Err(sentence) => with_structure(shown).map_err(|_no_structure| sentence),
    }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}
