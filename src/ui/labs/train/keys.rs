//! The keys of the Train lab.

use egui::{Key, Modifiers};

use crate::engine::core::session::Command;
use crate::engine::rbm::{Happening, TrainCmd, TrainView};
use crate::ui::labs::train::context::{Ask, TrainContext, Values};
use crate::ui::machine::Axes;
use crate::ui::shortcuts::{Shortcut, pressed_once};

/// Its list under `?`. What each key does is decided in [`read`].
pub const SHORTCUTS: [Shortcut; 6] = [
    Shortcut::new("N", "to the next event: scrub there, or train until it happens"),
    Shortcut::new("← →", "the checkpoint before or after"),
    Shortcut::new("Home End", "the start, or live again"),
    Shortcut::new("L", "axes: log–log, log, linear"),
    Shortcut::new("V", "singular values: of W or scaled"),
    Shortcut::new("P", "pin the histograms"),
];

/// Reads the keys of this frame; what they ask for goes to the context.
pub fn read(ctx: &egui::Context, context: &mut TrainContext<'_>) {
    let once = |key: Key| pressed_once(ctx, Modifiers::NONE, key);
    // Arrows move the widget that has the keyboard, if one has.
    let free = ctx.memory(|memory| memory.focused().is_none());
    if free {
        for (key, by) in [(Key::ArrowLeft, -1), (Key::ArrowRight, 1)] {
            let presses = ctx.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
            for _ in 0..presses {
                if let Some(update) = neighbour(context.view(), context.update(), by) {
                    context.go(update);
                }
            }
        }
        if once(Key::Home) {
            context.go(0);
        }
        if once(Key::End) {
            context.shared.cursor = None;
        }
    }
    if once(Key::L) {
        context.shared.axes = match context.shared.axes {
            Axes::LogLog => Axes::SemiLog,
            Axes::SemiLog => Axes::Linear,
            Axes::Linear => Axes::LogLog,
        };
    }
    if once(Key::V) {
        context.shared.values = match context.shared.values {
            Values::Plain => Values::Scaled,
            Values::Scaled => Values::Plain,
        };
    }
    if once(Key::P) {
        context.asks.push(Ask::Pin);
    }
    if once(Key::N) {
        next_event(context);
    }
}

/// The checkpoint before or after an update; the present machine is the last.
pub fn neighbour(view: &TrainView, update: u64, by: isize) -> Option<u64> {
    let updates = view.checkpoints.iter().map(|checkpoint| checkpoint.update);
    if by < 0 {
        updates.rev().find(|each| *each < update)
    } else {
        updates.chain([view.update]).find(|each| *each > update)
    }
}

/// Goes to the next event that is recorded, or trains until one happens.
pub fn next_event(context: &mut TrainContext<'_>) {
    let update = context.update();
    let recorded = context
        .view()
        .events
        .iter()
        .find(|event| event.update > update && !matches!(event.happening, Happening::Setting(_)));
    match recorded.map(|event| event.update) {
        Some(update) if !context.live() => context.go(update),
        _ => {
            context.shared.cursor = None;
            context.ask(TrainCmd::StopAtEvents(true));
            context.asks.push(Ask::Train(Box::new(Command::Run)));
        }
    }
}
