//! The panels of the Recall lab: a new one is a file and a line here (and its place in `layout`).

use crate::ui::labs::hopfield::couplings::CouplingsPanel;
use crate::ui::labs::hopfield::crosstalk::CrosstalkPanel;
use crate::ui::labs::hopfield::design::PanelList;
use crate::ui::labs::hopfield::energy::EnergyPanel;
use crate::ui::labs::hopfield::many_runs::ManyRunsPanel;
use crate::ui::labs::hopfield::memories::MemoriesPanel;
use crate::ui::labs::hopfield::path::PathPanel;
use crate::ui::labs::hopfield::state::StatePanel;
use crate::ui::labs::hopfield::update::UpdatePanel;

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
