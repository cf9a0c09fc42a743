//! `glassbox bench train`: updates, timed in turn with products of matrices.

use crate::cli::bench::train_workload::{AnnealingWorkload, Product, Sizes, TrainingWorkload};
use crate::cli::bench::{BUDGET, Benchmark, Figure};
use crate::cli::common::CliError;
use crate::cli::progress::Work;
use crate::engine::core::stopwatch::time_beside;
use crate::io::builtin;
use crate::physics::rbm::VisibleUnits;
use crate::physics::seed::Seed;

/// How many figures there are: an update of each training, the Gibbs steps of the first alone, and a temperature of
/// annealed importance sampling.
pub(super) const FIGURES: u64 = Sizes::ALL.len() as u64 + 2;
/// Updates before the measurement: the machine has begun to learn.
const BEFORE: u64 = 50;

pub(super) fn measure(seed: Seed, figures: &mut Vec<Figure>, work: &Work) -> Result<(), CliError> {
    let mut product = Product::default();
    for (number, sizes) in Sizes::ALL.iter().chain([&Sizes::ANNEALED]).enumerate() {
        if work.stopped() {
            return Ok(());
        }
        let is_picture = sizes.visible == VisibleUnits::Bernoulli && sizes.sites == 28 * 28;
        let data = if is_picture { builtin::open("mnist").map_err(CliError::failed)? } else { sizes.noise(seed) };
        let mut workload = TrainingWorkload::new(sizes, &data, BEFORE, seed).map_err(CliError::failed)?;
        let mut figure = |name: String, multiplications: f64, run: &mut dyn FnMut()| {
            let count = Product::count_for(multiplications);
            let [value, limit] = time_beside(BUDGET, run, || product.run(count, multiplications));
            let limit = limit.times(multiplications / (f64::from(count) * Product::WORK));
            figures.push(Figure { name, value, limit, benchmark: Benchmark::Train });
            work.advance(figures.len() as u64);
        };
        if *sizes == Sizes::ANNEALED {
            let mut annealing = AnnealingWorkload::new(workload.rbm(), sizes.batch, seed);
            let name = format!("AIS, {} × {}, {} chains, a temperature", sizes.sites, sizes.hidden_units, sizes.batch);
            figure(name, sizes.temperature_work(), &mut || annealing.temperature());
            continue;
        }
        figure(sizes.title(), sizes.update_work(), &mut || {
            workload.update();
        });
        if number == 0 {
            let name = format!("{} Gibbs steps of it", sizes.gibbs_steps);
            figure(name, sizes.steps_work(), &mut || workload.steps());
        }
    }
    Ok(())
}
