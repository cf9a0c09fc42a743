//! A run as data: its configuration and what was asked of it at which step.

use crate::engine::core::driver::Driver;
use crate::engine::core::session::{Command, Job, Session, SessionError};

/// A configuration and the live commands with the step before which each was applied.
///
/// Replaying it gives bit-identical snapshots, whatever the pace, the pauses and the slicing were.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
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
            Command::Reset(config) | Command::Replay { recording: Self { config, .. }, .. } => {
                *self = Self::new(config.clone());
            }
            Command::Run | Command::Pause | Command::Step(_) | Command::Speed(_) => {}
        }
    }
}

/// A recording, and how far it has come: from the two the run is made again, bit for bit.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Tape<C, M> {
    /// What the run started from, and what was asked of it.
    pub recording: Recording<C, M>,
    /// Steps done since.
    pub steps: u64,
}

/// The tape of a session type.
pub type TapeOf<S> = Tape<<S as Job>::Config, <S as Session>::Cmd>;

/// Steps of the longest recording that is replayed.
const MOST_STEPS: u64 = 2_000_000_000;

impl<C, M> Tape<C, M> {
    /// Refuses what no run has recorded, with the reason.
    ///
    /// # Errors
    /// More steps than are replayed, commands that go back in time, commands after the end.
    pub fn check(&self) -> Result<(), SessionError> {
        let Self { recording: Recording { commands, .. }, steps } = self;
        if *steps > MOST_STEPS {
            return Err(SessionError::new(format!(
                "the recording has {steps} steps, and at most {MOST_STEPS} are replayed"
            )));
        }
        let mut before = 0;
        for &(step, _) in commands {
            if step < before {
                return Err(SessionError::new(format!(
                    "a command of the recording acts at step {step}, after one at step {before}"
                )));
            }
            if step > *steps {
                return Err(SessionError::new(format!(
                    "a command of the recording acts at step {step}, and it ends at step {steps}"
                )));
            }
            before = step;
        }
        Ok(())
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
