//! The one door from the window to files and dialogs: named threads that answer as messages.
//!
//! File dialogs can hang on Linux, so they never run on the window's thread; a typed path, a drop and the
//! command line always work too.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use crate::ui::dialogs::{self, Choose, Dialogs, Question};
use crate::ui::shell::Shell;

/// A window that closes waits no longer than this for a job.
const CLOSING: Duration = Duration::from_millis(400);
/// Answers that may wait for the window.
const WAITING: usize = 64;

/// The answer of a finished job.
pub enum Answer<T> {
    Done(T),
    /// It did not: a sentence.
    Failed(String),
    /// The person closed the dialog, or there is none on this machine.
    Cancelled,
}

/// Wakes the window when an answer is there.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Starts jobs; answers arrive in [`Inbox`]es.
#[derive(Clone)]
pub struct Jobs {
    wake: Wake,
    dialogs: Dialogs,
}

/// Where the answers of one kind of job arrive.
pub struct Inbox<T> {
    sender: SyncSender<Answer<T>>,
    receiver: Receiver<Answer<T>>,
    running: usize,
}

impl<T> Default for Inbox<T> {
    fn default() -> Self {
        let (sender, receiver) = sync_channel(WAITING);
        Self { sender, receiver, running: 0 }
    }
}

impl<T> Inbox<T> {
    /// The next answer, if one has come.
    pub fn take(&mut self) -> Option<Answer<T>> {
        let answer = self.receiver.try_recv().ok()?;
        self.running = self.running.saturating_sub(1);
        Some(answer)
    }

    /// What the next finished job has done; what failed before it is said.
    pub fn done(&mut self, shell: &mut Shell) -> Option<T> {
        // Two answers may have come with one wake-up: none may be left behind.
        while let Some(answer) = self.take() {
            match answer {
                Answer::Done(found) => return Some(found),
                Answer::Failed(sentence) => shell.say(sentence),
                Answer::Cancelled => {}
            }
        }
        None
    }

    /// Gives the jobs at work a moment to end, for a window that closes; whether they did. Their answers are dropped.
    pub fn wait(&mut self) -> bool {
        while self.busy() {
            let Ok(_answer) = self.receiver.recv_timeout(CLOSING) else { return false };
            self.running = self.running.saturating_sub(1);
        }
        true
    }

    /// Whether a job is still at work.
    pub fn busy(&self) -> bool {
        self.running > 0
    }
}

impl Jobs {
    /// Jobs that wake the window with `wake`, and ask for files by dialogs of the system.
    pub fn new(wake: Wake) -> Self {
        Self::asking(wake, Arc::new(dialogs::of_the_system))
    }

    /// Jobs that ask for files as `choose` does.
    pub fn asking(wake: Wake, choose: Choose) -> Self {
        Self { wake, dialogs: Dialogs::new(choose) }
    }

    /// The same jobs, asking for files as `choose` does.
    #[must_use]
    pub fn choosing_by(&self, choose: Choose) -> Self {
        Self { wake: Arc::clone(&self.wake), dialogs: Dialogs::new(choose) }
    }

    pub(super) const fn dialogs(&self) -> &Dialogs {
        &self.dialogs
    }

    /// Runs `work` on a thread called `name`; the answer goes to the inbox.
    pub fn start<T: Send + 'static>(
        &self,
        name: &str,
        inbox: &mut Inbox<T>,
        work: impl FnOnce() -> Answer<T> + Send + 'static,
    ) -> Result<(), String> {
        let (sender, wake) = (inbox.sender.clone(), Arc::clone(&self.wake));
        std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                // A full inbox or a closed window: nobody waits for this answer any more.
                let answer = catch_unwind(AssertUnwindSafe(work))
                    .unwrap_or_else(|_| Answer::Failed("The job stopped by an error of its own.".to_owned()));
                if sender.try_send(answer).is_ok() {
                    wake();
                }
            })
            .map_err(|err| format!("the job “{name}” could not be started: {err}"))?;
        inbox.running += 1;
        Ok(())
    }

    /// Asks for a file to open, then runs `work` on it, all on one named thread.
    pub fn open_file<T: Send + 'static>(
        &self,
        title: &str,
        (kind, endings): (&'static str, &'static [&'static str]),
        inbox: &mut Inbox<T>,
        work: impl FnOnce(&Path) -> Answer<T> + Send + 'static,
    ) -> Result<(), String> {
        let question = Question::Open { title: title.to_owned(), kind, endings };
        self.ask(question, inbox, move |path| work(&path))
    }

    /// Asks for a folder, then runs `work` on its path.
    pub fn open_folder<T: Send + 'static>(
        &self,
        title: &str,
        inbox: &mut Inbox<T>,
        work: impl FnOnce(PathBuf) -> Answer<T> + Send + 'static,
    ) -> Result<(), String> {
        self.ask(Question::Folder { title: title.to_owned() }, inbox, work)
    }

    /// Asks for a file to save, then runs `work` on its path.
    pub fn save_file<T: Send + 'static>(
        &self,
        title: &str,
        name: &str,
        inbox: &mut Inbox<T>,
        work: impl FnOnce(PathBuf) -> Answer<T> + Send + 'static,
    ) -> Result<(), String> {
        self.ask(Question::Save { title: title.to_owned(), name: name.to_owned() }, inbox, work)
    }

    fn ask<T: Send + 'static>(
        &self,
        question: Question,
        inbox: &mut Inbox<T>,
        work: impl FnOnce(PathBuf) -> Answer<T> + Send + 'static,
    ) -> Result<(), String> {
        let ask = self.dialogs.ask(question);
        self.start("file dialog", inbox, move || ask().map_or(Answer::Cancelled, work))
    }
}
