//! The same bits on any number of threads, after a restart, and in slow motion.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use glassbox::physics::data::Dataset;
use glassbox::physics::rbm::{
    Checkpoint, Configurations, Method, RbmError, Trainer, TrainerSetup, TrainingSettings, VisibleUnits,
};
use glassbox::physics::seed::Seed;

use crate::support::{bits, runs, setup, trainer};

#[test]
fn threads_do_not_change_a_bit() {
    for (visible, hidden, method, data, settings) in runs() {
        for reweighted in [false, true] {
            let setup = TrainerSetup { hidden, hidden_units: 70, settings, reweighted, ..setup(visible) };
            let one = on_threads(1, &data, &setup);
            for threads in [2, 3, 16] {
                assert!(on_threads(threads, &data, &setup) == one, "{visible:?} {method:?} on {threads}");
            }
        }
    }
}

/// What comes out of a few updates.
fn on_threads(threads: usize, data: &Dataset, setup: &TrainerSetup) -> (Vec<u32>, Configurations) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let mut trainer = Trainer::new(data, setup).unwrap();
        for _ in 0..3 {
            trainer.update().unwrap();
        }
        bits(&trainer)
    })
}

#[test]
fn threads_do_not_change_a_bit_where_some_copies_have_many_ones_and_others_few() {
    // Sums of rows and products in one block, which add up more than 512 terms differently.
    let columns = 700;
    let value = |row: usize, column: usize| u8::from((row * 7919 + column * 31) % 100 < 20 + row % 3 * 15);
    let values: Vec<u8> = (0..300).flat_map(|row| (0..columns).map(move |column| value(row, column))).collect();
    let data = Dataset::new("rows", values, columns, 2);
    for method in [Method::Persistent, Method::ContrastiveDivergence, Method::Random] {
        let settings = TrainingSettings { method, gibbs_steps: 2, batch: 120, chains: 120, ..Default::default() };
        let setup = TrainerSetup { hidden_units: 40, settings, ..setup(VisibleUnits::Bernoulli) };
        let one = on_threads(1, &data, &setup);
        for threads in [2, 5, 16] {
            assert!(on_threads(threads, &data, &setup) == one, "{method:?} on {threads}");
        }
    }
}

#[test]
fn a_checkpoint_with_chains_goes_on_bit_for_bit() {
    for (visible, hidden, method, data, settings) in runs() {
        let mut whole = trainer(&data, visible, hidden, 20, settings);
        for _ in 0..3 {
            whole.update().unwrap();
        }
        let mut checkpoint = Checkpoint {
            update: whole.updates(),
            rbm: Arc::new(whole.rbm().clone()),
            chains: Some(Arc::new(whole.chains())),
            settings: Some(*whole.settings()),
            seconds: None,
        };
        let mut resumed = Trainer::resume(&data, false, &checkpoint, settings, Seed(6)).unwrap();
        assert_eq!((resumed.updates(), resumed.epoch()), (3, whole.epoch()));
        for _ in 0..3 {
            whole.update().unwrap();
            resumed.update().unwrap();
            assert!(bits(&whole) == bits(&resumed), "{visible:?} {method:?}");
        }
        checkpoint.chains = None;
        let without = Trainer::resume(&data, false, &checkpoint, settings, Seed(6)).unwrap();
        if method == Method::Persistent {
            let rows: std::collections::BTreeSet<&[u8]> = data.values.iter_rows().collect();
            assert!(without.chains().iter_rows().all(|chain| rows.contains(chain)));
        }
    }
}

#[test]
fn slow_motion_shows_exactly_the_next_update() {
    for (visible, hidden, method, data, settings) in runs() {
        let mut trainer = trainer(&data, visible, hidden, 20, settings);
        trainer.update().unwrap();
        let untouched = bits(&trainer);
        let explained = trainer.explain(7).unwrap();
        assert!(bits(&trainer) == untouched);
        if method == Method::Persistent {
            assert_eq!(explained.chains_before, trainer.first_chains(100));
        }
        trainer.update().unwrap();
        assert_eq!(explained.chains_after, trainer.first_chains(100));
        let column: Vec<f32> = trainer.rbm().parameters().weights.iter().skip(7).step_by(20).copied().collect();
        assert_eq!(explained.weights_after, column, "{visible:?} {method:?}");
        for row in 0..column.len() {
            let gradient = explained.data_correlation[row] - explained.model_correlation[row];
            let step = explained.weights_after[row] - explained.weights_before[row];
            assert!((gradient * 0.05 - step).abs() < 2e-6, "{gradient} {step}");
        }
        assert_eq!(explained.batch.rows() * 20, explained.hidden_given_batch.len());
        assert!(trainer.explain(20).is_err());
    }
}

#[test]
fn chains_can_be_put_elsewhere_and_say_how_much_they_forget() {
    let (visible, hidden, _, data, settings) = runs().swap_remove(0);
    let mut trainer = trainer(&data, visible, hidden, 20, settings);
    assert_eq!(trainer.chain_correlation(), None);
    trainer.update().unwrap();
    let moving = trainer.chain_correlation().unwrap();
    assert!((-0.1..0.9).contains(&moving), "{moving}");
    let rows = data.values.first(2);
    trainer.restart_chains(&rows).unwrap();
    assert_eq!((trainer.first_chains(3).row(2), trainer.chain_correlation()), (rows.row(0), None));
    trainer.restart_chains_at_noise();
    let mean = trainer.chains().as_slice().iter().map(|&v| f64::from(v)).sum::<f64>() / (170.0 * 120.0);
    assert!((mean - 0.5).abs() < 0.02, "{mean}");
    let short = Configurations::new(vec![0, 1, 0], 3);
    assert!(matches!(trainer.restart_chains(&short), Err(RbmError::Size { expected: 120, found: 3, .. })));
    assert!(trainer.restart_chains(&Configurations::new(vec![2; 120], 120)).is_err());
    assert!(trainer.restart_chains(&Configurations::new(Vec::new(), 120)).is_err());
}

#[test]
fn an_update_that_is_given_up_leaves_no_trace() {
    for (visible, hidden, method, data, settings) in runs() {
        let begin = || trainer(&data, visible, hidden, 20, settings);
        let mut whole = begin();
        let mut interrupted = begin();
        for update in 0..3 {
            // Asked before each piece and each of its steps: given up at all of these places in turn.
            let mut given_up = 0_usize;
            loop {
                let asked = AtomicUsize::new(0);
                let before = bits(&interrupted);
                if interrupted.update_unless(&|| asked.fetch_add(1, Ordering::Relaxed) >= given_up).unwrap() {
                    break;
                }
                assert!(bits(&interrupted) == before, "{visible:?} {method:?}, update {update}");
                assert_eq!(interrupted.updates(), update);
                given_up += 1;
            }
            assert!(given_up > settings.gibbs_steps as usize, "it was asked only {given_up} times");
            whole.update().unwrap();
            assert!(bits(&interrupted) == bits(&whole), "{visible:?} {method:?}, update {update}");
            assert_eq!(interrupted.chain_correlation(), whole.chain_correlation());
        }
    }
}
