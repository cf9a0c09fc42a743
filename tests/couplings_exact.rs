//! Effective couplings against their reference values, enumeration and each other.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use glassbox::physics::couplings::one_unit::{pair_coupling, symmetric_weight};
use glassbox::physics::couplings::{
    AllOrders, CouplingMethod, EffectiveCouplings, ExpansionSettings, HighestOrder, OneUnit, PottsExpansion, Variables,
    effective_couplings, potts_triple, unit_contributions, unit_couplings, visible_contribution,
};
use glassbox::physics::rbm::{HiddenUnits, Rbm, VisibleUnits};
use glassbox::physics::seed::{Seed, Stream, uniform};
use glassbox::physics::stop::NEVER;
use serde_json::Value;

const METHODS: [CouplingMethod; 3] = [CouplingMethod::Exact, CouplingMethod::Gaussian, CouplingMethod::LatticeGas];
const KINDS: [(VisibleUnits, HiddenUnits); 4] = [
    (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli),
    (VisibleUnits::Ising, HiddenUnits::Ising),
    (VisibleUnits::Bernoulli, HiddenUnits::Ising),
    (VisibleUnits::Ising, HiddenUnits::Bernoulli),
];

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/t08_couplings.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().map_or_else(|| vec![value.as_f64().unwrap()], |list| list.iter().flat_map(numbers).collect())
}

/// The ±1 machine of weights (site, unit) and biases.
fn ising(weights: Vec<f64>, eta: Vec<f64>, theta: Vec<f64>) -> Rbm<f64> {
    Rbm::from_flat(VisibleUnits::Ising, HiddenUnits::Ising, weights, eta, theta).unwrap()
}

fn all(method: CouplingMethod) -> ExpansionSettings {
    ExpansionSettings { method, order: HighestOrder::Triples, most_triples: usize::MAX }
}

fn couplings(rbm: &Rbm<f64>, method: CouplingMethod) -> EffectiveCouplings {
    effective_couplings(rbm, all(method), NEVER).unwrap().unwrap()
}

/// The sum of what the hidden units add, of any order.
fn coupling(rbm: &Rbm<f64>, sites: &[usize], method: CouplingMethod) -> f64 {
    unit_contributions(rbm, sites, method, NEVER).unwrap().unwrap().into_iter().sum()
}

fn sites(key: &str) -> Vec<usize> {
    key.split(',').map(|site| site.parse().unwrap()).collect()
}

/// The coupling of one to three sites.
fn of(found: &EffectiveCouplings, sites: &[usize]) -> f64 {
    match *sites {
        [i] => found.fields[i],
        [i, j] => {
            assert_eq!(found.pairs[[i, j]], found.pairs[[j, i]]);
            found.pairs[[i, j]]
        }
        [i, j, k] => found.triples.iter().find(|triple| [triple.i, triple.j, triple.k] == [i, j, k]).unwrap().value,
        _ => unreachable!("three sites at most"),
    }
}

#[track_caller]
fn close(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "{found:.16} is not {wanted:.16}: off by {:e}", found - wanted);
}

/// Compares with tables H, J2 and J3 of the reference.
fn compare(found: &EffectiveCouplings, wanted: &Value, tolerance: f64) {
    for (site, field) in numbers(&wanted["H"]).into_iter().enumerate() {
        close(of(found, &[site]), field, tolerance);
    }
    for table in ["J2", "J3"] {
        for (key, value) in wanted[table].as_object().unwrap() {
            close(of(found, &sites(key)), value.as_f64().unwrap(), tolerance);
        }
    }
}

fn spins_of_the_reference() -> (Value, Rbm<f64>) {
    let case = reference()["case_pm_6x4"].clone();
    let rbm = ising(numbers(&case["W"]), numbers(&case["eta"]), numbers(&case["zeta"]));
    (case, rbm)
}

#[test]
fn couplings_of_the_spin_machine_are_those_of_the_reference() {
    let (case, rbm) = spins_of_the_reference();
    let found = couplings(&rbm, CouplingMethod::Exact);
    compare(&found, &case["exact"], 1e-12);
    // The reference sums ln cosh, without the ln 2 of each hidden unit.
    let constant = case["exact"]["const"].as_f64().unwrap() + 4.0 * std::f64::consts::LN_2;
    close(found.constant.unwrap(), constant, 1e-12);
    for (key, value) in case["J4"].as_object().unwrap() {
        close(coupling(&rbm, &sites(key), CouplingMethod::Exact), value.as_f64().unwrap(), 1e-12);
    }
    let gaussian = couplings(&rbm, CouplingMethod::Gaussian);
    let mut largest_error = [0.0_f64; 4];
    for (key, value) in case["clt"].as_object().unwrap() {
        let sites = sites(key);
        close(of(&gaussian, &sites), value.as_f64().unwrap(), 1e-8);
        let error = of(&gaussian, &sites) - of(&found, &sites);
        largest_error[sites.len()] = largest_error[sites.len()].max(error.abs());
    }
    for order in 1..=3 {
        close(largest_error[order], case["clt_max_error"][order.to_string()].as_f64().unwrap(), 1e-8);
    }
}

#[test]
fn couplings_of_the_01_machine_are_those_of_the_reference() {
    let case = reference()["case_01_5x3"].clone();
    let (visible, hidden) = (VisibleUnits::Bernoulli, HiddenUnits::Bernoulli);
    let rbm = Rbm::from_flat(visible, hidden, numbers(&case["W01"]), numbers(&case["a"]), numbers(&case["c"])).unwrap();
    let found = couplings(&rbm, CouplingMethod::Exact);
    compare(&found, &case["exact_ising"], 1e-12);
    let lattice_gas = couplings(&rbm, CouplingMethod::LatticeGas);
    compare(&lattice_gas, &case["lattice_gas"], 1e-12);
    close(lattice_gas.constant.unwrap(), case["lattice_gas"]["const"].as_f64().unwrap(), 1e-12);
}

/// A machine of Gaussian weights and biases of a spread.
fn random_machine(
    (visible, hidden): (VisibleUnits, HiddenUnits),
    [sites, units]: [usize; 2],
    spread: f64,
    index: u64,
) -> Rbm<f64> {
    let mut rng = Seed(8).indexed(Stream::Weights, index);
    let mut numbers = |count: usize, spread: f64| -> Vec<f64> {
        (0..count).map(|_| spread * ((0..12).map(|_| uniform(&mut rng)).sum::<f64>() - 6.0)).collect()
    };
    let weights = numbers(sites * units, spread);
    Rbm::from_flat(visible, hidden, weights, numbers(sites, 0.5), numbers(units, 0.5)).unwrap()
}

#[test]
fn couplings_of_every_kind_of_machine_are_those_of_enumeration() {
    for (index, kind) in KINDS.into_iter().enumerate() {
        for (spread, tolerance) in [(0.1, 1e-13), (1.0, 1e-12), (8.0, 1e-12)] {
            let rbm = random_machine(kind, [7, 5], spread, index as u64);
            for (method, variables) in
                [(CouplingMethod::Exact, Variables::Spins), (CouplingMethod::LatticeGas, Variables::Occupations)]
            {
                // Alternating sums of larger numbers keep fewer digits.
                let tolerance = if method == CouplingMethod::LatticeGas { 20.0 * tolerance } else { tolerance };
                let wanted = AllOrders::new(&rbm, variables, NEVER).unwrap().unwrap();
                let found = couplings(&rbm, method);
                close(found.constant.unwrap(), wanted.coupling(&[]).unwrap(), tolerance);
                for i in 0..7 {
                    close(found.fields[i], wanted.coupling(&[i]).unwrap(), tolerance);
                    for j in i + 1..7 {
                        close(of(&found, &[i, j]), wanted.coupling(&[i, j]).unwrap(), tolerance);
                        for k in j + 1..7 {
                            close(of(&found, &[i, j, k]), wanted.coupling(&[i, j, k]).unwrap(), tolerance);
                        }
                    }
                }
                for sites in [vec![4, 2], vec![0, 3, 6], vec![5, 1, 2, 3], vec![0, 1, 2, 3, 4]] {
                    close(coupling(&rbm, &sites, method), wanted.coupling(&sites).unwrap(), 4.0 * tolerance);
                }
            }
        }
    }
}

#[test]
fn what_single_units_add_is_the_whole() {
    for (index, kind) in KINDS.into_iter().enumerate() {
        let rbm = random_machine(kind, [6, 3], 1.0, 10 + index as u64);
        for method in METHODS {
            let found = couplings(&rbm, method);
            let parts: Vec<EffectiveCouplings> =
                (0..3).map(|unit| unit_couplings(&rbm, unit, all(method), NEVER).unwrap().unwrap()).collect();
            let sum = |sites: &[usize]| parts.iter().map(|part| of(part, sites)).sum::<f64>();
            for site in 0..6 {
                let bias = visible_contribution(&rbm, &[site], method);
                close(sum(&[site]) + bias, found.fields[site], 1e-12);
                let units = unit_contributions(&rbm, &[site], method, NEVER).unwrap().unwrap();
                for (unit, part) in units.into_iter().zip(&parts) {
                    close(unit, part.fields[site], 1e-13);
                }
            }
            for sites in [vec![0, 5], vec![1, 2], vec![0, 3, 4]] {
                close(sum(&sites), of(&found, &sites), 1e-12);
                let units = unit_contributions(&rbm, &sites, method, NEVER).unwrap().unwrap();
                for (unit, part) in units.into_iter().zip(&parts) {
                    close(unit, of(part, &sites), 1e-12);
                }
            }
        }
    }
}

#[test]
fn one_hidden_unit_is_what_the_reference_says() {
    let all = reference();
    for case in all["one_hidden_two_spins"].as_array().unwrap() {
        let [first, second] = ["w1", "w2"].map(|name| case[name].as_f64().unwrap());
        let wanted = case["J_exact"].as_f64().unwrap();
        close(pair_coupling(first, second), wanted, 1e-15);
        let rbm = ising(vec![first, second], vec![0.0; 2], vec![0.0]);
        for method in [CouplingMethod::Exact, CouplingMethod::Gaussian] {
            // Two spins leave nothing that could be taken as Gaussian.
            close(of(&couplings(&rbm, method), &[0, 1]), wanted, 1e-12);
        }
        let constant = couplings(&rbm, CouplingMethod::Exact).constant.unwrap();
        close(constant, case["const_ln2cosh"].as_f64().unwrap(), 1e-12);
    }
    for case in all["symmetric_w_for_J"].as_array().unwrap() {
        let weight = symmetric_weight(case["J"].as_f64().unwrap());
        close(weight, case["w_symmetric"].as_f64().unwrap(), 1e-14);
    }
    let four = &all["one_hidden_four_spins"];
    let unit = OneUnit::new(&numbers(&four["w"]), 0.0, &[0.0; 4]).unwrap();
    let rbm = ising(numbers(&four["w"]), vec![0.0; 4], vec![0.0]);
    for (key, value) in four["couplings"].as_object().unwrap() {
        let sites: Vec<usize> = key.split(',').filter_map(|site| site.parse().ok()).collect();
        let set = sites.iter().fold(0, |set, site| set | 1 << site);
        // The reference sums ln cosh, without ln 2.
        let constant = if sites.is_empty() { std::f64::consts::LN_2 } else { 0.0 };
        close(unit.couplings[set], value.as_f64().unwrap() + constant, 1e-12);
        if !sites.is_empty() {
            close(coupling(&rbm, &sites, CouplingMethod::Exact), value.as_f64().unwrap(), 1e-12);
        }
    }
    close(unit.probabilities.iter().sum(), 1.0, 1e-14);
    for case in all["four_equal_weights"].as_array().unwrap() {
        let rbm = ising(vec![case["w"].as_f64().unwrap(); 4], vec![0.0; 4], vec![0.0]);
        close(of(&couplings(&rbm, CouplingMethod::Exact), &[1, 3]), case["J2_exact"].as_f64().unwrap(), 1e-12);
        close(coupling(&rbm, &[0, 1, 2, 3], CouplingMethod::Exact), case["J4_exact"].as_f64().unwrap(), 1e-12);
    }
    let bias = &all["one_hidden_bias"];
    let rbm = ising(numbers(&bias["w"]), numbers(&bias["eta"]), vec![bias["theta"].as_f64().unwrap()]);
    let found = couplings(&rbm, CouplingMethod::Exact);
    close(found.fields[0], bias["H1"].as_f64().unwrap(), 1e-12);
    close(found.fields[1], bias["H2"].as_f64().unwrap(), 1e-12);
    close(of(&found, &[0, 1]), bias["J"].as_f64().unwrap(), 1e-12);
    let three = &all["one_hidden_three_spins"];
    let rbm = ising(numbers(&three["w"]), vec![0.0; 3], vec![three["theta"].as_f64().unwrap()]);
    close(of(&couplings(&rbm, CouplingMethod::Exact), &[0, 1, 2]), three["J3"].as_f64().unwrap(), 1e-12);
}

#[test]
fn sparse_units_are_exact_where_the_gaussian_form_fails() {
    let all = reference();
    for case in all["sparse_unit_4_of_8"].as_array().unwrap() {
        let weights: Vec<f64> = (0..8).map(|k| if k < 4 { case["w"].as_f64().unwrap() } else { 0.0 }).collect();
        let rbm = ising(weights, vec![0.0; 8], vec![0.0]);
        let wanted = case["J2_exact"].as_f64().unwrap();
        close(of(&couplings(&rbm, CouplingMethod::Exact), &[0, 3]), wanted, 1e-12);
        let gaussian = of(&couplings(&rbm, CouplingMethod::Gaussian), &[0, 3]);
        close(gaussian, gaussian_pair(0.0, rbm.parameters().weights, [0, 3]), 1e-10);
        // The 64-point Gauss-Hermite rule of the reference loses digits where the field is wide.
        let lost = if case["w"].as_f64().unwrap() < 1.0 { 1e-8 } else { 2e-4 };
        close(gaussian, case["J2_clt"].as_f64().unwrap(), lost);
        close(coupling(&rbm, &[0, 1, 2, 3], CouplingMethod::Exact), case["J4_exact"].as_f64().unwrap(), 1e-12);
        assert_eq!(of(&couplings(&rbm, CouplingMethod::Exact), &[0, 5]), 0.0);
    }
    let ring = &all["two_spin_encoding_ring8"];
    let w = ring["w"].as_f64().unwrap();
    let weights = (0..64).map(|k| if k / 8 == k % 8 || k / 8 == (k % 8 + 1) % 8 { w } else { 0.0 }).collect();
    let rbm = ising(weights, vec![0.0; 8], vec![0.0; 8]);
    let found = couplings(&rbm, CouplingMethod::Exact);
    for i in 0..8 {
        for j in i + 1..8 {
            let is_near = j == i + 1 || (i, j) == (0, 7);
            close(of(&found, &[i, j]), if is_near { ring["J_nn"].as_f64().unwrap() } else { 0.0 }, 1e-12);
        }
    }
}

/// The errors of the Gaussian form fall with the number of sites as the reference says.
#[test]
fn the_gaussian_form_errs_as_the_reference_says() {
    let mut compared = 0;
    for case in reference()["clt_error_vs_N"].as_array().unwrap().iter().filter(|case| case["kind"] == "cosine") {
        let sites = case["N"].as_u64().unwrap() as usize;
        let scale = case["gain"].as_f64().unwrap() * (2.0 / sites as f64).sqrt();
        let weight =
            |j: usize, a: usize| scale * (2.0 * std::f64::consts::PI * (j as f64 + 0.3) * (a as f64 + 1.0) / 7.3).cos();
        let weights = (0..4 * sites).map(|k| weight(k / 4, k % 4)).collect();
        let rbm = ising(weights, vec![0.0; sites], vec![0.3, -0.2, 0.5, -0.6]);
        let [exact, gaussian] = [CouplingMethod::Exact, CouplingMethod::Gaussian].map(|method| couplings(&rbm, method));
        let triples = |of: &EffectiveCouplings| {
            let mut triples = of.triples.clone();
            triples.sort_by_key(|triple| (triple.i, triple.j, triple.k));
            triples.iter().map(|triple| triple.value).collect::<Vec<f64>>()
        };
        let pairs = |of: &EffectiveCouplings| {
            (0..sites).flat_map(|i| (i + 1..sites).map(move |j| of.pairs[[i, j]])).collect::<Vec<f64>>()
        };
        for (order, [found, near]) in [
            ("J1", [exact.fields.clone(), gaussian.fields.clone()]),
            ("J2", [pairs(&exact), pairs(&gaussian)]),
            ("J3", [triples(&exact), triples(&gaussian)]),
        ] {
            let rms = |values: &[f64]| (values.iter().map(|x| x * x).sum::<f64>() / values.len() as f64).sqrt();
            let errors: Vec<f64> = found.iter().zip(&near).map(|(a, b)| a - b).collect();
            let largest = errors.iter().fold(0.0_f64, |most, error| most.max(error.abs()));
            for (name, value) in [("rms_", rms(&found)), ("rms_err_", rms(&errors)), ("max_err_", largest)] {
                close(value, case[format!("{name}{order}")].as_f64().unwrap(), 1e-8);
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 6 * 9);
}

/// The Gaussian average of the alternating sum of ln cosh by a rule of many points.
fn gaussian_pair(bias: f64, weights: &[f64], [i, j]: [usize; 2]) -> f64 {
    let rest = weights.iter().enumerate().filter(|(site, _)| *site != i && *site != j);
    let deviation = rest.map(|(_, w)| w * w).sum::<f64>().sqrt();
    let ln_cosh = |x: f64| x.abs() + (-2.0 * x.abs()).exp().ln_1p();
    let step = 1e-4;
    let terms = (-90_000..=90_000).map(|k| {
        let z = f64::from(k) * step;
        let at = |a: f64, b: f64| ln_cosh(bias + a * weights[i] + b * weights[j] + deviation * z);
        (-z * z / 2.0).exp() * (at(1.0, 1.0) - at(1.0, -1.0) - at(-1.0, 1.0) + at(-1.0, -1.0)) / 4.0
    });
    terms.sum::<f64>() * step / (2.0 * std::f64::consts::PI).sqrt()
}

#[test]
fn the_gaussian_form_holds_for_weights_of_any_strength() {
    for (weights, bias) in [
        (vec![0.3, -0.2, 0.5, 0.1], 0.4),
        (vec![6.0, 0.1, -0.2, 0.3], 0.7),
        (vec![5.0, -4.0, 0.2, 0.1], -0.3),
        (vec![3.0, 9.0, 7.0, 0.5], 1.5),
    ] {
        let rbm = ising(weights.clone(), vec![0.0; 4], vec![bias]);
        let found = couplings(&rbm, CouplingMethod::Gaussian);
        for i in 0..4 {
            for j in i + 1..4 {
                let wanted = gaussian_pair(bias, &weights, [i, j]);
                // Where two strong sites leave little noise the function that is averaged is nearly a kink.
                close(of(&found, &[i, j]), wanted, 2e-8);
                close(coupling(&rbm, &[i, j], CouplingMethod::Gaussian), of(&found, &[i, j]), 1e-13);
            }
        }
        for triple in &found.triples {
            let sites = [triple.i, triple.j, triple.k];
            close(coupling(&rbm, &sites, CouplingMethod::Gaussian), triple.value, 1e-13);
        }
    }
}

/// J of a pair by adding over random states of the other sites: an estimate and its standard error.
fn sampled_pair(rbm: &Rbm<f64>, [i, j]: [usize; 2], samples: usize) -> (f64, f64) {
    let mut rng = Seed(9).indexed(Stream::Samples, (i * 1000 + j) as u64);
    let (mut sum, mut squares) = (0.0, 0.0);
    for _ in 0..samples {
        let mut row: Vec<u8> = (0..rbm.sites()).map(|_| u8::from(uniform(&mut rng) < 0.5)).collect();
        let mut value = 0.0;
        for (a, b) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            (row[i], row[j]) = (a, b);
            value -= if a == b { 0.25 } else { -0.25 } * rbm.free_energy(&row);
        }
        sum += value;
        squares += value * value;
    }
    let mean = sum / samples as f64;
    (mean, ((squares / samples as f64 - mean * mean) / samples as f64).sqrt())
}

#[test]
fn couplings_of_a_large_machine_are_those_of_sampling() {
    let rbm = random_machine((VisibleUnits::Bernoulli, HiddenUnits::Bernoulli), [200, 100], 0.5, 77);
    let settings = ExpansionSettings { method: CouplingMethod::Exact, order: HighestOrder::Pairs, most_triples: 0 };
    let found = effective_couplings(&rbm, settings, NEVER).unwrap().unwrap();
    for pair in [[0, 1], [17, 150], [63, 64], [100, 199]] {
        let (mean, error) = sampled_pair(&rbm, pair, 400);
        close(of(&found, &pair), mean, 3.0 * error);
        // The error must be small enough to tell.
        assert!(error < 0.1 * found.pairs.iter().fold(0.0, |most: f64, x| most.max(x.abs())), "{error}");
        close(coupling(&rbm, &pair, CouplingMethod::Exact), of(&found, &pair), 1e-12);
    }
}

#[test]
fn bits_do_not_depend_on_threads_and_the_largest_triples_come_first() {
    let rbm = random_machine((VisibleUnits::Ising, HiddenUnits::Bernoulli), [70, 9], 0.4, 5);
    for method in METHODS {
        let whole = couplings(&rbm, method);
        assert_eq!(whole.triples.len(), 70 * 69 * 68 / 6);
        let settings = ExpansionSettings { most_triples: 25, ..all(method) };
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let found = pool.install(|| effective_couplings(&rbm, settings, NEVER)).unwrap().unwrap();
            assert_eq!((&found.fields, &found.pairs, found.constant), (&whole.fields, &whole.pairs, whole.constant));
            assert_eq!(found.triples, whole.triples[..25]);
        }
        assert!(whole.triples.is_sorted_by(|a, b| a.value.abs() >= b.value.abs()));
        assert_eq!(effective_couplings(&rbm, settings, &|| true).unwrap(), None);
    }
}

#[test]
fn what_cannot_be_asked_is_a_sentence() {
    let rbm = random_machine((VisibleUnits::Ising, HiddenUnits::Ising), [21, 3], 1.0, 3);
    let refusal = |sites: &[usize]| unit_contributions(&rbm, sites, CouplingMethod::Exact, NEVER).unwrap_err();
    assert_eq!(refusal(&[3, 21]).to_string(), "the set of sites is {3, 21}; sites are 0 to 20");
    assert_eq!(refusal(&[3, 3]).to_string(), "the set of sites is {3, 3}; it can be 1 to 8 different sites");
    let error = unit_couplings(&rbm, 3, all(CouplingMethod::Exact), NEVER).unwrap_err().to_string();
    assert_eq!(error, "the hidden unit is 3; it can be 0 to 2");
    let error = AllOrders::new(&rbm, Variables::Spins, NEVER).unwrap_err().to_string();
    assert_eq!(error, "the number of visible units is 21; the states of at most 20 can be enumerated");
}

#[test]
fn machines_at_the_edge_have_couplings() {
    for kind in KINDS {
        for [sites, units] in [[1, 1], [2, 1], [1, 3], [3, 2]] {
            let rbm = Rbm::from_flat(kind.0, kind.1, vec![0.0; sites * units], vec![0.25; sites], vec![0.0; units]);
            let rbm = rbm.unwrap();
            for method in METHODS {
                let found = couplings(&rbm, method);
                for site in 0..sites {
                    close(found.fields[site], visible_contribution(&rbm, &[site], method), 1e-14);
                }
                assert!(found.pairs.iter().all(|pair| pair.abs() < 1e-14));
                assert_eq!(found.triples.len(), usize::from(sites == 3));
            }
        }
    }
}

#[test]
fn potts_couplings_are_those_of_the_reference_in_any_gauge() {
    let case = reference()["potts_effective"].clone();
    let (w, b, c) = (numbers(&case["w_iqa"]), numbers(&case["b"]), numbers(&case["c"]));
    let (shifts, biases) = (numbers(&case["gauge_A"]), numbers(&case["gauge_B"]));
    // W + A at each site, less what that adds to the hidden biases.
    let moved: Vec<f64> = w.iter().enumerate().map(|(k, w)| w + shifts[k / 6 * 2 + k % 2]).collect();
    let other_b: Vec<f64> = b.iter().enumerate().map(|(k, b)| b + biases[k / 3]).collect();
    let other_c = c.iter().enumerate().map(|(a, c)| c - (0..3).map(|site| shifts[site * 2 + a]).sum::<f64>()).collect();
    for (w, b, c) in [(w, b, c), (moved, other_b, other_c)] {
        let rbm = Rbm::from_flat(VisibleUnits::Potts(3), HiddenUnits::Bernoulli, w, b, c).unwrap();
        let mut expansion = PottsExpansion::new(&rbm).unwrap();
        while expansion.step() {}
        let found = expansion.couplings().unwrap();
        for (key, value) in case["zero_sum_couplings"].as_object().unwrap() {
            let block: Vec<f64> = match sites(key)[..] {
                [i] => found.fields().row(i).to_vec(),
                [i, j] => found.block(i, j).unwrap().iter().copied().collect(),
                [i, j, k] => potts_triple(&rbm, [i, j, k]).unwrap().iter().copied().collect(),
                _ => unreachable!("three sites at most"),
            };
            for (found, wanted) in block.into_iter().zip(numbers(value)) {
                close(found, wanted, 1e-12);
            }
        }
    }
}

/// The couplings of a Potts machine by averaging over all states.
#[test]
fn potts_couplings_of_strong_weights_are_those_of_enumeration() {
    const Q: usize = 4;
    const SITES: usize = 4;
    for hidden in [HiddenUnits::Bernoulli, HiddenUnits::Ising] {
        let mut rng = Seed(8).indexed(Stream::Weights, 40);
        let mut numbers = |count: usize, spread: f64| -> Vec<f64> {
            (0..count).map(|_| spread * (2.0 * uniform(&mut rng) - 1.0)).collect()
        };
        let (w, b, c) = (numbers(SITES * Q * 3, 6.0), numbers(SITES * Q, 1.0), numbers(3, 2.0));
        let rbm = Rbm::from_flat(VisibleUnits::Potts(Q as u8), hidden, w, b, c).unwrap();
        let mut expansion = PottsExpansion::new(&rbm).unwrap();
        while expansion.step() {}
        let found = expansion.couplings().unwrap();
        let states = Q.pow(SITES as u32);
        let rows = || (0..states).map(|state| (0..SITES).map(|i| (state / Q.pow(i as u32) % Q) as u8).collect());
        let weights: Vec<(Vec<u8>, f64)> = rows().map(|row: Vec<u8>| (row.clone(), -rbm.free_energy(&row))).collect();
        // ln p̃ averaged over all states that agree with some of the sites.
        let mean = |fixed: &[(usize, usize)]| {
            let agree = |row: &[u8]| fixed.iter().all(|&(site, state)| usize::from(row[site]) == state);
            let of: Vec<f64> = weights.iter().filter(|(row, _)| agree(row)).map(|(_, weight)| *weight).collect();
            of.iter().sum::<f64>() / of.len() as f64
        };
        let all = mean(&[]);
        for i in 0..SITES {
            for a in 0..Q {
                close(found.fields()[[i, a]], mean(&[(i, a)]) - all, 1e-12);
                for (j, b) in (i + 1..SITES).flat_map(|j| (0..Q).map(move |b| (j, b))) {
                    let wanted = mean(&[(i, a), (j, b)]) - mean(&[(i, a)]) - mean(&[(j, b)]) + all;
                    close(found.block(i, j).unwrap()[[a, b]], wanted, 1e-12);
                }
            }
        }
    }
}

#[test]
fn potts_expansions_refuse_what_is_none_in_a_sentence() {
    let rbm = random_machine((VisibleUnits::Ising, HiddenUnits::Ising), [3, 2], 1.0, 3);
    let refusal = PottsExpansion::new(&rbm).unwrap_err().to_string();
    assert_eq!(refusal, "ising units have two states; Potts units were expected");
    let potts = Rbm::from_flat(VisibleUnits::Potts(2), HiddenUnits::Ising, vec![0.0; 6], vec![0.0; 6], vec![0.0]);
    let refusal = potts_triple(&potts.unwrap(), [0, 2, 2]).unwrap_err().to_string();
    assert_eq!(refusal, "the set of sites is {0, 2, 2}; it can be three ascending sites below 3");
}
