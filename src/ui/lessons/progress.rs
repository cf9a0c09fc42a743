//! What is remembered of lessons: which were done, and how well was guessed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// By the id of the lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, transparent)]
pub struct Progress(BTreeMap<String, Done>);

/// How far one lesson has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Done {
    /// Whether all that there is to do was done.
    pub tasks: bool,
    /// Whether all its numbers were measured and agree.
    pub numbers: bool,
    /// How near the prediction was, from 0 to 1.
    pub score: Option<f64>,
}

impl Progress {
    /// How far a lesson has come.
    pub fn of(&self, id: &str) -> Done {
        self.0.get(id).copied().unwrap_or_default()
    }

    /// Keeps how far it has come; what was reached once stays.
    pub fn keep(&mut self, id: &str, done: Done) {
        if !(done.tasks || done.numbers || done.score.is_some()) {
            return;
        }
        let before = self.0.entry(id.to_owned()).or_default();
        before.tasks |= done.tasks;
        before.numbers |= done.numbers;
        before.score = done.score.or(before.score);
    }
}
