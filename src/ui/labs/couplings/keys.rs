//! The keys of the Couplings lab.

use egui::{Key, Modifiers};

use crate::ui::labs::couplings::context::{Ask, CouplingsContext};
use crate::ui::machine::neighbour;
use crate::ui::shortcuts::{Shortcut, pressed_once};

/// Its list under `?`.
pub const SHORTCUTS: [Shortcut; 2] =
    [Shortcut::new("[ ]", "the checkpoint before or after"), Shortcut::new("End", "the last checkpoint")];

/// Reads the keys of this frame; what they ask for goes to the context.
pub fn read(ctx: &egui::Context, context: &mut CouplingsContext<'_>) {
    let checkpoints = &context.view().config.checkpoints;
    let last = checkpoints.last().map_or(0, |checkpoint| checkpoint.update);
    let updates = || checkpoints.iter().map(|checkpoint| checkpoint.update);
    let mut at = context.shared.cursor.unwrap_or(last);
    for (key, by) in [(Key::OpenBracket, -1), (Key::CloseBracket, 1)] {
        for _ in 0..ctx.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) {
            if let Some(update) = neighbour(updates(), last, at, by) {
                at = update;
                context.asks.push(Ask::Look((update < last).then_some(update)));
            }
        }
    }
    if pressed_once(ctx, Modifiers::NONE, Key::End) {
        context.asks.push(Ask::Look(None));
    }
}
