//! `glassbox lesson handout`: a lesson as a sheet, with the numbers that were measured here and pictures of its lab.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::lesson::run::{measured, wanted};
use crate::cli::progress::Work;
use crate::io::lesson::handout::{self, Pictures};
use crate::io::lesson::shelf::Shelf;
use crate::io::lesson::{Lesson, LessonResult};
use crate::io::text::plain;
use crate::io::{atomic, standard};

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
    let files = Files::next_to(to, lesson);
    for path in files.all() {
        // Refused before the work, not after it.
        atomic::check(path, common.overwrite)?;
    }
    let result = measured(lesson, fast, common)?;
    let (pictures, written) = drawn(lesson, &result, &files, common)?;
    let by = format!("measured by Glassbox {} with seed {}", env!("CARGO_PKG_VERSION"), common.seed().0);
    let text = handout::markdown(lesson, &result.numbers, &pictures, &by);
    atomic::write(to, common.overwrite, |file| file.write_all(text.as_bytes()))?;
    if common.json {
        print_json(out, &json!({ "out": plain(to), "pictures": written, "passed": result.passed }))
    } else {
        for path in [plain(to)].iter().chain(&written) {
            writeln!(out, "wrote {path}")?;
        }
        Ok(())
    }
}

/// Where the pictures of a sheet go: NAME-1.png, NAME-2.png … next to it, in the order in which they stand on it.
struct Files {
    opening: Option<PathBuf>,
    tasks: Vec<Option<PathBuf>>,
    plots: Vec<Option<PathBuf>>,
}

impl Files {
    fn next_to(to: &Path, lesson: &Lesson) -> Self {
        let mut count = 0;
        let mut next = |is: bool| {
            // Next to standard output there is no place.
            if standard::is_output(to) || !is || !cfg!(feature = "gui") {
                return None;
            }
            count += 1;
            let stem = to.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            Some(to.with_file_name(format!("{stem}-{count}.png")))
        };
        let opening = next(true);
        let tasks = lesson.tasks().map(|task| next(!task.show_me.0.is_empty())).collect();
        let plots = lesson.plots().map(|_| next(true)).collect();
        Self { opening, tasks, plots }
    }

    fn all(&self) -> impl Iterator<Item = &PathBuf> {
        self.opening.iter().chain(self.tasks.iter().flatten()).chain(self.plots.iter().flatten())
    }
}

/// Writes the pictures; those that are there, and the names of their files. A sheet is written without those that cannot
/// be drawn, and says so.
fn drawn(
    lesson: &Lesson,
    result: &LessonResult,
    files: &Files,
    common: &Common,
) -> Result<(Pictures, Vec<String>), CliError> {
    let (tasks, plots) = (vec![None; files.tasks.len()], vec![None; files.plots.len()]);
    let mut pictures = Pictures { opening: None, tasks, plots };
    let mut written = Vec::new();
    if files.opening.is_none() {
        common.add_note("the sheet", "it has no pictures: they would lie next to it");
        return Ok((pictures, written));
    }
    let work = Work::begin("pictures", files.all().count() as u64);
    draw(lesson, result, files, common, &work, &mut pictures, &mut written)?;
    work.finish();
    work.interrupted(|| "stopped before the sheet was written".to_owned())?;
    Ok((pictures, written))
}

#[cfg(feature = "gui")]
fn draw(
    lesson: &Lesson,
    result: &LessonResult,
    files: &Files,
    common: &Common,
    work: &Work,
    pictures: &mut Pictures,
    written: &mut Vec<String>,
) -> Result<(), CliError> {
    use std::sync::Arc;

    use crate::io::lesson::handout::Picture;
    use crate::ui::lessons::{plot, sheet};

    let mut failed = None;
    let mut put = |path: Option<&PathBuf>, slot: Option<&mut Option<Picture>>, png: &[u8], caption: String| {
        let (Some(path), Some(slot)) = (path, slot) else { return Ok(()) };
        atomic::write(path, common.overwrite, |file| file.write_all(png))?;
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        *slot = Some(Picture { file, caption });
        written.push(plain(path));
        work.advance(written.len() as u64);
        Ok::<(), CliError>(())
    };
    let drawn = sheet::pictures(&Arc::new(lesson.clone()), common.seed(), &mut || !work.stopped(), &mut |found| {
        let (path, slot) = match found.task {
            None => (files.opening.as_ref(), Some(&mut pictures.opening)),
            Some(task) => (files.tasks.get(task).and_then(Option::as_ref), pictures.tasks.get_mut(task)),
        };
        put(path, slot, &found.png, found.caption).map_err(|err| {
            let sentence = err.to_string();
            failed = Some(err);
            sentence
        })
    });
    if let Some(err) = failed {
        return Err(err);
    }
    if let Err(sentence) = drawn {
        common.add_note("the sheet", &format!("it lacks pictures of the lab: {sentence}"));
    }
    for (place, (plot, points)) in lesson.plots().zip(&result.plots).enumerate() {
        if work.stopped() {
            break;
        }
        let path = files.plots.get(place).and_then(Option::as_ref);
        let caption = format!("{} Seed {}.", points.caption(), common.seed().0);
        put(path, pictures.plots.get_mut(place), &plot::png(plot, points), caption)?;
    }
    Ok(())
}

/// Without a window nothing is drawn, and no file is named.
#[cfg(not(feature = "gui"))]
const fn draw(
    _lesson: &Lesson,
    _result: &LessonResult,
    _files: &Files,
    _common: &Common,
    _work: &Work,
    _pictures: &mut Pictures,
    _written: &mut Vec<String>,
) -> Result<(), CliError> {
    Ok(())
}
