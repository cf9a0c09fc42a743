//! The panels of the Recall lab, those of every network: a new one is a file and a line here.

use crate::ui::lab::PanelList;
use crate::ui::labs::hopfield;
use crate::ui::labs::hopfield::context::HopfieldPanels;

/// The left column from the top, the other places in the order of their tabs.
pub fn panels() -> PanelList<HopfieldPanels> {
    vec![
        Box::<hopfield::memories::MemoriesPanel>::default(),
        Box::<hopfield::state::StatePanel>::default(),
        Box::<hopfield::energy::EnergyPanel>::default(),
        Box::<hopfield::update::UpdatePanel>::default(),
        Box::<hopfield::many_runs::ManyRunsPanel>::default(),
        Box::<super::six_energies::SixEnergiesPanel>::default(),
        Box::<super::continuous::ContinuousPanel>::default(),
        Box::<super::branches::BranchesPanel>::default(),
        Box::<super::neurons::NeuronsPanel>::default(),
        Box::<super::capacity::CapacityPanel>::default(),
        Box::<super::landscape::LandscapePanel>::default(),
        Box::<hopfield::path::PathPanel>::default(),
        Box::<hopfield::couplings::CouplingsPanel>::default(),
        Box::<hopfield::crosstalk::CrosstalkPanel>::default(),
    ]
}
