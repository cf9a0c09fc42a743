//! The engine: a named thread around a [`Driver`], a bounded queue in, a latest-wins slot out.
#![expect(clippy::disallowed_methods, reason = "the engine is the one place that reads a clock")]

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::engine::core::driver::Driver;
use crate::engine::core::recent;
use crate::engine::core::recording::{Tape, TapeOf};
use crate::engine::core::session::{Command, CommandOf, Pace, Session, SessionError, Snapshot};

/// Of a run at most 30 publications in a second; without a run one after every command.
const PUBLISH_EVERY: Duration = Duration::from_millis(33);
/// Steps are done in batches that take about this long, so that the clock is not read after each.
const BATCH: Duration = Duration::from_millis(1);
/// The longest batch. Reading the clock once in so many steps costs nothing, and a model whose steps suddenly take
/// longer still publishes.
const LONGEST_BATCH: u64 = 256;
/// Commands that may wait; a full queue is shown, not waited for.
const QUEUE: usize = 256;

type Slot<V> = Arc<Mutex<Arc<Snapshot<V>>>>;

/// Handle to an engine thread.
///
/// Dropping it hangs up and returns at once: a window that closes never waits for a model. The thread ends by itself
/// after the step at hand, or with the process; it owns nothing that would have to be saved.
pub struct Engine<S: Session> {
    name: Box<str>,
    commands: SyncSender<CommandOf<S>>,
    /// Shared with the thread, which leaves a batch when this differs from what it has handled.
    sent: Arc<AtomicU64>,
    latest: Slot<S::View>,
    tape: TapeSlot<S>,
    /// Nanoseconds that steps took since the last reset.
    spent: Arc<AtomicU64>,
}

/// The recording up to the latest publication, and its generation.
type TapeSlot<S> = Arc<Mutex<(u64, TapeOf<S>)>>;

impl<S: Session> Engine<S> {
    /// Starts a thread called `name`. `wake` runs after every publication: the window passes a repaint request.
    pub fn spawn(name: &str, config: &S::Config, wake: impl Fn() + Send + 'static) -> Result<Self, SessionError> {
        let mut driver = Driver::<S>::new(config)?;
        let (commands, queue) = sync_channel(QUEUE);
        let latest: Slot<S::View> = Arc::new(Mutex::new(Arc::new(driver.snapshot())));
        let tape: TapeSlot<S> =
            Arc::new(Mutex::new((0, Tape { recording: driver.recording().clone(), steps: driver.steps_done() })));
        let (sent, spent) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let queue = Queue { commands: queue, sent: Arc::clone(&sent) };
        let mut publisher = Publisher {
            slot: Arc::clone(&latest),
            tape: Arc::clone(&tape),
            spent: Arc::clone(&spent),
            wake,
            last: None,
            began: None,
            handled: 0,
            shown: 0,
        };
        std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || serve(driver, &queue, &mut publisher))
            .map_err(|err| SessionError::new(format!("the thread “{name}” could not be started: {err}")))?;
        Ok(Self { name: name.into(), commands, sent, latest, tape, spent })
    }

    /// Hands a command over without ever waiting; `false` means that the queue is full or the thread is gone.
    #[must_use]
    pub fn send(&self, command: CommandOf<S>) -> bool {
        recent::note(&self.name, &command);
        let accepted = self.commands.try_send(command).is_ok();
        self.sent.fetch_add(u64::from(accepted), Ordering::Relaxed);
        accepted
    }

    /// Commands accepted so far: a snapshot whose `handled` reaches this number has heard them all.
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Whether a command is still to be heard or a run is under way.
    pub fn busy(&self) -> bool {
        let latest = self.latest();
        latest.running || latest.handled < self.sent()
    }

    /// What was asked of the run up to the latest picture, and its steps.
    pub fn tape(&self) -> TapeOf<S> {
        lock(&self.tape).1.clone()
    }

    /// Seconds that the steps of the run have taken, waiting left out: so long it takes to do them again.
    pub fn seconds_at_work(&self) -> f64 {
        Duration::from_nanos(self.spent.load(Ordering::Relaxed)).as_secs_f64()
    }

    /// Tells one moment of the run from another: generation, commands that were recorded, steps.
    pub fn moment(&self) -> [u64; 3] {
        let tape = lock(&self.tape);
        [tape.0, tape.1.recording.commands.len() as u64, tape.1.steps]
    }

    /// The latest picture.
    pub fn latest(&self) -> Arc<Snapshot<S::View>> {
        Arc::clone(&lock(&self.latest))
    }
}

impl<S: Session> Drop for Engine<S> {
    fn drop(&mut self) {
        // One more than was ever sent: the thread leaves its batch, and finds that nobody is there any more.
        self.sent.fetch_add(1, Ordering::Relaxed);
    }
}

/// The thread's end of the queue.
struct Queue<C> {
    commands: Receiver<C>,
    sent: Arc<AtomicU64>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// When a run was first published, and the fraction of its work that was finished then.
#[derive(Clone, Copy)]
struct Began {
    at: Instant,
    fraction: f64,
    generation: u64,
}

/// Puts snapshots into the slot and wakes the reader; measures the rate of steps.
struct Publisher<S: Session, W: Fn()> {
    slot: Slot<S::View>,
    tape: TapeSlot<S>,
    spent: Arc<AtomicU64>,
    wake: W,
    last: Option<(Instant, u64)>,
    began: Option<Began>,
    handled: u64,
    /// Commands that the last publication had heard.
    shown: u64,
}

impl<S: Session, W: Fn()> Publisher<S, W> {
    /// Publishes how a driver stands, with its recording.
    fn publish(&mut self, driver: &mut Driver<S>) {
        let snapshot = driver.snapshot();
        {
            let (generation, tape) = &mut *lock(&self.tape);
            let same = std::mem::replace(generation, snapshot.generation) == snapshot.generation;
            driver.tape(tape, same);
            if !same {
                self.spent.store(0, Ordering::Relaxed);
            }
        }
        self.put(snapshot);
    }

    fn put(&mut self, mut snapshot: Snapshot<S::View>) {
        let now = Instant::now();
        if let Some((then, step)) = self.last
            && snapshot.running
        {
            let seconds = now.duration_since(then).as_secs_f64();
            snapshot.rate = if seconds > 0.0 { snapshot.step.saturating_sub(step) as f64 / seconds } else { 0.0 };
        }
        self.last = Some((now, snapshot.step));
        snapshot.eta = self.eta(now, &snapshot);
        (snapshot.handled, self.shown) = (self.handled, self.handled);
        *lock(&self.slot) = Arc::new(snapshot);
        (self.wake)();
    }

    /// The time that is left at the pace since the run began.
    fn eta(&mut self, now: Instant, snapshot: &Snapshot<S::View>) -> Option<f64> {
        if !snapshot.running {
            self.began = None;
            return None;
        }
        let (fraction, generation) = (snapshot.progress?.fraction(), snapshot.generation);
        // A run that was reset while it was running starts over.
        let known = self.began.filter(|began| began.generation == generation);
        let began = *self.began.insert(known.unwrap_or(Began { at: now, fraction, generation }));
        let gained = fraction - began.fraction;
        (gained > 0.0).then(|| now.duration_since(began.at).as_secs_f64() * (1.0 - fraction).max(0.0) / gained)
    }

    /// What is in the slot.
    fn published(&self) -> Arc<Snapshot<S::View>> {
        Arc::clone(&lock(&self.slot))
    }

    /// The model panicked: its last good picture stays, with the message and the offer of a reset.
    fn publish_failure(&mut self, payload: &(dyn Any + Send)) {
        let text = panic_message(payload);
        let mut snapshot = Snapshot::clone(&self.published());
        snapshot.revision += 1;
        snapshot.errors += 1;
        (snapshot.running, snapshot.failed) = (false, true);
        snapshot.error = Some(SessionError::new(format!(
            "The model stopped by an error of its own: {text}. Reset starts it again."
        )));
        self.put(snapshot);
    }
}

/// What a panic said.
pub fn panic_message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}

/// Serves commands until the handle is dropped. After a failure only a reset is obeyed.
fn serve<S: Session>(mut driver: Driver<S>, queue: &Queue<CommandOf<S>>, publisher: &mut Publisher<S, impl Fn()>) {
    loop {
        let Err(payload) = catch_unwind(AssertUnwindSafe(|| run_loop(&mut driver, queue, publisher))) else { return };
        publisher.publish_failure(payload.as_ref());
        driver = loop {
            let Ok(command) = queue.commands.recv() else { return };
            publisher.handled += 1;
            match command {
                Command::Reset(config) => {
                    if let Ok(Ok(next)) = catch_unwind(AssertUnwindSafe(|| Driver::<S>::new(&config))) {
                        break next.continuing(&driver, &publisher.published());
                    }
                }
                Command::Replay { recording, steps } => {
                    if let Ok(Ok(next)) = catch_unwind(AssertUnwindSafe(|| Driver::<S>::new(&recording.config))) {
                        let mut next = next.continuing(&driver, &publisher.published());
                        next.apply(Command::Replay { recording, steps }).ok();
                        break next;
                    }
                }
                // The pace is no part of the model that failed: the next one keeps it.
                Command::Speed(pace) => {
                    driver.set_pace(pace).ok();
                }
                _ => {}
            }
            publisher.publish_failure(payload.as_ref());
        };
        publisher.publish(&mut driver);
    }
}

/// Applies a command. The refusal of one is in the next snapshot.
fn obey<S: Session>(driver: &mut Driver<S>, command: CommandOf<S>, publisher: &mut Publisher<S, impl Fn()>) {
    publisher.handled += 1;
    driver.apply(command).ok();
}

fn run_loop<S: Session>(driver: &mut Driver<S>, queue: &Queue<CommandOf<S>>, publisher: &mut Publisher<S, impl Fn()>) {
    let mut allowance = Allowance::default();
    let mut batch = 1_u64;
    loop {
        if !driver.has_work() {
            // Idle: sleep until a command comes.
            let Ok(command) = queue.commands.recv() else { return };
            obey(driver, command, publisher);
            allowance = Allowance::default();
        }
        let until = Instant::now() + PUBLISH_EVERY;
        loop {
            match queue.commands.try_recv() {
                Ok(command) => {
                    obey(driver, command, publisher);
                    continue;
                }
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => return,
            }
            let start = Instant::now();
            if start >= until || !driver.has_work() {
                break;
            }
            let granted = allowance.grant(driver.pace(), start).min(batch);
            if granted == 0 {
                // Paced: wait for the next slice, but hear a command at once.
                match queue.commands.recv_timeout(allowance.wait(driver.pace()).min(until - start)) {
                    Ok(command) => {
                        obey(driver, command, publisher);
                        break;
                    }
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            if batch == 1 && publisher.shown != publisher.handled {
                // The next step may be a long one: what the command changed is seen before it.
                publisher.publish(driver);
            }
            let (mut done, before) = (0, driver.steps_done());
            let (sent, handled) = (&*queue.sent, publisher.handled);
            // Whether a command came, or the handle was dropped. One load: cheap enough for each piece of a step.
            let waits = || sent.load(Ordering::Relaxed) != handled;
            while done < granted && driver.has_work() && !waits() {
                driver.advance(&waits);
                done += 1;
            }
            // A step that was interrupted is paid for when it is done.
            allowance.spend(driver.steps_done() - before);
            let took = start.elapsed();
            publisher.spent.fetch_add(took.as_nanos().try_into().unwrap_or(u64::MAX), Ordering::Relaxed);
            batch = next_batch(batch, done, took);
        }
        publisher.publish(driver);
    }
}

/// The next batch, after `done` steps of one took `spent`. Only a whole batch that was short lets the next one grow: one
/// that the pace or the end of the run cut short says nothing about the cost of a step.
fn next_batch(batch: u64, done: u64, spent: Duration) -> u64 {
    if spent > BATCH {
        (batch / 2).max(1)
    } else if done == batch && spent * 2 < BATCH {
        (batch * 2).min(LONGEST_BATCH)
    } else {
        batch
    }
}

/// Steps that the pace allows up to now: the rate times the time since the run began, less the steps done.
#[derive(Default)]
struct Allowance {
    last: Option<Instant>,
    steps: f64,
}

impl Allowance {
    fn grant(&mut self, pace: Pace, now: Instant) -> u64 {
        let Pace::StepsPerSecond(rate) = pace else {
            *self = Self { last: Some(now), steps: 0.0 };
            return u64::MAX;
        };
        let since = self.last.map_or(PUBLISH_EVERY, |last| now.duration_since(last));
        self.last = Some(now);
        // What could not be done within two publications is given up: a slow machine runs slower, not later.
        let most = (rate * 2.0 * PUBLISH_EVERY.as_secs_f64()).max(1.0);
        self.steps = (self.steps + rate * since.as_secs_f64()).min(most);
        self.steps as u64
    }

    fn spend(&mut self, steps: u64) {
        self.steps = (self.steps - steps as f64).max(0.0);
    }

    fn wait(&self, pace: Pace) -> Duration {
        match pace {
            Pace::Unlimited => Duration::ZERO,
            Pace::StepsPerSecond(rate) => {
                let missing = (1.0 - self.steps).max(0.0) / rate;
                Duration::try_from_secs_f64(missing).unwrap_or(PUBLISH_EVERY).max(Duration::from_micros(500))
            }
        }
    }
}
