//! Speed of recall, each next to the machine's own limit measured in the same run.
//!
//! The limit of a sweep: each of its N visits adds up p overlaps, so N p integers from the nearest cache are
//! added up with nothing to decide. A sweep also fetches a row of bits per visit, decides and reverses.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "a benchmark prints, and may stop at once")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use glassbox::cli::bench::recall_workload::RecallWorkload;
use glassbox::physics::hopfield::Dynamics;
use glassbox::physics::seed::Seed;

const SEED: Seed = Seed(1);

fn workload(size: usize, patterns: usize) -> RecallWorkload {
    RecallWorkload::new(size, patterns, SEED).expect("sizes of the benchmark are those of a network")
}

/// Lowest quartile, median and highest quartile of the time `work` takes, the preparation not counted.
#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn quartiles<T, R>(mut prepare: impl FnMut() -> T, mut work: impl FnMut(&mut T) -> R) -> [Duration; 3] {
    let mut times: Vec<Duration> = (0..201)
        .map(|_| {
            let mut prepared = prepare();
            let start = Instant::now();
            black_box(work(&mut prepared));
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    [50, 100, 150].map(|rank| times[rank])
}

fn report(name: &str, target_ms: f64, time: [Duration; 3], limit: [Duration; 3]) {
    let [low, median, high, limit] = [time[0], time[1], time[2], limit[1]].map(|time| time.as_secs_f64() * 1e3);
    println!(
        "{name}: median {median:.4} ms (quartiles {low:.4} and {high:.4}), target {target_ms} ms; limit {limit:.4} ms, ratio {:.1}",
        median / limit
    );
}

fn sweeps(criterion: &mut Criterion) {
    for (size, patterns, target_ms) in [(10_000, 100, 0.3), (100_000, 100, 5.0)] {
        let workload = workload(size, patterns);
        let cue = workload.start(SEED).expect("the cue fits the network");
        let mut memory = cue.clone();
        memory.run(100);
        let additions = quartiles(|| (), |()| workload.additions());
        for (name, start) in [("first sweep from the cue", &cue), ("sweep at the memory", &memory)] {
            let name = format!("{name}, N = {size}, p = {patterns}");
            let mut group = criterion.benchmark_group("sweep");
            group.sample_size(50).measurement_time(Duration::from_secs(2));
            group.bench_function(&name, |bencher| {
                bencher.iter_batched_ref(|| start.clone(), Dynamics::sweep, BatchSize::PerIteration);
            });
            group.finish();
            let time = quartiles(|| start.clone(), Dynamics::sweep);
            report(&name, target_ms, time, additions);
        }
    }
}

fn recall(criterion: &mut Criterion) {
    let workload = workload(28 * 28, 50);
    let mut sweeps = workload.start(SEED).expect("the cue fits the network");
    sweeps.run(100);
    let name = format!("recall in {} sweeps, 28 × 28, 50 memories", sweeps.sweeps());
    let mut group = criterion.benchmark_group("recall");
    group.sample_size(50).measurement_time(Duration::from_secs(2));
    group.bench_function(&name, |bencher| bencher.iter(|| workload.recall(SEED)));
    group.finish();
    let additions = quartiles(
        || (),
        |()| {
            for _ in 0..=sweeps.sweeps() {
                black_box(workload.additions());
            }
        },
    );
    let time = quartiles(|| (), |()| workload.recall(black_box(SEED)));
    report(&name, 0.2, time, additions);
}

criterion_group!(benches, sweeps, recall);
criterion_main!(benches);
