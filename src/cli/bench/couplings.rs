//! `glassbox bench couplings`: the pairs of machines, and those of sequences, timed in turn with products of matrices.

use crate::cli::bench::train_workload::Product;
use crate::cli::bench::{BUDGET, Benchmark, Figure};
use crate::cli::common::CliError;
use crate::cli::progress::Work;
use crate::engine::core::stopwatch::time_beside;
use crate::io::builtin;
use crate::physics::couplings::{CouplingMethod, Expansion, ExpansionSettings, HighestOrder, PottsExpansion};
use crate::physics::data::Dataset;
use crate::physics::inference::potts::mean_field::{PSEUDOCOUNT, mean_field};
use crate::physics::inference::potts::{Frequencies, InferenceError};
use crate::physics::rbm::reweighting::{IDENTITY, sequence_weights};
use crate::physics::rbm::{HiddenUnits, Rbm, RbmError, VisibleUnits};
use crate::physics::seed::{Seed, Stream, uniform};
use crate::physics::stop::NEVER;

/// Sites and hidden units of binary machines: of an alignment of 7 × 7 spins, of proteins as {0, 1}, of digits.
const BINARY: [(usize, usize); 3] = [(49, 100), (200, 100), (784, 500)];
/// Sites, states and hidden units of a machine of proteins.
const POTTS: (usize, u8, usize) = (112, 21, 1000);
/// The alignment whose couplings are estimated.
const ALIGNMENT: &str = "dhfr";
/// How many figures there are.
pub(super) const FIGURES: u64 = BINARY.len() as u64 + 2;

pub(super) fn measure(seed: Seed, figures: &mut Vec<Figure>, work: &Work) -> Result<(), CliError> {
    let mut product = Product::default();
    let mut add = |name: String, compute: &dyn Fn() -> Result<f64, CliError>| -> Result<(), CliError> {
        let multiplications = compute()?;
        let count = Product::count_for(multiplications);
        let [value, limit] = time_beside(BUDGET, compute, || product.run(count, multiplications));
        let limit = limit.times(multiplications / (f64::from(count) * Product::WORK));
        figures.push(Figure { name, value, limit, benchmark: Benchmark::Couplings });
        work.advance(figures.len() as u64);
        Ok(())
    };
    for (sites, units) in BINARY {
        if work.stopped() {
            return Ok(());
        }
        let rbm = machine(VisibleUnits::Bernoulli, sites, units, seed).map_err(CliError::failed)?;
        add(format!("exact pairs, {sites} × {units}"), &|| pairs(&rbm).map_err(CliError::failed))?;
    }
    if work.stopped() {
        return Ok(());
    }
    let (sites, states, units) = POTTS;
    let rbm = machine(VisibleUnits::Potts(states), sites, units, seed).map_err(CliError::failed)?;
    add(format!("exact pairs, {sites} × {states} × {units}"), &|| potts_pairs(&rbm).map_err(CliError::failed))?;
    if work.stopped() {
        return Ok(());
    }
    let data = builtin::open(ALIGNMENT).map_err(CliError::failed)?;
    let (sites, states) = (data.columns(), data.states);
    add(format!("mean field of {ALIGNMENT}, {sites} × {states}"), &|| of_mean_field(&data).map_err(CliError::failed))
}

/// The whole way from sequences to couplings; the multiplications of the inverse, of which half the matrix is needed.
fn of_mean_field(data: &Dataset) -> Result<f64, InferenceError> {
    let weights = sequence_weights(&data.values, IDENTITY);
    mean_field(Frequencies::of(&data.values, data.states, Some(&weights), NEVER)?, PSEUDOCOUNT, NEVER)?;
    let side = data.columns() as f64 * (f64::from(data.states) - 1.0);
    Ok(side.powi(3) / 2.0)
}

/// The multiplications of the products.
fn pairs(rbm: &Rbm<f64>) -> Result<f64, RbmError> {
    let settings = ExpansionSettings { method: CouplingMethod::Exact, order: HighestOrder::Pairs, most_triples: 0 };
    let mut expansion = Expansion::new(rbm, settings)?;
    while expansion.step() {}
    let multiplications = expansion.multiplications();
    expansion.couplings();
    Ok(multiplications)
}

fn potts_pairs(rbm: &Rbm<f64>) -> Result<f64, RbmError> {
    let mut expansion = PottsExpansion::new(rbm)?;
    while expansion.step() {}
    let multiplications = expansion.multiplications();
    expansion.couplings()?;
    Ok(multiplications)
}

/// A machine of weights as large as those of a training.
fn machine(visible: VisibleUnits, sites: usize, units: usize, seed: Seed) -> Result<Rbm<f64>, RbmError> {
    let mut rng = seed.stream(Stream::Weights);
    let mut numbers = |count: usize| -> Vec<f64> { (0..count).map(|_| 2.0 * uniform(&mut rng) - 1.0).collect() };
    let rows = sites * visible.channels();
    let weights = numbers(rows * units);
    Rbm::from_flat(visible, HiddenUnits::Bernoulli, weights, numbers(rows), numbers(units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measured_work_is_that_of_the_products() {
        let binary = machine(VisibleUnits::Bernoulli, 9, 4, Seed(1)).unwrap();
        let potts = machine(VisibleUnits::Potts(3), 4, 2, Seed(1)).unwrap();
        // Half of a square of the sites for each node, twice that of two real ones for each complex node.
        let (nodes, half) = (pairs(&binary).unwrap() / 40.5, potts_pairs(&potts).unwrap() / 144.0);
        assert!(nodes.fract() == 0.0 && nodes > 40.0 && half.fract() == 0.0 && half > 20.0, "{nodes} {half}");
        let sequences = Dataset::new("sequences", vec![0_u8, 1, 1, 0, 1, 2, 2, 1], 2, 3);
        // Half the cube of two sites with two states each that count.
        assert_eq!(of_mean_field(&sequences), Ok(32.0));
    }
}
