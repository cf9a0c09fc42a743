//! Recordings in files: what was asked of an engine at whatever pace is written as text, read again, and done again by
//! another engine to the same bits.
#![expect(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests may stop at once, and wait by the clock")]

use std::fmt::Debug;
use std::time::{Duration, Instant};

use glassbox::engine::boltzmann::{BoltzmannCmd, BoltzmannConfig, BoltzmannSession};
use glassbox::engine::core::recording::{Tape, TapeOf};
use glassbox::engine::core::session::{Command, CommandOf, Pace, Session, Snapshot};
use glassbox::engine::core::worker::Engine;
use glassbox::engine::hopfield::phases::{Phases, PhasesCmd, PhasesConfig};
use glassbox::engine::hopfield::recall::{Document, Memory, Recall, RecallCmd};
use glassbox::physics::hopfield::LearningRule;
use glassbox::physics::seed::Seed;
use glassbox::physics::spins::{GridShape, Pattern};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn rests<S: Session>(engine: &Engine<S>) {
    let start = Instant::now();
    while engine.busy() {
        assert!(start.elapsed() < Duration::from_mins(1), "the engine does not come to rest");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// What a snapshot shows, to the last bit: floats are written so that they can be told apart.
fn seen<V: Debug>(snapshot: &Snapshot<V>) -> String {
    format!("{} {:?} {:?}", snapshot.step, snapshot.progress, snapshot.view)
}

/// Does all of this, each once the engine has come to rest, writes the recording down, and does it again.
fn comes_again<S>(config: &S::Config, commands: Vec<CommandOf<S>>)
where
    S: Session<Config: Serialize + DeserializeOwned, Cmd: Serialize + DeserializeOwned, View: Debug>,
{
    let engine = Engine::<S>::spawn("first", config, || ()).unwrap();
    for command in commands {
        assert!(engine.send(command));
        rests(&engine);
    }
    let text = serde_json::to_string(&engine.tape()).unwrap();
    let tape: TapeOf<S> = serde_json::from_str(&text).unwrap();
    tape.check().unwrap();
    assert_eq!(serde_json::to_string(&tape).unwrap(), text, "text and back");
    let again = Engine::<S>::spawn("second", config, || ()).unwrap();
    assert!(again.send(Command::Speed(Pace::StepsPerSecond(1.0))), "a recording is done again at full speed");
    let Tape { recording, steps } = tape;
    assert!(again.send(Command::Replay { recording, steps }));
    rests(&again);
    assert_eq!(seen(&again.latest()), seen(&engine.latest()));
    assert_eq!(serde_json::to_string(&again.tape()).unwrap(), text, "it can be saved again");
}

fn document() -> Document {
    let mut bits = 0x2545_F491_u32;
    let mut pattern = || {
        Pattern::from_bits((0..64).map(|_| {
            bits = bits.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            bits >> 31 == 1
        }))
    };
    let memories = vec![Memory::new("a", pattern()), Memory::new("b", pattern()), Memory::new("c", pattern())];
    Document::new(GridShape::new(8, 8), memories, pattern(), Seed(3))
}

#[test]
fn a_recall_with_edits_branches_heat_and_undo() {
    let model = Command::Model;
    comes_again::<Recall>(
        &document(),
        vec![
            Command::Step(70),
            model(RecallCmd::Paint { gesture: 1, cells: vec![0, 9, 18].into(), on: true }),
            Command::Run,
            model(RecallCmd::Store { name: "mine".to_owned() }),
            model(RecallCmd::SetTemperature(0.7)),
            Command::Step(130),
            model(RecallCmd::SetTemperature(0.31)),
            Command::Step(64),
            model(RecallCmd::Scrub(Some(40))),
            Command::Step(30),
            model(RecallCmd::CueFromMemory(1)),
            model(RecallCmd::SetRule(LearningRule::Storkey)),
            model(RecallCmd::Undo),
            Command::Step(17),
            // A refusal leaves no trace.
            model(RecallCmd::Forget(99)),
            model(RecallCmd::Scrub(Some(5))),
        ],
    );
}

#[test]
fn a_network_that_is_moved_over_the_phase_diagram() {
    let model = Command::Model;
    comes_again::<Phases>(
        &PhasesConfig::new(200, 10, 0.4, Seed(5)),
        vec![
            Command::Step(300),
            model(PhasesCmd::Move { patterns: 16, temperature: 0.123_456_789 }),
            Command::Step(200),
            model(PhasesCmd::SetSize(150)),
            Command::Step(100),
            model(PhasesCmd::Restart),
            Command::Step(50),
        ],
    );
}

#[test]
fn a_machine_that_learns_with_live_changes() {
    let model = Command::Model;
    comes_again::<BoltzmannSession>(
        &BoltzmannConfig { updates: 200, ..BoltzmannConfig::default() },
        vec![
            Command::Step(40),
            model(BoltzmannCmd::LearningRate(0.017)),
            Command::Step(60),
            model(BoltzmannCmd::Look(20)),
            Command::Run,
            model(BoltzmannCmd::Extend(230)),
            Command::Run,
            model(BoltzmannCmd::Watch { i: 0, j: 1 }),
        ],
    );
}

#[test]
fn whoever_acts_takes_over_and_what_is_no_recording_is_refused() {
    let engine = Engine::<Phases>::spawn("first", &PhasesConfig::new(2000, 100, 0.4, Seed(5)), || ()).unwrap();
    let Tape { recording, .. } = engine.tape();
    assert!(engine.send(Command::Replay { recording: recording.clone(), steps: 1_000_000_000 }));
    assert!(engine.send(Command::Pause));
    rests(&engine);
    let steps = engine.latest().step;
    assert!(steps < 1_000_000_000 && engine.tape().steps == steps);
    let check = |commands, steps| {
        let recording = glassbox::engine::core::recording::Recording { commands, ..recording.clone() };
        Tape { recording, steps }.check().map_err(|err| err.to_string())
    };
    let restart = |at| (at, PhasesCmd::Restart);
    assert_eq!(check(vec![restart(1), restart(1)], 1), Ok(()));
    assert!(check(vec![], u64::MAX).unwrap_err().contains("18446744073709551615 steps"));
    assert!(check(vec![restart(3), restart(2)], 9).unwrap_err().contains("at step 2, after one at step 3"));
    assert!(check(vec![restart(3)], 2).unwrap_err().contains("at step 3, and it ends at step 2"));
}
