//! Films: what is asked in the dialog, the job that makes one, and how far it has come.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use egui::Context;

use super::App;
use crate::engine::core::stopwatch::Stopwatch;
use crate::io::film::{FilmError, FilmFormat};
use crate::io::text::plain;
use crate::ui::files::SaveTo;
use crate::ui::film::{self, Film, FilmChoice, Motion, Subject, Work};
use crate::ui::frame::file_desk::PathFor;
use crate::ui::frame::film_dialog::{FilmAnswer, FilmProgress, film_dialog_ui, film_kind, film_progress_ui};
use crate::ui::jobs::{Answer, Inbox};
use crate::ui::lab::LayoutChange;
use crate::ui::widgets::take_out::whole;

/// Seconds between two looks at how far a film has come.
const LOOK: f32 = 0.25;

/// How far a film has come, and whether it is wanted: shared with the thread that makes it.
#[derive(Default)]
struct Shared {
    done: AtomicU32,
    stop: AtomicBool,
}

/// A film that is being made.
struct UnderWay {
    shared: Arc<Shared>,
    frames: u32,
    /// Since the first picture.
    since: Option<Stopwatch>,
}

/// The films of a window.
#[derive(Default)]
pub(super) struct Filming {
    /// What is chosen in the dialog while it is open.
    choice: Option<FilmChoice>,
    under_way: Option<UnderWay>,
    inbox: Inbox<(PathBuf, f64)>,
}

impl App {
    /// Opens the dialog of films, with the choices of the last one.
    pub(super) fn ask_for_film(&mut self) {
        if self.filming.under_way.is_some() {
            return self.shell.say("A film is being made; another one can be made when it is done or stopped.");
        }
        self.filming.choice = Some(self.remembered.film);
        self.before_holding();
    }

    /// Asks the lab that is shown for what a film or a figure is to take up; it is there by the time that it is chosen.
    pub(super) fn before_holding(&mut self) {
        if let Some(open) = self.labs.get_mut(self.current) {
            open.lab.before_holding(&mut self.shell);
        }
    }

    /// Draws the dialog and the progress, and hears of a film that is done.
    pub(super) fn filming_ui(&mut self, ctx: &Context) {
        if let Some(choice) = &mut self.filming.choice {
            match film_dialog_ui(ctx, choice, self.shell.theme) {
                Some(FilmAnswer::Film) => {
                    self.remembered.film = *choice;
                    self.filming.choice = None;
                    self.desk.ask(PathFor::Film(film_kind(self.remembered.film.format)), &mut self.shell);
                }
                Some(FilmAnswer::Nothing) => self.filming.choice = None,
                None => {}
            }
        }
        if let Some((path, seconds)) = self.filming.inbox.done(&mut self.shell) {
            log::info!("made {} in {seconds:.1} s", plain(&path));
            self.shell.tell(format!("The film is {}; it took {seconds:.0} s.", path.display()));
        }
        if !self.filming.inbox.busy() {
            self.filming.under_way = None;
        }
        let Some(film) = &mut self.filming.under_way else { return };
        let done = film.shared.done.load(Ordering::Relaxed);
        if done > 0 && film.since.is_none() {
            film.since = Some(Stopwatch::start());
        }
        let left = film.since.filter(|_| done > 1).map(|since| {
            let each = since.seconds() / f64::from(done - 1);
            each * f64::from(film.frames.saturating_sub(done))
        });
        let stopping = film.shared.stop.load(Ordering::Relaxed);
        if film_progress_ui(ctx, &FilmProgress { done, frames: film.frames, left, stopping }) {
            film.shared.stop.store(true, Ordering::Relaxed);
        }
        ctx.request_repaint_after_secs(LOOK);
    }

    /// Makes a film of the lab that is shown.
    pub(super) fn film_to(&mut self, to: SaveTo, ctx: &Context) {
        if let Err(sentence) = self.start_film(to, ctx) {
            self.shell.say(sentence);
        }
    }

    fn start_film(&mut self, to: SaveTo, ctx: &Context) -> Result<(), String> {
        let format = FilmFormat::of(&to.path)?;
        let choice = self.remembered.film;
        let film = self.film(&choice, ctx)?;
        let shared = Arc::new(Shared::default());
        let told = Arc::clone(&shared);
        let work = move || {
            let watch = Stopwatch::start();
            let mut going = |number| {
                told.done.store(number, Ordering::Relaxed);
                !told.stop.load(Ordering::Relaxed)
            };
            match film::shoot(&film, &to.path, format, to.overwrite, &mut going) {
                Ok(()) => Answer::Done((to.path, watch.seconds())),
                Err(FilmError::Stopped) => Answer::Cancelled,
                Err(error) => Answer::Failed(format!("There is no film: {error}.")),
            }
        };
        self.shell.jobs.start("film", &mut self.filming.inbox, work)?;
        self.filming.under_way = Some(UnderWay { shared, frames: choice.plan.frames(), since: None });
        Ok(())
    }

    /// The lab that is shown, as it is now.
    fn film(&mut self, choice: &FilmChoice, ctx: &Context) -> Result<Film, String> {
        choice.plan.check()?;
        // A run that is played again needs no more than where it starts.
        let done = choice.motion == Motion::Scrub;
        let (lab, work) = self.work_at_hand(ctx, done).ok_or("There is no lab to be filmed.")?;
        Ok(Film {
            lab,
            subject: Subject::Work(Box::new(work)),
            theme: choice.theme.unwrap_or(self.shell.theme),
            plan: choice.plan,
            motion: choice.motion,
            speed: self.labs.get_mut(self.current).map(|open| open.lab.speed(None)),
        })
    }

    /// The lab that is shown and its work, for another window to take up: where it starts, or all that was `done`.
    pub(super) fn work_at_hand(&mut self, ctx: &Context, done: bool) -> Option<(String, Work)> {
        let open = self.labs.get_mut(self.current)?;
        let lab = open.kind.name.id.to_owned();
        let mut remembered = self.remembered.clone();
        remembered.layouts = open.lab.layout(LayoutChange::Save).map(|text| (lab.clone(), text)).into_iter().collect();
        let held = done.then(|| open.lab.hold(&self.shell)).filter(|held| !held.work.is_null());
        remembered.work = match held {
            Some(_) => BTreeMap::new(),
            None => open.lab.work(&mut self.shell).map(|text| (lab.clone(), text)).into_iter().collect(),
        };
        remembered.seed = self.shell.seed.0;
        let panels = open.lab.panels().into_iter().map(|info| info.id);
        let seen = panels.filter(|id| whole::is_seen(ctx, id)).collect();
        remembered.tried.clone_from(&self.shell.tried);
        let (state_folder, presenting) = (self.shell.state_folder.clone(), self.shell.presenting);
        // What is seen of a lesson's lab is seen next to the lesson.
        let here = self.lesson_is_here();
        let lesson = self.lessons.open.as_ref().filter(|_| here).map(|open| Box::new(open.seen()));
        Some((lab, Work { remembered, state_folder, presenting, seen, held, lesson }))
    }

    /// Does the steps that the speed of the current lab makes of so many seconds.
    pub(in crate::ui) fn play_for(&mut self, seconds: f64) {
        if let Some(open) = self.labs.get_mut(self.current) {
            open.lab.play_for(seconds, &mut self.shell);
        }
    }
}
