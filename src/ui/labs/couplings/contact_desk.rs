//! What the map of contacts is made of, and how what its panel asks for is carried out.

use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::core::session::Snapshot;
use crate::engine::couplings::{ContactConfig, ContactMap, ContactPrediction, ContactSettings, ContactView};
use crate::io::datasets::DataSource;
use crate::physics::data::Dataset;
use crate::ui::chassis::work;
use crate::ui::files::SaveTo;
use crate::ui::import::{Decision, ImportDialog, Purpose, Taken};
use crate::ui::jobs::Wake;
use crate::ui::labs::couplings::contact_files::{ContactFiles, Found};
use crate::ui::labs::couplings::context::Shared;
use crate::ui::labs::couplings::edits::TableOf;
use crate::ui::labs::couplings::held_family::{self, HeldFamily};
use crate::ui::labs::couplings::proteins::{self, Family, Protein};
use crate::ui::shell::Shell;
use crate::ui::study::Study;

/// Maps depend on what was asked for alone.
const STUDY_KEY: (u64, u64) = (0, 0);

/// What the panel of contacts asks for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum ContactAsk {
    /// The contacts of a protein.
    Protein(Protein),
    /// The same with other settings.
    Settings(ContactSettings),
    /// Begins an estimate that takes long.
    Begin,
    /// Stops it.
    Stop,
    /// Puts the residue of a name at a site; none where the name is empty.
    Residue(usize, String),
    /// Takes the corrections of the sites back.
    AsAligned,
    /// Sequences, or a structure of those that are shown.
    Open(PathBuf),
    /// Writes the ranked pairs.
    Save(SaveTo),
}

/// What is seen of it in a frame.
#[derive(Clone, Copy)]
pub struct ContactsSeen<'a> {
    pub snapshot: Option<&'a Snapshot<ContactView>>,
    pub family: Option<&'a Family>,
    /// Whether a family was asked for.
    pub asked: bool,
    /// Whether the settings wait for Begin.
    pub waits: bool,
}

impl<'a> ContactsSeen<'a> {
    /// The map that is shown.
    pub fn map(&self) -> Option<&'a Arc<ContactMap>> {
        self.snapshot.and_then(|snapshot| snapshot.view.shown())
    }
}

/// Couplings that are being estimated.
struct UnderWay {
    data: Arc<Dataset>,
    settings: ContactSettings,
}

pub struct ContactDesk {
    files: ContactFiles,
    asked: bool,
    family: Option<Family>,
    study: Study<ContactPrediction>,
    under_way: Option<UnderWay>,
    waits: bool,
    import: Option<ImportDialog>,
    /// A file that came before the lab was there.
    first_file: Option<PathBuf>,
    /// The sequences of last time, until there is a lab.
    first_held: Option<HeldFamily>,
    /// What a session file held, until it is there.
    coming: Option<HeldFamily>,
}

impl Default for ContactDesk {
    fn default() -> Self {
        Self {
            files: ContactFiles::default(),
            asked: false,
            family: None,
            study: Study::new("contacts"),
            under_way: None,
            waits: false,
            import: None,
            first_file: None,
            first_held: None,
            coming: None,
        }
    }
}

impl ContactDesk {
    pub fn seen(&self) -> ContactsSeen<'_> {
        let Self { study, family, asked, waits, .. } = self;
        // The map of other sequences is none of these.
        let is_of = |family: &Family, view: &ContactView| Arc::ptr_eq(&family.data, &view.config.data);
        let latest = study.latest();
        let snapshot = latest.filter(|latest| family.as_ref().is_some_and(|family| is_of(family, &latest.view)));
        ContactsSeen { snapshot, family: family.as_ref(), asked: *asked, waits: *waits }
    }

    pub fn busy(&self) -> bool {
        let reads = self.import.as_ref().is_some_and(ImportDialog::busy);
        self.files.busy() || self.study.busy() || reads || self.first_file.is_some()
    }

    /// Opens a file as soon as there is a lab.
    pub fn open_later(&mut self, path: PathBuf) {
        self.first_file = Some(path);
    }

    /// Carries out what was asked for.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn answer(
        &mut self,
        ask: ContactAsk,
        shared: &mut Shared,
        shell: &mut Shell,
        wake: &Wake,
    ) -> Result<(), String> {
        match ask {
            ContactAsk::Protein(protein) => {
                shared.protein = protein;
                self.asked = true;
                self.coming = None;
                return self.files.protein(protein, shell);
            }
            ContactAsk::Settings(settings) => shared.contacts = settings,
            ContactAsk::Begin => return self.predict(shared, true, wake),
            ContactAsk::Stop => {
                self.study.stop();
                (self.under_way, self.waits) = (None, true);
                return Ok(());
            }
            ContactAsk::Residue(site, name) => {
                let Some(family) = &mut self.family else { return Ok(()) };
                let Some(table) = &family.table else { return Ok(()) };
                let table =
                    table.with(site, &name).map_err(|error| format!("Site {} stays as it is: {error}.", site + 1))?;
                family.correct(table);
            }
            ContactAsk::AsAligned => {
                let Some(family) = &mut self.family else { return Ok(()) };
                let Some(table) = family.aligned.clone() else { return Ok(()) };
                family.correct(table);
            }
            ContactAsk::Open(path) => {
                return self.files.open(path, self.family.clone(), shell);
            }
            ContactAsk::Save(to) => {
                let map = self.study.latest().and_then(|snapshot| snapshot.view.shown().cloned());
                let (Some(map), Some(family)) = (map, self.family.clone()) else {
                    return Err("There is no map of contacts yet: look at the Contacts tab first.".to_owned());
                };
                return self.files.save(to, map, family, shell);
            }
        }
        self.predict(shared, false, wake)
    }

    /// The table of sites as it is corrected.
    pub fn table(&self) -> Option<TableOf> {
        let family = self.family.as_ref()?;
        Some(TableOf { data: Arc::clone(&family.data), table: family.table.clone()? })
    }

    /// What a session file holds of the sequences; nothing while none were asked for.
    pub fn held(&self) -> Option<HeldFamily> {
        self.coming.clone().or_else(|| self.family.as_ref().map(HeldFamily::of))
    }

    /// Opens the sequences of a session file.
    ///
    /// # Errors
    /// The job could not be started.
    pub fn take_up(&mut self, held: HeldFamily, shell: &Shell) -> Result<(), String> {
        self.asked = true;
        self.first_held = None;
        self.coming = Some(held.clone());
        self.files.held(held, shell)
    }

    /// The same as text for the next start: of sequences that are no family of the program as it came, where they are few.
    pub fn remembered(&self) -> Option<String> {
        let held = self.first_held.clone().or_else(|| self.held()).filter(|held| held.mark() != 0)?;
        work::written(&held)
    }

    /// Opens the sequences of last time as soon as there is a lab.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn take_up_later(&mut self, text: &str) -> Result<(), String> {
        self.first_held = Some(work::read(text)?);
        Ok(())
    }

    /// Tells the sequences and their corrections at one moment from those at another.
    pub fn mark(&self) -> u64 {
        match &self.coming {
            Some(held) => held.mark(),
            None => self.family.as_ref().map_or(0, held_family::mark),
        }
    }

    /// Puts settings and corrections back; those of other sequences are left.
    ///
    /// # Errors
    /// The map cannot be made.
    pub fn set_back(
        &mut self,
        settings: ContactSettings,
        table: Option<TableOf>,
        shared: &mut Shared,
        wake: &Wake,
    ) -> Result<(), String> {
        shared.contacts = settings;
        if let (Some(family), Some(TableOf { data, table })) = (&mut self.family, table)
            && Arc::ptr_eq(&family.data, &data)
        {
            family.correct(table);
        }
        self.predict(shared, false, wake)
    }

    /// Makes the map that is wanted: at once where that is quick or was `begun`, else it waits.
    fn predict(&mut self, shared: &Shared, begun: bool, wake: &Wake) -> Result<(), String> {
        let Some(family) = &self.family else { return Ok(()) };
        let settings = shared.contacts;
        let before = self.study.latest().and_then(|snapshot| snapshot.view.shown().cloned());
        let known = before.as_ref().is_some_and(|before| before.has_couplings_of(&family.data, &settings));
        let comes = self.under_way.as_ref().is_some_and(|under_way| {
            Arc::ptr_eq(&under_way.data, &family.data) && under_way.settings.has_couplings_of(&settings)
        });
        if comes && !known {
            // What else has changed follows once it is there.
            self.waits = false;
            return Ok(());
        }
        if !known {
            if !begun && !family.is_live(&settings) {
                self.waits = true;
                return Ok(());
            }
            let bytes = family.costs.by(settings.method).bytes;
            proteins::check_memory(&family.data, bytes).map_err(|sentence| format!("{sentence}."))?;
        }
        self.waits = false;
        let Family { data, distances, .. } = family.clone();
        self.under_way = (!known).then(|| UnderWay { data: Arc::clone(&data), settings });
        let config = ContactConfig { data, distances, settings, before };
        self.study.start(&config, (), STUDY_KEY, wake).map_err(|err| err.to_string())
    }

    /// Once per frame: takes what was opened, and makes the map follow what was changed while it was made.
    pub fn fetch(&mut self, shared: &Shared, shell: &mut Shell, wake: &Wake) -> Result<(), String> {
        self.study.fetch();
        if let Some(path) = self.first_file.take() {
            self.files.open(path, self.family.clone(), shell)?;
        }
        if let Some(held) = self.first_held.take() {
            self.take_up(held, shell)?;
        }
        while let Some(found) = self.files.take(shell) {
            match found {
                Found::Family(_, family) => {
                    if let Some(note) = &family.note {
                        shell.tell(note.clone());
                    }
                    (self.asked, self.family, self.coming) = (true, Some(*family), None);
                    self.predict(shared, false, wake)?;
                }
                Found::Data(opened) => self.import = Some(ImportDialog::new(*opened)),
                Found::Written(path) => shell.saved(&path),
            }
        }
        if self.study.busy() {
            return Ok(());
        }
        self.under_way = None;
        let Some(Family { data, distances, .. }) = &self.family else { return Ok(()) };
        let behind = self.study.latest().and_then(|snapshot| snapshot.view.map.as_ref()).is_some_and(|map| {
            let same = match (&map.distances, distances) {
                (Some(one), Some(other)) => Arc::ptr_eq(one, other),
                (one, other) => one.is_none() && other.is_none(),
            };
            map.has_couplings_of(data, &shared.contacts) && !(same && map.settings == shared.contacts)
        });
        if behind { self.predict(shared, false, wake) } else { Ok(()) }
    }

    /// Whether sequences are shown that may be taken.
    pub const fn is_covered(&self) -> bool {
        self.import.is_some()
    }

    /// Draws them.
    pub fn overlay(&mut self, ctx: &egui::Context, shell: &mut Shell) {
        let Some(dialog) = &mut self.import else { return };
        let refuses = |data: &Dataset| {
            let few = data.columns() < 2 || data.rows() == 0;
            few.then(|| format!("{} rows of {} sites have no pairs of sites", data.rows(), data.columns()))
        };
        let purpose = Purpose { take: "Predict contacts", rows: true, refuses: &refuses };
        let taken = match dialog.ui(ctx, &shell.jobs, &purpose, |_, _| ()) {
            Decision::Open => return,
            Decision::Left => None,
            Decision::Taken(taken) => Some(*taken),
        };
        self.import = None;
        let Some(Taken { name, rows, from }) = taken else { return };
        let path = from.and_then(|(source, _)| match source {
            DataSource::Path(path) => Some(path),
            _ => None,
        });
        self.asked = true;
        if let Err(sentence) = self.files.sequences(name, rows, path, shell) {
            shell.say(sentence);
        }
    }
}
