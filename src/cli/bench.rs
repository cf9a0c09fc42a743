//! `glassbox bench`: how fast, beside the machine's own limit measured in the same run.

use std::io::Write;
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::progress::Work;
use crate::engine::stopwatch::{Timing, time};
use crate::physics::hopfield::workload::RecallWorkload;
use crate::physics::seed::Seed;

/// Time spent on each figure.
const BUDGET: Duration = Duration::from_millis(600);
/// N and p of the sweeps that are measured.
const SWEEPS: [(usize, usize); 2] = [(10_000, 100), (100_000, 100)];
/// N and p of the whole recall.
const WHOLE: (usize, usize) = (28 * 28, 50);

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
}

/// One figure.
struct Figure {
    name: String,
    value: Timing,
    limit: Timing,
}

/// Runs the command.
pub fn run(args: &BenchArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let mut figures = Vec::new();
    let work = Work::begin("figures", 1 + SWEEPS.len() as u64);
    if args.names.is_empty() || args.names.contains(&Benchmark::Recall) {
        recall(common.seed(), &mut figures, &work)?;
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
    writeln!(out, "limit: N p additions of 32-bit integers from the first cache, as many as a sweep needs at least")?;
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
        figures.push(Figure { name: format!("sweep, N = {size}, p = {patterns}"), value, limit });
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
    figures.push(Figure { name: format!("whole recall, N = {size}, p = {patterns}"), value, limit });
    Ok(())
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
            "quartiles": [1e3 * low, 1e3 * high],
        })
    }
}
