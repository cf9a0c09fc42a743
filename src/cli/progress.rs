//! Long work on the command line: a bar on standard error when that is a terminal, and Ctrl-C.

use std::cell::RefCell;
use std::io::{IsTerminal as _, Write as _, stderr};
use std::process::exit;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::common::CliError;
use crate::cli::notes;
use crate::engine::core::session::{Flow, Job};
use crate::io::atomic;

/// Set by Ctrl-C; every loop of long work looks at it.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// Whether there is a loop that looks at it.
static WORKING: AtomicBool = AtomicBool::new(false);
/// Whether that loop has seen it, or has finished something to keep.
static ENDING: AtomicBool = AtomicBool::new(false);
/// How long the loop may take to see it while it has finished nothing.
const PATIENCE: Duration = Duration::from_millis(700);

/// Makes Ctrl-C, and what else asks a process to end, ask for an end instead of ending the process; a second one ends
/// it. While nothing is finished, because data are read or the first piece of long work goes on and on, the first one
/// ends it.
pub fn listen_for_interrupt() -> Result<(), CliError> {
    ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            atomic::abandon();
            exit(130);
        }
        let nothing = || !ENDING.load(Ordering::Relaxed);
        if WORKING.load(Ordering::Relaxed) && nothing() {
            // Nobody sends: this waits.
            let (_sender, nobody) = sync_channel::<()>(1);
            nobody.recv_timeout(PATIENCE).ok();
        }
        if nothing() {
            atomic::abandon();
            // Whether or not it can be said, the process ends.
            writeln!(stderr(), "glassbox: stopped before anything was finished").ok();
            exit(1);
        }
    })
    .map_err(|err| CliError::failed(format!("Ctrl-C cannot be listened to: {err}")))
}

/// Set where a command that was begun within the program is no longer wanted.
pub type Halt = Arc<AtomicBool>;

thread_local! {
    /// What halts the commands of this thread, besides Ctrl-C.
    static HALT: RefCell<Option<Halt>> = const { RefCell::new(None) };
}

/// While it lives, commands of this thread end where a halt is set.
pub struct Until(Option<Halt>);

/// Lets the commands of this thread end where `halt` is set.
pub fn until(halt: Halt) -> Until {
    Until(HALT.replace(Some(halt)))
}

impl Drop for Until {
    fn drop(&mut self) {
        HALT.replace(self.0.take());
    }
}

fn halted() -> bool {
    HALT.with_borrow(|halt| halt.as_ref().is_some_and(|halt| halt.load(Ordering::Relaxed)))
}

/// A piece of work with a known end.
pub struct Work {
    bar: ProgressBar,
}

impl Work {
    /// Begins work of `total` units.
    pub fn begin(unit: &str, total: u64) -> Self {
        WORKING.store(true, Ordering::Relaxed);
        let bar = ProgressBar::new(total);
        let seen = stderr().is_terminal() && !notes::is_quiet();
        let target = if seen { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        bar.set_draw_target(target);
        let template = format!("{{bar:32}} {{pos}} of {{len}} {unit}  {{per_sec}}  {{eta}} left");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// Does the same for each of these, or until Ctrl-C; `one` is also given what was found before.
    pub fn for_each<I, T>(
        unit: &str,
        items: &[I],
        mut one: impl FnMut(&I, &[T]) -> Result<T, CliError>,
    ) -> Result<(Vec<T>, Self), CliError> {
        let work = Self::begin(unit, items.len() as u64);
        let mut found = Vec::new();
        for item in items {
            if work.stopped() {
                break;
            }
            found.push(one(item, &found)?);
            work.advance(found.len() as u64);
        }
        work.finish();
        Ok((found, work))
    }

    /// Steps a job to its end, or until Ctrl-C; `done` says how far it has come.
    pub fn run<J: Job>(&self, job: &mut J, done: impl Fn(&J) -> u64) {
        while !self.stopped() {
            let flow = job.step();
            self.advance(done(job));
            if flow == Flow::Done {
                break;
            }
        }
        self.finish();
    }

    /// Says how much is done.
    pub fn advance(&self, done: u64) {
        if done > 0 {
            ENDING.store(true, Ordering::Relaxed);
        }
        self.bar.set_position(done);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// Whether Ctrl-C was pressed, or the work is no longer wanted.
    pub fn stopped(&self) -> bool {
        let stopped = INTERRUPTED.load(Ordering::Relaxed) || halted();
        if stopped {
            ENDING.store(true, Ordering::Relaxed);
        }
        stopped
    }

    /// After the finished part was written: fails with a sentence if Ctrl-C cut the work short.
    pub fn interrupted(&self, sentence: impl FnOnce() -> String) -> Result<(), CliError> {
        if self.stopped() { Err(CliError::failed(sentence())) } else { Ok(()) }
    }

    /// [`interrupted`](Self::interrupted) where the work is one checkpoint after the other.
    pub fn checkpoints_interrupted(&self, done: usize, total: usize) -> Result<(), CliError> {
        self.interrupted(|| format!("stopped after {done} of {total} checkpoints; the result is of those"))
    }
}
