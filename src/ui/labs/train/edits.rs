//! What undo takes back in the Train lab: the settings that act at once, and the beginning of another run, whose
//! predecessor was put aside.

use std::sync::Arc;

use crate::engine::core::session::Command;
use crate::engine::rbm::{TrainCmd, TrainConfig, TrainView};
use crate::physics::rbm::TrainingSettings;
use crate::ui::chassis::{Edited, EngineAccess, edits};
use crate::ui::labs::train::lab::TrainParts;

/// The run and its settings as a person leaves them.
#[derive(Clone, Debug)]
pub struct RunSettings {
    run: Arc<TrainConfig>,
    settings: TrainingSettings,
    last_update: u64,
}

impl PartialEq for RunSettings {
    fn eq(&self, other: &Self) -> bool {
        // Two runs are never one, though they may begin alike.
        let one = Arc::ptr_eq(&self.run, &other.run);
        one && self.settings == other.settings && self.last_update == other.last_update
    }
}

impl Edited for RunSettings {
    fn since(&self, before: &Self) -> Option<&'static str> {
        let (now, then) = (&self.settings, &before.settings);
        edits::first_of([
            (!Arc::ptr_eq(&self.run, &before.run), "the beginning of another run"),
            (now.learning_rate != then.learning_rate, "the learning rate"),
            (now.gibbs_steps != then.gibbs_steps, "the number of Gibbs steps"),
            (now.l1 != then.l1, "the sparsity"),
            (now.l2 != then.l2, "the weight decay"),
            (now.decay != then.decay, "how the learning rate falls"),
            (now.largest_norm != then.largest_norm, "the largest norm of a gradient"),
            (self.last_update != before.last_update, "the end of the run"),
        ])
    }
}

impl RunSettings {
    pub(super) fn of(view: &TrainView) -> Self {
        Self { run: Arc::clone(&view.config), settings: view.settings, last_update: view.last_update }
    }
}

impl TrainParts {
    /// Goes back to a run, or within it to settings; what was learned meanwhile stays.
    pub(super) fn set_back(&mut self, to: &RunSettings, access: &mut EngineAccess<'_, Self>) {
        let view = access.session.view();
        if !Arc::ptr_eq(&to.run, &view.config) {
            // A run that had come anywhere was put aside; another one is begun again.
            return match self.put_aside.name_of(&to.run, &access.shell.workspace) {
                Some(name) => self.reopen(&name, access),
                None => self.put_aside.replace(TrainConfig::clone(&to.run), Vec::new(), access),
            };
        }
        let (from, end) = (view.settings, to.last_update.max(view.update));
        let ends = view.last_update != end;
        let TrainingSettings { learning_rate, decay, gibbs_steps, l1, l2, largest_norm, .. } = to.settings;
        let commands = [
            (from.learning_rate != learning_rate).then_some(TrainCmd::LearningRate(learning_rate)),
            (from.decay != decay).then_some(TrainCmd::Decay(decay)),
            (from.gibbs_steps != gibbs_steps).then_some(TrainCmd::GibbsSteps(gibbs_steps)),
            (from.l1 != l1).then_some(TrainCmd::L1(l1)),
            (from.l2 != l2).then_some(TrainCmd::L2(l2)),
            (from.largest_norm != largest_norm).then_some(TrainCmd::LargestNorm(largest_norm)),
            ends.then_some(TrainCmd::Extend(end)),
        ];
        for command in commands.into_iter().flatten() {
            access.send(Command::Model(command));
        }
    }
}
