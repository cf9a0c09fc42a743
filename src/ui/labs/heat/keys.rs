//! The keys of the Heat lab beyond those of every network: the heater and the cooler.

use egui::{Key, Modifiers};

use crate::ui::labs::heat::temperature;
use crate::ui::labs::hopfield::context::HopfieldContext;
use crate::ui::shortcuts::Shortcut;

pub const SHORTCUTS: [Shortcut; 1] = [Shortcut::new("↑ ↓", "warmer, colder by 0.01; with Shift by 0.1")];

pub fn read(ctx: &egui::Context, context: &mut HopfieldContext<'_>) {
    // Arrows move the widget that has the keyboard, if one has.
    if ctx.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let steps = [
        (Modifiers::SHIFT, Key::ArrowUp, temperature::COARSE),
        (Modifiers::SHIFT, Key::ArrowDown, -temperature::COARSE),
        (Modifiers::NONE, Key::ArrowUp, temperature::FINE),
        (Modifiers::NONE, Key::ArrowDown, -temperature::FINE),
    ];
    for (modifiers, key, step) in steps {
        // Several presses may come with one frame: each of them counts.
        for _ in 0..ctx.input_mut(|input| input.count_and_consume_key(modifiers, key)) {
            temperature::turn(context, step);
        }
    }
}
