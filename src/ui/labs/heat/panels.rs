//! The panels of the Heat lab: grid, shelf, charts and update are those of every network. A new one is a file and a line
//! here.

use crate::ui::lab::PanelList;
use crate::ui::labs::hopfield;
use crate::ui::labs::hopfield::context::HopfieldPanels;

/// The left column from the top, the other places in the order of their tabs.
pub fn panels() -> PanelList<HopfieldPanels> {
    vec![
        Box::<super::temperature::TemperaturePanel>::default(),
        Box::<hopfield::memories::MemoriesPanel>::default(),
        Box::<hopfield::state::StatePanel>::default(),
        Box::<hopfield::energy::EnergyPanel>::default(),
        Box::<hopfield::update::UpdatePanel>::default(),
        Box::<super::wells::WellsPanel>::default(),
        Box::<super::gauge::GaugePanel>::default(),
        Box::<super::mixtures::MixturesPanel>::default(),
        Box::<super::ladder::LadderPanel>::default(),
        Box::<super::schedule::SchedulePanel>::default(),
        Box::<super::quench::QuenchPanel>::default(),
    ]
}
