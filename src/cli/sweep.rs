//! `glassbox sweep`: what random memories do over a grid, without a window.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::common::{CliError, Common, number_within, print_json};
use crate::cli::progress::Work;
use crate::engine::core::session::{Job as _, Progress};
use crate::engine::hopfield::ensemble::MOST_RUNS;
use crate::engine::hopfield::sweep::{COLUMNS, ParameterSweep, SweepCell, SweepConfig, check_cells};
use crate::io::export::rows;
use crate::io::text::{plain, quoted};
use crate::physics::hopfield::{Interaction, LearningRule};
use crate::physics::theory::{dense_capacity, dense_error, lines, retrieval};

const MOST_VALUES: usize = 10_000;
/// Steps of the progress bar: work is measured in what it is expected to cost.
const PER_MILLE: f64 = 1000.0;

/// Measures random memories over a grid of cells.
#[derive(Args, Clone, Debug)]
pub struct SweepArgs {
    #[command(subcommand)]
    grid: Grid,
}

/// One kind of grid.
#[derive(Subcommand, Clone, Debug)]
enum Grid {
    /// Fraction of memories that stay, by load and size: T = 0, started on the memory
    Capacity {
        /// Numbers of spins, separated by commas
        #[arg(long, value_name = "N,…", default_value = "400", value_parser = sizes)]
        size: List<usize>,
        /// Loads p/N: a:b:k for k of them from a to b, or numbers with commas between
        #[arg(long, value_name = "a:b:k", default_value = "0.05:0.25:21", allow_hyphen_values = true, value_parser = loads)]
        alphas: List<f64>,
        #[command(flatten)]
        common: GridArgs,
    },
    /// Fraction of memories recalled from a distance, by flipped fraction and load: T = 0
    Basin {
        /// Number of spins
        #[arg(long, value_name = "N", default_value_t = 400)]
        size: usize,
        /// Loads p/N: a:b:k for k of them from a to b, or numbers with commas between
        #[arg(long, value_name = "a:b:k", default_value = "0.01:0.15:15", allow_hyphen_values = true, value_parser = loads)]
        alphas: List<f64>,
        /// Fractions of flipped spins, written like the loads
        #[arg(long, value_name = "a:b:k", default_value = "0:0.5:11", allow_hyphen_values = true, value_parser = flips)]
        flips: List<f64>,
        #[command(flatten)]
        common: GridArgs,
    },
    /// Overlap that is left of a memory, by temperature and load
    Phase {
        /// Number of spins
        #[arg(long, value_name = "N", default_value_t = 500)]
        size: usize,
        /// Loads p/N: a:b:k for k of them from a to b, or numbers with commas between
        #[arg(long, value_name = "a:b:k", default_value = "0.01:0.2:20", allow_hyphen_values = true, value_parser = loads)]
        alphas: List<f64>,
        /// Temperatures, written like the loads
        #[arg(long, value_name = "a:b:k", default_value = "0.05:1:20", allow_hyphen_values = true, value_parser = temperatures)]
        temperatures: List<f64>,
        #[command(flatten)]
        common: GridArgs,
    },
}

/// What all grids share.
#[derive(Args, Clone, Debug)]
struct GridArgs {
    /// Runs in each cell, each with patterns of its own
    #[arg(
        long, default_value_t = 20, value_name = "R", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u64).range(1..=MOST_RUNS)
    )]
    runs: u64,
    /// The most sweeps of one run; the overlap at T > 0 is averaged over the second half of them
    #[arg(
        long, default_value_t = SweepConfig::USUAL_SWEEPS, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u64).range(1..=1_000_000)
    )]
    sweeps: u64,
    /// Learning rule: hebb, pseudo-inverse, storkey, covariance, dense:N, dense-rectified:N (N from 2 to 8) or exponential;
    /// loads are p/N for all of them
    #[arg(long, default_value = "hebb", value_name = "RULE")]
    rule: LearningRule,
    /// Write the cells as a table: size, patterns, alpha, load, temperature, flip, mean, stderr, runs, seed, rule, sweeps
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
}

/// Values of one axis. (The parser takes a bare vector for an option that may be repeated.)
#[derive(Clone, Debug, PartialEq)]
struct List<T>(Vec<T>);

/// Reads `a:b:k`, k equally spaced numbers from a to b, or numbers with commas between them.
fn numbers(text: &str) -> Result<List<f64>, String> {
    let number = |text: &str| number_within(text.trim(), f64::MIN, f64::MAX).ok();
    let expected = || format!("expected a:b:k or numbers with commas between them, found {}", quoted(text));
    let parts: Vec<&str> = text.split(':').collect();
    match parts.as_slice() {
        [list] => list.split(',').map(number).collect::<Option<Vec<f64>>>().map(List).ok_or_else(expected),
        [first, last, count] => {
            let (first, last) = (number(first).ok_or_else(expected)?, number(last).ok_or_else(expected)?);
            let count: usize = count.trim().parse().ok().ok_or_else(expected)?;
            if count == 0 || count > MOST_VALUES {
                return Err(format!("{count} values were asked for; it can be 1 to {MOST_VALUES}"));
            }
            let steps = (count - 1).max(1) as f64;
            // Rounded to what a person writes: 0.1:0.3:3 has 0.2 in the middle.
            let value = |k: usize| ((first + (last - first) * k as f64 / steps) * 1e12).round() / 1e12;
            Ok(List((0..count).map(value).collect()))
        }
        _ => Err(expected()),
    }
}

/// Numbers of which each lies within limits; the sentence of one that does not.
fn within(text: &str, most: f64, sentence: impl Fn(f64) -> String) -> Result<List<f64>, String> {
    let list = numbers(text)?;
    match list.0.iter().find(|value| !(0.0..=most).contains(*value)) {
        Some(&value) => Err(sentence(value)),
        None => Ok(list),
    }
}

fn loads(text: &str) -> Result<List<f64>, String> {
    within(text, f64::MAX, |value| format!("the load is {value}; it must be a finite number, zero or more"))
}

fn temperatures(text: &str) -> Result<List<f64>, String> {
    within(text, f64::MAX, |value| format!("the temperature is {value}; it must be a finite number, zero or more"))
}

fn flips(text: &str) -> Result<List<f64>, String> {
    within(text, 1.0, |value| format!("the fraction of flipped spins is {value}; it must lie between 0 and 1"))
}

fn sizes(text: &str) -> Result<List<usize>, String> {
    let sizes: Option<Vec<usize>> = text.split(',').map(|size| size.trim().parse().ok()).collect();
    sizes.map(List).ok_or_else(|| format!("expected whole numbers with commas between them, found {}", quoted(text)))
}

/// The capacity in each cell, and the probability that a bit flips in the first step, exact where that can be computed.
fn dense_theory(interaction: Interaction, cells: &[&SweepCell]) -> Value {
    let capacity = |cell: &&SweepCell| match interaction {
        Interaction::Polynomial(degree) => dense_capacity::error_free(degree, cell.point.size as u64),
        Interaction::Rectified(degree) => dense_capacity::error_free(degree, cell.point.size as u64).map(|k| 2.0 * k),
        Interaction::Exponential => {
            dense_capacity::exponential_guarantee(0.0).map(|alpha| (alpha * cell.point.size as f64).exp())
        }
    };
    let error = |cell: &&SweepCell| {
        let (size, patterns) = (cell.point.size as u64, cell.point.patterns() as u64);
        let exact = dense_error::exact_first_step(interaction, size, patterns).map(|step| step.error);
        exact.or_else(|| dense_capacity::error_probability(interaction, size, patterns as f64))
    };
    let (capacities, errors): (Vec<_>, Vec<_>) = cells.iter().map(|cell| (capacity(cell), error(cell))).unzip();
    json!({ "k_max": capacities, "one_step_error": errors })
}

impl Grid {
    fn name(&self) -> &'static str {
        match self {
            Self::Capacity { .. } => "capacity",
            Self::Basin { .. } => "basin",
            Self::Phase { .. } => "phase",
        }
    }

    fn args(&self) -> &GridArgs {
        let (Self::Capacity { common, .. } | Self::Basin { common, .. } | Self::Phase { common, .. }) = self;
        common
    }

    /// Refuses more cells than a sweep has, before any is made.
    fn check_cells(&self) -> Result<(), CliError> {
        let cells = match self {
            Self::Capacity { size, alphas, .. } => [size.0.len(), alphas.0.len()],
            Self::Basin { alphas, flips, .. } => [alphas.0.len(), flips.0.len()],
            Self::Phase { alphas, temperatures, .. } => [alphas.0.len(), temperatures.0.len()],
        };
        check_cells(cells[0].saturating_mul(cells[1])).map_err(CliError::failed)
    }

    fn config(&self, common: &Common) -> SweepConfig {
        let (seed, args) = (common.seed(), self.args());
        let config = match self {
            Self::Capacity { size, alphas, .. } => SweepConfig::capacity(&size.0, &alphas.0, args.runs, seed),
            Self::Basin { size, alphas, flips, .. } => SweepConfig::basin(*size, &alphas.0, &flips.0, args.runs, seed),
            Self::Phase { size, alphas, temperatures, .. } => {
                SweepConfig::phase(*size, &alphas.0, &temperatures.0, args.runs, seed)
            }
        };
        SweepConfig { rule: args.rule, sweeps: args.sweeps, ..config }
    }

    /// What theory says of the finished cells, in their order: of Hebb's rule that of replica symmetry, of a dense memory
    /// its capacity and the error of one step.
    fn theory(&self, cells: &[&SweepCell]) -> Value {
        if let Some(interaction) = self.args().rule.interaction() {
            return dense_theory(interaction, cells);
        }
        if self.args().rule != LearningRule::Hebb {
            return Value::Null;
        }
        let overlap = |cell: &&SweepCell| {
            let state = retrieval::retrieval(cell.point.load(), cell.point.temperature).ok().flatten();
            state.map(|state| state.overlap)
        };
        let overlaps: Vec<Option<f64>> = cells.iter().map(overlap).collect();
        if let Self::Phase { alphas, .. } = self {
            let line = |&alpha: &f64| {
                let lines = lines::lines(alpha).ok();
                json!({
                    "alpha": alpha, "t_g": lines.map(|lines| lines.spin_glass),
                    "t_m": lines.and_then(|lines| lines.retrieval), "t_m_lower": lines.and_then(|lines| lines.retrieval_from),
                    "t_c": lines.and_then(|lines| lines.ground), "t_c_lower": lines.and_then(|lines| lines.ground_from),
                })
            };
            return json!({ "m": overlaps, "lines": alphas.0.iter().map(line).collect::<Vec<Value>>() });
        }
        let capacity = lines::capacity();
        json!({ "alpha_c": capacity.critical_load, "m_c": capacity.overlap, "m": overlaps })
    }
}

pub fn run(args: &SweepArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let (grid, options) = (&args.grid, args.grid.args());
    if let Some(path) = &options.csv {
        // A name that cannot be written is refused before the work is done.
        common.check_output(path, [])?;
    }
    grid.check_cells()?;
    let config = grid.config(common);
    let mut job = ParameterSweep::new(&config).map_err(CliError::failed)?;
    let work = Work::begin("‰ of the work", PER_MILLE as u64);
    work.run(&mut job, |job| (PER_MILLE * job.progress().map_or(0.0, Progress::fraction)) as u64);
    let view = job.view();
    let cells: Vec<&SweepCell> = view.cells.iter().filter(|cell| cell.done).collect();
    if let Some(path) = &options.csv {
        let origin = config.origin();
        rows::write(path, common.overwrite, &COLUMNS, cells.iter().map(|cell| cell.row(&origin)))?;
    }
    if common.json {
        let list: Vec<Value> = cells.iter().map(|cell| object(cell)).collect();
        let (rule, seed) = (config.rule.name(), config.seed.0);
        print_json(
            out,
            &json!({
                "grid": grid.name(), "rule": rule, "seed": seed, "sweeps": config.sweeps,
                "cells": list, "theory": grid.theory(&cells),
            }),
        )?;
    } else {
        text(&cells, out)?;
        if let Some(path) = &options.csv {
            writeln!(out, "wrote {} cells to {}", cells.len(), plain(path))?;
        }
    }
    let (done, total) = (cells.len(), view.cells.len());
    work.interrupted(|| match &options.csv {
        Some(path) => format!("stopped after {done} of {total} cells; those are in {}", plain(path)),
        None => format!("stopped after {done} of {total} cells; the result is of those"),
    })?;
    match &view.failure {
        Some(error) => Err(CliError::failed(format!("{} runs are missing from the result: {error}", view.failed))),
        None => Ok(()),
    }
}

fn object(cell: &SweepCell) -> Value {
    let point = cell.point;
    json!({
        "size": point.size, "patterns": point.patterns(), "alpha": point.alpha, "load": point.load(),
        "temperature": point.temperature, "flip": point.flip,
        "mean": cell.mean, "stderr": cell.stderr, "runs": cell.runs,
    })
}

fn text(cells: &[&SweepCell], out: &mut dyn Write) -> Result<(), CliError> {
    writeln!(
        out,
        "{:>7} {:>7} {:>9} {:>7} {:>6} {:>8} {:>8} {:>6}",
        "N", "p", "alpha", "T", "flip", "mean", "±", "runs"
    )?;
    for cell in cells {
        let point = cell.point;
        let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"));
        writeln!(
            out,
            "{:>7} {:>7} {:>9.5} {:>7.4} {:>6.3} {:>8} {:>8} {:>6}",
            point.size,
            point.patterns(),
            point.alpha,
            point.temperature,
            point.flip,
            number(cell.mean),
            number(cell.stderr),
            cell.runs
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_read() {
        assert_eq!(numbers("0.1:0.3:3"), Ok(List(vec![0.1, 0.2, 0.3])));
        assert_eq!(numbers("0.4:0.9:1"), Ok(List(vec![0.4])));
        assert_eq!(numbers("0.05, 0.4"), Ok(List(vec![0.05, 0.4])));
        assert_eq!(sizes("100,400"), Ok(List(vec![100, 400])));
        for bad in ["", "0.1:0.3", "0.1:0.3:x", "0.1:0.3:-2", "a", "0.1,", "NaN", "0:inf:3", "1:2:3:4"] {
            assert!(numbers(bad).unwrap_err().contains("expected a:b:k"), "{bad}");
        }
        assert!(numbers("0:1:0").unwrap_err().contains("0 values"));
        assert!(sizes("100,x").unwrap_err().contains("whole numbers"));
    }
}
