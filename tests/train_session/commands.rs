//! Live commands, the end of a run, what stops it, and what is refused.

use std::sync::Arc;

use glassbox::engine::core::session::{Command, Flow, Job as _, Session as _};
use glassbox::engine::rbm::{ChainStart, Happening, LiveRun, Stage, Train, TrainCmd, TrainConfig};
use glassbox::physics::rbm::{Configurations, HiddenUnits, Method, Rbm, TrainingSettings, VisibleUnits, exact};

use crate::support::{after, finished, hierarchy, little, past};

fn refusal(config: &TrainConfig) -> String {
    Train::new(config).err().map(|error| error.to_string()).unwrap()
}

/// Something that makes a run impossible.
type Change = fn(&mut TrainConfig);

#[test]
fn impossible_runs_are_refused_with_the_value() {
    let good = little(VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, Method::Persistent);
    let changes: [(Change, &str); 9] = [
        (|c| c.hidden_units = 0, "0"),
        (|c| c.settings.gibbs_steps = 0, "0"),
        (|c| c.settings.batch = 0, "0"),
        (|c| c.settings.chains = 0, "0"),
        (|c| c.settings.learning_rate = f64::NAN, "NaN"),
        (|c| c.settings.l2 = -1.0, "-1"),
        (|c| c.settings.largest_norm = Some(0.0), "0"),
        (|c| c.initial_spread = f64::INFINITY, "inf"),
        (|c| c.visible = VisibleUnits::Potts(1), "1"),
    ];
    for (change, value) in changes {
        let mut config = good.clone();
        change(&mut config);
        let sentence = refusal(&config);
        assert!(sentence.contains(value), "{sentence}");
    }
    let nothing = TrainConfig { data: None, ..good };
    assert!(refusal(&nothing).contains("nothing to learn from"));
    // Words are no spins.
    let words = little(VisibleUnits::Potts(5), HiddenUnits::Bernoulli, Method::Persistent);
    let mixed = TrainConfig { visible: VisibleUnits::Bernoulli, ..words };
    assert!(refusal(&mixed).contains("the value 4"), "{}", refusal(&mixed));
}

#[test]
fn extreme_but_possible_runs_end() {
    let good = little(VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, Method::Persistent);
    let mut wide = good.clone();
    wide.settings.batch = 1_000;
    let mut single = good.clone();
    let rows = single.data.as_ref().unwrap().rows.select(&[3]);
    single.data.as_mut().unwrap().rows = Arc::new(rows);
    let mut constant = good;
    let rows = constant.data.as_ref().unwrap().rows.select(&[0; 12]);
    constant.data.as_mut().unwrap().rows = Arc::new(rows);
    for config in [wide, single, constant] {
        let view = finished(&config).snapshot().view;
        assert_eq!(view.stage, Stage::Complete);
        assert!(view.rbm.is_finite());
    }
}

#[test]
fn a_learning_rate_beyond_reason_halts_with_its_name_and_can_be_mended() {
    let mut config = hierarchy(1, 2000);
    config.settings.learning_rate = 1e6;
    let mut driver = finished(&config);
    let view = driver.snapshot().view;
    let Stage::Halted(sentence) = &view.stage else { panic!("{:?} at update {}", view.stage, view.update) };
    assert!(sentence.contains("learning rate") && sentence.contains("1000000"), "{sentence}");
    assert!(view.rbm.is_finite());
    assert_eq!(view.events.last().map(|event| event.happening.sentence()), Some(sentence.clone()));
    driver.apply(Command::Model(TrainCmd::LearningRate(0.01))).unwrap();
    driver.apply(Command::Step(3)).unwrap();
    assert_eq!(driver.run_until_idle(u64::MAX), 3);
    assert_eq!(driver.snapshot().view.stage, Stage::Training);
}

#[test]
fn live_settings_are_noted_once_per_update() {
    let mut session = after(&hierarchy(2, 100), 10);
    for rate in [0.03, 0.04, 0.05] {
        session.apply(TrainCmd::LearningRate(rate)).unwrap();
    }
    session.apply(TrainCmd::LearningRate(0.05)).unwrap();
    session.apply(TrainCmd::L1(0.001)).unwrap();
    let sentences: Vec<String> = session.events().iter().map(|event| event.happening.sentence()).collect();
    assert!(
        sentences.ends_with(&["learning rate η → 0.05".to_owned(), "sparsity (L1) → 0.001".to_owned()]),
        "{sentences:?}"
    );
    assert_eq!(session.view().settings.learning_rate, 0.05);
    for refused in [TrainCmd::LearningRate(f64::NAN), TrainCmd::GibbsSteps(0), TrainCmd::L2(-1.0), TrainCmd::Extend(3)]
    {
        assert!(session.apply(refused.clone()).is_err(), "{refused:?}");
    }
    assert_eq!(session.view().settings.learning_rate, 0.05);
}

#[test]
fn chains_can_be_put_elsewhere() {
    let mut session = after(&hierarchy(2, 100), 10);
    let before = session.view().chains;
    session.apply(TrainCmd::RestartChains(ChainStart::Data)).unwrap();
    let at_data = session.view().chains;
    let data = hierarchy(2, 100).data.unwrap().rows;
    let is_row = |chain: &[u8]| (0..data.rows()).any(|row| data.row(row) == Some(chain));
    assert!((0..at_data.rows()).all(|row| is_row(at_data.row(row).unwrap())));
    session.apply(TrainCmd::RestartChains(ChainStart::Noise)).unwrap();
    let noise = session.view().chains;
    assert!(noise != at_data && noise != before);
    let mean = noise.as_slice().iter().map(|&value| f64::from(value)).sum::<f64>() / noise.as_slice().len() as f64;
    // 6400 fair values: five standard errors.
    assert!((mean - 0.5).abs() < 5.0 * 0.5 / 80.0, "{mean}");
}

#[test]
fn a_run_can_be_made_longer() {
    let mut driver = finished(&hierarchy(3, 20));
    assert_eq!(driver.snapshot().view.stage, Stage::Complete);
    driver.apply(Command::Model(TrainCmd::Extend(45))).unwrap();
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(u64::MAX);
    let view = driver.snapshot().view;
    assert_eq!((view.update, view.last_update, &view.stage), (45, 45, &Stage::Complete));
    assert_eq!(view.checkpoints.last().map(|checkpoint| checkpoint.update), Some(45));
}

#[test]
fn slow_motion_shows_the_update_that_comes() {
    let mut session = after(&hierarchy(4, 100), 30);
    session.apply(TrainCmd::Explain(3)).unwrap();
    let explained = session.view().explained.unwrap();
    assert_eq!((explained.update, explained.unit), (31, 3));
    session.step();
    let weights = session.view().rbm.parameters().weights.iter().skip(3).step_by(32).copied().collect::<Vec<f32>>();
    assert_eq!(explained.weights_after, weights);
    assert!(session.apply(TrainCmd::Explain(32)).is_err());
}

#[test]
fn an_archive_is_measured_first_and_then_looked_at_or_trained_on() {
    let config = hierarchy(8, 200);
    let whole = finished(&config).snapshot().view;
    let before = Some(past(&config, &whole.checkpoints));
    let looked = TrainConfig { data: None, before: before.clone(), ..config.clone() };
    let mut session = LiveRun::new(&looked).unwrap();
    assert_eq!(session.view().measuring.map(|measuring| measuring.done), Some(0));
    session.run_to_end();
    let view = session.view();
    assert!(view.measuring.is_none() && view.is_without_data());
    assert_eq!((view.update, view.measurements.len()), (200, whole.checkpoints.len()));
    assert!(session.apply(TrainCmd::LearningRate(0.5)).unwrap_err().to_string().contains("needs the data"));
    assert_eq!((session.step(), session.progress()), (Flow::Done, None));
    let trained = TrainConfig { before, updates: 220, ..config };
    let mut session = LiveRun::new(&trained).unwrap();
    session.step();
    session.apply(TrainCmd::LearningRate(0.03)).unwrap();
    assert_eq!((session.view().update, session.view().measurements.len()), (200, 1), "still measured");
    session.run_to_end();
    assert_eq!(session.view().stage, Stage::Training);
    // Measured again from the same rows, each value is the same.
    let again = session.view();
    let first = whole.measurements.iter().find(|row| row.update == again.measurements[3].update).unwrap();
    assert_eq!(first.singular_values, again.measurements[3].singular_values);
    assert_eq!(first.fixed_points, again.measurements[3].fixed_points);
    session.run_to_end();
    let end = session.view();
    assert_eq!((end.update, &end.stage, end.settings.learning_rate), (220, &Stage::Complete, 0.03));
    // What was changed while the past was measured comes after it, and no mode condenses twice.
    let happened: Vec<(u64, String)> =
        end.events.iter().map(|event| (event.update, event.happening.sentence())).collect();
    assert!(
        happened.contains(&(200, "learning rate η → 0.03".to_owned()))
            && happened.is_sorted_by_key(|(update, _)| *update)
    );
    let modes: Vec<&str> = happened
        .iter()
        .map(|(_, sentence)| sentence.as_str())
        .filter(|sentence| sentence.starts_with("mode"))
        .collect();
    let distinct: std::collections::BTreeSet<&str> = modes.iter().copied().collect();
    assert!(!modes.is_empty() && distinct.len() == modes.len(), "{happened:?}");
}

#[test]
fn a_bare_run_measures_nothing_and_learns_the_same() {
    let measured = finished(&hierarchy(9, 80)).snapshot().view;
    let bare = finished(&TrainConfig { measured: false, ..hierarchy(9, 80) }).snapshot().view;
    assert!(bare.measurements.is_empty() && bare.rbm == measured.rbm && bare.checkpoints == measured.checkpoints);
}

#[test]
fn what_is_changed_at_a_checkpoint_is_kept_with_it() {
    let mut session = after(&hierarchy(3, 20), 20);
    let kept = session.checkpoints().len();
    session.apply(TrainCmd::LearningRate(0.125)).unwrap();
    session.apply(TrainCmd::RestartChains(ChainStart::Noise)).unwrap();
    session.apply(TrainCmd::Keep).unwrap();
    let last = session.checkpoints().last().cloned().unwrap();
    assert_eq!((session.checkpoints().len(), last.update), (kept, 20));
    assert_eq!(last.settings.map(|settings| settings.learning_rate), Some(0.125));
    assert_eq!(last.chains.as_deref(), Some(&*session.view().chains));
}

#[test]
fn a_run_that_is_ended_early_keeps_its_end() {
    let mut session = after(&hierarchy(3, 100), 33);
    assert_ne!(session.checkpoints().last().map(|checkpoint| checkpoint.update), Some(33));
    session.apply(TrainCmd::Extend(33)).unwrap();
    assert_eq!(session.stage(), &Stage::Complete);
    assert_eq!(session.checkpoints().last().map(|checkpoint| checkpoint.update), Some(33));
    assert!(session.view().measurements.last().unwrap().fixed_points.is_some());
}

#[test]
fn small_machines_are_weighed_exactly_at_their_checkpoints() {
    let config = little(VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, Method::Persistent);
    let view = finished(&config).snapshot().view;
    for checkpoint in view.checkpoints.iter() {
        let measured = view.measured(checkpoint.update).unwrap();
        assert_eq!(measured.update, checkpoint.update);
        let wanted = exact::log_likelihood(&Rbm::<f64>::from(&*checkpoint.rbm), &all_rows(&config)).unwrap();
        let found = measured.log_likelihood.unwrap();
        // Energies of rows are summed in single precision.
        assert!((found - wanted).abs() < 1e-4, "{found} for {wanted} at update {}", checkpoint.update);
    }
}

fn all_rows(config: &TrainConfig) -> Configurations {
    let rows = &config.data.as_ref().unwrap().rows;
    rows.values.clone()
}

/// Long before numbers stop being finite: a person sees it within a second.
#[test]
fn a_learning_rate_that_makes_a_machine_run_away_is_named_within_some_updates() {
    let happened = |learning_rate: f64| {
        let config = hierarchy(4, 30);
        let settings = TrainingSettings { learning_rate, ..config.settings };
        finished(&TrainConfig { settings, ..config }).snapshot().view.events
    };
    let first = happened(10.0).iter().find(|event| event.happening == Happening::RunsAway).map(|event| event.update);
    assert!(first.is_some_and(|update| update <= 8), "{first:?}");
    assert!(happened(0.2).iter().all(|event| event.happening != Happening::RunsAway));
}
