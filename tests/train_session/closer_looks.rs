//! Portraits, likelihoods and free samples of a checkpoint.

use std::sync::Arc;

use glassbox::engine::core::session::Job;
use glassbox::engine::rbm::{
    DiagnosticsConfig, DiagnosticsSession, FreeSampling, FreeSamplingConfig, Likelihood, LikelihoodConfig,
    SamplingStart, TrainConfig,
};
use glassbox::physics::mean_field::{FixedPointSettings, fixed_points};
use glassbox::physics::rbm::{Checkpoint, HiddenUnits, Method, VisibleUnits};
use glassbox::physics::seed::Seed;

use crate::support::{finished, hierarchy, little};

fn run<J: Job>(config: &J::Config) -> J::View {
    let mut job = J::new(config).unwrap();
    job.run_to_end();
    job.view()
}

fn last(config: &TrainConfig) -> Arc<Checkpoint> {
    finished(config).snapshot().view.checkpoints.last().cloned().unwrap()
}

#[test]
fn a_diagnostics_has_all_its_parts() {
    let config = hierarchy(1, 300);
    let checkpoint = last(&config);
    let view = finished(&config).snapshot().view;
    let start = Arc::clone(&view.checkpoints[0].rbm);
    for rows in [view.rows.clone(), None] {
        let asked = DiagnosticsConfig {
            checkpoint: Arc::clone(&checkpoint),
            start: Arc::clone(&start),
            before: Arc::default(),
            rows: rows.clone(),
            seed: Seed(1),
        };
        let diagnostics = run::<DiagnosticsSession>(&asked);
        assert_eq!((diagnostics.update, diagnostics.modes.len(), diagnostics.hidden_means.len()), (300, 16, 32));
        let correlations = &diagnostics.autocorrelation;
        assert!(correlations[0] == 1.0 && correlations.iter().all(|c| c.is_finite() && *c <= 1.0 + 1e-5));
        let distances = diagnostics.distances.as_ref().unwrap();
        assert_eq!(distances.data_overlap.is_some(), rows.is_some());
        assert_eq!(diagnostics.moments.is_some(), rows.is_some());
        if let Some(moments) = &diagnostics.moments {
            assert_eq!((moments.means.len(), moments.pairs.len()), (64, 2016));
            assert!(moments.pair_correlation > 0.5, "{}", moments.pair_correlation);
        }
        assert!(diagnostics.modes[0].value > 4.0);
        assert_eq!(diagnostics, run::<DiagnosticsSession>(&asked), "the same seed gives the same portrait");
    }
}

#[test]
fn every_kind_of_unit_can_be_looked_at() {
    for (visible, hidden) in [
        (VisibleUnits::Ising, HiddenUnits::Ising),
        (VisibleUnits::Bernoulli, HiddenUnits::Ising),
        (VisibleUnits::Potts(5), HiddenUnits::Bernoulli),
    ] {
        let config = little(visible, hidden, Method::Persistent);
        let view = finished(&config).snapshot().view;
        let checkpoint = view.checkpoints.last().cloned().unwrap();
        let diagnostics = run::<DiagnosticsSession>(&DiagnosticsConfig {
            checkpoint: Arc::clone(&checkpoint),
            start: Arc::clone(&view.checkpoints[0].rbm),
            before: Arc::default(),
            rows: view.rows.clone(),
            seed: Seed(1),
        });
        assert_eq!(diagnostics.modes.len(), 4);
        assert!(diagnostics.hidden_means.iter().all(|mean| (0.0..=1.0).contains(mean)));
        let asked = LikelihoodConfig { checkpoint, data: config.data.clone(), seed: Seed(1) };
        let estimate = run::<Likelihood>(&asked);
        assert!(estimate.exact && estimate.log_z_error == 0.0);
        // No distribution is nearer to the data than the data themselves.
        assert!(estimate.divergence.unwrap() > 0.0 && estimate.log_likelihood.unwrap() < 0.0, "{estimate:?}");
    }
}

#[test]
fn free_chains_start_where_one_asks() {
    let config = hierarchy(1, 40);
    let checkpoint = last(&config);
    let drawing: Arc<[u8]> = (0..64).map(|site| u8::from(site % 3 == 0)).collect();
    let sampling = |start, count| FreeSamplingConfig {
        checkpoint: Arc::clone(&checkpoint),
        start,
        count,
        data: config.data.clone(),
        seed: Seed(4),
    };
    let mut chains = FreeSampling::new(&sampling(SamplingStart::Drawing(Arc::clone(&drawing)), 9)).unwrap();
    let view = chains.view();
    assert_eq!((view.steps, view.update, view.states.rows()), (0, 40, 9));
    assert!((0..9).all(|row| view.states.row(row) == Some(&drawing[..])));
    for _ in 0..5 {
        chains.step();
    }
    let later = chains.view();
    assert!(later.steps == 5 && later.states != view.states);
    let kept = FreeSampling::new(&sampling(SamplingStart::Chains, 20)).unwrap().view().states;
    assert_eq!(*kept, checkpoint.chains.as_ref().unwrap().first(20));
    assert!(FreeSampling::new(&sampling(SamplingStart::Noise, 0)).is_err());
    let short: Arc<[u8]> = vec![0; 63].into();
    assert!(FreeSampling::new(&sampling(SamplingStart::Drawing(short), 2)).is_err());
}

/// The curves of the training count the fixed points that some of the rows lead to.
#[test]
fn fixed_points_of_the_curves_are_those_of_the_last_checkpoint() {
    let view = finished(&hierarchy(1, 300)).snapshot().view;
    let measured = view.measurements.last().unwrap().fixed_points.unwrap();
    let starts = view.rows.unwrap().first(measured.starts);
    let machine = &view.checkpoints.last().unwrap().rbm;
    let searched = fixed_points(machine, &starts, &FixedPointSettings::default());
    assert!(searched.representatives.nrows() == searched.count && searched.count > 1);
    assert_eq!((measured.count, measured.unconverged), (searched.count, searched.unconverged));
}

#[test]
fn modes_take_the_signs_of_those_shown_before() {
    let config = hierarchy(1, 40);
    let checkpoint = last(&config);
    let look = |before| {
        let start = Arc::clone(&checkpoint.rbm);
        run::<DiagnosticsSession>(&DiagnosticsConfig {
            checkpoint: Arc::clone(&checkpoint),
            start,
            before,
            rows: None,
            seed: Seed(1),
        })
    };
    let alone = look(Arc::default());
    let mut turned = alone.modes.to_vec();
    turned[0].visible = turned[0].visible.iter().map(|value| -value).collect();
    turned[0].hidden = turned[0].hidden.iter().map(|value| -value).collect();
    let after = look(turned.clone().into());
    assert_eq!((&after.modes[0], &after.modes[1]), (&turned[0], &alone.modes[1]));
}
