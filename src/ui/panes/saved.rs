//! What is remembered of a lab as text: the arrangement of its panes and its view state.

use egui_tiles::Tree;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ui::lab::LabPanels;
use crate::ui::panes::{Pane, Panes};

/// What is remembered.
#[derive(serde::Serialize, serde::Deserialize)]
struct Saved<S> {
    version: u32,
    /// `None` for the designed arrangement.
    tree: Option<Tree<Pane>>,
    shared: S,
}

/// Arrangement and view state as text. The version is raised when panels come or go.
pub fn save<L: LabPanels, S: Serialize + Clone>(version: u32, panes: &Panes<L>, shared: &S) -> Option<String> {
    serde_json::to_string(&Saved { version, tree: panes.dragged(), shared: shared.clone() }).ok()
}

/// Takes what was remembered, if it is of this version and its panes are those that exist; gives the view state.
pub fn restore<L: LabPanels, S: DeserializeOwned>(version: u32, panes: &mut Panes<L>, text: &str) -> Option<S> {
    let saved: Saved<S> = serde_json::from_str(text).ok().filter(|saved: &Saved<S>| saved.version == version)?;
    let fits = saved.tree.is_none_or(|tree| panes.restore(tree));
    fits.then_some(saved.shared)
}
