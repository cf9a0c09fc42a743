//! `glassbox lesson check`: what is wrong with a lesson, and in which line.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::lesson::measure;
use crate::io::lesson::reading::{self, Mistake};
use crate::io::lesson::shelf;
use crate::io::lesson::{Lesson, Part};
use crate::io::text::plain;

/// A lesson as it was found.
#[derive(Serialize)]
struct Checked {
    file: String,
    id: Option<String>,
    mistakes: Vec<Found>,
}

/// What is wrong, and where.
#[derive(Serialize)]
struct Found {
    line: usize,
    sentence: String,
}

pub fn run(files: &[PathBuf], common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let checked: Vec<Checked> = files.iter().map(|path| file(path)).collect::<Result<_, _>>()?;
    let wrong = checked.iter().filter(|file| !file.mistakes.is_empty()).count();
    if common.json {
        print_json(out, &serde_json::json!({ "files": checked }))?;
    } else {
        for one in &checked {
            for mistake in &one.mistakes {
                writeln!(out, "{}:{}: {}", one.file, mistake.line, mistake.sentence)?;
            }
            if let (true, Some(id)) = (one.mistakes.is_empty(), &one.id) {
                writeln!(out, "{}: {id} can be taught", one.file)?;
            }
        }
    }
    if wrong == 0 { Ok(()) } else { Err(CliError::failed(format!("{wrong} of {} lessons have mistakes", files.len()))) }
}

fn file(path: &Path) -> Result<Checked, CliError> {
    let text = shelf::text_of(path).map_err(CliError::failed)?;
    let (id, mistakes) = match reading::lesson(&text) {
        Ok(lesson) => (Some(lesson.head.id.clone()), commands(&lesson, &text)),
        Err(mistakes) => (None, mistakes),
    };
    let mistakes =
        mistakes.into_iter().map(|mistake| Found { line: mistake.line, sentence: mistake.sentence }).collect();
    Ok(Checked { file: plain(path), id, mistakes })
}

/// The mistakes that only the commands and the labs know.
pub fn commands(lesson: &Lesson, text: &str) -> Vec<Mistake> {
    let line = |sign: &str| {
        let at = text.find(sign).unwrap_or(0);
        1 + text.get(..at).map_or(0, |before| before.matches('\n').count())
    };
    let mut found = Vec::new();
    let mut complain = |sign: &str, sentence: String| found.push(Mistake { line: line(sign), sentence });
    for part in lesson.parts() {
        let (runs, title) = match part {
            Part::Number(number) => ([Some(&number.run), number.fast.as_ref()], number.name.as_str()),
            Part::Plot(plot) => ([Some(&plot.run), plot.fast.as_ref()], plot.title.as_str()),
            _ => continue,
        };
        for run in runs.into_iter().flatten() {
            if let Err(sentence) = measure::check(run) {
                complain(title, sentence);
            }
        }
    }
    #[cfg(feature = "gui")]
    for (sign, sentence) in crate::ui::lessons::check::mistakes(lesson, &crate::ui::labs::list::LABS) {
        complain(&sign, sentence);
    }
    found
}
