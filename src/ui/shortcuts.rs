//! How keys are named, and what tells a press from a key that is held.

use egui::{Context, Key, Modifiers};

/// One line of the list under `?`: how the keys are written, and what they do. What reads them decides what they do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shortcut {
    /// How they are written: `Space`, `1 … 7`.
    pub label: &'static str,
    pub what: &'static str,
}

impl Shortcut {
    /// A line of the list.
    pub const fn new(label: &'static str, what: &'static str) -> Self {
        Self { label, what }
    }
}

/// Whether a key was pressed, and not merely held: what it does is done once. The press is taken from everything else.
pub fn pressed_once(ctx: &Context, modifiers: Modifiers, key: Key) -> bool {
    ctx.input_mut(|input| {
        let fresh = input.events.iter().any(
            |event| matches!(event, egui::Event::Key { key: found, pressed: true, repeat: false, .. } if *found == key),
        );
        input.consume_key(modifiers, key) && fresh
    })
}
