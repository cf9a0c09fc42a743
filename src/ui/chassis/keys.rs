//! The keys of the transport: the same in every lab.

use egui::{Key, Modifiers};

use crate::ui::shortcuts::{Action, Shortcut, pressed_once};
use crate::ui::widgets::TransportAction;

pub const RESET: Action = Action::new("reset", Modifiers::COMMAND, Key::R, "back to the start");

/// Their list under `?`; `reset` says what a lab goes back to.
pub const fn shortcuts(reset: &'static str) -> [Shortcut; 3] {
    [Shortcut::new("Space", "play or pause"), Shortcut::new(".", "one step"), Shortcut::of(&RESET).saying(reset)]
}

/// Reads those of this frame.
pub fn read(ctx: &egui::Context, running: bool) -> Vec<TransportAction> {
    let once = |key: Key| pressed_once(ctx, Modifiers::NONE, key);
    let mut actions = Vec::new();
    // Space presses the widget that has the keyboard, if one has.
    if ctx.memory(|memory| memory.focused().is_none()) && once(Key::Space) {
        actions.push(if running { TransportAction::Pause } else { TransportAction::Play });
    }
    // Several presses may come with one frame: each of them counts.
    let steps = ctx.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, Key::Period));
    actions.extend(std::iter::repeat_n(TransportAction::Step, steps));
    if RESET.pressed(ctx) {
        actions.push(TransportAction::Reset);
    }
    actions
}
