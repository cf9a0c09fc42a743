//! The panels of the Phases lab: a new one is a file and a line here (and its place in `layout`).

use crate::ui::lab::Panel;
use crate::ui::labs::phases::context::PhasesPanels;
use crate::ui::labs::phases::network_controls::PlacePanel;
use crate::ui::labs::phases::network_view::NetworkPanel;
use crate::ui::labs::phases::overlap::OverlapPanel;
use crate::ui::labs::phases::plane::PlanePanel;
use crate::ui::labs::phases::sweeps::basin::BasinPanel;
use crate::ui::labs::phases::sweeps::crosstalk::CrosstalkPanel;
use crate::ui::labs::phases::sweeps::panel::SweepPanel;
use crate::ui::labs::phases::sweeps::rules::RulesPanel;
use crate::ui::labs::phases::sweeps::sizes::SizesPanel;

/// A list of panels.
pub type PanelList = Vec<Box<dyn Panel<PhasesPanels>>>;

/// What the model is: the left column.
pub fn left() -> PanelList {
    vec![Box::<PlacePanel>::default()]
}

/// The panes of centre and right.
pub fn panels() -> PanelList {
    vec![
        Box::<PlanePanel>::default(),
        Box::<OverlapPanel>::default(),
        Box::<NetworkPanel>::default(),
        Box::<SweepPanel>::default(),
        Box::<BasinPanel>::default(),
        Box::<SizesPanel>::default(),
        Box::<RulesPanel>::default(),
        Box::<CrosstalkPanel>::default(),
    ]
}
