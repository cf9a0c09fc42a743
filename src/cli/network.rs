//! The options of commands that store patterns and start from one of them.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::cli::common::{Choice, CliError, Common, DataFilter, number_within, one_of};
use crate::engine::hopfield::common_part::CommonPart;
use crate::engine::hopfield::recall::{Document, Memory};
use crate::engine::hopfield::relaxation::Start;
use crate::io::datasets::{self, UNKNOWN_SPINS};
use crate::io::text::{count, plain, quoted};
use crate::physics::corruption::{Corruption, CorruptionKind};
use crate::physics::data::Dataset;
use crate::physics::hopfield::learning_rules::LearningRule;
use crate::physics::hopfield::{Network, UpdateOrder};
use crate::physics::spins::{GridShape, Pattern};

/// Which patterns are stored, how, and from what a run starts.
#[derive(Args, Clone, Debug)]
pub struct NetworkArgs {
    /// The patterns: builtin:NAME, random:PxN or a file
    #[arg(long = "patterns", value_name = "DATA")]
    patterns: String,
    #[command(flatten)]
    filter: DataFilter,
    /// Which rows to store: names, or numbers in the data from 0, separated by commas, or all
    #[arg(long, default_value = "all", value_name = "A,B,…|I,J,…|all", allow_hyphen_values = true)]
    store: String,
    /// The row to start from, by name or number in the data from 0; the first stored one if not given
    #[arg(long, value_name = "NAME|INDEX", conflicts_with = "state", allow_hyphen_values = true)]
    cue: Option<String>,
    /// A file whose first row is the state to start from; 0 among −1 and +1 is a spin that is not known, and begins along
    /// the field of the others
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Fraction of the cue's spins to flip, 0 to 1
    #[arg(long, default_value_t = 0.0, value_name = "F", allow_hyphen_values = true, value_parser = fraction)]
    flip: f64,
    /// Learning rule
    #[arg(long, default_value = "hebb", value_name = "RULE")]
    rule: LearningRule,
    /// Whether spins are updated one at a time or all at once
    #[arg(long, value_parser = one_of(&ORDERS), default_value = "async")]
    update: UpdateOrder,
}

/// Orders of updates by their names here.
const ORDERS: [Choice<UpdateOrder>; 3] = [
    ("async", UpdateOrder::RandomAsynchronous, "One spin at a time, in random order"),
    ("fixed", UpdateOrder::FixedAsynchronous, "One spin at a time, row by row"),
    ("sync", UpdateOrder::Synchronous, "All spins at once"),
];

fn fraction(text: &str) -> Result<f64, String> {
    number_within(text, 0.0, 1.0)
}

/// What the options ask for, at T = 0.
pub struct Setup {
    /// Memories, rule, order of updates and cue.
    pub document: Document,
    /// Which of the stored patterns the cue is a corruption of.
    pub cued: Option<usize>,
}

impl NetworkArgs {
    /// Opens the data and chooses from them.
    pub fn setup(&self, common: &Common) -> Result<Setup, CliError> {
        let data = self.filter.open(&self.patterns, common)?;
        let stored = rows_named(&data, "--store", &self.store)?;
        let (p, n) = (data.rows(), data.columns());
        if p > n && !self.filter.reading.transpose && !self.patterns.contains(':') {
            let note = format!("{p} patterns of {n} spins: --transpose takes columns as patterns, if they are");
            common.add_note(&data.name, &note);
        }
        let memories: Vec<Memory> = stored
            .iter()
            .map(|&row| Ok(Memory::new(data.row_title(row), row_pattern(&data, row)?)))
            .collect::<Result<_, CliError>>()?;
        let shape = data.shape.unwrap_or_else(|| GridShape::near_square(data.columns()));
        let (clean, cued) = self.clean_cue(&data, &stored, &memories, common)?;
        let mut document = Document::new(shape, memories, clean, common.seed());
        document.rule = self.rule;
        document.order = self.update;
        document.corruption = Corruption { kind: CorruptionKind::Flip, amount: self.flip };
        Ok(Setup { document, cued })
    }

    /// Whether a state to start from is named.
    pub fn names_a_cue(&self) -> bool {
        self.cue.is_some() || self.state.is_some()
    }

    /// What many runs start from: the cue that is named, or the stored patterns in turn, with fresh noise each time.
    pub fn start(&self, document: &Document) -> Start {
        let (corruption, shape) = (document.corruption, document.shape);
        if self.names_a_cue() {
            Start::Corrupted { pattern: document.clean.clone(), corruption, shape }
        } else {
            Start::Stored { corruption, shape }
        }
    }

    /// The state to start from, and which of the stored patterns it is.
    fn clean_cue(
        &self,
        data: &Dataset,
        stored: &[usize],
        memories: &[Memory],
        common: &Common,
    ) -> Result<(Pattern, Option<usize>), CliError> {
        if let Some(file) = &self.state {
            let mut options = self.filter.of_values().options();
            options.reading.unknown_spins = true;
            let state = datasets::open(&file.to_string_lossy().parse()?, &options, common.seed())?;
            common.note(&state);
            if state.columns() != data.columns() {
                return Err(CliError::failed(format!(
                    "--state {}: expected a row of {} spins, found {}",
                    plain(file),
                    data.columns(),
                    state.columns()
                )));
            }
            return match state.alphabet.as_deref() {
                Some(UNKNOWN_SPINS) => Ok((completed(&state, memories, self.rule, common)?, None)),
                _ => Ok((row_pattern(&state, 0)?, None)),
            };
        }
        let row = match &self.cue {
            Some(name) => row_named(data, "--cue", name)?,
            None => *stored.first().ok_or_else(|| CliError::failed("there is no pattern to store"))?,
        };
        Ok((row_pattern(data, row)?, stored.iter().position(|&other| other == row)))
    }
}

/// Why Hebb's rule fails for the patterns of a network, and what helps; kept for the answer, and printed by the command.
pub fn advice(network: &Network, common: &Common) -> Option<String> {
    let part = CommonPart::of(network)?;
    let advice = format!("{} (--rule {})", part.sentence(), part.remedy.name());
    common.keep_note(&advice);
    Some(advice)
}

/// A state in which some spins are not known: those begin along the field of the others, or up where there is none.
fn completed(state: &Dataset, memories: &[Memory], rule: LearningRule, common: &Common) -> Result<Pattern, CliError> {
    let row = state.row(0).unwrap_or_default();
    let patterns: Vec<Pattern> = memories.iter().map(|memory| memory.pattern.clone()).collect();
    let network = Network::store(&patterns, rule).map_err(CliError::failed)?;
    // Fields are linear: what the unknown spins add cancels between the two.
    let with =
        |unknown: i8| -> Vec<i8> { row.iter().map(|&value| [-1, unknown, 1][usize::from(value.min(2))]).collect() };
    let fields = network.fields(&with(1)).into_iter().zip(network.fields(&with(-1)));
    let spins =
        row.iter().zip(fields).map(|(&value, (up, down))| if value == 1 { up + down >= 0.0 } else { value == 2 });
    let unknown: usize = row.iter().map(|&value| usize::from(value == 1)).sum();
    let note = format!("{} of the state not known (0): along the field of the others at first", count(unknown, "spin"));
    common.add_note(&state.name, &note);
    Ok(Pattern::from_bits(spins))
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
    let by_number = || data.row_of_number(name.parse().ok()?);
    let by_title = || (0..data.rows()).find(|&row| data.row_title(row) == name);
    by_name.or_else(by_number).or_else(by_title).ok_or_else(|| {
        let last = data.row_number(data.rows().saturating_sub(1));
        let left_out = match name.parse::<usize>() {
            Ok(number) if number < last && data.row_numbers.is_some() => ", and this one was left out",
            _ => "",
        };
        CliError::Usage(format!(
            "{option}: {} has no row {}: rows are named by their name or by their number in the data, here up to \
             {last}{left_out}",
            data.name,
            quoted(name),
        ))
    })
}

/// N, p, load, rule and seed, as every answer about a network begins.
#[derive(Serialize)]
pub struct NetworkSummary {
    n: usize,
    p: usize,
    alpha: f64,
    rule: &'static str,
    seed: u64,
}

impl NetworkSummary {
    pub fn of(document: &Document) -> Self {
        let (n, p) = (document.shape.cells(), document.memories.len());
        Self { n, p, alpha: p as f64 / n as f64, rule: document.rule.name(), seed: document.seed.0 }
    }
}
