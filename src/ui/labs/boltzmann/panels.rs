//! The panels of the Boltzmann lab: a new one is a file and a line here.

use crate::ui::lab::PanelList;
use crate::ui::labs::boltzmann::context::BoltzmannPanels;

/// The left column from the top, the other places in the order of their tabs.
pub fn panels() -> PanelList<BoltzmannPanels> {
    vec![
        Box::<super::machine::MachinePanel>::default(),
        Box::<super::network::NetworkPanel>::default(),
        Box::<super::states::StatesPanel>::default(),
        Box::<super::divergence::DivergencePanel>::default(),
        Box::<super::orders::OrdersPanel>::default(),
        Box::<super::phases::PhasesPanel>::default(),
        Box::<super::slow_motion::SlowPanel>::default(),
        Box::<super::landscape::LandscapePanel>::default(),
        Box::<super::moments::MomentsPanel>::default(),
        Box::<super::race::RacePanel>::default(),
        Box::<super::codes::CodesPanel>::default(),
    ]
}
