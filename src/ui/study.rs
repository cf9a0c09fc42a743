//! A derived picture that takes a while: it has an engine of its own, started when first asked for.

use std::sync::Arc;

use crate::engine::core::session::{Command, Job, JobSession, Pace, SessionError, Snapshot};
use crate::engine::core::worker::Engine;
use crate::ui::jobs::Wake;

/// Generation of the session that a picture is derived from, and the revision of the part of it that it depends on.
pub type Key = (u64, u64);

/// One derived picture: its engine, its last result, and what the result belongs to.
pub struct Study<J: Job, W = ()> {
    name: &'static str,
    engine: Option<Engine<JobSession<J>>>,
    latest: Option<Answer<J, W>>,
    request: Option<Request<W>>,
}

/// A picture, and what it is a picture of.
struct Answer<J: Job, W> {
    snapshot: Arc<Snapshot<J::View>>,
    what: W,
}

/// What was asked for: of what, for which revision, and by which command of the engine.
struct Request<W> {
    what: W,
    key: Key,
    sent: u64,
    /// The last generation that was seen before, of the session that is to be replaced.
    before: Option<u64>,
    refused: bool,
}

impl<W> Request<W> {
    /// Whether an engine that has heard the request shows the session that was asked for: a refused configuration
    /// leaves the session before it in place.
    fn is_answered_by<V>(&self, snapshot: &Snapshot<V>) -> bool {
        let risen = self.before.is_none_or(|before| snapshot.generation > before);
        // Nothing but a configuration is ever refused here, and one that is taken clears the refusal before it.
        risen && (snapshot.error.is_none() || snapshot.failed)
    }
}

impl<J: Job, W: Clone> Study<J, W> {
    /// A picture that nothing was asked of yet.
    pub fn new(name: &'static str) -> Self {
        Self { name, engine: None, latest: None, request: None }
    }

    /// Asks for a picture: `what` it is of, and the revision `key` it belongs to.
    ///
    /// # Errors
    /// The first session's refusal of the configuration, or a queue that is full. A later refusal is the error of the
    /// last picture, which stays.
    pub fn start(&mut self, config: &J::Config, what: W, key: Key, wake: &Wake) -> Result<(), SessionError> {
        let busy = || SessionError::new(format!("{} is busy; ask again in a moment", self.name));
        let before = self.engine.as_ref().map(|engine| engine.latest().generation);
        let engine = match self.engine.take() {
            Some(engine) if engine.send(Command::Reset(config.clone())) => engine,
            Some(engine) => {
                self.engine = Some(engine);
                return Err(busy());
            }
            None => {
                let wake = Arc::clone(wake);
                Engine::spawn(self.name, config, move || wake())?
            }
        };
        let runs = engine.send(Command::Run);
        // Without its run the new session stands still, and what was asked for before is gone with the old one.
        self.request = runs.then(|| Request { what, key, sent: engine.sent(), before, refused: false });
        self.engine = Some(engine);
        if runs { Ok(()) } else { Err(busy()) }
    }

    /// Asks for an end; `false` when the queue is full of work that ends soon, and asking again works.
    pub fn stop(&self) -> bool {
        self.engine.as_ref().is_none_or(|engine| engine.send(Command::Pause))
    }

    /// Sets how fast its engine goes, from now on; `false` when there is none or its queue is full.
    pub fn pace(&self, pace: Pace) -> bool {
        self.engine.as_ref().is_some_and(|engine| engine.send(Command::Speed(pace)))
    }

    /// Takes the latest picture, once per frame.
    pub fn fetch(&mut self) {
        if let (Some(engine), Some(request)) = (&self.engine, &mut self.request) {
            let snapshot = engine.latest();
            // An answer to an older request stays on screen until the first of the new one is there.
            if snapshot.handled < request.sent {
                return;
            }
            if request.is_answered_by(&snapshot) {
                self.latest = Some(Answer { snapshot, what: request.what.clone() });
            } else if !std::mem::replace(&mut request.refused, true) {
                // The run was meant for a session that is not there: the one before it must not go on instead. Where
                // the queue is full it goes on unseen.
                let _stopped = engine.send(Command::Pause);
                // The last picture says why no other took its place.
                if let Some(Answer { snapshot: last, .. }) = &mut self.latest {
                    let error = snapshot.error.clone();
                    *last = Arc::new(Snapshot { running: false, error, ..Snapshot::clone(last) });
                }
            }
        }
    }

    /// The last picture, if there is one.
    pub fn latest(&self) -> Option<&Snapshot<J::View>> {
        self.latest.as_ref().map(|answer| &*answer.snapshot)
    }

    /// What the last picture is of.
    pub fn shown(&self) -> Option<&W> {
        self.latest.as_ref().map(|answer| &answer.what)
    }

    /// What the last request was for.
    pub fn wanted(&self) -> Option<&W> {
        self.request.as_ref().map(|request| &request.what)
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

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::*;
    use crate::engine::core::session::{Flow, Progress};

    /// Milliseconds: longer than anything takes that is not broken.
    const PATIENCE: usize = 20_000;

    /// Counts to ten, refuses to count from below zero, and waits for its gate before each step.
    struct Count(i32, Gate);

    #[derive(Clone, Debug, Default)]
    struct Gate {
        shut: Arc<Mutex<()>>,
        reached: Arc<AtomicBool>,
    }

    impl PartialEq for Gate {
        fn eq(&self, other: &Self) -> bool {
            Arc::ptr_eq(&self.shut, &other.shut)
        }
    }

    impl Job for Count {
        type Config = (i32, Gate);
        type View = i32;

        fn new((from, gate): &Self::Config) -> Result<Self, SessionError> {
            if *from < 0 { Err(SessionError::new("below zero")) } else { Ok(Self(*from, gate.clone())) }
        }

        fn step(&mut self) -> Flow {
            self.1.reached.store(true, Ordering::Release);
            drop(self.1.shut.lock().unwrap());
            self.0 += 1;
            if self.0 < 10 { Flow::Continue } else { Flow::Done }
        }

        fn view(&self) -> i32 {
            self.0
        }

        fn progress(&self) -> Option<Progress> {
            None
        }
    }

    fn wait(until: impl Fn() -> bool) {
        let met = (0..PATIENCE).any(|_| {
            std::thread::sleep(Duration::from_millis(1));
            until()
        });
        assert!(met, "waited in vain");
    }

    fn wake() -> Wake {
        Arc::new(|| {})
    }

    #[test]
    fn a_refused_request_leaves_the_picture_and_its_name() {
        let (mut study, gate) = (Study::<Count, char>::new("test"), Gate::default());
        assert!(study.start(&(-1, gate.clone()), 'x', (0, 0), &wake()).is_err());
        study.start(&(0, gate.clone()), 'a', (0, 0), &wake()).unwrap();
        wait(|| !study.busy());
        study.fetch();
        assert_eq!((study.latest().unwrap().view, study.shown()), (10, Some(&'a')));
        study.start(&(-1, gate.clone()), 'b', (0, 0), &wake()).unwrap();
        for _ in 0..2 {
            wait(|| !study.busy());
            study.fetch();
            let latest = study.latest().unwrap();
            assert_eq!((latest.view, study.shown(), latest.step), (10, Some(&'a'), 10), "no step more");
            assert_eq!(latest.error.as_ref().unwrap().to_string(), "below zero");
            assert!(!latest.running);
        }
        // One that follows at once on one that is taken is not mistaken for it.
        study.start(&(3, gate.clone()), 'c', (0, 0), &wake()).unwrap();
        study.start(&(-1, gate.clone()), 'd', (0, 0), &wake()).unwrap();
        wait(|| !study.busy());
        study.fetch();
        assert_eq!(study.shown(), Some(&'a'));
        study.start(&(9, gate), 'e', (0, 0), &wake()).unwrap();
        wait(|| !study.busy());
        study.fetch();
        let latest = study.latest().unwrap();
        assert_eq!((latest.view, study.shown(), &latest.error), (10, Some(&'e'), &None));
    }

    #[test]
    fn a_request_whose_run_finds_no_room_is_an_error() {
        let (mut study, gate) = (Study::<Count, char>::new("test"), Gate::default());
        let fill = |study: &mut Study<Count, char>, most: usize| {
            let shut = gate.shut.lock().unwrap();
            gate.reached.store(false, Ordering::Release);
            study.start(&(0, gate.clone()), 'a', (0, 0), &wake()).unwrap();
            wait(|| gate.reached.load(Ordering::Acquire));
            let sent = (0..most).take_while(|_| study.stop()).count();
            (shut, sent)
        };
        let (shut, room) = fill(&mut study, usize::MAX);
        assert!(study.start(&(2, gate.clone()), 'b', (0, 0), &wake()).is_err(), "no room for the configuration");
        drop(shut);
        wait(|| !study.busy());
        study.fetch();
        assert_eq!(study.shown(), Some(&'a'));
        let (shut, _) = fill(&mut study, room - 1);
        assert!(study.start(&(2, gate.clone()), 'b', (0, 0), &wake()).is_err(), "no room for the run");
        assert!(!study.is_of(&'b', (0, 0)), "it can be asked for again");
        drop(shut);
        wait(|| !study.busy());
        study.fetch();
        // The session of the refused request stands at 2.
        assert_eq!(study.shown(), Some(&'a'));
        assert_ne!(study.latest().unwrap().view, 2, "nothing goes by a wrong name");
        study.start(&(2, gate.clone()), 'b', (0, 0), &wake()).unwrap();
        wait(|| !study.busy());
        study.fetch();
        assert_eq!((study.latest().unwrap().view, study.shown()), (10, Some(&'b')));
    }
}
