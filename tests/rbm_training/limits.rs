//! What is refused, and what halts.

use std::sync::Arc;

use glassbox::physics::data::Dataset;
use glassbox::physics::rbm::{
    Chains, Checkpoint, HiddenUnits, Method, Trainer, TrainerSetup, TrainingSettings, VisibleUnits,
};
use glassbox::physics::seed::{Seed, Stream};

use crate::support::{bits, data, setup, trainer};

#[test]
fn impossible_settings_are_refused_with_their_value() {
    let rows = data(VisibleUnits::Bernoulli, 10, 6, 1);
    let make = |settings| Trainer::new(&rows, &TrainerSetup { settings, ..setup(VisibleUnits::Bernoulli) }).map(|_| ());
    let fine = TrainingSettings::default();
    let cases = [
        (TrainingSettings { gibbs_steps: 0, ..fine }, "the number of Gibbs steps k is 0; it can be 1 to 1048576"),
        (TrainingSettings { batch: 0, ..fine }, "the size of the minibatch is 0; it can be 1 to 1048576"),
        (TrainingSettings { chains: 0, ..fine }, "the number of chains is 0; it can be 1 to 1048576"),
        (
            TrainingSettings { learning_rate: f64::NAN, ..fine },
            "the learning rate is NaN; it can be 0 or a positive number",
        ),
        (
            TrainingSettings { decay: -1.0, ..fine },
            "the decay of the learning rate is -1; it can be 0 or a positive number",
        ),
        (TrainingSettings { l1: f64::INFINITY, ..fine }, "the L1 penalty is inf; it can be 0 or a positive number"),
        (TrainingSettings { l2: -0.5, ..fine }, "the L2 penalty is -0.5; it can be 0 or a positive number"),
        (
            TrainingSettings { largest_norm: Some(0.0), ..fine },
            "the largest norm of the gradient is 0; it can be a positive number",
        ),
    ];
    let mut running = trainer(&rows, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 4, fine);
    for (settings, sentence) in cases {
        assert_eq!(make(settings).unwrap_err().to_string(), sentence);
        assert_eq!(running.set(settings).unwrap_err().to_string(), sentence);
    }
    for settings in [
        TrainingSettings { batch: 3, ..fine },
        TrainingSettings { chains: 3, ..fine },
        TrainingSettings { method: Method::Random, ..fine },
        TrainingSettings { centred: false, ..fine },
    ] {
        assert!(running.set(settings).unwrap_err().to_string().ends_with("while a training goes on"));
    }
    running.set(TrainingSettings { learning_rate: 0.5, gibbs_steps: 2, ..fine }).unwrap();
    assert_eq!(running.settings().gibbs_steps, 2);
    let units = |data: &Dataset, visible, hidden_units, spread| {
        let hidden = HiddenUnits::Ising;
        let setup = TrainerSetup { hidden, hidden_units, settings: fine, initial_spread: spread, ..setup(visible) };
        Trainer::new(data, &setup).map(|_| ()).unwrap_err().to_string()
    };
    assert_eq!(units(&rows, VisibleUnits::Ising, 0, 0.1), "the number of hidden units is 0; it must be at least 1");
    assert!(units(&rows, VisibleUnits::Ising, 2, f64::NAN).contains("NaN"));
    assert!(units(&rows, VisibleUnits::Ising, usize::MAX, 0.1).contains("2^30"));
    // Room for the weights, not for the copies.
    assert_eq!(
        units(&rows, VisibleUnits::Ising, 30_000_000, 0.1),
        "the number of chains and rows times that of units is 510 × (6 + 30000000); it can be at most 2^30, for which \
         4 to 8 GB are needed"
    );
    let absurd = Chains::fair(running.rbm(), 1 << 27, Seed(1), Stream::Samples).unwrap_err().to_string();
    assert!(absurd.contains("134217728 × (6 + 4)"), "{absurd}");
    let potts = data(VisibleUnits::Potts(5), 20, 6, 1);
    assert_eq!(units(&potts, VisibleUnits::Bernoulli, 2, 0.1), "rows holds the value 4; bernoulli units take 0 to 1");
    assert!(
        units(&Dataset::new("none", Vec::new(), 6, 2), VisibleUnits::Ising, 2, 0.1).starts_with("none has no rows")
    );
}

#[test]
fn extremes_train_or_halt_with_a_sentence() {
    // One row, constant pixels, and a batch larger than the data.
    let one = Dataset::new("one", vec![0, 1, 1, 0], 4, 2);
    for method in Method::ALL {
        let settings = TrainingSettings {
            method,
            batch: 500,
            chains: 7,
            learning_rate: 0.5,
            gibbs_steps: 2,
            ..Default::default()
        };
        let mut trainer = trainer(&one, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 3, settings);
        for _ in 0..200 {
            trainer.update().unwrap();
        }
        assert!(trainer.rbm().is_finite());
        assert_eq!(trainer.epoch(), 200.0);
        let samples = trainer.chains();
        assert!(samples.iter_rows().all(|row| row == one.values.as_slice()), "{method:?}");
    }
    // A gradient of 0 times a rate that single precision does not hold.
    let settings = TrainingSettings {
        method: Method::ContrastiveDivergence,
        batch: 1,
        gibbs_steps: 1,
        learning_rate: 1e39,
        ..Default::default()
    };
    let setup = TrainerSetup { hidden_units: 3, settings, initial_spread: 0.0, ..setup(VisibleUnits::Bernoulli) };
    let mut still = Trainer::new(&one, &setup).unwrap();
    let halt = still.update().unwrap_err();
    assert!(halt.sentence.contains("would change a parameter by more than any number"), "{halt}");
    assert!(still.rbm().is_finite());
    let rows = data(VisibleUnits::Bernoulli, 50, 30, 1);
    let fine = TrainingSettings { batch: 20, chains: 20, gibbs_steps: 1, ..TrainingSettings::default() };
    for (settings, blamed) in [
        (TrainingSettings { learning_rate: 1e6, ..fine }, "the learning rate of 1000000 would"),
        (TrainingSettings { l1: 1e7, ..fine }, "the L1 penalty of 10000000 would"),
        (TrainingSettings { l2: 1e6, ..fine }, "the L2 penalty of 1000000 would"),
    ] {
        let mut trainer = trainer(&rows, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 8, fine);
        trainer.update().unwrap();
        trainer.set(settings).unwrap();
        let before = bits(&trainer);
        let halt = (0..1000).find_map(|_| trainer.update().err()).unwrap();
        assert!(halt.sentence.starts_with(blamed), "{halt}");
        assert_eq!((halt.update, trainer.updates()), (1, 1));
        assert!(before == bits(&trainer), "{blamed} parameter or chain");
        // With the setting mended it goes on, as if nothing had been.
        let checkpoint = Checkpoint {
            update: 1,
            rbm: Arc::new(trainer.rbm().clone()),
            chains: Some(Arc::new(trainer.chains())),
            settings: None,
            seconds: None,
        };
        let mut fresh = Trainer::resume(&rows, false, &checkpoint, fine, Seed(6)).unwrap();
        trainer.set(fine).unwrap();
        trainer.update().unwrap();
        fresh.update().unwrap();
        assert!(bits(&trainer) == bits(&fresh), "{blamed}");
    }
}

#[test]
fn the_last_number_of_an_update_does_no_harm() {
    // As an archive may hold it.
    let rows = data(VisibleUnits::Bernoulli, 10, 6, 1);
    let fine = TrainingSettings { batch: 5, chains: 5, gibbs_steps: 1, ..TrainingSettings::default() };
    let rbm = trainer(&rows, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 3, fine).rbm().clone();
    let checkpoint = Checkpoint { update: u64::MAX, rbm: Arc::new(rbm), chains: None, settings: None, seconds: None };
    let mut trainer = Trainer::resume(&rows, false, &checkpoint, fine, Seed(1)).unwrap();
    assert_eq!(trainer.explain(0).unwrap().update, u64::MAX);
    trainer.update().unwrap();
    assert_eq!(trainer.updates(), u64::MAX);
    trainer.set(TrainingSettings { learning_rate: 1e9, ..fine }).unwrap();
    assert_eq!(trainer.update().unwrap_err().update, u64::MAX);
}
