//! Films of a lab: the real window, drawn off screen picture after picture at even times, whatever the machine needs for
//! each. The window that asked stays free, and its engines are not touched: a film has a window of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::io::film::{self, FilmError, FilmFormat, FilmPlan, plan};
use crate::io::lesson::Lesson;
use crate::physics::seed::Seed;
use crate::ui::app::{App, Startup};
use crate::ui::chassis::{Control, Held, Step};
use crate::ui::lessons::SeenLesson;
use crate::ui::pictures::{Stage, Staging, Until, renderer, staged};
use crate::ui::remembered::Remembered;
use crate::ui::theme::Theme;
use crate::ui::widgets::drive_timelines;

/// Looks at an engine that works on the next picture, each a millisecond apart.
const LOOKS: usize = 400;
/// Frames in which what follows from a picture may still come, before it is taken as it is.
const LATER: usize = 4;

/// What moves in a film.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Motion {
    /// The run is played again from its start, at the speed of the lab.
    #[default]
    Play,
    /// The cursor moves evenly over all that is recorded.
    Scrub,
}

/// How a film is made: what the window remembers from one to the next.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct FilmChoice {
    pub format: FilmFormat,
    pub plan: FilmPlan,
    pub motion: Motion,
    /// The theme, if it is another than that of the window.
    pub theme: Option<Theme>,
}

impl Default for FilmChoice {
    fn default() -> Self {
        let plan = FilmPlan { size: [1280, 720], rate: 30, seconds: 10.0 };
        Self { format: FilmFormat::Gif, plan, motion: Motion::Play, theme: None }
    }
}

/// What is filmed.
#[derive(Clone, Debug)]
pub enum Subject {
    /// The opening document of a lab, or for a scrub the end of its rehearsal.
    Opening(Seed),
    /// A lesson as it opens, its lab with it, or for a scrub done as it says.
    Lesson(Arc<Lesson>, Seed),
    /// The work of a lab in the window that asks.
    Work(Box<Work>),
}

/// The work of a lab, and how it looks.
#[derive(Clone, Debug)]
pub struct Work {
    /// With arrangement and work of that lab.
    pub remembered: Remembered,
    /// Where large work was kept; it is only read.
    pub state_folder: Option<PathBuf>,
    pub presenting: bool,
    /// The panels that are in front, by their ids.
    pub seen: Vec<&'static str>,
    /// All that was done in it; without, it is at its start.
    pub held: Option<Held>,
    /// The lesson that is open next to it.
    pub lesson: Option<Box<SeenLesson>>,
}

/// A film before it is made.
#[derive(Clone, Debug)]
pub struct Film {
    /// A lesson is of the lab that it opens.
    pub lab: String,
    pub subject: Subject,
    pub theme: Theme,
    pub plan: FilmPlan,
    pub motion: Motion,
    /// In the units of the lab's transport; its own if there is none.
    pub speed: Option<f64>,
}

/// Makes a film. `going` is told which picture is next, counted from 0, and says whether it is still wanted.
///
/// # Errors
/// Why there is none; nothing of it is left behind.
pub fn shoot(
    film: &Film,
    path: &Path,
    format: FilmFormat,
    overwrite: bool,
    going: &mut dyn FnMut(u32) -> bool,
) -> Result<(), FilmError> {
    film.plan.check().map_err(FilmError::Picture)?;
    plan::check(path, overwrite, format)?;
    let mut stage = staged_for(film, going)?;
    // A lesson opens its lab where it wants it, and goes on from there.
    let begins_again = film.motion == Motion::Play && !matches!(film.subject, Subject::Lesson(..));
    if begins_again {
        with_app(&mut stage, |app| app.perform(Step::Control(Control::Reset)))?;
        settle(&mut stage);
    }
    film::write(path, overwrite, format, &film.plan, &mut |number| {
        if !going(number) {
            return Err(FilmError::Stopped);
        }
        move_to(&mut stage, film, number)?;
        stage.render().map_err(FilmError::Picture)
    })
}

fn staged_for(film: &Film, going: &mut dyn FnMut(u32) -> bool) -> Result<Stage, FilmError> {
    let (mut startup, mut until) = (Startup::default(), Until::Rest(Vec::new()));
    (startup.lab, startup.theme) = (Some(film.lab.clone()), Some(film.theme));
    let (mut remembered, mut presenting, mut folder) = (Remembered::default(), false, None);
    let (mut begun, mut seen_lesson, mut held) = (None, None, None);
    match &film.subject {
        Subject::Opening(seed) => {
            startup.seed = Some(*seed);
            if film.motion == Motion::Scrub {
                until = Until::End;
            }
        }
        Subject::Lesson(lesson, seed) => {
            startup.seed = Some(*seed);
            begun = Some(Arc::clone(lesson));
            if film.motion == Motion::Scrub {
                until = Until::End;
            }
        }
        Subject::Work(work) => {
            remembered = Remembered { zoom: 1.0, ..work.remembered.clone() };
            (presenting, folder) = (work.presenting, work.state_folder.clone());
            until = Until::Rest(work.seen.clone());
            seen_lesson.clone_from(&work.lesson);
            held.clone_from(&work.held);
        }
    }
    let speed = film.speed;
    let staging = Staging {
        startup,
        remembered,
        until,
        theme: film.theme,
        size: film.plan.size.map(|side| side as f32),
        scale: 1.0,
        step: film.plan.step() as f32,
    };
    let prepare = move |app: &mut App| {
        if let Some(lesson) = begun {
            app.begin_lesson(&lesson)?;
        }
        if let Some(seen) = seen_lesson {
            app.take_up_lesson(*seen)?;
        }
        app.goes_on_stage(folder, presenting, speed);
        if let Some(held) = held {
            app.take_up_held(held);
        }
        Ok(())
    };
    let mut wanted = true;
    let renderer = renderer().map_err(FilmError::Picture)?;
    let stage = staged(staging, renderer, prepare, &mut || {
        wanted = wanted && going(0);
        wanted
    });
    if wanted { stage.map_err(FilmError::Picture) } else { Err(FilmError::Stopped) }
}

/// Brings the window to where it is in the picture of that number.
fn move_to(stage: &mut Stage, film: &Film, number: u32) -> Result<(), FilmError> {
    match film.motion {
        Motion::Play => {
            // The first picture is the start of the run.
            if number > 0 {
                with_app(stage, |app| {
                    app.play_for(film.plan.step());
                    Ok(())
                })?;
            }
        }
        Motion::Scrub => {
            let last = film.plan.frames().saturating_sub(1).max(1);
            drive_timelines(&stage.ctx, Some(f64::from(number) / f64::from(last)));
            stage.step();
            drive_timelines(&stage.ctx, None);
        }
    }
    settle(stage);
    Ok(())
}

/// Lets the engine do what was asked, and draws what came of it.
fn settle(stage: &mut Stage) {
    for _ in 0..LATER {
        for _ in 0..LOOKS {
            if !busy(stage) {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        stage.step();
        if !busy(stage) {
            return;
        }
    }
}

fn busy(stage: &Stage) -> bool {
    stage.state().app.as_ref().is_ok_and(App::busy)
}

fn with_app(stage: &mut Stage, act: impl FnOnce(&mut App) -> Result<(), String>) -> Result<(), FilmError> {
    let done = match &mut stage.state_mut().app {
        Ok(app) => act(app),
        Err(sentence) => Err(sentence.clone()),
    };
    done.map_err(FilmError::Picture)
}
