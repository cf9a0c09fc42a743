//! What the lab reads and writes, on threads of their own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use crate::engine::core::session::{SessionError, Snapshot};
use crate::engine::hopfield::recall::{Document, Memory, RecallView};
use crate::io::builtin;
use crate::io::datasets::{self, DataSource};
use crate::io::export;
use crate::io::pictures::GreyPicture;
use crate::io::recall_file::{self, RecallFile};
use crate::physics::data::Dataset;
use crate::physics::seed::{Seed, Stream};
use crate::physics::spins::{GridShape, Pattern};
use crate::ui::chassis::Filed;
use crate::ui::files::SaveTo;
use crate::ui::import::Opened;
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::shell::Shell;
use crate::ui::workspace::Offer;

/// Rows of a built-in set that go on the shelf.
const SHELF: usize = 10;
/// What stands before the name of a built-in set of which all rows do.
pub const WHOLE: &str = "all ";

/// What was found in a file.
pub enum Found {
    /// A picture, still in grey: the threshold is chosen with a preview.
    Picture {
        name: String,
        picture: GreyPicture,
    },
    /// Rows, or a file that gives some by another choice.
    Data(Opened),
    /// Pictures of different sizes, each to be opened by itself.
    Several(Vec<PathBuf>),
    /// A shelf that needs no question.
    Shelf {
        name: String,
        shape: GridShape,
        memories: Vec<Memory>,
    },
    /// A recall that was saved.
    Recall {
        path: PathBuf,
        file: Box<RecallFile>,
    },
    Written(PathBuf),
}

/// What is remembered of the work: the document as it stands, and the file that it was opened from or saved to.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Work<D> {
    #[serde(flatten)]
    document: D,
    #[serde(default)]
    file: Option<String>,
    /// Whether the document has changed since.
    #[serde(default)]
    changed: bool,
}

#[derive(Default)]
pub struct Files {
    inbox: Inbox<Found>,
    /// The recalls that were saved and opened.
    pub filed: Filed<Arc<Document>>,
    /// Generation and revision of the document that was looked at last.
    seen: (u64, u64),
}

impl Files {
    /// The files of a lab that opens like this.
    pub fn of(opening: &Snapshot<RecallView>) -> Self {
        let mut files = Self::default();
        files.filed.begins(Arc::clone(&opening.view.document), true);
        files
    }

    /// Whether the document has changed is asked when it may have.
    pub fn keep_track(&mut self, snapshot: &Snapshot<RecallView>) {
        let now = (snapshot.generation, snapshot.view.document_revision);
        if std::mem::replace(&mut self.seen, now) != now {
            self.filed.stands(&snapshot.view.document);
        }
    }

    /// What is remembered for the next start. A name that is no text is not remembered.
    pub fn work<'a>(&'a self, document: &'a Document) -> Work<&'a Document> {
        let file = self.filed.file().and_then(Path::to_str).map(str::to_owned);
        Work { document, file, changed: self.filed.is_changed() }
    }

    /// Goes on with what was remembered; the file may be gone by now.
    pub fn take_up(&mut self, work: Work<Document>) -> Arc<Document> {
        let document = Arc::new(work.document);
        if let Some(file) = work.file.map(PathBuf::from).filter(|file| file.try_exists().unwrap_or(false)) {
            self.filed.goes_on(Arc::clone(&document), file, work.changed);
        }
        document
    }

    /// What the next finished job found; failures and finished exports before it are said.
    pub fn take(&mut self, shell: &mut Shell) -> Option<Found> {
        while let Some(found) = self.inbox.done(shell) {
            match found {
                Found::Written(path) if self.filed.wrote(&path) => shell.saved_work(&path),
                Found::Written(path) => shell.saved(&path),
                found => return Some(found),
            }
        }
        None
    }

    pub fn busy(&self) -> bool {
        self.inbox.busy()
    }

    pub fn import(&mut self, path: PathBuf, shell: &mut Shell) -> Result<(), SessionError> {
        let jobs = shell.jobs.clone();
        started(jobs.start("import", &mut self.inbox, move || read(&path)))
    }

    /// Reads several pictures, to be offered together where they have one size.
    pub fn import_pictures(&mut self, paths: Vec<PathBuf>, shell: &Shell) -> Result<(), SessionError> {
        let jobs = shell.jobs.clone();
        started(jobs.start("import", &mut self.inbox, move || read_pictures(paths)))
    }

    /// Writes the shelf.
    pub fn export(&mut self, to: SaveTo, document: &Document, shell: &mut Shell) -> Result<(), SessionError> {
        let (jobs, shelf) = (shell.jobs.clone(), shelf_dataset(document));
        started(jobs.start("export", &mut self.inbox, move || write(&shelf, to)))
    }

    /// Writes the recall.
    pub fn save_recall(&mut self, to: SaveTo, view: &RecallView, shell: &mut Shell) -> Result<(), SessionError> {
        let (jobs, recall) = (shell.jobs.clone(), recall(view));
        self.filed.writes(Arc::clone(&view.document), to.path.clone());
        started(jobs.start("export", &mut self.inbox, move || write_recall(&recall, to)))
    }

    /// Reads a built-in set, or draws random patterns for the grid.
    pub fn load_builtin(
        &mut self,
        set: String,
        shape: GridShape,
        seed: Seed,
        shell: &mut Shell,
    ) -> Result<(), SessionError> {
        let jobs = shell.jobs.clone();
        started(jobs.start("load", &mut self.inbox, move || {
            if set == "random" {
                return Answer::Done(random_shelf(shape, seed));
            }
            let (set, most) = set.strip_prefix(WHOLE).map_or((set.as_str(), SHELF), |set| (set, usize::MAX));
            match builtin::open(set) {
                Ok(dataset) => Answer::Done(shelf(set, &dataset, most)),
                Err(err) => Answer::Failed(err.to_string()),
            }
        }))
    }
}

fn started(result: Result<(), String>) -> Result<(), SessionError> {
    result.map_err(SessionError::new)
}

fn read(path: &Path) -> Answer<Found> {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    if datasets::is_picture(&name) {
        return match GreyPicture::open(path) {
            Ok(picture) => Answer::Done(Found::Picture { name, picture }),
            Err(err) => Answer::Failed(err.to_string()),
        };
    }
    if is_recall(path) {
        return match RecallFile::read(path) {
            Ok(file) => Answer::Done(Found::Recall { path: path.to_owned(), file: Box::new(file) }),
            Err(err) => Answer::Failed(err.to_string()),
        };
    }
    match Opened::find(name, DataSource::Path(path.to_owned())) {
        Ok(opened) => Answer::Done(Found::Data(opened)),
        Err(sentence) => Answer::Failed(sentence),
    }
}

/// Pictures of one size as rows, else each by itself.
fn read_pictures(paths: Vec<PathBuf>) -> Answer<Found> {
    let source = DataSource::Pictures(paths.clone());
    let opened = Opened::find(format!("{} pictures", paths.len()), source);
    Answer::Done(opened.map_or(Found::Several(paths), Found::Data))
}

/// What another lab hands over, as if it had been found in a file.
///
/// # Errors
/// A sentence where it is nothing for a shelf.
pub fn offered(offer: Offer) -> Result<Found, String> {
    match offer {
        Offer::Memories { name, shape, memories } => Ok(Found::Shelf { name, shape, memories: memories.to_vec() }),
        Offer::Data(data) => Ok(Found::Data(Opened::of(data.rows))),
        Offer::Run(_) | Offer::File(_) | Offer::Pictures(_) => {
            Err(format!("{} was not opened: this lab takes memories and rows of data.", offer.name()))
        }
    }
}

/// The endings of everything that can be opened.
pub fn openable() -> &'static [&'static str] {
    static ENDINGS: LazyLock<Vec<&str>> =
        LazyLock::new(|| datasets::endings().iter().copied().chain([recall_file::ENDING]).collect());
    &ENDINGS
}

/// Whether a file of this name is a recall.
pub fn is_recall(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(recall_file::ENDING))
}

/// What is kept of the run. Where its document does not give it again, that is kept alone.
fn recall(view: &RecallView) -> RecallFile {
    RecallFile::new(Document::clone(&view.document), if view.repeatable { view.recorded } else { 0 })
}

fn write_recall(recall: &RecallFile, SaveTo { path, overwrite }: SaveTo) -> Answer<Found> {
    match recall.write(&path, overwrite) {
        Ok(()) => Answer::Done(Found::Written(path)),
        Err(err) => Answer::Failed(err.to_string()),
    }
}

fn write(shelf: &Dataset, SaveTo { path, overwrite }: SaveTo) -> Answer<Found> {
    match export::write(shelf, &path, overwrite) {
        Ok(()) => Answer::Done(Found::Written(path)),
        Err(err) => Answer::Failed(err.to_string()),
    }
}

/// The first rows of a data set as a shelf.
pub fn shelf(name: &str, dataset: &Dataset, most: usize) -> Found {
    let memories = (0..dataset.rows().min(most))
        .filter_map(|row| Some(Memory::new(dataset.row_name(row), dataset.pattern(row)?)))
        .collect();
    let shape = dataset.shape.unwrap_or_else(|| GridShape::near_square(dataset.columns()));
    Found::Shelf { name: name.to_owned(), shape, memories }
}

fn random_shelf(shape: GridShape, seed: Seed) -> Found {
    let mut rng = seed.stream(Stream::Patterns);
    let memories = (1..=SHELF).map(|k| Memory::new(format!("random {k}"), Pattern::random(shape.cells(), &mut rng)));
    Found::Shelf { name: "random patterns".to_owned(), shape, memories: memories.collect() }
}

/// The shelf as rows, to be written.
fn shelf_dataset(document: &Document) -> Dataset {
    let values =
        document.memories.iter().flat_map(|memory| memory.pattern.spins().iter().map(|&spin| u8::from(spin > 0)));
    let names = document.memories.iter().map(|memory| memory.name.to_string()).collect();
    Dataset {
        row_names: Some(names),
        shape: Some(document.shape),
        ..Dataset::new("shelf", values.collect::<Vec<u8>>(), document.shape.cells(), 2)
    }
}
