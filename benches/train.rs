//! Speed of training, each next to the machine's own limit measured in the same run.
//!
//! The limit of an update: the multiplications of its fields and correlations, as if all were matrix products, at the rate
//! of one product of f32 on as many threads, made in turn with the updates. Where units are 0 most of the time an update
//! can be faster than that, since it leaves out products with 0.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints, and may stop at once")]

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use glassbox::cli::bench::train_workload::{Product, Sizes, TrainingWorkload};
use glassbox::engine::core::stopwatch::time_beside;
use glassbox::io::builtin;
use glassbox::physics::rbm::VisibleUnits;
use glassbox::physics::seed::Seed;

const SEED: Seed = Seed(1);
/// Updates before the measurement.
const BEFORE: u64 = 50;

fn workload(sizes: &Sizes) -> TrainingWorkload {
    let is_picture = sizes.visible == VisibleUnits::Bernoulli && sizes.sites == 28 * 28;
    let data = if is_picture { builtin::open("mnist").expect("it is built in") } else { sizes.noise(SEED) };
    TrainingWorkload::new(sizes, &data, BEFORE, SEED).expect("the data fit the sizes")
}

fn updates(criterion: &mut Criterion) {
    for sizes in &Sizes::ALL {
        let mut workload = workload(sizes);
        let mut group = criterion.benchmark_group("update");
        group.sample_size(20).measurement_time(Duration::from_secs(2));
        group.bench_function(sizes.title(), |bencher| bencher.iter(|| workload.update()));
        group.finish();
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
            let mut workload = workload.clone();
            pool.install(move || {
                let mut product = Product::default();
                let name = format!("{}, {threads} threads", sizes.title());
                report(&name, sizes.update_work(), &mut product, || workload.update());
                report("  its Gibbs steps", sizes.steps_work(), &mut product, || workload.steps());
            });
        }
    }
}

fn report<R>(name: &str, multiplications: f64, product: &mut Product, work: impl FnMut() -> R) {
    let count = Product::count_for(multiplications);
    let [value, limit] = time_beside(Duration::from_secs(2), work, || product.run(count, multiplications));
    let (low, high) = value.quartiles();
    let rate = |seconds: f64| 2e-9 * multiplications / seconds;
    let limit = 2e-9 * f64::from(count) * Product::WORK / limit.median();
    println!(
        "{name}: {:.1} per second (half within {:.1} and {:.1}); {:.0} Gflop/s, of products {limit:.0}, fraction {:.2}",
        1.0 / value.median(),
        1.0 / high,
        1.0 / low,
        rate(value.median()),
        rate(value.median()) / limit
    );
}

criterion_group!(benches, updates);
criterion_main!(benches);
