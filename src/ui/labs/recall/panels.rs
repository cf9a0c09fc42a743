//! The panels of the Recall lab: a new one is a file and a line here (and its place in `layout`).

use crate::ui::lab::Panel;
use crate::ui::labs::recall::context::RecallPanels;
use crate::ui::labs::recall::couplings::CouplingsPanel;
use crate::ui::labs::recall::crosstalk::CrosstalkPanel;
use crate::ui::labs::recall::energy::EnergyPanel;
use crate::ui::labs::recall::many_runs::ManyRunsPanel;
use crate::ui::labs::recall::memories::MemoriesPanel;
use crate::ui::labs::recall::path::PathPanel;
use crate::ui::labs::recall::state::StatePanel;
use crate::ui::labs::recall::update::UpdatePanel;

/// What the model is: the left column.
pub fn left() -> Box<dyn Panel<RecallPanels>> {
    Box::<MemoriesPanel>::default()
}

/// The panes of centre and right.
pub fn panels() -> Vec<Box<dyn Panel<RecallPanels>>> {
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
