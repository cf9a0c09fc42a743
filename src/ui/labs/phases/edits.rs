//! What undo takes back in the Phases lab: the settings of the network and of the sweep, and points that were forgotten.
//! The puck is where one looks, and moving it is no edit.

use std::sync::Arc;

use crate::engine::core::session::Command;
use crate::engine::hopfield::phases::{MeasuredPoint, PhasesCmd, PhasesConfig, PhasesStart};
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
    /// How often points were forgotten.
    forgotten: usize,
}

/// The points that were forgotten, for undo.
#[derive(Debug, Default)]
pub struct Forgotten {
    /// Those of each time, and after `times` those that were brought back.
    points: Vec<Arc<[MeasuredPoint]>>,
    times: usize,
}

impl Forgotten {
    /// Keeps what is being forgotten.
    pub fn keep(&mut self, points: &Arc<[MeasuredPoint]>) {
        self.points.truncate(self.times);
        if !points.is_empty() {
            self.points.push(Arc::clone(points));
            self.times += 1;
        }
    }

    /// The command that goes one step towards `times`.
    fn towards(&mut self, times: usize, present: &Arc<[MeasuredPoint]>) -> Option<PhasesCmd> {
        if times < self.times {
            self.times -= 1;
            return Some(PhasesCmd::BringBack(self.points.get(self.times)?.to_vec()));
        }
        let again = self.points.get_mut(self.times).filter(|_| times > self.times)?;
        *again = Arc::clone(present);
        self.times += 1;
        Some(PhasesCmd::ForgetPoints)
    }
}

impl Edited for PhasesSettings {
    fn since(&self, before: &Self) -> Option<&'static str> {
        edits::first_of([
            (self.size != before.size, "the number of spins"),
            (self.rule != before.rule, "the learning rule"),
            (self.start != before.start, "the start"),
            (self.seed != before.seed, "the seed"),
            (self.sweep != before.sweep, "the settings of the sweep"),
            (self.forgotten != before.forgotten, "forgetting the measured points"),
        ])
    }
}

impl PhasesParts {
    pub(super) fn settings(&self, config: &PhasesConfig, shared: &Shared) -> Option<PhasesSettings> {
        let PhasesConfig { size, rule, start, seed, .. } = *config;
        // What waits to be sent is another place of the puck.
        self.follows_all().then_some(PhasesSettings {
            size,
            rule,
            start,
            seed,
            sweep: shared.sweep,
            forgotten: self.forgotten.times,
        })
    }

    pub(super) fn set_back(&mut self, settings: &PhasesSettings, access: &mut EngineAccess<'_, Self>) {
        let (now, points) = (access.session.view().config, Arc::clone(&access.session.view().points));
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
        while let Some(command) = self.forgotten.towards(settings.forgotten, &points) {
            self.tell(Command::Model(command), access);
        }
    }
}
