//! What is wrong with a lesson that only the labs know: names of labs and panels, steps, readings.

use std::sync::Arc;

use crate::io::lesson::{Lesson, Part};
use crate::physics::seed::Seed;
use crate::ui::chassis::Step;
use crate::ui::chassis::step::Control;
use crate::ui::lab::{Lab, LabKind};
use crate::ui::lessons::state::decoded;

/// A word of the file near which it is wrong, and the sentence.
pub type Wrong = (String, String);

/// The mistakes of a lesson, given the labs that there are.
pub fn mistakes(lesson: &Lesson, kinds: &[LabKind]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for lab in &lesson.head.labs {
        if !kinds.iter().any(|kind| kind.name.id == lab) {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.name.id).collect();
            wrong.push((lab.clone(), format!("there is no lab “{lab}”: it can be {}", names.join(", "))));
        }
    }
    let Some(block) = lesson.parts().find_map(|part| if let Part::Lab(block) = part { Some(block) } else { None })
    else {
        return wrong;
    };
    let Some(kind) = kinds.iter().find(|kind| kind.name.id == block.lab) else { return wrong };
    let lab = match (kind.start)(&(Arc::new(|| ()) as _), Seed(1)) {
        Ok(lab) => lab,
        Err(sentence) => return vec![(block.lab.clone(), sentence)],
    };
    let panels: Vec<&str> = lab.panels().iter().map(|info| info.id).collect();
    for panel in &block.panels {
        if !panels.contains(&panel.as_str()) {
            wrong.push((
                panel.clone(),
                format!("{} has no panel “{panel}”; those are {}", kind.name.title, panels.join(", ")),
            ));
        }
    }
    let asks_first = lesson.parts().any(|part| matches!(part, Part::Predict(_)));
    let plays = decoded(&block.steps).is_ok_and(|steps| steps.contains(&Step::Control(Control::Play)));
    if asks_first && plays {
        wrong.push(("```lab".to_owned(), "the lab plays before the student has said what to expect".to_owned()));
    }
    for part in lesson.parts() {
        let (steps, near) = match part {
            Part::Lab(block) => (block.steps.clone(), "```lab".to_owned()),
            Part::Task(task) => (task.show_me.clone(), task.text.clone()),
            Part::Control(control) => (control.steps.with_value(control.value), control.label.clone()),
            _ => continue,
        };
        if let Err(sentence) = known(lab.as_ref(), &steps) {
            wrong.push((near, sentence));
        }
    }
    wrong
}

fn known(lab: &dyn Lab, steps: &crate::io::lesson::blocks::Steps) -> Result<(), String> {
    decoded(steps)?.into_iter().try_for_each(|step| lab.knows(step))
}
