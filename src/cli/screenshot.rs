//! `glassbox screenshot`: pictures of the window, without opening one.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::progress::Work;
use crate::cli::window;
use crate::io::lesson::Lesson;
use crate::io::lesson::shelf::Shelf;
use crate::io::{atomic, pictures};
use crate::ui::chassis::Step;
use crate::ui::labs::list::LABS;
use crate::ui::launch;
use crate::ui::pictures::{Picture, render};
use crate::ui::theme::Theme;

/// The size of a picture if none is given, in points.
const USUAL_SIZE: [u32; 2] = [1600, 1000];
/// Largest side, in pixels: what graphics drivers can render.
const LARGEST_SIDE: f32 = 8192.0;

/// Which pictures.
#[derive(Args, Clone, Debug)]
pub struct ScreenshotArgs {
    /// The lab
    #[arg(long, value_name = "NAME", value_parser = window::lab)]
    lab: Option<String>,
    /// The lesson, by its name; done as it says
    #[arg(long, value_name = "ID", conflicts_with = "lab")]
    lesson: Option<String>,
    /// Every lab, or with --lab that one, in every theme, at every moment worth a picture
    #[arg(long)]
    all: bool,
    /// Folder to write to; made if it is not there
    #[arg(long, value_name = "DIR", default_value = "screenshots")]
    out: PathBuf,
    /// Points in a row and in a column
    #[arg(long, value_name = "WxH", value_parser = size)]
    size: Option<[u32; 2]>,
    /// dark, light or projector
    #[arg(long, value_parser = window::theme)]
    theme: Option<Theme>,
    /// Pixels per point, 0.5 to 4
    #[arg(long, value_name = "X", value_parser = window::scale)]
    scale: Option<f32>,
}

pub(super) fn size(text: &str) -> Result<[u32; 2], String> {
    let sides = text.split_once(['x', '×']).and_then(|(w, h)| Some([w.parse().ok()?, h.parse().ok()?]));
    match sides {
        Some([width, height]) if (64..=8192).contains(&width) && (64..=8192).contains(&height) => Ok([width, height]),
        _ => Err(format!("the size is “{text}”; it is WIDTHxHEIGHT in points, each 64 to 8192")),
    }
}

pub fn run(args: &ScreenshotArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let lesson = args.lesson.as_deref().map(lesson_of).transpose()?;
    let labs: Vec<&str> = match (&args.lab, &lesson) {
        (Some(lab), _) | (None, Some((_, lab))) => vec![lab.as_str()],
        (None, None) if args.all => LABS.iter().map(|kind| kind.name.id).collect(),
        (None, None) => {
            return Err(CliError::Usage("name a picture with --lab or --lesson, or take --all".to_owned()));
        }
    };
    let themes = match args.theme {
        Some(theme) => vec![theme],
        None if args.all => Theme::ALL.to_vec(),
        None => vec![Theme::Dark],
    };
    let size = args.size.unwrap_or(USUAL_SIZE);
    let scale = args.scale.unwrap_or(1.0);
    if size.iter().any(|&side| side as f32 * scale > LARGEST_SIDE) {
        return Err(CliError::Usage(format!(
            "{} × {} points at scale {scale} is larger than {LARGEST_SIDE} pixels",
            size[0], size[1]
        )));
    }
    atomic::make_folder(&args.out)?;
    let mut wanted = Vec::new();
    for lab in labs {
        for moment in moments(lab, args.all && lesson.is_none()).map_err(CliError::failed)? {
            wanted.extend(themes.iter().map(|theme| (lab, moment.clone(), *theme)));
        }
    }
    let work = Work::begin("pictures", wanted.len() as u64);
    let mut files = Vec::new();
    for (done, (lab, moment, theme)) in wanted.into_iter().enumerate() {
        if work.stopped() {
            break;
        }
        let at = moment.as_ref().map_or_else(String::new, |moment| format!("-{moment}"));
        let of_lesson = |(lesson, _): &(Arc<Lesson>, _)| format!("lesson-{}", lesson.head.id.to_lowercase());
        let name = lesson.as_ref().map_or_else(|| lab.to_owned(), of_lesson);
        let path = args.out.join(format!("{name}{at}-{}.png", theme.name()));
        // Refused before the work, not after it.
        atomic::check(&path, common.overwrite)?;
        let lesson = lesson.as_ref().map(|(lesson, _)| Arc::clone(lesson));
        let picture = Picture { lab: lab.to_owned(), theme, size, scale, seed: common.seed(), lesson, moment };
        let image = render(&picture).map_err(|err| CliError::failed(no_driver(&err)))?;
        pictures::write_png(&path, image.width(), image.height(), image.as_raw(), common.overwrite)?;
        files.push(path.to_string_lossy().into_owned());
        work.advance(done as u64 + 1);
    }
    work.finish();
    if common.json {
        print_json(out, &json!({ "files": files }))?;
    } else {
        for file in &files {
            writeln!(out, "{file}")?;
        }
    }
    work.interrupted(|| format!("stopped after {} pictures", files.len()))
}

/// A lesson, also one of the person's own, and its lab.
pub(super) fn lesson_of(id: &str) -> Result<(Arc<Lesson>, String), CliError> {
    let shelf = launch::lessons_folder().iter().fold(Shelf::embedded(), |shelf, folder| shelf.with_folder(folder));
    let lesson = shelf.lesson(id).ok_or_else(|| CliError::Usage(format!("there is no lesson “{id}”")))?;
    Ok((Arc::new(lesson.clone()), lesson.head.labs.first().cloned().unwrap_or_default()))
}

/// The moments of a lab's rehearsal where all pictures are wanted, and its end.
fn moments(lab: &str, all: bool) -> Result<Vec<Option<String>>, String> {
    let kind = LABS.iter().find(|kind| all && kind.name.id == lab);
    let steps = kind.map_or_else(|| Ok(Vec::new()), |kind| (kind.rehearsal)())?;
    let before = steps.into_iter().filter_map(|step| match step {
        Step::Moment(name) => Some(Some(name)),
        _ => None,
    });
    Ok(before.chain([None]).collect())
}

pub(super) fn no_driver(reason: &str) -> String {
    format!(
        "the picture could not be rendered: {reason}. A software graphics driver helps (Debian: mesa-vulkan-drivers)"
    )
}
