//! What the keyboard does while a tree has it.

use egui::{EventFilter, Key, Modifiers, Response, Ui};

use super::skeleton::Skeleton;
use super::state::{Found, TreeViewState};
use crate::ui::shortcuts::Action;

pub const COLLAPSE: Action =
    Action::new("tree/collapse", Modifiers::NONE, Key::C, "in the tree: collapse, or open again");
pub const LAYOUT: Action = Action::new("tree/layout", Modifiers::NONE, Key::L, "in the tree: the next layout");
pub const SEARCH: Action = Action::new("tree/search", Modifiers::NONE, Key::Slash, "in the tree: search");

/// What a key asks for that the state alone cannot do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pressed {
    /// The search is to be opened.
    pub search: bool,
    /// The selected node changed: it must be in sight.
    pub reveal: bool,
}

/// Reads the keys, and changes the state by them.
pub fn read(ui: &Ui, response: &Response, tree: &Skeleton, state: &mut TreeViewState, found: &Found) -> Pressed {
    let mut pressed = Pressed::default();
    if !response.has_focus() {
        return pressed;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let took = |modifiers: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if took(Modifiers::ALT, Key::ArrowLeft) || took(Modifiers::NONE, Key::Backspace) {
        state.go(false);
    }
    if took(Modifiers::ALT, Key::ArrowRight) {
        state.go(true);
    }
    for (key, step) in [
        (Key::ArrowLeft, Step::Parent),
        (Key::ArrowRight, Step::Child),
        (Key::ArrowUp, Step::Before),
        (Key::ArrowDown, Step::After),
    ] {
        if took(Modifiers::NONE, key) {
            let next = step.from(tree, found.selected, found.root);
            state.selected = next.and_then(|node| tree.clade(node)).or(state.selected);
            state.second = None;
            pressed.reveal = true;
        }
    }
    if took(Modifiers::NONE, Key::Enter) {
        drill(tree, state, found.selected);
    }
    if took(Modifiers::NONE, Key::Home) {
        state.home();
        state.selected = tree.clade(0);
        state.second = None;
    }
    if COLLAPSE.pressed(ui.ctx())
        && let Some(clade) = found.selected.and_then(|node| tree.clade(node))
    {
        state.toggle_collapsed(clade);
    }
    if LAYOUT.pressed(ui.ctx()) {
        state.set_layout(state.layout.next());
    }
    pressed.search = SEARCH.pressed(ui.ctx());
    pressed
}

/// Shows the clade of a node alone, if it has anything below it.
pub fn drill(tree: &Skeleton, state: &mut TreeViewState, node: Option<u32>) {
    if let Some(node) = node.filter(|node| !tree.is_childless(*node))
        && let Some(clade) = tree.clade(node)
    {
        state.drill(clade);
    }
}

/// A way from one node to a near one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Parent,
    Child,
    /// The node next to it, of the same parent or of the nearest node above that has one there.
    Before,
    After,
}

impl Step {
    /// Where it leads; the root of what is in sight where nothing was selected.
    pub fn from(self, tree: &Skeleton, node: Option<u32>, root: Option<u32>) -> Option<u32> {
        let top = root.unwrap_or(0);
        let Some(node) = node.filter(|node| tree.contains(top, *node) || root.is_none()) else {
            return (top < tree.len()).then_some(top);
        };
        match self {
            Self::Parent => tree.node(node).parent.filter(|_| Some(node) != root),
            Self::Child => tree.children(node).next(),
            Self::Before | Self::After => self.neighbour(tree, node, root),
        }
    }

    fn neighbour(self, tree: &Skeleton, node: u32, root: Option<u32>) -> Option<u32> {
        let depth = tree.upwards(node).count();
        let mut above = node;
        let next = loop {
            if Some(above) == root {
                return None;
            }
            let parent = tree.node(above).parent;
            let mut siblings: Box<dyn Iterator<Item = u32>> = match parent {
                Some(parent) => Box::new(tree.children(parent)),
                None => Box::new(tree.roots()),
            };
            let next = match self {
                Self::After => siblings.find(|sibling| *sibling > above),
                _ => siblings.take_while(|sibling| *sibling < above).last(),
            };
            match (next, parent) {
                (Some(next), _) => break next,
                (None, Some(parent)) => above = parent,
                (None, None) => return None,
            }
        };
        // Down again on the near side, to the same number of steps from the root.
        let mut here = next;
        for _ in tree.upwards(next).count()..depth {
            let child = if self == Self::After { tree.children(here).next() } else { tree.children(here).last() };
            let Some(child) = child else { break };
            here = child;
        }
        Some(here)
    }
}
