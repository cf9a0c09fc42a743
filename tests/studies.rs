//! The studies of the Recall lab: many runs, the slice along a path, the weights.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests fail by panicking, and measure what must be quick"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use glassbox::engine::core::session::{Flow, Job};
use glassbox::engine::hopfield::couplings::{Couplings, CouplingsConfig, LARGEST_DRAWN};
use glassbox::engine::hopfield::ensemble::{EndClass, Ending, MOST_RUNS};
use glassbox::engine::hopfield::path_slice::{PathSlice, PathSliceConfig};
use glassbox::engine::hopfield::relaxation::{Course, Relaxation, RelaxationConfig, Start};
use glassbox::physics::corruption::Corruption;
use glassbox::physics::hopfield::{Acceptance, LearningRule, Network, UpdateOrder};
use glassbox::physics::seed::{Seed, Stream};
use glassbox::physics::spins::{GridShape, Pattern, hamming};

fn network(size: usize, count: usize, rule: LearningRule) -> Arc<Network> {
    let mut rng = Seed(3).stream(Stream::Patterns);
    let patterns: Vec<_> = (0..count).map(|_| Pattern::random(size, &mut rng)).collect();
    Arc::new(Network::store(&patterns, rule).unwrap())
}

fn many(network: Arc<Network>, start: Start, runs: u64) -> RelaxationConfig {
    RelaxationConfig {
        network,
        order: UpdateOrder::RandomAsynchronous,
        acceptance: Acceptance::Glauber,
        course: at(0.0),
        start,
        runs,
        seed: Seed(8),
    }
}

fn at(temperature: f64) -> Course {
    Course::UntilRest { temperature, most_sweeps: 100 }
}

fn finish<J: Job>(config: &J::Config) -> J {
    let mut job = J::new(config).unwrap();
    assert!((0..1_000_000).any(|_| job.step() == Flow::Done));
    job
}

fn stored(flip: f64, size: usize) -> Start {
    Start::Stored { corruption: Corruption::flip(flip), shape: GridShape::new(size, 1) }
}

#[test]
fn one_thread_and_two_give_the_same_endings() {
    let endings = |threads: usize| -> Vec<Ending> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut all = Vec::new();
            for rule in LearningRule::ALL {
                for start in [stored(0.3, 150), Start::Random] {
                    let mut config = many(network(150, 15, rule), start, 50);
                    config.course = at(if rule == LearningRule::Storkey { 0.4 } else { 0.0 });
                    all.extend_from_slice(finish::<Relaxation>(&config).endings());
                }
            }
            all
        })
    };
    let one = endings(1);
    assert_eq!(one.len(), 100 * LearningRule::ALL.len());
    assert_eq!(one, endings(2));
    assert!(one.iter().any(|ending| ending.class != one[0].class), "endings differ, or this shows nothing");
}

#[test]
fn slicing_and_the_number_of_runs_do_not_change_a_run() {
    let config = |runs| many(network(150, 20, LearningRule::Hebb), stored(0.35, 150), runs);
    let forty = finish::<Relaxation>(&config(40));
    let ten = finish::<Relaxation>(&config(10));
    assert_eq!(forty.endings()[..10], *ten.endings());
    let mut stepped = Relaxation::new(&config(40)).unwrap();
    while stepped.endings().len() < 40 {
        stepped.step();
        stepped.view();
    }
    assert_eq!(stepped.endings(), forty.endings());
}

#[test]
fn what_is_counted_is_what_ended() {
    let size = 400;
    let view = finish::<Relaxation>(&many(network(size, 5, LearningRule::Hebb), stored(0.1, size), 50)).view();
    let memories: Vec<_> = (0..5).map(|mu| (EndClass::Memory(mu), 10)).collect();
    assert_eq!((&*view.classes, view.recalled, view.done, view.total), (&*memories, Some(50), 50, 50));
    let random = finish::<Relaxation>(&many(network(size, 5, LearningRule::Hebb), Start::Random, 200)).view();
    assert_eq!((random.recalled, random.classes.iter().map(|(_, count)| count).sum::<u64>()), (None, 200));
    let count = |anti: bool| -> u64 {
        let wanted = |class: &EndClass| match class {
            EndClass::Memory(_) => !anti,
            EndClass::AntiMemory(_) => anti,
            _ => false,
        };
        random.classes.iter().filter(|(class, _)| wanted(class)).map(|(_, count)| count).sum()
    };
    // Memories and their reverses are equally likely: within four standard errors of a fair coin.
    let (ups, downs) = (count(false) as f64, count(true) as f64);
    assert!((ups - downs).abs() < 4.0 * (ups + downs).sqrt() && ups + downs > 50.0, "{ups} {downs}");
    assert!(random.mean_energy.unwrap() < 0.0 && random.mean_sweeps.unwrap() > 1.0);
}

#[test]
fn a_corrupted_cue_gets_fresh_noise_in_each_run() {
    let network = network(100, 3, LearningRule::Hebb);
    let pattern = network.patterns()[1].clone();
    let (corruption, shape) = (Corruption::flip(0.45), GridShape::new(10, 10));
    let fresh = finish::<Relaxation>(&many(
        Arc::clone(&network),
        Start::Corrupted { pattern: pattern.clone(), corruption, shape },
        60,
    ));
    let view = fresh.view();
    let recalled = view.recalled.unwrap();
    assert!(recalled > 5 && recalled < 60, "{recalled} of 60: at 45 % flips it depends on the noise");
    let same = finish::<Relaxation>(&many(network, Start::Cue(pattern), 60)).view();
    assert_eq!((same.recalled, &*same.classes), (None, &[(EndClass::Memory(1), 60)][..]));
}

#[test]
fn what_all_memories_have_in_common_is_no_recall() {
    // Each memory has eight of 400 spins up: “all down” overlaps with each of them by 0.96.
    let patterns: Vec<_> = (0..10).map(|mu| Pattern::from_bits((0..400).map(|site| site / 8 == mu))).collect();
    let recalled = |rule| {
        let network = Arc::new(Network::store(&patterns, rule).unwrap());
        let (corruption, shape) = (Corruption::flip(0.01), GridShape::new(20, 20));
        let start = Start::Corrupted { pattern: patterns[3].clone(), corruption, shape };
        let view = finish::<Relaxation>(&many(network, start, 20)).view();
        (view.recalled, view.pure())
    };
    assert_eq!(recalled(LearningRule::Hebb), (Some(0), 0), "every run ends in “all down”");
    assert_eq!(recalled(LearningRule::PseudoInverse), (Some(20), 20));
}

#[test]
fn one_step_of_large_networks_is_short() {
    let config = many(network(20_000, 400, LearningRule::Hebb), Start::Random, 100);
    let mut job = Relaxation::new(&config).unwrap();
    for _ in 0..3 {
        let begin = Instant::now();
        job.step();
        assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
    }
    assert!(job.endings().is_empty(), "no recall from random spins ends so soon");
}

#[test]
fn impossible_experiments_are_refused_with_the_number() {
    let refused = |change: fn(&mut RelaxationConfig), words: &str| {
        let mut config = many(network(30, 2, LearningRule::Hebb), Start::Random, 10);
        change(&mut config);
        let sentence = Relaxation::new(&config).err().unwrap().to_string();
        assert!(sentence.contains(words), "{sentence}");
    };
    refused(|config| config.runs = 0, "0 runs");
    refused(|config| config.runs = MOST_RUNS + 1, "1000001 runs");
    refused(|config| config.course = at(f64::NAN), "NaN");
    refused(|config| config.start = stored(2.0, 30), "2");
    refused(|config| config.start = Start::Cue(Pattern::from_bits([true; 7])), "7 spins");
    refused(
        |config| {
            config.network = Arc::new(Network::empty(30, LearningRule::Hebb).unwrap());
            config.start = stored(0.1, 30);
        },
        "nothing is stored",
    );
}

#[test]
fn a_path_begins_and_ends_at_the_energies_of_its_ends() {
    for rule in LearningRule::ALL {
        let network = network(120, 4, rule);
        let [from, to] = [network.patterns()[0].clone(), network.patterns()[3].clone()];
        let flips = hamming(from.spins(), to.spins());
        let ends = [network.energy(from.spins()) / 120.0, network.energy(to.spins()) / 120.0];
        let config = PathSliceConfig { network, from, to, orders: 30, seed: Seed(4) };
        let job = finish::<PathSlice>(&config);
        let view = job.view();
        assert_eq!((view.done, view.min.len(), view.mean.len(), view.max.len()), (30, flips + 1, flips + 1, flips + 1));
        for curve in [&view.min, &view.mean, &view.max] {
            assert!((curve[0] - ends[0]).abs() < 1e-9 && (curve[flips] - ends[1]).abs() < 1e-9, "{rule:?}");
        }
        assert!((0..=flips).all(|k| view.min[k] <= view.mean[k] + 1e-12 && view.mean[k] <= view.max[k] + 1e-12));
        assert!(view.mean[flips / 2] > ends[0], "a barrier lies between two memories");
        let again = finish::<PathSlice>(&config);
        assert_eq!(again.view().mean, view.mean);
        let orders = |orders| PathSlice::new(&PathSliceConfig { orders, ..config.clone() }).err().unwrap().to_string();
        assert!(orders(0).starts_with("0 orders") && orders(10_001).starts_with("10001 orders"));
        let odd = PathSliceConfig { to: Pattern::from_bits([true; 3]), ..config.clone() };
        assert!(PathSlice::new(&odd).err().unwrap().to_string().contains("3 spins"));
        let nowhere = PathSliceConfig { to: config.from.clone(), ..config };
        assert_eq!(finish::<PathSlice>(&nowhere).view().mean.len(), 1);
    }
}

#[test]
fn weights_are_the_couplings_and_the_crosstalk_of_the_memories() {
    let network = network(300, 30, LearningRule::Hebb);
    let view = finish::<Couplings>(&CouplingsConfig { network: Arc::clone(&network) }).view();
    let couplings = view.couplings.unwrap();
    assert_eq!(couplings.dim(), (300, 300));
    assert!([(0, 1), (17, 250), (9, 9)].iter().all(|&(i, j)| couplings[[i, j]] == network.coupling(i, j) as f32));
    let largest = couplings.iter().fold(0.0_f32, |largest, j| largest.max(j.abs()));
    assert!((f64::from(largest) - view.largest).abs() < 1e-6);
    let crosstalk = view.crosstalk.unwrap();
    let sigma = crosstalk.measured_error_stderr;
    // α = 0.1: ½ erfc(√5) = 0.00078; neighbouring spins are not independent, so four standard errors.
    assert!((crosstalk.measured_error - crosstalk.gaussian_error).abs() < 4.0 * sigma + 3e-4, "{crosstalk:?}");
    assert_eq!(crosstalk.gaussian_variance, 0.1);
    let large = self::network(LARGEST_DRAWN + 1, 2, LearningRule::Hebb);
    let view = finish::<Couplings>(&CouplingsConfig { network: large }).view();
    assert!(view.couplings.is_none() && view.crosstalk.is_some(), "too large to be drawn");
    let empty = Arc::new(Network::empty(5, LearningRule::Hebb).unwrap());
    let view = finish::<Couplings>(&CouplingsConfig { network: empty }).view();
    assert!(view.crosstalk.is_none() && view.largest == 0.0);
}
