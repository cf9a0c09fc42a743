//! All labs in one file: which one is open, whether the labs differ from it, and how it is saved.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::session_opening::{Opened, Opening};
use super::{App, Startup, replaying};
use crate::io::run::OpenRun;
use crate::io::session_file::{self, LabState, SessionFile, runs, writing};
use crate::io::text::plain;
use crate::ui::files::{FileKind, SaveTo};
use crate::ui::frame::file_desk::PathFor;
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::lab::LayoutChange;
use crate::ui::remembered::OpenSession;
use crate::ui::workspace::Workspace;

/// A session, in dialogs and menus.
pub(super) const SESSION: FileKind = FileKind {
    id: "session",
    entry: "Save the session",
    tip: "All labs in one file",
    name: "session.glassbox",
    kind: "Sessions",
    endings: || &[session_file::ENDING],
};
/// The same with every run inside.
pub(super) const PACKED: FileKind = FileKind { id: "packed session", ..SESSION };
/// One that is opened.
pub(super) const OPENS: FileKind = FileKind { entry: "Open a session", name: "", ..SESSION };

/// How every lab stood at one moment.
pub(super) type Marks = Vec<[u64; 3]>;

/// The runs of all labs, by their names.
#[derive(Default)]
pub(super) struct HeldRuns {
    /// Those that labs look at.
    pub(super) shown: BTreeMap<String, Arc<OpenRun>>,
    /// Those that were put aside.
    pub(super) aside: BTreeMap<String, Arc<OpenRun>>,
    /// Seconds that the recordings take to be done again.
    seconds: f64,
}

/// What a job has done.
pub(super) enum News {
    Written {
        path: PathBuf,
        marks: Marks,
        /// What had no room in the file, as sentences.
        left_out: Vec<String>,
        /// How long its recordings take to be done again.
        seconds: f64,
    },
    Read(Box<Opened>),
}

/// The session that the window opens with.
#[derive(Clone, Debug)]
pub(super) struct First {
    pub file: PathBuf,
    /// Whether it has the theme and the lab of the file.
    pub theme: bool,
    pub lab: bool,
    /// Whether it is what the last window kept of itself, and no file of the person's.
    pub recovers: bool,
}

/// The session file that is open, and what is under way with it.
#[derive(Default)]
pub struct SessionDesk {
    pub(super) file: Option<PathBuf>,
    /// How the labs stood when they were in it; `None` while they are being made again.
    pub(super) saved: Option<Marks>,
    /// Whether they differ from it whatever they are now: they came back after a window that was cut short.
    pub(super) differs: bool,
    pub(super) changed: bool,
    pub(super) inbox: Inbox<News>,
    /// What is written as soon as every engine has answered.
    pub(super) waits: Option<(SaveTo, bool)>,
    pub(super) opening: Opening,
    /// What the window opens with.
    pub(super) first: Option<First>,
    /// Since when recordings are done again, in seconds of the window.
    pub(super) replays_since: Option<f64>,
    /// The session of the labs that were put aside.
    pub(super) aside: Option<Box<Self>>,
}

impl SessionDesk {
    /// The session that the window opens with: the one that is asked for, or that of last time whose file is still
    /// there. Where the labs differed from that, their work came back by itself.
    pub(super) fn of(startup: &Startup, remembered: Option<&OpenSession>) -> Self {
        let asked = startup.file.clone().filter(|file| startup.as_session || session_file::has_its_ending(file));
        if let Some(file) = asked {
            let first =
                Some(First { file, theme: startup.theme.is_none(), lab: startup.lab.is_none(), recovers: false });
            return Self { first, ..Self::default() };
        }
        let there = |session: &&OpenSession| Path::new(&session.file).is_file();
        let remembered = remembered.filter(|_| startup.file.is_none() && startup.seed.is_none()).filter(there);
        let Some(OpenSession { file, changed }) = remembered else { return Self::default() };
        let file = PathBuf::from(file);
        if *changed {
            return Self { file: Some(file), differs: true, changed: true, ..Self::default() };
        }
        Self { first: Some(First { file, theme: false, lab: false, recovers: false }), ..Self::default() }
    }

    /// Whether the window opens with a session.
    pub(super) const fn opens_with_it(&self) -> bool {
        self.first.is_some()
    }

    /// Its name, and whether the labs differ from it.
    pub(super) fn title(&self) -> Option<(String, bool)> {
        let file = self.file.as_deref()?;
        Some((Workspace::file_name(&plain(file)).to_owned(), self.changed))
    }

    /// What is remembered for the next start.
    pub(super) fn remembered(&self) -> Option<OpenSession> {
        let file = std::path::absolute(self.file.as_deref()?).ok()?;
        Some(OpenSession { file: file.to_str()?.to_owned(), changed: self.changed })
    }

    /// What would be lost with the labs.
    pub(super) fn loss(&self) -> Option<String> {
        let (name, _) = self.title().filter(|(_, changed)| *changed)?;
        Some(format!("{name} has changed since it was saved."))
    }

    /// Gives up what has changed: the next start opens the file as it is.
    pub(super) const fn discard(&mut self) {
        (self.differs, self.changed) = (false, false);
    }

    /// Whether all that stands in the labs is in the file.
    pub(super) const fn keeps_all(&self) -> bool {
        self.file.is_some() && !self.changed
    }

    /// Whether a file is being written or read.
    pub(super) fn busy(&self) -> bool {
        self.waits.is_some() || self.inbox.busy()
    }

    /// What is in the file now.
    fn holds(&mut self, file: PathBuf, marks: Marks) {
        (self.file, self.saved, self.differs) = (Some(file), Some(marks), false);
    }
}

impl App {
    /// What a session file would hold now, but for the runs.
    pub fn as_session(&mut self) -> SessionFile {
        self.held().0
    }

    /// The name of the session that is open, and whether the labs differ from it; `None` while it is being opened.
    pub fn open_session_name(&self) -> Option<(String, bool)> {
        self.session.title().filter(|_| self.session.saved.is_some() && !self.session.busy())
    }

    /// Saves the session in its file, or asks for one.
    pub(super) fn save_session(&mut self) {
        match self.session.file.clone() {
            Some(path) => self.write_session(SaveTo { path, overwrite: true }, false),
            None => self.save_session_as(SESSION),
        }
    }

    pub(super) fn save_session_as(&mut self, kind: FileKind) {
        self.desk.ask(PathFor::Write(kind), &mut self.shell);
    }

    /// Saves the session there once every engine has answered; `pack` puts every run inside.
    pub(super) fn write_session(&mut self, to: SaveTo, pack: bool) {
        let path = if session_file::has_its_ending(&to.path) { to.path } else { with_ending(to.path) };
        // A lesson's lab is none of the person's work.
        self.close_lesson();
        for open in &mut self.labs {
            open.lab.before_holding(&mut self.shell);
        }
        self.session.waits = Some((SaveTo { path, ..to }, pack));
    }

    /// Once per frame: answers of jobs, what waits to be saved, and whether the labs differ from their file.
    pub(super) fn keep_session(&mut self) {
        if let Some(first) = self.session.first.take() {
            self.read_session(first.file.clone(), Some(first));
        }
        while let Some(news) = self.session.inbox.done(&mut self.shell) {
            match news {
                News::Written { path, marks, left_out, seconds } => {
                    self.shell.saved_work(&path);
                    if let Some(sentence) = replaying::sentence(seconds) {
                        self.shell.tell(format!("Saved as {}. {sentence}", path.display()));
                    }
                    if !left_out.is_empty() {
                        self.shell.say(format!(
                            "The session is saved as {}, but: {}",
                            plain(&path),
                            left_out.join(" ")
                        ));
                    }
                    self.session.holds(path, marks);
                }
                News::Read(opened) => self.show_session(*opened),
            }
        }
        if self.labs.iter().all(|open| open.lab.answers_all())
            && let Some((to, pack)) = self.session.waits.take()
            && let Err(sentence) = self.start_writing(to, pack)
        {
            self.shell.say(sentence);
        }
        if self.session.file.is_some() && self.before_lesson.is_none() {
            let marks = self.marks();
            if self.session.saved.is_none() && self.labs.iter().all(|open| open.lab.settled()) {
                self.session.saved = Some(marks.clone());
            }
            let moved = self.session.saved.as_ref().is_some_and(|saved| *saved != marks);
            self.session.changed = self.session.differs || moved;
        }
    }

    pub(super) fn marks(&self) -> Marks {
        self.labs.iter().map(|open| open.lab.moment()).collect()
    }

    fn start_writing(&mut self, to: SaveTo, pack: bool) -> Result<(), String> {
        let marks = self.marks();
        let (mut file, held) = self.held();
        let (SaveTo { path, overwrite }, seconds) = (to, held.seconds);
        let write = move || {
            let result = (|| {
                for run in held.shown.values() {
                    file.files.push(runs::held(run, pack)?);
                }
                let aside = held.aside.values().filter(|run| !held.shown.contains_key(&run.name));
                let left_out = runs::hold_where_there_is_room(&mut file.files, aside.map(Arc::as_ref), pack);
                writing::write(&file, &path, overwrite).map_err(|err| err.to_string())?;
                Ok(left_out)
            })();
            match result {
                Ok(left_out) => Answer::Done(News::Written { path, marks, left_out, seconds }),
                Err(sentence) => Answer::Failed(sentence),
            }
        };
        self.shell.jobs.clone().start("save a session", &mut self.session.inbox, write)
    }

    /// What stands in every lab, and the runs that they look at.
    pub(super) fn held(&mut self) -> (SessionFile, HeldRuns) {
        let shown = self.labs.get(self.current).map_or("", |open| open.kind.name.id);
        let mut file = SessionFile::new(shown, self.shell.theme.name());
        let mut runs = HeldRuns::default();
        for open in &mut self.labs {
            let held = open.lab.hold(&self.shell);
            if held.work.get("recording").is_some() {
                runs.seconds += open.lab.replay_seconds();
            }
            let layout = open.lab.layout(LayoutChange::Save);
            let layout = layout.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Value::Null);
            if let Some(run) = held.run {
                let known = runs.shown.entry(run.name.clone()).or_insert_with(|| Arc::clone(&run));
                // One lab trains it, and another has seen it when it was shorter.
                if known.last.update < run.last.update {
                    *known = run;
                }
            }
            runs.aside.extend(held.aside.into_iter().map(|run| (run.name.clone(), run)));
            file.labs.insert(open.kind.name.id.to_owned(), LabState { work: held.work, layout });
        }
        (file, runs)
    }
}

/// The path with the ending of sessions behind it.
fn with_ending(path: PathBuf) -> PathBuf {
    let mut name = path.into_os_string();
    name.push(".");
    name.push(session_file::ENDING);
    name.into()
}
