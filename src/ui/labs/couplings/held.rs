//! The run of the Couplings lab: followed while another lab trains it, and what a session file holds of it.

use std::sync::Arc;

use crate::engine::core::session::Command;
use crate::engine::couplings::CouplingsCmd;
use crate::io::run::OpenRun;
use crate::io::session_file::checksum;
use crate::ui::chassis::{EngineAccess, Held, held};
use crate::ui::labs::couplings::context::Shared;
use crate::ui::labs::couplings::files::{From, Ready};
use crate::ui::labs::couplings::held_family::HeldFamily;
use crate::ui::labs::couplings::lab::CouplingsParts;
use crate::ui::labs::couplings::opening;
use crate::ui::labs::couplings::race_settings::{ErrorSettings, RaceSettings};
use crate::ui::labs::couplings::races::Asked;
use crate::ui::shell::Shell;

/// Where a session file looks.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct CouplingsLook {
    cursor: Option<u64>,
    pair: Option<[usize; 2]>,
    unit: Option<usize>,
    /// The sequences whose contacts are predicted.
    #[serde(default)]
    contacts: Option<HeldFamily>,
    /// The race of estimators, which is run again.
    #[serde(default)]
    race: Option<Asked<RaceSettings>>,
    /// The picture of their errors, likewise.
    #[serde(default)]
    errors: Option<Asked<ErrorSettings>>,
}

impl CouplingsParts {
    /// Keeps what was opened for every lab, and says what had to be decided on the way.
    pub(super) fn announce(&mut self, run: Arc<OpenRun>, memory: Option<String>, shell: &mut Shell) {
        shell.workspace.show_run(&run);
        let notes: Vec<String> = run.notes.iter().cloned().chain(memory.map(|memory| format!("{memory}."))).collect();
        if !notes.is_empty() {
            shell.tell(notes.join(" "));
        }
        self.run = Some(run);
    }

    /// Takes a run in: its couplings are computed at once.
    pub(super) fn take(&mut self, ready: Ready, access: &mut EngineAccess<'_, Self>) {
        if ready.unseen {
            access.session.hold();
        }
        access.send(Command::Pause);
        let (sites, units) = (ready.config.sites(), ready.config.hidden_units());
        access.send(Command::Reset(ready.config));
        if let Some(update) = access.shared.cursor.filter(|_| ready.unseen) {
            access.send(Command::Model(CouplingsCmd::Look(update)));
        }
        let pair = access.shared.pair.filter(|[_, j]| *j < sites).map(|[i, j]| CouplingsCmd::Sites(vec![i, j]));
        let unit = access.shared.unit.filter(|unit| *unit < units).map(CouplingsCmd::Unit);
        for cmd in [pair, unit].into_iter().flatten() {
            access.send(Command::Model(cmd));
        }
        access.send(Command::Run);
        self.announce(ready.run, ready.note.filter(|_| !ready.unseen), access.shell);
    }

    /// A run that is being trained in another lab has more checkpoints now.
    pub(super) fn keep_up_with_training(&mut self, now: f64, access: &EngineAccess<'_, Self>) -> Result<(), String> {
        let Some(shown) = self.run() else { return Ok(()) };
        let newer = access.shell.workspace.grown(shown).cloned();
        let due = self.following.is_due(now, self.files.busy() || access.session.busy());
        let Some(run) = newer.filter(|_| due) else { return Ok(()) };
        self.files.open(From::Open(run), true, None, access.shell)
    }

    /// Looks where a session file looked.
    pub(super) fn look_again(&mut self, look: CouplingsLook, access: &mut EngineAccess<'_, Self>) {
        if let Some(held) = look.contacts
            && let Err(sentence) = self.contacts.take_up(held, access.shell)
        {
            access.shell.say(sentence);
        }
        let config = &access.session.view().config;
        let (sites, units) = (config.sites(), config.hidden_units());
        let Shared { cursor, pair, unit, .. } = access.shared;
        *cursor = look.cursor;
        *pair = look.pair.filter(|[i, j]| i < j && *j < sites);
        *unit = look.unit.filter(|unit| *unit < units);
        let commands = [
            cursor.map(CouplingsCmd::Look),
            pair.map(|[i, j]| CouplingsCmd::Sites(vec![i, j])),
            unit.map(CouplingsCmd::Unit),
        ];
        for cmd in commands.into_iter().flatten() {
            access.send(Command::Model(cmd));
        }
        access.send(Command::Run);
        let race = look.race.map(|race| self.start_race(race));
        let errors = look.errors.map(|errors| self.start_errors(errors));
        for refused in [race, errors].into_iter().flatten().filter_map(Result::err) {
            access.shell.say(refused);
        }
    }

    /// The run, and where one looks.
    pub(super) fn held(&self, shared: &Shared) -> Held {
        let Some(run) = self.run().cloned() else { return Held::default() };
        let Shared { cursor, pair, unit, .. } = *shared;
        let (race, errors) = (self.race.wanted().copied(), self.errors.wanted().copied());
        Held::of_run(run, CouplingsLook { cursor, pair, unit, contacts: self.contacts.held(), race, errors })
    }

    /// The mark of the sequences that wait for the run to be there.
    fn waiting_contacts(&self) -> Option<u64> {
        Some(self.look.as_ref()?.contacts.as_ref().map_or(0, HeldFamily::mark))
    }

    /// Tells one moment of the lab from another.
    pub(super) fn mark(&self, shared: &Shared) -> [u64; 3] {
        let [i, j] = shared.pair.unwrap_or_default();
        let look = (j as u64) << 40 | (i as u64) << 20 | shared.unit.map_or(0, |unit| unit as u64 + 1);
        let cursor = shared.cursor.map_or(0, |cursor| cursor.saturating_add(1));
        let contacts = self.waiting_contacts().unwrap_or_else(|| self.contacts.mark());
        // A race begins by itself where it is looked at; the picture of errors is asked for.
        let errors = self.errors.wanted().and_then(|errors| serde_json::to_vec(errors).ok());
        let errors = u64::from(errors.map_or(0, |errors| checksum::of(&errors)));
        [
            held::run_mark(self.run().map(Arc::as_ref), opening::first_run()),
            cursor ^ contacts << 24,
            look ^ errors << 31,
        ]
    }
}
