//! Boltzmann learning as a session: the same bits however it is cut, the cursor, what is refused, and the jobs next to it.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use glassbox::engine::boltzmann::{
    BoltzmannCmd, BoltzmannConfig, BoltzmannData, BoltzmannSession, BoltzmannView, OptimiserRace, OptimiserRaceConfig,
    OwnRows, SolutionTimes, SolutionTimesConfig,
};
use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::recording::replay;
use glassbox::engine::core::session::{Command, Flow, Job as _, Session as _};
use glassbox::physics::boltzmann::{ChainStart, GradientSource, Links, Optimiser, PositivePhase, Preset, Units};
use glassbox::physics::seed::{ChaCha8Rng, Seed, Stream, below};

fn exact() -> BoltzmannConfig {
    BoltzmannConfig {
        links: Links::FULL,
        optimiser: Optimiser::Nesterov,
        learning_rate: 0.1,
        initial_spread: 0.3,
        updates: 230,
        seed: Seed(1),
        ..BoltzmannConfig::default()
    }
}

fn sampled() -> BoltzmannConfig {
    BoltzmannConfig {
        source: GradientSource::Sampled { chains: 64, sweeps: 3 },
        positive: PositivePhase::Sampled,
        units: Units::Binary,
        optimiser: Optimiser::Adam,
        ..exact()
    }
}

/// Everything that must repeat; numbers are written to their last digit.
fn bits(view: &BoltzmannView) -> String {
    format!("{view:?}")
}

fn whole(config: &BoltzmannConfig) -> Driver<BoltzmannSession> {
    let mut driver = Driver::new(config).unwrap();
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(u64::MAX);
    driver
}

#[test]
fn slices_interruptions_and_threads_do_not_matter() {
    for config in [exact(), sampled()] {
        let wanted = whole(&config).snapshot().view;
        assert_eq!(wanted.update, 230);
        for slice in [1, 7, 100] {
            let mut driver = Driver::<BoltzmannSession>::new(&config).unwrap();
            for _ in 0..230_u64.div_ceil(slice) {
                driver.apply(Command::Step(slice)).unwrap();
                driver.run_until_idle(u64::MAX);
                driver.snapshot();
            }
            assert!(bits(&wanted) == bits(&driver.snapshot().view), "slices of {slice}");
        }
        let mut session = BoltzmannSession::new(&config).unwrap();
        let asked = AtomicU64::new(0);
        let mut interruptions = 0;
        loop {
            // One question in a hundred is answered by yes, whichever.
            let stop = || Seed(asked.fetch_add(1, Ordering::Relaxed)).next().0.is_multiple_of(100);
            match session.advance(&stop) {
                Flow::Unfinished => interruptions += 1,
                Flow::Continue => {}
                Flow::Done => break,
            }
        }
        assert!(interruptions > 5, "{interruptions}");
        assert!(bits(&wanted) == bits(&session.view()), "after {interruptions} interruptions");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert!(pool.install(|| bits(&whole(&config).snapshot().view)) == bits(&wanted), "one thread");
    }
}

#[test]
fn a_replayed_run_is_the_same_run() {
    let mut driver = Driver::<BoltzmannSession>::new(&exact()).unwrap();
    let commands = [
        BoltzmannCmd::LearningRate(0.05),
        BoltzmannCmd::Source(GradientSource::Sampled { chains: 40, sweeps: 2 }),
        BoltzmannCmd::Positive(PositivePhase::Sampled),
        BoltzmannCmd::Chains(ChainStart::Restart),
        BoltzmannCmd::Clamp(2),
        BoltzmannCmd::Optimiser(Optimiser::Newton),
        BoltzmannCmd::Watch { i: 3, j: 4 },
        BoltzmannCmd::Source(GradientSource::Exact),
        BoltzmannCmd::Look(20),
        BoltzmannCmd::Free,
    ];
    for command in commands {
        driver.apply(Command::Step(11)).unwrap();
        driver.run_until_idle(u64::MAX);
        driver.apply(Command::Model(command)).unwrap();
    }
    let again = replay::<BoltzmannSession>(driver.recording(), driver.steps_done());
    assert!(bits(&again.unwrap().snapshot().view) == bits(&driver.snapshot().view));
}

#[test]
fn the_update_that_is_explained_is_the_one_that_is_made() {
    for optimiser in Optimiser::ALL {
        for config in [exact(), sampled()] {
            let config = BoltzmannConfig { optimiser, learning_rate: optimiser.usual_rate(), ..config };
            let mut session = BoltzmannSession::new(&config).unwrap();
            for pair in [(0, 1), (1, 4), (5, 3), (2, 2)] {
                session.apply(BoltzmannCmd::Watch { i: pair.0, j: pair.1 }).unwrap();
                let before = session.view();
                let explained = before.explanation;
                assert!((explained.data_term - explained.model_term - explained.difference).abs() < 1e-12);
                session.step();
                let machine = session.machine();
                let value =
                    if pair.0 == pair.1 { machine.biases()[pair.0] } else { machine.weights()[(pair.0, pair.1)] };
                assert_eq!(explained.value + explained.change, value, "{optimiser:?} {pair:?}");
                assert!(explained.change != 0.0);
            }
        }
    }
    // The data term is the average of the rows' own.
    let mut session = BoltzmannSession::new(&exact()).unwrap();
    session.apply(BoltzmannCmd::Watch { i: 4, j: 6 }).unwrap();
    let terms = (0..4).map(|row| {
        session.apply(BoltzmannCmd::Clamp(row)).unwrap();
        let view = session.view();
        assert_eq!((view.chains.row, view.chains.is_held), (row, true));
        assert_eq!(view.chains.clamped[..3], *view.target.rows().row(row).unwrap());
        view.explanation.row_term / 4.0
    });
    let mean: f64 = terms.collect::<Vec<f64>>().iter().sum();
    assert!((mean - session.view().explanation.data_term).abs() < 1e-12, "{mean}");
}

#[test]
fn the_cursor_looks_at_checkpoints_while_learning_goes_on() {
    let config = BoltzmannConfig { updates: 3000, ..exact() };
    let mut driver = Driver::<BoltzmannSession>::new(&config).unwrap();
    driver.apply(Command::Step(1500)).unwrap();
    driver.run_until_idle(u64::MAX);
    driver.apply(Command::Model(BoltzmannCmd::Look(700))).unwrap();
    let view = driver.snapshot().view;
    assert!(!view.is_live && view.looked.update <= 700 && view.looked.update > 600, "{}", view.looked.update);
    assert!(view.checkpoints.contains(&view.looked.update) && view.checkpoints.len() <= 257);
    let looked = Arc::clone(&view.looked);
    let short = whole(&BoltzmannConfig { updates: looked.update, ..config.clone() }).snapshot().view;
    assert_eq!(*short.looked, *looked, "what is looked at is what was");
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(u64::MAX);
    let view = driver.snapshot().view;
    assert_eq!((view.update, view.is_live), (3000, false));
    assert_eq!(*view.looked, *looked);
    driver.apply(Command::Model(BoltzmannCmd::Live)).unwrap();
    assert_eq!(driver.snapshot().view.looked.update, 3000);
    driver.apply(Command::Model(BoltzmannCmd::Extend(3010))).unwrap();
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(u64::MAX);
    assert_eq!(driver.snapshot().view.update, 3010);
    let history = driver.snapshot().view.history;
    assert!(history.kl.len() <= 1025 && history.orders.len() == 3 && history.beta.is_empty());
}

#[test]
fn what_is_refused_leaves_the_session_as_it_was() {
    let mut session = BoltzmannSession::new(&exact()).unwrap();
    for _ in 0..5 {
        session.step();
    }
    let before = bits(&session.view());
    let refused = [
        (BoltzmannCmd::LearningRate(f64::NAN), "learning rate is NaN"),
        (BoltzmannCmd::WeightDecay(-1.0), "weight decay is -1"),
        (BoltzmannCmd::Source(GradientSource::Sampled { chains: 1, sweeps: 1 }), "chains is 1"),
        (BoltzmannCmd::Source(GradientSource::Sampled { chains: 8, sweeps: 0 }), "sweeps is 0"),
        (BoltzmannCmd::Samples(0), "sample is 0"),
        (BoltzmannCmd::Extend(4), "5 updates are done"),
        (BoltzmannCmd::Extend(u64::MAX), "it can be up to"),
        (BoltzmannCmd::Look(6), "still to come"),
        (BoltzmannCmd::Watch { i: 0, j: 7 }, "there is no unit 7"),
        (BoltzmannCmd::Clamp(4), "there is no row 4"),
    ];
    for (command, words) in refused {
        let refusal = session.apply(command.clone()).unwrap_err().to_string();
        assert!(refusal.contains(words), "{command:?}: {refusal}");
        assert!(bits(&session.view()) == before, "{command:?}");
    }
    let restricted = BoltzmannConfig { links: Links::RESTRICTED, ..exact() };
    let mut session = BoltzmannSession::new(&restricted).unwrap();
    assert!(session.apply(BoltzmannCmd::Watch { i: 0, j: 1 }).unwrap_err().to_string().contains("not joined"));
    for (config, words) in [
        (BoltzmannConfig { hidden: 18, ..exact() }, "21 visible and hidden units"),
        (BoltzmannConfig { beta: -1.0, ..exact() }, "β is -1"),
        (BoltzmannConfig { initial_spread: f64::NAN, ..exact() }, "NaN"),
        (BoltzmannConfig { learning_rate: 0.0, ..exact() }, "learning rate is 0"),
        (BoltzmannConfig { updates: u64::MAX, ..exact() }, "up to"),
        (BoltzmannConfig { data: BoltzmannData::Preset(Preset::Parity { bits: 40 }), ..exact() }, "parity is 40"),
    ] {
        let refusal = BoltzmannSession::new(&config).err().unwrap().to_string();
        assert!(refusal.contains(words), "{refusal}");
    }
}

fn any_command(rng: &mut ChaCha8Rng) -> BoltzmannCmd {
    let rates = [0.01, 0.1, 1.0, 1000.0, 0.0, f64::NAN, f64::INFINITY, -1.0];
    let mut rate = || rates[below(rng, rates.len() as u32) as usize];
    let (first, second) = (rate(), rate());
    let mut number = |bound: u32| below(rng, bound) as usize;
    match number(14) {
        0 => BoltzmannCmd::LearningRate(first),
        1 => BoltzmannCmd::WeightDecay(second),
        2 => BoltzmannCmd::Optimiser(Optimiser::ALL[number(4)]),
        3 => BoltzmannCmd::Source(GradientSource::Exact),
        4 => BoltzmannCmd::Source(GradientSource::Sampled { chains: number(40), sweeps: number(4) }),
        5 => BoltzmannCmd::Positive(PositivePhase::ALL[number(3)]),
        6 => BoltzmannCmd::Chains(if number(2) == 0 { ChainStart::Restart } else { ChainStart::Continue }),
        7 => BoltzmannCmd::Samples(number(3)),
        8 => BoltzmannCmd::AsPrinted(number(2) == 0),
        9 => BoltzmannCmd::Extend(number(600) as u64),
        10 => BoltzmannCmd::Look(number(300) as u64),
        11 => BoltzmannCmd::Watch { i: number(9), j: number(9) },
        12 => BoltzmannCmd::Clamp(number(6)),
        _ => {
            if number(2) == 0 {
                BoltzmannCmd::Free
            } else {
                BoltzmannCmd::Live
            }
        }
    }
}

#[test]
fn no_row_of_commands_breaks_it() {
    let mut rng = Seed(77).stream(Stream::Dynamics);
    for round in 0..12_u64 {
        let links = Links { visible_visible: round % 2 == 0, hidden_hidden: round % 3 == 0 };
        let hidden = [0, 1, 4][round as usize % 3];
        let config = BoltzmannConfig { links, hidden, units: Units::ALL[round as usize % 2], ..sampled() };
        let mut driver = Driver::<BoltzmannSession>::new(&config).unwrap();
        let mut refused = 0;
        for _ in 0..60 {
            let command = any_command(&mut rng);
            let before = bits(&driver.snapshot().view);
            if driver.apply(Command::Model(command.clone())).is_err() {
                refused += 1;
                assert!(bits(&driver.snapshot().view) == before, "{command:?}");
            }
            driver.apply(Command::Step(u64::from(below(&mut rng, 6)))).unwrap();
            driver.run_until_idle(u64::MAX);
            let view = driver.snapshot().view;
            assert!(view.looked.machine.weights().iter().all(|weight| weight.is_finite()));
            assert!(view.looked.kl.is_some_and(f64::is_finite) && view.looked.phases.largest.is_finite());
        }
        assert!(refused > 5, "{refused}");
        let again = replay::<BoltzmannSession>(driver.recording(), driver.steps_done()).unwrap().snapshot().view;
        assert!(bits(&again) == bits(&driver.snapshot().view));
    }
}

#[test]
fn parity_appears_as_a_coupling_of_three_and_none_of_two() {
    // What the lab opens with.
    let mut session = BoltzmannSession::new(&BoltzmannConfig::default()).unwrap();
    let largest = |session: &BoltzmannSession, order: usize| {
        session.moment().couplings.as_ref().map(|couplings| couplings.largest[order - 1]).unwrap()
    };
    let (mut pairs, mut triple, mut learnt) = (0.0_f64, 0.0, None);
    loop {
        pairs = pairs.max(largest(&session, 2));
        let now = largest(&session, 3);
        let update = session.moment().update;
        assert!(update < 100 || now > triple - 1e-4, "J3 falls at {update}");
        triple = now;
        if learnt.is_none() && session.moment().kl.unwrap() < 1e-3 {
            learnt = Some(update);
        }
        if session.step() == Flow::Done {
            break;
        }
    }
    println!("KL < 0.001 at update {learnt:?}; |J2| < {pairs:.4} all along, J3 = {triple:.2} at the end");
    assert!(learnt.is_some() && pairs < 1e-2 && triple > 3.0, "{learnt:?} {pairs} {triple}");
}

#[test]
fn the_formula_as_printed_does_not_learn() {
    let end = |as_printed| {
        let data = BoltzmannData::Preset(Preset::Random { bits: 3, seed: Seed(2) });
        let config = BoltzmannConfig { as_printed, data, updates: 1500, ..exact() };
        whole(&config).snapshot().view.looked.kl.unwrap()
    };
    let (right, printed) = (end(false), end(true));
    println!("KL {right:.2e} with p(h|v), {printed:.3} as printed");
    assert!(right < 1e-2 && printed > 0.1, "{right} {printed}");
}

#[test]
fn machines_too_large_to_enumerate_learn_by_chains() {
    let values: Vec<u8> = (0..6 * 30).map(|k| u8::from(k % 7 < 3)).collect();
    let rows = OwnRows { name: "stripes".to_owned(), visible: 30, values: values.into(), weights: Arc::default() };
    let config =
        BoltzmannConfig { data: BoltzmannData::Rows(rows), hidden: 5, updates: 60, learning_rate: 0.02, ..sampled() };
    let view = whole(&config).snapshot().view;
    assert_eq!((view.looked.kl, view.wanted.is_some(), view.floor.is_some()), (None, false, false));
    assert!(view.looked.temperature.is_some() && view.history.kl.is_empty() && !view.history.largest.is_empty());
    let config = serde_json::from_str::<BoltzmannConfig>(&serde_json::to_string(&config).unwrap()).unwrap();
    assert!(bits(&whole(&config).snapshot().view) == bits(&view), "a configuration that was written and read");
}

#[test]
fn newton_wins_the_race() {
    let data = BoltzmannData::Preset(Preset::Random { bits: 5, seed: Seed(2) });
    let run = BoltzmannConfig { data, hidden: 0, updates: 2000, ..exact() };
    let mut race = OptimiserRace::new(&OptimiserRaceConfig::new(run.clone())).unwrap();
    race.run_to_end();
    let view = race.view();
    let reached: Vec<u64> = view.racers.iter().map(|racer| racer.reached.unwrap_or(u64::MAX)).collect();
    println!("gradient, nesterov, adam, newton: {reached:?}");
    assert!(reached[3] <= 15 && reached[..3].iter().all(|&others| others > 2 * reached[3]), "{reached:?}");
    assert!(view.racers.iter().all(|racer| racer.kl[0] == view.racers[0].kl[0]), "all from one start");
    let progress = race.progress().unwrap();
    assert_eq!(progress.done, progress.total);
    let mut none = OptimiserRaceConfig::new(run);
    none.racers.clear();
    assert!(OptimiserRace::new(&none).err().unwrap().to_string().contains("0 racers"));
}

#[test]
fn seeds_are_timed_until_their_code_is_found() {
    let run = BoltzmannConfig { updates: 600, ..BoltzmannConfig::of_preset(Preset::Encoder { group: 4 }) };
    let config = SolutionTimesConfig { run, seeds: 20, every: 20 };
    let finished = |config: &SolutionTimesConfig| {
        let mut job = SolutionTimes::new(config).unwrap();
        job.run_to_end();
        let progress = job.progress().unwrap();
        assert_eq!(progress.done, progress.total);
        job.view()
    };
    let view = finished(&config);
    println!("share {:?}, median {:?}", view.share, view.median);
    assert_eq!(view.runs.len(), 20);
    for run in view.runs.iter().filter(|run| run.update.is_some()) {
        let mut codes = run.codes.clone();
        codes.sort_unstable();
        assert_eq!(codes, [0, 1, 2, 3], "four rows, and four states of two hidden units");
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(pool.install(|| finished(&config)).runs, view.runs);
    let first = finished(&SolutionTimesConfig { seeds: 1, ..config.clone() });
    assert_eq!(first.runs[0], view.runs[0], "a run does not depend on those next to it");
    assert!(SolutionTimes::new(&SolutionTimesConfig { every: 0, ..config }).is_err());
}

#[test]
fn a_long_first_measurement_waits_and_can_be_given_up() {
    // 14 units and the Fisher matrix of their 105 parameters over all states: too long to be waited for.
    let config = BoltzmannConfig { hidden: 11, optimiser: Optimiser::Newton, updates: 1, ..exact() };
    let mut driver = Driver::<BoltzmannSession>::new(&config).unwrap();
    let first = driver.snapshot();
    assert!(first.view.is_due && !first.running && first.view.failure.is_none() && !first.view.done);
    assert!(first.view.looked.kl.is_none() && first.view.history.largest.is_empty());
    driver.advance(&|| true);
    assert!(driver.has_work() && driver.snapshot().view.is_due, "given up, and to be taken up again");
    // Paused it is measured, and no update is made of it.
    driver.run_until_idle(u64::MAX);
    let measured = driver.snapshot();
    assert!(!measured.view.is_due && measured.view.looked.kl.is_some_and(|kl| kl > 0.0) && !driver.has_work());
    assert_eq!((measured.view.update, measured.step), (0, 0));
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(u64::MAX);
    let wanted = driver.snapshot().view;
    assert_eq!((wanted.update, driver.steps_done()), (1, 1));
    assert!(bits(&wanted) == bits(&whole(&config).snapshot().view), "run at once it is the same");
}

#[test]
fn commands_and_replays_wait_for_a_long_measurement() {
    let config = BoltzmannConfig {
        source: GradientSource::Sampled { chains: 2800, sweeps: 200 },
        positive: PositivePhase::Sampled,
        hidden: 8,
        updates: 1,
        ..exact()
    };
    let mut driver = Driver::<BoltzmannSession>::new(&config).unwrap();
    assert!(driver.snapshot().view.is_due, "2800 chains of eleven units sweep 200 times");
    let rate = BoltzmannCmd::LearningRate(0.05);
    driver.apply(Command::Model(rate)).unwrap();
    let view = driver.snapshot().view;
    assert!(!view.is_due && view.looked.temperature.is_some(), "chains that have swept are looked at again at once");
    assert_eq!((view.learning.learning_rate, driver.steps_done()), (0.05, 0));
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(u64::MAX);
    let again = replay::<BoltzmannSession>(driver.recording(), driver.steps_done()).unwrap().snapshot().view;
    assert!(bits(&driver.snapshot().view) == bits(&again));
}
