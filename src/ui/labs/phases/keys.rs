//! The keys of the Phases lab.

use egui::{Key, Modifiers};

use crate::engine::hopfield::phases::PhasesCmd;
use crate::ui::labs::phases::context::PhasesContext;
use crate::ui::labs::phases::marker::{STEPS, Spot, coarse_memories};
use crate::ui::shortcuts::{Action, Shortcut};

pub const FORGET: Action = Action::new("phases/forget", Modifiers::COMMAND, Key::Delete, "forget the measured points");

/// Its list under `?`. What each key does is decided in [`read`].
pub const SHORTCUTS: [Shortcut; 3] = [
    Shortcut::new("← →", "one memory fewer or more; with Shift a load of 0.01"),
    Shortcut::new("↓ ↑", "cooler or hotter by 0.01; with Shift by 0.1"),
    Shortcut::of(&FORGET),
];

/// Reads the keys of this frame; what they ask for goes to the context.
pub fn read(ctx: &egui::Context, context: &mut PhasesContext<'_>) {
    // Arrows move the widget that has the keyboard, if one has.
    let free = ctx.memory(|memory| memory.focused().is_none());
    if free && let Some(spot) = ctx.input_mut(|input| moved(input, context.spot(), context.config().size)) {
        context.go(spot);
    }
    if FORGET.pressed(ctx) {
        context.ask(PhasesCmd::ForgetPoints);
    }
}

/// Where the arrows of this frame move the puck; `None` where none was pressed.
pub fn moved(input: &mut egui::InputState, spot: Spot, size: usize) -> Option<Spot> {
    let coarse = coarse_memories(size);
    let [fine_heat, coarse_heat] = STEPS;
    let moves = [
        (Modifiers::SHIFT, Key::ArrowLeft, -coarse, 0, coarse_heat),
        (Modifiers::SHIFT, Key::ArrowRight, coarse, 0, coarse_heat),
        (Modifiers::SHIFT, Key::ArrowDown, 0, -1, coarse_heat),
        (Modifiers::SHIFT, Key::ArrowUp, 0, 1, coarse_heat),
        (Modifiers::NONE, Key::ArrowLeft, -1, 0, fine_heat),
        (Modifiers::NONE, Key::ArrowRight, 1, 0, fine_heat),
        (Modifiers::NONE, Key::ArrowDown, 0, -1, fine_heat),
        (Modifiers::NONE, Key::ArrowUp, 0, 1, fine_heat),
    ];
    let mut next = None;
    for (modifiers, key, memories, heat, step) in moves {
        // Several presses may come with one frame: each of them counts.
        for _ in 0..input.count_and_consume_key(modifiers, key) {
            let from = next.unwrap_or(spot).loaded(memories);
            next = Some(if heat == 0 { from } else { from.heated(step, heat) });
        }
    }
    next
}
