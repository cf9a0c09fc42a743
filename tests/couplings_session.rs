//! The couplings of a run as sessions: pieces, questions, and the error along a training.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use std::sync::Arc;

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Command, Flow, Job as _, Session as _};
use glassbox::engine::couplings::{CouplingsCmd, CouplingsConfig, CouplingsSession, CouplingsView, OfSites};
use glassbox::physics::couplings::{
    CouplingMethod, ExpansionSettings, HighestOrder, PottsExpansion, effective_couplings, unit_contributions,
};
use glassbox::physics::ising::{IsingModel, Pair};
use glassbox::physics::rbm::{Checkpoint, HiddenUnits, Rbm, VisibleUnits};
use glassbox::physics::seed::Seed;
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

/// Checkpoints of updates 0 to 8; the last but three has the weight 0.5.
fn config() -> CouplingsConfig {
    let checkpoints = (0..=8).map(checkpoint).collect();
    CouplingsConfig { checkpoints, truth: Some(ring(0.2)), seed: Seed(1) }
}

fn complete(session: &mut CouplingsSession) -> CouplingsView {
    session.run_to_end();
    session.view()
}

/// J of two spins with this weight: cosh 2w = e^2J.
fn coupling_of(weight: f64) -> f64 {
    (2.0 * weight).cosh().ln() / 2.0
}

#[test]
fn the_couplings_of_every_checkpoint_are_there_the_one_that_is_looked_at_first() {
    let mut driver = Driver::<CouplingsSession>::new(&config()).unwrap();
    assert!(driver.snapshot().view.found.is_none());
    driver.apply(Command::Model(CouplingsCmd::Look(5))).unwrap();
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(1000);
    let view = driver.snapshot().view;
    let found = view.found.unwrap();
    assert_eq!((found.update, view.looked_at, view.along.len()), (5, 5, 9));
    let rbm = Rbm::<f64>::from(&*checkpoint(5).rbm);
    for method in [CouplingMethod::Exact, CouplingMethod::Gaussian, CouplingMethod::LatticeGas] {
        let settings = ExpansionSettings { method, order: HighestOrder::Triples, most_triples: 200 };
        let wanted = effective_couplings(&rbm, settings, NEVER).unwrap().unwrap();
        assert_eq!(*found.of(method).unwrap(), wanted, "{method:?}");
    }
    for (place, along) in view.along.iter().enumerate() {
        let wanted = coupling_of(0.1 * place as f64);
        let comparison = along.comparison.unwrap();
        assert_eq!((along.update, comparison.coupled_pairs.count), (place as u64, 8));
        assert!((comparison.coupled_pairs.mean - wanted).abs() < 1e-6);
        assert!((comparison.coupled_pairs.rms_error - (wanted - 0.2).abs()).abs() < 1e-6);
        assert!(comparison.uncoupled_pairs.rms_error < 1e-12);
        assert!((along.rms_pairs - wanted * (8.0_f64 / 28.0).sqrt()).abs() < 1e-6);
    }
    let progress = driver.snapshot().progress.unwrap();
    assert_eq!((progress.done, progress.total), (9, 9));
}

fn of_sites(session: &CouplingsSession) -> OfSites {
    session.view().of_sites.unwrap().as_ref().clone()
}

#[test]
fn a_pair_and_a_unit_are_taken_apart() {
    let mut session = CouplingsSession::new(&config()).unwrap();
    session.apply(CouplingsCmd::Look(5)).unwrap();
    while session.view().found.is_none() {
        session.step();
    }
    session.apply(CouplingsCmd::Sites(vec![2, 3])).unwrap();
    let before = of_sites(&session);
    let rbm = Rbm::<f64>::from(&*checkpoint(5).rbm);
    let by_unit = unit_contributions(&rbm, &[2, 3], CouplingMethod::Exact, NEVER).unwrap().unwrap();
    assert_eq!(*before.by_unit, *by_unit);
    assert!(by_unit.iter().enumerate().all(|(unit, part)| (part.abs() > 1e-12) == (unit == 2)));
    assert_eq!((before.enumerated, before.visible), (None, 0.0));
    complete(&mut session);
    let after = of_sites(&session);
    // Nothing is left that could be taken as Gaussian, and K = 4J for pairs alone.
    let [gaussian, lattice_gas] = after.others.unwrap();
    for value in [after.exact, gaussian, lattice_gas / 4.0, after.enumerated.unwrap()] {
        assert!((value - coupling_of(0.5)).abs() < 1e-6, "{value}");
    }
    session.apply(CouplingsCmd::Sites(vec![4])).unwrap();
    let field = of_sites(&session);
    assert!((field.exact - 0.25).abs() < 1e-12 && field.visible == 0.25);
    session.apply(CouplingsCmd::Unit(6)).unwrap();
    let of_unit = session.view().of_unit.unwrap();
    let pairs = &of_unit.couplings.pairs;
    assert!(of_unit.unit == 6 && (pairs[[6, 7]] - coupling_of(0.5)).abs() < 1e-6 && pairs[[0, 1]] == 0.0);
    let refusal = session.apply(CouplingsCmd::Unit(8)).unwrap_err();
    assert_eq!(refusal.to_string(), "the hidden unit is 8; it can be 0 to 7");
    assert!(session.apply(CouplingsCmd::Sites(vec![3, 3])).is_err());
    assert_eq!(*of_sites(&session).sites, [4], "a refusal changes nothing");
}

#[test]
fn what_is_asked_for_goes_along_to_another_checkpoint() {
    let mut session = CouplingsSession::new(&config()).unwrap();
    session.apply(CouplingsCmd::Sites(vec![0, 1])).unwrap();
    complete(&mut session);
    assert!((of_sites(&session).exact - coupling_of(0.8)).abs() < 1e-6);
    session.apply(CouplingsCmd::Look(3)).unwrap();
    let view = session.view();
    assert_eq!((view.looked_at, view.found.unwrap().update), (3, 8), "the last couplings stay");
    assert!((of_sites(&session).exact - coupling_of(0.8)).abs() < 1e-6, "and what was taken apart of them");
    let view = complete(&mut session);
    assert_eq!((view.found.unwrap().update, view.failure), (3, None));
    assert!((of_sites(&session).exact - coupling_of(0.3)).abs() < 1e-6);
}

#[test]
fn an_enumeration_that_is_interrupted_is_taken_up_again() {
    let mut session = CouplingsSession::new(&config()).unwrap();
    session.apply(CouplingsCmd::Sites(vec![0, 1])).unwrap();
    let mut steps = 0;
    while session.advance(&|| true) != Flow::Unfinished {
        steps += 1;
        assert!(steps < 1000);
    }
    assert_eq!(of_sites(&session).enumerated, None);
    assert_eq!(session.advance(NEVER), Flow::Done);
    assert!(of_sites(&session).enumerated.is_some());
}

#[test]
fn what_does_not_fit_is_refused() {
    let other = Arc::new(IsingModel::new(vec![0.0; 3], Vec::new(), Vec::new()).unwrap());
    let refusal = CouplingsSession::new(&CouplingsConfig { truth: Some(other), ..config() }).err().unwrap();
    assert_eq!(refusal.to_string(), "the true model has 3 spins; the machine has 8 visible units");
    let refusal = CouplingsSession::new(&CouplingsConfig { checkpoints: Arc::default(), ..config() }).err().unwrap();
    assert_eq!(refusal.to_string(), "couplings are read off 0 checkpoints; it must be at least 1");
}

#[test]
fn potts_units_are_read_by_the_norms_of_their_blocks() {
    let numbers = |count: usize, shift: usize| -> Vec<f32> {
        (0..count).map(|k| ((k * 37 + shift) % 23) as f32 / 8.0 - 1.25).collect()
    };
    let visible = VisibleUnits::Potts(3);
    let machine = |shift: usize| {
        let biases = (numbers(15, 7 + shift), numbers(40, 3));
        let rbm = Rbm::from_flat(visible, HiddenUnits::Bernoulli, numbers(5 * 3 * 40, 1 + shift), biases.0, biases.1)
            .unwrap();
        Arc::new(Checkpoint { update: shift as u64, rbm: Arc::new(rbm), chains: None, settings: None, seconds: None })
    };
    let checkpoints = [machine(0), machine(4)];
    let rbm = Rbm::<f64>::from(&*checkpoints[1].rbm);
    let mut expansion = PottsExpansion::new(&rbm).unwrap();
    while expansion.step() {}
    let couplings = expansion.couplings().unwrap();
    let config = CouplingsConfig { checkpoints: checkpoints.to_vec().into(), truth: None, seed: Seed(1) };
    let mut session = CouplingsSession::new(&config).unwrap();
    session.apply(CouplingsCmd::Sites(vec![1, 3])).unwrap();
    assert!(session.view().of_sites.is_none(), "nothing is there yet");
    let view = complete(&mut session);
    let found = view.found.unwrap();
    assert_eq!((found.update, view.along.len(), found.others.as_ref()), (4, 2, None));
    assert_eq!(found.of(CouplingMethod::Gaussian), None);
    let apart = &found.exact.pairs - &couplings.frobenius_norms(None);
    assert!(apart.iter().all(|difference| difference.abs() < 1e-12));
    let of = of_sites(&session);
    assert!((of.exact - found.exact.pairs[[1, 3]]).abs() < 1e-12);
    assert!((of.by_unit.iter().sum::<f64>() - of.exact).abs() < 1e-12, "the parts add up");
    session.apply(CouplingsCmd::Unit(7)).unwrap();
    let of_unit = session.view().of_unit.unwrap();
    let block = PottsExpansion::new(&rbm).unwrap().unit_block(7, [1, 3]).unwrap();
    let norm = block.iter().map(|value| value * value).sum::<f64>().sqrt();
    assert!((of_unit.couplings.pairs[[1, 3]] - norm).abs() < 1e-12);
    let refusal = session.apply(CouplingsCmd::Sites(vec![2, 5])).unwrap_err().to_string();
    assert_eq!(refusal, "the set of sites is [2, 5]; of Potts units it can be two different sites below 5");
    assert!(session.apply(CouplingsCmd::Unit(40)).is_err());
}
