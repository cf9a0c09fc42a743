//! The window as who leads it sees it: a rehearsal, a film, a test.

use std::path::PathBuf;

use super::App;
use crate::ui::chassis::{Held, Step};
use crate::ui::lab::LabName;
use crate::ui::workspace::Offer;

impl App {
    /// Goes to the lab at a place of the rail.
    pub(super) fn go_to(&mut self, place: usize) {
        let Some(name) = self.kinds.get(place).map(|kind| kind.name) else { return };
        if let Some(index) = self.labs.iter().position(|open| open.kind.name == name) {
            self.current = index;
        }
    }

    /// Hands something over to a lab, as its panels do from another one.
    pub fn hand_over(&mut self, to: LabName, offer: Offer) {
        self.shell.workspace.hand_over(to, offer);
    }

    /// Whether the current lab has work under way.
    pub fn busy(&self) -> bool {
        let waits = self.lessons.open.as_ref().is_some_and(|open| !open.pending.is_empty());
        waits || self.is_replayed() || self.labs.get(self.current).is_some_and(|open| open.lab.status().busy)
    }

    /// Whether what the current lab has done is done again.
    pub(in crate::ui) fn is_replayed(&self) -> bool {
        self.labs.get(self.current).is_some_and(|open| open.lab.replayed().is_some())
    }

    /// Becomes the window of a film or a figure: work that was kept in this folder is read there, and nothing is written.
    pub(in crate::ui) fn goes_on_stage(&mut self, folder: Option<PathBuf>, presenting: bool, speed: Option<f64>) {
        self.shell.state_folder = folder;
        self.shell.presenting = presenting;
        if let Some(open) = self.labs.get_mut(self.current) {
            open.lab.speed(speed);
        }
    }

    /// Has the current lab do again what it has done in another window.
    pub(in crate::ui) fn take_up_held(&mut self, held: Held) {
        if let Some(open) = self.labs.get_mut(self.current) {
            open.lab.take_up_held(held, &mut self.shell);
        }
    }

    /// The steps that lead the current lab to a state worth a picture.
    ///
    /// # Errors
    /// A sentence where they cannot be written as data.
    pub fn rehearsal(&self) -> Result<Vec<Step>, String> {
        self.labs.get(self.current).map_or_else(|| Ok(Vec::new()), |open| (open.kind.rehearsal)())
    }

    /// Does what a lesson or a rehearsal says in the current lab.
    ///
    /// # Errors
    /// A sentence where the step is none of this lab.
    pub fn perform(&mut self, step: Step) -> Result<(), String> {
        let open = self.labs.get_mut(self.current);
        open.map_or(Ok(()), |open| open.lab.perform(step, &mut self.shell))
    }
}
