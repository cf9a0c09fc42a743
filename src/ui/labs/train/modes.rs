//! The first modes of W as pictures, and the pinned one larger, with what it has of each hidden unit.

use crate::ui::labs::train::context::TrainContext;
use crate::ui::labs::train::derived::Patterns;
use crate::ui::labs::train::{help, sentences, words};
use crate::ui::machine::{Canvas, Palette, VectorPicture, limit_of, site_names_ui, vector};
use crate::ui::panes::Room;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, signed, subscript};
use crate::ui::widgets::plots::{Bar, Bars};
use crate::ui::widgets::{Button, TileGrid, colour_key_ui, hover_help, sentence_ui, title_ui};

/// Modes that are shown: always so many, and up to so many where the card has room.
const FEWEST: usize = 4;
const SHOWN: usize = 16;
const GAP: f32 = 8.0;
const MOST: f32 = 140.0;
const STRIP: f32 = 26.0;
const BARS: f32 = 84.0;
/// The most that the names of columns take.
const NAMES: f32 = 96.0;

#[derive(Default)]
pub struct ModePictures {
    grids: [TileGrid; SHOWN + 1],
    palette: Palette,
}

/// The size of the picture of a mode of this width.
fn picture_size(canvas: &Canvas<'_>, side: f32) -> egui::Vec2 {
    if canvas.is_picture {
        egui::vec2(side, side * canvas.shape[1] as f32 / canvas.shape[0].max(1) as f32)
    } else {
        egui::vec2(side, if canvas.letters().is_some() { 3.0 * STRIP } else { STRIP })
    }
}

impl ModePictures {
    /// Draws them over the available width.
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        let patterns = context.modes().filter(|patterns| !patterns.modes.is_empty());
        hover_help(title_ui(ui, words::PATTERNS, ""), help::MODES);
        let Some(patterns) = patterns else {
            sentence_ui(ui, "They appear when the weights of this machine are decomposed.", None);
            return;
        };
        let tokens = theme::tokens(ui.ctx());
        let of = format!("{}, update {}", words::LEFT_VECTORS, grouped(patterns.update));
        ui.label(egui::RichText::new(of).small().color(tokens.soft));
        let canvas = context.rows();
        if canvas.letters().is_none() && !Room::in_window(ui.ctx()).low {
            let colours = self.palette.colours(ui.ctx());
            colour_key_ui(ui, "Colours of the patterns", ["negative", "positive"], |at| {
                colours.number(2.0 * at - 1.0, 1.0)
            });
        }
        let side =
            if canvas.is_picture { ((ui.available_width() - GAP) / 2.0).min(MOST) } else { ui.available_width() };
        let columns = if canvas.is_picture { 2 } else { 1 };
        site_names_ui(ui, &canvas, side, NAMES);
        let line = ui.text_style_height(&egui::TextStyle::Small);
        let lines = if canvas.site_names().is_some() { 2.0 } else { 1.0 };
        let row = picture_size(&canvas, side).y + lines * (2.0 + line) + ui.spacing().item_spacing.y;
        // What is scrolled does not change how much is shown.
        let free = ui.clip_rect().height() - (ui.cursor().top() - ui.min_rect().top());
        let fitting = (free / row.max(1.0)).floor().max(0.0) as usize * columns;
        let count = patterns.modes.len().min(fitting.clamp(FEWEST, SHOWN));
        if canvas.is_picture {
            for row in 0..count.div_ceil(2) {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = GAP;
                    for mode in 2 * row..(2 * row + 2).min(count) {
                        self.mode_ui(ui, context, &patterns, &canvas, mode, side);
                    }
                });
            }
        } else {
            for mode in 0..count {
                self.mode_ui(ui, context, &patterns, &canvas, mode, side);
            }
        }
        self.pinned_ui(ui, context, &patterns, &canvas, count);
    }

    fn mode_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TrainContext<'_>,
        patterns: &Patterns,
        canvas: &Canvas<'_>,
        mode: usize,
        side: f32,
    ) {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let chosen = context.shared.mode == Some(mode);
            if self.picture_ui(ui, context, patterns, canvas, mode, mode, side) {
                context.shared.mode = (!chosen).then_some(mode);
            }
            let value = patterns.modes.get(mode).map_or(0.0, |mode| f64::from(mode.value));
            let text = format!("u{} · σ = {}", subscript(mode + 1), sentences::short(value));
            let tokens = theme::tokens(ui.ctx());
            ui.label(egui::RichText::new(text).small().color(tokens.soft));
            if let Some(ends) = patterns.modes.get(mode).and_then(|mode| vector::ends(&mode.visible, canvas)) {
                let label = egui::Label::new(egui::RichText::new(&ends).small().color(tokens.ink)).truncate();
                ui.add(label);
            }
        });
    }

    /// Draws the picture of a mode with the texture at `place`; whether it was clicked.
    #[expect(clippy::too_many_arguments, reason = "one picture of many, each with its place")]
    fn picture_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TrainContext<'_>,
        patterns: &Patterns,
        canvas: &Canvas<'_>,
        mode: usize,
        place: usize,
        side: f32,
    ) -> bool {
        let (Some(found), Some(grid)) = (patterns.modes.get(mode), self.grids.get_mut(place)) else { return false };
        let name = format!("Mode {}", mode + 1);
        let (generation, revision) = patterns.key;
        let picture = VectorPicture {
            name: &name,
            values: &found.visible,
            canvas,
            key: (generation, revision, mode as u64),
            size: picture_size(canvas, side),
            chosen: context.shared.mode == Some(mode) && place < SHOWN,
            clickable: place < SHOWN,
        };
        let answer = picture.show(ui, grid, &self.palette.colours(ui.ctx()));
        if let Some(hover) = answer.hover {
            context.shell.status = format!(
                "u{} at {hover}; click to {} it",
                subscript(mode + 1),
                if context.shared.mode == Some(mode) { "unpin" } else { "pin" }
            );
        }
        answer.clicked
    }

    /// The pinned mode: its picture where it is not among the first, and its hidden side.
    fn pinned_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TrainContext<'_>,
        patterns: &Patterns,
        canvas: &Canvas<'_>,
        shown: usize,
    ) {
        let Some(mode) = context.shared.mode else { return };
        let Some(found) = patterns.modes.get(mode).cloned() else {
            sentence_ui(ui, "Of this mode only its singular value is kept.", None);
            return;
        };
        let note = format!("σ = {}", sentences::short(f64::from(found.value)));
        ui.horizontal(|ui| {
            let title = format!("Pinned: mode {}", mode + 1);
            ui.label(egui::RichText::new(title).strong());
            ui.label(egui::RichText::new(note).color(theme::tokens(ui.ctx()).soft));
            if Button::new("Unpin").small().show(ui).clicked() {
                context.shared.mode = None;
            }
        });
        if mode >= shown {
            self.picture_ui(ui, context, patterns, canvas, mode, SHOWN, ui.available_width().min(2.0 * MOST));
        }
        let tokens = theme::tokens(ui.ctx());
        let limit = f64::from(limit_of(&found.hidden)).max(1e-9);
        let bars: Vec<Bar> = found
            .hidden
            .iter()
            .map(|value| Bar {
                value: f64::from(*value),
                color: if *value < 0.0 { tokens.negative } else { tokens.positive },
            })
            .collect();
        let summary = format!("mode {} over {} hidden units", mode + 1, bars.len());
        let answer = Bars {
            summary: &summary,
            height: BARS * tokens.theme.metrics().scale,
            bars: &bars,
            y_range: (-limit, limit),
            chosen: context.shared.unit,
            ..Bars::new("Mode over hidden units")
        }
        .show(ui);
        if let Some(unit) = answer.hover {
            let value = found.hidden.get(unit).copied().unwrap_or(0.0);
            context.shell.status =
                format!("v{} at hidden unit {}: {}", subscript(mode + 1), unit + 1, signed(f64::from(value), 3));
        }
        if answer.clicked.is_some() {
            context.shared.unit = answer.clicked;
        }
    }
}
