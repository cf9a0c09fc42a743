//! `glassbox lesson run`: every number of lessons, measured.

use std::io::Write;

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::lesson::measure;
use crate::cli::progress::{Halt, Work};
use crate::engine::core::stopwatch::Stopwatch;
use crate::io::lesson::result::RunResult;
use crate::io::lesson::shelf::Shelf;
use crate::io::lesson::{Lesson, LessonResult, Part};

/// The lessons of a name: one, or all.
pub fn wanted<'a>(shelf: &'a Shelf, id: &str) -> Result<Vec<&'a Lesson>, CliError> {
    if id.eq_ignore_ascii_case("all") {
        return Ok(shelf.lessons.iter().collect());
    }
    let names = || shelf.lessons.iter().map(|lesson| lesson.head.id.as_str()).collect::<Vec<_>>().join(", ");
    let lesson = shelf.lesson(id);
    lesson
        .map(|lesson| vec![lesson])
        .ok_or_else(|| CliError::Usage(format!("there is no lesson “{id}”; there are {}", names())))
}

pub fn run(shelf: &Shelf, id: &str, fast: bool, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let lessons = wanted(shelf, id)?;
    let work = Work::begin("lessons", lessons.len() as u64);
    let mut results = Vec::new();
    for lesson in lessons {
        if work.stopped() {
            break;
        }
        let result = measured(lesson, fast, common)?;
        if work.stopped() {
            break;
        }
        if !common.json {
            text(&result, out)?;
        }
        results.push(result);
        work.advance(results.len() as u64);
    }
    work.finish();
    let failed: Vec<String> = results.iter().filter(|result| !result.passed).map(|result| result.id.clone()).collect();
    let count = results.len();
    if common.json {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        print_json(out, &RunResult { lessons: results, seed: common.seed().0, fast, version })?;
    } else {
        writeln!(out, "{} of {count} lessons pass", count - failed.len())?;
    }
    work.interrupted(|| format!("stopped after {count} lessons; the result is of those"))?;
    if failed.is_empty() {
        return Ok(());
    }
    Err(CliError::failed(format!("theory and measurement do not agree in {}", failed.join(", "))))
}

/// One lesson, with the seed of the command line.
pub fn measured(lesson: &Lesson, fast: bool, common: &Common) -> Result<LessonResult, CliError> {
    let (begun, halt) = (Stopwatch::start(), Halt::default());
    let seed = common.seed();
    let numbers = lesson.numbers().map(|number| measure::number(number, fast, seed, &halt)).collect();
    let mut plots = Vec::new();
    for part in lesson.parts() {
        if let Part::Plot(plot) = part {
            let found = measure::plot(plot, fast, seed, &halt);
            plots.push(found.map_err(|err| CliError::failed(format!("{}, “{}”: {err}", lesson.head.id, plot.title)))?);
        }
    }
    Ok(LessonResult::of(&lesson.head, numbers, plots, begun.seconds()))
}

fn text(result: &LessonResult, out: &mut dyn Write) -> Result<(), CliError> {
    let verdict = if result.passed { "passes" } else { "FAILS" };
    writeln!(out, "{:<5} {verdict}  {} ({:.1} s)", result.id, result.title, result.seconds)?;
    for number in &result.numbers {
        let sign = if number.passed { "✓" } else { "✗" };
        match (&number.failure, number.measured) {
            (Some(failure), _) => writeln!(out, "  {sign} {}: {failure}", number.name)?,
            (None, Some(value)) => {
                let error = number.stderr.map_or_else(String::new, |error| format!(" ± {error:.4}"));
                let (expected, tolerance) = (number.expected, number.tolerance);
                writeln!(out, "  {sign} {}: {value:.5}{error}, expected {expected} ± {tolerance}", number.name)?;
            }
            (None, None) => writeln!(out, "  {sign} {}: nothing was measured", number.name)?,
        }
    }
    Ok(())
}
