//! The cue of grey states: that of the grid, or one that is drawn here in grey levels.

use std::sync::Arc;

use crate::ui::labs::hopfield::context::{GreyCue, HopfieldContext};
use crate::ui::labs::hopfield::help;
use crate::ui::machine::Palette;
use crate::ui::theme;
use crate::ui::theme::numbers::number;
use crate::ui::widgets::spin_grid::{CellColors, CellImage, GridColors, GridEditor, SpinGrid, StrokeEvent};
use crate::ui::widgets::{Button, SliderField, hover_help, title_ui};

/// Levels of the brush: black to white of two states, with all that lies between.
const LEVELS: std::ops::RangeInclusive<f64> = -1.0..=1.0;

/// Draws grey levels.
#[derive(Default)]
pub struct GreyEditor {
    editor: GridEditor,
}

/// The level of the brush, and the ways to begin again.
pub fn controls_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let cells = context.size();
    let grey = &mut context.shared.grey;
    let field = SliderField::new("ink", grey.ink, LEVELS).digits(2).step(0.05).tooltip(help::GREY_CUE);
    if let Some(ink) = field.show(ui) {
        grey.ink = ink;
    }
    ui.horizontal_wrapped(|ui| {
        if Button::new("Blank").name("Blank grey cue").tooltip(help::GREY_CUE).small().show(ui).clicked() {
            grey.draw(vec![0.0; cells].into());
        }
        let drawn = grey.of(cells).is_some();
        let back = Button::new("From the grid").tooltip(help::GREY_CUE).small();
        if back.disabled_because((!drawn).then_some("It is that of the grid")).show(ui).clicked() {
            grey.forget();
        }
    });
}

impl GreyEditor {
    /// The cue, to be drawn on.
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, palette: &mut Palette) {
        let tokens = theme::tokens(ui.ctx());
        let view = context.view().clone();
        let shape = view.document.shape;
        let grey = &context.shared.grey;
        let values = grey.of(view.cue.len()).cloned().unwrap_or_else(|| levels(&view.cue));
        let drawn = grey.of(view.cue.len()).is_some();
        let note = if drawn { "drawn in grey" } else { "of the grid: draw on it" };
        hover_help(title_ui(ui, "Cue", note), help::GREY_CUE);
        let colours = palette.colours(ui.ctx());
        let at = |cell: usize| values.get(cell).copied().unwrap_or(0.0);
        let colour = |cell: usize| colours.fraction(f32::midpoint(at(cell) as f32, 1.0));
        let key = (
            context.snapshot.generation,
            view.document_revision * 8 + tokens.theme as u64,
            if drawn { grey.number } else { 0 },
        );
        let image = CellImage { key, colors: CellColors::Each(&colour) };
        // Nothing is ink that a click would erase: every level is painted over.
        let is_on = |_: usize| false;
        let describe = |cell: usize| number(at(cell), 2);
        let grid = GridColors { gap: tokens.panel, accent: tokens.accent, mark: tokens.accent };
        let answer =
            SpinGrid::new("Grey cue", shape, image, &is_on, grid).describe(&describe).show(ui, &mut self.editor);
        if let Some((column, row)) = answer.hovered {
            let level = number(at(row * shape.width + column), 2);
            context.shell.status = format!("cue, row {}, column {}: {level}", row + 1, column + 1);
        }
        if let Some(stroke) = answer.stroke {
            draw(&mut context.shared.grey, &values, &stroke);
        }
    }
}

/// The two states of spins as levels.
fn levels(cue: &[i8]) -> Arc<[f64]> {
    cue.iter().map(|&spin| f64::from(spin)).collect()
}

/// A piece of a stroke in the level of the brush; what erases leaves the level of an empty cell.
fn draw(grey: &mut GreyCue, values: &[f64], stroke: &StrokeEvent) {
    if stroke.cells.is_empty() {
        return;
    }
    let level = if stroke.value { grey.ink } else { *LEVELS.start() };
    let mut next = values.to_vec();
    for &cell in &stroke.cells {
        if let Some(value) = next.get_mut(cell) {
            *value = level;
        }
    }
    grey.draw(next.into());
}
