//! The corruption of the cue: kind, amount, apply again; the same cells change first at every amount.

use crate::engine::recall::RecallCmd;
use crate::physics::corruption::{Axis, Corruption, CorruptionKind, Side};
use crate::ui::labs::recall::context::RecallContext;
use crate::ui::theme;
use crate::ui::theme::numbers::percent;
use crate::ui::widgets::{Button, Segmented, Track};

/// The row under the grid.
#[derive(Default)]
pub struct CorruptBar {
    /// The value under the pointer while the slider is dragged; otherwise the engine's is shown.
    dragged: Option<f64>,
}

const KINDS: [(CorruptionKind, &str, &str); 6] = [
    (CorruptionKind::Flip, "Flip", "Flips this share of the cells"),
    (CorruptionKind::Blank, "Blank", "Replaces this share of the cells by random ones"),
    (CorruptionKind::Block, "Block", "Blanks a block of this share of the picture"),
    (CorruptionKind::Half(Side::Bottom), "Half", "Blanks the picture from one side up to this share"),
    (CorruptionKind::Shift(Axis::Columns), "Shift", "Shifts the picture sideways by this share of its width"),
    (CorruptionKind::Blend, "Blend", "Takes this share of the cells from the memory selected on the shelf"),
];

impl CorruptBar {
    /// Room to be kept for it under the grid.
    pub fn height(&self, ui: &egui::Ui) -> f32 {
        let rows = if ui.available_width() < NARROW { 2.0 } else { 1.0 };
        rows * (ui.spacing().interact_size.y + ui.spacing().item_spacing.y) + theme::STEP
    }

    /// Draws the row.
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut RecallContext<'_>) {
        let narrow = ui.available_width() < NARROW;
        ui.horizontal(|ui| {
            self.kind_ui(ui, context);
            if !narrow {
                self.amount_ui(ui, context);
            }
        });
        if narrow {
            ui.horizontal(|ui| self.amount_ui(ui, context));
        }
    }

    fn kind_ui(&mut self, ui: &mut egui::Ui, context: &mut RecallContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        ui.label(egui::RichText::new("Corrupt").color(tokens.soft));
        let corruption = context.view().document.corruption;
        if let Some(kind) = Segmented::new("Kind of corruption", corruption.kind, &KINDS).show(ui) {
            let gesture = context.new_gesture();
            self.ask(context, gesture, Corruption { kind, ..corruption });
        }
    }

    fn amount_ui(&mut self, ui: &mut egui::Ui, context: &mut RecallContext<'_>) {
        let corruption = context.view().document.corruption;
        let amount = self.dragged.unwrap_or(corruption.amount);
        let (response, changed) = Track::new("Amount of corruption", amount, 0.0..=1.0).width(104.0).show(ui);
        let response =
            response.on_hover_text("Raising it adds to the same cells, lowering it takes the last ones back");
        if response.drag_started() || (changed.is_some() && !response.dragged()) {
            context.new_gesture();
        }
        if let Some(amount) = changed {
            self.dragged = Some(amount);
            let gesture = context.shared.gesture;
            self.ask(context, gesture, Corruption { amount, ..corruption });
        }
        if !response.dragged() {
            self.dragged = None;
        }
        ui.add_sized(
            [44.0, ui.spacing().interact_size.y],
            egui::Label::new(egui::RichText::new(percent(amount, 0)).monospace()),
        );
        let tip = "Takes the corrupted cue as it is and corrupts other cells on top (N)";
        let again = Button::new("Apply again").tooltip(tip).show(ui);
        if again.clicked() {
            context.ask(RecallCmd::CorruptAgain);
        }
    }

    fn ask(&self, context: &mut RecallContext<'_>, gesture: u64, corruption: Corruption) {
        let blend_with = (corruption.kind == CorruptionKind::Blend).then_some(context.shared.selected);
        let blend_with = blend_with.filter(|&index| index < context.view().document.memories.len());
        context.ask(RecallCmd::Corrupt { gesture, corruption, blend_with });
    }
}

/// Below this width the row breaks into two.
const NARROW: f32 = 560.0;
