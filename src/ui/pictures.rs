//! Pictures of the window without a window: the real application, staged and rendered off screen.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use egui_kittest::wgpu::WgpuTestRenderer;
use egui_kittest::{Harness, TestRenderer};
use image::RgbaImage;

use crate::io::lesson::Lesson;
use crate::physics::seed::Seed;
use crate::ui::app::{App, Startup};
use crate::ui::chassis::Step;
use crate::ui::remembered::Remembered;
use crate::ui::theme::{self, Theme};

/// What a picture shows, and how large.
#[derive(Clone, Debug)]
pub struct Picture {
    pub lab: String,
    pub theme: Theme,
    /// Points in a row and in a column.
    pub size: [u32; 2],
    pub scale: f32,
    pub seed: Seed,
    /// The lesson that is open in it, done as it says.
    pub lesson: Option<Arc<Lesson>>,
    /// The moment of its rehearsal; `None` for the end.
    pub moment: Option<String>,
}

/// Frames that a staged lab may take to come to rest, each a few milliseconds of waiting: a minute in all.
const PATIENCE: usize = 12_000;

/// Seconds between two frames of a picture, as the window sees them: those of the stage itself.
const FRAME: f32 = 0.25;

/// The application on a stage: it is led through its rehearsal, frame by frame.
pub(super) struct Staged {
    pub app: Result<App, String>,
    steps: VecDeque<Step>,
    moment: Option<String>,
    waiting: bool,
}

/// Where a lab on a stage is led.
pub(super) enum Until {
    /// It opens and comes to rest, with these panels in front of their tabs.
    Rest(Vec<&'static str>),
    /// To this moment of its rehearsal.
    Moment(String),
    /// To the end of its rehearsal.
    End,
}

/// What is staged.
pub(super) struct Staging {
    pub startup: Startup,
    pub remembered: Remembered,
    /// Where it is led before it is drawn.
    pub until: Until,
    pub theme: Theme,
    /// Points in a row and in a column.
    pub size: [f32; 2],
    pub scale: f32,
    /// Seconds from one frame to the next, as the window sees them.
    pub step: f32,
}

/// The window on a stage.
pub(super) type Stage = Harness<'static, Staged>;

impl Staged {
    fn new(mut app: Result<App, String>, until: Until) -> Self {
        let mut shown = Vec::new();
        let (rehearsed, moment) = match until {
            Until::Rest(panels) => {
                shown = panels;
                (false, None)
            }
            Until::Moment(name) => (true, Some(name)),
            Until::End => (true, None),
        };
        let rehearsal = match &mut app {
            Ok(app) if rehearsed => match app.lesson() {
                Some(lesson) => lesson.rehearse().map(|()| Vec::new()),
                None => app.rehearsal(),
            },
            _ => Ok(Vec::new()),
        };
        let steps = rehearsal.unwrap_or_else(|sentence| {
            app = Err(sentence);
            Vec::new()
        });
        let mut steps: VecDeque<Step> = steps.into();
        if !shown.is_empty() {
            // Panes have their places in the first frame, and a panel that comes to the front may begin to compute.
            steps.push_back(Step::Wait);
            steps.extend(shown.into_iter().map(|panel| Step::Show(panel.to_owned())));
            steps.extend([Step::Wait, Step::Wait]);
        }
        Self { app, steps, moment, waiting: true }
    }

    /// Does the steps up to the next one that waits for them.
    fn go_on(&mut self) -> Result<(), String> {
        let Ok(app) = &mut self.app else { return Ok(()) };
        while let Some(step) = self.steps.pop_front() {
            match step {
                Step::Wait => break,
                Step::Moment(name) if self.moment.as_ref() == Some(&name) => self.steps.clear(),
                step => app.perform(step)?,
            }
        }
        Ok(())
    }
}

impl eframe::App for Staged {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        let Ok(app) = &mut self.app else { return };
        app.logic(ctx);
        if !app.busy()
            && let Err(sentence) = self.go_on()
        {
            self.app = Err(sentence);
        }
        self.waiting = !self.steps.is_empty() || self.app.as_ref().is_ok_and(App::busy);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        if let Ok(app) = &mut self.app {
            app.ui(ui);
        }
    }
}

/// What draws off screen. It has no other way than a panic to say that there is no driver.
pub(super) fn renderer() -> Result<WgpuTestRenderer, String> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let renderer = std::panic::catch_unwind(WgpuTestRenderer::new);
    std::panic::set_hook(hook);
    renderer.ok().ok_or_else(|| "there is no graphics driver, not even a software one".to_owned())
}

/// Stages the window, and gives it when it has come to rest; `wanted` says whether anybody still waits for it.
///
/// # Errors
/// A sentence where the lab does not come to rest.
pub(super) fn staged(
    staging: Staging,
    renderer: impl TestRenderer + 'static,
    prepare: impl FnOnce(&mut App) -> Result<(), String> + 'static,
    wanted: &mut dyn FnMut() -> bool,
) -> Result<Stage, String> {
    let Staging { startup, remembered, until, theme, size, scale, step } = staging;
    let mut stage = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(scale)
        .with_step_dt(step)
        .with_render_cursor(false)
        .with_accessibility_check(false)
        .with_context_setup(move |ctx| theme::install(ctx, theme))
        .renderer(renderer)
        .build_eframe(move |cc| {
            let mut app = App::new(&cc.egui_ctx, remembered, &startup);
            let prepared = app.as_mut().map_or(Ok(()), prepare);
            Staged::new(prepared.and(app), until)
        });
    come_to_rest(&mut stage, wanted)?;
    Ok(stage)
}

/// Draws the window until nothing is under way in it any more; `wanted` says whether anybody still waits for it.
///
/// # Errors
/// A sentence where it does not come to rest.
pub(super) fn come_to_rest(stage: &mut Stage, wanted: &mut dyn FnMut() -> bool) -> Result<(), String> {
    let mut patience = PATIENCE;
    while patience > 0 {
        stage.step();
        if !stage.state().waiting || stage.state().app.is_err() || !wanted() {
            break;
        }
        // What is done again takes about as long as it took.
        if !stage.state().app.as_ref().is_ok_and(App::is_replayed) {
            patience -= 1;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    if let Err(sentence) = &stage.state().app {
        return Err(sentence.clone());
    }
    if stage.state().waiting {
        return Err("the model did not come to rest within a minute".to_owned());
    }
    // Layout that depends on the last frame's sizes settles.
    stage.run_steps(3);
    Ok(())
}

/// Renders a picture. Fails with a sentence where there is no graphics driver, not even a software one.
pub fn render(picture: &Picture) -> Result<RgbaImage, String> {
    let startup = Startup {
        lab: Some(picture.lab.clone()),
        theme: Some(picture.theme),
        seed: Some(picture.seed),
        ..Startup::default()
    };
    let staging = Staging {
        startup,
        remembered: Remembered::default(),
        until: picture.moment.clone().map_or(Until::End, Until::Moment),
        theme: picture.theme,
        size: picture.size.map(|side| side as f32),
        scale: picture.scale,
        step: FRAME,
    };
    let lesson = picture.lesson.clone();
    let prepare = move |app: &mut App| lesson.map_or(Ok(()), |lesson| app.begin_lesson(&lesson));
    staged(staging, renderer()?, prepare, &mut || true)?.render()
}
