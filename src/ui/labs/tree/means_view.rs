//! The means of the visible units at a fixed point: a picture, or the letters of a sequence.

use egui::Vec2;

use crate::physics::rbm::VisibleUnits;
use crate::ui::labs::tree::context::TreeContext;
use crate::ui::machine::{Canvas, Heights, MeansPicture, Palette, Profile};
use crate::ui::theme::numbers::{number, signed};
use crate::ui::widgets::TileGrid;

/// The texture of one picture.
#[derive(Default)]
pub struct MeansView {
    grid: TileGrid,
    palette: Palette,
}

impl MeansView {
    /// Draws these means, with what is under the pointer in the status line; whether a picture was clicked. `key` is as
    /// in [`MeansPicture`].
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut TreeContext<'_>,
        (name, means): (&str, &[f32]),
        key: (u64, u64, u64),
        size: Vec2,
    ) -> bool {
        let Some(rbm) = context.view().config.checkpoints.last().map(|last| &last.rbm) else { return false };
        let (visible, rows) = (rbm.visible(), context.rows());
        let canvas = Canvas::of_rows(rbm, Some(rows));
        let colours = self.palette.colours(ui.ctx());
        if let VisibleUnits::Potts(_) = visible {
            let (heights, alphabet) = (Heights::Frequencies, rows.alphabet.as_deref());
            let profile = Profile { name, values: means, heights, visible, alphabet, size };
            if let Some(sentence) = profile.show(ui, &colours).hover {
                context.shell.status = sentence;
            }
            return false;
        }
        let picture = MeansPicture { name, means, visible, canvas: &canvas, key, size, clickable: false };
        let answer = picture.show(ui, &mut self.grid, &colours);
        if let Some((_, cell)) = answer.hover {
            let mean = means.get(canvas.index(cell)).copied().map_or(0.0, f64::from);
            let mean = if visible == VisibleUnits::Ising { signed(mean, 2) } else { number(mean, 2) };
            context.shell.status = format!("{name}, {}: mean {mean}", canvas.name(cell));
        }
        answer.response.clicked()
    }
}
