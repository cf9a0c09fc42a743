//! The keys of every lab on a network.

use egui::{Key, Modifiers};

use crate::engine::hopfield::recall::RecallCmd;
use crate::ui::labs::hopfield::context::{HopfieldContext, Layer};
use crate::ui::labs::hopfield::{clipboard, memories, tools};
use crate::ui::shortcuts::{Shortcut, pressed_once};

/// Its list under `?`. What each key does is decided in [`read`].
pub const SHORTCUTS: [Shortcut; 11] = [
    Shortcut::new("← →", "the cursor one update back or on; with Shift a tenth of the record"),
    Shortcut::new("End", "follow the run again"),
    Shortcut::new("S", "store the state shown"),
    Shortcut::new("N", "corrupt again, other cells"),
    Shortcut::new("C, X", "clear the grid, invert it"),
    Shortcut::new("Del", "forget the selected memory"),
    Shortcut::new("Ctrl Z", "undo an edit"),
    Shortcut::new("Ctrl Shift Z", "do it again"),
    Shortcut::new("Ctrl C, Ctrl V", "copy the state as text, paste one"),
    Shortcut::new("Shift 1 … 5", "state, field, stability, difference, age"),
    Shortcut::new("[ ]", "smaller or larger brush; Alt and sideways too"),
];

/// Reads the keys of this frame; what they ask for goes to the context.
pub fn read(ctx: &egui::Context, context: &mut HopfieldContext<'_>) {
    clipboard::read(ctx, context);
    let pressed = |modifiers: Modifiers, key: Key| ctx.input_mut(|i| i.consume_key(modifiers, key));
    // A key that is held repeats what moves or goes back; it does not fill the shelf.
    let once = |key: Key| pressed_once(ctx, Modifiers::NONE, key);
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
    if once(Key::S) {
        memories::store_state(context);
    }
    if once(Key::N) {
        context.ask(RecallCmd::CorruptAgain);
    }
    if once(Key::C) {
        tools::clear(context);
    }
    if once(Key::X) {
        tools::invert(context);
    }
    if once(Key::Delete) && context.shared.selected < context.view().document.memories.len() {
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
