//! The network of the Phases lab: what it measures against theory, what it refuses, and that it repeats.
#![expect(clippy::unwrap_used, reason = "tests may stop at once")]

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Command, Flow, Job, Session};
use glassbox::engine::hopfield::phase_diagram::{PhaseDiagram, PhaseDiagramConfig};
use glassbox::engine::hopfield::phases::{
    ENOUGH, MOST_POINTS, Phases, PhasesCmd, PhasesConfig, PhasesStart, PhasesView, WINDOW,
};
use glassbox::engine::hopfield::retrieval_curve::{Along, RetrievalCurve, RetrievalCurveConfig};
use glassbox::physics::hopfield::LearningRule;
use glassbox::physics::seed::Seed;
use glassbox::physics::statistics::Moments;
use glassbox::physics::theory::lines;
use glassbox::physics::theory::retrieval::{Phase, phase, retrieval};

const SEED: Seed = Seed(5);

fn session(size: usize, patterns: usize, temperature: f64) -> Phases {
    Phases::new(&PhasesConfig::new(size, patterns, temperature, SEED)).unwrap()
}

fn sweep(session: &mut Phases, sweeps: u64) {
    let target = session.view().sweeps + sweeps;
    while session.view().sweeps < target {
        if session.step() == Flow::Done {
            return;
        }
    }
}

fn go(session: &mut Phases, patterns: usize, temperature: f64) {
    session.apply(PhasesCmd::Move { patterns, temperature }).unwrap();
}

#[test]
fn the_measured_overlap_is_that_of_theory() {
    let wanted = retrieval(0.05, 0.4).unwrap().unwrap().overlap;
    assert!((wanted - 0.966).abs() < 5e-4);
    // The error bar is that of one network: another set of memories has another mean.
    let means = (0..8).map(|seed| {
        let mut session = Phases::new(&PhasesConfig::new(4000, 200, 0.4, Seed(seed))).unwrap();
        for _ in 0..100 {
            session.step();
        }
        let view = session.view();
        let measured = view.measured.unwrap();
        assert_eq!((measured.sweeps, measured.averaged), (100, 80));
        assert!(measured.reliable && measured.stderr > 0.0 && measured.stderr < 1e-3, "{measured:?}");
        let theory = view.theory.unwrap();
        assert_eq!((theory.overlap(), theory.phase), (wanted, Phase::Mixed));
        assert_eq!(view.points.last().map(|point| point.measured), Some(measured));
        measured.mean
    });
    let moments = Moments::of(means);
    let error = moments.standard_error();
    assert!(error < 0.002, "{error}");
    assert!((moments.mean - wanted).abs() < 3.0 * error, "{} ± {error} for {wanted}", moments.mean);
}

#[test]
fn one_memory_follows_the_mean_field() {
    let mut session = session(20_000, 1, 0.8);
    sweep(&mut session, 400);
    let view = session.view();
    let measured = view.measured.unwrap();
    // One memory meets no noise from others: theory is that of load 0.
    assert!((view.theory.unwrap().overlap() - 0.7104).abs() < 1e-4);
    assert!((measured.mean - 0.7104).abs() < 4.0 * measured.stderr, "{measured:?}");
    let temperature_above = 1.2;
    go(&mut session, 1, temperature_above);
    sweep(&mut session, 200);
    let view = session.view();
    assert_eq!(view.theory.unwrap().phase, Phase::Paramagnetic);
    assert!(view.measured.unwrap().mean.abs() < 0.05);
}

#[test]
fn at_zero_temperature_the_network_comes_to_rest_and_goes_on_when_moved() {
    let mut session = session(400, 8, 0.0);
    let mut steps = 0;
    while session.step() == Flow::Continue {
        steps += 1;
        assert!(steps < 100);
    }
    let view = session.view();
    assert!(view.at_rest && view.live_point);
    let measured = view.measured.unwrap();
    assert_eq!((measured.mean, measured.stderr), (view.overlap, 0.0));
    assert!(view.overlap > 0.99);
    assert_eq!(session.step(), Flow::Done, "it stays at rest");
    go(&mut session, 8, 0.5);
    assert!(!session.view().at_rest);
    assert_eq!(session.step(), Flow::Continue);
}

#[test]
fn the_smallest_temperatures_are_the_limit() {
    let overlap = |temperature: f64| {
        let mut session = session(1000, 50, temperature);
        sweep(&mut session, 40);
        let view = session.view();
        (view.overlap, view.theory.unwrap().overlap())
    };
    let (limit, theory) = overlap(0.0);
    for temperature in [-0.0, 5e-324, 1e-300, 1e-9] {
        let (near, near_theory) = overlap(temperature);
        assert!((near - limit).abs() <= 2.0 / 1000.0, "{temperature}: {near} for {limit}");
        assert!((near_theory - theory).abs() < 1e-9);
    }
}

/// What is to be the same bit by bit.
fn bits(view: &PhasesView) -> (Vec<u64>, Vec<i8>) {
    let measured = view.measured.map(|m| [m.mean, m.stderr, m.autocorrelation_time]).into_iter().flatten();
    let points =
        view.points.iter().flat_map(|point| [point.place.temperature, point.measured.mean, point.measured.stderr]);
    let history = view.history.iter().flatten().copied();
    let numbers = measured.chain(points).chain(history).chain([view.overlap, view.energy.unwrap_or(9.0)]);
    (numbers.map(f64::to_bits).collect(), view.gauge.to_vec())
}

#[test]
fn the_same_commands_give_the_same_bits_however_they_are_sliced() {
    let commands = [
        (25, PhasesCmd::Move { patterns: 21, temperature: 0.3 }),
        (40, PhasesCmd::SetStart(PhasesStart::GoOn)),
        (41, PhasesCmd::Move { patterns: 60, temperature: 0.3 }),
        (70, PhasesCmd::Move { patterns: 60, temperature: 0.9 }),
        (95, PhasesCmd::SetStart(PhasesStart::Random)),
        (120, PhasesCmd::SetSize(1000)),
        (130, PhasesCmd::SetRule(LearningRule::PseudoInverse)),
        (150, PhasesCmd::Restart),
        (170, PhasesCmd::SetSeed(Seed(9))),
    ];
    let run = |slice: u64, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut driver = Driver::<Phases>::new(&PhasesConfig::new(400, 20, 0.4, SEED)).unwrap();
            let mut due = commands.iter().peekable();
            while driver.steps_done() < 200 {
                while let Some((_, cmd)) = due.next_if(|(at, _)| *at <= driver.steps_done()) {
                    driver.apply(Command::Model(cmd.clone())).unwrap();
                }
                let until = due.peek().map_or(200, |(at, _)| *at);
                let steps = slice.min(until - driver.steps_done());
                driver.apply(Command::Step(steps)).unwrap();
                driver.run_until_idle(u64::MAX);
                driver.snapshot();
            }
            bits(&driver.snapshot().view)
        })
    };
    let reference = run(1, 1);
    for (slice, threads) in [(1, 2), (7, 1), (100, 2)] {
        assert!(run(slice, threads) == reference, "slices of {slice}, {threads} threads");
    }
}

#[test]
fn a_restart_is_the_same_run_and_another_seed_another() {
    for start in [PhasesStart::Memory, PhasesStart::Random] {
        let mut session = Phases::new(&PhasesConfig { start, ..PhasesConfig::new(400, 30, 0.5, SEED) }).unwrap();
        sweep(&mut session, 30);
        let first = bits(&session.view());
        session.apply(PhasesCmd::Restart).unwrap();
        assert_eq!(session.view().sweeps, 0);
        sweep(&mut session, 30);
        assert!(bits(&session.view()) == first);
        session.apply(PhasesCmd::SetSeed(Seed(6))).unwrap();
        sweep(&mut session, 30);
        assert!(bits(&session.view()) != first);
    }
}

#[test]
fn a_network_that_goes_on_restarts_where_it_came_from() {
    // Melted at T = 1.5 and cooled: what it does here is the lower branch of a hysteresis.
    let mut session = session(1000, 50, 1.5);
    sweep(&mut session, 60);
    session.apply(PhasesCmd::SetStart(PhasesStart::GoOn)).unwrap();
    go(&mut session, 50, 0.2);
    let came_with = session.view().overlap;
    assert!(came_with.abs() < 0.3, "{came_with}");
    sweep(&mut session, 30);
    let first = bits(&session.view());
    session.apply(PhasesCmd::Restart).unwrap();
    assert_eq!(session.view().overlap, came_with);
    sweep(&mut session, 30);
    assert!(bits(&session.view()) == first);
}

#[test]
fn one_more_memory_leaves_the_others_as_they_are() {
    // At T = 0 the network rests on the memory while it can: the memory of 5 is the memory of 6.
    let mut session = session(1000, 5, 0.0);
    sweep(&mut session, 5);
    assert_eq!(session.view().overlap, 1.0);
    session.apply(PhasesCmd::SetStart(PhasesStart::GoOn)).unwrap();
    for patterns in [6, 7, 3, 30, 6] {
        go(&mut session, patterns, 0.0);
        assert_eq!(session.view().overlap, 1.0, "the state stays");
        sweep(&mut session, 5);
        assert!(session.view().overlap > 0.99, "{patterns}");
    }
}

#[test]
fn a_move_restarts_the_average_and_leaves_a_point_behind() {
    let mut session = session(100, 5, 0.4);
    sweep(&mut session, ENOUGH - 1);
    assert!(session.view().points.is_empty() && !session.view().live_point);
    sweep(&mut session, 11);
    let here = session.view().measured.unwrap();
    go(&mut session, 6, 0.5);
    let view = session.view();
    assert_eq!((view.sweeps, view.measured, view.live_point), (0, None, false));
    assert_eq!(view.points.len(), 1);
    assert_eq!(view.points[0].measured, here);
    assert_eq!(view.history.as_ref(), [[0.0, 1.0]]);
    // The same place again: its point is written again, as the newest.
    sweep(&mut session, 25);
    go(&mut session, 5, 0.4);
    sweep(&mut session, 25);
    let view = session.view();
    assert_eq!(view.points.len(), 2);
    assert_eq!(view.points[1].place.patterns, 5);
    assert_ne!(view.points[1].measured, here);
    // Another start is another measurement.
    session.apply(PhasesCmd::SetStart(PhasesStart::Random)).unwrap();
    sweep(&mut session, 25);
    assert_eq!(session.view().points.len(), 3);
    let three = session.view().points;
    session.apply(PhasesCmd::ForgetPoints).unwrap();
    assert!(session.view().points.is_empty());
    assert_eq!(session.view().sweeps, 0);
    session.apply(PhasesCmd::BringBack(three.to_vec())).unwrap();
    assert_eq!(session.view().points, three);
    // A newer point of a place stays, and what is none is left out.
    sweep(&mut session, 25);
    let newer = session.view().points;
    assert_ne!(newer, three);
    let mut strange = three[0];
    strange.place.temperature = 0.123;
    strange.measured.mean = f64::NAN;
    session.apply(PhasesCmd::BringBack(vec![three[2], strange])).unwrap();
    assert_eq!(session.view().points, newer);
}

#[test]
fn what_is_kept_does_not_grow_without_end() {
    let mut session = session(10, 1, 0.9);
    for k in 0..MOST_POINTS + 20 {
        go(&mut session, 1, 0.5 + k as f64 * 1e-3);
        sweep(&mut session, ENOUGH);
    }
    let view = session.view();
    assert_eq!(view.points.len(), MOST_POINTS);
    assert_eq!(view.points.last().unwrap().place.temperature, view.config.temperature);
    let long = 3 * WINDOW as u64;
    for _ in 0..long {
        session.step();
    }
    let view = session.view();
    let measured = view.measured.unwrap();
    assert_eq!(measured.sweeps, long + ENOUGH);
    assert!((WINDOW as u64..=2 * WINDOW as u64).contains(&measured.averaged), "{measured:?}");
    assert!(view.history.len() <= 1025);
}

#[test]
fn another_size_keeps_the_load_and_one_memory_stays_one() {
    let mut session = session(1000, 137, 0.2);
    for (size, patterns) in [(100, 14), (4000, 548), (400, 55), (1000, 137), (10, 1), (1000, 137)] {
        session.apply(PhasesCmd::SetSize(size)).unwrap();
        let config = session.view().config;
        assert_eq!((config.size, config.patterns), (size, patterns));
    }
    go(&mut session, 1, 0.2);
    for size in [4000, 100, 1000] {
        session.apply(PhasesCmd::SetSize(size)).unwrap();
        assert_eq!(session.view().config.patterns, 1, "one memory that was asked for stays one");
    }
    session.apply(PhasesCmd::SetSize(997)).unwrap();
    let view = session.view();
    assert!(view.shape.cells() >= 997 && view.shape.width <= 2 * view.shape.height, "{:?}", view.shape);
    assert_eq!(view.gauge.len(), 997);
    assert!(view.gauge.iter().all(|&spin| spin == 1), "it starts on the memory");
}

#[test]
fn other_rules_run_without_a_theory() {
    for rule in [LearningRule::PseudoInverse, LearningRule::Storkey] {
        let mut session = session(100, 20, 0.1);
        session.apply(PhasesCmd::SetRule(rule)).unwrap();
        sweep(&mut session, 30);
        let view = session.view();
        assert!(view.theory.is_none() && view.failure.is_none());
        assert!(view.measured.unwrap().mean > 0.9, "{rule:?} holds 20 memories of 100 spins");
        assert_eq!(view.points.last().unwrap().place.rule, rule);
    }
}

#[test]
fn what_cannot_be_run_is_refused_with_its_value_and_changes_nothing() {
    let good = PhasesConfig::new(1000, 50, 0.4, SEED);
    let bad = [
        (PhasesConfig { size: 9, ..good }, "9 spins"),
        (PhasesConfig { size: 20_001, ..good }, "20001 spins"),
        (PhasesConfig { patterns: 0, ..good }, "0 memories"),
        (PhasesConfig { patterns: 10_001, ..good }, "10.001"),
        (PhasesConfig { patterns: usize::MAX, ..good }, "up to 10"),
        (PhasesConfig { temperature: -0.1, ..good }, "-0.1"),
        (PhasesConfig { temperature: f64::NAN, ..good }, "NaN"),
        (PhasesConfig { temperature: f64::INFINITY, ..good }, "inf"),
        (PhasesConfig { size: 20_000, patterns: 100_000, ..good }, "N p is 2000000000"),
        (PhasesConfig { rule: LearningRule::PseudoInverse, patterns: 5000, ..good }, "pseudo-inverse"),
        (PhasesConfig { rule: LearningRule::Storkey, size: 5000, ..good }, "5000 spins"),
        (PhasesConfig { rule: LearningRule::Storkey, patterns: 500, ..good }, "storkey"),
    ];
    let mut session = Phases::new(&good).unwrap();
    sweep(&mut session, 30);
    let before = bits(&session.view());
    for (config, part) in bad {
        let sentence = Phases::new(&config).err().unwrap().to_string();
        assert!(sentence.contains(part), "{sentence}");
        let same = PhasesConfig { size: good.size, ..config };
        if same.check().is_err() && same.rule == LearningRule::Hebb {
            let cmd = PhasesCmd::Move { patterns: config.patterns, temperature: config.temperature };
            assert!(session.apply(cmd).is_err());
        }
    }
    for cmd in [PhasesCmd::SetSize(0), PhasesCmd::SetSize(usize::MAX), PhasesCmd::SetSize(20_001)] {
        assert!(session.apply(cmd).is_err());
    }
    assert!(bits(&session.view()) == before);
}

#[test]
fn a_large_network_is_cut_into_pieces() {
    let mut session = session(20_000, 3000, 0.1);
    let view = session.view();
    assert!(view.steps_per_sweep > 10, "{}", view.steps_per_sweep);
    let mut building = 0;
    while session.view().energy.is_none() {
        session.step();
        building += 1;
    }
    assert!(building > 5, "{building} steps");
    for _ in 0..view.steps_per_sweep {
        session.step();
    }
    assert_eq!(session.view().sweeps, 1);
}

#[test]
fn the_steps_to_build_and_those_of_a_sweep_are_one_sweep() {
    let builds: Vec<u64> = [(400, 20), (4000, 500), (4000, 540), (4000, 1600), (20_000, 300), (20_000, 450)]
        .into_iter()
        .map(|(size, patterns)| {
            let mut session = session(size, patterns, 0.4);
            let build = session.view().steps_to_build;
            let mut run = |what: &str| {
                let view = session.view();
                for left in (1..=view.steps_to_build + view.steps_per_sweep).rev() {
                    assert_eq!(session.view().sweeps, 0, "{what}: {size}, {patterns}: {left} steps left");
                    session.step();
                }
                assert_eq!(session.view().sweeps, 1, "{what}: {size}, {patterns}");
                assert_eq!(session.view().steps_to_build, 0);
                // Another load: memories are there or not, the network has to be stored.
                session.apply(PhasesCmd::Move { patterns: patterns + 40, temperature: 0.4 }).unwrap();
            };
            run("first");
            run("moved");
            build
        })
        .collect();
    assert_eq!(builds, [0, 0, 1, 2, 2, 3]);
    // A network that is there is not built again.
    let mut session = session(4000, 1600, 0.4);
    while session.view().energy.is_none() {
        session.step();
    }
    go(&mut session, 1600, 0.5);
    assert_eq!(session.view().steps_to_build, 0);
}

#[test]
fn a_sweep_with_a_matrix_of_couplings_is_cut_by_the_work_of_the_matrix() {
    let storkey = PhasesConfig { rule: LearningRule::Storkey, ..PhasesConfig::new(2500, 3, 0.1, SEED) };
    let mut session = Phases::new(&storkey).unwrap();
    assert_eq!(session.view().steps_per_sweep, 2);
    let sweeps: Vec<u64> = (0..4)
        .map(|_| {
            session.step();
            session.view().sweeps
        })
        .collect();
    assert_eq!(sweeps, [0, 1, 1, 2]);
}

#[test]
fn the_diagram_is_that_of_theory_and_closed_at_its_ends() {
    let mut session = PhaseDiagram::new(&PhaseDiagramConfig { largest_load: 0.2, loads: 120 }).unwrap();
    assert!(session.view().points.is_empty() && session.view().phase(0.05, 0.4).is_none());
    while session.step() == Flow::Continue {}
    let view = session.view();
    assert!(view.done() && view.points.windows(2).all(|pair| pair[0].load < pair[1].load));
    assert_eq!(view.points.first().unwrap().retrieval, Some((0.0, 1.0)));
    let last = |with: fn(&glassbox::engine::hopfield::phase_diagram::DiagramPoint) -> Option<(f64, f64)>| {
        view.points.iter().rev().find_map(with).unwrap()
    };
    for (low, high) in [last(|point| point.retrieval), last(|point| point.ground)] {
        assert!(low > 0.0 && high - low < 1e-3, "{low} and {high} do not meet");
    }
    let exact = view.at(0.05).unwrap();
    let wanted = lines::lines(0.05).unwrap();
    assert!((exact.retrieval.unwrap().1 - wanted.retrieval.unwrap()).abs() < 1e-3);
    assert!((exact.ground.unwrap().1 - wanted.ground.unwrap()).abs() < 1e-2);
    for (load, temperature) in [
        (0.0, 0.5),
        (0.01, 0.3),
        (0.05, 0.1),
        (0.05, 0.4),
        (0.1, 0.1),
        (0.1, 0.5),
        (0.13, 0.9),
        (0.19, 1.4),
        (0.05, 1.3),
    ] {
        assert_eq!(view.phase(load, temperature), Some(phase(load, temperature).unwrap().1), "{load} {temperature}");
    }
    assert!(PhaseDiagram::new(&PhaseDiagramConfig { largest_load: f64::NAN, loads: 9 }).is_err());
    assert!(PhaseDiagram::new(&PhaseDiagramConfig { largest_load: 0.2, loads: 1 }).is_err());
}

#[test]
fn a_curve_follows_the_retrieval_state_to_its_end() {
    for (along, end) in [
        (Along::Temperature { load: 0.05 }, lines::lines(0.05).unwrap().retrieval),
        (Along::Temperature { load: 0.0 }, Some(1.0)),
        (Along::Temperature { load: 0.15 }, None),
        (Along::Load { temperature: 0.0 }, Some(lines::capacity().critical_load)),
        (Along::Load { temperature: 0.4 }, Some(lines::critical_load(0.4).unwrap())),
        (Along::Load { temperature: 1.1 }, None),
    ] {
        let mut session = RetrievalCurve::new(&RetrievalCurveConfig { along, points: 33 }).unwrap();
        session.step();
        let first = session.view();
        while session.step() == Flow::Continue {}
        let view = session.view();
        assert_eq!(view.end, end, "{along:?}");
        let Some(end) = end else {
            assert!(view.points.is_empty());
            continue;
        };
        assert!(view.points.len() >= 32, "{along:?}: {}", view.points.len());
        assert_eq!((view.points[0][0], view.points.last().unwrap()[0]), (0.0, end), "{along:?}");
        assert!(view.points.windows(2).all(|pair| pair[0][0] < pair[1][0] && pair[0][1] >= pair[1][1]), "{along:?}");
        assert!(first.points.len() >= 2 && first.points.last().unwrap()[0] == end, "the whole range comes first");
    }
    let bad = RetrievalCurveConfig { along: Along::Load { temperature: -1.0 }, points: 9 };
    assert!(RetrievalCurve::new(&bad).err().unwrap().to_string().contains("-1"));
}
