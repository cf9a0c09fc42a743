//! A derived picture that takes a while: it has an engine of its own, started when first asked for.

use std::sync::Arc;

use crate::engine::session::{Command, Session, SessionError, Snapshot};
use crate::engine::worker::Engine;
use crate::ui::jobs::Wake;

/// Generation of the session that a picture is derived from, and the revision of the part of it that it depends on.
pub type Key = (u64, u64);

/// One derived picture: its engine, its last result, and what the result belongs to.
pub struct Study<S: Session, W = ()> {
    name: &'static str,
    engine: Option<Engine<S>>,
    latest: Option<Answer<S, W>>,
    request: Option<Request<W>>,
}

/// A picture, and what it is a picture of.
struct Answer<S: Session, W> {
    snapshot: Arc<Snapshot<S::View>>,
    what: W,
}

/// What was asked for: of what, for which revision, and by which command of the engine.
struct Request<W> {
    what: W,
    key: Key,
    sent: u64,
}

impl<S: Session, W: Clone> Study<S, W> {
    /// A picture that nothing was asked of yet.
    pub fn new(name: &'static str) -> Self {
        Self { name, engine: None, latest: None, request: None }
    }

    /// Asks for a picture: `what` it is of, and the revision `key` it belongs to.
    ///
    /// # Errors
    /// The session's refusal of the configuration, or a queue that is full.
    pub fn start(&mut self, config: &S::Config, what: W, key: Key, wake: &Wake) -> Result<(), SessionError> {
        let engine = match self.engine.take() {
            Some(engine) if engine.send(Command::Reset(config.clone())) => engine,
            Some(engine) => {
                self.engine = Some(engine);
                return Err(SessionError::new(format!("{} is busy; ask again in a moment", self.name)));
            }
            None => {
                let wake = Arc::clone(wake);
                Engine::spawn(self.name, config, move || wake())?
            }
        };
        if engine.send(Command::Run) {
            self.request = Some(Request { what, key, sent: engine.sent() });
        }
        self.engine = Some(engine);
        Ok(())
    }

    /// Asks for an end; `false` when the queue is full of work that ends soon, and asking again works.
    pub fn stop(&self) -> bool {
        self.engine.as_ref().is_none_or(|engine| engine.send(Command::Pause))
    }

    /// Takes the latest picture, once per frame.
    pub fn fetch(&mut self) {
        if let (Some(engine), Some(request)) = (&self.engine, &self.request) {
            let snapshot = engine.latest();
            // An answer to an older request stays on screen until the first of the new one is there.
            if snapshot.handled >= request.sent {
                self.latest = Some(Answer { snapshot, what: request.what.clone() });
            }
        }
    }

    /// The last picture, if there is one.
    pub fn latest(&self) -> Option<&Snapshot<S::View>> {
        self.latest.as_ref().map(|answer| &*answer.snapshot)
    }

    /// What the last picture is of.
    pub fn shown(&self) -> Option<&W> {
        self.latest.as_ref().map(|answer| &answer.what)
    }

    /// Whether the last request was made for this revision.
    pub fn is_for(&self, key: Key) -> bool {
        self.request.as_ref().is_some_and(|request| request.key == key)
    }

    /// Whether the last request was for this, of this revision.
    pub fn is_of(&self, what: &W, key: Key) -> bool
    where
        W: PartialEq,
    {
        self.is_for(key) && self.request.as_ref().is_some_and(|request| request.what == *what)
    }

    /// Whether its engine has anything under way.
    pub fn busy(&self) -> bool {
        self.engine.as_ref().is_some_and(Engine::busy)
    }

    /// Whether work is going on.
    pub fn running(&self) -> bool {
        self.latest().is_some_and(|snapshot| snapshot.running)
    }
}
