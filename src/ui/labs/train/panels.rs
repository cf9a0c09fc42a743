//! The panels of the Train lab: a new one is a file and a line here (and its place in `layout`).

use crate::ui::lab::Panel;
use crate::ui::labs::train::autocorrelation::AutocorrelationPanel;
use crate::ui::labs::train::compare::ComparePanel;
use crate::ui::labs::train::context::TrainPanels;
use crate::ui::labs::train::distances::DistancesPanel;
use crate::ui::labs::train::events::EventsPanel;
use crate::ui::labs::train::hidden::HiddenPanel;
use crate::ui::labs::train::learning::LearningPanel;
use crate::ui::labs::train::likelihood::LikelihoodPanel;
use crate::ui::labs::train::moments::MomentsPanel;
use crate::ui::labs::train::run::RunPanel;
use crate::ui::labs::train::samples::SamplesPanel;
use crate::ui::labs::train::slow_motion::SlowPanel;
use crate::ui::labs::train::weights::WeightsPanel;

/// A list of panels.
pub type PanelList = Vec<Box<dyn Panel<TrainPanels>>>;

/// What is trained, and how: the left column.
pub fn left() -> PanelList {
    vec![Box::<RunPanel>::default()]
}

/// The panes of centre and right.
pub fn panels() -> PanelList {
    vec![
        Box::<LearningPanel>::default(),
        Box::<DistancesPanel>::default(),
        Box::<WeightsPanel>::default(),
        Box::<MomentsPanel>::default(),
        Box::<HiddenPanel>::default(),
        Box::<AutocorrelationPanel>::default(),
        Box::<SlowPanel>::default(),
        Box::<ComparePanel>::default(),
        Box::<SamplesPanel>::default(),
        Box::<LikelihoodPanel>::default(),
        Box::<EventsPanel>::default(),
    ]
}
