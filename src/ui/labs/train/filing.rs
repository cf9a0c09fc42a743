//! What the Train lab opens, saves and imports, and which of its runs are in no file.
//!
//! A run never gives way to another for good: it is put aside and can be taken back. The run at hand is remembered for the
//! next start ([`last_run`]). With the window go the run at hand where it is not remembered, because it is
//! too large or there is no folder for it, and every run that was put aside and not saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::core::session::{Command, Snapshot};
use crate::engine::rbm::{LiveRun, TrainCmd, TrainView};
use crate::io::datasets;
use crate::io::run::OpenRun;
use crate::io::text::plain;
use crate::ui::chassis::{EngineAccess, Filed, LabFiling, LiveSession};
use crate::ui::files::{FileKind, Filing, LabFiles, Loss, SaveTo};
use crate::ui::labs::train::context::Ask;
use crate::ui::labs::train::lab::TrainParts;
use crate::ui::labs::train::last_run::Work;
use crate::ui::labs::train::{last_run, sentences};
use crate::ui::shell::Shell;
use crate::ui::theme::numbers::grouped;
use crate::ui::workspace::{Offer, OfferKind, Workspace};

const RUN: FileKind = FileKind {
    id: "run",
    entry: "Save the run",
    tip: "The run with all its checkpoints (.h5)",
    name: "run.h5",
    kind: "Runs",
    endings: || &["h5"],
};
/// The same of a run that was put aside.
const ASIDE: FileKind = FileKind { id: "run aside", entry: "Save the run that was put aside", ..RUN };

/// Tells one state of a run from another: generation and update.
type Mark = (u64, u64);

/// Which runs are in files.
#[derive(Default)]
pub struct RunFiles {
    filed: Filed<Mark>,
    generation: Option<u64>,
    /// The name of an open run that is being written, and where.
    asked: Option<(PathBuf, String)>,
    /// The file of the run of last time, until that is there.
    goes_on: Option<(PathBuf, bool)>,
}

fn mark(snapshot: &Snapshot<TrainView>) -> Mark {
    (snapshot.generation, snapshot.view.update)
}

impl RunFiles {
    /// Asks in every frame how the run at hand stands.
    pub fn keep_track(&mut self, snapshot: &Snapshot<TrainView>, workspace: &Workspace) {
        if self.generation.replace(snapshot.generation) != Some(snapshot.generation) {
            let known = workspace.run_of(&snapshot.view.config).map(|run| run.name.as_str());
            let goes_on = self.goes_on.take().filter(|_| known == Some(last_run::NAME));
            let in_file = known.is_some_and(|name| name != last_run::NAME && !workspace.is_unsaved(name));
            match goes_on {
                Some((file, changed)) => self.filed.goes_on(mark(snapshot), file, changed),
                None => self.filed.begins(mark(snapshot), snapshot.view.update == 0 || in_file),
            }
        }
        self.filed.stands(&mark(snapshot));
    }

    /// The run of last time is on its way, which was in this file, and had changed since or not.
    pub fn will_go_on(&mut self, file: PathBuf, changed: bool) {
        self.goes_on = Some((file, changed));
    }

    /// What is remembered of the run at hand.
    pub fn work(&self) -> Work {
        let file = self.filed.file().and_then(|file| std::path::absolute(file).ok());
        let file = file.as_deref().and_then(Path::to_str).map(str::to_owned);
        file.map_or(Work::LastRun, |file| Work::RunOf(file, self.filed.is_changed()))
    }

    /// The run at hand, as it was when it was last asked for, is put aside under this name.
    pub fn puts_aside(&self, name: &str, workspace: &mut Workspace) {
        if self.filed.is_changed() {
            workspace.note_saved(name, false);
        }
    }

    /// The run at hand is being written.
    pub fn writes(&mut self, snapshot: &Snapshot<TrainView>, workspace: &Workspace, path: PathBuf) {
        let name = workspace.run_of(&snapshot.view.config).map(|run| run.name.clone());
        self.asked = name.map(|name| (path.clone(), name));
        self.filed.writes(mark(snapshot), path);
    }

    /// A run that was put aside is being written.
    pub fn writes_aside(&mut self, name: String, path: PathBuf) {
        self.asked = Some((path, name));
    }

    /// A file was written.
    pub fn wrote(&mut self, path: &Path, workspace: &mut Workspace) {
        self.filed.wrote(path);
        if let Some((_, name)) = self.asked.take_if(|(file, _)| file == path) {
            workspace.note_saved(&name, true);
        }
    }

    /// The first run that was put aside and is open and in no file; the run at hand is none of them.
    pub fn unsaved_aside<'a>(view: &TrainView, workspace: &'a Workspace) -> Option<&'a Arc<OpenRun>> {
        let shown = workspace.run_of(&view.config).map(|run| run.name.as_str());
        let others = workspace.runs().iter().filter(|run| Some(run.name.as_str()) != shown);
        others.into_iter().find(|run| workspace.is_unsaved(&run.name))
    }

    fn filing(&self, view: &TrainView, workspace: &Workspace, writing: bool) -> Filing {
        let file = self.filed.file();
        let run = workspace.run_of(&view.config).map(|run| run.name.clone());
        let name = file.map(plain).or(run);
        let name =
            name.map_or_else(|| sentences::data_name(view).to_owned(), |name| Workspace::file_name(&name).to_owned());
        Filing { name, file: file.map(Path::to_owned), changed: self.filed.is_changed(), writing }
    }

    /// What would be lost with the window, which remembers the run at hand or not.
    fn loss(&self, view: &TrainView, workspace: &Workspace, remembered: bool) -> Option<Loss> {
        if self.filed.is_changed() && !remembered {
            let (updates, data) = (grouped(view.update), sentences::data_name(view));
            let sentence = format!(
                "The run of {updates} updates on {data} is in no file, and is not remembered for the next start."
            );
            return Some(Loss { sentence, kept_as: RUN, in_session: true });
        }
        let run = Self::unsaved_aside(view, workspace)?;
        let sentence = format!(
            "“{}”, a run of {} updates that was put aside, is in no file: only the run that is shown is remembered.",
            run.name,
            grouped(run.last.update)
        );
        Some(Loss { sentence, kept_as: ASIDE, in_session: true })
    }
}

impl TrainParts {
    /// The run at hand by the name of its file, where it is in one, and else by its own.
    pub(super) fn named(&self, session: &LiveSession<LiveRun>, shell: &Shell) -> OpenRun {
        let run = OpenRun::of(session.view());
        let filing = self.filing(session, shell);
        let known = shell.workspace.run_of(&session.view().config).map(|known| known.name.clone());
        let file = filing.file.filter(|_| !filing.changed).map(|file| plain(&file));
        let name = file.or(known).unwrap_or_else(|| run.name.clone());
        OpenRun { name, ..run }
    }

    /// The present update is kept first, so that nothing that was trained is missing in the file.
    pub(super) fn save_soon(&mut self, to: SaveTo, access: &mut EngineAccess<'_, Self>) {
        if !access.session.view().is_without_data() {
            access.send(Command::Model(TrainCmd::Keep));
        }
        self.saving = Some(to);
    }

    /// Saves the first of the runs that were put aside and are in no file.
    pub(super) fn save_aside(&mut self, to: SaveTo, access: &EngineAccess<'_, Self>) -> Result<(), String> {
        let Some(run) = RunFiles::unsaved_aside(access.session.view(), &access.shell.workspace) else { return Ok(()) };
        let run = OpenRun::clone(run);
        self.files.filed.writes_aside(run.name.clone(), to.path.clone());
        self.files.save(to, run, access.shell)
    }

    pub(super) fn save_now(&mut self, access: &mut EngineAccess<'_, Self>) {
        if !access.session.answers_all() {
            return;
        }
        let Some(to) = self.saving.take() else { return };
        let snapshot = access.session.snapshot();
        self.files.filed.writes(snapshot, &access.shell.workspace, to.path.clone());
        if let Err(sentence) = self.files.save(to, OpenRun::of(&snapshot.view), access.shell) {
            access.shell.say(sentence);
        }
    }
}

impl LabFiling for TrainParts {
    const FILES: LabFiles = LabFiles {
        opens: Some(FileKind {
            id: "open",
            entry: "Open a run or data",
            tip: "A run (.h5), or data to train on",
            name: "",
            kind: "Runs and data",
            endings: datasets::endings,
        }),
        saves: Some(RUN),
        imports: &[FileKind {
            id: "data",
            entry: "Import data…",
            tip: "Data to train on, or for a run that came without",
            name: "",
            kind: "Data",
            endings: datasets::endings,
        }],
        exports: &[],
    };

    fn reopens(run: &str) -> Option<Ask> {
        Some(Ask::Reopen(run.to_owned()))
    }

    fn reads(_kind: FileKind, path: PathBuf) -> Option<Ask> {
        Some(Ask::Open(path))
    }

    fn writes(&self, kind: FileKind, to: SaveTo) -> Option<Ask> {
        Some(if kind.id == ASIDE.id { Ask::SaveAside(to) } else { Ask::Save(to) })
    }

    fn filing(&self, session: &LiveSession<LiveRun>, shell: &Shell) -> Filing {
        let writing = self.files.busy() || self.saving.is_some();
        self.files.filed.filing(session.view(), &shell.workspace, writing)
    }

    fn loss(&self, session: &LiveSession<LiveRun>, shell: &Shell) -> Option<Loss> {
        let remembered = self.last_run.keeps(session.view(), shell);
        self.files.filed.loss(session.view(), &shell.workspace, remembered)
    }

    fn offers(&self, view: &TrainView) -> Vec<OfferKind> {
        let binary = view.config.data.as_ref().is_some_and(|data| data.rows.is_binary());
        if binary { vec![OfferKind::Run, OfferKind::Data] } else { vec![OfferKind::Run] }
    }

    fn offer(&self, kind: OfferKind, view: &TrainView) -> Option<Offer> {
        match kind {
            OfferKind::Run => Some(Offer::Run(Arc::new(OpenRun::of(view)))),
            OfferKind::Data => view.config.data.clone().map(Offer::Data),
            OfferKind::Memories | OfferKind::Pairs => None,
        }
    }
}
