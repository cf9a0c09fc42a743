//! Random sequences of commands and steps.

use glassbox::engine::core::recording::replay;
use glassbox::engine::core::session::{Command, SessionError};
use glassbox::engine::hopfield::recall::{Recall, RecallCmd, RecallView};
use glassbox::physics::corruption::{Axis, Corruption, CorruptionKind, Side};
use glassbox::physics::hopfield::{LearningRule, UpdateOrder};
use glassbox::physics::seed::Seed;
use glassbox::physics::spins::{GridShape, overlap};
use proptest::prelude::*;

use crate::support::{bits, document, driver, memories, random, run, view};

fn any_command() -> impl Strategy<Value = RecallCmd> {
    let amount = prop_oneof![0.0..=1.0, Just(f64::NAN), Just(-1.0), Just(7.0)];
    let kind = prop_oneof![
        Just(CorruptionKind::Flip),
        Just(CorruptionKind::Blank),
        Just(CorruptionKind::Block),
        Just(CorruptionKind::Half(Side::Left)),
        Just(CorruptionKind::Shift(Axis::Columns)),
        Just(CorruptionKind::Blend),
    ];
    let side = 0..7_usize;
    prop_oneof![
        3 => (0..3_u64, proptest::collection::vec(0..60_u32, 0..9), any::<bool>())
            .prop_map(|(gesture, cells, on)| RecallCmd::Paint { gesture, cells: cells.into(), on }),
        1 => (1..40_usize).prop_map(|size| RecallCmd::SetCue { name: "s".to_owned(), pattern: random(size, 1, 1)[0].clone() }),
        2 => (0..6_usize).prop_map(RecallCmd::CueFromMemory),
        3 => (0..3_u64, kind, amount, proptest::option::of(0..6_usize)).prop_map(|(gesture, kind, amount, blend_with)| {
            RecallCmd::Corrupt { gesture, corruption: Corruption { kind, amount }, blend_with }
        }),
        1 => Just(RecallCmd::CorruptAgain),
        2 => "[a ]{0,3}".prop_map(|name| RecallCmd::Store { name }),
        1 => (0..6_usize).prop_map(RecallCmd::Forget),
        1 => (0..6_usize, "[a ]{0,3}").prop_map(|(index, name)| RecallCmd::Rename { index, name }),
        2 => (0..6_usize, any::<bool>()).prop_map(|(index, stored)| RecallCmd::SetStored { index, stored }),
        1 => (side.clone(), side.clone(), 0..4_usize).prop_map(|(width, height, count)| RecallCmd::Load {
            name: "l".to_owned(),
            shape: GridShape::new(width, height),
            memories: memories(&random(width * height, count, 4)).into(),
        }),
        1 => (1..40_usize, 0..3_usize).prop_map(|(size, count)| RecallCmd::Add(memories(&random(size, count, 6)).into())),
        1 => proptest::sample::select(LearningRule::ALL.to_vec()).prop_map(RecallCmd::SetRule),
        1 => proptest::sample::select(UpdateOrder::ALL.to_vec()).prop_map(RecallCmd::SetOrder),
        1 => (side.clone(), side).prop_map(|(width, height)| RecallCmd::SetGrid(GridShape::new(width, height))),
        1 => any::<u64>().prop_map(|seed| RecallCmd::SetSeed(Seed(seed))),
        3 => Just(RecallCmd::Undo),
        2 => Just(RecallCmd::Redo),
        1 => Just(RecallCmd::Rewind),
        3 => proptest::option::of(0..200_u64).prop_map(RecallCmd::Scrub),
    ]
}

fn check_view(view: &RecallView) {
    let size = view.document.shape.cells();
    let moment = &view.moment;
    for spins in [&view.cue, &moment.state] {
        assert_eq!(spins.len(), size);
        assert!(spins.iter().all(|&spin| spin == 1 || spin == -1));
    }
    assert_eq!((moment.fields.len(), moment.age.len()), (size, size));
    assert!(moment.energy.is_finite() && moment.fields.iter().all(|field| field.is_finite()));
    assert_eq!(moment.overlaps.len(), view.document.memories.len());
    for (m, memory) in moment.overlaps.iter().zip(view.document.memories.iter()) {
        assert!(m.abs() <= 1.0);
        assert_eq!(*m, overlap(memory.pattern.spins(), &moment.state));
    }
    assert!(view.base <= moment.update && moment.update <= view.recorded);
    assert_eq!(view.live, moment.update == view.recorded);
    assert_eq!(view.network.is_some(), view.document.memories.iter().any(|memory| memory.stored));
    assert_eq!(view.stored.len(), view.load.stored);
    assert!(view.curves.energy.windows(2).all(|pair| pair[0][0] < pair[1][0]));
    assert!(view.curves.energy.last().is_none_or(|point| point[0] <= view.recorded as f64));
    assert!(view.ghosts.len() <= 8);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn no_sequence_of_commands_breaks_the_session(
        cmds in proptest::collection::vec((any_command(), 0..120_u64), 1..40),
        temperature in prop_oneof![Just(0.0), Just(0.7)],
    ) {
        let mut document = document(5, 4, 3);
        document.temperature = temperature;
        let mut driver = driver(&document);
        for (cmd, steps) in cmds {
            let before = view(&driver);
            let refused: Option<SessionError> = driver.apply(Command::Model(cmd.clone())).err();
            if let Some(sentence) = refused {
                assert!(!sentence.to_string().is_empty());
                assert_eq!(bits(&view(&driver)), bits(&before), "{cmd:?} was refused and left something behind");
            }
            check_view(&view(&driver));
            run(&mut driver, steps);
            check_view(&view(&driver));
        }
        let again = replay::<Recall>(driver.recording(), driver.steps_done()).unwrap();
        assert_eq!(bits(&view(&again)), bits(&view(&driver)));
    }
}
