//! Which labels the rows of a run were chosen by: it belongs to the data, and is written with the run.

use std::sync::Arc;

use crate::engine::session::Snapshot;
use crate::engine::train::{TrainConfig, TrainView, TrainingData};
use crate::physics::data::Dataset;

/// The labels of the rows of the present run, and of one that was just asked for.
#[derive(Default)]
pub struct Subsets(Vec<(Arc<Dataset>, Vec<String>)>);

impl Subsets {
    /// Keeps the labels of a run that is asked for. One that is refused leaves the present run in place: its labels stay.
    pub fn remember(&mut self, present: Option<&Snapshot<TrainView>>, next: &TrainConfig, subset: Vec<String>) {
        let present = present.and_then(|snapshot| snapshot.view.config.data.as_ref());
        self.0.retain(|(rows, _)| present.is_some_and(|data| Arc::ptr_eq(&data.rows, rows)));
        self.0.extend(next.data.as_ref().map(|data| (Arc::clone(&data.rows), subset)));
    }

    /// The labels that the rows of a run were chosen by.
    pub fn of(&self, config: &TrainConfig) -> &[String] {
        let found = |data: &TrainingData| self.0.iter().find(|(rows, _)| Arc::ptr_eq(rows, &data.rows));
        config.data.as_ref().and_then(found).map_or(&[], |(_, subset)| subset.as_slice())
    }
}
