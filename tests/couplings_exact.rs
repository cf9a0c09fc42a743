//! Effective couplings against their reference values, enumeration and each other.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use glassbox::physics::couplings::{
    AllOrders, CouplingMethod, EffectiveCouplings, ExpansionSettings, HighestOrder, Variables, effective_couplings,
    unit_contributions, unit_couplings,
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
                let bias = rbm.visible_bias()[[site, 0]];
                // a v = a/2 + (a/2) s with v = (1 + s)/2, and a s = −a + 2a v.
                let bias = match (kind.0, method) {
                    (VisibleUnits::Bernoulli, CouplingMethod::Exact | CouplingMethod::Gaussian) => bias / 2.0,
                    (VisibleUnits::Ising, CouplingMethod::LatticeGas) => 2.0 * bias,
                    _ => bias,
                };
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
