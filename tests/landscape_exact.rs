//! What lies under landscapes: independent units of given projections, and free energies of their means, against
//! enumeration and against each other.
#![expect(clippy::unwrap_used, reason = "tests may stop")]

use glassbox::physics::configurations::Configurations;
use glassbox::physics::hopfield::LearningRule;
use glassbox::physics::hopfield::network::Network;
use glassbox::physics::hopfield::plane::MemoryPlane;
use glassbox::physics::mean_field::naive_free_energies;
use glassbox::physics::projection_plane::{ProjectionError, ProjectionPlane};
use glassbox::physics::rbm::exact::log_partition;
use glassbox::physics::rbm::{HiddenUnits, Rbm, VisibleUnits, free_energies_of_means};
use glassbox::physics::seed::{Seed, Stream, uniform};
use glassbox::physics::spins::Pattern;
use ndarray::Array2;
use rand::RngExt as _;

const KINDS: [VisibleUnits; 3] = [VisibleUnits::Bernoulli, VisibleUnits::Ising, VisibleUnits::Potts(3)];

fn numbers(count: usize, seed: u64) -> Vec<f64> {
    let mut rng = Seed(seed).stream(Stream::Weights);
    (0..count).map(|_| 2.0 * uniform(&mut rng) - 1.0).collect()
}

/// Base means inside their domain, and two directions.
fn plane(units: VisibleUnits, sites: usize) -> ProjectionPlane {
    let rows = sites * units.channels();
    let mut base = numbers(rows, 1);
    match units {
        VisibleUnits::Bernoulli => base.iter_mut().for_each(|x| *x = 0.5 + 0.4 * *x),
        VisibleUnits::Ising => base.iter_mut().for_each(|x| *x *= 0.8),
        VisibleUnits::Potts(q) => {
            for site in base.chunks_exact_mut(q.into()) {
                for x in site.iter_mut() {
                    *x = x.exp();
                }
                let sum: f64 = site.iter().sum();
                for x in site {
                    *x /= sum;
                }
            }
        }
    }
    ProjectionPlane::new(units, base, [numbers(rows, 2), numbers(rows, 3)]).unwrap()
}

/// Σ_i KL(m_i‖m⁰_i).
fn divergence(units: VisibleUnits, means: &[f64], base: &[f64]) -> f64 {
    let of = |p: f64, q: f64| if p > 0.0 { p * (p / q).ln() } else { 0.0 };
    let pairs = means.iter().zip(base);
    match units {
        VisibleUnits::Bernoulli => pairs.map(|(&p, &q)| of(p, q) + of(1.0 - p, 1.0 - q)).sum(),
        VisibleUnits::Ising => {
            let up = |m: f64| f64::midpoint(1.0, m);
            pairs.map(|(&p, &q)| of(up(p), up(q)) + of(up(-p), up(-q))).sum()
        }
        VisibleUnits::Potts(_) => pairs.map(|(&p, &q)| of(p, q)).sum(),
    }
}

#[test]
fn means_have_the_projections_that_were_asked_for_and_differ_least_from_the_base() {
    for units in KINDS {
        let plane = plane(units, 8);
        assert!(plane.project(plane.base().iter().copied()).iter().all(|x| x.abs() < 1e-12));
        for share in [0.0, 0.3, -0.6] {
            let [x, y] = plane.reach().map(|(low, high)| if share > 0.0 { share * high } else { -share * low });
            let point = [x, 0.4 * y];
            let tilt = plane.tilt(point, [0.0; 2]).unwrap();
            let means = plane.means(tilt);
            let found = plane.project(means.iter().copied());
            for axis in 0..2 {
                let (low, high) = plane.reach()[axis];
                assert!((found[axis] - point[axis]).abs() <= 1e-9 * (high - low), "{units:?} {found:?} {point:?}");
            }
            // From elsewhere the same means are found.
            let again = plane.means(plane.tilt(point, [2.0, -1.0]).unwrap());
            assert!(means.iter().zip(&again).all(|(a, b)| (a - b).abs() < 1e-6));
            // A change that keeps both projections (and the sums of Potts sites) makes the divergence larger.
            let least = divergence(units, &means, plane.base());
            for trial in 0..20 {
                let other = moved(&plane, units, &means, 10 + trial);
                let kept = plane.project(other.iter().copied());
                assert!((0..2).all(|axis| (kept[axis] - found[axis]).abs() < 1e-9));
                let more = divergence(units, &other, plane.base());
                assert!(more > least, "{units:?}: {more} is below {least}");
            }
        }
    }
}

/// Other means of the same projections.
fn moved(plane: &ProjectionPlane, units: VisibleUnits, means: &[f64], seed: u64) -> Vec<f64> {
    let rows = means.len();
    let channels = units.channels();
    // What must stay: both projections, and the sum of each Potts site.
    let unit = |row: usize| (0..rows).map(move |other| if other == row { 1.0 } else { 0.0 });
    let zero = plane.project(std::iter::repeat_n(0.0, rows));
    let along = |axis: usize| (0..rows).map(|row| plane.project(unit(row))[axis] - zero[axis]).collect();
    let mut kept: Vec<Vec<f64>> = vec![along(0), along(1)];
    if channels > 1 {
        kept.extend((0..rows / channels).map(|site| (0..rows).map(|row| f64::from(row / channels == site)).collect()));
    }
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let mut change = numbers(rows, seed);
    for direction in kept.into_iter().chain([Vec::new()]) {
        let last = direction.is_empty();
        let target = if last { &mut change } else { &mut direction.clone() };
        for each in &basis {
            let along = dot(target, each);
            target.iter_mut().zip(each).for_each(|(x, e)| *x -= along * e);
        }
        if !last {
            let length = dot(target, target).sqrt();
            basis.push(target.iter().map(|x| x / length).collect());
        }
    }
    let low = if units == VisibleUnits::Ising { -1.0 } else { 0.0 };
    let room = means.iter().map(|m| (1.0 - m).min(m - low)).fold(f64::INFINITY, f64::min);
    let largest = change.iter().map(|x| x.abs()).fold(0.0, f64::max);
    means.iter().zip(&change).map(|(mean, change)| mean + 0.3 * room / largest * change).collect()
}

/// Which projections there are: those within the hull of the configurations'.
#[test]
fn there_are_no_means_beyond_the_hull_of_the_configurations() {
    let plane = plane(VisibleUnits::Ising, 6);
    let all = (0..1_u32 << 6)
        .map(|state| plane.project((0..6).map(move |site| if state >> site & 1 == 1 { 1.0 } else { -1.0 })));
    let all: Vec<[f64; 2]> = all.collect();
    for step in 0..64 {
        let (sin, cos) = (f64::from(step) / 64.0 * std::f64::consts::TAU).sin_cos();
        let corner = all.iter().copied().max_by(|a, b| (a[0] * cos + a[1] * sin).total_cmp(&(b[0] * cos + b[1] * sin)));
        let corner = corner.unwrap();
        assert!(plane.tilt(corner.map(|x| 0.999 * x), [0.0; 2]).is_some(), "just inside {corner:?}");
        assert_eq!(plane.tilt(corner.map(|x| 1.001 * x), [0.0; 2]), None, "just outside {corner:?}");
    }
}

#[test]
fn over_two_memories_it_is_the_plane_of_the_memories() {
    let mut rng = Seed(5).indexed(Stream::Patterns, 0);
    let patterns: Vec<Pattern> = (0..2).map(|_| Pattern::from_bits((0..40).map(|_| rng.random_bool(0.4)))).collect();
    let network = Network::store(&patterns, LearningRule::Hebb).unwrap();
    let directions = [0, 1].map(|k| patterns[k].spins().iter().map(|&s| f64::from(s)).collect::<Vec<f64>>());
    let plane = ProjectionPlane::new(VisibleUnits::Ising, vec![0.0; 40], directions).unwrap();
    let memories = MemoryPlane::new(&network, &patterns[0], &patterns[1]).unwrap();
    let agree = patterns[0].spins().iter().zip(patterns[1].spins()).filter(|(a, b)| a == b).count() as f64;
    for (u, v) in [(0.4_f64, -0.7_f64), (0.0, 0.9), (-0.3, -0.2)] {
        // Σ ξ m = n u + (N − n) v and Σ η m = n u − (N − n) v, n being how many agree.
        let (one, other) = (agree * u + (40.0 - agree) * v, agree * u - (40.0 - agree) * v);
        let means = plane.means(plane.tilt([one, other], [0.0; 2]).unwrap());
        let both = patterns[0].spins().iter().zip(patterns[1].spins());
        for ((&a, &b), mean) in both.zip(&means) {
            let expected = if a == b { u } else { v } * f64::from(a);
            assert!((mean - expected).abs() < 1e-7, "{mean} is not {expected}");
        }
        let mut energy = 0.0;
        for i in 0..40 {
            for j in 0..40 {
                energy -= 0.5 * network.coupling(i, j) * means[i] * means[j];
            }
        }
        assert!((memories.energy_per_spin(u, v) - energy / 40.0).abs() < 1e-7);
    }
}

#[test]
fn planes_that_are_none_are_refused() {
    let new = |base: Vec<f64>, a: Vec<f64>, b: Vec<f64>| ProjectionPlane::new(VisibleUnits::Bernoulli, base, [a, b]);
    assert_eq!(new(vec![0.5; 2], vec![1.0, 2.0], vec![-2.0, -4.0]), Err(ProjectionError::OneLine));
    assert_eq!(new(vec![0.5; 2], vec![1.0, 2.0], vec![0.0, f64::NAN]), Err(ProjectionError::OneLine));
    let error = new(vec![0.5, 1.0], vec![1.0, 2.0], vec![0.0, 1.0]).unwrap_err();
    assert!(error.to_string().contains("row 1 is 1"), "{error}");
    let error = new(vec![0.5, 0.5], vec![1.0], vec![0.0, 1.0]).unwrap_err();
    assert!(error.to_string().contains("1 numbers; the plane has 2"), "{error}");
}

#[test]
fn a_base_is_the_means_of_rows_and_half_a_fair_row() {
    let rows = Configurations::new(vec![0, 1, 0, 1, 1, 1], 2);
    let base = ProjectionPlane::smoothed_means(VisibleUnits::Bernoulli, &rows);
    assert!((base[0] - 1.25 / 3.5).abs() < 1e-7 && (base[1] - 3.25 / 3.5).abs() < 1e-7, "{base:?}");
    let ising = ProjectionPlane::smoothed_means(VisibleUnits::Ising, &rows);
    assert!(base.iter().zip(&ising).all(|(p, m)| (2.0 * p - 1.0 - m).abs() < 1e-12));
    let potts = ProjectionPlane::smoothed_means(VisibleUnits::Potts(3), &rows);
    assert!(potts.chunks(3).all(|site| (site.iter().sum::<f64>() - 1.0).abs() < 1e-7 && site[2] > 0.0));
    assert_eq!(ProjectionPlane::smoothed_means(VisibleUnits::Ising, &Configurations::none(2)), [0.0; 2]);
}

fn machine(visible: VisibleUnits, hidden: HiddenUnits, sites: usize) -> Rbm<f64> {
    let (rows, units) = (sites * visible.channels(), 4);
    // Numbers that single precision holds.
    let draw = |count, seed| numbers(count, seed).into_iter().map(|x| (64.0 * x).round() / 64.0).collect::<Vec<f64>>();
    Rbm::<f64>::from_flat(visible, hidden, draw(rows * units, 7), draw(rows, 8), draw(units, 9)).unwrap()
}

#[test]
fn at_configurations_the_height_is_the_free_energy() {
    for visible in KINDS {
        for hidden in [HiddenUnits::Bernoulli, HiddenUnits::Ising] {
            let rbm = machine(visible, hidden, 4);
            let states = visible.states();
            let all = usize::from(states).pow(4);
            let values = (0..all).flat_map(|state| {
                (0..4).map(move |site| (state / usize::from(states).pow(site) % usize::from(states)) as u8)
            });
            let rows = Configurations::new(values.collect::<Vec<u8>>(), 4);
            let found = free_energies_of_means(&rbm.to_single(), &visible.means_of(&rows)).unwrap();
            for (row, found) in rows.iter_rows().zip(&found) {
                assert!((rbm.free_energy(row) - found).abs() < 1e-5, "{visible:?} {hidden:?} {row:?}");
            }
        }
    }
}

/// G ≥ ⟨F⟩ − S ≥ −ln Z, with ⟨F⟩ by enumeration, and G is the naive mean-field free energy.
#[test]
fn the_height_bounds_that_of_independent_units_and_the_log_partition_function() {
    for hidden in [HiddenUnits::Bernoulli, HiddenUnits::Ising] {
        let visible = VisibleUnits::Ising;
        let rbm = machine(visible, hidden, 6);
        let log_partition = log_partition(&rbm).unwrap();
        let means = Array2::from_shape_vec((50, 6), numbers(300, 4).iter().map(|&x| x as f32).collect()).unwrap();
        let heights = free_energies_of_means(&rbm.to_single(), &means).unwrap();
        let naive = naive_free_energies(&rbm.to_single(), &means).unwrap();
        for ((row, height), naive) in means.rows().into_iter().zip(heights).zip(naive) {
            assert!((height - naive).abs() < 1e-5, "{height} {naive}");
            let (mut mean, mut entropy) = (0.0, 0.0);
            for state in 0..1_u32 << 6 {
                let spins: Vec<u8> = (0..6).map(|site| (state >> site & 1) as u8).collect();
                let chances = spins.iter().zip(&row).map(|(&up, &m)| {
                    let p = f64::midpoint(1.0, f64::from(m));
                    if up == 1 { p } else { 1.0 - p }
                });
                let p: f64 = chances.product();
                mean += p * rbm.free_energy(&spins);
                entropy -= p * p.ln();
            }
            assert!(height >= mean - entropy - 1e-5, "{height} is below {}", mean - entropy);
            assert!(mean - entropy >= -log_partition - 1e-9, "{} is below {}", mean - entropy, -log_partition);
        }
    }
    let short = Array2::<f32>::zeros((2, 5));
    assert!(free_energies_of_means(&machine(VisibleUnits::Ising, HiddenUnits::Ising, 6).to_single(), &short).is_err());
}

/// Without weights the height over the machine's own base is Σ KL(m‖m⁰) − ln Z.
#[test]
fn without_weights_the_height_is_how_far_means_are_from_those_of_the_machine() {
    let bias = vec![0.5_f32, -1.0, 0.25, 0.0, 1.5];
    let (visible, hidden) = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
    let rbm = Rbm::from_flat(visible, hidden, vec![0.0_f32; 10], bias.clone(), vec![0.0; 2]).unwrap();
    let base: Vec<f64> = bias.iter().map(|&a| 1.0 / (1.0 + f64::from(-a).exp())).collect();
    let log_partition: f64 =
        bias.iter().map(|&a| f64::from(a).exp().ln_1p()).sum::<f64>() + 2.0 * std::f64::consts::LN_2;
    let plane = ProjectionPlane::new(visible, base, [numbers(5, 2), numbers(5, 3)]).unwrap();
    for point in [[0.0, 0.0], [0.4, -0.3], [-0.5, 0.2]] {
        let means = plane.means(plane.tilt(point, [0.0; 2]).unwrap());
        let row = Array2::from_shape_vec((1, 5), means.iter().map(|&m| m as f32).collect()).unwrap();
        let height = free_energies_of_means(&rbm, &row).unwrap()[0];
        let expected = divergence(visible, &means, plane.base()) - log_partition;
        assert!((height - expected).abs() < 1e-5, "{height} {expected}");
    }
}
