//! The corruption of the cue: kind, amount, apply again; the same cells change first at every amount.

use crate::engine::recall::RecallCmd;
use crate::physics::corruption::{Corruption, CorruptionKind};
use crate::ui::labs::recall::context::RecallContext;
use crate::ui::theme;
use crate::ui::theme::numbers::percent;
use crate::ui::widgets::button::button;
use crate::ui::widgets::segmented::segmented;

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
    (CorruptionKind::Half, "Half", "Blanks the picture from one side up to this share"),
    (CorruptionKind::Shift, "Shift", "Shifts the picture sideways by this share of its width"),
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
        let mut kind = corruption.kind;
        if segmented(ui, "Kind of corruption", &mut kind, &KINDS) {
            let gesture = context.new_gesture();
            self.ask(context, gesture, Corruption { kind, ..corruption });
        }
    }

    fn amount_ui(&mut self, ui: &mut egui::Ui, context: &mut RecallContext<'_>) {
        let corruption = context.view().document.corruption;
        let mut amount = self.dragged.unwrap_or(corruption.amount);
        ui.spacing_mut().slider_width = 96.0;
        let slider = egui::Slider::new(&mut amount, 0.0..=1.0).show_value(false);
        let response = ui.add(slider);
        response.widget_info(|| egui::WidgetInfo::slider(true, amount, "Amount of corruption"));
        let response = response.on_hover_text("Raising it adds to the same cells, lowering it takes the last ones back");
        if response.drag_started() || (response.changed() && !response.dragged()) {
            context.new_gesture();
        }
        if response.changed() {
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
        let again = button(ui, "Apply again").on_hover_text("Takes the corrupted cue as it is and corrupts other cells on top (N)");
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
