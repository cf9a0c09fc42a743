//! What undo takes back in the Phases lab: the settings of the network and of the sweep. The puck is where one looks, and
//! moving it is no edit.

use crate::engine::core::session::Command;
use crate::engine::hopfield::phases::{PhasesCmd, PhasesConfig, PhasesStart};
use crate::physics::hopfield::LearningRule;
use crate::physics::seed::Seed;
use crate::ui::chassis::{Edited, EngineAccess, edits};
use crate::ui::labs::phases::context::Shared;
use crate::ui::labs::phases::lab::PhasesParts;
use crate::ui::labs::phases::sweeps::request::Settings;

/// The settings as a person leaves them.
#[derive(Clone, Debug, PartialEq)]
pub struct PhasesSettings {
    size: usize,
    rule: LearningRule,
    start: PhasesStart,
    seed: Seed,
    sweep: Settings,
}

impl Edited for PhasesSettings {
    fn since(&self, before: &Self) -> Option<&'static str> {
        edits::first_of([
            (self.size != before.size, "the number of spins"),
            (self.rule != before.rule, "the learning rule"),
            (self.start != before.start, "the start"),
            (self.seed != before.seed, "the seed"),
            (self.sweep != before.sweep, "the settings of the sweep"),
        ])
    }
}

impl PhasesParts {
    pub(super) fn settings(&self, config: &PhasesConfig, shared: &Shared) -> Option<PhasesSettings> {
        let PhasesConfig { size, rule, start, seed, .. } = *config;
        // What waits to be sent is another place of the puck.
        self.follows_all().then_some(PhasesSettings { size, rule, start, seed, sweep: shared.sweep })
    }

    pub(super) fn set_back(&mut self, settings: &PhasesSettings, access: &mut EngineAccess<'_, Self>) {
        let now = access.session.view().config;
        let commands = [
            (now.rule != settings.rule).then_some(PhasesCmd::SetRule(settings.rule)),
            (now.size != settings.size).then_some(PhasesCmd::SetSize(settings.size)),
            (now.start != settings.start).then_some(PhasesCmd::SetStart(settings.start)),
            (now.seed != settings.seed).then_some(PhasesCmd::SetSeed(settings.seed)),
        ];
        for command in commands.into_iter().flatten() {
            self.tell(Command::Model(command), access);
        }
        access.shared.sweep = settings.sweep;
    }
}
