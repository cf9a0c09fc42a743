//! `glassbox lesson handout`: a lesson as a sheet, with the numbers that were measured here.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::lesson::run::{measured, wanted};
use crate::io::atomic;
use crate::io::lesson::Lesson;
use crate::io::lesson::handout;
use crate::io::lesson::shelf::Shelf;
use crate::io::text::plain;

pub fn run(
    shelf: &Shelf,
    id: &str,
    to: &Path,
    fast: bool,
    common: &Common,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    common.check_output(to, [])?;
    let Some(lesson) = wanted(shelf, id)?.into_iter().next() else { return Ok(()) };
    let result = measured(lesson, fast, common)?;
    let picture = picture(lesson, to, common);
    let by = format!("measured by Glassbox {} with seed {}", env!("CARGO_PKG_VERSION"), common.seed().0);
    let text = handout::markdown(lesson, &result.numbers, picture.as_deref(), &by);
    atomic::write(to, common.overwrite, |file| file.write_all(text.as_bytes()))?;
    if common.json {
        print_json(out, &json!({ "out": plain(to), "passed": result.passed }))
    } else {
        Ok(writeln!(out, "wrote {}", plain(to))?)
    }
}

/// Writes a picture of the lesson next to the sheet, where the system can draw one; its name.
#[cfg(feature = "gui")]
fn picture(lesson: &Lesson, to: &Path, common: &Common) -> Option<String> {
    let path = to.with_extension("png");
    match crate::cli::screenshot::of_lesson(lesson, &path, common) {
        Ok(()) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
        Err(err) => {
            common.add_note("the sheet", &format!("it has no picture: {err}"));
            None
        }
    }
}

#[cfg(not(feature = "gui"))]
fn picture(_lesson: &Lesson, _to: &Path, _common: &Common) -> Option<String> {
    None
}
