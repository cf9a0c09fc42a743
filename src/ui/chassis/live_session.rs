//! The engine of a lab, the picture of it that a frame draws, and its pace.

use std::sync::Arc;
use std::time::Duration;

use crate::engine::core::recording::TapeOf;
use crate::engine::core::session::{Command, CommandOf, Pace, Session, Snapshot};
use crate::engine::core::worker::Engine;
use crate::ui::jobs::Wake;
use crate::ui::shell::Shell;

/// A window that closes waits no longer than this for an engine …
const ANSWER: Duration = Duration::from_millis(400);
/// … and looks this often.
const PAUSE: Duration = Duration::from_millis(5);

/// A session at work. Everything that is drawn in one frame is of one snapshot.
pub struct LiveSession<S: Session> {
    engine: Engine<S>,
    snapshot: Arc<Snapshot<S::View>>,
    pace: Option<Pace>,
    /// Whether the picture stays as it is while the engine works.
    held: bool,
}

impl<S: Session> LiveSession<S> {
    /// Starts an engine on a thread called `name`.
    ///
    /// # Errors
    /// The session's refusal of the configuration, as a sentence.
    pub fn start(name: &str, config: &S::Config, wake: &Wake) -> Result<Self, String> {
        let wake = Arc::clone(wake);
        Engine::spawn(name, config, move || wake()).map(Self::new).map_err(|err| err.to_string())
    }

    /// An engine that was started elsewhere: a large configuration is checked on a thread of its own.
    pub fn new(engine: Engine<S>) -> Self {
        Self { snapshot: engine.latest(), engine, pace: None, held: false }
    }

    /// The picture of this frame.
    pub fn snapshot(&self) -> &Arc<Snapshot<S::View>> {
        &self.snapshot
    }

    /// What the session shows in it.
    pub fn view(&self) -> &S::View {
        &self.snapshot.view
    }

    /// What was asked of the run up to the latest picture, and its steps.
    pub fn tape(&self) -> TapeOf<S> {
        self.engine.tape()
    }

    /// Seconds that it takes to do the steps of the run again.
    pub fn seconds_at_work(&self) -> f64 {
        self.engine.seconds_at_work()
    }

    /// Tells one moment of the run from another.
    pub fn moment(&self) -> [u64; 3] {
        self.engine.moment()
    }

    /// Goes on showing what is shown until the engine has done what it is asked for: for work that the user did not ask
    /// for, and that begins with nothing to see.
    pub fn hold(&mut self) {
        self.held = true;
    }

    /// Takes the picture of this frame, unless the last one is held, and says what was refused since the last one.
    pub(super) fn fetch(&mut self, shell: &mut Shell) {
        self.held &= self.engine.busy();
        if self.held {
            return;
        }
        let before = std::mem::replace(&mut self.snapshot, self.engine.latest());
        if let Some(error) = &self.snapshot.error
            && before.errors != self.snapshot.errors
        {
            shell.say(error.to_string());
        }
    }

    /// Sends a command; a full queue is said and not waited for.
    pub fn send(&self, command: CommandOf<S>, shell: &mut Shell) {
        if !self.engine.send(command) {
            shell.say("The model is busy and did not take the last command. Try again in a moment.");
        }
    }

    /// Sends the pace if it is another than the last one; where the queue is full it is sent in the next frame.
    pub(super) fn keep_pace(&mut self, pace: Pace) {
        if self.pace != Some(pace) && self.engine.send(Command::Speed(pace)) {
            self.pace = Some(pace);
        }
    }

    /// Gives the engine a moment to answer every command, and takes the picture then.
    pub(super) fn settle(&mut self, shell: &mut Shell) {
        for _ in 0..ANSWER.as_millis() / PAUSE.as_millis() {
            if self.has_heard_all() {
                break;
            }
            std::thread::sleep(PAUSE);
        }
        self.fetch(shell);
    }

    /// Whether the engine has heard every command by now.
    pub fn has_heard_all(&self) -> bool {
        self.engine.latest().handled >= self.engine.sent()
    }

    /// Whether the picture of this frame answers every command.
    pub fn answers_all(&self) -> bool {
        self.snapshot.handled >= self.engine.sent()
    }

    /// Whether a command is still to be heard or a run is under way.
    pub fn busy(&self) -> bool {
        self.engine.busy()
    }
}
