//! What the Train lab reads and writes, on threads of their own: presets, data, archives.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::core::worker::Engine;
use crate::engine::rbm::{Happening, Train, TrainConfig, TrainView, TrainingData};
use crate::io::datasets::{self, DataOptions, DataSource};
use crate::io::rbm_archive::{self, Archive, ArchiveWriter, DataReference, OwnRecord};
use crate::physics::rbm::{Checkpoint, TrainingSettings};
use crate::physics::seed::Seed;
use crate::ui::jobs::{Answer, Inbox, Wake};
use crate::ui::labs::train::opening::{self, Preset};
use crate::ui::shell::Shell;

/// Files that can be opened.
const READABLE: &[&str] =
    &["h5", "hdf5", "npz", "npy", "csv", "tsv", "txt", "dat", "gz", "fasta", "faa", "fa", "idx", "idx3-ubyte"];
/// Endings of archives and of data of their format.
const HDF5: [&str; 2] = ["h5", "hdf5"];
/// Hidden units of a run on opened data.
const HIDDEN_UNITS: usize = 64;

/// What a finished job brings.
pub enum Found {
    /// A run that is ready, and the number of the request for it.
    Run(u64, Box<Ready>),
    /// A file was written.
    Written(PathBuf),
}

/// A run that is ready, and what was said on the way.
pub struct Ready {
    /// Its configuration.
    pub config: TrainConfig,
    /// Where it came from.
    pub origin: Origin,
    /// What had to be decided, in sentences.
    pub notes: Vec<String>,
    /// The first run comes with its engine: measuring it takes a moment.
    pub engine: Option<Engine<Train>>,
}

/// What is known of a run beside its configuration, so that saving it loses nothing.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Its data, with how their rows were chosen.
    data: Option<DataReference>,
    /// The settings at update 0, where it went on from an archive.
    settings: Option<TrainingSettings>,
    /// Settings that were changed before it was opened.
    changes: Vec<(u64, String)>,
}

/// Whether a file is named as an archive is.
pub fn is_hdf5(path: &Path) -> bool {
    path.extension().is_some_and(|ending| HDF5.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The inbox of the lab's jobs.
#[derive(Default)]
pub struct Files {
    inbox: Inbox<Found>,
    /// The number of the last request for a run …
    asked: u64,
    /// … and of the newest that was answered: answers come in the order in which they are ready.
    answered: u64,
}

impl Files {
    /// What the next finished job found; failures and written files before it are said.
    pub fn take(&mut self, shell: &mut Shell) -> Option<Box<Ready>> {
        while let Some(answer) = self.inbox.take() {
            match answer {
                Answer::Done(Found::Written(path)) => shell.tell(format!("Saved as {}.", path.display())),
                Answer::Done(Found::Run(number, ready)) if number > self.answered => {
                    self.answered = number;
                    return Some(ready);
                }
                Answer::Failed(sentence) => shell.say(sentence),
                // A run that was asked for later is there already.
                Answer::Done(Found::Run(..)) | Answer::Cancelled => {}
            }
        }
        None
    }

    /// Whether a file is being read or written.
    pub fn busy(&self) -> bool {
        self.inbox.busy()
    }

    /// Unpacks a preset; the first one starts the engine.
    pub fn preset(&mut self, preset: Preset, seed: Seed, first: Option<Wake>, shell: &Shell) -> Result<(), String> {
        let number = self.number();
        shell.jobs.clone().start("preset", &mut self.inbox, move || {
            let ready = preset.config(seed).and_then(|config| {
                let subset = preset.subset().iter().map(|&label| label.to_owned()).collect();
                let data = DataReference::of(&config).map(|data| DataReference { subset, ..data });
                let origin = Origin { data, ..Origin::default() };
                Ready { config, origin, notes: Vec::new(), engine: None }.started(first)
            });
            ready.map_or_else(Answer::Failed, |ready| Answer::Done(Found::Run(number, Box::new(ready))))
        })
    }

    /// Reads a run or data.
    pub fn open(&mut self, path: PathBuf, seed: Seed, first: Option<Wake>, shell: &Shell) -> Result<(), String> {
        let number = self.number();
        shell.jobs.clone().start("open run", &mut self.inbox, move || read(&path, seed, first, number))
    }

    /// Asks for a run or data, and reads it.
    pub fn ask_open(&mut self, seed: Seed, shell: &Shell) -> Result<(), String> {
        let filter = ("Runs and data", READABLE);
        let number = self.number();
        let read = move |path: &Path| read(path, seed, None, number);
        shell.jobs.clone().open_file("Open a run or data", filter, &mut self.inbox, read)
    }

    const fn number(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    /// Writes the checkpoints of a run.
    pub fn save(&mut self, to: SaveTo, run: Run, shell: &Shell) -> Result<(), String> {
        let (jobs, inbox) = (shell.jobs.clone(), &mut self.inbox);
        match to {
            SaveTo::Path(path) => jobs.start("save run", inbox, move || run.write(path, false)),
            // The dialog has asked before overwriting.
            SaveTo::Ask => jobs.save_file("Save the run", "run.h5", inbox, move |path| run.write(path, true)),
        }
    }
}

impl Ready {
    /// The same with an engine, where this is the first run.
    fn started(self, first: Option<Wake>) -> Result<Self, String> {
        let Some(wake) = first else { return Ok(self) };
        let engine = Engine::spawn("train", &self.config, move || wake()).map_err(|err| err.to_string())?;
        Ok(Self { engine: Some(engine), ..self })
    }
}

/// Where a run is to be saved.
pub enum SaveTo {
    /// Where a dialog says.
    Ask,
    /// There.
    Path(PathBuf),
}

/// A run that is to be written.
pub struct Run {
    config: Arc<TrainConfig>,
    checkpoints: Arc<[Arc<Checkpoint>]>,
    updates: u64,
    origin: Origin,
    changes: Vec<(u64, String)>,
}

impl Run {
    /// The run that is seen, and where it came from.
    pub fn of(view: &TrainView, origin: &Origin) -> Self {
        let changes = view.events.iter().filter_map(|event| match &event.happening {
            Happening::Setting(what) => Some((event.update, what.clone())),
            _ => None,
        });
        Self {
            config: Arc::clone(&view.config),
            checkpoints: Arc::clone(&view.checkpoints),
            updates: view.last_update,
            origin: origin.clone(),
            changes: changes.collect(),
        }
    }

    /// What is recorded of it.
    fn record(&self) -> OwnRecord {
        let mut record = OwnRecord::of(&self.config);
        record.updates = self.updates;
        // A run that was begun anew has no past, but may still learn from the same rows.
        let goes_on = self.config.before.is_some();
        if goes_on {
            record.settings = self.origin.settings.unwrap_or(record.settings);
            record.changes.clone_from(&self.origin.changes);
        }
        record.changes.extend(self.changes.iter().cloned());
        let now = record.data.take();
        record.data = match (now, self.origin.data.clone()) {
            (Some(now), Some(then)) if now.source == then.source && now.checksum == then.checksum => {
                Some(DataReference { reweighted: now.reweighted, ..then })
            }
            (None, Some(then)) if goes_on => Some(then),
            (now, _) => now,
        };
        record
    }

    fn write(self, path: PathBuf, overwrite: bool) -> Answer<Found> {
        let record = self.record();
        let written = ArchiveWriter::new(&path, overwrite, record).and_then(|mut file| file.write(&self.checkpoints));
        match written {
            Ok(()) => Answer::Done(Found::Written(path)),
            Err(err) => Answer::Failed(format!("{err} The run goes on; it can be saved elsewhere.")),
        }
    }
}

fn read(path: &Path, seed: Seed, first: Option<Wake>, number: u64) -> Answer<Found> {
    let archive = is_hdf5(path).then(|| rbm_archive::read(path));
    let ready = match archive {
        Some(Ok(archive)) => Ok(of_archive(archive, seed)),
        // HDF5 may hold data too; if it is neither, what was said of the archive is of more help.
        Some(Err(err)) => of_data(path, seed).map_err(|_data| err.to_string()),
        None => of_data(path, seed),
    };
    match ready.and_then(|ready| ready.started(first)) {
        Ok(ready) => Answer::Done(Found::Run(number, Box::new(ready))),
        Err(sentence) => Answer::Failed(sentence),
    }
}

fn of_data(path: &Path, seed: Seed) -> Result<Ready, String> {
    let source = DataSource::Path(path.to_path_buf());
    let rows = datasets::open(&source, &DataOptions::default(), seed).map_err(|err| err.to_string())?;
    let notes = rows.notes.clone();
    let config = opening::config(rows, &source.to_string(), HIDDEN_UNITS, seed);
    Ok(Ready { config, origin: Origin::default(), notes, engine: None })
}

/// A run that goes on from an archive, with its data where they are found again.
fn of_archive(archive: Archive, seed: Seed) -> Ready {
    let mut notes = archive.notes;
    let own = archive.own;
    let reference = own.as_ref().and_then(|own| own.data.clone());
    let seed = own.as_ref().map_or(seed, |own| Seed(own.seed));
    let data = reference.as_ref().and_then(|reference| match data_of(reference, seed) {
        Ok(data) => Some(data),
        Err(sentence) => {
            notes.push(sentence);
            None
        }
    });
    let last = archive.trajectory.last().cloned();
    let settings = last.as_ref().and_then(|last| last.settings).or(own.as_ref().map(|own| own.settings));
    let known = &archive.hyperparameters;
    let guessed = TrainingSettings {
        gibbs_steps: known.gibbs_steps.map_or(20, |steps| steps.clamp(1, 100_000) as u32),
        learning_rate: known.learning_rate.unwrap_or(0.01),
        batch: known.batch.unwrap_or(500) as usize,
        chains: known.chains.unwrap_or(500) as usize,
        ..TrainingSettings::default()
    };
    let done = last.as_ref().map_or(0, |last| last.update);
    let config = TrainConfig {
        visible: last.as_ref().map_or(crate::physics::rbm::VisibleUnits::Bernoulli, |last| last.rbm.visible()),
        hidden: last.as_ref().map_or(crate::physics::rbm::HiddenUnits::Bernoulli, |last| last.rbm.hidden()),
        hidden_units: last.as_ref().map_or(1, |last| last.rbm.hidden_units()),
        settings: settings.unwrap_or(guessed),
        initial_spread: own.as_ref().map_or(0.01, |own| own.initial_spread),
        updates: own.as_ref().map_or(done, |own| own.updates).max(done),
        checkpoints: own.as_ref().map(|own| own.checkpoints).unwrap_or_default(),
        fixed_point_starts: own.as_ref().map_or(opening::STARTS, |own| own.fixed_point_starts),
        measured: true,
        seed,
        before: Some(Arc::new(archive.trajectory)),
        data,
    };
    let settings = own.as_ref().map(|own| own.settings);
    let origin = Origin { data: reference, settings, changes: own.map(|own| own.changes).unwrap_or_default() };
    Ready { config, origin, notes, engine: None }
}

/// The rows that a run learnt from.
fn data_of(reference: &DataReference, seed: Seed) -> Result<TrainingData, String> {
    let source: DataSource = reference.source.parse().map_err(|err: datasets::DataError| err.to_string())?;
    let options = DataOptions {
        rows: reference.first_rows,
        subset: reference.subset.clone(),
        labels_file: reference.labels.clone().map(PathBuf::from),
        threshold: reference.threshold,
    };
    let rows = datasets::open(&source, &options, seed).map_err(|err| {
        format!("The data of this run are not there ({err}): it can be looked at, not trained further.")
    })?;
    if rbm_archive::record::checksum(&rows) != reference.checksum {
        let name = &reference.source;
        return Err(format!("{name} is not what this run learnt from: it can be looked at, not trained further."));
    }
    Ok(TrainingData { rows: Arc::new(rows), source: reference.source.clone(), reweighted: reference.reweighted })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::core::session::Job as _;

    fn opened(path: &Path) -> Box<Ready> {
        match read(path, Seed(1), None, 1) {
            Answer::Done(Found::Run(_, ready)) => ready,
            _ => panic!("{} cannot be opened", path.display()),
        }
    }

    #[test]
    fn archives_are_known_by_their_ending() {
        assert!(["a.h5", "b.HDF5", "c.d.H5"].iter().all(|name| is_hdf5(Path::new(name))));
        assert!(["h5", "a.csv", "a.h5.gz"].iter().all(|name| !is_hdf5(Path::new(name))));
    }

    #[test]
    fn an_opened_run_is_saved_with_its_data_and_its_past() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second, third] = ["a.h5", "b.h5", "c.h5"].map(|name| folder.path().join(name));
        let options = DataOptions { rows: Some(30), ..DataOptions::default() };
        let rows = datasets::open(&DataSource::Builtin("zoo".to_owned()), &options, Seed(1)).unwrap();
        let config = TrainConfig { measured: false, ..opening::config(rows, "builtin:zoo", 3, Seed(1)) };
        let mut record = OwnRecord::of(&config);
        record.data.as_mut().unwrap().first_rows = Some(30);
        record.settings.learning_rate = 0.125;
        record.changes.push((0, "η → 0.01".to_owned()));
        let run = Train::new(&config).unwrap();
        ArchiveWriter::new(&first, false, record.clone()).unwrap().write(run.checkpoints()).unwrap();
        let ready = opened(&first);
        let look = |data| {
            let config = TrainConfig { measured: false, data, ..ready.config.clone() };
            Run::of(&Train::new(&config).unwrap().view(), &ready.origin)
        };
        let runs = [(look(ready.config.data.clone()), &second), (look(None), &third)];
        for (run, path) in runs {
            assert!(matches!(run.write(path.clone(), false), Answer::Done(Found::Written(_))));
            let own = rbm_archive::read(path).unwrap().own.unwrap();
            assert_eq!(own, record);
            assert_eq!(opened(path).config.data, config.data);
        }
        let anew = TrainConfig { before: None, measured: false, ..ready.config.clone() };
        let anew = Run::of(&Train::new(&anew).unwrap().view(), &ready.origin).record();
        assert_eq!((anew.changes, anew.data), (Vec::new(), record.data));
    }
}
