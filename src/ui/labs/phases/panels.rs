//! The panels of the Phases lab: a new one is a file and a line here (and its place in `layout`).

use crate::ui::lab::Panel;
use crate::ui::labs::phases::context::PhasesPanels;
use crate::ui::labs::phases::network::NetworkPanel;
use crate::ui::labs::phases::overlap::OverlapPanel;
use crate::ui::labs::phases::place::PlacePanel;
use crate::ui::labs::phases::plane::PlanePanel;

/// A list of panels.
pub type PanelList = Vec<Box<dyn Panel<PhasesPanels>>>;

/// What the model is: the left column.
pub fn left() -> PanelList {
    vec![Box::<PlacePanel>::default()]
}

/// The panes of centre and right.
pub fn panels() -> PanelList {
    vec![Box::<PlanePanel>::default(), Box::<OverlapPanel>::default(), Box::<NetworkPanel>::default()]
}
