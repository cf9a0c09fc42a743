//! The results of a class: files and folders of them are read and put together, and those of a person are written.

use std::io::Write as _;
use std::path::PathBuf;

use super::App;
use crate::io::atomic;
use crate::io::lesson::pool::{self, Found};
use crate::io::lesson::result::RunResult;
use crate::io::text::plain;
use crate::ui::files::{FileKind, SaveTo};
use crate::ui::jobs::{Answer, Inbox};

/// What each person hands in.
pub(super) const RESULTS: FileKind = FileKind {
    id: "results",
    entry: "Save what was measured",
    tip: "For a class: what this lesson measured here, with the seed",
    name: "results.json",
    kind: "Results",
    endings: || &["json"],
};
/// What a class handed in.
pub(super) const CLASS: FileKind =
    FileKind { id: "class", entry: "Open the results of a class", name: "", kind: "Folders", ..RESULTS };

/// What people of a class measured, and the files at work.
#[derive(Default)]
pub struct ClassResults {
    runs: Vec<RunResult>,
    read: Inbox<Found>,
    /// What was chosen as the results of a class, and nothing else.
    chosen: Inbox<Found>,
    written: Inbox<PathBuf>,
}

impl App {
    /// Reads files and folders that may hold the results of people; what holds none is for the labs.
    pub(super) fn read_results(&mut self, paths: Vec<PathBuf>) {
        let read = move || Answer::Done(pool::read_all(&paths));
        if let Err(sentence) = self.shell.jobs.clone().start("results of a class", &mut self.results.read, read) {
            self.shell.say(sentence);
        }
    }

    /// Reads a folder, or a file, that was chosen as the results of a class.
    pub(super) fn read_class(&mut self, path: PathBuf) {
        let read = move || Answer::Done(pool::read_all(&[path]));
        if let Err(sentence) = self.shell.jobs.clone().start("results of a class", &mut self.results.chosen, read) {
            self.shell.say(sentence);
        }
    }

    /// Takes what was read: results into the pool, any other file to its lab.
    pub(super) fn take_results(&mut self) {
        while let Some(Found { runs, refused, passed_over }) = self.results.read.done(&mut self.shell) {
            for (path, _) in refused {
                self.open_work(path);
            }
            self.pool(runs, passed_over);
        }
        if let Some(Found { runs, refused, passed_over }) = self.results.chosen.done(&mut self.shell) {
            for (_, sentence) in refused {
                self.shell.say(format!("{sentence}."));
            }
            self.pool(runs, passed_over);
        }
        if let Some(path) = self.results.written.done(&mut self.shell) {
            self.shell.tell(format!("Saved as {}.", plain(&path)));
        }
    }

    fn pool(&mut self, runs: Vec<RunResult>, passed_over: Vec<String>) {
        if runs.is_empty() {
            return;
        }
        self.results.runs.extend(runs);
        let pooled = pool::pool(&self.results.runs);
        let people: Vec<String> =
            pooled.lessons.iter().map(|lesson| format!("{} ({} people)", lesson.id, lesson.people)).collect();
        let notes: Vec<String> = pooled.notes.iter().cloned().chain(passed_over).collect();
        let first = pooled.lessons.first().map(|lesson| lesson.id.clone());
        self.lessons.pool = Some(pooled);
        let sentence = format!("Results in their lessons: {}. {}", people.join(", "), notes.join("; "));
        self.shell.tell(sentence.trim_end());
        self.lessons.listed = false;
        if self.lessons.open.is_none()
            && let Some(id) = first
        {
            self.open_lesson(&id);
        }
    }

    /// Forgets the results of the class; their files stay.
    pub(super) fn put_class_away(&mut self) {
        self.results.runs.clear();
        self.lessons.pool = None;
    }

    /// Writes what was measured in the open lesson.
    pub(super) fn write_results(&mut self, to: SaveTo) {
        let Some(open) = &self.lessons.open else { return };
        let run = RunResult {
            lessons: vec![open.measuring.result(&open.lesson.head)],
            seed: self.shell.seed.0,
            fast: false,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let write = move || {
            let written = serde_json::to_vec_pretty(&run).map_err(|err| err.to_string()).and_then(|text| {
                let SaveTo { path, overwrite } = &to;
                atomic::write(path, *overwrite, |file| file.write_all(&text)).map_err(|err| err.to_string())
            });
            written.map_or_else(Answer::Failed, |()| Answer::Done(to.path))
        };
        let started = self.shell.jobs.clone().start("save results", &mut self.results.written, write);
        if let Err(sentence) = started {
            self.shell.say(sentence);
        }
    }
}
