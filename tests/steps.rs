//! What a lesson or a session file would hold: asks, commands and configurations as JSON, and the same run from them.
#![cfg(feature = "gui")]
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

use std::fmt::Debug;

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Command, Job, Pace, Session};
use glassbox::engine::hopfield::phases::{Phases, PhasesCmd, PhasesConfig, PhasesStart};
use glassbox::engine::hopfield::recall::{Document, Memory, Recall, RecallCmd};
use glassbox::engine::rbm::tree::{MergeDistance, TreeCmd};
use glassbox::engine::rbm::{ChainStart, SamplingStart, TrainCmd};
use glassbox::physics::annealing::Schedule;
use glassbox::physics::corruption::{Corruption, CorruptionKind};
use glassbox::physics::hopfield::{Acceptance, LearningRule, UpdateOrder};
use glassbox::physics::mean_field::ComparedLayer;
use glassbox::physics::seed::Seed;
use glassbox::physics::spins::{GridShape, Pattern};
use glassbox::ui::chassis::{Control, Step};
use glassbox::ui::files::SaveTo;
use glassbox::ui::labs::hopfield::context::Ask as HopfieldAsk;
use glassbox::ui::labs::hopfield::design::Opening;
use glassbox::ui::labs::phases::context::Ask as PhasesAsk;
use glassbox::ui::labs::train::context::Ask as TrainAsk;
use glassbox::ui::labs::tree::context::{Ask as TreeAsk, TreeFile};
use glassbox::ui::labs::{boltzmann, couplings, heat, list, phases, recall, train, tree};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Through a text and back.
fn through_text<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> T {
    let text = serde_json::to_string(value).unwrap();
    let read: T = serde_json::from_str(&text).unwrap();
    assert_eq!(&read, value, "{text}");
    read
}

/// Steps with their asks as JSON, through a text, and with their asks again.
fn through_steps<A: Serialize + DeserializeOwned + Clone + PartialEq + Debug>(steps: &[Step<A>]) -> Vec<Step<A>> {
    let encoded: Vec<Step> = steps.iter().map(|step| step.clone().encoded().unwrap()).collect();
    let read = through_text(&encoded);
    let decoded: Vec<Step<A>> = read.into_iter().map(|step| step.decoded().unwrap()).collect();
    assert_eq!(decoded, steps);
    decoded
}

fn opening(lab: fn(Seed) -> Result<Opening, String>) -> Document {
    lab(Seed(1)).unwrap().document
}

#[test]
fn every_step_of_the_rehearsals_survives_as_text() {
    through_steps(&recall::rehearsal::steps());
    through_steps(&heat::rehearsal::steps());
    through_steps(&phases::opening::rehearsal());
    through_steps(&train::opening::rehearsal());
    through_steps(&tree::opening::rehearsal());
    through_steps(&couplings::opening::rehearsal());
    through_steps(&boltzmann::opening::rehearsal());
    for kind in list::LABS {
        let steps = (kind.rehearsal)().unwrap();
        assert!(!steps.is_empty(), "{} shows nothing", kind.name.id);
        through_text(&steps);
    }
}

#[test]
fn a_step_of_another_lab_is_refused_with_a_sentence() {
    let step = Step::Ask(HopfieldAsk::StopMany).encoded().unwrap();
    let refusal = step.decoded::<PhasesAsk>().unwrap_err();
    assert!(refusal.starts_with("this is no step of the lab: ") && refusal.contains("StopMany"), "{refusal}");
}

#[test]
fn every_command_survives_as_text() {
    let pattern = Pattern::from_bits([true, false, true, true]);
    let memory = Memory { stored: false, ..Memory::new("é “x”", pattern.clone()) };
    let shape = GridShape::new(2, 2);
    let schedule = Schedule::Piecewise(vec![(0.0, 1.25), (7.5, 0.1)]);
    let corruption = Corruption { kind: CorruptionKind::Flip, amount: 0.3 };
    for cmd in [
        RecallCmd::Paint { gesture: 3, cells: [0, 3].into(), on: true },
        RecallCmd::SetCue { name: "cue".to_owned(), pattern },
        RecallCmd::CueFromMemory(1),
        RecallCmd::Corrupt { gesture: 4, corruption, blend_with: Some(2) },
        RecallCmd::CorruptAgain,
        RecallCmd::Store { name: "shown".to_owned() },
        RecallCmd::Forget(0),
        RecallCmd::Rename { index: 0, name: String::new() },
        RecallCmd::SetStored { index: 1, stored: false },
        RecallCmd::Load { name: "shelf".to_owned(), shape, memories: [memory.clone()].into() },
        RecallCmd::Add([memory].into()),
        RecallCmd::SetRule(LearningRule::Storkey),
        RecallCmd::SetOrder(UpdateOrder::Synchronous),
        RecallCmd::SetGrid(shape),
        RecallCmd::SetSeed(Seed(u64::MAX)),
        RecallCmd::SetAcceptance(Acceptance::Metropolis),
        RecallCmd::SetSchedule { gesture: 5, schedule },
        RecallCmd::FollowSchedule,
        RecallCmd::SetTemperature(0.6),
        RecallCmd::Undo,
        RecallCmd::Redo,
        RecallCmd::Rewind,
        RecallCmd::Scrub(None),
        RecallCmd::Scrub(Some(12)),
    ] {
        through_text(&HopfieldAsk::Recall(Command::Model(cmd)));
    }
    for cmd in [
        PhasesCmd::Move { patterns: 20, temperature: 0.45 },
        PhasesCmd::SetSize(400),
        PhasesCmd::SetStart(PhasesStart::GoOn),
        PhasesCmd::SetRule(LearningRule::PseudoInverse),
        PhasesCmd::SetSeed(Seed(3)),
        PhasesCmd::Restart,
        PhasesCmd::ForgetPoints,
    ] {
        through_text(&PhasesAsk::Phases(Command::Model(cmd)));
    }
    for cmd in [
        TrainCmd::LearningRate(0.02),
        TrainCmd::Decay(0.5),
        TrainCmd::GibbsSteps(10),
        TrainCmd::L1(1e-4),
        TrainCmd::L2(0.0),
        TrainCmd::LargestNorm(Some(5.0)),
        TrainCmd::LargestNorm(None),
        TrainCmd::RestartChains(ChainStart::Noise),
        TrainCmd::Extend(9_000),
        TrainCmd::StopAtEvents(true),
        TrainCmd::Explain(7),
        TrainCmd::Keep,
    ] {
        through_text(&TrainAsk::Train(Box::new(Command::Model(cmd))));
    }
    through_text(&TrainAsk::FreeSampling(SamplingStart::Drawing([0, 1, 1].into())));
    for cmd in [
        TreeCmd::Merge(MergeDistance::Suggested),
        TreeCmd::Merge(MergeDistance::PerUnit(0.02)),
        TreeCmd::SetLayer(ComparedLayer::Hidden),
        TreeCmd::Resample(100),
    ] {
        through_text(&TreeAsk::Change(cmd));
    }
    through_text(&TreeAsk::Save(TreeFile::Newick, SaveTo { path: "tree.nw".into(), overwrite: false }));
    through_text(&TreeAsk::Relax([0, 1, 1].into()));
    for pace in [Pace::Unlimited, Pace::StepsPerSecond(0.25)] {
        through_text(&HopfieldAsk::Recall(Command::Speed(pace)));
    }
    for control in [Control::Reset, Control::Play, Control::Pause, Control::Step(2), Control::Seed(7)] {
        through_text(&control);
    }
}

#[test]
fn what_is_no_pattern_is_refused_when_it_is_read() {
    let refusal = serde_json::from_str::<Pattern>("[1, -1, 3]").unwrap_err().to_string();
    assert!(refusal.contains('3'), "{refusal}");
}

/// What a session shows after these commands, each run to its end.
fn shown<S: Session>(config: &S::Config, commands: Vec<Command<S::Config, S::Cmd>>) -> String
where
    <S as Job>::View: Debug,
{
    let mut driver = Driver::<S>::new(config).unwrap();
    for command in commands {
        driver.apply(command).unwrap();
        driver.run_until_idle(1_000_000);
    }
    format!("{:?}", driver.snapshot().view)
}

#[test]
fn a_run_from_decoded_steps_is_the_run_itself() {
    let size = |document: &Document| document.shape.cells() as u64;
    for (document, steps) in [
        (opening(recall::opening::opening), recall::rehearsal::steps()),
        (opening(heat::opening::opening), heat::rehearsal::steps()),
    ] {
        let commands = |steps: &[Step<HopfieldAsk>]| -> Vec<Command<Document, RecallCmd>> {
            let asked = steps.iter().filter_map(|step| match step {
                Step::Ask(HopfieldAsk::Recall(command)) => Some(command.clone()),
                Step::Ask(HopfieldAsk::Sweeps(sweeps)) => Some(Command::Step(sweeps * size(&document))),
                _ => None,
            });
            asked.collect()
        };
        let played = shown::<Recall>(&document, commands(&steps));
        assert_eq!(shown::<Recall>(&through_text(&document), commands(&through_steps(&steps))), played);
    }
    let config = phases::opening::config(Seed(1));
    let commands = |steps: &[Step<PhasesAsk>]| -> Vec<Command<PhasesConfig, PhasesCmd>> {
        let asked = steps.iter().filter_map(|step| match step {
            Step::Ask(PhasesAsk::Phases(command)) => Some(command.clone()),
            _ => None,
        });
        asked.collect()
    };
    // The round of few spins: the other one differs in nothing but time.
    let steps = phases::opening::rehearsal();
    let steps = &steps[..steps.len() / 2];
    let played = shown::<Phases>(&config, commands(steps));
    assert_eq!(shown::<Phases>(&through_text(&config), commands(&through_steps(steps))), played);
}
