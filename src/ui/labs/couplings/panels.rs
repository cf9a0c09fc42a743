//! The panels of the Couplings lab: a new one is a file and a line here.

use crate::ui::lab::PanelList;
use crate::ui::labs::couplings::context::CouplingsPanels;

/// The left column from the top, the other places in the order of their tabs.
pub fn panels() -> PanelList<CouplingsPanels> {
    vec![
        Box::<super::run::RunPanel>::default(),
        Box::<super::matrix::MatrixPanel>::default(),
        Box::<super::along::AlongPanel>::default(),
        Box::<super::units::UnitsPanel>::default(),
        Box::<super::scatter::ScatterPanel>::default(),
        Box::<super::race::RacePanel>::default(),
        Box::<super::error_curves::ErrorCurvesPanel>::default(),
        Box::<super::contacts::ContactsPanel>::default(),
        Box::<super::one_unit::OneUnitPanel>::default(),
        Box::<super::unit_share::UnitSharePanel>::default(),
        Box::<super::triples::TriplesPanel>::default(),
    ]
}
