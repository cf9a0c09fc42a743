//! What all commands share: their options, how they name data, how they fail.

use std::cell::{Cell, RefCell};
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use serde_json::{Value, json};

pub use crate::cli::error::CliError;
use crate::cli::notes;
use crate::io::atomic;
use crate::io::datasets::{self, Alphabet, ColumnChoice, DataOptions, DataSource, Reading, choices};
use crate::io::hdf5;
use crate::io::memory;
use crate::io::standard;
use crate::io::text::plain;
use crate::physics::data::Dataset;
use crate::physics::seed::Seed;
use crate::physics::spins::GridShape;

/// More than any machine has: a slip of the finger, not a wish.
const MOST_THREADS: usize = 1024;
/// The seed if none is given.
const USUAL_SEED: u64 = 1;

/// Options of every command.
#[derive(Args, Clone, Debug)]
pub struct Common {
    /// Print exactly one JSON object and nothing else.
    #[arg(long, global = true)]
    pub json: bool,
    /// The seed of every random number; 1 unless given.
    #[arg(long, global = true, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// Threads for numerical work; all cores unless given.
    #[arg(long, global = true, value_name = "N", allow_negative_numbers = true)]
    pub threads: Option<usize>,
    /// Replace output files that exist.
    #[arg(long, global = true)]
    pub overwrite: bool,
    /// Say nothing but errors on standard error: no progress, no notes.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Whether a file that is written goes to standard output.
    #[arg(skip)]
    output_taken: Cell<bool>,
    /// What readers noted of the data that were opened; `None` before any.
    #[arg(skip)]
    notes: RefCell<Option<Vec<String>>>,
}

impl Common {
    /// The seed as the only source of randomness.
    pub fn seed(&self) -> Seed {
        Seed(self.seed.unwrap_or(USUAL_SEED))
    }

    /// Sets the number of threads for numerical work, once, before any is done: what was asked for, else `usual`;
    /// all cores where that too is `None`.
    pub fn use_threads(&self, usual: Option<usize>) -> Result<(), CliError> {
        if let Some(threads) = self.threads.filter(|threads| !(1..=MOST_THREADS).contains(threads)) {
            return Err(CliError::Usage(format!("--threads is {threads}; it can be 1 to {MOST_THREADS}")));
        }
        // What rayon would read by itself.
        let asked = std::env::var("RAYON_NUM_THREADS").ok().and_then(|text| text.parse::<usize>().ok());
        if let Some(threads) = asked.filter(|&threads| threads > MOST_THREADS && self.threads.is_none()) {
            return Err(CliError::Usage(format!("RAYON_NUM_THREADS is {threads}; it can be 1 to {MOST_THREADS}")));
        }
        let Some(threads) = self.threads.or(usual) else { return Ok(()) };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
        pool.map_err(|err| CliError::failed(format!("{threads} threads could not be started: {err}")))
    }

    /// Says what a reader noted, and keeps it for the answer.
    pub fn note(&self, data: &Dataset) {
        self.add_notes(&data.name, &data.notes);
    }

    /// Says what was decided or left out of a file, and keeps it for the answer, as a list also where there is nothing.
    pub fn add_notes(&self, name: &str, notes: &[String]) {
        self.notes.borrow_mut().get_or_insert_default();
        for note in notes {
            self.add_note(name, note);
        }
    }

    /// Says something of data beyond what their reader noted, and keeps it for the answer.
    pub fn add_note(&self, name: &str, note: &str) {
        notes::say(format_args!("{}: {note}", plain(Path::new(name))));
        self.keep_note(note);
    }

    /// Keeps something for the answer as one object that is said elsewhere to people.
    pub fn keep_note(&self, note: &str) {
        self.notes.borrow_mut().get_or_insert_default().push(note.to_owned());
    }

    /// Prints the answer of a command as one JSON object, with the notes on what it read.
    pub fn answer(&self, out: &mut dyn Write, object: &impl Serialize) -> Result<(), CliError> {
        let mut object = serde_json::to_value(object).map_err(CliError::failed)?;
        if let (Some(notes), Value::Object(fields)) = (&*self.notes.borrow(), &mut object) {
            fields.insert("notes".to_owned(), json!(notes));
        }
        print_json(out, &object)
    }

    /// Refuses an output that could not be written, or that is one of the inputs: it would be replaced by something
    /// else.
    pub fn check_output<'a>(&self, out: &Path, inputs: impl IntoIterator<Item = &'a Path>) -> Result<(), CliError> {
        if standard::is_output(out) {
            return self.take_standard_output(out);
        }
        atomic::check(out, self.overwrite)?;
        let place = out.canonicalize();
        let is_input =
            |input: &'a Path| place.as_ref().is_ok_and(|out| input.canonicalize().is_ok_and(|at| at == *out));
        if inputs.into_iter().any(is_input) {
            let sentence = format!("{} is what this command reads; what it writes needs another name", plain(out));
            return Err(CliError::Usage(sentence));
        }
        Ok(())
    }

    /// Lets a file go to standard output, where nothing else goes there.
    fn take_standard_output(&self, out: &Path) -> Result<(), CliError> {
        let name = plain(out);
        let is_hdf5 = standard::output_form(out).is_some_and(|form| hdf5::ENDINGS.contains(&form));
        let refusal = if is_hdf5 {
            format!("{name}: an HDF5 file is not written from its beginning to its end; give it the name of a file")
        } else if self.json {
            format!("{name}: --json prints to standard output; what is written needs the name of a file")
        } else if self.output_taken.replace(true) {
            format!("{name}: standard output takes one file; the other needs a name")
        } else {
            return Ok(());
        };
        Err(CliError::Usage(refusal))
    }

    /// Whether standard output is that of a file: texts go elsewhere.
    pub fn writes_to_standard_output(&self) -> bool {
        self.output_taken.get()
    }

    /// The seed if one was given: the window remembers its own.
    pub fn given_seed(&self) -> Option<u64> {
        self.seed
    }
}

/// Refuses work that needs more memory than there is, and says so of work that needs much.
pub fn check_memory(what: &str, needed: u64) -> Result<(), CliError> {
    if let Some(sentence) = memory::check(what, needed).map_err(CliError::Failed)? {
        notes::say(sentence);
    }
    Ok(())
}

/// Reads a finite number of at least `least` and at most `most`; the option is named by whoever parses it.
pub fn number_within(text: &str, least: f64, most: f64) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && (least..=most).contains(number));
    number.ok_or_else(|| {
        let range = if most.is_finite() { format!("from {least} to {most}") } else { format!("of {least} or more") };
        format!("expected a finite number {range}")
    })
}

/// Reads a temperature: finite, zero or more.
pub fn temperature(text: &str) -> Result<f64, String> {
    number_within(text, 0.0, f64::INFINITY)
}

/// A value that an option may take: its name, itself, and what it is.
pub type Choice<T> = (&'static str, T, &'static str);

/// Reads one of a few values by its name.
pub fn one_of<T: Clone + Send + Sync + 'static>(choices: &'static [Choice<T>]) -> impl TypedValueParser<Value = T> {
    let names = choices.iter().map(|(name, _, help)| PossibleValue::new(*name).help(*help));
    PossibleValuesParser::new(names).try_map(|name| {
        let choice = choices.iter().find(|choice| choice.0 == name);
        choice.map(|(_, value, _)| value.clone()).ok_or_else(|| format!("{name} is not among the values"))
    })
}

/// Prints one JSON object on a line of its own, its keys in order. Numbers that are not finite become null.
pub fn print_json(out: &mut dyn Write, object: &impl Serialize) -> Result<(), CliError> {
    let object = serde_json::to_value(object).map_err(CliError::failed)?;
    Ok(writeln!(out, "{object}")?)
}

/// What the values of a file are, where it does not say it itself.
#[derive(Args, Clone, Debug, Default)]
pub struct ReadingArgs {
    #[arg(long, value_name = "X", help = choices::THRESHOLD.help, allow_negative_numbers = true)]
    pub threshold: Option<f64>,
    #[arg(long, help = choices::CATEGORIES.help, conflicts_with = "threshold")]
    pub categories: bool,
    #[arg(long, value_name = "protein|rna|dna|LETTERS", help = choices::ALPHABET.help, allow_hyphen_values = true)]
    pub alphabet: Option<Alphabet>,
    #[arg(long, help = choices::KEEP_INSERTIONS.help)]
    pub keep_insertions: bool,
    #[arg(long, value_name = "first|last|none|NAME,…", help = choices::LABEL_COLUMN.help, value_delimiter = ',')]
    pub label_column: Vec<ColumnChoice>,
    #[arg(long, value_name = "first|last|NAME", help = choices::NAMES_COLUMN.help)]
    pub names_column: Option<ColumnChoice>,
    #[arg(long, help = choices::TRANSPOSE.help)]
    pub transpose: bool,
    #[arg(long, value_name = "HxW", help = choices::SHAPE.help, value_parser = grid_shape)]
    pub shape: Option<GridShape>,
}

/// Reads `HxW`.
fn grid_shape(text: &str) -> Result<GridShape, String> {
    datasets::shape_of(text)
}

impl ReadingArgs {
    fn reading(&self) -> Reading {
        Reading {
            threshold: self.threshold,
            categories: self.categories,
            alphabet: self.alphabet.clone(),
            label_columns: self.label_column.clone(),
            names_column: self.names_column.clone(),
            transpose: self.transpose,
            keep_insertions: self.keep_insertions,
            shape: self.shape,
            ..Reading::default()
        }
    }

    /// The options that are given, by their names.
    pub fn given(&self) -> impl Iterator<Item = &'static str> {
        let given: Vec<&str> = choices::given(&self.reading()).map(|choice| choice.option).collect();
        given.into_iter()
    }
}

/// Options of every command that opens data, besides the data itself.
#[derive(Args, Clone, Debug, Default)]
pub struct DataFilter {
    /// Keep the first N rows (all where there are fewer), after --subset.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub rows: Option<usize>,
    /// Keep the rows with one of these labels or names.
    #[arg(long, value_name = "LABEL,…", value_delimiter = ',')]
    pub subset: Vec<String>,
    /// A table of labels: “Name”, then one column per legend.
    #[arg(long, value_name = "FILE.csv")]
    pub labels: Option<PathBuf>,
    /// How values are taken.
    #[command(flatten)]
    pub reading: ReadingArgs,
}

impl DataFilter {
    /// Opens the data that `text` names.
    pub fn open(&self, text: &str, common: &Common) -> Result<Dataset, CliError> {
        let source: DataSource = text.parse()?;
        let data = datasets::open(&source, &self.options(), common.seed())?;
        common.note(&data);
        Ok(data)
    }

    /// The options that are given, by their names.
    pub fn given(&self) -> impl Iterator<Item = &'static str> {
        let given = [
            ("--rows", self.rows.is_some()),
            ("--subset", !self.subset.is_empty()),
            ("--labels", self.labels.is_some()),
        ];
        given.into_iter().filter_map(|(option, given)| given.then_some(option)).chain(self.reading.given())
    }

    /// The same reading of values, of all rows of another file.
    #[must_use]
    pub fn of_values(&self) -> Self {
        Self { rows: None, subset: Vec::new(), labels: None, ..self.clone() }
    }

    /// The files that are read besides the data.
    pub fn inputs(&self) -> impl Iterator<Item = &Path> {
        self.labels.as_deref().into_iter()
    }

    /// What is asked of the data.
    pub fn options(&self) -> DataOptions {
        DataOptions {
            rows: self.rows,
            subset: self.subset.clone(),
            labels_file: self.labels.clone(),
            reading: self.reading.reading(),
        }
    }
}

/// Data as the first argument of a command, with its options.
#[derive(Args, Clone, Debug)]
pub struct DataSelection {
    /// The data.
    #[arg(value_name = "DATA", help = datasets::sources())]
    pub data: String,
    /// What to keep of it.
    #[command(flatten)]
    pub filter: DataFilter,
}

impl DataSelection {
    /// The files that are read.
    pub fn inputs(&self) -> impl Iterator<Item = &Path> {
        self.filter.inputs().chain(self.data.split(',').chain([self.data.as_str()]).map(Path::new))
    }

    pub fn open(&self, common: &Common) -> Result<Dataset, CliError> {
        self.filter.open(&self.data, common)
    }
}
