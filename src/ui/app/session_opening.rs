//! Opens a session: asks about what would be lost, reads the file, and puts the labs that were open aside.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::session::{First, News, SessionDesk};
use super::{App, OpenLab};
use crate::io::run::OpenRun;
use crate::io::session_file::{LabState, SessionFile, reading, runs};
use crate::io::text::{plain, quoted};
use crate::physics::seed::Seed;
use crate::ui::chassis::Held;
use crate::ui::frame::leaving::{Leave, REPLACING, leave_ui};
use crate::ui::jobs::Answer;
use crate::ui::lab::LayoutChange;
use crate::ui::shell::{Deed, Offered};
use crate::ui::theme::Theme;
use crate::ui::workspace::Workspace;

/// How far the opening of a session has come.
#[derive(Default)]
pub(super) enum Opening {
    #[default]
    None,
    /// What is open has changed, and is asked about first.
    Asked(PathBuf),
    /// That is being saved.
    Saving(PathBuf),
}

/// A session that was read.
pub(super) struct Opened {
    path: PathBuf,
    file: SessionFile,
    runs: BTreeMap<String, Arc<OpenRun>>,
    /// What is missing, one sentence each.
    notes: Vec<String>,
    /// How the window opens with it, where nothing was done before.
    first: Option<First>,
}

impl App {
    /// Opens a session, after asking about one that has changed.
    pub(super) fn open_session(&mut self, path: PathBuf) {
        self.close_lesson();
        if self.session.loss().is_some() {
            self.session.opening = Opening::Asked(path);
        } else {
            self.read_session(path, None);
        }
    }

    /// Reads it on a thread of its own.
    pub(super) fn read_session(&mut self, path: PathBuf, first: Option<First>) {
        let seed = self.shell.seed;
        let read = move || match read(path, seed, first) {
            Ok(opened) => Answer::Done(News::Read(Box::new(opened))),
            Err(sentence) => Answer::Failed(sentence),
        };
        if let Err(sentence) = self.shell.jobs.clone().start("open a session", &mut self.session.inbox, read) {
            self.shell.say(sentence);
        }
    }

    /// Draws the question about a session that has changed.
    pub(super) fn session_ui(&mut self, ctx: &Context) {
        match std::mem::take(&mut self.session.opening) {
            Opening::None => {}
            Opening::Asked(path) => {
                let Some(loss) = self.session.loss() else { return self.read_session(path, None) };
                match leave_ui(ctx, REPLACING, std::iter::once(("Session", loss.as_str()))) {
                    Some(Leave::Save) => {
                        self.save_session();
                        self.session.opening = Opening::Saving(path);
                    }
                    Some(Leave::Discard) => self.read_session(path, None),
                    Some(Leave::Cancel) => {}
                    None => self.session.opening = Opening::Asked(path),
                }
            }
            Opening::Saving(path) if self.session.busy() => self.session.opening = Opening::Saving(path),
            // It is saved; or it is not, and is asked about again.
            Opening::Saving(path) => self.open_session(path),
        }
    }

    /// Shows a session in the place of what is open, which is put aside.
    pub(super) fn show_session(&mut self, opened: Opened) {
        let Opened { path, file, runs, mut notes, first } = opened;
        let mut labs = Vec::new();
        for kind in self.kinds.iter().copied() {
            let mut lab = match (kind.start)(&self.wake, self.shell.seed) {
                Ok(lab) => lab,
                Err(sentence) => return self.shell.say(sentence),
            };
            if let Some(LabState { work, layout }) = file.labs.get(kind.name.id).cloned() {
                if !layout.is_null() {
                    lab.layout(LayoutChange::Restore(&layout.to_string()));
                }
                let run = Held::run_name(&work).and_then(|name| runs.get(name)).cloned();
                let aside = Held::names_aside(&work).filter_map(|name| runs.get(name)).cloned().collect();
                lab.take_up_held(Held { work, run, aside }, &mut self.shell);
                // What comes next would take its place.
                notes.extend(self.shell.refusal());
            }
            labs.push(OpenLab { kind, lab });
        }
        let known = |id: &str| self.kinds.iter().any(|kind| kind.name.id == id);
        let unknown = file.labs.keys().filter(|id| !known(id));
        notes.extend(unknown.map(|id| format!("There is no lab {}; what stands in it was left out.", quoted(id))));
        let shown = if first.as_ref().is_none_or(|first| first.lab) {
            labs.iter().position(|open| open.kind.name.id == file.lab)
        } else {
            None
        };
        self.current = shown.unwrap_or(self.current);
        self.aside = std::mem::replace(&mut self.labs, labs);
        let name = Workspace::file_name(&plain(&path)).to_owned();
        let recovers = first.as_ref().is_some_and(|first| first.recovers);
        let next = if recovers {
            // The file of the session is another one, and has less.
            SessionDesk { file: self.session.file.clone(), differs: true, ..SessionDesk::default() }
        } else {
            self.shell.recent.note(&path);
            SessionDesk { file: Some(path), ..SessionDesk::default() }
        };
        let mut before = std::mem::replace(&mut self.session, next);
        before.aside = None;
        self.session.aside = Some(Box::new(before));
        let takes_theme = first.as_ref().is_none_or(|first| first.theme);
        if let Some(theme) = file.theme.as_deref().and_then(Theme::from_name).filter(|_| takes_theme) {
            self.shell.theme = theme;
        }
        if !notes.is_empty() {
            self.shell.say(format!("{name} is open, but: {}", notes.join(" ")));
        } else if recovers {
            self.shell.offer(Offered {
                sentence: "All that the last window held is here again.".to_owned(),
                button: "Bring back what was open",
                deed: Deed::BringBack,
                stays: false,
            });
        } else if first.is_some() {
            self.shell.tell(format!("Opened {name}."));
        } else {
            self.shell.offer(Offered {
                sentence: format!("Opened {name}."),
                button: "Bring back what was open",
                deed: Deed::BringBack,
                stays: false,
            });
        }
    }
}

/// Reads a session and the runs that it names. A run that is not there is a note: the rest opens.
fn read(path: PathBuf, seed: Seed, first: Option<First>) -> Result<Opened, String> {
    let file = reading::read(&path).map_err(|err| err.to_string())?;
    let (mut found, mut notes) = (BTreeMap::new(), Vec::new());
    for run in &file.files {
        match runs::opened(run, Path::new(&path), seed) {
            Ok(opened) => drop(found.insert(run.name.clone(), Arc::new(opened))),
            Err(sentence) => notes.push(sentence),
        }
    }
    Ok(Opened { path, file, runs: found, notes, first })
}
