//! The race of estimators: bias and spread apart, floors, errors over rows and temperatures, and the same whatever
//! interrupts it.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Command, Flow, Job as _, JobSession};
use glassbox::engine::couplings::{ErrorParts, Estimator, Race, RaceConfig, RaceCost, RaceView};
use glassbox::physics::inference::{ClosedForm, LocalLoss, SpinMoments, closed_form};
use glassbox::physics::ising::{Enumeration, Graph, IsingSystem};
use glassbox::physics::seed::Seed;

fn config(graph: Graph, size: usize, beta: f64) -> RaceConfig {
    let systems = [IsingSystem::new(graph, size, beta)].into();
    RaceConfig { systems, rows: [500, 5000].into(), samples: 12, seed: Seed(3) }
}

fn run(config: &RaceConfig) -> RaceView {
    let mut race = Race::new(config).unwrap();
    race.run_to_end();
    race.view()
}

fn of(view: &RaceView, system: usize, rows: usize, estimator: Estimator) -> ErrorParts {
    let wanted = (system, rows, estimator);
    view.rows.iter().find(|row| (row.system, row.rows, row.estimator) == wanted).unwrap().parts
}

fn floor(view: &RaceView, system: usize, estimator: Estimator) -> f64 {
    view.systems[system].floors.iter().find(|floor| floor.0 == estimator).unwrap().1
}

const MEAN_FIELD: Estimator = Estimator::Closed(ClosedForm::NaiveMeanField);
const BETHE: Estimator = Estimator::Closed(ClosedForm::Bethe);
const PSEUDO_LIKELIHOOD: Estimator = Estimator::Local(LocalLoss::PseudoLikelihood);
const RISE: Estimator = Estimator::Local(LocalLoss::Rise);

#[test]
fn bias_stays_and_spread_falls_with_more_rows() {
    let view = run(&config(Graph::Tree, 10, 0.6));
    assert_eq!(view.rows.len(), 2 * Estimator::ALL.len());
    // Bethe is exact on trees; mean field is not.
    assert!(floor(&view, 0, BETHE) < 1e-12 && floor(&view, 0, MEAN_FIELD) > 0.03);
    for row in view.rows.iter().filter(|row| row.parts.refused == 0) {
        let parts = row.parts.bias.hypot(row.parts.spread);
        // Where the bias is within chance it is 0, and the parts are larger than the whole by chance.
        assert!((parts / row.parts.error - 1.0).abs() < 0.1, "{row:?}");
    }
    let mean_field = of(&view, 0, 5000, MEAN_FIELD);
    assert!((mean_field.bias / floor(&view, 0, MEAN_FIELD) - 1.0).abs() < 0.1, "{mean_field:?}");
    for estimator in [BETHE, PSEUDO_LIKELIHOOD, Estimator::Boltzmann] {
        let [few, many] = [500, 5000].map(|rows| of(&view, 0, rows, estimator).spread);
        // √10 of them, within four standard errors of two deviations over 12 samples of 45 pairs.
        assert!((few / many / 10_f64.sqrt() - 1.0).abs() < 0.35, "{estimator:?}: {few} {many}");
    }
    assert!((view.systems[0].nothing - 0.6 * (9.0_f64 / 45.0).sqrt()).abs() < 1e-12);
}

#[test]
fn errors_fall_as_one_over_the_root_of_the_rows_down_to_the_floor() {
    let rows = [1 << 9, 1 << 12, 1 << 15];
    let view = run(&RaceConfig { rows: rows.into(), samples: 10, ..config(Graph::Square, 3, 0.25) });
    for estimator in [PSEUDO_LIKELIHOOD, RISE, Estimator::Boltzmann] {
        for pair in rows.windows(2) {
            let [few, many] = [pair[0], pair[1]].map(|rows| of(&view, 0, rows, estimator));
            let ratio = few.error / many.error;
            let relative = (few.uncertainty / few.error).hypot(many.uncertainty / many.error);
            // Eight times the rows: √8, within four standard errors, and 5 % for what is of the next order in 1/M.
            let allowed = 4.0 * relative + 0.05;
            assert!((ratio / 8_f64.sqrt() - 1.0).abs() < allowed, "{estimator:?} {pair:?}: {ratio}, {relative}");
        }
        // The size of chance at weak coupling is 1/√M: not far from it here.
        let scaled = of(&view, 0, 1 << 15, estimator).error * f64::from(1 << 15).sqrt();
        assert!((1.0..2.0).contains(&scaled), "{estimator:?}: {scaled}");
    }
    // A formula stands on its floor, within four standard errors.
    let (last, floor) = (of(&view, 0, 1 << 15, MEAN_FIELD), floor(&view, 0, MEAN_FIELD));
    let chance = of(&view, 0, 1 << 15, PSEUDO_LIKELIHOOD).error;
    assert!(last.error > floor - 4.0 * last.uncertainty && last.error < floor.hypot(2.0 * chance), "{last:?} {floor}");
}

#[test]
fn floors_are_what_inference_makes_of_exact_averages() {
    let systems: Vec<IsingSystem> = [0.2, 0.35].map(|beta| IsingSystem::new(Graph::Square, 3, beta)).into();
    let config =
        RaceConfig { systems: systems.clone().into(), rows: [64].into(), samples: 1, ..config(Graph::Square, 3, 0.2) };
    let view = run(&config);
    for (place, system) in systems.iter().enumerate() {
        let model = system.model(Seed(1)).unwrap();
        let moments = SpinMoments::exact(&Enumeration::of(&model).unwrap(), model.spins());
        for form in [ClosedForm::NaiveMeanField, ClosedForm::SessakMonasson, ClosedForm::Bethe] {
            let wanted = closed_form(form, &moments, 0.0).unwrap().error_rms(&model).unwrap();
            assert_eq!(floor(&view, place, Estimator::Closed(form)), wanted, "{form:?} {system:?}");
        }
        let shown = &view.systems[place];
        assert!(shown.floors.iter().all(|(each, _)| matches!(each, Estimator::Closed(_))), "the others are exact");
    }
    // Colder, worse.
    assert!(floor(&view, 1, MEAN_FIELD) > floor(&view, 0, MEAN_FIELD));
}

#[test]
fn estimators_fail_one_after_the_other_towards_low_temperature() {
    let betas = [0.1, 0.3, 0.5];
    let systems: Vec<IsingSystem> = betas.map(|beta| IsingSystem::new(Graph::Square, 3, beta)).into();
    let view = run(&RaceConfig {
        systems: systems.into(),
        rows: [1 << 14].into(),
        samples: 4,
        ..config(Graph::Square, 3, 0.1)
    });
    let error = |system: usize, estimator| of(&view, system, 1 << 14, estimator).error;
    assert!((error(0, MEAN_FIELD) / error(0, Estimator::Boltzmann) - 1.0).abs() < 0.2, "hot: all are right to chance");
    assert!(error(2, MEAN_FIELD) > 5.0 * error(2, Estimator::Boltzmann), "cold: a formula is far off");
}

#[test]
fn boltzmann_learning_needs_all_states() {
    let large = Race::new(&RaceConfig { rows: [8].into(), ..config(Graph::Ring, 24, 0.2) }).unwrap();
    assert!(!Estimator::of(24).contains(&Estimator::Boltzmann) && Estimator::of(20) == Estimator::ALL);
    let mut large = large;
    large.run_to_end();
    let view = large.view();
    assert!(view.rows.iter().all(|row| row.estimator != Estimator::Boltzmann));
    assert!(view.systems[0].floors.is_empty() && view.rows.len() == Estimator::ALL.len() - 1);
}

/// Every number, so that what is no number is equal too.
fn bits(view: &RaceView) -> Vec<[u64; 4]> {
    let of = |parts: &ErrorParts| [parts.error, parts.uncertainty, parts.bias, parts.spread].map(f64::to_bits);
    view.rows.iter().map(|row| of(&row.parts)).collect()
}

#[test]
fn bits_are_the_same_for_any_slicing_threads_and_interruption() {
    let systems: Vec<IsingSystem> = [0.2, 0.4].map(|beta| IsingSystem::new(Graph::Sk, 7, beta)).into();
    let config =
        RaceConfig { systems: systems.into(), rows: [128, 1024].into(), samples: 2, ..config(Graph::Sk, 7, 0.2) };
    let wanted = bits(&run(&config));
    assert_eq!(wanted.len(), 2 * 2 * Estimator::ALL.len());
    for slice in [1, 7, 100] {
        let mut driver = Driver::<JobSession<Race>>::new(&config).unwrap();
        while driver.snapshot().progress.is_none_or(|progress| progress.done < progress.total) {
            driver.apply(Command::Step(slice)).unwrap();
            driver.run_until_idle(u64::MAX);
        }
        assert_eq!(bits(&driver.snapshot().view), wanted, "slices of {slice}");
    }
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert_eq!(pool.install(|| bits(&run(&config))), wanted, "{threads} threads");
    }
    let mut race = Race::new(&config).unwrap();
    let mut asked = 0;
    loop {
        asked += 1;
        if race.advance(&|| asked % 3 == 0) == Flow::Done {
            break;
        }
        let progress = race.progress().unwrap();
        assert!(progress.done <= progress.total);
    }
    assert_eq!(bits(&race.view()), wanted);
    let progress = race.progress().unwrap();
    assert_eq!(progress.done, progress.total);
}

#[test]
fn what_cannot_race_is_a_sentence() {
    let ring = |size| IsingSystem::new(Graph::Ring, size, 0.1);
    for wrong in [
        config(Graph::Ring, 2, 0.1),
        RaceConfig { rows: [].into(), ..config(Graph::Ring, 8, 0.1) },
        RaceConfig { rows: [0].into(), ..config(Graph::Ring, 8, 0.1) },
        RaceConfig { samples: 0, ..config(Graph::Ring, 8, 0.1) },
        RaceConfig { systems: [].into(), ..config(Graph::Ring, 8, 0.1) },
        RaceConfig { systems: [ring(8), ring(9)].into(), ..config(Graph::Ring, 8, 0.1) },
    ] {
        assert!(Race::new(&wrong).is_err());
    }
    // Spins that never move give nothing to estimate from, and that is counted.
    let view = run(&RaceConfig { samples: 1, ..config(Graph::Ring, 6, 20.0) });
    assert!(view.rows.iter().any(|row| row.parts.refused > 0));
}

#[test]
fn what_is_too_large_is_refused_with_the_number() {
    let refusal = |config: &RaceConfig| Race::new(config).err().unwrap().to_string();
    let memory = RaceConfig { rows: [1 << 23].into(), samples: 1, ..config(Graph::Ring, 64, 0.1) };
    let found = refusal(&memory);
    assert!(found.contains("GB of memory; up to 2.0 are taken"), "{found}");
    let time = RaceConfig { rows: [1 << 20].into(), samples: 40, ..config(Graph::Square, 8, 0.1) };
    let found = refusal(&time);
    assert!(found.contains("minutes of one processor; up to 60 are given"), "{found}");
    // Twice the samples are twice the work, and no more memory.
    let once = RaceCost::of(&RaceConfig { samples: 1, ..config(Graph::Ring, 8, 0.1) });
    let twice = RaceCost::of(&RaceConfig { samples: 2, ..config(Graph::Ring, 8, 0.1) });
    assert_eq!((2 * once.work, once.bytes), (twice.work, twice.bytes));
}
