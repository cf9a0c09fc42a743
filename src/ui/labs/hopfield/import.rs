//! What was found in a file, shown before it goes on the shelf: a picture with its threshold, rows with the choices by
//! which they are read, and how many of them are taken.

use egui::RichText;

use crate::engine::hopfield::recall::{Memory, RecallCmd};
use crate::io::pictures::{Fit, GreyPicture};
use crate::physics::data::Dataset;
use crate::physics::spins::{GridShape, Pattern};
use crate::ui::import::{Decision, ImportDialog, Purpose, entered};
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::labs::hopfield::files::{Found, shelf};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, percent};
use crate::ui::widgets::spin_grid::{CellColors, CellImage, Thumbnail, ThumbnailCache, spin_colours};
use crate::ui::widgets::{Button, Dialog, Segmented, SliderField};

const PREVIEW: f32 = 280.0;
/// Width of the window's content: its three buttons side by side.
const WIDTH: f32 = 344.0;
/// Rows that go on the shelf where no other number is chosen.
const USUAL_ROWS: usize = 10;
/// Spins that can go on the shelf at once: the ten thousand digits seven times over.
const MOST_SPINS: usize = 1 << 26;
/// More rows than this are chosen on a logarithmic scale.
const FEW_ROWS: usize = 200;
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
    Rows { dialog: Box<ImportDialog>, rows: usize },
    Shelf { name: String, shape: GridShape, memories: Vec<Memory> },
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
            Found::Data(opened) => Some(Offer::Rows { dialog: Box::new(ImportDialog::new(opened)), rows: USUAL_ROWS }),
            Found::Shelf { name, shape, memories } => Some(Offer::Shelf { name, shape, memories }),
            Found::Recall { .. } | Found::Several(_) | Found::Written(_) => None,
        };
    }

    /// Whether an offer waits for an answer.
    pub fn is_open(&self) -> bool {
        self.offer.is_some()
    }

    /// Whether a file is being read again for it.
    pub fn busy(&self) -> bool {
        matches!(&self.offer, Some(Offer::Rows { dialog, .. }) if dialog.busy())
    }

    /// Draws the offer, and asks for what is chosen.
    pub fn ui(&mut self, ctx: &egui::Context, context: &mut HopfieldContext<'_>) {
        self.offer = match self.offer.take() {
            Some(offer @ Offer::Picture { .. }) => self.picture_dialog(ctx, offer, context),
            Some(Offer::Rows { dialog, rows }) => rows_dialog(ctx, dialog, rows, context),
            // A built-in set was chosen by name: there is nothing to ask.
            Some(Offer::Shelf { name, shape, memories }) => {
                context.ask(RecallCmd::Load { name, shape, memories: memories.into() });
                None
            }
            None => None,
        };
    }

    /// Draws the offer of a picture; `None` once it is taken or left.
    fn picture_dialog(
        &mut self,
        ctx: &egui::Context,
        mut offer: Offer,
        context: &mut HopfieldContext<'_>,
    ) -> Option<Offer> {
        let Offer::Picture { name, picture, threshold, dark_ink, fit } = &mut offer else { return Some(offer) };
        let shape = context.view().document.shape;
        let entered = entered(ctx);
        let title = format!("Open {name}");
        let answer = Dialog::new(&title, WIDTH).show_with_buttons(
            ctx,
            |ui| self.picture_ui(ui, picture, threshold, dark_ink, fit, shape),
            |ui| {
                let on_grid = Button::new("Put on the grid").accent(true).tooltip("As the cue (Enter)");
                let on_grid = on_grid.show(ui).clicked();
                let on_shelf = Button::new("Add to the shelf").show(ui).clicked();
                [on_grid, on_shelf, Button::new("Cancel").show(ui).clicked()]
            },
        );
        let ((), [on_grid, on_shelf, leaves]) = answer.inner;
        let pattern = || pattern_of(picture, Settings { threshold: *threshold, dark_ink: *dark_ink, fit: *fit, shape });
        if on_grid || entered {
            context.ask(RecallCmd::SetCue { name: format!("open {name}"), pattern: pattern() });
        } else if on_shelf {
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            let short: String = stem.chars().take(40).collect();
            context.ask(RecallCmd::Add([Memory::new(short, pattern())].into()));
        } else if !answer.closed && !leaves {
            return Some(offer);
        }
        None
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
}

fn pattern_of(picture: &GreyPicture, settings: Settings) -> Pattern {
    let Settings { threshold, dark_ink, fit, shape } = settings;
    picture.resized(shape, fit).to_pattern(threshold, dark_ink)
}

/// Draws the offer of rows; `None` once they are taken or left.
fn rows_dialog(
    ctx: &egui::Context,
    mut dialog: Box<ImportDialog>,
    mut rows: usize,
    context: &mut HopfieldContext<'_>,
) -> Option<Offer> {
    let purpose = Purpose { take: "Replace the shelf", rows: false, refuses: &no_memories };
    match dialog.ui(ctx, &context.shell.jobs, &purpose, |ui, data| count_ui(ui, data, &mut rows)) {
        Decision::Open => return Some(Offer::Rows { dialog, rows }),
        Decision::Left => {}
        Decision::Taken(taken) => {
            if let Found::Shelf { name, shape, memories } = shelf(&taken.name, &taken.rows, rows) {
                context.ask(RecallCmd::Load { name, shape, memories: memories.into() });
            }
        }
    }
    None
}

/// Why rows cannot be memories, if they cannot.
fn no_memories(data: &Dataset) -> Option<String> {
    if !data.is_binary() {
        let states = data.states;
        return Some(format!("these have {states} values per site; memories of a Hopfield network have two"));
    }
    let sites = data.columns();
    let large = format!("these have rows of {sites} spins; the window shows up to {LARGEST_GRID}");
    (sites > LARGEST_GRID).then_some(large)
}

/// The most of `rows` rows of so many spins that go on the shelf.
fn most_rows(rows: usize, spins: usize) -> usize {
    rows.min(MOST_SPINS / spins.max(1)).max(1)
}

/// How many of the rows go on the shelf.
fn count_ui(ui: &mut egui::Ui, data: &Dataset, rows: &mut usize) {
    let most = most_rows(data.rows(), data.columns());
    let field = SliderField::new("Rows", (*rows).min(most) as f64, 1.0..=most as f64).digits(0);
    let field = if most > FEW_ROWS { field.logarithmic() } else { field.step(1.0) };
    if let Some(value) = field.tooltip("How many of the first rows go on the shelf").show(ui) {
        *rows = value.round() as usize;
    }
    if most < data.rows() {
        let sentence = format!("Of {} rows the shelf takes {}.", grouped(data.rows() as u64), grouped(most as u64));
        ui.label(RichText::new(sentence).color(theme::tokens(ui.ctx()).soft));
    }
}
