//! The panels of the Tree lab: a new one is a file and a line here.

use crate::ui::lab::PanelList;
use crate::ui::labs::tree::context::TreePanels;

/// The left column from the top, the other places in the order of their tabs.
pub fn panels() -> PanelList<TreePanels> {
    vec![
        Box::<super::run::RunPanel>::default(),
        Box::<super::spectrum::SpectrumPanel>::default(),
        Box::<super::tree_panel::TreePanel>::default(),
        Box::<super::clusters::ClustersPanel>::default(),
        Box::<super::node::NodePanel>::default(),
        Box::<super::split::SplitPanel>::default(),
        Box::<super::drawing::DrawingPanel>::default(),
        Box::<super::landscape::LandscapePanel>::default(),
        Box::<super::scores::ScoresPanel>::default(),
        Box::<super::compare::ComparePanel>::default(),
    ]
}
