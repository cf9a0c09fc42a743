//! The results of many people in one: a class that runs a lesson, each with a seed of its own, is an experiment on what
//! finite size leaves to chance.

use std::collections::{BTreeMap, BTreeSet};

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::result::{PlotResult, RunResult, agrees};
use crate::io::files;
use crate::io::text::plain;

/// More than all lessons of one person take.
const MOST_BYTES: u64 = 16 << 20;

/// One number as many people measured it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PooledNumber {
    /// What it is.
    pub name: String,
    /// What theory says.
    pub expected: f64,
    /// What theory leaves open.
    pub tolerance: f64,
    /// What each measured, with its standard error, by seed.
    pub results: Vec<Measured>,
    /// Their mean.
    pub measured: Option<f64>,
    /// The standard error of the mean, from how they scatter.
    pub stderr: Option<f64>,
    /// Whether the mean agrees with theory.
    pub passed: bool,
}

/// What one person measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Measured {
    /// The seed.
    pub seed: u64,
    /// The value.
    pub value: f64,
    /// Its own standard error.
    pub stderr: Option<f64>,
}

/// A lesson as many people did it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PooledLesson {
    /// Its name.
    pub id: String,
    /// Its question.
    pub title: String,
    /// How many people.
    pub people: usize,
    /// Of its first number.
    pub expected: f64,
    /// Of its first number.
    pub measured: Option<f64>,
    /// Of its first number.
    pub tolerance: f64,
    /// Whether all means agree.
    pub passed: bool,
    /// All numbers.
    pub numbers: Vec<PooledNumber>,
    /// Its plots, the points of all people at one place taken together.
    pub plots: Vec<PlotResult>,
}

/// Results put together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Pool {
    /// One for each lesson that someone did.
    pub lessons: Vec<PooledLesson>,
    /// What was left out.
    pub notes: Vec<String>,
}

/// Reads the answer of one `lesson run --json`.
///
/// # Errors
/// A sentence where the text is none.
pub fn read(name: &str, text: &str) -> Result<RunResult, String> {
    serde_json::from_str(text).map_err(|err| format!("{name} is not what `lesson run --json` prints: {err}"))
}

/// Reads the results in a file.
///
/// # Errors
/// A sentence where it cannot be read or holds none.
pub fn read_file(path: &Path) -> Result<RunResult, String> {
    let bytes = files::read(path, MOST_BYTES).map_err(|err| err.to_string())?;
    read(&plain(path), &String::from_utf8_lossy(&bytes))
}

/// What files and folders hold.
#[derive(Debug, Default)]
pub struct Found {
    /// The results of people.
    pub runs: Vec<RunResult>,
    /// Files that hold none, each with a sentence.
    pub refused: Vec<(PathBuf, String)>,
    /// The same of files that only lie in a folder that was named.
    pub passed_over: Vec<String>,
}

/// Reads the results in files, and in the `.json` files of folders, by their names.
pub fn read_all(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        if !path.is_dir() {
            match read_file(path) {
                Ok(run) => found.runs.push(run),
                Err(sentence) => found.refused.push((path.clone(), sentence)),
            }
            continue;
        }
        let results: Vec<_> = in_folder(path).iter().map(|file| read_file(file)).collect();
        if results.iter().all(Result::is_err) {
            let sentence = format!("{} holds no answer of `lesson run --json`", plain(path));
            found.refused.push((path.clone(), sentence));
            continue;
        }
        for result in results {
            match result {
                Ok(run) => found.runs.push(run),
                Err(sentence) => found.passed_over.push(sentence),
            }
        }
    }
    found
}

/// The `.json` files of a folder, in the order of their names.
fn in_folder(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_json = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_json).collect();
    files.sort();
    files
}

/// Puts results together. The same seed counts once: two files of one person are no two measurements.
pub fn pool(runs: &[RunResult]) -> Pool {
    let mut notes = Vec::new();
    let mut seen = BTreeSet::new();
    let mut by_lesson: BTreeMap<&str, Vec<(&RunResult, usize)>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for run in runs {
        for (place, lesson) in run.lessons.iter().enumerate() {
            if !seen.insert((lesson.id.as_str(), run.seed)) {
                notes.push(format!("{} with seed {} is there more than once and counts once", lesson.id, run.seed));
                continue;
            }
            if !order.contains(&lesson.id.as_str()) {
                order.push(&lesson.id);
            }
            by_lesson.entry(&lesson.id).or_default().push((run, place));
        }
    }
    let fast = runs.iter().filter(|run| run.fast).count();
    if fast > 0 && fast < runs.len() {
        notes.push(format!("{fast} of {} files were run with --fast, with fewer runs each", runs.len()));
    }
    let lessons = order.into_iter().filter_map(|id| by_lesson.get(id).and_then(|found| lesson(found))).collect();
    Pool { lessons, notes }
}

fn lesson(found: &[(&RunResult, usize)]) -> Option<PooledLesson> {
    let one = |&(run, place): &(_, usize)| -> Option<(u64, &super::LessonResult)> {
        let run: &RunResult = run;
        run.lessons.get(place).map(|lesson| (run.seed, lesson))
    };
    let all: Vec<_> = found.iter().filter_map(one).collect();
    let (_, first) = all.first()?;
    let numbers: Vec<PooledNumber> = first
        .numbers
        .iter()
        .map(|wanted| {
            let measured = all.iter().filter_map(|(seed, lesson)| {
                let number = lesson.numbers.iter().find(|number| number.name == wanted.name)?;
                Some(Measured { seed: *seed, value: number.measured?, stderr: number.stderr })
            });
            let results: Vec<Measured> = measured.collect();
            let values: Vec<f64> = results.iter().map(|result| result.value).collect();
            let (mean, stderr) = mean_and_error(&values);
            let own = results.first().and_then(|result| result.stderr);
            let passed = mean.is_some_and(|mean| agrees(wanted.expected, wanted.tolerance, mean, stderr.or(own)));
            PooledNumber {
                name: wanted.name.clone(),
                expected: wanted.expected,
                tolerance: wanted.tolerance,
                results,
                measured: mean,
                stderr,
                passed,
            }
        })
        .collect();
    let plots =
        (0..first.plots.len()).filter_map(|place| plot(all.iter().filter_map(|(_, l)| l.plots.get(place)))).collect();
    Some(PooledLesson {
        id: first.id.clone(),
        title: first.title.clone(),
        people: all.len(),
        expected: first.expected,
        measured: numbers.first().and_then(|number| number.measured),
        tolerance: first.tolerance,
        passed: numbers.iter().all(|number| number.passed),
        numbers,
        plots,
    })
}

/// The points of all people: at each place the mean of what they found, with the error that its scatter gives.
fn plot<'a>(plots: impl Iterator<Item = &'a PlotResult>) -> Option<PlotResult> {
    let plots: Vec<&PlotResult> = plots.collect();
    let first = *plots.first()?;
    let mut pooled = PlotResult { x: Vec::new(), y: Vec::new(), stderr: Vec::new(), ..first.clone() };
    for (place, x) in first.x.iter().enumerate() {
        let at =
            |plot: &&PlotResult| (plot.x.get(place) == Some(x)).then(|| plot.y.get(place).copied().flatten()).flatten();
        let values: Vec<f64> = plots.iter().filter_map(at).collect();
        let (mean, stderr) = mean_and_error(&values);
        pooled.x.push(*x);
        pooled.y.push(mean);
        pooled.stderr.push(stderr.or_else(|| first.stderr.get(place).copied().flatten()));
    }
    Some(pooled)
}

fn mean_and_error(values: &[f64]) -> (Option<f64>, Option<f64>) {
    let count = values.len() as f64;
    if values.is_empty() {
        return (None, None);
    }
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (Some(mean), (values.len() > 1).then(|| (squares / (count - 1.0) / count).sqrt()))
}
