//! The keys of the Train lab.

use egui::{Key, Modifiers};

use crate::engine::core::session::Command;
use crate::engine::rbm::{Happening, TrainCmd};
use crate::ui::labs::train::context::{Ask, TrainContext, Values};
use crate::ui::machine::{Axes, neighbour};
use crate::ui::shortcuts::{Action, Shortcut, pressed_once};

pub const NEXT_EVENT: Action =
    Action::new("train/next", Modifiers::NONE, Key::N, "to the next event: scrub there, or train until it happens");
const AXES: Action = Action::new("train/axes", Modifiers::NONE, Key::L, "axes: log–log, log, linear");
const VALUES: Action = Action::new("train/values", Modifiers::NONE, Key::V, "singular values: of W or scaled");
const PIN: Action = Action::new("train/pin", Modifiers::NONE, Key::P, "pin the histograms");

/// Its list under `?`. What each key does is decided in [`read`].
pub const SHORTCUTS: [Shortcut; 6] = [
    Shortcut::of(&NEXT_EVENT),
    Shortcut::new("← →", "the checkpoint before or after"),
    Shortcut::new("Home End", "the start, or live again"),
    Shortcut::of(&AXES),
    Shortcut::of(&VALUES),
    Shortcut::of(&PIN),
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
                let view = context.view();
                let checkpoints = view.checkpoints.iter().map(|checkpoint| checkpoint.update);
                if let Some(update) = neighbour(checkpoints, view.update, context.update(), by) {
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
    if AXES.pressed(ctx) {
        context.shared.axes = match context.shared.axes {
            Axes::LogLog => Axes::SemiLog,
            Axes::SemiLog => Axes::Linear,
            Axes::Linear => Axes::LogLog,
        };
    }
    if VALUES.pressed(ctx) {
        context.shared.values = match context.shared.values {
            Values::Plain => Values::Scaled,
            Values::Scaled => Values::Plain,
        };
    }
    if PIN.pressed(ctx) {
        context.asks.push(Ask::Pin);
    }
    if NEXT_EVENT.pressed(ctx) {
        next_event(context);
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
