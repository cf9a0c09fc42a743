//! Continuous memories against the reference tables and enumeration.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use glassbox::physics::hopfield::continuous::continuation::{Continuation, EventKind};
use glassbox::physics::hopfield::continuous::emergent::fixed_means;
use glassbox::physics::hopfield::continuous::retrieval::retrieved;
use glassbox::physics::hopfield::continuous::stability::{gram, spectral_radius};
use glassbox::physics::hopfield::continuous::two_layer::TimeConstants;
use glassbox::physics::hopfield::continuous::{
    Attention, ContinuousRule, Memories, Retrieval, TwoLayer, TwoLayerModel,
};
use glassbox::physics::hopfield::{Interaction, LearningRule, Network};
use glassbox::physics::seed::{Seed, Stream, gaussian_pair};
use glassbox::physics::spins::Pattern;
use glassbox::physics::stop::NEVER;
use ndarray::{Array2, ArrayView1};
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/t04_modern.json")).unwrap()
}

fn list(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn close(found: &[f64], wanted: &[f64], tolerance: f64) -> bool {
    found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < tolerance)
}

/// The five memories of six values.
fn ramsauer() -> (Memories, Vec<f64>) {
    let table = &reference()["ramsauer"];
    let rows: Vec<Vec<f64>> = table["X_rows"].as_array().unwrap().iter().map(list).collect();
    let patterns = Array2::from_shape_fn((rows[0].len(), rows.len()), |(mu, i)| rows[i][mu]);
    (Memories::new(patterns.view()).unwrap(), list(&table["xi0"]))
}

fn softmax(beta: f64) -> ContinuousRule {
    ContinuousRule::new(Attention::Softmax, beta).unwrap()
}

#[test]
fn steps_and_energies_are_those_of_the_table() {
    let (memories, start) = ramsauer();
    let table = reference()["ramsauer"].clone();
    assert!((memories.largest_norm() - table["M"].as_f64().unwrap()).abs() < 1e-14);
    for row in table["traj"].as_array().unwrap() {
        let rule = softmax(row["beta"].as_f64().unwrap());
        let mut run = Retrieval::new(&memories, rule, start.clone()).unwrap();
        let energy = |run: &Retrieval| run.look().energy.unwrap();
        assert!((energy(&run) - row["E0"].as_f64().unwrap()).abs() < 1e-10);
        assert!((rule.energy(&memories, &start).unwrap().unwrap() - energy(&run)).abs() < 1e-13);
        assert!(close(&run.look().weights, &list(&row["softmax0"]), 1e-10));
        run.step(&memories).unwrap();
        assert!(close(run.state(), &list(&row["xi1"]), 1e-10));
        assert!((energy(&run) - row["E1"].as_f64().unwrap()).abs() < 1e-10);
        let mut last = energy(&run);
        while !run.step(&memories).unwrap() {
            assert!(energy(&run) <= last + 1e-14);
            last = energy(&run);
        }
        assert!(close(run.state(), &list(&row["xi_fixed"]), 1e-10));
        assert!(close(&run.look().weights, &list(&row["softmax_fixed"]), 1e-10));
        assert!((energy(&run) - row["E_fixed"].as_f64().unwrap()).abs() < 1e-10);
        let iterations = row["iterations"].as_u64().unwrap();
        assert!(run.steps().abs_diff(iterations) <= 1, "{} {iterations}", run.steps());
    }
}

#[test]
fn all_stable_fixed_points_are_found_with_their_radius() {
    let (memories, _) = ramsauer();
    let gram = gram(&memories);
    for (beta, points) in reference()["ramsauer"]["fixed_points"].as_object().unwrap() {
        let rule = softmax(beta.parse().unwrap());
        let mut rng = Seed(3).stream(Stream::Patterns);
        let mut found: Vec<Vec<f64>> = Vec::new();
        for _ in 0..200 {
            let start: Vec<f64> = (0..3).flat_map(|_| gaussian_pair(&mut rng)).collect();
            let mut run = Retrieval::new(&memories, rule, start).unwrap();
            run.run(&memories, 5_000).unwrap();
            if !found.iter().any(|other| close(other, run.state(), 1e-6)) {
                found.push(run.state().to_vec());
            }
        }
        let points = points.as_array().unwrap();
        assert_eq!(found.len(), points.len(), "beta = {beta}");
        for point in points {
            let wanted = list(&point["xi"]);
            let state = found.iter().find(|state| close(state, &wanted, 1e-8)).unwrap();
            let look = rule.look(&memories, state).unwrap();
            assert!((look.energy.unwrap() - point["E"].as_f64().unwrap()).abs() < 1e-10);
            let radius = spectral_radius(&gram, &look.weights, rule.beta());
            assert!((radius - point["spectral_radius"].as_f64().unwrap()).abs() < 1e-10, "beta = {beta}: {radius}");
        }
    }
}

#[test]
fn the_energy_of_no_rule_ever_rises() {
    let (memories, _) = ramsauer();
    let mut rng = Seed(4).stream(Stream::Patterns);
    for attention in Attention::ALL {
        for beta in [0.1, 0.5, 1.0, 3.0, 10.0] {
            let rule = ContinuousRule::new(attention, beta).unwrap();
            for _ in 0..40 {
                let start: Vec<f64> = (0..3).flat_map(|_| gaussian_pair(&mut rng)).collect();
                let mut run = Retrieval::new(&memories, rule, start).unwrap();
                let mut last = run.look().energy;
                while !run.step(&memories).unwrap() && run.steps() < 2000 {
                    let energy = run.look().energy;
                    if let (Some(last), Some(energy)) = (last, energy) {
                        assert!(energy <= last + 1e-13, "{rule}: {last} to {energy}");
                        assert!(energy >= -1e-13);
                    }
                    last = energy;
                }
            }
        }
    }
}

#[test]
fn orthogonal_memories_lose_and_gain_states_at_the_thresholds_of_the_table() {
    for (count, row) in reference()["ramsauer_identity_thresholds"].as_object().unwrap() {
        let count: usize = count.parse().unwrap();
        let memories = Memories::new(Array2::eye(count).view()).unwrap();
        let mut continuation = Continuation::new(&memories, 0.5, 40.0).unwrap();
        while continuation.advance(NEVER) {}
        let events: Vec<_> = continuation.branches().iter().flat_map(|branch| &branch.events).collect();
        let alone = row["beta_retrieval_appears"].as_f64().unwrap();
        let weight = row["p_at_spinodal"].as_f64().unwrap();
        let fold = events
            .iter()
            .filter(|event| event.kind == EventKind::Appears)
            .find(|event| (event.beta - alone).abs() < 1e-8);
        let fold = fold.unwrap_or_else(|| {
            panic!("K = {count}: {:?}", events.iter().map(|e| (e.kind, e.beta)).collect::<Vec<_>>())
        });
        let largest = fold.weights.iter().copied().fold(0.0, f64::max);
        assert!((largest - weight).abs() < 1e-6, "K = {count}: {largest}");
        let unstable = row["beta_mean_unstable"].as_f64().unwrap();
        let even = |weights: &[f64]| weights.iter().all(|p| (p - 1.0 / count as f64).abs() < 1e-9);
        assert!(
            events.iter().any(|event| even(&event.weights) && (event.beta - unstable).abs() < 1e-8),
            "K = {count}: {:?}",
            events.iter().map(|e| (e.kind, e.beta)).collect::<Vec<_>>()
        );
    }
}

#[test]
fn points_of_branches_are_fixed_points() {
    let (memories, _) = ramsauer();
    let mut continuation = Continuation::new(&memories, 0.3, 40.0).unwrap();
    while continuation.advance(NEVER) {}
    assert!(continuation.branches().len() >= 3);
    let mut at_the_end = 0;
    for branch in continuation.branches() {
        for point in &branch.points {
            let state = memories.weighted_sum(&point.weights);
            let look = softmax(point.beta).look(&memories, &state).unwrap();
            assert!(close(&look.next, &state, 1e-9), "beta = {}", point.beta);
            at_the_end += usize::from(point.is_stable() && (point.beta / 40.0 - 1.0).abs() < 1e-9);
        }
    }
    // Five memories, one of which is never a state of its own.
    assert!(at_the_end >= 3, "{at_the_end}");
    for (beta, points) in reference()["ramsauer"]["fixed_points"].as_object().unwrap() {
        let beta: f64 = beta.parse().unwrap();
        let crossing = |branch: &&glassbox::physics::hopfield::continuous::continuation::Branch| {
            branch
                .points
                .windows(2)
                .filter(|pair| (pair[0].beta - beta) * (pair[1].beta - beta) <= 0.0 && pair[0].is_stable())
                .count()
        };
        let stable: usize = continuation.branches().iter().map(|branch| crossing(&branch)).sum();
        assert!(stable >= points.as_array().unwrap().len(), "beta = {beta}: {stable}");
    }
}

fn gaussian_rows(count: usize, size: usize, seed: u64) -> Array2<f64> {
    let mut rng = Seed(seed).stream(Stream::Patterns);
    let mut numbers = std::iter::repeat_with(move || gaussian_pair(&mut rng)).flatten();
    Array2::from_shape_fn((count, size), |_| numbers.next().unwrap())
}

#[test]
fn emergent_memories_are_exact_means_of_their_sets() {
    // Twenty Gaussian patterns, radius² = 0.9 of the smallest squared distance: all kept, and others emerge with the dimension.
    for (size, at_least) in [(2, 20), (5, 21), (10, 40)] {
        let rows = gaussian_rows(20, size, 8);
        let memories = Memories::new(rows.view()).unwrap();
        let pairs = (0..20).flat_map(|a| (0..a).map(move |b| (a, b)));
        let distance =
            |a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>| a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
        let least = pairs.map(|(a, b)| distance(rows.row(a), rows.row(b))).fold(f64::INFINITY, f64::min);
        let beta = 2.0 / (0.9 * least);
        let found = fixed_means(&memories, beta, 3, NEVER).unwrap().unwrap();
        println!("d = {size}: {} fixed points", found.len());
        assert_eq!(found.iter().filter(|point| point.is_memory()).count(), 20);
        assert!(found.len() >= at_least, "d = {size}: {}", found.len());
        for point in &found {
            for i in 0..size {
                let mean = point.set.iter().map(|&mu| rows[[mu, i]]).sum::<f64>() / point.set.len() as f64;
                assert!((point.state[i] - mean).abs() < 1e-14);
            }
            let near = memories.squared_distances(&point.state);
            let set: Vec<usize> = (0..20).filter(|&mu| near[mu] < 2.0 / beta).collect();
            assert_eq!(set, point.set);
        }
    }
}

#[test]
fn sparsemax_retrieves_exactly_in_one_step_under_its_margin() {
    let (memories, _) = ramsauer();
    for mu in 0..5 {
        let state = memories.memory(mu).unwrap();
        let products = memories.products(&state);
        let other = (0..5).filter(|&nu| nu != mu).map(|nu| products[nu]).fold(f64::NEG_INFINITY, f64::max);
        let margin = products[mu] - other;
        if margin > 0.0 {
            let rule = |beta: f64| ContinuousRule::new(Attention::Sparsemax, beta).unwrap();
            let look = rule(1.0001 / margin).look(&memories, &state).unwrap();
            assert_eq!((look.weights[mu], retrieved(&memories, &look.next)), (1.0, Some(mu)));
            assert!(rule(0.99 / margin).look(&memories, &state).unwrap().weights[mu] < 1.0);
        }
    }
}

#[test]
fn fast_hidden_neurons_are_the_softmax_step() {
    let (memories, start) = ramsauer();
    for beta in [0.5, 4.0, 16.0] {
        let times = TimeConstants { visible: 1.0, hidden: 0.0 };
        let mut two = TwoLayer::new(&memories, TwoLayerModel::Softmax { beta }, times, start.clone()).unwrap();
        two.advance(&memories, 1e6).unwrap();
        assert!(close(two.visible(), &softmax(beta).look(&memories, &start).unwrap().next, 1e-14));
        // A slow run ends at the fixed point.
        let mut two = TwoLayer::new(&memories, TwoLayerModel::Softmax { beta }, times, start.clone()).unwrap();
        let mut energy = f64::INFINITY;
        for _ in 0..4000 {
            two.advance(&memories, 0.05).unwrap();
            assert!(two.energy(&memories) <= energy + 1e-13);
            energy = two.energy(&memories);
        }
        let mut run = Retrieval::new(&memories, softmax(beta), start.clone()).unwrap();
        run.run(&memories, 5000).unwrap();
        assert!(close(two.visible(), run.state(), 1e-9));
        // E of the neurons at rest is the energy of the rule without its offsets.
        let offset = 5.0_f64.ln() / beta + 0.5 * memories.largest_norm().powi(2);
        assert!((energy + offset - run.look().energy.unwrap()).abs() < 1e-9);
    }
}

#[test]
fn the_two_layers_converge_to_second_order() {
    let (memories, start) = ramsauer();
    let times = TimeConstants { visible: 1.0, hidden: 0.7 };
    let end = |steps: u32| {
        let mut two = TwoLayer::new(&memories, TwoLayerModel::Softmax { beta: 3.0 }, times, start.clone()).unwrap();
        for _ in 0..steps {
            two.advance(&memories, 2.0 / f64::from(steps)).unwrap();
        }
        two.visible().to_vec()
    };
    let exact = end(12_800);
    let error = |steps| end(steps).iter().zip(&exact).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    let (coarse, fine) = (error(50), error(100));
    assert!((coarse / fine - 4.0).abs() < 0.3, "{coarse} {fine}");
}

#[test]
fn fast_hidden_neurons_of_signs_are_the_dense_memory() {
    let mut rng = Seed(9).stream(Stream::Patterns);
    let patterns: Vec<_> = (0..12).map(|_| Pattern::random(40, &mut rng)).collect();
    let rows = Array2::from_shape_fn((12, 40), |(mu, i)| f64::from(patterns[mu].spins()[i]));
    let memories = Memories::new(rows.view()).unwrap();
    for name in ["dense:3", "dense:4", "dense-rectified:3", "exponential"] {
        let interaction: Interaction = name.parse().unwrap();
        let network = Network::store(&patterns, LearningRule::Dense(interaction)).unwrap();
        let cue: Vec<f64> = (0..40).map(|i| rows[[5, i]] * if i % 7 == 0 { -1.0 } else { 1.0 }).collect();
        let times = TimeConstants { visible: 1.0, hidden: 0.0 };
        let mut two = TwoLayer::new(&memories, TwoLayerModel::Dense(interaction), times, cue).unwrap();
        let signs =
            |two: &TwoLayer| -> Vec<i8> { two.visible().iter().map(|&v| if v > 0.0 { 1 } else { -1 }).collect() };
        let mut energy = f64::INFINITY;
        for step in 0..2000 {
            two.advance(&memories, 0.01).unwrap();
            let found = two.energy(&memories);
            // With the hidden neurons at rest it is the energy of the dense memory, in its units.
            let dense = network.energy(&signs(&two));
            assert!((found - dense).abs() < 1e-10 * (1.0 + dense.abs()), "{name} {step}: {found}, {dense}");
            assert!(found <= energy + 1e-9, "{name}");
            energy = found;
        }
        assert_eq!(signs(&two), patterns[5].spins(), "{name}");
        assert_eq!(network.unstable(5), 0);
    }
}

#[test]
fn slow_hidden_neurons_lower_the_energy_too() {
    let (memories, start) = ramsauer();
    let times = TimeConstants { visible: 1.0, hidden: 2.0 };
    for model in [
        TwoLayerModel::Softmax { beta: 4.0 },
        TwoLayerModel::Spherical("dense:4".parse().unwrap()),
        TwoLayerModel::Spherical(Interaction::Exponential),
    ] {
        let mut two = TwoLayer::new(&memories, model, times, start.clone()).unwrap();
        let mut last = two.energy(&memories);
        for _ in 0..3000 {
            two.advance(&memories, 0.01).unwrap();
            let energy = two.energy(&memories);
            assert!(energy <= last + 1e-6, "{model:?}: {last} to {energy}");
            last = energy;
        }
        assert!((two.time() - 30.0).abs() < 1e-9);
    }
    let refused = TwoLayer::new(&memories, TwoLayerModel::Softmax { beta: f64::NAN }, times, start.clone());
    assert!(refused.unwrap_err().to_string().contains("NaN"));
    let bad = TimeConstants { visible: -1.0, hidden: 0.0 };
    assert!(
        TwoLayer::new(&memories, TwoLayerModel::Softmax { beta: 1.0 }, bad, start)
            .unwrap_err()
            .to_string()
            .contains("-1")
    );
}

#[test]
fn the_same_bits_come_from_any_number_of_threads() {
    let rows = gaussian_rows(1000, 50, 12);
    let memories = Memories::new(rows.view()).unwrap();
    let state: Vec<f64> = rows.row(3).iter().map(|value| 0.8 * value + 0.1).collect();
    for attention in Attention::ALL {
        let rule = ContinuousRule::new(attention, 0.05).unwrap();
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| rule.look(&memories, &state).unwrap())
        };
        assert_eq!(on(1), on(3), "{attention:?}");
    }
}
