//! What the File menu does: asks for paths, and gives files to labs and things of one lab to another.

use std::path::{Path, PathBuf};

use egui::{Context, ViewportCommand};

use super::class_results::RESULTS;
use super::session::{OPENS, PACKED, SESSION};
use super::{App, OpenLab};
use crate::io::session_file;
use crate::io::text::plain;
use crate::ui::dialogs::Choose;
use crate::ui::files::{FileKind, SaveTo};
use crate::ui::frame::file_desk::{FileDesk, PathFor, PathGiven};
use crate::ui::frame::file_menu::FileAct;
use crate::ui::lab::LabName;
use crate::ui::shell::Shell;
use crate::ui::workspace::{Offer, OfferKind};

impl App {
    /// Has paths asked for by `choose` and not by the dialogs of the system.
    pub fn choose_files_by(&mut self, choose: Choose) {
        self.shell.jobs = self.shell.jobs.choosing_by(choose);
    }

    pub(super) fn file_act(&mut self, act: FileAct, ctx: &Context) {
        match act {
            FileAct::Open => self.ask_for_file(),
            FileAct::OpenPath => {
                if let Some(kind) = self.opens() {
                    self.desk.ask_typed(PathFor::Open(kind));
                }
            }
            FileAct::OpenRecent(path) => self.open_recent(&path),
            FileAct::Reopen(name) => {
                if let Some(open) = self.labs.get_mut(self.current) {
                    open.lab.reopen(&name, &mut self.shell);
                }
            }
            FileAct::Save => match self.saved_file() {
                Some((kind, path)) => self.write(kind, SaveTo { path, overwrite: true }),
                None => self.ask_where(|desk, kind, shell| desk.ask(PathFor::Write(kind), shell)),
            },
            FileAct::SaveAs => self.ask_where(|desk, kind, shell| desk.ask(PathFor::Write(kind), shell)),
            FileAct::SavePath => self.ask_where(|desk, kind, _| desk.ask_typed(PathFor::Write(kind))),
            FileAct::SaveSession => self.save_session(),
            FileAct::SaveSessionAs => self.save_session_as(SESSION),
            FileAct::PackSession => self.save_session_as(PACKED),
            FileAct::OpenSession => self.desk.ask(PathFor::Open(OPENS), &mut self.shell),
            FileAct::Import(kind) => self.desk.ask(PathFor::Import(kind), &mut self.shell),
            FileAct::Export(kind) => self.desk.ask(PathFor::Write(kind), &mut self.shell),
            FileAct::OpenIn(lab, kind) => self.open_in(lab, kind),
            FileAct::Figure => self.ask_for_figure(None),
            FileAct::Film => self.ask_for_film(),
            FileAct::Present => self.shell.present(),
            FileAct::FullScreen => {
                let full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!full));
            }
            FileAct::Messages => self.messages_shown = true,
            FileAct::About => self.about_shown = true,
            FileAct::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    /// Draws the question for a path, and does with it what it is for.
    pub(super) fn desk_ui(&mut self, ctx: &Context) {
        if std::mem::take(&mut self.shell.wants_file) {
            self.ask_for_file();
        }
        let Some(PathGiven { purpose, to }) = self.desk.ui(ctx, &mut self.shell) else { return };
        match purpose {
            PathFor::Open(_) => self.open_file(to.path),
            PathFor::Folder(_) => self.read_class(to.path),
            PathFor::Import(kind) => {
                if let Some(open) = self.labs.get_mut(self.current) {
                    open.lab.read_file(kind, to.path, &mut self.shell);
                }
            }
            PathFor::Write(kind) if kind.id == SESSION.id => self.write_session(to, false),
            PathFor::Write(kind) if kind.id == PACKED.id => self.write_session(to, true),
            PathFor::Write(kind) if kind.id == RESULTS.id => self.write_results(to),
            PathFor::Write(kind) => self.write(kind, to),
            PathFor::Film(_) => self.film_to(to, ctx),
        }
    }

    /// Opens a file, in the first lab for it if the lab that is shown is none.
    pub(super) fn open_file(&mut self, path: PathBuf) {
        log::info!("opens {}", plain(&path));
        if session_file::has_its_ending(&path) {
            return self.open_session(path);
        }
        if may_hold_results(&path) {
            return self.read_results(vec![path]);
        }
        self.open_work(path);
    }

    /// Opens files that came together: those that may hold results of a class are read as one.
    pub(super) fn open_files(&mut self, paths: Vec<PathBuf>) {
        let (results, others): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| may_hold_results(path));
        if !results.is_empty() {
            self.read_results(results);
        }
        for path in others {
            self.open_file(path);
        }
    }

    /// Opens a file of a lab.
    pub(super) fn open_work(&mut self, path: PathBuf) {
        self.shell.recent.note(&path);
        let claims = |open: &OpenLab| (open.kind.claims)(&path);
        if !self.labs.get(self.current).is_some_and(claims) {
            self.current = self.labs.iter().position(claims).unwrap_or(self.current);
        }
        if let Some(open) = self.labs.get_mut(self.current) {
            open.lab.accept(Offer::File(path), &mut self.shell);
        }
    }

    fn ask_for_file(&mut self) {
        if let Some(kind) = self.opens() {
            self.desk.ask(PathFor::Open(kind), &mut self.shell);
        }
    }

    /// What is opened in the lab that is shown, or in the first that opens anything.
    fn opens(&self) -> Option<FileKind> {
        let shown = self.labs.get(self.current).into_iter().chain(&self.labs);
        shown.into_iter().find_map(|open| open.lab.files().opens)
    }

    fn open_recent(&mut self, path: &str) {
        if Path::new(path).try_exists().unwrap_or(true) {
            self.open_file(path.into());
        } else {
            self.shell.recent.forget(path);
            self.shell.say(format!("{path} is no longer there; it was taken off the list."));
        }
    }

    /// The file that Save writes again.
    fn saved_file(&self) -> Option<(FileKind, PathBuf)> {
        let open = self.labs.get(self.current)?;
        Some((open.lab.files().saves?, open.lab.filing(&self.shell).file?))
    }

    fn ask_where(&mut self, ask: impl FnOnce(&mut FileDesk, FileKind, &mut Shell)) {
        let Some(open) = self.labs.get(self.current) else { return };
        if let Some(kind) = open.lab.files().saves {
            ask(&mut self.desk, kind, &mut self.shell);
        } else {
            let lab = open.kind.name.title;
            self.shell.say(format!("{lab} has no work of its own to save."));
        }
    }

    fn write(&mut self, kind: FileKind, to: SaveTo) {
        if let Some(open) = self.labs.get_mut(self.current) {
            open.lab.write_file(kind, to, &mut self.shell);
        }
    }

    fn open_in(&mut self, lab: LabName, kind: OfferKind) {
        if let Some(offer) = self.labs.get(self.current).and_then(|open| open.lab.offer(kind)) {
            self.shell.workspace.hand_over(lab, offer);
        }
    }
}

/// Whether a path may lead to the results of people: a `.json` file, or a folder, whose name has no ending.
fn may_hold_results(path: &Path) -> bool {
    path.extension().is_none_or(|ending| ending.eq_ignore_ascii_case("json"))
}
