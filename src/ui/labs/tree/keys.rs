//! The keys of the Tree lab. Those of the tree itself are read where it is drawn.

use egui::{Key, Modifiers};

use crate::engine::rbm::tree::TreeView;
use crate::ui::labs::tree::context::{Ask, TreeContext};
use crate::ui::shortcuts::{Action, Shortcut, pressed_once};
use crate::ui::widgets::tree_view;

const AXES: Action = Action::new("tree/axes", Modifiers::NONE, Key::A, "training time: logarithmic or linear");
const LABELS: Action = Action::new("tree/labels", Modifiers::NONE, Key::K, "the next label column");

/// Its list under `?`.
pub const SHORTCUTS: [Shortcut; 9] = [
    Shortcut::new("[ ]", "the cut at the age before or after"),
    Shortcut::new("End", "the cut at the newest age"),
    Shortcut::of(&AXES),
    Shortcut::of(&LABELS),
    Shortcut::new("← → ↑ ↓", "in the tree: parent, child, next branches"),
    Shortcut::new("Enter Backspace Home", "in the tree: drill down, back, whole tree"),
    Shortcut::of(&tree_view::COLLAPSE),
    Shortcut::of(&tree_view::LAYOUT),
    Shortcut::of(&tree_view::SEARCH),
];

/// Reads the keys of this frame; what they ask for goes to the context.
pub fn read(ctx: &egui::Context, context: &mut TreeContext<'_>) {
    let once = |key: Key| pressed_once(ctx, Modifiers::NONE, key);
    for (key, newer) in [(Key::OpenBracket, false), (Key::CloseBracket, true)] {
        let presses = ctx.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        for _ in 0..presses {
            if let Some(at) = neighbour(context.view(), context.cut(), newer) {
                context.asks.push(Ask::Cut(Some(at)));
            }
        }
    }
    if once(Key::End) {
        context.asks.push(Ask::Cut(None));
    }
    if AXES.pressed(ctx) {
        context.shared.tree.logarithmic = !context.shared.tree.logarithmic;
    }
    if LABELS.pressed(ctx) {
        context.shared.column = (context.shared.column + 1) % context.derived.labels.len().max(1);
    }
}

/// The position of the next older or newer age.
pub fn neighbour(view: &TreeView, at: f64, newer: bool) -> Option<f64> {
    let mut positions = view.ages.iter().map(|age| view.position(age));
    if newer { positions.rev().find(|&position| position > at) } else { positions.find(|&position| position < at) }
}
