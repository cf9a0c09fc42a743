//! How a person left a tree: layout, zoom, what was collapsed, and the ways back. A value that can be saved.

use super::skeleton::{Clade, Skeleton};
use super::window::{Layout, Window};

/// How many steps back are remembered.
const REMEMBERED: usize = 64;

/// What is in sight: the whole tree or a clade, and the zoom.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Sight {
    /// The clade that was drilled into.
    pub clade: Option<Clade>,
    pub window: Window,
}

/// The state of one view of a tree.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct TreeViewState {
    pub layout: Layout,
    /// Whether equal factors of training time are equal lengths.
    pub logarithmic: bool,
    pub sight: Sight,
    back: Vec<Sight>,
    forward: Vec<Sight>,
    pub collapsed: Vec<Clade>,
    pub selected: Option<Clade>,
    /// The node that was chosen together with the selected one.
    pub second: Option<Clade>,
    /// What is searched for.
    pub query: String,
}

impl Default for TreeViewState {
    fn default() -> Self {
        Self {
            layout: Layout::Rectangular,
            logarithmic: true,
            sight: Sight::default(),
            back: Vec::new(),
            forward: Vec::new(),
            collapsed: Vec::new(),
            selected: None,
            second: None,
            query: String::new(),
        }
    }
}

impl TreeViewState {
    /// Goes to another sight; the one before can be gone back to.
    pub fn go_to(&mut self, sight: Sight) {
        if sight == self.sight {
            return;
        }
        self.back.push(self.sight);
        if self.back.len() > REMEMBERED {
            self.back.remove(0);
        }
        self.forward.clear();
        self.sight = sight;
    }

    /// Shows a clade alone.
    pub fn drill(&mut self, clade: Clade) {
        self.collapsed.retain(|other| *other != clade);
        self.go_to(Sight { clade: Some(clade), window: Window::WHOLE });
    }

    /// Shows the whole tree.
    pub fn home(&mut self) {
        self.go_to(Sight::default());
    }

    pub fn can_go(&self, forward: bool) -> bool {
        if forward { !self.forward.is_empty() } else { !self.back.is_empty() }
    }

    /// Back to what was in sight before, or forward again.
    pub fn go(&mut self, forward: bool) {
        let (from, to) =
            if forward { (&mut self.forward, &mut self.back) } else { (&mut self.back, &mut self.forward) };
        if let Some(sight) = from.pop() {
            to.push(std::mem::replace(&mut self.sight, sight));
        }
    }

    /// Collapses a clade, or opens it again.
    pub fn toggle_collapsed(&mut self, clade: Clade) {
        let before = self.collapsed.len();
        self.collapsed.retain(|other| *other != clade);
        if self.collapsed.len() == before {
            self.collapsed.push(clade);
        }
    }

    /// Another layout; a zoom means something in its own only.
    pub fn set_layout(&mut self, layout: Layout) {
        self.layout = layout;
        self.sight.window = Window::WHOLE;
    }

    /// Drops what is not in this tree: it may have grown, or be another one.
    pub fn fit(&mut self, tree: &Skeleton) {
        let known = |clade: &Clade| tree.find(clade).is_some();
        let fits = |sight: &Sight| sight.clade.as_ref().is_none_or(known) && sight.window.is_valid();
        if !fits(&self.sight) {
            self.sight = Sight::default();
        }
        let elsewhere = |sight: &Sight| fits(sight) && *sight != self.sight;
        self.back.retain(elsewhere);
        self.forward.retain(elsewhere);
        self.collapsed.retain(known);
        self.selected = self.selected.filter(known);
        self.second = self.second.filter(known);
    }

    /// The same as numbers of nodes.
    pub fn found(&self, tree: &Skeleton) -> Found {
        let node = |clade: Option<Clade>| clade.and_then(|clade| tree.find(&clade));
        let mut collapsed: Vec<u32> = self.collapsed.iter().filter_map(|clade| tree.find(clade)).collect();
        collapsed.sort_unstable();
        collapsed.dedup();
        let (selected, second) = (node(self.selected), node(self.second));
        let common = selected.zip(second).and_then(|(a, b)| tree.common_ancestor(a, b));
        Found { root: node(self.sight.clade), collapsed, selected, second, common }
    }
}

/// Where in a tree what is remembered lies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The root of what is in sight, where it is not the whole.
    pub root: Option<u32>,
    /// In ascending order.
    pub collapsed: Vec<u32>,
    pub selected: Option<u32>,
    pub second: Option<u32>,
    /// The common ancestor of the two.
    pub common: Option<u32>,
}
