//! `glassbox lesson pool`: the results of a class in one.

use std::io::Write;
use std::path::PathBuf;

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::notes;
use crate::io::lesson::pool::{self, PooledNumber};

/// Columns of the line on which the results of all people are drawn.
const COLUMNS: usize = 41;

pub fn run(files: &[PathBuf], common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let found = pool::read_all(files);
    if let Some((_, sentence)) = found.refused.into_iter().next() {
        return Err(CliError::failed(sentence));
    }
    let mut pool = pool::pool(&found.runs);
    pool.notes.extend(found.passed_over);
    for note in &pool.notes {
        notes::say(note);
    }
    if common.json {
        return print_json(out, &pool);
    }
    for lesson in &pool.lessons {
        writeln!(out, "{} {} ({} people)", lesson.id, lesson.title, lesson.people)?;
        for number in &lesson.numbers {
            number_lines(number, out)?;
        }
    }
    Ok(())
}

fn number_lines(number: &PooledNumber, out: &mut dyn Write) -> Result<(), CliError> {
    let sign = if number.passed { "✓" } else { "✗" };
    let Some(mean) = number.measured else { return Ok(writeln!(out, "  {sign} {}: nobody measured it", number.name)?) };
    let error = number.stderr.map_or_else(String::new, |error| format!(" ± {error:.4}"));
    writeln!(out, "  {sign} {}: {mean:.5}{error}, expected {}", number.name, number.expected)?;
    let values = || number.results.iter().map(|result| result.value).chain([number.expected]);
    let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    if most > least {
        let column = |value: f64| ((value - least) / (most - least) * (COLUMNS - 1) as f64).round() as usize;
        let mut counts = [0_usize; COLUMNS];
        for result in &number.results {
            if let Some(count) = counts.get_mut(column(result.value)) {
                *count += 1;
            }
        }
        let mut line: Vec<char> = counts
            .iter()
            .map(|&n| if n == 0 { '·' } else { char::from_digit(n.min(9) as u32, 10).unwrap_or('9') })
            .collect();
        if let Some(at) = line.get_mut(column(number.expected)).filter(|at| **at == '·') {
            *at = '|';
        }
        writeln!(out, "    {least:.4} {} {most:.4}", line.into_iter().collect::<String>())?;
    }
    Ok(())
}
