//! The engine's promises, on a toy session that counts.
#![expect(clippy::disallowed_methods, reason = "these tests measure how long the engine takes")]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::recording::replay;
use glassbox::engine::core::session::{Command, Flow, Job, JobSession, Pace, Progress, Session, SessionError};
use glassbox::engine::core::worker::Engine;
use glassbox::physics::stop::{NEVER, Stop};

/// Adds `by` at each step up to `end`; panics at `fail_at`.
#[derive(Debug)]
struct Counter {
    config: Config,
    value: u64,
    steps: u64,
}

#[derive(Clone, Debug, PartialEq)]
struct Config {
    by: u64,
    end: u64,
    fail_at: u64,
}

impl Job for Counter {
    type Config = Config;
    type View = u64;

    fn new(config: &Config) -> Result<Self, SessionError> {
        if config.by == 0 {
            return Err(SessionError::new("the increment is 0; it must be 1 or more"));
        }
        Ok(Self { config: config.clone(), value: 0, steps: 0 })
    }
    fn step(&mut self) -> Flow {
        assert!(self.steps != self.config.fail_at, "the counter fell over");
        self.steps += 1;
        self.value = self.value.wrapping_mul(3).wrapping_add(self.config.by);
        if self.steps >= self.config.end { Flow::Done } else { Flow::Continue }
    }
    fn view(&self) -> u64 {
        self.value
    }
    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.steps, total: self.config.end })
    }
}

impl Session for Counter {
    type Cmd = u64;

    fn apply(&mut self, by: u64) -> Result<(), SessionError> {
        if by == 0 {
            return Err(SessionError::new("the increment is 0; it must be 1 or more"));
        }
        self.config.by = by;
        Ok(())
    }
}

const ENDLESS: Config = Config { by: 1, end: u64::MAX, fail_at: u64::MAX };

/// Waits for a condition that must come true; a test that hangs fails with what it waited for.
fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(20), "waited in vain for: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_refused_command_leaves_the_run_alone_and_says_why() {
    let mut driver = Driver::<Counter>::new(&ENDLESS).unwrap();
    driver.apply(Command::Step(5)).unwrap();
    driver.run_until_idle(100);
    let before = driver.snapshot().view;
    driver.apply(Command::Model(0)).unwrap_err();
    let after = driver.snapshot();
    assert_eq!((after.view, after.step), (before, 5));
    assert!(after.error.unwrap().to_string().contains("must be 1 or more"));
    driver.apply(Command::Reset(Config { by: 0, ..ENDLESS })).unwrap_err();
    assert_eq!(driver.snapshot().generation, 0, "a refused reset is no reset");
    driver.apply(Command::Model(2)).unwrap();
    let later = driver.snapshot();
    assert!(later.error.is_some(), "a refusal is not swallowed by a success before the next publication");
    assert_eq!((later.errors, later.eta), (2, None));
    driver.apply(Command::Reset(ENDLESS)).unwrap();
    let fresh = driver.snapshot();
    assert_eq!((fresh.error, fresh.errors), (None, 2), "a reset clears the refusal, and the count goes on");
}

#[test]
fn a_reset_raises_the_generation_and_starts_at_zero() {
    let mut driver = Driver::<Counter>::new(&ENDLESS).unwrap();
    driver.apply(Command::Run).unwrap();
    driver.step();
    driver.apply(Command::Reset(ENDLESS)).unwrap();
    let snapshot = driver.snapshot();
    assert_eq!((snapshot.generation, snapshot.step, snapshot.running), (1, 0, false));
}

#[test]
fn the_end_of_a_session_stops_the_run() {
    let mut driver = Driver::<Counter>::new(&Config { end: 7, ..ENDLESS }).unwrap();
    driver.apply(Command::Run).unwrap();
    assert_eq!(driver.run_until_idle(1_000), 7);
    assert!(!driver.has_work());
    assert_eq!(driver.snapshot().progress.unwrap().fraction(), 1.0);
}

#[test]
fn publishing_and_slicing_do_not_touch_the_model() {
    let run = |slice: usize| {
        let mut driver = Driver::<Counter>::new(&ENDLESS).unwrap();
        driver.apply(Command::Run).unwrap();
        for k in 0..700 {
            if k % slice == 0 {
                driver.snapshot();
            }
            driver.step();
        }
        driver.snapshot().view
    };
    assert_eq!(run(1), run(7));
    assert_eq!(run(1), run(100));
}

#[test]
fn a_recording_replays_to_the_same_bits() {
    let mut driver = Driver::<Counter>::new(&ENDLESS).unwrap();
    for by in [3, 5, 8] {
        driver.apply(Command::Step(11)).unwrap();
        driver.run_until_idle(u64::MAX);
        driver.apply(Command::Model(by)).unwrap();
        driver.apply(Command::Model(0)).unwrap_err();
    }
    driver.apply(Command::Step(4)).unwrap();
    driver.run_until_idle(u64::MAX);
    let mut again = replay::<Counter>(driver.recording(), driver.steps_done()).unwrap();
    assert_eq!(again.snapshot().view, driver.snapshot().view);
    assert_eq!(driver.recording().commands.len(), 3, "refused commands are not recorded");
    let mut part = replay::<Counter>(driver.recording(), 15).unwrap();
    let mut direct = Driver::<Counter>::new(&ENDLESS).unwrap();
    direct.apply(Command::Step(11)).unwrap();
    direct.run_until_idle(u64::MAX);
    direct.apply(Command::Model(3)).unwrap();
    direct.apply(Command::Step(4)).unwrap();
    direct.run_until_idle(u64::MAX);
    assert_eq!(part.snapshot().view, direct.snapshot().view, "commands given later are left out");
}

#[test]
fn threaded_and_direct_runs_agree_and_the_waker_is_called() {
    let woken = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&woken);
    let engine = Engine::<Counter>::spawn("test", &ENDLESS, move || {
        counter.fetch_add(1, Ordering::Relaxed);
    })
    .unwrap();
    assert!(engine.send(Command::Step(1234)));
    until("1234 steps", || engine.latest().step == 1234 && !engine.latest().running);
    let mut driver = Driver::<Counter>::new(&ENDLESS).unwrap();
    driver.apply(Command::Step(1234)).unwrap();
    driver.run_until_idle(u64::MAX);
    assert_eq!(engine.latest().view, driver.snapshot().view);
    assert!(woken.load(Ordering::Relaxed) > 0);
}

/// Counts its steps, each after its gate is open; as long as it exists it holds the gate.
struct Gated {
    gate: Gate,
    steps: u64,
}

/// A gate that a test can shut: a step that lasts as long as the test wants.
type Gate = Arc<Mutex<()>>;

impl Job for Gated {
    type Config = Gate;
    type View = u64;

    fn new(gate: &Gate) -> Result<Self, SessionError> {
        Ok(Self { gate: Arc::clone(gate), steps: 0 })
    }
    fn step(&mut self) -> Flow {
        drop(self.gate.lock());
        self.steps += 1;
        Flow::Continue
    }
    fn view(&self) -> u64 {
        self.steps
    }
}

impl Session for Gated {
    type Cmd = ();

    fn apply(&mut self, (): ()) -> Result<(), SessionError> {
        Ok(())
    }
}

#[test]
fn dropping_an_engine_waits_for_no_step_and_ends_its_thread_after_it() {
    let gate = Gate::default();
    let engine = Engine::<JobSession<Gated>>::spawn("test", &gate, || {}).unwrap();
    assert!(engine.send(Command::Run));
    until("a running engine", || engine.latest().step > 0);
    let shut = gate.lock().unwrap();
    // Were the drop to wait for the step at hand it would wait for ever: the gate opens only after it.
    drop(engine);
    drop(shut);
    until("the end of the thread", || Arc::strong_count(&gate) == 1);
}

#[test]
fn an_engine_that_was_paced_hears_every_command_at_unlimited_speed() {
    // Steps so fast that each slice is limited by the pace and never by the batch.
    let engine = Engine::<JobSession<Gated>>::spawn("test", &Gate::default(), || {}).unwrap();
    for _ in 0..3 {
        assert!(engine.send(Command::Speed(Pace::StepsPerSecond(10_000.0))));
        assert!(engine.send(Command::Run));
        let paced = engine.latest().step;
        // Well beyond the 64 slices after which an unbounded doubling is at the largest number there is.
        until("a paced run", || engine.latest().step > paced + 3_000);
        assert!(engine.send(Command::Speed(Pace::Unlimited)));
        let unlimited = engine.latest().step;
        until("an unlimited run that publishes", || engine.latest().step > unlimited + 100_000);
        assert!(engine.send(Command::Pause));
        until("the pause", || !engine.latest().running);
    }
    drop(engine);
}

#[test]
fn a_step_that_suddenly_takes_long_is_the_last_before_a_command() {
    let gate = Gate::default();
    let engine = Engine::<JobSession<Gated>>::spawn("test", &gate, || {}).unwrap();
    assert!(engine.send(Command::Run));
    until("batches of many steps", || engine.latest().step > 100_000);
    let shut = gate.lock().unwrap();
    assert!(engine.send(Command::Pause));
    let before = engine.latest().step;
    drop(shut);
    until("the pause", || !engine.latest().running);
    // At the gate the engine had done no more than what it did since its last publication; after it no step is done.
    let paused = engine.latest().step;
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(engine.latest().step, paused);
    assert!(paused >= before);
}

#[test]
fn a_model_that_panics_is_reported_and_can_be_reset() {
    let engine = Engine::<Counter>::spawn("test", &Config { fail_at: 3, ..ENDLESS }, || {}).unwrap();
    assert!(engine.send(Command::Run));
    until("the failure", || engine.latest().failed);
    let failed = engine.latest();
    assert!(failed.error.as_ref().unwrap().to_string().contains("the counter fell over"));
    assert_eq!(failed.errors, 1);
    assert!(engine.send(Command::Run));
    assert!(engine.send(Command::Reset(ENDLESS)));
    until("the reset", || !engine.latest().failed);
    let fresh = engine.latest();
    assert_eq!((fresh.step, fresh.generation, fresh.error.as_ref()), (0, failed.generation + 1, None));
    // A Run that came before the reset was refused too.
    assert!((1..=2).contains(&fresh.errors));
    assert!(engine.send(Command::Step(2)));
    until("two steps", || engine.latest().step == 2);
}

#[test]
fn a_pace_outlives_a_failed_model() {
    let engine = Engine::<Counter>::spawn("test", &Config { fail_at: 3, ..ENDLESS }, || {}).unwrap();
    assert!(engine.send(Command::Run));
    until("the failure", || engine.latest().failed);
    assert!(engine.send(Command::Speed(Pace::StepsPerSecond(100.0))));
    assert!(engine.send(Command::Reset(Config { end: 30, ..ENDLESS })));
    assert!(engine.send(Command::Run));
    let start = Instant::now();
    until("the end of a paced run", || engine.latest().step == 30 && !engine.latest().running);
    assert!(start.elapsed() > Duration::from_millis(150), "{:?}", start.elapsed());
}

#[test]
fn pacing_limits_the_rate_and_nothing_else() {
    let engine = Engine::<Counter>::spawn("test", &Config { end: 30, ..ENDLESS }, || {}).unwrap();
    assert!(engine.send(Command::Speed(Pace::StepsPerSecond(100.0))));
    assert!(engine.send(Command::Run));
    let start = Instant::now();
    until("the end of a paced run", || engine.latest().step == 30 && !engine.latest().running);
    // 30 steps at 100 a second less the first allowance of two publications.
    assert!(start.elapsed() > Duration::from_millis(150), "{:?}", start.elapsed());
    let mut driver = Driver::<Counter>::new(&Config { end: 30, ..ENDLESS }).unwrap();
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(u64::MAX);
    assert_eq!(engine.latest().view, driver.snapshot().view);
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        driver.apply(Command::Speed(Pace::StepsPerSecond(bad))).unwrap_err();
    }
}

#[test]
fn the_time_left_is_that_of_the_pace() {
    // 300 steps at 100 a second: after a third of them two seconds are left.
    let engine = Engine::<Counter>::spawn("test", &Config { end: 300, ..ENDLESS }, || {}).unwrap();
    assert_eq!(engine.latest().eta, None);
    assert!(engine.send(Command::Speed(Pace::StepsPerSecond(100.0))));
    assert!(engine.send(Command::Run));
    until("100 steps", || engine.latest().step >= 100);
    let snapshot = engine.latest();
    let wanted = (300 - snapshot.step) as f64 / 100.0;
    let eta = snapshot.eta.unwrap();
    // A busy machine does not always keep the pace; the estimate is of what it kept.
    assert!(eta > 0.7 * wanted && eta < 2.0 * wanted, "{eta} s for {wanted} s");
    assert!(engine.send(Command::Pause));
    until("the pause", || !engine.latest().running);
    assert_eq!(engine.latest().eta, None, "nothing is done, so nothing will be finished");
    // A reset within a run: the fraction falls, and the estimate begins again.
    assert!(engine.send(Command::Run));
    until("an estimate", || engine.latest().eta.is_some());
    assert!(engine.send(Command::Reset(Config { end: u64::MAX, ..ENDLESS })));
    assert!(engine.send(Command::Run));
    until("the new run", || engine.latest().generation == 1 && engine.latest().running);
    assert!(engine.latest().eta.is_none_or(|eta| eta > 1e6));
}

#[test]
fn a_full_queue_is_reported_and_not_waited_for() {
    // A step that lasts keeps the engine from the queue.
    struct Sleeper;
    impl Job for Sleeper {
        type Config = ();
        type View = ();
        fn new((): &()) -> Result<Self, SessionError> {
            Ok(Self)
        }
        fn step(&mut self) -> Flow {
            std::thread::sleep(Duration::from_millis(200));
            Flow::Done
        }
        fn view(&self) {}
    }
    let engine = Engine::<JobSession<Sleeper>>::spawn("test", &(), || {}).unwrap();
    assert!(engine.send(Command::Run));
    std::thread::sleep(Duration::from_millis(50));
    let start = Instant::now();
    let accepted = (0..100_000).take_while(|_| engine.send(Command::Pause)).count();
    assert!(accepted < 100_000);
    assert!(start.elapsed() < Duration::from_millis(150), "sending never waits");
}

/// One step that never ends by itself.
struct Long;

impl Job for Long {
    type Config = ();
    type View = ();

    fn new((): &()) -> Result<Self, SessionError> {
        Ok(Self)
    }
    fn step(&mut self) -> Flow {
        self.advance(NEVER)
    }
    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        while !stop() {
            std::thread::sleep(Duration::from_millis(1));
        }
        Flow::Unfinished
    }
    fn view(&self) {}
}

#[test]
fn a_long_step_is_interrupted_by_every_command() {
    let engine = Engine::<JobSession<Long>>::spawn("long", &(), || {}).unwrap();
    assert!(engine.send(Command::Run));
    until("the run", || engine.latest().running);
    assert!(engine.send(Command::Pause));
    until("the pause", || !engine.latest().running);
    assert_eq!(engine.latest().step, 0, "it is no step yet");
    assert!(engine.send(Command::Run) && engine.send(Command::Reset(())));
    until("the reset", || engine.latest().generation == 1);
}
