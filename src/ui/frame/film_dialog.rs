//! The dialog of films, and the card that says how far one has come.

use egui::{Context, Role, Ui, Vec2};

use crate::io::film::FilmFormat;
use crate::io::film::plan::{LEAST_PIXELS, MOST_PIXELS, MOST_SECONDS, RATES};
use crate::ui::files::FileKind;
use crate::ui::film::{FilmChoice, Motion};
use crate::ui::frame::progress_card::{Card, progress_card_ui};
use crate::ui::theme::{self, Theme, numbers};
use crate::ui::widgets::{Button, Dialog, Segmented, paint, sentence_ui};

const WIDTH: f32 = 460.0;
/// Sizes that slides and pages ask for.
const SIZES: [([u32; 2], &str); 3] =
    [([960, 540], "960 × 540"), ([1280, 720], "1280 × 720"), ([1920, 1080], "1920 × 1080")];

/// What came of a frame of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilmAnswer {
    /// A film is to be made.
    Film,
    Nothing,
}

/// What a film of that format is called until it has a name.
pub const fn film_kind(format: FilmFormat) -> FileKind {
    let (name, kind, endings): (_, _, fn() -> &'static [&'static str]) = match format {
        FilmFormat::Gif => ("film.gif", "Films", || &["gif"]),
        FilmFormat::Apng => ("film.apng", "Films", || &["apng", "png"]),
        FilmFormat::Folder => ("film", "Folders of pictures", || &[]),
    };
    FileKind { id: "film", entry: "Make a film", tip: "A film of this lab", name, kind, endings }
}

/// Draws the dialog, and changes what is chosen.
pub fn film_dialog_ui(ctx: &Context, choice: &mut FilmChoice, window: Theme) -> Option<FilmAnswer> {
    let answer = Dialog::new("Make a film", WIDTH).show_with_buttons(
        ctx,
        |ui| choices_ui(ui, choice, window),
        |ui| {
            let film = Button::new("Film…").accent(true).tooltip("Asks where to, and begins").show(ui).clicked();
            let cancel = Button::new("Cancel").tooltip("Makes no film (Esc)").show(ui).clicked();
            [film, cancel]
        },
    );
    let ((), [film, cancel]) = answer.inner;
    if film {
        return Some(FilmAnswer::Film);
    }
    (cancel || answer.closed).then_some(FilmAnswer::Nothing)
}

fn choices_ui(ui: &mut Ui, choice: &mut FilmChoice, window: Theme) {
    let motions = [
        (Motion::Play, "Play the run", "The run again from its start, at the speed of the lab"),
        (Motion::Scrub, "Scrub the record", "The cursor moves evenly over all that is recorded"),
    ];
    row_ui(ui, "What moves", |ui| {
        choice.motion = Segmented::new("What moves", choice.motion, &motions).show(ui).unwrap_or(choice.motion);
    });
    let formats = FilmFormat::ALL.map(|format| {
        let tip = match format {
            FilmFormat::Gif => "Every program shows it; 256 colours in what changes at once",
            FilmFormat::Apng => "All colours; browsers show it",
            FilmFormat::Folder => "A folder with one file for each picture, for a film program",
        };
        (format, format.name(), tip)
    });
    row_ui(ui, "Format", |ui| {
        choice.format = Segmented::new("Format", choice.format, &formats).show(ui).unwrap_or(choice.format);
    });
    let sizes = SIZES.map(|(size, text)| (size, text, "Pixels in a row and in a column"));
    row_ui(ui, "Size", |ui| {
        let plan = &mut choice.plan;
        plan.size = Segmented::new("Size", plan.size, &sizes).show(ui).unwrap_or(plan.size);
    });
    row_ui(ui, "or", |ui| {
        let sides = LEAST_PIXELS..=MOST_PIXELS;
        let [width, height] = &mut choice.plan.size;
        number_ui(ui, "Width in pixels", egui::DragValue::new(width).range(sides.clone()));
        ui.label("×");
        number_ui(ui, "Height in pixels", egui::DragValue::new(height).range(sides));
    });
    row_ui(ui, "Length", |ui| {
        number_ui(ui, "Seconds", egui::DragValue::new(&mut choice.plan.seconds).range(0.1..=MOST_SECONDS).speed(0.1));
        ui.label("seconds, at");
        number_ui(ui, "Pictures per second", egui::DragValue::new(&mut choice.plan.rate).range(RATES));
        ui.label("pictures per second");
    });
    let themes = Theme::ALL.map(|theme| (theme, theme.name(), ""));
    row_ui(ui, "Theme", |ui| {
        let shown = choice.theme.unwrap_or(window);
        if let Some(theme) = Segmented::new("Theme", shown, &themes).show(ui) {
            choice.theme = Some(theme);
        }
    });
    ui.add_space(theme::STEP);
    let pictures = choice.plan.frames();
    sentence_ui(ui, &format!("{pictures} pictures, drawn off screen; the window stays free."), None);
}

/// A line of the dialog.
fn row_ui(ui: &mut Ui, label: &str, content: impl FnOnce(&mut Ui)) {
    let metrics = theme::tokens(ui.ctx()).theme.metrics();
    ui.horizontal(|ui| {
        let height = metrics.control;
        ui.allocate_ui_with_layout(
            Vec2::new(84.0 * metrics.scale, height),
            egui::Layout::left_to_right(egui::Align::Center),
            |ui| {
                ui.set_min_width(84.0 * metrics.scale);
                ui.label(label);
            },
        );
        content(ui);
    });
    ui.add_space(theme::STEP);
}

fn number_ui(ui: &mut Ui, name: &str, field: egui::DragValue<'_>) {
    let response = ui.add(field);
    paint::name(ui, &response, Role::SpinButton, name);
}

/// How far a film has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilmProgress {
    pub done: u32,
    pub frames: u32,
    /// Seconds that are left, once they can be told.
    pub left: Option<f64>,
    /// Whether it was told to stop.
    pub stopping: bool,
}

impl FilmProgress {
    fn sentence(&self) -> String {
        let Self { done, frames, .. } = *self;
        match self.left {
            _ if self.stopping => "The film stops".to_owned(),
            None => "The film begins".to_owned(),
            Some(left) => format!("Film: {done} of {frames} pictures, {} left", numbers::duration(left)),
        }
    }
}

/// Draws the card; whether the film is to stop.
pub fn film_progress_ui(ctx: &Context, progress: &FilmProgress) -> bool {
    let stop = Button::new("Stop").name("Stop the film").tooltip("Nothing of the film is kept");
    progress_card_ui(ctx, Card::Film, &progress.sentence(), (!progress.stopping).then_some(stop))
}
