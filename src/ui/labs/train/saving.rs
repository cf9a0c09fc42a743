//! A run that is to be saved: the present update is kept first, so that nothing that was trained is missing in the file.

use crate::engine::core::session::Command;
use crate::engine::rbm::TrainCmd;
use crate::io::run::OpenRun;
use crate::ui::chassis::EngineAccess;
use crate::ui::labs::train::files::{Files, SaveTo};
use crate::ui::labs::train::lab::TrainParts;

/// Where the run is to be saved once its present update is kept.
#[derive(Default)]
pub struct Saving {
    to: Option<SaveTo>,
}

impl Saving {
    /// Has the present update kept, and the run saved then.
    pub fn soon(&mut self, to: SaveTo, access: &mut EngineAccess<'_, TrainParts>) {
        if !access.session.view().is_without_data() {
            access.send(Command::Model(TrainCmd::Keep));
        }
        self.to = Some(to);
    }

    /// Saves it where the update is kept by now.
    pub fn follow(&mut self, files: &mut Files, access: &mut EngineAccess<'_, TrainParts>) {
        if self.to.is_none() || !access.session.answers_all() {
            return;
        }
        let Some(to) = self.to.take() else { return };
        let run = OpenRun::of(access.session.view());
        if let Err(sentence) = files.save(to, run, access.shell) {
            access.shell.say(sentence);
        }
    }

    pub const fn waits(&self) -> bool {
        self.to.is_some()
    }
}
