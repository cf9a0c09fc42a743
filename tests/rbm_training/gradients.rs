//! What an update does, against the formulas.

use std::sync::Arc;

use glassbox::physics::data::Dataset;
use glassbox::physics::rbm::{
    Checkpoint, HiddenUnits, Method, Rbm, Trainer, TrainerSetup, TrainingSettings, VisibleUnits,
};
use glassbox::physics::seed::Seed;

use crate::support::{Exact, HIDDEN, VISIBLE, data, setup, sites_of, trainer};

#[test]
fn expected_gradients_are_those_of_enumeration() {
    const CHAINS: usize = 1 << 15;
    for visible in VISIBLE {
        for hidden in HIDDEN {
            let few = data(visible, 16, sites_of(visible), 4);
            // CD starts a chain at each row, so that it needs as many rows as chains.
            let many = Dataset::new("rows", few.values.as_slice().repeat(CHAINS / 16), few.columns(), few.states);
            for (method, centred, steps) in [
                (Method::Random, true, 2),
                (Method::Persistent, false, 3),
                (Method::ContrastiveDivergence, true, 1),
                (Method::ContrastiveDivergence, false, 2),
            ] {
                let data = if method == Method::ContrastiveDivergence { &many } else { &few };
                let settings = TrainingSettings {
                    method,
                    centred,
                    gibbs_steps: steps,
                    batch: CHAINS,
                    chains: CHAINS,
                    learning_rate: 0.5,
                    ..TrainingSettings::default()
                };
                let mut trainer = trainer(data, visible, hidden, 3, settings);
                let before = trainer.rbm().clone();
                trainer.update().unwrap();
                let exact = Exact(&before);
                let mut rows = vec![0.0; exact.visible_count()];
                for row in few.values.iter_rows() {
                    rows[exact.index(row)] += 1.0 / 16.0;
                }
                let mut model = if method == Method::ContrastiveDivergence {
                    rows.clone()
                } else {
                    vec![1.0 / rows.len() as f64; rows.len()]
                };
                for _ in 0..steps {
                    model = exact.step(&model);
                }
                let wanted = exact.gradient(&rows, &model, centred);
                let after = trainer.rbm();
                let found = [
                    (after.parameters().weights, before.parameters().weights),
                    (after.parameters().visible_bias, before.parameters().visible_bias),
                    (after.parameters().hidden_bias, before.parameters().hidden_bias),
                ];
                for ((after, before), wanted) in found.into_iter().zip(wanted) {
                    for ((after, before), wanted) in after.iter().zip(before).zip(wanted) {
                        let found = f64::from(after - before) / 0.5;
                        // A number of at most 2 in size, averaged over the chains: a standard error below 1/√CHAINS
                        // for one unit; biases of centred gradients add the errors of all weights.
                        let tolerance = 5.0 * 1.7 / (CHAINS as f64).sqrt();
                        assert!(
                            (found - wanted).abs() < tolerance,
                            "{visible:?} {hidden:?} {method:?} centred {centred}: {found} is not {wanted}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn penalties_and_the_largest_norm_do_what_they_say() {
    let data = data(VisibleUnits::Bernoulli, 40, 6, 1);
    let plain =
        TrainingSettings { batch: 40, chains: 40, gibbs_steps: 1, learning_rate: 0.5, ..TrainingSettings::default() };
    let step = |settings: TrainingSettings| {
        let mut trainer = trainer(&data, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 5, settings);
        let before = trainer.rbm().clone();
        trainer.update().unwrap();
        let parts = |rbm: &Rbm| {
            [rbm.parameters().weights, rbm.parameters().visible_bias, rbm.parameters().hidden_bias].concat()
        };
        let change: Vec<f64> = parts(trainer.rbm()).iter().zip(parts(&before)).map(|(a, b)| f64::from(a - b)).collect();
        (change, before)
    };
    let (free, before) = step(plain);
    let (penalised, _) = step(TrainingSettings { l1: 0.1, l2: 0.2, ..plain });
    for ((free, penalised), &weight) in free.iter().zip(&penalised).zip(before.parameters().weights) {
        let weight = f64::from(weight);
        assert!((free - 0.5 * (0.1 * weight.signum() + 0.2 * weight) - penalised).abs() < 1e-6);
    }
    assert_eq!(free[30..], penalised[30..]);
    let norm = |change: &[f64]| change.iter().map(|x| x * x).sum::<f64>().sqrt();
    let (clipped, _) = step(TrainingSettings { largest_norm: Some(0.01), ..plain });
    assert!(norm(&free) > 0.1 && (norm(&clipped) - 0.005).abs() < 1e-5, "{}", norm(&clipped));
    assert!(free.iter().zip(&clipped).all(|(a, b)| (a * norm(&clipped) / norm(&free) - b).abs() < 1e-6));
    let (same, _) = step(TrainingSettings { largest_norm: Some(100.0), ..plain });
    assert_eq!(free, same);
    let mut decaying =
        trainer(&data, VisibleUnits::Bernoulli, HiddenUnits::Bernoulli, 5, TrainingSettings { decay: 1.0, ..plain });
    decaying.update().unwrap();
    assert_eq!(decaying.settings().rate_at(decaying.updates()), 0.25);
}

#[test]
fn relatives_count_together_where_data_are_reweighted() {
    // Nine copies of one row and one other: reweighted, they count the same.
    let mut values = [1; 8].repeat(9);
    values.extend([0; 8]);
    let rows = Dataset::new("family", values, 8, 3);
    let settings =
        TrainingSettings { batch: 10, chains: 4000, gibbs_steps: 1, learning_rate: 1.0, ..Default::default() };
    let make = |reweighted| {
        let setup = setup(VisibleUnits::Potts(3));
        Trainer::new(&rows, &TrainerSetup { hidden_units: 2, settings, initial_spread: 0.0, reweighted, ..setup })
            .unwrap()
    };
    let odds =
        |trainer: &Trainer| trainer.rbm().parameters().visible_bias[1] - trainer.rbm().parameters().visible_bias[0];
    let (mut even, uneven) = (make(true), make(false));
    assert!(odds(&even).abs() < 1e-5 && (odds(&uneven) - 9.0_f32.ln()).abs() < 1e-5);
    // Chains of the initial machine already have these means: little is left for the gradient.
    even.update().unwrap();
    assert!(odds(&even).abs() < 0.1, "{}", odds(&even));
}

#[test]
fn chains_of_contrastive_divergence_count_as_much_as_their_rows() {
    // Nine copies of one row and one other, of a machine that stays wherever it is: nothing is left to learn, if a
    // chain weighs what its row weighs.
    let mut values = [1; 8].repeat(9);
    values.extend([0; 8]);
    let rows = Dataset::new("family", values, 8, 2);
    let units = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
    let rbm = Rbm::from_flat(units.0, units.1, vec![60.0; 8], vec![-30.0; 8], vec![-240.0]).unwrap();
    let checkpoint = Checkpoint { update: 0, rbm: Arc::new(rbm.clone()), chains: None, settings: None, seconds: None };
    for centred in [true, false] {
        let settings = TrainingSettings {
            method: Method::ContrastiveDivergence,
            batch: 10,
            gibbs_steps: 2,
            learning_rate: 1.0,
            centred,
            ..Default::default()
        };
        let mut trainer = Trainer::resume(&rows, true, &checkpoint, settings, Seed(1)).unwrap();
        let explained = trainer.explain(0).unwrap();
        let correlations = explained.data_correlation.iter().zip(&explained.model_correlation);
        assert!(correlations.into_iter().all(|(data, model)| (data - model).abs() < 1e-5), "{explained:?}");
        trainer.update().unwrap();
        assert_eq!(trainer.chains(), rows.values);
        let parts = |rbm: &Rbm| {
            [rbm.parameters().weights, rbm.parameters().visible_bias, rbm.parameters().hidden_bias].concat()
        };
        assert!(parts(trainer.rbm()).iter().zip(parts(&rbm)).all(|(a, b)| (a - b).abs() < 1e-4));
    }
}
