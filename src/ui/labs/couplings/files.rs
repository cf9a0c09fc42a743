//! Runs for the Couplings lab, opened on threads of their own.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::core::worker::Engine;
use crate::engine::couplings::{CouplingsConfig, CouplingsSession};
use crate::io::memory;
use crate::io::run::OpenRun;
use crate::physics::seed::Seed;
use crate::ui::jobs::{Answer, Inbox, Wake};
use crate::ui::labs::couplings::opening::Preset;
use crate::ui::shell::Shell;

/// Where a run comes from.
#[derive(Clone, Debug)]
pub enum From {
    /// The program itself.
    Preset(Preset),
    /// A file.
    Path(PathBuf),
    /// Another lab, or this one earlier.
    Open(Arc<OpenRun>),
}

/// A run whose couplings can be computed.
pub struct Ready {
    pub run: Arc<OpenRun>,
    pub config: CouplingsConfig,
    /// What it needs, where that is much.
    pub note: Option<String>,
    /// The first run comes with its engine.
    pub engine: Option<Engine<CouplingsSession>>,
    /// Whether the last couplings are shown until these are there: nobody asked for them.
    pub unseen: bool,
}

/// The inbox of the lab's jobs.
#[derive(Default)]
pub struct Files {
    inbox: Inbox<(u64, Box<Ready>)>,
    /// The number of the last request, and of the newest that was answered.
    asked: u64,
    answered: u64,
}

impl Files {
    /// The run that was asked for last, once it is there; failures are said.
    pub fn take(&mut self, shell: &mut Shell) -> Option<Box<Ready>> {
        while let Some((number, ready)) = self.inbox.done(shell) {
            // A run that was asked for later may be there already.
            if number > self.answered {
                self.answered = number;
                return Some(ready);
            }
        }
        None
    }

    /// Whether a run is being opened.
    pub fn busy(&self) -> bool {
        self.inbox.busy()
    }

    /// Opens a run; the first one starts the engine.
    ///
    /// # Errors
    /// The job could not be started.
    pub fn open(&mut self, from: From, unseen: bool, first: Option<Wake>, shell: &Shell) -> Result<(), String> {
        self.asked += 1;
        let (number, seed) = (self.asked, shell.seed);
        shell.jobs.clone().start("open run", &mut self.inbox, move || match ready(from, unseen, first, seed) {
            Ok(ready) => Answer::Done((number, Box::new(ready))),
            Err(sentence) => Answer::Failed(sentence),
        })
    }
}

fn ready(from: From, unseen: bool, first: Option<Wake>, seed: Seed) -> Result<Ready, String> {
    let run = match from {
        From::Preset(preset) => Arc::new(preset.open(seed)?),
        From::Path(path) => Arc::new(OpenRun::read(&path, seed).map_err(|err| err.to_string())?.with_recorded_data()),
        From::Open(run) => run,
    };
    let config = CouplingsConfig {
        checkpoints: run.trajectory.checkpoints.as_slice().into(),
        truth: run.truth().map(Arc::new),
        seed: Seed(run.record.seed),
    };
    let needed = config.bytes().map_err(|err| format!("{} was not opened: {err}.", run.name))?;
    let note =
        memory::check("Reading the couplings", needed).map_err(|err| format!("{} was not opened. {err}.", run.name))?;
    let spawned = first.map(|wake| Engine::spawn("couplings", &config, move || wake())).transpose();
    let engine = spawned.map_err(|err| err.to_string())?;
    Ok(Ready { run, config, note, engine, unseen })
}
