//! `glassbox bench`: how fast, next to the machine's own limit measured in the same run.

use std::io::Write;
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

mod couplings;
mod memories;
pub mod recall_workload;
mod train;
pub mod train_workload;
mod tree;

use crate::cli::bench::recall_workload::RecallWorkload;
use crate::cli::common::{CliError, Common, print_json};
use crate::cli::progress::Work;
use crate::engine::core::session::{Flow, Job as _};
use crate::engine::core::stopwatch::{Timing, time, time_long};
use crate::engine::hopfield::sweep::{ParameterSweep, SweepConfig, SweepPoint};
use crate::physics::seed::Seed;

/// Time spent on each figure.
const BUDGET: Duration = Duration::from_millis(600);
/// N and p of the sweeps that are measured.
const SWEEPS: [(usize, usize); 2] = [(10_000, 100), (100_000, 100)];
/// N and p of the whole recall.
const WHOLE: (usize, usize) = (28 * 28, 50);

/// N and p of the sweep of Glauber's dynamics, and its temperatures: in the memory, and where half the spins flip.
const WARM: (usize, usize) = (10_000, 100);
const TEMPERATURES: [f64; 2] = [0.5, 1.5];
/// N, cells on each side, runs and sweeps of the grid of the phase diagram.
const GRID: (usize, usize, u64, u64) = (500, 20, 5, 100);
const FIGURES: [(Benchmark, u64); 6] = [
    (Benchmark::Recall, 3),
    (Benchmark::Heat, 3),
    (Benchmark::Train, train::FIGURES),
    (Benchmark::Tree, tree::FIGURES),
    (Benchmark::Couplings, couplings::FIGURES),
    (Benchmark::Memories, memories::FIGURES),
];

/// What to measure.
#[derive(Args, Clone, Debug)]
pub struct BenchArgs {
    /// Which benchmarks; all if none is named
    #[arg(value_enum, value_name = "NAME")]
    names: Vec<Benchmark>,
}

/// The benchmarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Benchmark {
    /// Sweeps and whole recalls of Hopfield networks at T = 0
    Recall,
    /// Sweeps of Glauber's dynamics, and a grid of the (α, T) plane on all threads
    Heat,
    /// Updates of restricted Boltzmann machines on all threads, next to matrix products of as many multiplications
    Train,
    /// Mean-field fixed points of digits and the tree that they make, next to the matrix products of their sweeps
    Tree,
    /// Effective couplings of restricted Boltzmann machines, next to the products of matrices that they are
    Couplings,
    /// Sweeps of dense memories and steps of continuous ones, with ten thousand memories of 784 values
    Memories,
}

struct Figure {
    benchmark: Benchmark,
    name: String,
    value: Timing,
    limit: Timing,
}

pub fn run(args: &BenchArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let mut figures = Vec::new();
    let wanted = |name: Benchmark| args.names.is_empty() || args.names.contains(&name);
    let total = FIGURES.iter().filter(|(name, _)| wanted(*name)).map(|(_, count)| count).sum();
    let work = Work::begin("figures", total);
    if wanted(Benchmark::Recall) {
        recall(common.seed(), &mut figures, &work)?;
    }
    if wanted(Benchmark::Heat) {
        heat(common.seed(), &mut figures, &work)?;
    }
    if wanted(Benchmark::Train) {
        train::measure(common.seed(), &mut figures, &work)?;
    }
    if wanted(Benchmark::Tree) {
        tree::measure(common.seed(), &mut figures, &work)?;
    }
    if wanted(Benchmark::Couplings) {
        couplings::measure(common.seed(), &mut figures, &work)?;
    }
    if wanted(Benchmark::Memories) {
        memories::measure(common.seed(), &mut figures, &work)?;
    }
    work.finish();
    report(&figures, common, out)?;
    work.interrupted(|| format!("stopped after {} figures", figures.len()))
}

fn report(figures: &[Figure], common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    if common.json {
        let list: Vec<Value> = figures.iter().map(Figure::json).collect();
        return print_json(out, &json!({ "benchmarks": list }));
    }
    writeln!(out, "{:<34} {:>11} {:>21} {:>11} {:>7}", "benchmark", "median", "half lie within", "limit", "ratio")?;
    for figure in figures {
        let (low, high) = figure.value.quartiles();
        let (value, limit) = (figure.value.median(), figure.limit.median());
        let within = format!("{:.4} to {:.4}", 1e3 * low, 1e3 * high);
        let name = &figure.name;
        writeln!(
            out,
            "{name:<34} {:>8.4} ms {within:>21} {:>8.4} ms {:>7.2}",
            1e3 * value,
            1e3 * limit,
            value / limit
        )?;
    }
    let in_products =
        |figure: &Figure| matches!(figure.benchmark, Benchmark::Train | Benchmark::Tree | Benchmark::Couplings);
    if figures.iter().any(in_products) {
        let limit = "the multiplications of its products of matrices, at the rate of one product of 32-bit numbers";
        writeln!(out, "limit of PCD, AIS, TAP, trees and couplings: {limit} in the same run")?;
    }
    if figures.iter().any(|figure| !in_products(figure)) {
        let limit = "N p additions of 32-bit integers from the first cache, as many as a sweep needs at least";
        writeln!(out, "limit of sweeps: {limit}")?;
    }
    if figures.iter().any(|figure| figure.benchmark == Benchmark::Memories) {
        writeln!(out, "limit of steps: reading all values of the memories once, on all threads")?;
    }
    Ok(())
}

fn recall(seed: Seed, figures: &mut Vec<Figure>, work: &Work) -> Result<(), CliError> {
    for (size, patterns) in SWEEPS {
        if work.stopped() {
            return Ok(());
        }
        let workload = workload(size, patterns, seed)?;
        let value = time(BUDGET, || workload.start(seed), |run| run.map(|mut run| run.sweep().flips));
        if work.stopped() {
            return Ok(());
        }
        let limit = time(BUDGET, || (), |()| workload.additions());
        figures.push(Figure {
            name: format!("sweep, N = {size}, p = {patterns}"),
            value,
            limit,
            benchmark: Benchmark::Recall,
        });
        work.advance(figures.len() as u64);
    }
    if work.stopped() {
        return Ok(());
    }
    let (size, patterns) = WHOLE;
    let workload = workload(size, patterns, seed)?;
    let value = time(BUDGET, || (), |()| workload.recall(seed));
    if work.stopped() {
        return Ok(());
    }
    let limit = time(BUDGET, || (), |()| workload.additions());
    figures.push(Figure {
        name: format!("whole recall, N = {size}, p = {patterns}"),
        value,
        limit,
        benchmark: Benchmark::Recall,
    });
    Ok(())
}

fn heat(seed: Seed, figures: &mut Vec<Figure>, work: &Work) -> Result<(), CliError> {
    let (size, patterns) = WARM;
    let warm = workload(size, patterns, seed)?;
    for temperature in TEMPERATURES {
        if work.stopped() {
            return Ok(());
        }
        let run = warm.warmed(temperature, seed).map_err(CliError::failed)?;
        let value = time(BUDGET, || run.clone(), |mut run| run.sweep().flips);
        if work.stopped() {
            return Ok(());
        }
        let limit = time(BUDGET, || (), |()| warm.additions());
        figures.push(Figure {
            name: format!("sweep, N = {size}, p = {patterns}, T = {temperature}"),
            value,
            limit,
            benchmark: Benchmark::Heat,
        });
        work.advance(figures.len() as u64);
    }
    if work.stopped() {
        return Ok(());
    }
    let config = phase_grid(seed);
    let value = time_long(|| {
        let mut sweep = ParameterSweep::new(&config).ok()?;
        while !work.stopped() && sweep.step() == Flow::Continue {}
        Some(sweep.values(0).len())
    });
    if work.stopped() {
        return Ok(());
    }
    let patterns: usize = config.points.iter().map(SweepPoint::patterns).sum();
    let (size, side, runs, sweeps) = GRID;
    let visits = (runs * sweeps) as f64 / rayon::current_num_threads() as f64;
    // As many additions as one sweep of every cell, on one thread, make those of all runs on all threads.
    let additions = workload(size, patterns, seed)?;
    let limit = time(BUDGET, || (), |()| additions.additions()).times(visits);
    figures.push(Figure {
        name: format!("(α, T) grid, {side} × {side}, N = {size}"),
        value,
        limit,
        benchmark: Benchmark::Heat,
    });
    Ok(())
}

/// Loads 0.01 to 0.2 by temperatures 0.05 to 1.
fn phase_grid(seed: Seed) -> SweepConfig {
    let (size, side, runs, sweeps) = GRID;
    let axis = |last: f64| -> Vec<f64> { (1..=side).map(|k| last * k as f64 / side as f64).collect() };
    SweepConfig { sweeps, ..SweepConfig::phase(size, &axis(0.2), &axis(1.0), runs, seed) }
}

fn workload(size: usize, patterns: usize, seed: Seed) -> Result<RecallWorkload, CliError> {
    RecallWorkload::new(size, patterns, seed)
        .ok_or_else(|| CliError::failed(format!("a network of {size} spins and {patterns} patterns cannot be made")))
}

impl Figure {
    fn json(&self) -> Value {
        let (value, limit) = (1e3 * self.value.median(), 1e3 * self.limit.median());
        let (low, high) = self.value.quartiles();
        json!({
            "name": self.name, "value": value, "unit": "ms", "limit": limit, "ratio": value / limit,
            "quartiles": [1e3 * low, 1e3 * high], "per_second": 1e3 / value,
        })
    }
}
