//! The options of commands that store patterns and start from one of them.

use std::path::PathBuf;
use std::str::FromStr;

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
use crate::physics::hopfield::continuous::{Attention, ContinuousError, ContinuousRule};
use crate::physics::hopfield::learning_rules::{LearningRule, UnknownRule};
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
    /// Start from the mixture of these rows, an odd number of names or numbers: each spin as most of them have it
    #[arg(long, value_name = "A,B,C|I,J,K", conflicts_with_all = ["cue", "state"], allow_hyphen_values = true)]
    mix: Option<String>,
    /// Fraction of the cue's spins to flip, 0 to 1
    #[arg(long, default_value_t = 0.0, value_name = "F", allow_hyphen_values = true, value_parser = fraction)]
    flip: f64,
    /// Learning rule: hebb, pseudo-inverse, storkey, covariance; dense:N, dense-rectified:N (N from 2 to 8) or exponential,
    /// with the energy −Σ F(overlap); for `recall` also softmax:BETA, sparsemax:BETA and epanechnikov:BETA of real values
    #[arg(long, default_value = "hebb", value_name = "RULE")]
    rule: Rule,
    /// Whether spins are updated one at a time or all at once
    #[arg(long, value_parser = one_of(&ORDERS), default_value = "async")]
    update: UpdateOrder,
}

/// How patterns are stored.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// As spins.
    Spins(LearningRule),
    /// As real values.
    Continuous(ContinuousRule),
}

impl FromStr for Rule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let continuous = Attention::ALL.iter().any(|one| text.split(':').next() == Some(one.name()));
        if continuous {
            return text.parse().map(Self::Continuous).map_err(|refusal: ContinuousError| refusal.to_string());
        }
        text.parse().map(Self::Spins).map_err(|refusal: UnknownRule| {
            format!("{refusal}; of real values softmax:BETA, sparsemax:BETA and epanechnikov:BETA")
        })
    }
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

/// What the options ask for, of real values.
pub struct RealSetup {
    /// Name and values of each memory.
    pub memories: Vec<(String, Vec<f64>)>,
    /// Number of values.
    pub columns: usize,
    /// The state to start from, before values of it are turned over.
    pub clean: Vec<f64>,
    /// Which of the memories it is.
    pub cued: Option<usize>,
    /// The fraction of its values that are turned over.
    pub flip: f64,
}

impl NetworkArgs {
    /// The rule of real values, if it is one.
    pub fn continuous(&self) -> Option<ContinuousRule> {
        if let Rule::Continuous(rule) = self.rule { Some(rule) } else { None }
    }

    /// The rule of spins.
    fn rule(&self) -> Result<LearningRule, CliError> {
        match self.rule {
            Rule::Spins(rule) => Ok(rule),
            Rule::Continuous(rule) => Err(CliError::Usage(format!(
                "--rule {rule} is one of real values, which have no temperature but beta; only recall takes it"
            ))),
        }
    }

    /// Opens the data as real values and chooses from them.
    pub fn real_setup(&self, common: &Common) -> Result<RealSetup, CliError> {
        if let Some(names) = &self.mix {
            return Err(CliError::Usage(format!(
                "--mix {names}: a mixture is one of spins; --state FILE takes real values"
            )));
        }
        let mut options = self.filter.options();
        options.reading.keep_numbers = true;
        let data = datasets::open(&self.patterns.parse()?, &options, common.seed())?;
        common.note(&data);
        let stored = rows_named(&data, "--store", &self.store)?;
        let row = |data: &Dataset, row: usize| data.real_row(row).unwrap_or_default();
        let memories: Vec<(String, Vec<f64>)> =
            stored.iter().map(|&index| (data.row_title(index), row(&data, index))).collect();
        let (clean, cued) = match (&self.state, &self.cue) {
            (Some(file), _) => {
                let mut options = self.filter.of_values().options();
                options.reading.keep_numbers = true;
                let state = datasets::open(&file.to_string_lossy().parse()?, &options, common.seed())?;
                common.note(&state);
                if state.columns() != data.columns() {
                    let (expected, found) = (data.columns(), state.columns());
                    let sentence =
                        format!("--state {}: expected a row of {expected} values, found {found}", plain(file));
                    return Err(CliError::failed(sentence));
                }
                // A row of a few values may look like two: real data say what they are.
                let numbers =
                    if data.numbers.is_some() && state.numbers.is_none() { bare(&state) } else { row(&state, 0) };
                (numbers, None)
            }
            (None, Some(name)) => {
                let index = row_named(&data, "--cue", name)?;
                (row(&data, index), stored.iter().position(|&other| other == index))
            }
            (None, None) => {
                let first = *stored.first().ok_or_else(|| CliError::failed("there is no pattern to store"))?;
                (row(&data, first), Some(0))
            }
        };
        Ok(RealSetup { memories, columns: data.columns(), clean, cued, flip: self.flip })
    }

    /// Opens the data and chooses from them.
    pub fn setup(&self, common: &Common) -> Result<Setup, CliError> {
        let rule = self.rule()?;
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
        let (clean, cued) = self.clean_cue(&data, &stored, &memories, (rule, common))?;
        let mut document = Document::new(shape, memories, clean, common.seed());
        document.rule = rule;
        document.order = self.update;
        document.corruption = Corruption { kind: CorruptionKind::Flip, amount: self.flip };
        Ok(Setup { document, cued })
    }

    /// Whether a state to start from is named.
    pub fn names_a_cue(&self) -> bool {
        self.cue.is_some() || self.state.is_some() || self.mix.is_some()
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
        (rule, common): (LearningRule, &Common),
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
                Some(UNKNOWN_SPINS) => Ok((completed(&state, memories, rule, common)?, None)),
                _ => Ok((row_pattern(&state, 0)?, None)),
            };
        }
        if let Some(names) = &self.mix {
            return Ok((mixture(data, names)?, None));
        }
        let row = match &self.cue {
            Some(name) => row_named(data, "--cue", name)?,
            None => *stored.first().ok_or_else(|| CliError::failed("there is no pattern to store"))?,
        };
        Ok((row_pattern(data, row)?, stored.iter().position(|&other| other == row)))
    }
}

/// Each spin as most of the named rows have it.
fn mixture(data: &Dataset, names: &str) -> Result<Pattern, CliError> {
    let rows = rows_named(data, "--mix", names)?;
    let rows: Vec<Pattern> = rows.into_iter().map(|row| row_pattern(data, row)).collect::<Result<_, CliError>>()?;
    if rows.len().is_multiple_of(2) {
        return Err(CliError::Usage(format!(
            "--mix {names}: it takes an odd number of rows, so that none is undecided"
        )));
    }
    let sum =
        |site: usize| -> i64 { rows.iter().filter_map(|row| row.spins().get(site)).map(|&spin| i64::from(spin)).sum() };
    Ok(Pattern::from_bits((0..data.columns()).map(|site| sum(site) > 0)))
}

/// The numbers 0 and 1, or −1 and +1, of a first row that was read as two values.
fn bare(state: &Dataset) -> Vec<f64> {
    state.row(0).unwrap_or_default().iter().map(|&value| f64::from(value)).collect()
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
    // Of couplings fields are linear: what the unknown spins add cancels between the two. Of dense memories nearly so.
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
