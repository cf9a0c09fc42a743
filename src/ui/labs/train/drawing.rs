//! A drawing that chains start from: a small window with a grid.

use crate::engine::rbm::TrainView;
use crate::physics::spins::GridShape;
use crate::ui::machine::Canvas;
use crate::ui::theme;
use crate::ui::widgets::spin_grid::{CellColors, CellImage, GridColors, GridEditor, SpinGrid};
use crate::ui::widgets::{Button, Dialog};

/// Side of the grid on the screen.
const SIDE: f32 = 336.0;

/// The drawing; closed at first.
#[derive(Default)]
pub struct Drawing {
    cells: Vec<u8>,
    open: bool,
    editor: GridEditor,
    /// Raised with every stroke: the key of the texture.
    revision: u64,
}

impl Drawing {
    /// Opens the window; what was drawn before is still there if it fits.
    pub fn open(&mut self, view: &TrainView) {
        self.open = true;
        if self.cells.len() != view.rbm.sites() {
            self.cells = vec![0; view.rbm.sites()];
        }
    }

    /// Draws the window while it is open; the drawing, once chains are to start from it.
    pub fn window_ui(&mut self, ctx: &egui::Context, canvas: &Canvas<'_>) -> Option<Vec<u8>> {
        if !self.open || self.cells.len() != canvas.cells() {
            self.open = false;
            return None;
        }
        let dialog = Dialog::new("Draw what the chains start from", SIDE);
        let answer = dialog.show(ctx, |ui| self.content_ui(ui, canvas));
        self.open = !answer.closed && answer.inner.is_none();
        answer.inner
    }

    fn content_ui(&mut self, ui: &mut egui::Ui, canvas: &Canvas<'_>) -> Option<Vec<u8>> {
        let tokens = theme::tokens(ui.ctx());
        let shape = GridShape::new(canvas.shape[0], canvas.shape[1]);
        let cells = self.cells.clone();
        let is_on = |cell: usize| cells.get(cell).is_some_and(|&value| value > 0);
        let colour = |cell: usize| if is_on(cell) { tokens.spin_on } else { tokens.spin_off };
        let image = CellImage { key: (self.revision, tokens.theme as u64, 0), colors: CellColors::Each(&colour) };
        let colors = GridColors { gap: tokens.panel, accent: tokens.accent, mark: tokens.ink };
        let room = egui::vec2(SIDE, SIDE * shape.height as f32 / shape.width.max(1) as f32);
        ui.allocate_ui(room, |ui| {
            let answer = SpinGrid::new("Drawing", shape, image, &is_on, colors).show(ui, &mut self.editor);
            if let Some(stroke) = answer.stroke {
                for cell in stroke.cells {
                    if let Some(value) = self.cells.get_mut(cell) {
                        *value = u8::from(stroke.value);
                    }
                }
                self.revision += 1;
            }
        });
        ui.add_space(theme::STEP);
        ui.horizontal(|ui| {
            let sample = Button::new("Sample from it").accent(true).show(ui).clicked();
            if Button::new("Clear").show(ui).clicked() {
                self.cells.fill(0);
                self.revision += 1;
            }
            sample.then(|| self.cells.clone())
        })
        .inner
    }
}
