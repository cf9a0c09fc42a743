//! `glassbox` without a command: the window.

use std::path::PathBuf;

use clap::Args;

use crate::cli::common::{CliError, Common};
use crate::cli::lesson::measure;
use crate::cli::mistyped;
use crate::io::session_file::reading;
use crate::io::standard;
use crate::physics::seed::Seed;
use crate::ui::app::Startup;
use crate::ui::labs::list::LABS;
use crate::ui::launch;
use crate::ui::lessons::Instrument;
use crate::ui::theme::Theme;

/// What measures the numbers of lessons in the window.
pub const INSTRUMENT: Instrument = Instrument { number: measure::number, plot: measure::plot };

/// How the window opens.
#[derive(Args, Clone, Debug, Default, PartialEq)]
pub struct WindowArgs {
    /// A session, a run, a data set or a picture to open
    file: Option<PathBuf>,
    /// The session to open: all labs as they were saved
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    session: Option<PathBuf>,
    /// The lab to open in
    #[arg(long, value_name = "L", value_parser = lab)]
    lab: Option<String>,
    /// The lesson to open, by its name: S4
    #[arg(long, value_name = "ID")]
    lesson: Option<String>,
    /// dark, light or projector
    #[arg(long, value_parser = theme)]
    theme: Option<Theme>,
    /// Size of everything, 0.5 to 4
    #[arg(long, value_name = "X", value_parser = scale)]
    font_scale: Option<f32>,
}

impl WindowArgs {
    /// A command opens no window: options of the window together with one are an error.
    pub fn refuse_beside_a_command(&self) -> Result<(), CliError> {
        if *self == Self::default() {
            return Ok(());
        }
        Err(CliError::Usage(
            "FILE, --session, --lab, --lesson, --theme and --font-scale in front of a command are of the window"
                .to_owned(),
        ))
    }
}

pub fn theme(name: &str) -> Result<Theme, String> {
    Theme::from_name(name).ok_or_else(|| format!("there is no theme “{name}”: it is dark, light or projector"))
}

/// A lab by its id.
pub fn lab(name: &str) -> Result<String, String> {
    if LABS.iter().any(|kind| kind.name.id == name) {
        return Ok(name.to_owned());
    }
    let names: Vec<&str> = LABS.iter().map(|kind| kind.name.id).collect();
    Err(format!("there is no lab “{name}”: it can be {}", names.join(", ")))
}

/// A finite factor from 0.5 to 4.
pub fn scale(text: &str) -> Result<f32, String> {
    let scale: f32 = text.parse().map_err(|err| format!("“{text}” is no number: {err}"))?;
    if (0.5..=4.0).contains(&scale) { Ok(scale) } else { Err(format!("the scale is {scale}; it can be 0.5 to 4")) }
}

/// Opens the window and returns when it is closed.
pub fn run(args: &WindowArgs, common: &Common) -> Result<(), CliError> {
    if let Some(file) = &args.file
        // What comes by standard input is no file that can be opened again.
        && (standard::is_input(file) || !file.exists())
    {
        let name = file.display();
        let meant = mistyped::resembled(&file.to_string_lossy());
        let rest =
            meant.map_or_else(|| "see --help for the commands".to_owned(), |name| format!("did you mean {name}?"));
        return Err(CliError::Usage(format!("there is no command and no file “{name}”: {rest}")));
    }
    if let Some(session) = &args.session {
        // Said here and not in a window that then has nothing to show.
        reading::read(session).map_err(CliError::failed)?;
    }
    // All cores: a training with one fewer would lose half its speed on a small machine, and the window, which mostly
    // sleeps, is let in by the system when it wakes.
    common.use_threads(None)?;
    let startup = Startup {
        file: args.session.clone().or_else(|| args.file.clone()),
        as_session: args.session.is_some(),
        lab: args.lab.clone(),
        lesson: args.lesson.clone(),
        instrument: Some(INSTRUMENT),
        lessons_folder: launch::lessons_folder(),
        theme: args.theme,
        font_scale: args.font_scale,
        seed: common.given_seed().map(Seed),
        ..Startup::default()
    };
    launch::open(startup).map_err(CliError::failed)
}
