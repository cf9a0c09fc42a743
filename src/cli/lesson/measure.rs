//! Runs the commands of a number within this process, by the same code as the command line, and reads the number in
//! their last answer.

use std::path::Path;

use serde_json::Value;

use crate::cli::common::CliError;
use crate::cli::progress::Halt;
use crate::cli::{notes, parser, progress};
use crate::io::lesson::value::{Pointer, reduced, share_error};
use crate::io::lesson::{Number, NumberResult, Plot, PlotResult};
use crate::physics::seed::Seed;

/// Options that name a file to be written: it lies in a folder of its own, whatever folder the program runs in.
const OUTPUTS: &[&str] = &["--out", "--csv", "--newick", "--nodes", "--vectors"];
/// Commands that a number cannot be measured by: they open, print or measure the program itself.
const FORBIDDEN: &[&str] = &["lesson", "screenshot", "film", "bench", "completions", "man"];

/// The commands of a text, one a line; what follows `#` is a remark.
pub fn lines(commands: &str) -> Vec<&str> {
    commands
        .lines()
        .map(|line| line.split(" #").next().unwrap_or("").trim())
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// Measures a number.
pub fn number(number: &Number, fast: bool, seed: Seed, halt: &Halt) -> NumberResult {
    let commands = number.commands(fast);
    let measured = answer(commands, seed, halt).and_then(|answer| value(number, &answer));
    NumberResult::of(number, lines(commands).into_iter().map(str::to_owned).collect(), measured)
}

/// The value and its standard error in the answer of the last command.
fn value(number: &Number, answer: &Value) -> Result<(f64, Option<f64>), String> {
    let values = Pointer::new(&number.value)?.numbers(answer)?;
    let (value, spread) = reduced(&values, number.reduce, number.spread)?;
    let stated = match &number.error {
        Some(pointer) => Pointer::new(pointer)?.numbers(answer)?.first().copied().flatten(),
        None => None,
    };
    Ok((value, stated.or(spread).or_else(|| number.share_of.map(|runs| share_error(value, runs)))))
}

/// Measures the points of a plot.
///
/// # Errors
/// Why there are none.
pub fn plot(plot: &Plot, fast: bool, seed: Seed, halt: &Halt) -> Result<PlotResult, String> {
    let answer = answer(plot.commands(fast), seed, halt)?;
    let numbers = |pointer: &str| Pointer::new(pointer)?.numbers(&answer);
    let some = |pointer: &Option<String>| pointer.as_deref().map_or_else(|| Ok(Vec::new()), numbers);
    Ok(PlotResult {
        title: plot.title.clone(),
        x_label: plot.x_label.clone(),
        y_label: plot.y_label.clone(),
        x: numbers(&plot.x)?,
        y: numbers(&plot.y)?,
        stderr: some(&plot.error)?,
        theory_x: some(&plot.theory_x)?,
        theory_y: some(&plot.theory_y)?,
    })
}

/// Runs commands one after the other; the answer of the last.
///
/// # Errors
/// The sentence of the one that failed, with the command.
pub fn answer(commands: &str, seed: Seed, halt: &Halt) -> Result<Value, String> {
    let folder = tempfile::tempdir().map_err(|err| format!("there is no room for what the commands write: {err}"))?;
    let mut written: Vec<String> = Vec::new();
    let mut last = Value::Null;
    let _silent = notes::silence();
    let _until = progress::until(halt.clone());
    for line in lines(commands) {
        let words = words(line, folder.path(), &mut written)?;
        last = one(words, seed).map_err(|err| format!("`glassbox {line}`: {err}"))?;
    }
    Ok(last)
}

/// Says whether commands are such that can be run, without running them.
///
/// # Errors
/// What is wrong with the first that cannot.
pub fn check(commands: &str) -> Result<(), String> {
    let mut written = Vec::new();
    for line in lines(commands) {
        let words = words(line, Path::new(""), &mut written)?;
        parser::check(words.into_iter().chain(["--json".to_owned()]))
            .map_err(|err| format!("`glassbox {line}`: {err}"))?;
    }
    Ok(())
}

fn one(mut words: Vec<String>, seed: Seed) -> Result<Value, CliError> {
    words.push("--json".to_owned());
    if !words.iter().any(|word| word == "--seed") {
        words.extend(["--seed".to_owned(), seed.0.to_string()]);
    }
    let text = parser::answer(words)?;
    serde_json::from_slice(&text).map_err(|err| CliError::failed(format!("the answer is no JSON: {err}")))
}

/// The words of a line. Files that it writes, and those that lines before it wrote, lie in `folder`.
fn words(line: &str, folder: &Path, written: &mut Vec<String>) -> Result<Vec<String>, String> {
    let mut words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
    if let Some(first) = words.first().filter(|first| FORBIDDEN.contains(&first.as_str())) {
        return Err(format!("`glassbox {line}`: a number is not measured by `{first}`"));
    }
    for place in 1..words.len() {
        let is_output = words.get(place - 1).is_some_and(|before| OUTPUTS.contains(&before.as_str()));
        let Some(word) = words.get_mut(place) else { continue };
        if is_output {
            if Path::new(&*word).components().count() != 1 || word.contains("..") {
                return Err(format!("`glassbox {line}`: {word} is to be a plain file name"));
            }
            written.push(word.clone());
        }
        let file = word.split(':').next().unwrap_or("");
        if written.iter().any(|name| name == file) {
            *word = folder.join(&*word).to_string_lossy().into_owned();
        }
    }
    Ok(words)
}
