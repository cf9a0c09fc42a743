//! `glassbox data list | show DATA | convert DATA OUT`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::json;

use super::common::{CliError, Common, DataSelection};
use crate::io::text::{brief, count, grouped, plain};
use crate::io::{builtin, export};
use crate::physics::data::{Dataset, LabelColumn};
use crate::physics::spins::GridShape;

/// Largest side of a picture that is drawn in a terminal.
const MAX_DRAWN: usize = 80;
/// Values of a first row, and classes of a label column, that are shown.
const SHOWN_VALUES: usize = 60;
const SHOWN_CLASSES: usize = 10;

/// Data sets: what there is, what is in them, and other forms of them.
#[derive(Args, Clone, Debug)]
pub struct DataArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: DataAction,
}

/// What can be done with data.
#[derive(Subcommand, Clone, Debug)]
pub enum DataAction {
    /// The data sets that are part of the program.
    List,
    /// Size, kind, labels and first row of a data set.
    Show {
        /// Which data.
        #[command(flatten)]
        selection: DataSelection,
    },
    /// Write data as .npz, .npy, .csv, .txt, .h5, .fasta or a .png sheet.
    ///
    /// A .csv or .txt of sites with more than two values begins with “# values per site: q”, so that it is read again as
    /// what it was; a line of that kind can also be written by hand.
    Convert {
        /// Which data.
        #[command(flatten)]
        selection: DataSelection,
        /// The file to write; its ending names the form. “-” is standard output as a table, “txt:-” and the like in
        /// another form.
        #[arg(value_name = "OUT")]
        out: PathBuf,
    },
}

/// Carries out the command and prints to `out`.
pub fn run(args: &DataArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    match &args.action {
        DataAction::List => list(common, out),
        DataAction::Show { selection } => {
            let dataset = selection.open(common)?;
            if common.json {
                common.answer(out, &describe(&dataset))
            } else {
                Ok(out.write_all(show(&dataset).as_bytes())?)
            }
        }
        DataAction::Convert { selection, out: path } => {
            // A name that cannot be written is refused before a large file is read.
            common.check_output(path, selection.inputs())?;
            let dataset = selection.open(common)?;
            export::write(&dataset, path, common.overwrite)?;
            if common.json {
                return common.answer(out, &Description { out: Some(path.to_string_lossy()), ..describe(&dataset) });
            }
            Ok(writeln!(out, "wrote {} to {}", size(&dataset), plain(path))?)
        }
    }
}

/// Prints the table of built-in sets.
fn list(common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let mut sets = Vec::new();
    for set in builtin::sets() {
        sets.push((set, builtin::open(set.name)?));
    }
    if common.json {
        let sets = sets.iter().map(|(set, dataset)| Description { title: Some(set.title), ..describe(dataset) });
        let sets: Vec<Description<'_>> = sets.collect();
        return common.answer(out, &json!({ "sets": sets }));
    }
    let mut table = vec![["name", "rows", "dim", "kind", "labels", "what"].map(str::to_owned)];
    for (set, dataset) in &sets {
        let labels = match dataset.labels.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ") {
            none if none.is_empty() => if dataset.row_names.is_some() { "names" } else { "none" }.to_owned(),
            labels => labels,
        };
        let (rows, dim) = (grouped(dataset.rows()), grouped(dataset.columns()));
        table.push([set.name.to_owned(), rows, dim, kind(dataset).to_owned(), labels, set.title.to_owned()]);
    }
    let width =
        |column: usize| table.iter().filter_map(|row| Some(row.get(column)?.chars().count())).max().unwrap_or(0);
    let widths = [0, 1, 2, 3, 4, 5].map(width);
    for [name, rows, dim, kind, labels, what] in &table {
        let [a, b, c, d, e, _] = widths;
        writeln!(out, "{name:a$}  {rows:>b$}  {dim:>c$}  {kind:d$}  {labels:e$}  {what}")?;
    }
    Ok(())
}

/// Everything about a set, as JSON.
#[derive(Serialize)]
struct Description<'a> {
    name: &'a str,
    rows: usize,
    dim: usize,
    kind: &'static str,
    states: u8,
    alphabet: Option<&'a str>,
    /// Height and width.
    shape: Option<[usize; 2]>,
    labels: BTreeMap<&'a str, &'a [String]>,
    counts: BTreeMap<&'a str, Vec<usize>>,
    names: Option<&'a [String]>,
    columns: Option<&'a [String]>,
    mean: Option<f64>,
    /// Of a built-in set.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    /// The file that it was written to.
    #[serde(skip_serializing_if = "Option::is_none")]
    out: Option<Cow<'a, str>>,
}

fn describe(dataset: &Dataset) -> Description<'_> {
    let labels = || dataset.labels.iter();
    Description {
        name: &dataset.name,
        rows: dataset.rows(),
        dim: dataset.columns(),
        kind: kind(dataset),
        states: dataset.states,
        alphabet: dataset.alphabet.as_deref(),
        shape: dataset.shape.map(|shape| [shape.height, shape.width]),
        labels: labels().map(|column| (column.name.as_str(), column.classes.as_slice())).collect(),
        counts: labels().map(|column| (column.name.as_str(), column.counts())).collect(),
        names: dataset.row_names.as_deref(),
        columns: dataset.column_names.as_deref(),
        mean: dataset.is_binary().then(|| dataset.mean()),
        title: None,
        out: None,
    }
}

/// Everything about a set, as text.
fn show(dataset: &Dataset) -> String {
    // Names and labels come from files: they must not look like other lines of this.
    let mut lines = vec![format!("{}: {}", plain(Path::new(&dataset.name)), size(dataset))];
    let mut kind = kind(dataset).to_owned();
    if !dataset.is_binary() {
        kind = format!("{kind}, {} values per site", dataset.states);
    }
    if let Some(alphabet) = &dataset.alphabet {
        kind = format!("{kind} ({alphabet})");
    }
    lines.push(format!("kind    {kind}"));
    if let Some(shape) = dataset.shape {
        lines.push(format!("shape   {} × {} (width × height)", shape.width, shape.height));
    }
    if dataset.is_binary() {
        lines.push(format!("mean    {:.4} of the values are 1", dataset.mean()));
    }
    if let Some(names) = &dataset.row_names {
        lines.push(format!("names   {}", first_of(names.iter().map(|name| brief(name)), SHOWN_CLASSES)));
    }
    if let Some(names) = &dataset.column_names {
        lines.push(format!("columns {}", first_of(names.iter().map(|name| brief(name)), SHOWN_CLASSES)));
    }
    lines.extend(dataset.labels.iter().map(|column| format!("label   {}", classes(column))));
    if let Some(row) = dataset.row(0) {
        lines.push(format!("row {:<3} {}", dataset.row_number(0), brief(&dataset.row_name(0))));
        match dataset.shape {
            Some(shape) if shape.width.max(shape.height) <= MAX_DRAWN && dataset.is_binary() => {
                draw(row, shape, &mut lines);
            }
            _ => lines.push(format!("  {}", values(dataset, row))),
        }
    }
    lines.push(String::new());
    // Nor must what else is in a file steer the terminal.
    lines.join("\n").chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// How large a set is.
fn size(dataset: &Dataset) -> String {
    let rows = if dataset.rows() == 1 { "1 row".to_owned() } else { format!("{} rows", grouped(dataset.rows())) };
    let columns =
        if dataset.columns() == 1 { "1 value".to_owned() } else { format!("{} values", grouped(dataset.columns())) };
    format!("{rows} of {columns}")
}

fn kind(dataset: &Dataset) -> &'static str {
    if dataset.is_binary() { "binary" } else { "categorical" }
}

/// The largest classes of a label column with their counts.
fn classes(column: &LabelColumn) -> String {
    let mut counted: Vec<(&str, usize)> = column.classes.iter().map(String::as_str).zip(column.counts()).collect();
    // A subset keeps the names of classes it has no row of.
    counted.retain(|&(_, count)| count > 0);
    counted.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let texts = counted.iter().map(|(class, count)| format!("{} {}", brief(class), grouped(*count)));
    format!("{} ({}): {}", brief(&column.name), count_classes(counted.len()), first_of(texts, SHOWN_CLASSES))
}

/// “1 class”, “10 classes”.
fn count_classes(number: usize) -> String {
    if number == 1 { count(number, "class") } else { format!("{} classes", grouped(number)) }
}

/// The first few of many, with dots where there are more.
fn first_of(texts: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let more = if texts.len() > most { ", …" } else { "" };
    texts.take(most).collect::<Vec<_>>().join(", ") + more
}

/// The beginning of a row in signs.
fn values(dataset: &Dataset, row: &[u8]) -> String {
    let letters: Vec<char> = dataset.alphabet.iter().flat_map(|alphabet| alphabet.chars()).collect();
    let separator = if dataset.is_binary() || !letters.is_empty() { "" } else { " " };
    let sign = |&value: &u8| letters.get(usize::from(value)).map_or_else(|| value.to_string(), char::to_string);
    let signs: Vec<String> = row.iter().take(SHOWN_VALUES).map(sign).collect();
    signs.join(separator) + if row.len() > SHOWN_VALUES { "…" } else { "" }
}

/// Draws a picture in half blocks, two rows of cells to a line.
fn draw(row: &[u8], shape: GridShape, lines: &mut Vec<String>) {
    let on = |x: usize, y: usize| row.get(y * shape.width + x).is_some_and(|&value| value != 0 && y < shape.height);
    for y in (0..shape.height).step_by(2) {
        let cells = (0..shape.width).map(|x| match (on(x, y), on(x, y + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => '·',
        });
        lines.push(format!("  {}", cells.collect::<String>()));
    }
}
