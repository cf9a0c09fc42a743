//! Where runs came from: the present one, and one that was just asked for and may still be refused.

use std::sync::Arc;

use crate::engine::rbm::TrainConfig;
use crate::ui::labs::train::files::Origin;

/// Configurations with their origins.
#[derive(Default)]
pub struct Origins(Vec<(TrainConfig, Origin)>);

impl Origins {
    /// A run that is refused leaves the one before it in place: where that came from is kept too.
    pub fn remember(&mut self, present: Option<&TrainConfig>, config: &TrainConfig, origin: Origin) {
        self.0.retain(|(known, _)| present.is_some_and(|present| is_one_run(present, known)));
        self.0.push((config.clone(), origin));
    }

    /// Where a run came from.
    pub fn of(&self, config: &TrainConfig) -> Origin {
        let known = self.0.iter().rev().find(|(known, _)| is_one_run(config, known));
        known.map(|(_, origin)| origin.clone()).unwrap_or_default()
    }
}

/// Whether two configurations learn from the same rows, or look at the same archive.
fn is_one_run(one: &TrainConfig, other: &TrainConfig) -> bool {
    match (&one.data, &other.data) {
        (Some(one), Some(other)) => Arc::ptr_eq(&one.rows, &other.rows),
        (None, None) => {
            one.before.as_ref().zip(other.before.as_ref()).is_some_and(|(one, other)| Arc::ptr_eq(one, other))
        }
        _ => false,
    }
}
