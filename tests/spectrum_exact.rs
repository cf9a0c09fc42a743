//! Singular values, phases and mean-field fixed points against their reference values.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use glassbox::physics::arrays::flat;
use glassbox::physics::math::sigmoid;
use glassbox::physics::mean_field::{FixedPointSearch, FixedPointSettings, Order, RelaxationSettings, fixed_points};
use glassbox::physics::rbm::{Configurations, HiddenUnits, Rbm, VisibleUnits, exact};
use glassbox::physics::seed::{Seed, Stream, uniform};
use glassbox::physics::spectrum::{ReferenceState, scaled_singular_values, singular_values};
use ndarray::ArrayView1;
use serde_json::Value;

const ISING: (VisibleUnits, HiddenUnits) = (VisibleUnits::Ising, HiddenUnits::Ising);
const BERNOULLI: (VisibleUnits, HiddenUnits) = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
/// What the reference was made with, at this order.
fn tight(order: Order) -> FixedPointSettings {
    to(order, 1e-13)
}

/// The same to another tolerance.
fn to(order: Order, tolerance: f64) -> FixedPointSettings {
    let relaxation = RelaxationSettings { order, tolerance, most_iterations: 200_000, persistent: false, damping: 0.0 };
    FixedPointSettings { relaxation, merge_distance: 1e-3 }
}

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/t06_svd.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().map_or_else(|| vec![value.as_f64().unwrap()], |list| list.iter().flat_map(numbers).collect())
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

/// W = w u vᵀ of uniform vectors; Bernoulli units with the biases that centre their fields.
fn uniform_rank_one((visible, hidden): (VisibleUnits, HiddenUnits), w: f64, sites: usize, units: usize) -> Rbm<f64> {
    let weight = w / ((sites * units) as f64).sqrt();
    let centre = if visible == VisibleUnits::Bernoulli { -0.5 * weight } else { 0.0 };
    let (a, b) = (vec![centre * units as f64; sites], vec![centre * sites as f64; units]);
    Rbm::<f64>::from_flat(visible, hidden, vec![weight; sites * units], a, b).unwrap()
}

/// ±1 rows of the reference as configurations.
fn data(reference: &Value) -> Configurations {
    let values: Vec<u8> = numbers(&reference["data"]).into_iter().map(|spin| u8::from(spin > 0.0)).collect();
    Configurations::new(values, 10)
}

fn starting_weights(reference: &Value) -> Rbm<f64> {
    Rbm::<f64>::from_flat(ISING.0, ISING.1, numbers(&reference["W0"]), vec![0.0; 10], vec![0.0; 4]).unwrap()
}

fn relative_error(found: &[f64], wanted: &[f64]) -> f64 {
    let difference: f64 = found.iter().zip(wanted).map(|(a, b)| (a - b).powi(2)).sum();
    (difference / wanted.iter().map(|x| x * x).sum::<f64>()).sqrt()
}

/// M W of a square matrix and a row-major one.
fn times(matrix: &[f64], weights: &[f64], size: usize) -> Vec<f64> {
    let columns = weights.len() / size;
    (0..weights.len())
        .map(|place| {
            let (row, column) = (place / columns, place % columns);
            (0..size).map(|k| matrix[row * size + k] * weights[k * columns + column]).sum()
        })
        .collect()
}

#[test]
fn the_naive_mean_field_magnetises_above_one_and_four() {
    let mut largest = 0.0_f64;
    for entry in reference()["thresholds"].as_array().unwrap() {
        let units = if entry["units"] == "ising" { ISING } else { BERNOULLI };
        let w = number(&entry["w"]);
        let rbm = uniform_rank_one(units, w, 16, 8).to_single();
        let found = fixed_points(&rbm, &Configurations::new(vec![1; 16], 16), &tight(Order::First));
        assert_eq!((found.count, found.unconverged), (1, 0), "{entry}");
        for &mean in found.representatives.row(0) {
            // At w = 1.01 the single-precision weights move the mean 50 times as much as themselves.
            let deviation = (f64::from(mean) - number(&entry["m_v"])).abs();
            assert!(deviation < 3e-6, "{entry}: {mean}");
            largest = largest.max(deviation);
        }
        let fair = ReferenceState::of_data(&rbm, &Configurations::new([[0_u8; 16], [1; 16]].concat(), 16));
        let threshold = fair.scaled_singular_values(&rbm).unwrap()[0];
        let wanted = if units == ISING { w } else { w / 4.0 };
        assert!((threshold - wanted).abs() < 1e-6, "{threshold} is not {wanted}");
    }
    println!("thresholds: largest deviation {largest:.1e}");
}

#[test]
fn the_onsager_term_moves_the_threshold_up() {
    let thresholds = reference();
    for (sizes, threshold) in thresholds["tap2_threshold_rank1_uniform"].as_object().unwrap() {
        let (sites, units) = sizes.split_once('x').unwrap();
        let (sites, units): (usize, usize) = (sites.parse().unwrap(), units.parse().unwrap());
        let search = to(Order::Second, 1e-7);
        let mean = |factor: f64| {
            let rbm = uniform_rank_one(ISING, number(threshold) * factor, sites, units).to_single();
            let found = fixed_points(&rbm, &Configurations::new(vec![1; sites], sites), &search);
            assert_eq!((found.count, found.unconverged), (1, 0));
            found.representatives[[0, 0]]
        };
        let (below, above) = (mean(0.99), mean(1.01));
        assert!(below.abs() < 1e-4 && above > 0.05, "{sizes}: {below} below, {above} above");
    }
}

#[test]
fn a_state_is_lost_where_its_scaled_singular_value_passes_one() {
    let mut rng = Seed(8).stream(Stream::Weights);
    for (visible, hidden) in [ISING, BERNOULLI, (VisibleUnits::Bernoulli, HiddenUnits::Ising)] {
        let (sites, units) = (9, 6);
        let mut means = |ising: bool, count: usize| -> Vec<f64> {
            let low = if ising { -0.8 } else { 0.1 };
            (0..count).map(|_| low + (0.9 - low) * uniform(&mut rng)).collect()
        };
        let state = ReferenceState {
            visible: means(visible == VisibleUnits::Ising, sites),
            hidden: means(hidden == HiddenUnits::Ising, units),
        };
        let weights: Vec<f64> = (0..sites * units).map(|_| 2.0 * uniform(&mut rng) - 1.0).collect();
        let field = |ising: bool, mean: f64| if ising { mean.atanh() } else { (mean / (1.0 - mean)).ln() };
        let answer = |ising: bool, field: f64| if ising { field.tanh() } else { sigmoid(field) };
        for scale in [0.97, 1.03] {
            let single = |weights: &[f64]| {
                let weights = weights.iter().map(|&x| x as f32).collect();
                Rbm::from_flat(visible, hidden, weights, vec![0.0; sites], vec![0.0; units]).unwrap()
            };
            let plain = single(&weights);
            let unscaled = state.scaled_singular_values(&plain).unwrap()[0];
            let weights: Vec<f64> = weights.iter().map(|weight| weight * scale / unscaled).collect();
            let rbm = single(&weights);
            let scaled = scaled_singular_values(&rbm, &state.visible_variance(&rbm), &state.hidden_variance(&rbm));
            assert!((scaled.unwrap()[0] - scale).abs() < 1e-6);
            // Biases that make the state a solution; then a small push, and many steps.
            let down = |hidden: &[f64], site: usize| -> f64 {
                (0..units).map(|k| weights[site * units + k] * hidden[k]).sum()
            };
            let up = |visible: &[f64], unit: usize| -> f64 {
                (0..sites).map(|i| weights[i * units + unit] * visible[i]).sum()
            };
            let is = (visible == VisibleUnits::Ising, hidden == HiddenUnits::Ising);
            let a: Vec<f64> = (0..sites).map(|i| field(is.0, state.visible[i]) - down(&state.hidden, i)).collect();
            let b: Vec<f64> = (0..units).map(|k| field(is.1, state.hidden[k]) - up(&state.visible, k)).collect();
            let mut present: Vec<f64> = state.visible.iter().map(|mean| mean + 1e-7).collect();
            for _ in 0..300 {
                let hidden: Vec<f64> = (0..units).map(|k| answer(is.1, b[k] + up(&present, k))).collect();
                present = (0..sites).map(|i| answer(is.0, a[i] + down(&hidden, i))).collect();
            }
            let moved = relative_error(&present, &state.visible);
            assert!(if scale < 1.0 { moved < 1e-10 } else { moved > 1e-6 }, "{visible:?} at {scale}: {moved}");
        }
    }
}

#[test]
fn singular_values_of_the_data_are_its_principal_axes() {
    let reference = reference();
    let spins: Vec<f32> = numbers(&reference["data"]).into_iter().map(|spin| spin as f32).collect();
    let matrix = Rbm::from_flat(ISING.0, ISING.1, spins, vec![0.0; 48], vec![0.0; 10]).unwrap();
    let found: Vec<f64> = singular_values(&matrix).unwrap().iter().map(|value| value * value / 48.0).collect();
    let wanted = numbers(&reference["data_eigenvalues"]);
    let largest = found.iter().zip(&wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    println!("eigenvalues: largest deviation {largest:.1e}");
    assert!(found.len() == 10 && largest < 1e-12, "{found:?}");
}

#[test]
fn modes_of_small_weights_grow_at_the_rates_of_the_data() {
    let reference = reference();
    let (mut rbm, rows) = (starting_weights(&reference), data(&reference));
    let spin = |value: u8| 2.0 * f64::from(value) - 1.0;
    let correlation: Vec<f64> = (0..100)
        .map(|place| {
            let pairs = rows.iter_rows().map(|row| spin(row[place / 10]) * spin(row[place % 10]));
            pairs.sum::<f64>() / 48.0 - f64::from(u8::from(place / 10 == place % 10))
        })
        .collect();
    // dW/dt = (C − 1) W.
    let wanted = times(&correlation, rbm.parameters().weights, 10);
    let error = relative_error(flat(&exact::gradient(&rbm, &rows).unwrap().products), &wanted);
    println!("linear gradient, Ising: relative error {error:.1e}");
    assert!(error < 1e-6);

    // The rate of each principal axis along the exact gradient flow.
    let before = rbm.parameters().weights.to_vec();
    for _ in 0..100 {
        flow(&mut rbm, &rows, 0.005);
    }
    let error = relative_error(rbm.parameters().weights, &numbers(&reference["W_after_t05"]));
    println!("weights at t = 0.5: relative error {error:.1e}");
    assert!(error < 1e-6);
    let axes = numbers(&reference["data_top_eigenvectors"]);
    for (mode, axis) in axes.chunks(10).enumerate() {
        let along = |weights: &[f64]| -> f64 {
            let projection = |unit: usize| -> f64 { (0..10).map(|i| axis[i] * weights[i * 4 + unit]).sum() };
            (0..4).map(|unit| projection(unit).powi(2)).sum::<f64>().sqrt()
        };
        let rate = (along(rbm.parameters().weights) / along(&before)).ln() / 0.5;
        let [measured, theory] =
            ["linear_rates_measured_t05", "linear_rates_theory"].map(|key| numbers(&reference[key])[mode]);
        println!("rate {mode}: {rate}, theory {theory}");
        assert!((rate - measured).abs() < 1e-6 && (rate / theory - 1.0).abs() < 1e-6, "{rate} is not {measured}");
    }
}

#[test]
fn bernoulli_units_grow_at_a_quarter_of_the_covariance() {
    let reference = reference();
    let rows = data(&reference);
    let means = numbers(&reference["bernoulli_mu"]);
    let covariance: Vec<f64> = (0..100)
        .map(|place| {
            let (i, k) = (place / 10, place % 10);
            let pairs = rows.iter_rows().map(|row| (f64::from(row[i]) - means[i]) * (f64::from(row[k]) - means[k]));
            let own = if i == k { means[i] * (1.0 - means[i]) } else { 0.0 };
            (pairs.sum::<f64>() / 48.0 - own) / 4.0
        })
        .collect();
    // The next order is as small as the weights.
    for (scale, tolerance) in [(1.0, 1e-5), (0.01, 1e-7)] {
        let weights: Vec<f64> = numbers(&reference["W0"]).iter().map(|weight| weight * scale).collect();
        // Biases that keep the means of data and fair hidden units, to first order in W.
        let row = |i: usize| weights[i * 4..(i + 1) * 4].iter().sum::<f64>();
        let a = means.iter().enumerate().map(|(i, mean)| (mean / (1.0 - mean)).ln() - row(i) / 2.0).collect();
        let b = (0..4).map(|unit| -(0..10).map(|i| weights[i * 4 + unit] * means[i]).sum::<f64>()).collect();
        let wanted = times(&covariance, &weights, 10);
        let rbm = Rbm::<f64>::from_flat(BERNOULLI.0, BERNOULLI.1, weights, a, b).unwrap();
        let error = relative_error(flat(&exact::gradient(&rbm, &rows).unwrap().products), &wanted);
        println!("linear gradient, Bernoulli, weights × {scale}: relative error {error:.1e}");
        assert!(error < tolerance);
    }
}

/// One step of Runge and Kutta along the gradient of the likelihood in W.
fn flow(rbm: &mut Rbm<f64>, rows: &Configurations, step: f64) {
    let start = rbm.parameters().weights.to_vec();
    let mut sum = vec![0.0; start.len()];
    let mut slope = vec![0.0; start.len()];
    for (ahead, weight) in [(0.0, 1.0), (0.5, 2.0), (0.5, 2.0), (1.0, 1.0)] {
        let [weights, ..] = rbm.parameters_mut();
        for (weight, (start, slope)) in weights.iter_mut().zip(start.iter().zip(&slope)) {
            *weight = start + ahead * step * slope;
        }
        slope = flat(&exact::gradient(rbm, rows).unwrap().products).to_vec();
        sum.iter_mut().zip(&slope).for_each(|(sum, slope)| *sum += weight * slope);
    }
    let [weights, ..] = rbm.parameters_mut();
    for (weight, (start, sum)) in weights.iter_mut().zip(start.iter().zip(&sum)) {
        *weight = start + step / 6.0 * sum;
    }
}

#[test]
fn along_the_exact_flow_fixed_points_appear_as_modes_cross() {
    let reference = reference();
    let (mut rbm, rows) = (starting_weights(&reference), data(&reference));
    let (mut largest, mut magnetisation) = ([0.0_f64; 2], Vec::new());
    for entry in reference["trajectory"].as_array().unwrap() {
        let single = rbm.to_single();
        let found = singular_values(&single).unwrap();
        for (found, wanted) in found.iter().zip(numbers(&entry["singular_values"])) {
            largest[0] = largest[0].max((found - wanted).abs());
        }
        let likelihood = exact::log_likelihood(&rbm, &rows).unwrap();
        largest[1] = largest[1].max((likelihood - number(&entry["mean_loglik"])).abs());
        let search = to(Order::First, 1e-10);
        let set = fixed_points(&single, &rows, &search);
        assert_eq!(set.unconverged, 0);
        assert_eq!(set.count as u64, entry["n_mf_fixed_points_from_data"].as_u64().unwrap(), "{entry}");
        assert_eq!(set.basins.iter().sum::<usize>(), 48);
        // The default search counts the same, but where it stops too far from a fixed point that it is slow to reach.
        let quick = FixedPointSettings {
            relaxation: RelaxationSettings { order: Order::First, ..RelaxationSettings::default() },
            ..FixedPointSettings::default()
        };
        let quick = fixed_points(&single, &rows, &quick);
        magnetisation.push((number(&entry["t"]), set.count, quick.count));
        for _ in 0..4 {
            flow(&mut rbm, &rows, 0.05);
        }
    }
    println!("flow: largest deviation of singular values {:.1e}, of likelihoods {:.1e}", largest[0], largest[1]);
    assert!(largest[0] < 1e-6 && largest[1] < 1e-6, "{largest:?}");
    let differ: Vec<_> = magnetisation.iter().filter(|(_, a, b)| a != b).collect();
    println!("default search differs at {differ:?}");
    assert!(differ.len() <= 3, "{differ:?}");
}

#[test]
fn projections_on_a_rank_one_mode_are_exact() {
    for entry in reference()["exact_rank1"].as_array().unwrap() {
        let rbm = uniform_rank_one(ISING, number(&entry["w"]), 10, 4);
        let mean: f64 = exact::visible_distribution(&rbm)
            .unwrap()
            .iter()
            .enumerate()
            .map(|(state, p)| p * (2.0 * f64::from(state.count_ones()) - 10.0).powi(2) / 10.0)
            .sum();
        assert!((mean - number(&entry["mean_sq_projection"])).abs() < 1e-10, "{entry}: {mean}");
    }
}

/// Every configuration.
fn corners(states: u8, sites: usize) -> Configurations {
    let count = usize::from(states).pow(sites as u32);
    let digit = |state: usize, site: usize| (state / usize::from(states).pow(site as u32) % usize::from(states)) as u8;
    Configurations::new(
        (0..count).flat_map(|state| (0..sites).map(move |site| digit(state, site))).collect::<Vec<u8>>(),
        sites,
    )
}

#[test]
fn fixed_points_are_those_of_the_reference() {
    let reference: Value = serde_json::from_str(include_str!("reference/t07_tap.json")).unwrap();
    let (mut largest, mut compared) = (0.0_f64, 0);
    for entry in reference["fixed_point_cases"].as_array().unwrap() {
        let order = match entry["order"].as_u64() {
            Some(1) => Order::First,
            Some(2) => Order::Second,
            _ => continue,
        };
        let potts = entry.get("w_iqa").is_some();
        let [weights, a, c] = [if potts { "w_iqa" } else { "W" }, "a", "c"].map(|key| numbers(&entry[key]));
        let visible = if potts { VisibleUnits::Potts(3) } else { VisibleUnits::Bernoulli };
        let rbm = Rbm::<f64>::from_flat(visible, HiddenUnits::Bernoulli, weights, a, c).unwrap();
        let starts = corners(visible.states(), rbm.sites());
        let search = tight(order);
        let found = fixed_points(&rbm.to_single(), &starts, &search);
        let wanted: Vec<Vec<f64>> = entry["fixed_points"]
            .as_array()
            .unwrap()
            .iter()
            .map(|point| numbers(&point[if potts { "f" } else { "m" }]))
            .collect();
        assert_eq!((found.count, found.unconverged), (wanted.len(), 0), "{} order {}", entry["name"], entry["order"]);
        for point in &wanted {
            let distance = |other: ArrayView1<'_, f32>| {
                point.iter().zip(&other).map(|(a, b)| (a - f64::from(*b)).abs()).fold(0.0, f64::max)
            };
            let nearest = found.representatives.outer_iter().map(distance).fold(f64::INFINITY, f64::min);
            // Parameters and results are in single precision.
            assert!(nearest < 1e-5, "{} order {}: {nearest:e} away", entry["name"], entry["order"]);
            largest = largest.max(nearest);
            compared += 1;
        }
    }
    println!("fixed points: {compared}, largest deviation {largest:.1e}");
    assert!(compared >= 35, "{compared}");
}

#[test]
fn ising_and_bernoulli_machines_of_one_energy_have_one_mean_field() {
    let mut rng = Seed(5).stream(Stream::Weights);
    let mut draw =
        |count: usize, size: f64| -> Vec<f64> { (0..count).map(|_| size * (uniform(&mut rng) - 0.5)).collect() };
    let (w, a, b) = (draw(70, 4.0), draw(10, 1.0), draw(7, 1.0));
    // w = W/4, η = a/2 + ¼ Σ W, θ = b/2 + ¼ Σ W.
    let eta = (0..10).map(|i| a[i] / 2.0 + w[i * 7..(i + 1) * 7].iter().sum::<f64>() / 4.0).collect();
    let theta = (0..7).map(|k| b[k] / 2.0 + w.iter().skip(k).step_by(7).sum::<f64>() / 4.0).collect();
    let quarter = w.iter().map(|w| w / 4.0).collect();
    let bernoulli = Rbm::<f64>::from_flat(BERNOULLI.0, BERNOULLI.1, w, a, b).unwrap().to_single();
    let ising = Rbm::<f64>::from_flat(ISING.0, ISING.1, quarter, eta, theta).unwrap().to_single();
    let starts = corners(2, 10);
    for order in [Order::First, Order::Second] {
        let search = tight(order);
        let (zero, plus) = (fixed_points(&bernoulli, &starts, &search), fixed_points(&ising, &starts, &search));
        assert_eq!((zero.count, &zero.basins, zero.unconverged), (plus.count, &plus.basins, plus.unconverged));
        assert_eq!(zero.representatives.dim(), plus.representatives.dim());
        let means = zero.representatives.iter().zip(&plus.representatives);
        assert!(means.into_iter().all(|(m, s)| (2.0 * m - 1.0 - s).abs() < 1e-5));
    }
}

/// A machine of 200 × 100 units with random weights up to ±`spread`/2, and random rows.
fn random_machine(spread: f32, rows: usize) -> (Rbm, Configurations) {
    let mut rng = Seed(6).stream(Stream::Weights);
    let weights = (0..200 * 100).map(|_| spread * (uniform(&mut rng) as f32 - 0.5)).collect();
    let rbm = Rbm::from_flat(BERNOULLI.0, BERNOULLI.1, weights, vec![0.0; 200], vec![0.0; 100]).unwrap();
    let values = (0..200 * rows).map(|_| u8::from(uniform(&mut rng) < 0.5)).collect::<Vec<u8>>();
    (rbm, Configurations::new(values, 200))
}

fn in_pool<T: Send>(threads: usize, run: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(run)
}

#[test]
fn large_machines_take_the_same_bits_on_any_number_of_threads() {
    let (rbm, rows) = random_machine(0.3, 90);
    let run = |threads| in_pool(threads, || fixed_points(&rbm, &rows, &FixedPointSettings::default()));
    assert_eq!(run(1), run(3));
}

#[test]
fn a_search_in_steps_finds_at_each_what_its_first_starts_lead_to() {
    let settings = FixedPointSettings::default();
    // Of the size that is iterated in single precision, with a mode that has condensed.
    let rbm = uniform_rank_one(ISING, 1.5, 200, 100).to_single();
    let (_, rows) = random_machine(0.0, 1200);
    let steps = |threads| {
        in_pool(threads, || {
            let (mut search, mut steps) = (FixedPointSearch::new(&rbm, &rows, &settings), Vec::new());
            while !search.step() {
                steps.push((search.finished(), search.found()));
            }
            steps.push((search.finished(), search.found()));
            steps
        })
    };
    let found = steps(1);
    assert_eq!(found, steps(3));
    let mut compared: Vec<usize> = Vec::new();
    for (finished, set) in &found {
        let done = set.unconverged + set.basins.iter().sum::<usize>();
        assert!(done <= *finished && set.representatives.nrows() == set.count);
        compared.push(done);
        let (first, others) = set.of_start.split_at(done);
        assert!(others.iter().all(Option::is_none));
        let whole = fixed_points(&rbm, &rows.first(done), &settings);
        assert_eq!(
            (set.count, &set.representatives, &set.basins),
            (whole.count, &whole.representatives, &whole.basins)
        );
        assert_eq!(first, whole.of_start);
    }
    assert!(compared.is_sorted() && found.iter().map(|(finished, _)| finished).is_sorted());
    compared.dedup();
    // Blocks of 32 starts need some of the steps each: 1200 do not fit under way at once.
    assert!(compared.len() > 2 && compared.last() == Some(&1200), "{compared:?}");
    assert!(found.last().unwrap().1.count > 1);
}

#[test]
fn what_cannot_be_iterated_is_unconverged() {
    let mut rbm = uniform_rank_one(ISING, 1.5, 6, 3).to_single();
    let starts = corners(2, 6);
    rbm.parameters_mut()[1][0] = f32::NAN;
    let set = fixed_points(&rbm, &starts, &FixedPointSettings::default());
    assert_eq!((set.count, set.unconverged, set.of_start.len()), (0, 64, 64));
    let empty = fixed_points(&rbm, &Configurations::new(Vec::new(), 6), &FixedPointSettings::default());
    assert_eq!((empty.count, empty.unconverged), (0, 0));
}
