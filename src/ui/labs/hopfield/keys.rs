//! The keys of every lab on a network.

use egui::{Key, Modifiers};

use crate::engine::hopfield::recall::RecallCmd;
use crate::ui::labs::hopfield::context::{HopfieldContext, Layer};
use crate::ui::labs::hopfield::{clipboard, memories, tools};
use crate::ui::shortcuts::{Action, Shortcut};

pub const STORE: Action = Action::new("network/store", Modifiers::COMMAND, Key::D, "store the state shown");
pub const CORRUPT: Action = Action::new("network/corrupt", Modifiers::COMMAND, Key::N, "corrupt again, other cells");
pub const CLEAR: Action = Action::new("network/clear", Modifiers::COMMAND, Key::Delete, "clear the grid");
pub const INVERT: Action = Action::new("network/invert", Modifiers::COMMAND, Key::I, "invert the grid");
const FORGET: Action = Action::new("network/forget", Modifiers::NONE, Key::Delete, "forget the selected memory");

/// Its list under `?`. What each key does is decided in [`read`].
pub const SHORTCUTS: [Shortcut; 13] = [
    Shortcut::new("← →", "the cursor one update back or on; with Shift a tenth of the record"),
    Shortcut::new("End", "follow the run again"),
    Shortcut::of(&STORE),
    Shortcut::of(&CORRUPT),
    Shortcut::of(&CLEAR),
    Shortcut::of(&INVERT),
    Shortcut::of(&FORGET),
    Shortcut::new("Ctrl+Z", "undo an edit"),
    Shortcut::new("Ctrl+Shift+Z", "do it again"),
    Shortcut::new("Ctrl+C, Ctrl+V", "copy the state as text, paste one or a picture"),
    Shortcut::new("Ctrl+Shift+C", "copy the state as a picture"),
    Shortcut::new("Shift+1 … 5", "state, field, stability, difference, age"),
    Shortcut::new("[ ]", "smaller or larger brush; Alt and sideways too"),
];

/// Reads the keys of this frame; what they ask for goes to the context.
pub fn read(ctx: &egui::Context, context: &mut HopfieldContext<'_>) {
    clipboard::read(ctx, context);
    let pressed = |modifiers: Modifiers, key: Key| ctx.input_mut(|i| i.consume_key(modifiers, key));
    let redo = pressed(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) || pressed(Modifiers::COMMAND, Key::Y);
    if redo && context.view().redo.is_some() {
        context.ask(RecallCmd::Redo);
    }
    if pressed(Modifiers::COMMAND, Key::Z) && context.view().undo.is_some() {
        context.ask(RecallCmd::Undo);
    }
    for (layer, key) in Layer::ALL.into_iter().zip([Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5]) {
        if pressed(Modifiers::SHIFT, key) {
            context.shared.layer = layer;
        }
    }
    // Arrows move the widget that has the keyboard, if one has.
    let free = ctx.memory(|memory| memory.focused().is_none());
    if free {
        move_cursor(ctx, context);
        if pressed(Modifiers::NONE, Key::End) {
            context.scrub(None);
        }
    }
    // A key that is held repeats what moves or goes back; it does not fill the shelf.
    if STORE.pressed(ctx) {
        memories::store_state(context);
    }
    if CORRUPT.pressed(ctx) {
        context.ask(RecallCmd::CorruptAgain);
    }
    if CLEAR.pressed(ctx) {
        tools::clear(context);
    }
    if INVERT.pressed(ctx) {
        tools::invert(context);
    }
    if FORGET.pressed(ctx) && context.shared.selected < context.view().document.memories.len() {
        context.ask(RecallCmd::Forget(context.shared.selected));
    }
}

fn move_cursor(ctx: &egui::Context, context: &mut HopfieldContext<'_>) {
    let view = context.view();
    let (at, recorded) = (view.moment.update, view.recorded);
    let tenth = ((recorded - view.base) / 10).max(1);
    let moves = [
        (Modifiers::SHIFT, Key::ArrowLeft, Key::ArrowRight, tenth),
        (Modifiers::NONE, Key::ArrowLeft, Key::ArrowRight, 1),
    ];
    for (modifiers, back, on, step) in moves {
        let [back, on] = [back, on].map(|key| step * ctx.input_mut(|i| i.count_and_consume_key(modifiers, key)) as u64);
        if back + on > 0 {
            context.scrub(Some(at.saturating_add(on).saturating_sub(back)));
        }
    }
}
