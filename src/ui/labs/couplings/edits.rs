//! What undo takes back in the Couplings lab: the settings of its measurements, the hidden unit that is played with, and
//! corrections of the table of sites. What is looked at is no edit.

use std::sync::Arc;

use crate::engine::couplings::ContactSettings;
use crate::physics::contacts::SiteTable;
use crate::physics::couplings::CouplingMethod;
use crate::physics::data::Dataset;
use crate::ui::chassis::{Edited, EngineAccess, edits};
use crate::ui::labs::couplings::context::{PlayUnit, Shared};
use crate::ui::labs::couplings::lab::CouplingsParts;
use crate::ui::labs::couplings::race_settings::{ErrorSettings, RaceSettings};

/// The table of sites of a family.
#[derive(Clone, Debug)]
pub struct TableOf {
    pub data: Arc<Dataset>,
    pub table: SiteTable,
}

impl PartialEq for TableOf {
    fn eq(&self, other: &Self) -> bool {
        let same_structure = Arc::ptr_eq(self.table.residues(), other.table.residues());
        self.is_of(other) && same_structure && self.table.map() == other.table.map()
    }
}

impl TableOf {
    fn is_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.data, &other.data)
    }
}

/// The settings as a person leaves them.
#[derive(Clone, Debug, PartialEq)]
pub struct CouplingsSettings {
    form: CouplingMethod,
    threshold: f64,
    play: PlayUnit,
    race: RaceSettings,
    errors: ErrorSettings,
    contacts: ContactSettings,
    table: Option<TableOf>,
}

impl Edited for CouplingsSettings {
    fn since(&self, before: &Self) -> Option<&'static str> {
        // The table of another family was opened, and not edited.
        let tables = self.table.as_ref().zip(before.table.as_ref());
        let corrected = tables.is_some_and(|(now, before)| now.is_of(before) && now != before);
        edits::first_of([
            (corrected, "a correction of the sites"),
            (self.contacts != before.contacts, "the settings of the contacts"),
            (self.play != before.play, "the hidden unit that is played with"),
            (self.race != before.race, "the settings of the race"),
            (self.errors != before.errors, "the settings of the errors"),
            (self.form != before.form, "how couplings are computed"),
            (self.threshold != before.threshold, "the least coupling that is a link"),
        ])
    }
}

impl CouplingsParts {
    pub(super) fn settings(&self, shared: &Shared) -> CouplingsSettings {
        let Shared { form, threshold, play, race, errors, contacts, .. } = *shared;
        CouplingsSettings { form, threshold, play, race, errors, contacts, table: self.contacts.table() }
    }

    pub(super) fn set_back(
        &mut self,
        settings: CouplingsSettings,
        access: &mut EngineAccess<'_, Self>,
    ) -> Result<(), String> {
        let CouplingsSettings { form, threshold, play, race, errors, contacts, table } = settings;
        let shared = &mut *access.shared;
        (shared.form, shared.threshold, shared.play) = (form, threshold, play);
        (shared.race, shared.errors) = (race, errors);
        self.contacts.set_back(contacts, table, shared, &self.wake)
    }
}
