//! The panels of the Train lab: a new one is a file and a line here.

use crate::ui::lab::PanelList;
use crate::ui::labs::train::context::TrainPanels;

/// The left column from the top, the other places in the order of their tabs.
pub fn panels() -> PanelList<TrainPanels> {
    vec![
        Box::<super::run::RunPanel>::default(),
        Box::<super::learning::LearningPanel>::default(),
        Box::<super::distances::DistancesPanel>::default(),
        Box::<super::landscape::LandscapePanel>::default(),
        Box::<super::weights::WeightsPanel>::default(),
        Box::<super::moments::MomentsPanel>::default(),
        Box::<super::hidden::HiddenPanel>::default(),
        Box::<super::autocorrelation::AutocorrelationPanel>::default(),
        Box::<super::slow_motion::SlowPanel>::default(),
        Box::<super::compare::ComparePanel>::default(),
        Box::<super::samples::SamplesPanel>::default(),
        Box::<super::likelihood::LikelihoodPanel>::default(),
        Box::<super::events::EventsPanel>::default(),
    ]
}
