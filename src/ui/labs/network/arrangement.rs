//! What is remembered of a lab on one network: its panes as they were dragged, and its view state.

use egui_tiles::Tree;

use crate::ui::labs::network::context::Shared;
use crate::ui::panes::{Pane, Panes};

/// What is remembered.
#[derive(serde::Serialize, serde::Deserialize)]
struct Saved {
    version: u32,
    /// `None` for the designed arrangement.
    tree: Option<Tree<Pane>>,
    shared: Shared,
}

/// Arrangement and view state as text.
pub fn save(version: u32, panes: &Panes, shared: &Shared) -> Option<String> {
    serde_json::to_string(&Saved { version, tree: panes.dragged(), shared: shared.clone() }).ok()
}

/// Takes what was remembered, if it is of this version and its panes are those that exist; gives the view state.
pub fn restore(version: u32, panes: &mut Panes, text: &str, known: &[&str]) -> Option<Shared> {
    let saved: Saved = serde_json::from_str(text).ok().filter(|saved: &Saved| saved.version == version)?;
    let fits = saved.tree.is_none_or(|tree| panes.restore(tree, known));
    fits.then_some(saved.shared)
}
