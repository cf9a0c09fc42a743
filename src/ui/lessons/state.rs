//! Which lesson is open, and how far it has come.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::io::lesson::blocks::Steps;
use crate::io::lesson::pool::Pool;
use crate::io::lesson::reading::Heading;
use crate::io::lesson::shelf::Shelf;
use crate::io::lesson::{Lesson, Part, Predict, Task};
use crate::ui::chassis::Step;
use crate::ui::lab::Reading;
use crate::ui::lessons::measuring::{Instrument, Measuring};
use crate::ui::lessons::predict::Prediction;
use crate::ui::lessons::progress::{Done, Progress};
use crate::ui::shell::{Focus, Shell};

/// Why Play waits.
pub const FIRST_PREDICT: &str = "First say in the lesson what you expect, then it runs.";

/// Why it waits for the lab of the lesson.
const OPENING: &str = "The lesson is being opened.";

/// What is asked of the window around the lessons.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Open the lesson of this id.
    Open(String),
    /// Close the one that is open, and put back what the lab was at.
    Close,
    /// Ask for the results of a class.
    OpenClass,
    /// Show them no longer.
    PutClassAway,
    /// Write what was measured in the open lesson.
    SaveResults,
}

/// All that the window knows of lessons.
pub struct Lessons {
    pub shelf: Arc<Shelf>,
    pub progress: Progress,
    pub instrument: Option<Instrument>,
    /// Whether the list of lessons is shown.
    pub listed: bool,
    pub open: Option<OpenLesson>,
    /// The results of a class, where files of them were opened.
    pub pool: Option<Pool>,
}

/// One lesson, opened.
pub struct OpenLesson {
    pub lesson: Arc<Lesson>,
    /// The lab of it.
    pub lab: String,
    /// The section that is shown, where one is at a time.
    pub page: usize,
    /// Steps that the lab has not yet done.
    pub pending: VecDeque<Step>,
    pub prediction: Prediction,
    /// Which tasks are done, in their order.
    pub done: Vec<bool>,
    /// What controls stand at, in their order.
    pub controls: Vec<f64>,
    pub measuring: Measuring,
    /// Whether all of the lab is shown.
    pub everything: bool,
    /// The live numbers of the lab.
    pub readings: Vec<Reading>,
    focus: Focus,
    /// How many steps are left to where the lesson begins; those that are asked for come after them.
    opening: usize,
}

impl Lessons {
    /// The lessons of a shelf.
    pub fn new(shelf: Arc<Shelf>, progress: Progress, instrument: Option<Instrument>) -> Self {
        Self { shelf, progress, instrument, listed: false, open: None, pool: None }
    }

    /// Once per frame: says what the lab shows and whether it may run, and goes on with what is measured.
    pub fn logic(&mut self, shell: &mut Shell) {
        let Some(open) = &mut self.open else {
            shell.focus = None;
            shell.unplayable = None;
            return;
        };
        shell.focus = (!open.everything).then(|| open.focus.clone());
        shell.unplayable = if !open.prediction.is_made() {
            Some(FIRST_PREDICT)
        } else if open.opening > 0 {
            Some(OPENING)
        } else {
            None
        };
        open.measuring.go_on(self.instrument, shell);
        open.see();
        let done = Done {
            tasks: !open.done.is_empty() && open.done.iter().all(|done| *done),
            numbers: open.measuring.all_agree(),
            score: open.prediction.score(open.predict()).filter(|_| open.is_answered()),
        };
        self.progress.keep(&open.lesson.head.id, done);
    }

    /// The lesson before (−1) or after (+1) the open one.
    pub fn neighbour(&self, by: isize) -> Option<&str> {
        let id = &self.open.as_ref()?.lesson.head.id;
        let place = self.shelf.lessons.iter().position(|lesson| lesson.head.id == *id)?;
        let next = place.checked_add_signed(by)?;
        self.shelf.lessons.get(next).map(|lesson| lesson.head.id.as_str())
    }
}

impl OpenLesson {
    /// A lesson at its beginning.
    ///
    /// # Errors
    /// A sentence where its steps cannot be read.
    pub fn new(lesson: &Lesson) -> Result<Self, String> {
        let block = lesson.parts().find_map(|part| if let Part::Lab(block) = part { Some(block) } else { None });
        let block = block.ok_or_else(|| format!("lesson {} has no lab", lesson.head.id))?;
        let count = |is: fn(&Part) -> bool| lesson.parts().filter(|part| is(part)).count();
        let predict = predict_of(lesson);
        let controls =
            lesson.parts().filter_map(|part| if let Part::Control(one) = part { Some(one.value) } else { None });
        Ok(Self {
            lab: block.lab.clone(),
            page: 0,
            pending: decoded(&block.steps)?.into(),
            prediction: Prediction::new(predict),
            done: vec![false; count(|part| matches!(part, Part::Task(_)))],
            controls: controls.collect(),
            measuring: Measuring::new(lesson.numbers().count(), count(|part| matches!(part, Part::Plot(_)))),
            everything: false,
            readings: Vec::new(),
            opening: block.steps.0.len(),
            focus: Focus { panels: block.panels.clone(), watched: block.watch.clone() },
            lesson: Arc::new(lesson.clone()),
        })
    }

    /// The question of the prediction, if there is one.
    pub fn predict(&self) -> Option<&Predict> {
        predict_of(&self.lesson)
    }

    /// The tasks, in their order.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.lesson.tasks()
    }

    /// Whether the answer may be shown: something was done or measured.
    pub fn is_answered(&self) -> bool {
        self.prediction.is_made()
            && (self.measuring.numbers().next().is_some()
                || (!self.done.is_empty() && self.done.iter().all(|done| *done)))
    }

    /// The last page, where one is shown at a time.
    pub fn last_page(&self) -> usize {
        self.lesson.sections.last().map_or(0, |section| lesson_page(&self.lesson, section.heading))
    }

    /// What the lab says of a live number.
    pub fn reading(&self, name: &str) -> Option<f64> {
        self.readings.iter().find(|reading| reading.name == name).map(|reading| reading.value)
    }

    /// Has the lab do steps, after those that it has not yet done.
    ///
    /// # Errors
    /// A sentence where they are none.
    pub fn perform(&mut self, steps: &Steps) -> Result<(), String> {
        self.pending.extend(decoded(steps)?);
        Ok(())
    }

    /// Predicts something, and has the lab do all that is to be done: for a picture of the lesson, and for tests.
    ///
    /// # Errors
    /// A sentence where the steps are none.
    pub fn rehearse(&mut self) -> Result<(), String> {
        let lesson = Arc::clone(&self.lesson);
        let predict = predict_of(&lesson);
        self.prediction.rehearse(predict);
        self.page = lesson_page(&lesson, Heading::Number);
        for part in lesson.parts() {
            if let Part::Task(task) = part {
                self.perform(&task.show_me)?;
                self.pending.push_back(Step::Wait);
            }
        }
        Ok(())
    }

    /// Leaves out the steps that open it: its lab is already there.
    pub(super) fn is_opened(&mut self) {
        self.pending.clear();
        self.opening = 0;
    }

    /// The next step for the lab.
    pub fn take_step(&mut self) -> Option<Step> {
        let step = self.pending.pop_front();
        self.opening = self.opening.saturating_sub(1);
        step
    }

    /// Sees which tasks are done. They are not before the lab is as the lesson opens it, nor before the prediction.
    fn see(&mut self) {
        if self.opening > 0 || !self.prediction.is_made() {
            return;
        }
        let met: Vec<bool> = self.tasks().map(|task| task.is_done(|name| self.reading(name))).collect();
        // In their order: what the second waits for may be so from the start.
        for (done, met) in self.done.iter_mut().zip(met) {
            *done |= met;
            if !*done {
                break;
            }
        }
    }
}

/// The page on which a section stands, where one is shown at a time: what is asked and what is predicted are one.
pub fn lesson_page(lesson: &Lesson, heading: Heading) -> usize {
    let before =
        lesson.sections.iter().filter(|section| section.heading < heading && section.heading != Heading::Predict);
    let place = before.count();
    if heading == Heading::Predict { place.saturating_sub(1) } else { place }
}

/// The question of a prediction, if there is one.
fn predict_of(lesson: &Lesson) -> Option<&Predict> {
    lesson.parts().find_map(|part| if let Part::Predict(predict) = part { Some(predict) } else { None })
}

/// The steps of a block as a lab takes them.
pub fn decoded(steps: &Steps) -> Result<Vec<Step>, String> {
    steps
        .0
        .iter()
        .map(|step| serde_json::from_value(step.clone()).map_err(|err| format!("{step} is no step: {err}")))
        .collect()
}
