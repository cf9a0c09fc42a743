//! The couplings of a run as sessions: pieces, questions, and the error along a training.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use std::sync::Arc;

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Command, Flow, Job as _, JobSession, Session as _};
use glassbox::engine::couplings::{
    Answer, Asked, CouplingsCmd, CouplingsConfig, CouplingsSession, ErrorAlongTraining, ErrorConfig, PottsPairConfig,
    PottsPairUnits, PottsReading,
};
use glassbox::physics::couplings::{
    CouplingMethod, ExpansionSettings, HighestOrder, effective_couplings, unit_contributions,
};
use glassbox::physics::ising::{IsingModel, Pair};
use glassbox::physics::rbm::{Checkpoint, HiddenUnits, Rbm, VisibleUnits};
use glassbox::physics::stop::NEVER;

const SITES: usize = 8;

/// Two spins to each hidden unit: a ring of pair couplings alone, of a strength that grows with the update.
fn checkpoint(update: u64) -> Arc<Checkpoint> {
    let weight = 0.1 * update as f32;
    let is_near = |site: usize, unit: usize| site == unit || site == (unit + 1) % SITES;
    let weights = (0..SITES * SITES).map(|k| if is_near(k / SITES, k % SITES) { weight } else { 0.0 }).collect();
    let (visible, hidden) = (VisibleUnits::Ising, HiddenUnits::Ising);
    let rbm = Arc::new(Rbm::from_flat(visible, hidden, weights, vec![0.25; SITES], vec![0.0; SITES]).unwrap());
    Arc::new(Checkpoint { update, rbm, chains: None, settings: None, seconds: None })
}

fn ring(coupling: f64) -> Arc<IsingModel> {
    let pair = |i: usize| {
        let next = (i + 1) % SITES;
        Pair { i: i.min(next), j: i.max(next), value: coupling }
    };
    Arc::new(IsingModel::new(vec![0.25; SITES], (0..SITES).map(pair).collect(), Vec::new()).unwrap())
}

const SETTINGS: ExpansionSettings =
    ExpansionSettings { method: CouplingMethod::Exact, order: HighestOrder::Triples, most_triples: 10 };

fn config() -> CouplingsConfig {
    CouplingsConfig { checkpoint: checkpoint(5), settings: SETTINGS, truth: Some(ring(0.2)), asked: None }
}

/// J of two spins with this weight: cosh 2w = e^2J.
fn coupling_of(weight: f64) -> f64 {
    (2.0 * weight).cosh().ln() / 2.0
}

#[test]
fn couplings_are_published_once_they_are_there() {
    let mut driver = Driver::<CouplingsSession>::new(&config()).unwrap();
    assert_eq!(driver.snapshot().view.couplings, None);
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(1000);
    let view = driver.snapshot().view;
    let rbm = Rbm::<f64>::from(&*config().checkpoint.rbm);
    let wanted = effective_couplings(&rbm, SETTINGS, NEVER).unwrap().unwrap();
    assert_eq!(view.couplings.as_deref(), Some(&wanted));
    let compared = view.comparison.unwrap();
    assert_eq!((compared.coupled_pairs.count, compared.uncoupled_pairs.count), (8, 20));
    assert!((compared.coupled_pairs.mean - coupling_of(0.5)).abs() < 1e-6);
    assert!((compared.coupled_pairs.rms_error - (coupling_of(0.5) - 0.2).abs()).abs() < 1e-6);
    assert!(compared.uncoupled_pairs.rms_error < 1e-12 && compared.fields.rms_error < 1e-12);
    let enumerated = view.enumerated.unwrap();
    assert!((enumerated.coupling(&[0, 1]).unwrap() - wanted.pairs[[0, 1]]).abs() < 1e-12);
    let progress = driver.snapshot().progress.unwrap();
    assert_eq!(progress.done, progress.total);
}

#[test]
fn a_pair_and_a_unit_are_taken_apart() {
    let asked = Some(Asked::Sites(vec![2, 3]));
    let mut session = CouplingsSession::new(&CouplingsConfig { asked, ..config() }).unwrap();
    let of_pair = |session: &CouplingsSession| match session.view().answer.as_deref() {
        Some(Answer::Sites(of)) => of.clone(),
        other => panic!("{other:?}"),
    };
    let before = of_pair(&session);
    let rbm = Rbm::<f64>::from(&*config().checkpoint.rbm);
    let by_unit = unit_contributions(&rbm, &[2, 3], CouplingMethod::Exact, NEVER).unwrap().unwrap();
    assert_eq!(*before.by_unit, *by_unit);
    assert!(by_unit.iter().enumerate().all(|(unit, part)| (part.abs() > 1e-12) == (unit == 2)));
    assert_eq!((before.enumerated, before.visible), (None, 0.0));
    session.run_to_end();
    let after = of_pair(&session);
    // Nothing is left that could be taken as Gaussian, and K = 4J for pairs alone.
    for value in [after.exact, after.gaussian, after.lattice_gas / 4.0, after.enumerated.unwrap()] {
        assert!((value - coupling_of(0.5)).abs() < 1e-6, "{value}");
    }
    session.apply(CouplingsCmd::Ask(Some(Asked::Sites(vec![4])))).unwrap();
    let field = of_pair(&session);
    assert!((field.exact - 0.25).abs() < 1e-12 && field.visible == 0.25);
    session.apply(CouplingsCmd::Ask(Some(Asked::Unit(6)))).unwrap();
    let view = session.view();
    let Some(Answer::Unit(6, found)) = view.answer.as_deref() else { panic!("{:?}", view.answer) };
    assert!((found.pairs[[6, 7]] - coupling_of(0.5)).abs() < 1e-6 && found.pairs[[0, 1]] == 0.0);
    assert_eq!(view.config.asked, Some(Asked::Unit(6)));
    let refusal = session.apply(CouplingsCmd::Ask(Some(Asked::Unit(8)))).unwrap_err();
    assert_eq!(refusal.to_string(), "the hidden unit is 8; it can be 0 to 7");
    assert_eq!(session.view().config.asked, Some(Asked::Unit(6)), "a refusal changes nothing");
    session.apply(CouplingsCmd::Ask(None)).unwrap();
    assert_eq!(session.view().answer, None);
}

#[test]
fn an_enumeration_that_is_interrupted_is_taken_up_again() {
    let mut session = CouplingsSession::new(&config()).unwrap();
    while session.view().couplings.is_none() {
        session.step();
    }
    assert_eq!(session.advance(&|| true), Flow::Unfinished);
    assert_eq!(session.view().enumerated, None);
    assert_eq!(session.advance(NEVER), Flow::Done);
    assert!(session.view().enumerated.is_some());
}

#[test]
fn the_error_follows_the_training() {
    let checkpoints: Vec<Arc<Checkpoint>> = (0..=8).map(checkpoint).collect();
    let config = ErrorConfig { checkpoints: checkpoints.into(), settings: SETTINGS, truth: ring(0.2) };
    let mut driver = Driver::<JobSession<ErrorAlongTraining>>::new(&config).unwrap();
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(1000);
    let found = driver.snapshot().view;
    assert_eq!(found.len(), 9);
    for (place, one) in found.iter().enumerate() {
        assert_eq!(one.update, place as u64);
        let wanted = coupling_of(0.1 * place as f64);
        assert!((one.comparison.coupled_pairs.mean - wanted).abs() < 1e-6);
        assert!((one.comparison.coupled_pairs.rms_error - (wanted - 0.2).abs()).abs() < 1e-6);
    }
    let lattice_gas = ExpansionSettings { method: CouplingMethod::LatticeGas, ..SETTINGS };
    let refusal = ErrorAlongTraining::new(&ErrorConfig { settings: lattice_gas, ..config.clone() }).err().unwrap();
    assert_eq!(refusal.to_string(), "the coefficients of the lattice gas are not those of the true model");
    let other = Arc::new(IsingModel::new(vec![0.0; 3], Vec::new(), Vec::new()).unwrap());
    let refusal = ErrorAlongTraining::new(&ErrorConfig { truth: other, ..config }).err().unwrap();
    assert_eq!(refusal.to_string(), "the true model has 3 spins; the machine has 8 visible units");
}

#[test]
fn blocks_of_potts_pairs_are_the_sums_of_their_units() {
    let numbers = |count: usize, shift: usize| -> Vec<f32> {
        (0..count).map(|k| ((k * 37 + shift) % 23) as f32 / 8.0 - 1.25).collect()
    };
    let visible = VisibleUnits::Potts(3);
    let rbm = Rbm::from_flat(visible, HiddenUnits::Bernoulli, numbers(5 * 3 * 40, 1), numbers(15, 7), numbers(40, 3));
    let rbm = Arc::new(rbm.unwrap());
    let checkpoint = Arc::new(Checkpoint { update: 3, rbm, chains: None, settings: None, seconds: None });
    let mut reading = PottsReading::new(&checkpoint).unwrap();
    assert!(reading.view().is_none());
    reading.run_to_end();
    let couplings = reading.view().unwrap();
    for sites in [[0, 4], [3, 1]] {
        let config = PottsPairConfig { checkpoint: Arc::clone(&checkpoint), sites };
        let mut units = PottsPairUnits::new(&config).unwrap();
        assert_eq!((units.step(), units.view().len()), (Flow::Continue, 16));
        units.run_to_end();
        assert_eq!(units.view().len(), 40);
        for ((a, b), wanted) in couplings.block(sites[0], sites[1]).unwrap().indexed_iter() {
            let sum: f64 = units.view().iter().map(|block| block[[a, b]]).sum();
            assert!((sum - wanted).abs() < 1e-12, "{sum} is not {wanted}");
        }
    }
    let config = PottsPairConfig { checkpoint, sites: [2, 5] };
    let refusal = PottsPairUnits::new(&config).err().unwrap().to_string();
    assert_eq!(refusal, "the pair is 2, 5; it can be two different sites from 0 to 4");
}
