//! `glassbox film`: a film of a lab or of a lesson, without opening a window.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::cli::common::{CliError, Common, print_json};
use crate::cli::progress::Work;
use crate::cli::{screenshot, window};
use crate::engine::core::stopwatch::Stopwatch;
use crate::io::film::plan::{FilmPlan, bytes_of};
use crate::io::film::{FilmError, FilmFormat};
use crate::ui::film::{Film, Motion, Subject, shoot};
use crate::ui::theme::Theme;

/// Which film.
#[derive(Args, Clone, Debug)]
pub struct FilmArgs {
    /// The lab
    #[arg(long, value_name = "NAME", value_parser = window::lab, required_unless_present = "lesson")]
    lab: Option<String>,
    /// The lesson, by its name, as it opens: its text and its lab. What it asks to predict does not hold the film up
    #[arg(long, value_name = "ID", conflicts_with = "lab")]
    lesson: Option<String>,
    /// A new .gif or .apng, or without an ending a folder of PNG files
    #[arg(long, value_name = "PATH")]
    out: PathBuf,
    /// Plays the run that the lab opens with, from its start, or that of a lesson from where it opens; what is done unless --scrub is given
    #[arg(long, conflicts_with = "scrub")]
    play: bool,
    /// Moves the cursor evenly over the record of the run that the pictures of the lab, or of the lesson, show
    #[arg(long)]
    scrub: bool,
    /// Pixels in a row and in a column
    #[arg(long, value_name = "WxH", value_parser = screenshot::size, default_value = "1280x720")]
    size: [u32; 2],
    /// Pictures per second, 1 to 50
    #[arg(long, value_name = "N", default_value_t = 30)]
    rate: u32,
    /// How long it lasts
    #[arg(long, value_name = "S", default_value_t = 10.0)]
    seconds: f64,
    /// dark, light or projector
    #[arg(long, value_parser = window::theme)]
    theme: Option<Theme>,
    /// How fast the run is played, in the units of the lab: sweeps, updates … per second
    #[arg(long, value_name = "X", value_parser = speed)]
    speed: Option<f64>,
}

fn speed(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(speed) if speed > 0.0 && speed.is_finite() => Ok(speed),
        _ => Err(format!("the speed is “{text}”; it is a number above 0")),
    }
}

pub fn run(args: &FilmArgs, common: &Common, out: &mut dyn Write) -> Result<(), CliError> {
    let plan = FilmPlan { size: args.size, rate: args.rate, seconds: args.seconds };
    plan.check().map_err(CliError::Usage)?;
    let format = FilmFormat::of(&args.out).map_err(CliError::Usage)?;
    let motion = if args.scrub { Motion::Scrub } else { Motion::Play };
    let (lab, subject) = match (&args.lesson, &args.lab) {
        (Some(id), _) => {
            let (lesson, lab) = screenshot::lesson_of(id)?;
            (lab, Subject::Lesson(lesson, common.seed()))
        }
        (None, lab) => (lab.clone().unwrap_or_default(), Subject::Opening(common.seed())),
    };
    let film = Film { lab, subject, theme: args.theme.unwrap_or(Theme::Dark), plan, motion, speed: args.speed };
    let watch = Stopwatch::start();
    let work = Work::begin("pictures", u64::from(plan.frames()));
    let mut going = |number| {
        work.advance(u64::from(number));
        !work.stopped()
    };
    let made = shoot(&film, &args.out, format, common.overwrite, &mut going);
    work.finish();
    made.map_err(|error| match error {
        FilmError::Picture(sentence) => CliError::failed(screenshot::no_driver(&sentence)),
        FilmError::Write(error) => error.into(),
        FilmError::Stopped => CliError::failed(error.to_string()),
    })?;
    let (seconds, bytes) = (watch.seconds(), bytes_of(&args.out)?);
    let file = args.out.to_string_lossy();
    if common.json {
        let format = match format {
            FilmFormat::Gif => "gif",
            FilmFormat::Apng => "apng",
            FilmFormat::Folder => "png",
        };
        let made = json!({
            "file": file, "format": format, "frames": plan.frames(), "bytes": bytes, "seconds": seconds,
        });
        return print_json(out, &made);
    }
    let megabytes = bytes as f64 / 1e6;
    writeln!(out, "{file}: {} pictures, {megabytes:.2} MB, made in {seconds:.1} s", plan.frames())?;
    Ok(())
}
