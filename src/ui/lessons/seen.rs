//! An open lesson as another window takes it up: for a film or a figure of what is seen.

use std::sync::Arc;

use crate::io::lesson::Lesson;
use crate::ui::lessons::measuring::Measured;
use crate::ui::lessons::predict::Prediction;
use crate::ui::lessons::state::OpenLesson;

/// What is seen of an open lesson.
#[derive(Clone, Debug)]
pub struct SeenLesson {
    lesson: Arc<Lesson>,
    page: usize,
    prediction: Prediction,
    done: Vec<bool>,
    controls: Vec<f64>,
    everything: bool,
    measured: Measured,
}

impl OpenLesson {
    /// What is seen of it.
    pub fn seen(&self) -> SeenLesson {
        SeenLesson {
            lesson: Arc::clone(&self.lesson),
            page: self.page,
            prediction: self.prediction.clone(),
            done: self.done.clone(),
            controls: self.controls.clone(),
            everything: self.everything,
            measured: self.measuring.measured().clone(),
        }
    }

    /// The same lesson again, next to a lab that is already where it was.
    ///
    /// # Errors
    /// A sentence where its steps cannot be read.
    pub fn of(seen: SeenLesson) -> Result<Self, String> {
        let SeenLesson { lesson, page, prediction, done, controls, everything, measured } = seen;
        let mut open = Self::new(&lesson)?;
        open.is_opened();
        open.measuring.put_back(measured);
        (open.page, open.prediction, open.everything) = (page, prediction, everything);
        (open.done, open.controls) = (done, controls);
        Ok(open)
    }
}
