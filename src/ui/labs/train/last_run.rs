//! The run at hand is kept in a file of the state folder, so that the next start goes on where this one ended.

use std::path::{Path, PathBuf};

use crate::engine::core::session::{Command, Snapshot};
use crate::engine::rbm::{LiveRun, TrainCmd, TrainView};
use crate::io::run::OpenRun;
use crate::ui::chassis::LiveSession;
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::shell::Shell;

/// The file, in the state folder.
const FILE: &str = "last-run.h5";
/// What the run is called when it is taken up.
pub const NAME: &str = "from last time";
/// Parameters of all checkpoints together: a larger run is saved by hand, because writing it would be felt.
const MOST: usize = 1 << 24;
/// While a training goes on, it is kept at the first and then every so many times that the window saves itself, which is every half minute.
const SELDOM: u32 = 4;

/// What is remembered as text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Work {
    /// There is a run in the file.
    LastRun,
    /// It was opened from this file of the person's or saved to it, and has changed since or not.
    RunOf(String, bool),
}

/// What was kept, and what is to be taken up.
#[derive(Default)]
pub struct LastRun {
    /// The run of last time, which waits for the lab to be shown.
    waits: Option<Work>,
    /// Generation and checkpoints of the run as it was kept last.
    kept: Option<(u64, usize)>,
    /// How often the window has saved itself.
    saves: u32,
    /// Whether it could not be written: said once.
    failed: bool,
    inbox: Inbox<()>,
}

impl LastRun {
    /// The run is to be taken up when the lab is first shown.
    pub fn wait(&mut self, work: Work) {
        self.waits = Some(work);
    }

    /// Whether it is still to be taken up.
    pub const fn waits(&self) -> Option<&Work> {
        self.waits.as_ref()
    }

    /// The file of the run that waits to be taken up, and what is known of it.
    pub fn take_up(&mut self, shell: &Shell) -> Option<(PathBuf, Work)> {
        self.waits.take().zip(shell.state_folder.as_deref().map(path)).map(|(work, path)| (path, work))
    }

    /// Whether the run is there again at the next start, if the window closes now.
    pub fn keeps(&self, view: &TrainView, shell: &Shell) -> bool {
        shell.state_folder.is_some() && is_worth_keeping(view) && !self.failed
    }

    /// Keeps the run where it has another checkpoint, and says whether there is one to be taken up.
    pub fn keep(&mut self, session: &LiveSession<LiveRun>, shell: &Shell) -> bool {
        self.saves = self.saves.wrapping_add(1);
        let snapshot = session.snapshot();
        let Some(folder) = shell.state_folder.as_deref().filter(|_| is_worth_keeping(&snapshot.view)) else {
            return false;
        };
        let seldom = snapshot.running && self.kept.is_some() && !self.saves.is_multiple_of(SELDOM);
        if self.kept == Some(state(snapshot)) || seldom || self.failed || self.inbox.busy() {
            return self.kept.is_some();
        }
        let (run, to) = (OpenRun::of(&snapshot.view), path(folder));
        let job = shell.jobs.start("keep the run", &mut self.inbox, move || match run.write(&to, true) {
            Ok(()) => Answer::Done(()),
            Err(err) => Answer::Failed(format!("The run is not remembered for the next start: {err}")),
        });
        if job.is_ok() {
            self.kept = Some(state(snapshot));
        }
        self.kept.is_some()
    }

    /// Hears how the writing went, and says so where it failed.
    pub fn fetch(&mut self, shell: &mut Shell) {
        while let Some(answer) = self.inbox.take() {
            if let Answer::Failed(sentence) = answer {
                (self.failed, self.kept) = (true, None);
                shell.say(sentence);
            }
        }
    }

    /// The window closes: asks for the present update to be kept.
    pub fn before_closing(session: &LiveSession<LiveRun>, shell: &mut Shell) {
        let keeps = shell.state_folder.is_some() && is_worth_keeping(session.view());
        if keeps {
            session.send(Command::Pause, shell);
            session.send(Command::Model(TrainCmd::Keep), shell);
        }
    }

    /// The window closes: writes the run unless it is written.
    pub fn close(&mut self, session: &LiveSession<LiveRun>, shell: &Shell) {
        let snapshot = session.snapshot();
        let Some(folder) = shell.state_folder.as_deref().filter(|_| is_worth_keeping(&snapshot.view)) else { return };
        // What is being written must not take the place of what is written here.
        let in_time = self.inbox.wait();
        if in_time && (self.failed || self.kept != Some(state(snapshot))) {
            // Nobody is left to hear of a failure, and the file of before stays.
            drop(OpenRun::of(&snapshot.view).write(&path(folder), true));
        }
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

fn state(snapshot: &Snapshot<TrainView>) -> (u64, usize) {
    (snapshot.generation, snapshot.view.checkpoints.len())
}

/// Whether the run was trained here, has come anywhere, and is small enough.
fn is_worth_keeping(view: &TrainView) -> bool {
    let parameters = view.rbm.weights().len().saturating_mul(view.checkpoints.len());
    view.update > 0 && !view.is_without_data() && parameters <= MOST
}
