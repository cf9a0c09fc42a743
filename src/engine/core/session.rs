//! What a model must offer to be run, which commands it takes, and what it shows.

use std::fmt::{Debug, Display};
use std::sync::Arc;

use crate::engine::core::recording::Recording;
use crate::physics::stop::Stop;

/// A refused configuration or command, as a sentence with the offending value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SessionError(Arc<str>);

impl SessionError {
    /// Takes the sentence of any error of the layers below.
    pub fn new(sentence: impl Display) -> Self {
        Self(sentence.to_string().into())
    }
}

/// Whether a session has anything left to do after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// There is more to come.
    Continue,
    /// The end is reached: a fixed point, a cycle, the last replica.
    Done,
    /// The step was interrupted, and is no step yet: the next call takes it up again.
    Unfinished,
}

/// How much of a long piece of work is finished, in units that the session names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Units finished.
    pub done: u64,
    /// Units in all.
    pub total: u64,
}

impl Progress {
    /// The finished fraction, from 0 to 1.
    pub fn fraction(self) -> f64 {
        if self.total == 0 { 1.0 } else { self.done as f64 / self.total as f64 }
    }
}

/// A computation that can be driven one bounded step at a time. No clock, no thread, no file.
pub trait Job: Sized + Send + 'static {
    /// Everything that defines a run, seed included.
    type Config: Clone + Send + Sync + 'static;
    /// An immutable picture of the job; cheap to clone (`Arc` inside).
    type View: Clone + Send + Sync + 'static;

    /// Checks the configuration once, into a job that cannot be wrong.
    fn new(config: &Self::Config) -> Result<Self, SessionError>;
    /// One whole step, never unfinished: well under 100 ms, or [`advance`](Self::advance) can interrupt it.
    fn step(&mut self) -> Flow;
    /// A step that ends early, unfinished, soon after `stop`. How often it is interrupted changes no result.
    fn advance(&mut self, _stop: Stop<'_>) -> Flow {
        self.step()
    }
    /// Whether a step is half done, or what a step needs is still to be measured: it is gone on with also while no step is
    /// asked for, and finished before a command is applied. What measures alone is [`Flow::Unfinished`] to the end, and no step.
    fn under_way(&self) -> bool {
        false
    }
    /// The picture that panels draw from.
    fn view(&self) -> Self::View;
    /// How far a run with a known end has come.
    fn progress(&self) -> Option<Progress> {
        None
    }
    /// Steps to the end, which the job must have.
    fn run_to_end(&mut self) {
        while self.step() == Flow::Continue {}
    }
}

/// A job that can be changed while it runs.
pub trait Session: Job {
    /// Live changes and edits that keep the session.
    type Cmd: Clone + Debug + Send + Sync + 'static;

    /// Applies one live command; a refused one leaves the session as it was.
    fn apply(&mut self, cmd: Self::Cmd) -> Result<(), SessionError>;
}

/// The command type of what only computes: there is no value of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCommand {}

/// A job as a session without commands, so that one engine runs both.
///
/// An `impl Session` for every job would leave no room for the sessions that have commands.
pub struct JobSession<J>(J);

impl<J: Job> Job for JobSession<J> {
    type Config = J::Config;
    type View = J::View;

    fn new(config: &J::Config) -> Result<Self, SessionError> {
        J::new(config).map(Self)
    }

    fn step(&mut self) -> Flow {
        self.0.step()
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        self.0.advance(stop)
    }

    fn under_way(&self) -> bool {
        self.0.under_way()
    }

    fn view(&self) -> J::View {
        self.0.view()
    }

    fn progress(&self) -> Option<Progress> {
        self.0.progress()
    }
}

impl<J: Job> Session for JobSession<J> {
    type Cmd = NoCommand;

    fn apply(&mut self, cmd: NoCommand) -> Result<(), SessionError> {
        match cmd {}
    }
}

/// How fast a run is shown. Pacing is waiting: it never changes a result.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Pace {
    /// As fast as the machine allows.
    Unlimited,
    /// At most this many steps in a second.
    StepsPerSecond(f64),
}

/// What a person, a lesson, the command line or a recording can ask of any run.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Command<C, M> {
    /// Go on until a pause or until the session is done.
    Run,
    /// Stop after the step at hand.
    Pause,
    /// Do this many steps, then stop.
    Step(u64),
    /// Change the pace.
    Speed(Pace),
    /// Throw the session away and start another.
    Reset(C),
    /// Throw the session away and do all of a recording again. Whatever else is asked for meanwhile ends it there.
    Replay {
        /// What is done again.
        recording: Recording<C, M>,
        /// Steps after which it ends.
        steps: u64,
    },
    /// A command that only this model understands.
    Model(M),
}

/// The command type of a session.
pub type CommandOf<S> = Command<<S as Job>::Config, <S as Session>::Cmd>;

/// What panels see; never changed after it is published.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot<V> {
    /// Raised by every reset: whatever was derived from an older generation is void.
    pub generation: u64,
    /// Raised by every publication: together with `generation` the only cache key a panel needs.
    pub revision: u64,
    /// Steps done since the last reset.
    pub step: u64,
    /// Whether steps are being done now.
    pub running: bool,
    /// How far a run with a known end has come.
    pub progress: Option<Progress>,
    /// Commands heard by the engine since it was started; what was sent beyond that is still to come.
    pub handled: u64,
    /// Steps in a second over the last publications, while running.
    pub rate: f64,
    /// Seconds until `progress` is complete, by the pace since the run was last started; `None` without a known end,
    /// while nothing runs, and before anything is finished. Only the engine reads a clock: a driver gives none.
    pub eta: Option<f64>,
    /// The last refusal, or the message of a model that failed. Kept until the next reset.
    pub error: Option<SessionError>,
    /// Refusals and failures so far: where this rises `error` is news, even if it reads as before or something
    /// succeeded since.
    pub errors: u64,
    /// Whether the model failed and only a reset helps.
    pub failed: bool,
    /// The picture of the session.
    pub view: V,
}
