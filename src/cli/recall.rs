//! `glassbox recall`: the recall session without a window.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use crate::cli::common::{CliError, Common, DataFilter, number_within, print_json};
use crate::cli::progress::Work;
use crate::engine::driver::Driver;
use crate::engine::many_runs::{MOST_RUNS, ManyRuns, ManyRunsConfig, Start};
use crate::engine::recall::trace::Trace;
use crate::engine::recall::{Document, Memory, Recall};
use crate::engine::session::Command;
use crate::io::datasets::{self, DataOptions, DataSource};
use crate::io::text::{plain, quoted};
use crate::physics::corruption::{Corruption, CorruptionKind};
use crate::physics::data::Dataset;
use crate::physics::hopfield::classify::RECALLED;
use crate::physics::hopfield::learning_rules::LearningRule;
use crate::physics::hopfield::{Outcome, UpdateOrder};
use crate::physics::seed::Seed;
use crate::physics::spins::{GridShape, Pattern, overlap};

/// Stores patterns and recalls one from a corrupted cue.
#[derive(Args, Clone, Debug)]
pub struct RecallArgs {
    /// The patterns: builtin:NAME, random:PxN or a file
    #[arg(long = "patterns", value_name = "DATA")]
    patterns: String,
    #[command(flatten)]
    filter: DataFilter,
    /// Which rows to store: names or numbers from 0, separated by commas, or all
    #[arg(long, default_value = "all", value_name = "A,B,…|I,J,…|all", allow_hyphen_values = true)]
    store: String,
    /// The row to start from, by name or number from 0; the first stored one if not given
    #[arg(long, value_name = "NAME|INDEX", conflicts_with = "state", allow_hyphen_values = true)]
    cue: Option<String>,
    /// A file whose first row is the state to start from
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Share of the cue's spins to flip, 0 to 1
    #[arg(long, default_value_t = 0.0, value_name = "F", allow_hyphen_values = true, value_parser = share)]
    flip: f64,
    /// Learning rule
    #[arg(long, default_value = "hebb", value_name = "RULE")]
    rule: LearningRule,
    /// Whether spins are updated one at a time or all at once
    #[arg(long, value_enum, default_value_t = Update::Async)]
    update: Update,
    /// Temperature of the Glauber dynamics; 0 is recall
    #[arg(long, default_value_t = 0.0, value_name = "T", allow_hyphen_values = true, value_parser = temperature)]
    temperature: f64,
    /// The most sweeps of one run
    #[arg(
        long, default_value_t = 100, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u64).range(1..=1_000_000)
    )]
    sweeps: u64,
    /// Run this many recalls with fresh noise, cues going round the stored patterns unless --cue or --state is given
    #[arg(
        long, value_name = "R", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u64).range(1..=MOST_RUNS)
    )]
    runs: Option<u64>,
}

/// Order of updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Update {
    /// One spin at a time, in random order.
    Async,
    /// One spin at a time, row by row.
    Fixed,
    /// All spins at once.
    Sync,
}

impl Update {
    fn order(self) -> UpdateOrder {
        match self {
            Self::Async => UpdateOrder::RandomAsynchronous,
            Self::Fixed => UpdateOrder::FixedAsynchronous,
            Self::Sync => UpdateOrder::Synchronous,
        }
    }
}

fn share(text: &str) -> Result<f64, String> {
    number_within(text, 0.0, 1.0)
}

fn temperature(text: &str) -> Result<f64, String> {
    number_within(text, 0.0, f64::INFINITY)
}

/// Runs the command.
pub fn run(args: &RecallArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let data = args.filter.open(&args.patterns, common.seed())?;
    let stored = rows_named(&data, "--store", &args.store)?;
    let memories: Vec<Memory> = stored
        .iter()
        .map(|&row| Ok(Memory::new(data.row_name(row), row_pattern(&data, row)?)))
        .collect::<Result<_, CliError>>()?;
    let shape = data.shape.unwrap_or_else(|| GridShape::near_square(data.columns));
    let (clean, cued) = start(args, &data, &stored, common.seed())?;
    let mut document = Document::new(shape, memories, clean, common.seed());
    document.rule = args.rule;
    document.order = args.update.order();
    document.temperature = args.temperature;
    document.corruption = Corruption { kind: CorruptionKind::Flip, amount: args.flip };
    match args.runs {
        Some(runs) => many(args, common, &document, cued, runs, out),
        None => one(args, common, &document, cued, out),
    }
}

/// The state to start from, and which of the stored patterns it is a corruption of.
fn start(
    args: &RecallArgs,
    data: &Dataset,
    stored: &[usize],
    seed: Seed,
) -> Result<(Pattern, Option<usize>), CliError> {
    if let Some(file) = &args.state {
        let source = DataSource::Path(file.clone());
        let state = datasets::open(&source, &DataOptions::default(), seed)?;
        if state.columns != data.columns {
            return Err(CliError::failed(format!(
                "--state {}: expected a row of {} spins, found {}",
                plain(file),
                data.columns,
                state.columns
            )));
        }
        return Ok((row_pattern(&state, 0)?, None));
    }
    let row = match &args.cue {
        Some(name) => row_named(data, "--cue", name)?,
        None => *stored.first().ok_or_else(|| CliError::failed("there is no pattern to store"))?,
    };
    Ok((row_pattern(data, row)?, stored.iter().position(|&other| other == row)))
}

fn row_pattern(data: &Dataset, row: usize) -> Result<Pattern, CliError> {
    data.pattern(row).ok_or_else(|| {
        CliError::failed(format!(
            "{} has {} values per site; a Hopfield network stores patterns of two values",
            data.name, data.states
        ))
    })
}

fn rows_named(data: &Dataset, option: &str, names: &str) -> Result<Vec<usize>, CliError> {
    if names == "all" {
        return Ok((0..data.rows()).collect());
    }
    names.split(',').map(|name| row_named(data, option, name.trim())).collect()
}

fn row_named(data: &Dataset, option: &str, name: &str) -> Result<usize, CliError> {
    let by_name = data.row_names.as_ref().and_then(|names| names.iter().position(|other| other == name));
    let by_number = || name.parse::<usize>().ok().filter(|&row| row < data.rows());
    by_name.or_else(by_number).ok_or_else(|| {
        CliError::Usage(format!(
            "{option}: {} has no row {}: rows are named by their name or by a number from 0 to {}",
            data.name,
            quoted(name),
            data.rows().saturating_sub(1)
        ))
    })
}

fn one(
    args: &RecallArgs,
    common: &Common,
    document: &Document,
    cued: Option<usize>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let mut driver = Driver::<Recall>::new(document).map_err(CliError::failed)?;
    let size = document.shape.cells() as u64;
    let cue = document.cue().map_err(CliError::failed)?;
    let overlaps = |spins: &[i8]| -> Vec<f64> {
        document.memories.iter().map(|memory| overlap(memory.pattern.spins(), spins)).collect()
    };
    let work = Work::begin("sweeps", args.sweeps);
    let energy = |driver: &Driver<Recall>| driver.session().trace().map_or(0.0, |trace| trace.dynamics().energy());
    let mut energies = vec![energy(&driver)];
    let mut outcome = None;
    for sweep in 0..args.sweeps {
        if work.stopped() {
            break;
        }
        driver.apply(Command::Step(size)).map_err(CliError::failed)?;
        driver.run_until_idle(size);
        energies.push(energy(&driver));
        outcome = driver.session().trace().and_then(Trace::outcome);
        work.advance(sweep + 1);
        if outcome.is_some() {
            break;
        }
    }
    work.finish();
    let state =
        driver.session().trace().map_or_else(|| cue.spins().to_vec(), |trace| trace.dynamics().spins().to_vec());
    let last = overlaps(&state);
    let recalled = cued.and_then(|index| last.get(index)).map(|&m| u8::from(m > RECALLED));
    let cycle = outcome.map(|outcome| match outcome {
        Outcome::FixedPoint => 1,
        Outcome::TwoCycle => 2,
    });
    let result = Single { cue: overlaps(cue.spins()), last, energies, cycle, recalled, state, stopped: work.stopped() };
    if common.json { print_json(out, &result.json(document)) } else { result.text(document, out) }?;
    work.interrupted(|| format!("stopped after {} of {} sweeps", result.energies.len() - 1, args.sweeps))
}

struct Single {
    cue: Vec<f64>,
    last: Vec<f64>,
    energies: Vec<f64>,
    cycle: Option<u8>,
    recalled: Option<u8>,
    state: Vec<i8>,
    stopped: bool,
}

impl Single {
    fn json(&self, document: &Document) -> Value {
        let mut object = load(document);
        object.insert("recalled".to_owned(), json!(self.recalled));
        object.insert("energy".to_owned(), json!(self.energies));
        object.insert("overlap".to_owned(), json!(self.last));
        object.insert("initial_overlap".to_owned(), json!(self.cue));
        object.insert("converged".to_owned(), json!(self.cycle.is_some()));
        object.insert("cycle".to_owned(), json!(self.cycle));
        object.insert("sweeps".to_owned(), json!(self.energies.len() - 1));
        let letters: String = self.state.iter().map(|&spin| if spin > 0 { '+' } else { '-' }).collect();
        object.insert("final_state".to_owned(), json!(letters));
        Value::Object(object)
    }

    fn text(&self, document: &Document, out: &mut dyn Write) -> Result<(), CliError> {
        let (n, p) = (document.shape.cells(), document.memories.len());
        writeln!(out, "N = {n}, p = {p}, α = {:.4}, {}", p as f64 / n as f64, document.rule.name())?;
        let end = match self.cycle {
            Some(1) => "a fixed point",
            Some(_) => "a cycle of two states",
            None if self.stopped => "stopped",
            None => "not at rest yet",
        };
        writeln!(out, "{} sweeps: {end}", self.energies.len() - 1)?;
        let (first, last) = (self.energies.first().unwrap_or(&0.0), self.energies.last().unwrap_or(&0.0));
        writeln!(out, "energy per spin {:.4} -> {:.4}", first / n as f64, last / n as f64)?;
        let mut order: Vec<usize> = (0..p).collect();
        let size = |k: usize| self.last.get(k).copied().unwrap_or(0.0).abs();
        order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
        writeln!(out, "overlaps (start -> end), largest first:")?;
        for k in order.into_iter().take(10) {
            // Names come from files: they must not steer the terminal.
            let name = plain(Path::new(document.memories.get(k).map_or("", |memory| &memory.name)));
            let (start, end) = (self.cue.get(k).unwrap_or(&0.0), self.last.get(k).unwrap_or(&0.0));
            writeln!(out, "  {name:<16} {start:+.4} -> {end:+.4}")?;
        }
        Ok(())
    }
}

fn load(document: &Document) -> Map<String, Value> {
    let (n, p) = (document.shape.cells(), document.memories.len());
    let mut object = Map::new();
    object.insert("n".to_owned(), json!(n));
    object.insert("p".to_owned(), json!(p));
    object.insert("alpha".to_owned(), json!(p as f64 / n as f64));
    object.insert("rule".to_owned(), json!(document.rule.name()));
    object.insert("seed".to_owned(), json!(document.seed.0));
    object
}

fn many(
    args: &RecallArgs,
    common: &Common,
    document: &Document,
    cued: Option<usize>,
    runs: u64,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let network = document.network().map_err(CliError::failed)?;
    let network = network.ok_or_else(|| CliError::failed("there is no pattern to store"))?;
    let start = if args.cue.is_some() || args.state.is_some() {
        let (pattern, corruption, shape) = (document.clean.clone(), document.corruption, document.shape);
        Start::Corrupted { pattern, corruption, shape }
    } else {
        Start::Stored { corruption: document.corruption, shape: document.shape }
    };
    let config = ManyRunsConfig {
        network,
        order: document.order,
        temperature: document.temperature,
        start,
        runs,
        max_sweeps: args.sweeps as usize,
        seed: document.seed,
    };
    let mut driver = Driver::<ManyRuns>::new(&config).map_err(CliError::failed)?;
    driver.apply(Command::Run).map_err(CliError::failed)?;
    let work = Work::begin("runs", runs);
    while driver.has_work() && !work.stopped() {
        driver.step();
        work.advance(driver.session().endings().len() as u64);
    }
    work.finish();
    let view = driver.snapshot().view;
    // What is not stored can be come close to, but not recalled.
    let recalled = view.recalled.filter(|_| cued.is_some()).map(|count| count as f64 / view.done.max(1) as f64);
    let mean = |value: f64| (view.done > 0).then_some(value);
    if common.json {
        let mut object = load(document);
        object.insert("recalled".to_owned(), json!(recalled));
        object.insert("runs".to_owned(), json!(view.done));
        object.insert("mean_sweeps".to_owned(), json!(mean(view.mean_sweeps)));
        object.insert("energy_mean".to_owned(), json!(mean(view.mean_energy)));
        print_json(out, &Value::Object(object))?;
    } else {
        writeln!(out, "N = {}, p = {}, {} runs", document.shape.cells(), document.memories.len(), view.done)?;
        match recalled {
            Some(share) => writeln!(out, "recalled (overlap above {RECALLED}): {:.1} %", 100.0 * share)?,
            None => writeln!(out, "no run from a stored pattern, so none that could be recalled")?,
        }
        if view.done > 0 {
            writeln!(out, "mean energy per spin {:.4}, {:.2} sweeps on average", view.mean_energy, view.mean_sweeps)?;
        }
    }
    work.interrupted(|| format!("stopped after {} of {runs} runs; the result is of those", view.done))
}
