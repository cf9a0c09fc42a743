//! A run as data: its configuration and what was asked of it at which step.

use crate::engine::core::driver::Driver;
use crate::engine::core::session::{Command, Job, Session, SessionError};

/// A configuration and the live commands with the step before which each was applied.
///
/// Replaying it gives bit-identical snapshots, whatever the pace, the pauses and the slicing were.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording<C, M> {
    /// What the run started from.
    pub config: C,
    /// (step, command), steps not falling.
    pub commands: Vec<(u64, M)>,
}

/// The recording of a session type.
pub type RecordingOf<S> = Recording<<S as Job>::Config, <S as Session>::Cmd>;

impl<C: Clone, M: Clone> Recording<C, M> {
    /// An empty recording of a run that starts from `config`.
    pub fn new(config: C) -> Self {
        Self { config, commands: Vec::new() }
    }

    /// Notes a command that was given when `step` steps were done. Only what changes a result is noted:
    /// a reset starts a new recording, and running, pausing and pacing leave no trace.
    pub fn note(&mut self, step: u64, command: &Command<C, M>) {
        match command {
            Command::Model(cmd) => self.commands.push((step, cmd.clone())),
            Command::Reset(config) => *self = Self::new(config.clone()),
            Command::Run | Command::Pause | Command::Step(_) | Command::Speed(_) => {}
        }
    }
}

/// Drives a fresh session through a recording up to `steps` steps: commands given later are left out.
pub fn replay<S: Session>(recording: &RecordingOf<S>, steps: u64) -> Result<Driver<S>, SessionError> {
    let mut driver = Driver::<S>::new(&recording.config)?;
    for (step, cmd) in recording.commands.iter().take_while(|(step, _)| *step <= steps) {
        advance(&mut driver, *step)?;
        // A command that was refused then is refused now and changes nothing either time.
        driver.apply(Command::Model(cmd.clone())).ok();
    }
    advance(&mut driver, steps)?;
    Ok(driver)
}

fn advance<S: Session>(driver: &mut Driver<S>, to: u64) -> Result<(), SessionError> {
    while driver.steps_done() < to {
        driver.apply(Command::Step(1))?;
        driver.step();
    }
    Ok(())
}
