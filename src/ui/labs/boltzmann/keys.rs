//! The keys of the Boltzmann lab.

use egui::{Key, Modifiers};

use crate::ui::labs::boltzmann::context::{BoltzmannContext, ShownPhase};
use crate::ui::machine::neighbour;
use crate::ui::shortcuts::{Action, Shortcut, pressed_once};

/// Shows the other of both chains.
pub const PHASE: Action =
    Action::new("boltzmann/phase", Modifiers::NONE, Key::C, "show the clamped or the free machine");

/// Its list under `?`.
pub const SHORTCUTS: [Shortcut; 3] = [
    Shortcut::new("[ ]", "the checkpoint before or after"),
    Shortcut::new("End", "the present update"),
    Shortcut::of(&PHASE),
];

/// Reads the keys of this frame; what they ask for goes to the context.
pub fn read(ctx: &egui::Context, context: &mut BoltzmannContext<'_>) {
    let (last, mut at) = (context.view().update, context.moment().update);
    for (key, by) in [(Key::OpenBracket, -1), (Key::CloseBracket, 1)] {
        for _ in 0..ctx.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) {
            let checkpoints = context.view().checkpoints.iter().copied();
            if let Some(update) = neighbour(checkpoints, last, at, by) {
                at = update;
                context.go(update);
            }
        }
    }
    if pressed_once(ctx, Modifiers::NONE, Key::End) {
        context.go(last);
    }
    if PHASE.pressed(ctx) {
        context.shared.phase = match context.shared.phase {
            ShownPhase::Clamped => ShownPhase::Free,
            ShownPhase::Free => ShownPhase::Clamped,
        };
    }
}
