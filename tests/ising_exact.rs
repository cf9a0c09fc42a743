//! Ising models against their reference values: enumeration, transfer matrix, Onsager, Yang and Kaufman.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]
#![expect(clippy::print_stdout, reason = "the largest deviations are reported")]

#[path = "support/deviation.rs"]
mod support;

use glassbox::physics::ising::{Enumeration, Graph, IsingSystem, Ring, square_lattice};
use glassbox::physics::seed::Seed;
use serde_json::Value;
use support::Deviation;

fn reference() -> Value {
    serde_json::from_str(include_str!("reference/t09_ising.json")).unwrap()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().unwrap().iter().map(|(key, value)| (key.as_str(), value))
}

/// Partition functions of thousands of spins are compared to so many digits.
fn check(deviation: &mut Deviation, name: &str, found: f64, wanted: &Value) {
    deviation.check_relative(name, found, wanted.as_f64().unwrap());
}

fn ring(spins: usize, pair: f64, field: f64, three_body: f64) -> Ring {
    Ring { spins, pair, field, three_body }
}

#[test]
fn rings_agree_with_the_reference() {
    let mut deviation = Deviation::new(1e-12);
    for (beta, rings) in entries(&reference()["one_d"]) {
        for (spins, wanted) in entries(rings) {
            let correlations = wanted["corr"].as_array().unwrap();
            let ring = ring(spins.parse().unwrap(), beta.parse().unwrap(), 0.0, 0.0);
            let found = ring.averages(correlations.len() - 1);
            check(&mut deviation, "ln Z", found.log_partition, &wanted["lnZ"]);
            assert!(found.magnetisation.abs() < 1e-14 && found.triple.abs() < 1e-14);
            for (found, wanted) in found.correlations.iter().zip(correlations) {
                check(&mut deviation, "correlation", *found, wanted);
            }
        }
    }
    deviation.report("rings", 400);
}

/// The number after `name=` in "beta=0.2,h=0,j3=0.1".
fn number(key: &str, name: &str) -> f64 {
    let entry = key.split(',').find_map(|entry| entry.strip_prefix(name)?.strip_prefix('=')).unwrap();
    entry.parse().unwrap()
}

#[test]
fn rings_with_fields_and_triples_agree_by_enumeration_and_transfer_matrix() {
    let mut deviation = Deviation::new(1e-12);
    for (key, wanted) in entries(&reference()["one_d_enum_N10"]) {
        let (beta, field, three_body) = (number(key, "beta"), number(key, "h"), number(key, "j3"));
        let system = IsingSystem { field, three_body, ..IsingSystem::new(Graph::Ring, 10, beta) };
        let exact = Enumeration::of(&system.model(Seed(1)).unwrap()).unwrap();
        let transfer = ring(10, beta, field, three_body).averages(5);
        check(&mut deviation, key, exact.log_partition(), &wanted["logZ"]);
        check(&mut deviation, key, transfer.log_partition, &wanted["logZ"]);
        check(&mut deviation, key, exact.product(&[3]), &wanted["m"]);
        check(&mut deviation, key, transfer.magnetisation, &wanted["m"]);
        check(&mut deviation, key, exact.product(&[8, 9, 0]), &wanted["triple"]);
        check(&mut deviation, key, transfer.triple, &wanted["triple"]);
        for (distance, wanted) in wanted["corr"].as_array().unwrap().iter().enumerate() {
            // Two equal spins cancel, as their product is 1.
            check(&mut deviation, key, exact.product(&[2, 2 + distance]), wanted);
            check(&mut deviation, key, transfer.correlations[distance], wanted);
        }
    }
    deviation.report("rings with fields and triples", 100);
}

#[test]
fn the_infinite_lattice_agrees_with_the_reference() {
    let reference = reference();
    let critical = square_lattice::critical_beta();
    let mut deviation = Deviation::new(1e-10);
    check(&mut deviation, "critical beta", critical, &reference["beta_c"]);
    check(&mut deviation, "critical temperature", 1.0 / critical, &reference["Tc"]);
    check(&mut deviation, "energy at T_c", square_lattice::energy(critical), &reference["critical"]["energy_at_Tc"]);
    let free = square_lattice::log_partition(critical);
    check(&mut deviation, "free energy at T_c", free, &reference["minus_beta_f_at_Tc_exact"]);
    for (beta, wanted) in entries(&reference["two_d"]) {
        let at: f64 = beta.parse().unwrap();
        check(&mut deviation, beta, square_lattice::energy(at), &wanted["u"]);
        check(&mut deviation, beta, -0.5 * square_lattice::energy(at), &wanted["nn"]);
        check(&mut deviation, beta, square_lattice::log_partition(at), &wanted["minus_beta_f"]);
        check(&mut deviation, beta, square_lattice::magnetisation(at), &wanted["M"]);
    }
    deviation.report("infinite lattice", 52);
}

#[test]
fn small_tori_agree_with_the_reference_and_with_kaufman() {
    let mut deviation = Deviation::new(1e-10);
    for (side, temperatures) in entries(&reference()["torus_enum"]) {
        let side: usize = side.parse().unwrap();
        let spins = (side * side) as f64;
        for (beta, wanted) in entries(temperatures) {
            let at: f64 = beta.parse().unwrap();
            let exact = Enumeration::of(&IsingSystem::new(Graph::Square, side, at).model(Seed(1)).unwrap()).unwrap();
            let kaufman = square_lattice::torus(side, at);
            check(&mut deviation, "ln Z", exact.log_partition(), &wanted["lnZ"]);
            check(&mut deviation, "Kaufman's ln Z", kaufman.log_partition, &wanted["lnZ"]);
            check(&mut deviation, "energy", exact.energy() / at / spins, &wanted["energy_per_spin"]);
            check(&mut deviation, "Kaufman's energy", kaufman.energy, &wanted["energy_per_spin"]);
            check(&mut deviation, "|m|", exact.of_magnetisation(f64::abs), &wanted["abs_m"]);
            check(&mut deviation, "m²", exact.of_magnetisation(|m| m * m), &wanted["m2"]);
            check(&mut deviation, "m⁴", exact.of_magnetisation(|m| m.powi(4)), &wanted["m4"]);
            check(&mut deviation, "heat capacity", exact.energy_variance() / spins, &wanted["spec_heat_per_spin"]);
            for (shift, wanted) in entries(&wanted["corr"]) {
                let (row, column) = shift.split_once(',').unwrap();
                let (row, column): (usize, usize) = (row.parse().unwrap(), column.parse().unwrap());
                check(&mut deviation, "correlation", exact.product(&[0, row * side + column]), wanted);
            }
        }
    }
    deviation.report("small tori", 100);
}

#[test]
fn kaufmans_tori_agree_with_the_reference() {
    let (mut partition, mut energy) = (Deviation::new(1e-12), Deviation::new(1e-7));
    for (side, temperatures) in entries(&reference()["kaufman"]) {
        for (beta, wanted) in entries(temperatures) {
            let torus = square_lattice::torus(side.parse().unwrap(), beta.parse().unwrap());
            check(&mut partition, "ln Z", torus.log_partition, &wanted["lnZ"]);
            // The reference has differences of ln Z here; the derivative itself is compared with enumeration.
            check(&mut energy, "energy", torus.energy, &wanted["u"]);
        }
    }
    partition.report("ln Z of tori", 30);
    energy.report("energy of tori", 30);
}
