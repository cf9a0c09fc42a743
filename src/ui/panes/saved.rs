//! What is remembered of a lab as text: the arrangement of its panes and its view state.

use egui_tiles::Tree;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ui::lab::LabPanels;
use crate::ui::panes::{Pane, Panes};

#[derive(serde::Serialize, serde::Deserialize)]
struct Saved<S> {
    /// `None` for the designed arrangement.
    tree: Option<Tree<Pane>>,
    /// The panes in front of the tabs of a designed arrangement, but for those that are there at first.
    #[serde(default)]
    open: Vec<Pane>,
    /// The width to which the left column was dragged, in points of the dark profile.
    #[serde(default)]
    left: Option<f32>,
    shared: S,
}

/// Arrangement and view state as text.
pub fn save<L: LabPanels, S: Serialize + Clone>(panes: &Panes<L>, shared: &S) -> Option<String> {
    let tree = panes.dragged();
    let open = if tree.is_none() { panes.open_tabs() } else { Vec::new() };
    serde_json::to_string(&Saved { tree, open, left: panes.column.dragged, shared: shared.clone() }).ok()
}

/// Takes what was remembered, perhaps by a program with other panes; gives the view state. What does not parse or is no
/// arrangement is ignored.
pub fn restore<L: LabPanels, S: DeserializeOwned>(panes: &mut Panes<L>, text: &str) -> Option<S> {
    let saved: Saved<S> = serde_json::from_str(text).ok()?;
    panes.column.restore(saved.left);
    let fits = saved.tree.is_none_or(|tree| panes.restore(tree));
    for pane in saved.open {
        panes.show(&pane);
    }
    fits.then_some(saved.shared)
}
