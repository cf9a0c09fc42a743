//! The panels of the Heat lab: grid, shelf, charts and update are those of every network.

use crate::ui::labs::heat::gauge::GaugePanel;
use crate::ui::labs::heat::ladder::LadderPanel;
use crate::ui::labs::heat::mixtures::MixturesPanel;
use crate::ui::labs::heat::quench::QuenchPanel;
use crate::ui::labs::heat::schedule::SchedulePanel;
use crate::ui::labs::heat::temperature::TemperaturePanel;
use crate::ui::labs::heat::wells::WellsPanel;
use crate::ui::labs::hopfield::design::PanelList;
use crate::ui::labs::hopfield::energy::EnergyPanel;
use crate::ui::labs::hopfield::memories::MemoriesPanel;
use crate::ui::labs::hopfield::state::StatePanel;
use crate::ui::labs::hopfield::update::UpdatePanel;

/// What the model is: the left column.
pub fn left() -> PanelList {
    vec![Box::<TemperaturePanel>::default(), Box::<MemoriesPanel>::default()]
}

/// The panes of centre and right.
pub fn panels() -> PanelList {
    vec![
        Box::<StatePanel>::default(),
        Box::<EnergyPanel>::default(),
        Box::<UpdatePanel>::default(),
        Box::<WellsPanel>::default(),
        Box::<GaugePanel>::default(),
        Box::<MixturesPanel>::default(),
        Box::<LadderPanel>::default(),
        Box::<SchedulePanel>::default(),
        Box::<QuenchPanel>::default(),
    ]
}
