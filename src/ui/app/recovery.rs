//! What was done is remembered without being asked for. After a window that did not close it is there again, and the person
//! may begin without it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use super::session::{First, Marks, SessionDesk};
use super::{App, OpenLab};
use crate::io::run::OpenRun;
use crate::io::session_file::{recovery, runs};
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::lab::LayoutChange;
use crate::ui::shell::{Deed, Offered};

/// What is said of work that came back after the last window was cut short; `None` where nothing came back.
pub(super) fn sentence(
    labs: &[OpenLab],
    work: &BTreeMap<String, String>,
    session: &SessionDesk,
    kept: bool,
) -> Option<Offered> {
    let came_back = labs.iter().map(|open| open.kind.name).filter(|name| work.contains_key(name.id));
    let titles: Vec<&str> = came_back.map(|name| name.title).collect();
    let of = session.title().map_or_else(String::new, |(name, changed)| {
        format!(" The session is {name}{}.", if changed { ", which it had changed" } else { "" })
    });
    let sentence = format!(
        "The last window was cut short. Recovered from when it last saved itself: the work in {}.{of}",
        titles.join(", ")
    );
    if kept {
        let also = "Runs, recordings and what was measured are kept, too.";
        let sentence = if titles.is_empty() {
            format!("The last window was cut short.{of} {also}")
        } else {
            format!("{sentence} {also}")
        };
        return Some(Offered { sentence, button: "Open all of it", deed: Deed::Recover, stays: true });
    }
    (!titles.is_empty()).then_some(Offered {
        sentence,
        button: "Start fresh instead",
        deed: Deed::StartFresh,
        stays: true,
    })
}

/// How often the window saves itself, in the frames that it draws.
pub(super) const SAVED_EVERY: Duration = Duration::from_secs(30);

/// … and while something runs, which changes all the time.
const WHILE_RUNNING: Duration = Duration::from_mins(2);
/// Parameters of all checkpoints of a run together: a larger one is left out, because writing it would be felt.
const MOST: usize = 1 << 24;

/// The session as it is kept for the next start.
#[derive(Default)]
pub struct Recovery {
    /// How the labs stood when they were kept last.
    kept: Option<Marks>,
    /// When they are kept next, in seconds of the window.
    due: Option<f64>,
    inbox: Inbox<Marks>,
    /// Whether it could not be written: said once.
    failed: bool,
    /// What the last window kept.
    found: Option<PathBuf>,
}

impl Recovery {
    pub(super) fn of_last_time(found: Option<PathBuf>) -> Self {
        Self { found, ..Self::default() }
    }

    /// Whether the labs are being kept.
    pub(super) fn busy(&self) -> bool {
        self.inbox.busy()
    }
}

impl App {
    /// Keeps the session as it stands when the time has come.
    pub(super) fn keep_recovery_in_time(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let every = if self.busy() { WHILE_RUNNING } else { SAVED_EVERY }.as_secs_f64();
        match self.recovery.due {
            Some(due) if now < due.min(now + every) => {}
            None => self.recovery.due = Some(now + every),
            Some(_) => {
                self.recovery.due = Some(now + every);
                self.keep_recovery();
            }
        }
    }

    /// Keeps the session as it stands for a start after a window that is cut short: all labs, with their recordings and
    /// runs. The window does so by itself every so often.
    pub fn keep_recovery(&mut self) {
        while let Some(answer) = self.recovery.inbox.take() {
            match answer {
                Answer::Done(marks) => self.recovery.kept = Some(marks),
                Answer::Failed(sentence) if !std::mem::replace(&mut self.recovery.failed, true) => {
                    self.shell.say(format!("What is open is not kept for a window that is cut short: {sentence}"));
                }
                Answer::Failed(_) | Answer::Cancelled => {}
            }
        }
        // Another window keeps what it holds in this folder.
        let Some(folder) = self.shell.state_folder.clone().filter(|_| self.marker.is_some()) else { return };
        let marks = self.marks();
        let replays = self.labs.iter().any(|open| !open.lab.settled());
        let known = self.recovery.kept.as_ref() == Some(&marks);
        if known || replays || self.recovery.failed || self.recovery.busy() || self.before_lesson.is_some() {
            return;
        }
        if self.session.keeps_all() {
            recovery::forget(&folder);
            self.recovery.kept = Some(marks);
            return;
        }
        let (mut file, held) = self.held();
        let keep = move || {
            let small = |run: &&Arc<OpenRun>| {
                let checkpoints = run.trajectory.checkpoints.len();
                run.last.rbm.weights().len().saturating_mul(checkpoints) <= MOST
            };
            let all = held.shown.values().chain(held.aside.values().filter(|run| !held.shown.contains_key(&run.name)));
            // What is left out is said when it is opened.
            runs::hold_where_there_is_room(&mut file.files, all.filter(small).map(Arc::as_ref), false);
            match recovery::keep(&file, &folder) {
                Ok(()) => Answer::Done(marks),
                Err(err) => Answer::Failed(err.to_string()),
            }
        };
        if let Err(sentence) = self.shell.jobs.clone().start("keep the session", &mut self.recovery.inbox, keep) {
            self.shell.say(sentence);
        }
    }

    /// Opens what the last window kept, in the place of what came back by itself.
    pub(super) fn recover(&mut self) {
        if let Some(file) = self.recovery.found.take() {
            let first = First { file: file.clone(), theme: true, lab: true, recovers: true };
            self.read_session(file, Some(first));
        }
    }

    /// The window closes: nothing is to be recovered.
    pub(super) fn forget_recovery(&mut self) {
        if let Some(folder) = self.shell.state_folder.clone().filter(|_| self.marker.is_some()) {
            // What is being written now would be found at the next start.
            self.recovery.inbox.wait();
            recovery::forget(&folder);
        }
    }

    /// What is done and then left alone is saved, too: it needs a frame when the time has come.
    pub(super) fn draw_until_saved(&mut self, ctx: &Context) {
        let (now, acted) = ctx.input(|input| (input.time, !input.events.is_empty()));
        if acted {
            self.saved_by = Some(now + SAVED_EVERY.as_secs_f64() + 1.0);
        }
        match self.saved_by {
            Some(at) if now < at => ctx.request_repaint_after(Duration::from_secs_f64(at - now)),
            _ => self.saved_by = None,
        }
    }

    /// Puts all labs aside for such as open without what was remembered.
    pub(super) fn start_fresh(&mut self) {
        let mut fresh = Vec::new();
        for open in &mut self.labs {
            let mut lab = match (open.kind.start)(&self.wake, self.shell.seed) {
                Ok(lab) => lab,
                Err(sentence) => return self.shell.say(sentence),
            };
            if let Some(layout) = open.lab.layout(LayoutChange::Save) {
                lab.layout(LayoutChange::Restore(&layout));
            }
            fresh.push(OpenLab { kind: open.kind, lab });
        }
        self.aside = std::mem::replace(&mut self.labs, fresh);
        self.session.aside = Some(Box::new(std::mem::take(&mut self.session)));
        self.shell.offer(Offered {
            sentence: "Every lab is as it opens for the first time.".to_owned(),
            button: "Bring it back",
            deed: Deed::BringBack,
            stays: false,
        });
    }

    /// Takes the labs that were put aside back.
    pub(super) fn bring_back(&mut self) {
        if !self.aside.is_empty() {
            self.labs = std::mem::take(&mut self.aside);
            if let Some(session) = self.session.aside.take() {
                self.session = *session;
            }
        }
    }
}
