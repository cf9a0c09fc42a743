//! The panels of the Phases lab: a new one is a file and a line here.

use crate::ui::lab::PanelList;
use crate::ui::labs::phases::context::PhasesPanels;

/// The left column from the top, the other places in the order of their tabs.
pub fn panels() -> PanelList<PhasesPanels> {
    vec![
        Box::<super::network_controls::PlacePanel>::default(),
        Box::<super::plane::PlanePanel>::default(),
        Box::<super::overlap::OverlapPanel>::default(),
        Box::<super::network_view::NetworkPanel>::default(),
        Box::<super::sweeps::panel::SweepPanel>::default(),
        Box::<super::sweeps::basin::BasinPanel>::default(),
        Box::<super::sweeps::sizes::SizesPanel>::default(),
        Box::<super::sweeps::rules::RulesPanel>::default(),
        Box::<super::sweeps::crosstalk::CrosstalkPanel>::default(),
    ]
}
