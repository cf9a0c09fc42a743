//! The corruption of the cue: kind, amount, apply again; the same cells change first at every amount.

use std::sync::Arc;

use crate::engine::hopfield::recall::RecallCmd;
use crate::physics::corruption::{Axis, Corruption, CorruptionKind, Side};
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::labs::hopfield::memory_menu::memory_menu_ui;
use crate::ui::labs::hopfield::sentences::{memory_letter, memory_name};
use crate::ui::labs::hopfield::{help, keys};
use crate::ui::panes::Room;
use crate::ui::shortcuts::for_system;
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
    (CorruptionKind::Flip, "Flip", help::CORRUPT_FLIP),
    (CorruptionKind::Blank, "Blank", help::CORRUPT_BLANK),
    (CorruptionKind::Block, "Block", help::CORRUPT_BLOCK),
    (CorruptionKind::Half(Side::Bottom), "Half", help::CORRUPT_HALF),
    (CorruptionKind::Shift(Axis::Columns), "Shift", help::CORRUPT_SHIFT),
    (CorruptionKind::Blend, "Blend", help::CORRUPT_BLEND),
];

impl CorruptBar {
    /// Draws the rows: what is done to the cue, then how much of it, and the way back.
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let width = ui.available_width() / theme::tokens(ui.ctx()).theme.metrics().scale;
        let right_to_left = egui::Layout::right_to_left(egui::Align::Center);
        if Room::in_window(ui.ctx()).low && width >= ONE_ROW {
            // In a low window one row, so that the grid keeps its height.
            ui.horizontal(|ui| {
                Self::kind_ui(ui, true, context);
                ui.with_layout(right_to_left, |ui| {
                    again_ui(ui, "Again", context);
                    self.slider_ui(ui, context);
                });
            });
            return;
        }
        let folded = width < KINDS_WIDTH;
        ui.horizontal(|ui| {
            Self::kind_ui(ui, folded, context);
            if folded {
                again_ui(ui, "Apply again", context);
            }
        });
        ui.horizontal(|ui| {
            ui.with_layout(right_to_left, |ui| {
                if width >= WITH_HISTORY {
                    history_ui(ui, context);
                }
                if !folded {
                    again_ui(ui, "Apply again", context);
                }
                self.slider_ui(ui, context);
            });
        });
    }

    fn kind_ui(ui: &mut egui::Ui, folded: bool, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        // Where the kinds would need two rows, they speak for themselves.
        if !folded && ui.available_width() > LABELLED * tokens.theme.metrics().scale {
            ui.label(egui::RichText::new("Corrupt").color(tokens.soft));
        }
        let corruption = context.view().document.corruption;
        if let Some(kind) = Segmented::new("Kind of corruption", corruption.kind, &KINDS).folded(folded).show(ui) {
            let gesture = context.new_gesture();
            let fraction = corruption.amount / cells_of(corruption.kind, context);
            Self::ask(context, gesture, Corruption { kind, amount: fraction * cells_of(kind, context) });
        }
        if corruption.kind == CorruptionKind::Blend {
            partner_ui(ui, context);
        }
    }

    fn slider_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let corruption = context.view().document.corruption;
        let cells = cells_of(corruption.kind, context);
        let fraction = self.dragged.unwrap_or(corruption.amount / cells);
        let text = egui::Label::new(egui::RichText::new(percent(fraction, 0)).monospace());
        ui.add_sized([48.0, ui.spacing().interact_size.y], text);
        let width = (ui.available_width() - theme::STEP).max(Track::LEAST);
        let (response, changed) = Track::new("Amount of corruption", fraction, 0.0..=1.0).width(width).show(ui);
        let response =
            response.on_hover_text("Raising it adds to the same cells, lowering it takes the last ones back");
        if response.drag_started() || (changed.is_some() && !response.dragged()) {
            context.new_gesture();
        }
        if let Some(fraction) = changed {
            self.dragged = Some(fraction);
            let gesture = context.shared.gesture;
            Self::ask(context, gesture, Corruption { amount: fraction * cells, ..corruption });
        }
        if !response.dragged() {
            self.dragged = None;
        }
    }

    fn ask(context: &mut HopfieldContext<'_>, gesture: u64, corruption: Corruption) {
        let blends = corruption.kind == CorruptionKind::Blend;
        let blend_with = if blends { context.view().document.blend_partner() } else { None };
        context.ask(RecallCmd::Corrupt { gesture, corruption, blend_with });
    }
}

/// The kinds fit next to each other from this width on.
const KINDS_WIDTH: f32 = 350.0;
/// Undo and Redo fit next to a slider that is long enough from this width on; else they are in the menu of the tools.
pub const WITH_HISTORY: f32 = 480.0;
/// The whole bar fits into one row from this width on, without Undo and Redo.
const ONE_ROW: f32 = 388.0;

/// Chooses the memory that the cue is blended with.
fn partner_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let document = &Arc::clone(&context.view().document);
    let Some(now) = document.blend_partner() else { return };
    let [long, short] = PARTNER;
    let is_long = ui.available_width() > 1.5 * long;
    let text = if is_long { memory_name(document, now) } else { memory_letter(document, now) };
    let mut chosen = now;
    memory_menu_ui(ui, "Blend with", (text, if is_long { long } else { short }), document, &mut chosen);
    if chosen != now {
        let (gesture, corruption) = (context.new_gesture(), document.corruption);
        context.ask(RecallCmd::Corrupt { gesture, corruption, blend_with: Some(chosen) });
    }
}

/// Width of the menu with names, and with letters only where there is no room for these.
const PARTNER: [f32; 2] = [96.0, 27.0];

/// The kinds and their label fit next to each other from this width on.
const LABELLED: f32 = 390.0;

/// What a fraction of 1 is as an amount: a shift counts in cells, the other kinds in fractions.
fn cells_of(kind: CorruptionKind, context: &HopfieldContext<'_>) -> f64 {
    match kind {
        CorruptionKind::Shift(_) => context.view().document.shape.width.max(1) as f64,
        _ => 1.0,
    }
}

fn again_ui(ui: &mut egui::Ui, text: &str, context: &mut HopfieldContext<'_>) {
    let tip = keys::CORRUPT.tip(ui.ctx(), "Takes the corrupted cue as it is and corrupts other cells on top");
    if Button::new(text).name("Apply again").tooltip(&tip).show(ui).clicked() {
        context.ask(RecallCmd::CorruptAgain);
    }
}

pub fn history_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let (undo, redo) = (context.view().undo.clone(), context.view().redo.clone());
    let redo_tip = redo
        .as_ref()
        .map_or_else(String::new, |name| for_system(ui.ctx(), &format!("Do again: {name} (Ctrl+Shift+Z)")));
    let nothing = |name: &Option<_>, reason| if name.is_none() { Some(reason) } else { None };
    let button = Button::new("Redo").tooltip(&redo_tip).disabled_because(nothing(&redo, "Nothing was taken back"));
    if button.show(ui).clicked() {
        context.ask(RecallCmd::Redo);
    }
    let undo_tip =
        undo.as_ref().map_or_else(String::new, |name| for_system(ui.ctx(), &format!("Take back: {name} (Ctrl+Z)")));
    let button =
        Button::new("Undo").tooltip(&undo_tip).disabled_because(nothing(&undo, "There is no edit to take back"));
    if button.show(ui).clicked() {
        context.ask(RecallCmd::Undo);
    }
}
