//! Thermal dynamics against exact results: enumeration of small networks, and the known facts of mixtures and annealing.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use std::sync::Arc;

use glassbox::engine::core::session::{Flow, Job};
use glassbox::engine::hopfield::ensemble::EnsembleView;
use glassbox::engine::hopfield::relaxation::{Course, Relaxation, RelaxationConfig, Start};
use glassbox::engine::hopfield::sweep::{ParameterSweep, SweepConfig, SweepView};
use glassbox::io::datasets::{self, DataOptions};
use glassbox::physics::annealing::Schedule;
use glassbox::physics::averages::Average;
use glassbox::physics::hopfield::{Acceptance, Dynamics, LearningRule, Network, Tempering, UpdateOrder};
use glassbox::physics::seed::{Seed, Stream};
use glassbox::physics::spins::Pattern;
use glassbox::physics::statistics::Moments;

fn state(size: usize, index: usize) -> Pattern {
    Pattern::from_bits((0..size).map(|bit| index >> bit & 1 == 1))
}

fn index(spins: &[i8]) -> usize {
    spins.iter().enumerate().map(|(bit, &spin)| usize::from(spin > 0) << bit).sum()
}

fn random_network(size: usize, count: usize, seed: u64) -> Arc<Network> {
    let mut rng = Seed(seed).stream(Stream::Patterns);
    let patterns: Vec<_> = (0..count).map(|_| Pattern::random(size, &mut rng)).collect();
    Arc::new(Network::store(&patterns, LearningRule::Hebb).unwrap())
}

/// exp(−E/T)/Z of every state.
fn boltzmann(network: &Network, temperature: f64) -> Vec<f64> {
    let energies: Vec<f64> =
        (0..1 << network.size()).map(|s| network.energy(state(network.size(), s).spins())).collect();
    let lowest = energies.iter().copied().fold(f64::INFINITY, f64::min);
    let weights: Vec<f64> = energies.iter().map(|energy| ((lowest - energy) / temperature).exp()).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

/// χ² of independent draws, states expected fewer than 10 times taken together; less its expectation, in units of
/// its standard deviation √(2 f).
fn chi_squared(counts: &[u64], probabilities: &[f64]) -> f64 {
    let total = counts.iter().sum::<u64>() as f64;
    let (mut chi, mut bins, mut rare) = (0.0, 0.0, (0.0, 0.0));
    let mut add = |count: f64, expected: f64| {
        chi += (count - expected).powi(2) / expected;
        bins += 1.0;
    };
    for (&count, &probability) in counts.iter().zip(probabilities) {
        let (count, expected) = (count as f64, total * probability);
        if expected < 10.0 {
            rare = (rare.0 + count, rare.1 + expected);
        } else {
            add(count, expected);
        }
    }
    if rare.1 >= 10.0 {
        add(rare.0, rare.1);
    }
    let freedom = bins - 1.0;
    (chi - freedom) / (2.0_f64 * freedom).sqrt()
}

/// A fixed seed makes the outcome a fact; of all seeds one in a thousand or so would exceed this.
const CHI_TOLERANCE: f64 = 3.3;

#[test]
fn single_spin_dynamics_samples_the_boltzmann_distribution() {
    // Sweeps between two counted states, so that these are as good as independent. With an odd number of patterns on
    // an even number of spins no spin is ever free: Metropolis would reverse a free one at every visit.
    const THIN: usize = 10;
    for acceptance in Acceptance::ALL {
        for (order, size, count, temperature) in
            [(UpdateOrder::RandomAsynchronous, 10, 3, 1.0), (UpdateOrder::FixedAsynchronous, 8, 3, 0.8)]
        {
            let network = random_network(size, count, 71);
            let rng = Seed(72).stream(Stream::Dynamics);
            let mut run = Dynamics::new(Arc::clone(&network), &state(size, 5), order, temperature, rng).unwrap();
            run.set_acceptance(acceptance);
            let mut counts = vec![0; 1 << size];
            for _ in 0..1_000_000 / THIN {
                (0..THIN).for_each(|_| {
                    run.sweep();
                });
                counts[index(run.spins())] += 1;
            }
            let chi = chi_squared(&counts, &boltzmann(&network, temperature));
            assert!(chi.abs() < CHI_TOLERANCE, "{acceptance:?} {order:?}: {chi} standard deviations");
        }
    }
}

#[test]
fn tempering_samples_every_rung_also_where_one_run_is_stuck() {
    let network = random_network(12, 2, 73);
    let ladder = [0.3, 0.45, 0.65, 1.0];
    for acceptance in Acceptance::ALL {
        let mut run = Tempering::new(&network, &ladder, UpdateOrder::default(), acceptance, Seed(74)).unwrap();
        let mut counts = vec![vec![0; 1 << 12]; ladder.len()];
        // One round in 25 is counted: a replica needs some to climb up and down.
        for round in 0..250_000 {
            run.round(1);
            if round % 25 == 0 {
                for (rung, counts) in counts.iter_mut().enumerate() {
                    counts[index(run.on_rung(rung).unwrap().spins())] += 1;
                }
            }
        }
        for (counts, &temperature) in counts.iter().zip(&ladder) {
            let chi = chi_squared(counts, &boltzmann(&network, temperature));
            assert!(chi.abs() < CHI_TOLERANCE, "{acceptance:?} T = {temperature}: {chi} standard deviations");
        }
    }
}

#[test]
fn single_updates_are_in_detailed_balance() {
    let (size, temperature) = (9, 0.4);
    let network = random_network(size, 3, 75);
    let weights = boltzmann(&network, temperature);
    for acceptance in Acceptance::ALL {
        let rng = Seed(1).stream(Stream::Dynamics);
        let order = UpdateOrder::FixedAsynchronous;
        let mut run = Dynamics::new(Arc::clone(&network), &state(size, 0), order, temperature, rng).unwrap();
        run.set_acceptance(acceptance);
        for site in 0..size {
            assert_eq!(run.next_spin(), Some(site));
            // The probability that a visit of this spin takes the state to the one with it reversed.
            let leave = |from: usize| {
                let mut branch = run.clone();
                branch.set_state(&state(size, from)).unwrap();
                let up = branch.update().probability.unwrap();
                if from >> site & 1 == 1 { 1.0 - up } else { up }
            };
            for from in 0..1 << size {
                let to = from ^ 1 << site;
                let (there, back) = (weights[from] * leave(from), weights[to] * leave(to));
                assert!((there - back).abs() <= 1e-12 * there.max(back), "{acceptance:?} {from} {to}: {there} {back}");
            }
            run.update();
        }
    }
}

/// The magnetisation of one stored pattern, sweep after sweep, after some sweeps to forget the start.
fn overlaps(size: usize, temperature: f64, sweeps: usize, seed: u64) -> Vec<f64> {
    let network = random_network(size, 1, seed);
    let start = network.patterns()[0].clone();
    let rng = Seed(seed).stream(Stream::Dynamics);
    let mut run = Dynamics::new(network, &start, UpdateOrder::default(), temperature, rng).unwrap();
    for _ in 0..40 {
        run.sweep();
    }
    (0..sweeps)
        .map(|_| {
            run.sweep();
            run.overlap(0)
        })
        .collect()
}

#[test]
fn one_memory_has_the_overlap_of_mean_field_theory() {
    for (temperature, wanted) in [(0.5, 0.957_504_024_1), (0.8, 0.710_411_783_5), (0.9, 0.525_429_512_7)] {
        let average = Average::of(&overlaps(50_000, temperature, 160, 81));
        let errors = (average.mean - wanted) / average.standard_error;
        assert!(errors.abs() < 3.0 && average.reliable, "T = {temperature}: {average:?}, {errors} standard errors off");
        assert!(average.standard_error < 0.004);
    }
}

#[test]
fn the_error_bar_is_the_spread_of_independent_runs() {
    let runs: Vec<Average> = (0..20).map(|seed| Average::of(&overlaps(1000, 0.8, 1000, 100 + seed))).collect();
    let spread = Moments::of(runs.iter().map(|run| run.mean)).variance.sqrt();
    let claimed = Moments::of(runs.iter().map(|run| run.standard_error)).mean;
    // The spread of 20 means is itself known to 16 %.
    assert!((claimed / spread - 1.0).abs() < 0.4, "error bars {claimed}, spread {spread}");
    // Values one sweep apart are far from independent: without the autocorrelation the bar would be too short.
    let time = Moments::of(runs.iter().map(|run| run.autocorrelation_time)).mean;
    assert!((1.1..1.8).contains(&time) && runs.iter().all(|run| run.reliable), "{time} sweeps");
}

/// In how many of some runs the 3-mixture is one for 100 sweeps: all three overlaps above 0.2, and no two of them
/// further apart than 0.25.
fn surviving_mixtures(patterns: &[Pattern], temperature: f64, runs: u64, seed: u64) -> usize {
    let network = Arc::new(Network::store(patterns, LearningRule::Hebb).unwrap());
    let sum = |site: usize| patterns.iter().map(|pattern| i32::from(pattern.spins()[site])).sum::<i32>();
    let mixture = Pattern::from_bits((0..network.size()).map(|site| sum(site) > 0));
    let alive = |run: u64| {
        let rng = Seed(seed).indexed(Stream::Replicas, run);
        let mut dynamics =
            Dynamics::new(Arc::clone(&network), &mixture, UpdateOrder::default(), temperature, rng).unwrap();
        (0..100).all(|_| {
            dynamics.sweep();
            let overlaps = dynamics.overlaps();
            let (low, high) = overlaps.iter().fold((1.0_f64, -1.0_f64), |(low, high), &m| (low.min(m), high.max(m)));
            low > 0.2 && high - low < 0.25
        })
    };
    (0..runs).filter(|&run| alive(run)).count()
}

fn patterns(data: &str, seed: u64) -> Vec<Pattern> {
    let data = datasets::open(&data.parse().unwrap(), &DataOptions::default(), Seed(seed)).unwrap();
    (0..data.rows()).map(|row| data.pattern(row).unwrap()).collect()
}

#[test]
fn mixtures_live_up_to_their_temperature_in_large_balanced_sets_only() {
    let balanced = patterns("random:3x16000:balanced", 91);
    let (warm, hot) = (surviving_mixtures(&balanced, 0.40, 10, 92), surviving_mixtures(&balanced, 0.46, 10, 93));
    assert!(warm >= 9 && hot == 0, "{warm} of 10 at T = 0.40, {hot} of 10 at T = 0.46");
    // Three random memories of 1000 spins are not orthogonal: the mixture dies far below T_3 = 0.46.
    let random = |set| surviving_mixtures(&patterns("random:3x1000", set), 0.40, 1, 95);
    let alive: usize = (200..210).map(random).sum();
    assert!(alive <= 1, "{alive} of 10");
}

fn anneal(network: &Arc<Network>, schedule: Schedule, runs: u64) -> EnsembleView {
    let config = RelaxationConfig {
        network: Arc::clone(network),
        order: UpdateOrder::default(),
        acceptance: Acceptance::Glauber,
        course: Course::Scheduled(schedule),
        start: Start::Random,
        runs,
        seed: Seed(7),
    };
    let mut job = Relaxation::new(&config).unwrap();
    job.run_to_end();
    job.view()
}

#[test]
fn annealing_escapes_where_a_quench_is_stuck() {
    let network = random_network(400, 7, 1);
    let slow = anneal(&network, "linear:1.1:0.02:55".parse().unwrap(), 200);
    let quench = anneal(&network, Schedule::constant(0.0, 55), 200);
    assert_eq!((slow.done, quench.done), (200, 200));
    assert!(slow.pure() >= 190, "{slow:?}");
    assert!(quench.pure() < 175, "{quench:?}");
    assert!(quench.mixtures(3) > 5 && slow.mean_energy < quench.mean_energy);
    let counted: u64 = slow.classes.iter().map(|(_, count)| count).sum();
    assert_eq!(counted, 200);
}

fn in_pool<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

fn sweep(config: &SweepConfig) -> (SweepView, Vec<Vec<f64>>) {
    let mut job = ParameterSweep::new(config).unwrap();
    let mut finished = 0;
    let mut flow = Flow::Continue;
    while flow == Flow::Continue {
        flow = job.step();
        let view = job.view();
        assert!(view.done >= finished && view.cells[..view.done].iter().all(|cell| cell.done));
        finished = view.done;
    }
    let values = (0..config.points.len()).map(|cell| job.values(cell).to_vec()).collect();
    (job.view(), values)
}

#[test]
fn threads_change_no_bit() {
    let network = random_network(100, 5, 3);
    let schedule: Schedule = "geometric:1.2:0.1:20".parse().unwrap();
    let energies = |threads| in_pool(threads, || anneal(&network, schedule.clone(), 40).mean_energy.unwrap().to_bits());
    assert_eq!(energies(1), energies(2));
    let grids = [
        SweepConfig::phase(200, &[0.05, 0.2], &[0.2, 0.6, 1.1], 7, Seed(4)),
        SweepConfig::basin(150, &[0.02, 0.3], &[0.1, 0.4], 30, Seed(5)),
        SweepConfig { rule: LearningRule::PseudoInverse, ..SweepConfig::capacity(&[60, 90], &[0.1, 0.4], 20, Seed(6)) },
    ];
    for grid in &grids {
        let (one, two) = (in_pool(1, || sweep(grid)), in_pool(2, || sweep(grid)));
        assert_eq!(one.1, two.1);
        assert!(one.1.iter().all(|values| values.len() as u64 == grid.runs));
    }
}

#[test]
fn recall_falls_over_more_sharply_in_larger_networks() {
    let alphas = [0.08, 0.13, 0.16, 0.20];
    let (view, _) = sweep(&SweepConfig::capacity(&[100, 1000], &alphas, 60, Seed(11)));
    let fraction: Vec<f64> = view.cells.iter().map(|cell| cell.mean.unwrap()).collect();
    let (small, large) = fraction.split_at(4);
    // Below the capacity the large network is the better one, beyond it the worse: the curves cross.
    assert!(large[0] == 1.0 && large[1] >= 0.9 && large[3] < 0.1, "{fraction:?}");
    assert!(small[3] > large[3] + 0.3 && small[1] < large[1] + 0.05, "{fraction:?}");
    assert!(view.cells.iter().all(|cell| cell.runs == 60 && cell.stderr.is_some()));
}

#[test]
fn the_diagram_has_its_theoretical_overlaps_and_basins_their_measured_fractions() {
    let (view, _) = sweep(&SweepConfig::phase(1000, &[0.02, 0.05], &[0.3, 0.4], 6, Seed(12)));
    // The replica-symmetric overlaps; what is left is the finite size.
    for (cell, wanted) in view.cells.iter().zip([0.995_85, 0.980_40, 0.991_17, 0.966_19]) {
        assert!((cell.mean.unwrap() - wanted).abs() < 0.01, "{cell:?} for {wanted}");
    }
    let (view, _) = sweep(&SweepConfig::phase(1000, &[0.05], &[1.2], 6, Seed(13)));
    assert!(view.cells[0].mean.unwrap().abs() < 0.1, "{view:?}");
    let (view, _) = sweep(&SweepConfig::basin(400, &[0.02, 0.1], &[0.0, 0.3, 0.45], 60, Seed(14)));
    let fraction: Vec<f64> = view.cells.iter().map(|cell| cell.mean.unwrap()).collect();
    assert!(fraction[0] == 1.0 && fraction[1] >= 0.95 && fraction[3] >= 0.95, "{fraction:?}");
    assert!(fraction[2] > 0.3 && fraction[4] < 0.8 && fraction[5] < 0.05, "{fraction:?}");
}

#[test]
fn a_stopped_sweep_keeps_its_finished_cells_and_can_go_on() {
    let config = SweepConfig::phase(300, &[0.05, 0.1, 0.15], &[0.2, 0.5], 20, Seed(15));
    let mut job = ParameterSweep::new(&config).unwrap();
    while job.view().done < 2 {
        job.step();
    }
    let (half, progress) = (job.view(), job.progress().unwrap());
    assert!(half.done < 6 && progress.done > 0 && progress.done < progress.total);
    job.run_to_end();
    let whole = job.view();
    assert_eq!(whole.cells[..2], half.cells[..2]);
    assert_eq!((whole.done, job.progress().unwrap().fraction()), (6, 1.0));
}

#[test]
fn grids_that_cannot_be_run_are_refused_in_words() {
    let refusal = |config: &SweepConfig| ParameterSweep::new(config).err().unwrap().to_string();
    let phase = |alpha, temperature| SweepConfig::phase(100, &[alpha], &[temperature], 1, Seed(1));
    assert_eq!(refusal(&phase(-0.1, 0.5)), "the load is -0.1; it must be a finite number, zero or more");
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        assert!(refusal(&phase(bad, 0.5)).contains("the load is"));
        assert!(refusal(&phase(0.1, bad)).contains("the temperature is"));
        assert!(refusal(&SweepConfig::basin(100, &[0.1], &[bad], 1, Seed(1))).contains("fraction of flipped"));
    }
    assert!(refusal(&phase(1e9, 0.5)).contains("too many"));
    assert!(refusal(&SweepConfig::capacity(&[], &[0.1], 1, Seed(1))).contains("0 cells"));
    assert!(refusal(&SweepConfig::capacity(&[0], &[0.1], 1, Seed(1))).contains("at least one spin"));
    assert!(refusal(&SweepConfig { runs: 0, ..phase(0.1, 0.5) }).contains("0 runs"));
    let storkey = SweepConfig { rule: LearningRule::Storkey, ..SweepConfig::capacity(&[5000], &[0.1], 1, Seed(1)) };
    assert!(refusal(&storkey).contains("coupling matrix"));
    // Beyond ten patterns per spin there is no memory, but there is an answer; and 1e-300 is as cold as 0.
    let (view, _) = sweep(&SweepConfig::phase(50, &[12.0, 0.02], &[1e-300], 4, Seed(1)));
    assert!(view.cells[0].mean.unwrap() < 0.9 && view.cells[1].mean == Some(1.0), "{view:?}");
}
