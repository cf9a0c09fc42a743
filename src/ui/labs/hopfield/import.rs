//! What was found in a file, shown before it goes on the shelf: a picture with its threshold, rows with their count.

use egui::RichText;

use crate::engine::hopfield::recall::{Memory, RecallCmd};
use crate::io::pictures::{Fit, GreyPicture};
use crate::physics::data::Dataset;
use crate::physics::spins::{GridShape, Pattern};
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::labs::hopfield::files::{Found, shelf};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, percent};
use crate::ui::widgets::spin_grid::{CellColors, CellImage, Thumbnail, ThumbnailCache, spin_colours};
use crate::ui::widgets::{Button, Dialog, Segmented, SliderField};

const PREVIEW: f32 = 280.0;
/// Width of the window's content: its three buttons side by side.
const WIDTH: f32 = 344.0;
/// Notes of a reader that are shown.
const MOST_NOTES: usize = 4;
/// Rows that can go on the shelf at once.
const MOST_ROWS: usize = 200;
/// Largest grid that rows of data may need: larger ones are for the command line.
const LARGEST_GRID: usize = 100_000;

/// The offer that is open, if any.
#[derive(Default)]
pub struct Import {
    offer: Option<Offer>,
    preview: ThumbnailCache,
    /// Raised when the preview shows something else.
    key: u64,
    /// The pattern that the picture gives, and what it was made with: large pictures take long to resize.
    made: Option<(Settings, Pattern)>,
}

/// How a picture becomes a pattern.
#[derive(Clone, Copy, PartialEq)]
struct Settings {
    threshold: f64,
    dark_ink: bool,
    fit: Fit,
    shape: GridShape,
}

enum Offer {
    Picture { name: String, picture: GreyPicture, threshold: f64, dark_ink: bool, fit: Fit },
    Rows { name: String, dataset: Dataset, rows: usize },
    Shelf { name: String, shape: GridShape, memories: Vec<Memory> },
}

enum Choice {
    Keep,
    Close,
    Take,
    OnGrid,
}

impl Import {
    pub fn offer(&mut self, found: Found) {
        self.key += 1;
        self.made = None;
        self.offer = match found {
            Found::Picture { name, picture } => {
                let threshold = picture.mean();
                // Ink on paper is the usual case; a dark picture is light on dark.
                Some(Offer::Picture { name, dark_ink: threshold > 0.5, picture, threshold, fit: Fit::Crop })
            }
            Found::Rows { name, dataset } => {
                let rows = dataset.rows().min(10);
                Some(Offer::Rows { name, dataset, rows })
            }
            Found::Shelf { name, shape, memories } => Some(Offer::Shelf { name, shape, memories }),
            Found::Recall { .. } | Found::Written(_) => None,
        };
    }

    /// Whether an offer waits for an answer.
    pub fn is_open(&self) -> bool {
        self.offer.is_some()
    }

    /// Draws the offer, and asks for what is chosen.
    pub fn ui(&mut self, ctx: &egui::Context, context: &mut HopfieldContext<'_>) {
        let Some(mut offer) = self.offer.take() else { return };
        let choice = match &mut offer {
            // A built-in set was chosen by name: there is nothing to ask.
            Offer::Shelf { .. } => Choice::Take,
            Offer::Picture { name, .. } | Offer::Rows { name, .. } => {
                let title = format!("Open {name}");
                self.window_ui(ctx, &title, &mut offer, context)
            }
        };
        match choice {
            Choice::Keep => self.offer = Some(offer),
            Choice::Close => {}
            Choice::Take | Choice::OnGrid => take(offer, matches!(choice, Choice::OnGrid), context),
        }
    }

    fn window_ui(
        &mut self,
        ctx: &egui::Context,
        title: &str,
        offer: &mut Offer,
        context: &HopfieldContext<'_>,
    ) -> Choice {
        let mut choice = Choice::Keep;
        let is_picture = matches!(offer, Offer::Picture { .. });
        let content = |ui: &mut egui::Ui| match offer {
            Offer::Picture { picture, threshold, dark_ink, fit, .. } => {
                self.picture_ui(ui, picture, threshold, dark_ink, fit, context.view().document.shape);
            }
            Offer::Rows { dataset, rows, .. } => self.rows_ui(ui, dataset, rows),
            Offer::Shelf { .. } => {}
        };
        let dialog = Dialog::new(title, WIDTH).show_with_buttons(ctx, content, |ui| {
            if is_picture && Button::new("Put on the grid").accent(true).show(ui).clicked() {
                choice = Choice::OnGrid;
            }
            let take = if is_picture { "Add to the shelf" } else { "Replace the shelf" };
            if Button::new(take).accent(!is_picture).show(ui).clicked() {
                choice = Choice::Take;
            }
            if Button::new("Cancel").show(ui).clicked() {
                choice = Choice::Close;
            }
        });
        if dialog.closed { Choice::Close } else { choice }
    }

    fn preview_ui(&mut self, ui: &mut egui::Ui, pattern: &Pattern, shape: GridShape) {
        let tokens = theme::tokens(ui.ctx());
        let spins = pattern.spins();
        let colour = spin_colours(spins, [tokens.spin_on, tokens.spin_off]);
        let image = CellImage { key: (self.key, 0, tokens.theme as u64), colors: CellColors::Each(&colour) };
        ui.vertical_centered(|ui| {
            Thumbnail::new("Preview", shape, image, PREVIEW, tokens.spin_off).show(ui, &mut self.preview);
        });
    }

    fn picture_ui(
        &mut self,
        ui: &mut egui::Ui,
        picture: &GreyPicture,
        threshold: &mut f64,
        dark_ink: &mut bool,
        fit: &mut Fit,
        shape: GridShape,
    ) {
        let settings = Settings { threshold: *threshold, dark_ink: *dark_ink, fit: *fit, shape };
        let made = self.made.take().filter(|(made, _)| *made == settings);
        let (_, pattern) = made.unwrap_or_else(|| {
            self.key += 1;
            (settings, pattern_of(picture, settings))
        });
        let on = pattern.spins().iter().filter(|&&spin| spin > 0).count() as f64 / pattern.len().max(1) as f64;
        self.preview_ui(ui, &pattern, shape);
        self.made = Some((settings, pattern));
        ui.add_space(theme::STEP * 2.0);
        let field = SliderField::new("Threshold", *threshold, 0.0..=1.0)
            .tooltip("Grey level, as a fraction of white, that parts the spins");
        if let Some(value) = field.show(ui) {
            *threshold = value;
        }
        let inks = [(true, "Dark ink", "Dark is +1"), (false, "Light ink", "Light is +1")];
        if let Some(value) = Segmented::new("Ink", *dark_ink, &inks).show(ui) {
            *dark_ink = value;
        }
        let fits = [
            (Fit::Crop, "Crop", "Cuts the middle out"),
            (Fit::Stretch, "Stretch", "Keeps all of it, stretched to the grid"),
        ];
        if let Some(value) = Segmented::new("Fit", *fit, &fits).show(ui) {
            *fit = value;
        }
        let tokens = theme::tokens(ui.ctx());
        let sentence = format!(
            "{} × {} pixels on {} × {} cells, {} of them on",
            picture.shape.width,
            picture.shape.height,
            shape.width,
            shape.height,
            percent(on, 0)
        );
        ui.label(RichText::new(sentence).color(tokens.soft));
    }

    fn rows_ui(&mut self, ui: &mut egui::Ui, dataset: &Dataset, rows: &mut usize) {
        let tokens = theme::tokens(ui.ctx());
        let shape = dataset.shape.unwrap_or_else(|| GridShape::near_square(dataset.columns()));
        if let Some(pattern) = dataset.pattern(0) {
            self.preview_ui(ui, &pattern, shape);
        }
        ui.add_space(theme::STEP * 2.0);
        let sentence =
            format!("{} rows of {} spins", grouped(dataset.rows() as u64), grouped(dataset.columns() as u64));
        ui.label(RichText::new(sentence).color(tokens.soft));
        for note in dataset.notes.iter().take(MOST_NOTES) {
            ui.label(RichText::new(format!("Note: {note}")).color(tokens.soft));
        }
        let most = dataset.rows().clamp(1, MOST_ROWS);
        let field = SliderField::new("Rows", *rows as f64, 1.0..=most as f64)
            .digits(0)
            .step(1.0)
            .tooltip("How many of the first rows go on the shelf");
        if let Some(value) = field.show(ui) {
            *rows = value as usize;
        }
    }
}

fn pattern_of(picture: &GreyPicture, settings: Settings) -> Pattern {
    let Settings { threshold, dark_ink, fit, shape } = settings;
    picture.resized(shape, fit).to_pattern(threshold, dark_ink)
}

fn take(offer: Offer, on_grid: bool, context: &mut HopfieldContext<'_>) {
    match offer {
        Offer::Picture { name, picture, threshold, dark_ink, fit } => {
            let shape = context.view().document.shape;
            let pattern = pattern_of(&picture, Settings { threshold, dark_ink, fit, shape });
            if on_grid {
                context.ask(RecallCmd::SetCue { name: format!("open {name}"), pattern });
            } else {
                let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                let short: String = stem.chars().take(40).collect();
                context.ask(RecallCmd::Add([Memory::new(short, pattern)].into()));
            }
        }
        Offer::Rows { name, dataset, rows } => match shelf(&name, &dataset, rows) {
            Found::Shelf { name, shape, memories } if shape.cells() <= LARGEST_GRID => {
                context.ask(RecallCmd::Load { name, shape, memories: memories.into() });
            }
            _ => context
                .shell
                .say(format!("{name} has rows of {} spins; the window shows up to {LARGEST_GRID}.", dataset.columns())),
        },
        Offer::Shelf { name, shape, memories } => {
            context.ask(RecallCmd::Load { name, shape, memories: memories.into() });
        }
    }
}
