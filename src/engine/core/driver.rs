//! A session and its run state, without a thread: what tests, the command line and replays use.

use std::collections::VecDeque;

use crate::engine::core::recording::{Recording, RecordingOf, TapeOf};
use crate::engine::core::session::{Command, CommandOf, Flow, Pace, Session, SessionError, Snapshot};
use crate::physics::stop::{NEVER, Stop};

/// Drives one session; [`Engine`](crate::engine::core::worker::Engine) is a thread around it.
pub struct Driver<S: Session> {
    session: S,
    running: bool,
    due: u64,
    step: u64,
    pace: Pace,
    generation: u64,
    revision: u64,
    error: Option<SessionError>,
    errors: u64,
    recording: RecordingOf<S>,
    /// What of a recording is still to be done again; `None` while none is.
    script: Option<VecDeque<(u64, S::Cmd)>>,
}

impl<S: Session> Driver<S> {
    /// Starts a session, paused.
    pub fn new(config: &S::Config) -> Result<Self, SessionError> {
        Ok(Self {
            session: S::new(config)?,
            running: false,
            due: 0,
            step: 0,
            pace: Pace::Unlimited,
            generation: 0,
            revision: 0,
            error: None,
            errors: 0,
            recording: Recording::new(config.clone()),
            script: None,
        })
    }

    /// Applies one command. A refusal is kept for the next snapshot and returned.
    pub fn apply(&mut self, command: CommandOf<S>) -> Result<(), SessionError> {
        if !matches!(command, Command::Speed(_)) {
            // Whoever acts while a recording is done again takes over.
            self.end_replay();
        }
        if let Command::Replay { recording, steps } = command {
            return self.replay(recording, steps);
        }
        let note = command.clone();
        if matches!(command, Command::Model(_)) {
            // Commands act between steps, wherever the engine was interrupted to hear them.
            while self.session.under_way() {
                self.finish();
            }
        }
        let result = match command {
            Command::Run => {
                self.running = true;
                Ok(())
            }
            Command::Pause => {
                (self.running, self.due) = (false, 0);
                Ok(())
            }
            Command::Step(steps) => {
                self.running = false;
                self.due = self.due.saturating_add(steps);
                Ok(())
            }
            Command::Speed(pace) => self.set_pace(pace),
            Command::Reset(config) | Command::Replay { recording: Recording { config, .. }, .. } => {
                S::new(&config).map(|session| self.restart(session))
            }
            Command::Model(cmd) => self.session.apply(cmd),
        };
        if result.is_ok() {
            self.recording.note(self.step, &note);
        }
        if let Err(refusal) = &result {
            self.error = Some(refusal.clone());
            self.errors += 1;
        }
        result
    }

    pub(super) fn set_pace(&mut self, pace: Pace) -> Result<(), SessionError> {
        if let Pace::StepsPerSecond(rate) = pace
            && !(rate.is_finite() && rate > 0.0)
        {
            return Err(SessionError::new(format!("the speed is {rate} steps in a second; it must be above 0")));
        }
        self.pace = pace;
        Ok(())
    }

    /// Begins a recording again. Its commands follow as their steps come.
    fn replay(&mut self, recording: RecordingOf<S>, steps: u64) -> Result<(), SessionError> {
        let Recording { config, commands } = recording;
        self.apply(Command::Reset(config))?;
        (self.script, self.due) = (Some(commands.into()), steps);
        self.follow_script();
        Ok(())
    }

    /// Does what the recording asks for at this step.
    fn follow_script(&mut self) {
        while let Some((_, cmd)) =
            self.script.as_mut().and_then(|script| script.pop_front_if(|(step, _)| *step <= self.step))
        {
            // A command that was refused then was not recorded; one that is refused now is seen in the snapshot.
            let note = Command::Model(cmd.clone());
            match self.session.apply(cmd) {
                Ok(()) => self.recording.note(self.step, &note),
                Err(refusal) => (self.error, self.errors) = (Some(refusal), self.errors + 1),
            }
        }
        if self.due == 0 {
            self.script = None;
        }
    }

    fn end_replay(&mut self) {
        if self.script.take().is_some() {
            self.due = 0;
        }
    }

    fn restart(&mut self, session: S) {
        self.session = session;
        (self.running, self.due, self.step) = (false, 0, 0);
        self.error = None;
        self.generation += 1;
    }

    /// Whether a step is asked for, or one that was interrupted is to be finished.
    pub fn has_work(&self) -> bool {
        self.is_running() || self.session.under_way()
    }

    fn is_running(&self) -> bool {
        self.running || self.due > 0
    }

    /// The pace asked for. Steps that were asked for by number are not paced.
    pub fn pace(&self) -> Pace {
        if self.due > 0 { Pace::Unlimited } else { self.pace }
    }

    /// One step; the session's end stops the run. Where no step is asked for, what is under way is finished alone.
    pub fn step(&mut self) {
        if !self.is_running() && self.session.under_way() {
            return self.finish();
        }
        let flow = self.session.step();
        self.count(flow);
    }

    /// Finishes what is under way. It is a step where it ends one.
    fn finish(&mut self) {
        self.advance(NEVER);
    }

    /// One step, or what of it can be done before `stop`.
    pub fn advance(&mut self, stop: Stop<'_>) {
        let flow = self.session.advance(stop);
        if flow != Flow::Unfinished {
            self.count(flow);
        }
    }

    fn count(&mut self, flow: Flow) {
        self.step += 1;
        self.due = self.due.saturating_sub(1);
        if self.script.is_some() {
            // A run that came to its end and was begun again goes on to where the recording ends.
            return self.follow_script();
        }
        if flow == Flow::Done {
            (self.running, self.due) = (false, 0);
        }
    }

    /// Steps until nothing is asked for any more, but at most `limit` steps. Returns the steps done.
    pub fn run_until_idle(&mut self, limit: u64) -> u64 {
        let start = self.step;
        while self.has_work() && self.step - start < limit {
            self.step();
        }
        self.step - start
    }

    /// What was asked of this run so far: replaying it gives the same bits.
    pub fn recording(&self) -> &RecordingOf<S> {
        &self.recording
    }

    /// The recording as it is to be published: `before` is what was published last, and only what is new is copied.
    pub(super) fn tape(&self, before: &mut TapeOf<S>, same: bool) {
        let commands = &self.recording.commands;
        match commands.get(before.recording.commands.len()..).filter(|_| same) {
            Some(new) => before.recording.commands.extend_from_slice(new),
            None => before.recording = self.recording.clone(),
        }
        before.steps = self.step;
    }

    /// The session, to be read.
    pub fn session(&self) -> &S {
        &self.session
    }

    /// The next picture to publish.
    pub fn snapshot(&mut self) -> Snapshot<S::View> {
        self.revision += 1;
        Snapshot {
            generation: self.generation,
            revision: self.revision,
            step: self.step,
            running: self.is_running(),
            progress: self.session.progress(),
            handled: 0,
            rate: 0.0,
            eta: None,
            error: self.error.clone(),
            errors: self.errors,
            failed: false,
            view: self.session.view(),
        }
    }

    /// Takes the place of a driver that failed, whose last snapshot was `last`: at its pace, and with numbers that go
    /// on, so that no reader mistakes the new run for the old.
    #[must_use]
    pub(super) fn continuing(mut self, failed: &Self, last: &Snapshot<S::View>) -> Self {
        (self.pace, self.errors) = (failed.pace, last.errors);
        (self.generation, self.revision) = (last.generation + 1, last.revision);
        self
    }

    /// Steps done since the last reset.
    pub fn steps_done(&self) -> u64 {
        self.step
    }
}
