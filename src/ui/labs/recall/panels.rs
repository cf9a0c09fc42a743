//! The panels of the Recall lab: a new one is a file and a line here (and its place in `layout`).

use crate::ui::labs::network::couplings::CouplingsPanel;
use crate::ui::labs::network::crosstalk::CrosstalkPanel;
use crate::ui::labs::network::design::PanelList;
use crate::ui::labs::network::energy::EnergyPanel;
use crate::ui::labs::network::many_runs::ManyRunsPanel;
use crate::ui::labs::network::memories::MemoriesPanel;
use crate::ui::labs::network::path::PathPanel;
use crate::ui::labs::network::state::StatePanel;
use crate::ui::labs::network::update::UpdatePanel;

/// What the model is: the left column.
pub fn left() -> PanelList {
    vec![Box::<MemoriesPanel>::default()]
}

/// The panes of centre and right.
pub fn panels() -> PanelList {
    vec![
        Box::<StatePanel>::default(),
        Box::<EnergyPanel>::default(),
        Box::<UpdatePanel>::default(),
        Box::<ManyRunsPanel>::default(),
        Box::<PathPanel>::default(),
        Box::<CouplingsPanel>::default(),
        Box::<CrosstalkPanel>::default(),
    ]
}
