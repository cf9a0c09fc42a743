//! Continuous memories, their neurons and branches, six landscapes and the capacity, as sessions.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Flow, Job};
use glassbox::engine::hopfield::continuous::{
    Bifurcation, BifurcationConfig, ContinuousConfig, ContinuousRecall, Neurons, NeuronsConfig,
};
use glassbox::engine::hopfield::dense_capacity::{DenseCapacity, DenseCapacityConfig};
use glassbox::engine::hopfield::recall::{Document, Memory, Recall};
use glassbox::engine::hopfield::six_energies::{Landscape, SixEnergies, SixEnergiesConfig};
use glassbox::physics::corruption::Corruption;
use glassbox::physics::hopfield::continuous::continuation::EventKind;
use glassbox::physics::hopfield::continuous::two_layer::TimeConstants;
use glassbox::physics::hopfield::continuous::{Attention, ContinuousRule, Memories, MetastableClass, TwoLayerModel};
use glassbox::physics::hopfield::{Interaction, LearningRule};
use glassbox::physics::seed::{Seed, Stream};
use glassbox::physics::spins::{GridShape, Pattern};
use ndarray::Array2;

fn random(count: usize, size: usize) -> Vec<Pattern> {
    let mut rng = Seed(3).stream(Stream::Patterns);
    (0..count).map(|_| Pattern::random(size, &mut rng)).collect()
}

fn cue(pattern: &Pattern, flipped: f64) -> Pattern {
    Corruption::flip(flipped).apply(pattern, GridShape::new(pattern.len(), 1), None, Seed(4)).unwrap()
}

fn real(pattern: &Pattern) -> Arc<[f64]> {
    pattern.spins().iter().map(|&spin| f64::from(spin)).collect()
}

fn softmax(beta: f64) -> ContinuousRule {
    ContinuousRule::new(Attention::Softmax, beta).unwrap()
}

#[test]
fn beta_leads_from_a_blur_to_a_memory() {
    let patterns = random(20, 100);
    let config = ContinuousConfig {
        memories: Arc::new(Memories::of_patterns(&patterns).unwrap()),
        cue: real(&cue(&patterns[6], 0.2)),
        rule: softmax(1e-4),
    };
    let ended = |rule: ContinuousRule| {
        let mut run = ContinuousRecall::new(&ContinuousConfig { rule, ..config.clone() }).unwrap();
        run.run_to_end();
        run.view()
    };
    let blur = ended(config.rule);
    assert!(
        blur.ended && blur.metastable.class == MetastableClass::Global && blur.retrieved.is_none(),
        "{:?}",
        blur.metastable
    );
    assert_eq!(blur.in_one_step, None);
    let sharp = ended(softmax(0.5));
    assert_eq!((sharp.retrieved, sharp.in_one_step, sharp.metastable.holding), (Some(6), Some(6), 1));
    assert!(sharp.separation.unwrap() > 1.0 && (sharp.overlaps[6] - 1.0).abs() < 1e-6);
    let energies: Vec<f64> = sharp.energies.iter().map(|energy| energy.unwrap()).collect();
    assert!(energies.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9) && energies.len() as u64 == sharp.steps + 1);
    assert!((sharp.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn what_cannot_be_recalled_is_refused() {
    let patterns = random(4, 30);
    let config = ContinuousConfig {
        memories: Arc::new(Memories::of_patterns(&patterns).unwrap()),
        cue: real(&patterns[0]),
        rule: softmax(1.0),
    };
    assert_eq!(ContinuousRecall::new(&config).unwrap().view().nearest.unwrap().0, 0);
    let short = ContinuousConfig { cue: Arc::new([1.0; 3]), ..config };
    assert!(ContinuousRecall::new(&short).err().unwrap().to_string().contains("3 values"));
    let none = ContinuousConfig {
        memories: Arc::new(Memories::new(Array2::zeros((0, 3)).view()).unwrap()),
        cue: Arc::new([0.0; 3]),
        rule: softmax(1.0),
    };
    assert!(ContinuousRecall::new(&none).err().unwrap().to_string().contains("no memory is stored"));
}

#[test]
fn hidden_neurons_rise_compete_and_leave_one() {
    let patterns = random(12, 60);
    let config = NeuronsConfig {
        memories: Arc::new(Memories::of_patterns(&patterns).unwrap()),
        cue: real(&cue(&patterns[2], 0.25)),
        model: TwoLayerModel::Softmax { beta: 0.2 },
        times: TimeConstants { visible: 1.0, hidden: 0.5 },
        step: 0.05,
    };
    let mut run = Neurons::new(&config).unwrap();
    let start = run.view();
    assert!(
        start.hidden.iter().all(|&h| h == 0.0) && start.hidden_activity.iter().all(|&f| (f - 1.0 / 12.0).abs() < 1e-15)
    );
    run.run_to_end();
    let end = run.view();
    assert!(end.ended && end.hidden_activity[2] > 0.99 && end.overlaps[2] > 0.99, "{:?}", end.hidden_activity);
    assert!(end.energy.len() > 2 && end.curves.len() == 12 && end.time > 1.0);
    let model = TwoLayerModel::Dense(Interaction::Exponential);
    let mut exponential = Neurons::new(&NeuronsConfig { model, ..config.clone() }).unwrap();
    exponential.run_to_end();
    assert!(exponential.view().overlaps[2] > 0.99);
    let bad = NeuronsConfig { times: TimeConstants { visible: f64::NAN, hidden: 0.0 }, ..config.clone() };
    assert!(Neurons::new(&bad).err().unwrap().to_string().contains("NaN"));
    assert!(
        Neurons::new(&NeuronsConfig { step: 0.0, ..config }).err().unwrap().to_string().contains("step of time of 0")
    );
}

#[test]
fn branches_come_one_by_one_and_can_be_interrupted() {
    let config =
        BifurcationConfig { memories: Arc::new(Memories::new(Array2::eye(4).view()).unwrap()), low: 0.5, high: 30.0 };
    let mut whole = Bifurcation::new(&config).unwrap();
    whole.run_to_end();
    let view = whole.view();
    assert!(view.complete && view.branches.len() >= 2);
    let events: Vec<_> = view.branches.iter().flat_map(|branch| &branch.events).collect();
    assert!(
        events
            .iter()
            .any(|event| event.kind == EventKind::Appears && (event.beta - 3.218_741_088_336_956_5).abs() < 1e-8)
    );
    assert!(events.iter().any(|event| (event.beta - 4.0).abs() < 1e-8));
    // Interrupted over and over it is the same.
    let mut pieces = Bifurcation::new(&config).unwrap();
    let asked = AtomicU32::new(0);
    let mut patience = 1;
    loop {
        asked.store(0, Ordering::Relaxed);
        let flow = pieces.advance(&|| asked.fetch_add(1, Ordering::Relaxed) >= patience);
        patience *= 2;
        if flow == Flow::Done {
            break;
        }
    }
    assert_eq!(pieces.view().branches, view.branches);
}

#[test]
fn the_printed_energy_is_told_next_to_the_network() {
    let patterns = random(5, 30);
    let shelf = |rule: LearningRule| {
        let memories = patterns.iter().enumerate().map(|(k, pattern)| Memory::new(format!("m{k}"), pattern.clone()));
        let mut document = Document::new(GridShape::new(6, 5), memories.collect(), patterns[0].clone(), Seed(1));
        document.rule = rule;
        Driver::<Recall>::new(&document).unwrap().session().view().load
    };
    assert_eq!(shelf(LearningRule::Hebb).as_printed, None);
    // A document with such a rule is written and read back.
    let mut document = Document::new(GridShape::new(6, 5), Vec::new(), patterns[0].clone(), Seed(1));
    for rule in LearningRule::ALL {
        document.rule = rule;
        let text = serde_json::to_string(&document).unwrap();
        assert_eq!(serde_json::from_str::<Document>(&text).unwrap(), document, "{text}");
    }
    let even = shelf(LearningRule::Dense("dense:4".parse().unwrap())).as_printed.clone().unwrap();
    assert!(even.constant == Some(-1.0) && even.end.is_none() && even.sentence.contains("same energy"));
    let odd = shelf(LearningRule::Dense("dense:3".parse().unwrap())).as_printed.clone().unwrap();
    let end = odd.end.unwrap();
    for site in 0..30 {
        let sum: i32 = patterns.iter().map(|pattern| i32::from(pattern.spins()[site])).sum();
        assert_eq!(i32::from(end[site]), sum.signum());
    }
    assert!(odd.constant.is_none() && odd.overlaps.len() == 5);
}

fn six(patterns: &[Pattern]) -> SixEnergiesConfig {
    SixEnergiesConfig {
        memories: patterns.into(),
        cue: cue(&patterns[3], 0.2),
        followed: 3,
        softmax: 20.0,
        radius: 0.25,
        sweeps: 20,
        seed: Seed(6),
    }
}

#[test]
fn one_cue_falls_in_six_landscapes() {
    // Far beyond Hebb's capacity: n = 2 loses the memory, the others keep it.
    let config = six(&random(60, 100));
    let mut job = SixEnergies::new(&config).unwrap();
    assert!(job.view().falls.iter().all(|fall| (fall.overlaps[0] - 0.6).abs() < 1e-12));
    job.run_to_end();
    let view = job.view();
    assert!(view.complete);
    let ends: Vec<f64> = view.falls.iter().map(|fall| *fall.overlaps.last().unwrap()).collect();
    assert!(ends[0] < 0.9, "{ends:?}");
    assert!(ends[1..].iter().all(|&m| m > 0.98), "{ends:?}");
    for fall in view.falls.iter() {
        let energies: Vec<f64> = fall.energies.iter().flatten().copied().collect();
        assert!(energies.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9), "{}", fall.landscape.title());
        assert_eq!(fall.overlaps.len(), fall.energies.len());
        assert!(matches!(fall.landscape, Landscape::Dense(_)) || fall.ended);
    }
    assert!(SixEnergies::new(&SixEnergiesConfig { followed: 60, ..config.clone() }).is_err());
    assert!(SixEnergies::new(&SixEnergiesConfig { radius: 0.0, ..config.clone() }).is_err());
    assert!(SixEnergies::new(&SixEnergiesConfig { softmax: f64::NAN, ..config }).is_err());
}

#[test]
fn the_capacity_is_where_theory_says() {
    let config = DenseCapacityConfig { points: 6, draws: 40, ..DenseCapacityConfig::usual(40, 2000, Seed(7)) };
    let mut job = DenseCapacity::new(&config).unwrap();
    job.run_to_end();
    let view = job.view();
    assert!(view.complete && view.curves.len() == 4);
    let (mut compared, mut worst) = (0, 0.0_f64);
    for curve in view.curves.iter() {
        assert_eq!(curve.points.len(), config.counts().len());
        for (point, theory) in curve.points.iter().zip(curve.theory.iter()) {
            assert_eq!(point.memories as f64, theory[0]);
            // Some twenty comparisons: four standard errors.
            let deviation = (point.error - theory[1]).abs() / point.error_stderr;
            worst = worst.max(deviation);
            assert!(
                deviation < 4.0,
                "{:?} at K = {}: {} ± {}, {}",
                curve.interaction,
                point.memories,
                point.error,
                point.error_stderr,
                theory[1]
            );
            compared += 1;
        }
    }
    assert!(compared >= 15, "{compared}");
    // Interrupted after each memory it is the same.
    let mut pieces = DenseCapacity::new(&config).unwrap();
    let count = AtomicU32::new(0);
    let interruptions = Cell::new(0);
    while pieces.advance(&|| count.fetch_add(1, Ordering::Relaxed) % 3 == 2) != Flow::Done {
        interruptions.set(interruptions.get() + 1);
    }
    assert!(interruptions.get() > 100);
    let points = |job: &DenseCapacity| job.view().curves.iter().map(|curve| curve.points.to_vec()).collect::<Vec<_>>();
    assert_eq!(points(&pieces), points(&job));
    for (size, most) in [(1, 10), (10, 1), (1 << 20, 1 << 20)] {
        assert!(DenseCapacity::new(&DenseCapacityConfig::usual(size, most, Seed(1))).is_err());
    }
}
