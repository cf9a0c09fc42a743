//! What the Train lab reads and writes, on threads of their own: presets, data, archives.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::core::worker::Engine;
use crate::engine::rbm::{LiveRun, TrainConfig, TrainingData};
use crate::io::datasets::{DataOptions, DataSource};
use crate::io::hdf5;
use crate::io::run::{OpenRun, RunDataError, name_of, open_data};
use crate::physics::seed::Seed;
use crate::ui::files::SaveTo;
use crate::ui::import::Opened;
use crate::ui::jobs::{Answer, Inbox, Wake};
use crate::ui::labs::train::filing::RunFiles;
use crate::ui::labs::train::last_run;
use crate::ui::labs::train::opening::{self, Preset};
use crate::ui::shell::Shell;

/// Hidden units of a run on opened data.
const HIDDEN_UNITS: usize = 64;

pub enum Found {
    /// A run that is ready, and the number of the request for it.
    Run(u64, Box<Ready>),
    /// Data that are shown before they are taken.
    Data(Box<Offered>),
    Written(PathBuf),
}

/// Data that may be taken, and the run that waits for some.
pub struct Offered {
    pub opened: Opened,
    pub without_data: Option<Arc<OpenRun>>,
}

/// A run that is ready, and what was said on the way.
pub struct Ready {
    pub config: TrainConfig,
    /// The archive that it goes on from.
    pub run: Option<Arc<OpenRun>>,
    /// What had to be decided, in sentences.
    pub notes: Vec<String>,
    /// The first run comes with its engine: measuring it takes a moment.
    pub engine: Option<Engine<LiveRun>>,
}

#[derive(Default)]
pub struct Files {
    inbox: Inbox<Found>,
    /// The number of the last request for a run …
    asked: u64,
    /// … and of the newest that was answered: answers come in the order in which they are ready.
    answered: u64,
    offered: VecDeque<Offered>,
    pub filed: RunFiles,
}

impl Files {
    /// What the next finished job found; failures and written files before it are said.
    pub fn take(&mut self, shell: &mut Shell) -> Option<Box<Ready>> {
        while let Some(found) = self.inbox.done(shell) {
            match found {
                Found::Written(path) => {
                    self.filed.wrote(&path, &mut shell.workspace);
                    shell.saved_work(&path);
                }
                Found::Run(number, ready) if number > self.answered => {
                    self.answered = number;
                    return Some(ready);
                }
                // A run that was asked for later is there already.
                Found::Run(..) => {}
                Found::Data(offered) => self.offered.push_back(*offered),
            }
        }
        None
    }

    /// The next data that were found, to be shown before they are taken.
    pub fn offered(&mut self) -> Option<Offered> {
        self.offered.pop_front()
    }

    pub fn busy(&self) -> bool {
        self.inbox.busy()
    }

    /// Unpacks a preset; the first one starts the engine.
    pub fn preset(&mut self, preset: Preset, seed: Seed, first: Option<Wake>, shell: &Shell) -> Result<(), String> {
        let number = self.number();
        let run = move || preset.config(seed).map(|config| Ready::new(config, Vec::new()));
        shell.jobs.clone().start("preset", &mut self.inbox, move || answer(number, first, run()))
    }

    /// Reads a run or data. Data that fit a run `without_data` can be given to it.
    pub fn open(
        &mut self,
        path: PathBuf,
        without_data: Option<Arc<OpenRun>>,
        seed: Seed,
        first: Option<Wake>,
        shell: &Shell,
    ) -> Result<(), String> {
        let number = self.number();
        let run = move || read(&path, without_data, seed);
        shell.jobs.clone().start("open run", &mut self.inbox, move || found(number, first, run()))
    }

    /// Reads pictures of one size as data.
    pub fn open_pictures(
        &mut self,
        paths: Vec<PathBuf>,
        without_data: Option<Arc<OpenRun>>,
        shell: &Shell,
    ) -> Result<(), String> {
        let name = format!("{} pictures", paths.len());
        shell.jobs.clone().start("open run", &mut self.inbox, move || {
            match offer(name, DataSource::Pictures(paths), without_data) {
                Ok(offered) => Answer::Done(Found::Data(Box::new(offered))),
                Err(sentence) => Answer::Failed(sentence),
            }
        })
    }

    /// Begins a run on data that were taken, or gives them to the run that waits for them.
    pub fn begin(
        &mut self,
        (source, options): (DataSource, DataOptions),
        without_data: Option<Arc<OpenRun>>,
        seed: Seed,
        first: Option<Wake>,
        shell: &Shell,
    ) -> Result<(), String> {
        let number = self.number();
        let run = move || of_data(&source, &options, without_data.as_deref(), seed);
        shell.jobs.clone().start("open run", &mut self.inbox, move || answer(number, first, run()))
    }

    /// Reads the run of last time; where that cannot be, a training begins as usual.
    pub fn take_up(&mut self, path: PathBuf, seed: Seed, first: Option<Wake>, shell: &Shell) -> Result<(), String> {
        let number = self.number();
        let run = move || match OpenRun::read(&path, seed) {
            Ok(run) => Ok(Ready::of(OpenRun { name: last_run::NAME.to_owned(), ..run }.with_recorded_data())),
            Err(err) => {
                let note = format!("The run of last time cannot be taken up: {err}");
                opening::FIRST.config(seed).map(|config| Ready::new(config, vec![note]))
            }
        };
        shell.jobs.clone().start("open run", &mut self.inbox, move || answer(number, first, run()))
    }

    /// Goes on with a run that is open; the first one starts the engine.
    pub fn go_on(&mut self, run: Arc<OpenRun>, first: Option<Wake>, shell: &Shell) -> Result<(), String> {
        let number = self.number();
        let run = move || Ok(Ready::of(OpenRun::clone(&run)));
        shell.jobs.clone().start("open run", &mut self.inbox, move || answer(number, first, run()))
    }

    /// Goes on with a run without data on those of a preset.
    pub fn go_on_with(&mut self, preset: Preset, run: Arc<OpenRun>, shell: &Shell) -> Result<(), String> {
        let number = self.number();
        shell.jobs.clone().start("preset", &mut self.inbox, move || {
            let data = preset.data(Seed(run.record.seed));
            let run = data.and_then(|data| with_data(&run, data).map_err(|err| err.to_string()));
            answer(number, None, run)
        })
    }

    const fn number(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    /// Writes the checkpoints of a run.
    pub fn save(&mut self, to: SaveTo, run: OpenRun, shell: &Shell) -> Result<(), String> {
        shell.jobs.clone().start("save run", &mut self.inbox, move || write(&run, to))
    }
}

impl Ready {
    const fn new(config: TrainConfig, notes: Vec<String>) -> Self {
        Self { config, run: None, notes, engine: None }
    }

    /// A run that goes on from an archive.
    fn of(run: OpenRun) -> Self {
        Self { config: run.config(true), notes: run.notes.clone(), run: Some(Arc::new(run)), engine: None }
    }

    /// The same with an engine, where this is the first run.
    fn started(self, first: Option<Wake>) -> Result<Self, String> {
        let Some(wake) = first else { return Ok(self) };
        let engine = Engine::spawn("train", &self.config, move || wake()).map_err(|err| err.to_string())?;
        Ok(Self { engine: Some(engine), ..self })
    }
}

fn answer(number: u64, first: Option<Wake>, ready: Result<Ready, String>) -> Answer<Found> {
    match ready.and_then(|ready| ready.started(first)) {
        Ok(ready) => Answer::Done(Found::Run(number, Box::new(ready))),
        Err(sentence) => Answer::Failed(sentence),
    }
}

fn found(number: u64, first: Option<Wake>, read: Result<Read, String>) -> Answer<Found> {
    match read {
        Ok(Read::Run(ready)) => answer(number, first, Ok(*ready)),
        Ok(Read::Data(offered)) => Answer::Done(Found::Data(offered)),
        Err(sentence) => Answer::Failed(sentence),
    }
}

fn write(run: &OpenRun, SaveTo { path, overwrite }: SaveTo) -> Answer<Found> {
    match run.write(&path, overwrite) {
        Ok(()) => Answer::Done(Found::Written(path)),
        Err(err) => Answer::Failed(format!("{err} The run goes on; it can be saved elsewhere.")),
    }
}

/// What is in a file.
enum Read {
    Run(Box<Ready>),
    Data(Box<Offered>),
}

fn read(path: &Path, without_data: Option<Arc<OpenRun>>, seed: Seed) -> Result<Read, String> {
    let archive = hdf5::has_its_ending(path).then(|| OpenRun::read(path, seed));
    let refused = match archive {
        Some(Ok(mut run)) => {
            if !run.recorded {
                run.record.fixed_point_starts = opening::STARTS;
            }
            return Ok(Read::Run(Box::new(Ready::of(run.with_recorded_data()))));
        }
        Some(Err(err)) => Some(err),
        None => None,
    };
    let source = DataSource::Path(path.to_path_buf());
    // Data that a run has recorded are read as it says, and leave no choice.
    if let Some(run) = without_data.as_ref().filter(|run| run.record.data.is_some())
        && let Ok(ready) = given(run, &source, &DataOptions::default())
    {
        return Ok(Read::Run(Box::new(ready)));
    }
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    // HDF5 may hold data too; if it is neither, what was said of the archive is of more help.
    let offered = offer(name, source, without_data);
    offered
        .map(|offered| Read::Data(Box::new(offered)))
        .map_err(|sentence| refused.map_or(sentence, |err| err.to_string()))
}

fn offer(name: String, source: DataSource, without_data: Option<Arc<OpenRun>>) -> Result<Offered, String> {
    Opened::find(name, source).map(|opened| Offered { opened, without_data })
}

/// Data for the run at hand, or else for one that begins.
fn of_data(
    source: &DataSource,
    options: &DataOptions,
    without_data: Option<&OpenRun>,
    seed: Seed,
) -> Result<Ready, String> {
    let mut notes = Vec::new();
    if let Some(run) = without_data {
        match given(run, source, options) {
            Ok(ready) => return Ok(ready),
            Err(why) => notes.push(format!("They begin a new run: {} cannot go on with them ({why}).", run.name)),
        }
    }
    let data = open_data(source, options, false, seed).map_err(|err| err.to_string())?;
    notes.extend(data.rows.notes.iter().cloned());
    Ok(Ready::new(opening::config(data, HIDDEN_UNITS, seed), notes))
}

/// The run with the data of a file, where they are its own or fit.
fn given(run: &OpenRun, source: &DataSource, options: &DataOptions) -> Result<Ready, RunDataError> {
    with_data(run, run.open_data(Some(&name_of(source)), options, false)?)
}

/// The run with these data, where they are its own or fit.
fn with_data(run: &OpenRun, data: TrainingData) -> Result<Ready, RunDataError> {
    run.check(&data)?;
    let ready = Ready::of(run.clone().with_data(data));
    let (name, update) = (&run.name, run.last.update);
    let news = format!("{name} can go on from update {update}: extend it in the Run card.");
    Ok(Ready { notes: vec![news], ..ready })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::engine::core::session::Job as _;
    use crate::engine::rbm::Train;
    use crate::io::atomic;
    use crate::io::rbm_archive::{self, ArchiveWriter, OwnRecord};

    fn run_in(path: &Path) -> Ready {
        match read(path, None, Seed(1)) {
            Ok(Read::Run(ready)) => *ready,
            _ => panic!("{} is no run", path.display()),
        }
    }

    #[test]
    fn an_opened_run_is_saved_with_its_data_and_its_past() {
        let folder = tempfile::tempdir().unwrap();
        let [first, second, third] = ["a.h5", "b.h5", "c.h5"].map(|name| folder.path().join(name));
        let options = DataOptions { rows: Some(30), ..DataOptions::default() };
        let source = DataSource::Builtin("zoo".to_owned());
        let data = open_data(&source, &options, false, Seed(1)).unwrap();
        let config = TrainConfig { measured: false, ..opening::config(data, 3, Seed(1)) };
        let mut record = OwnRecord::of(&config);
        assert_eq!(record.data.as_ref().unwrap().first_rows, Some(30));
        record.settings.learning_rate = 0.125;
        record.changes.push((0, "η → 0.01".to_owned()));
        let run = Train::new(&config).unwrap();
        ArchiveWriter::new(&first, false, record.clone()).unwrap().write(run.checkpoints()).unwrap();
        let opened = |path: &Path| run_in(path);
        let ready = opened(&first);
        let look = |data| {
            let config = TrainConfig { data, ..ready.config.clone() };
            OpenRun::of(&LiveRun::new(&config).unwrap().view())
        };
        let runs = [(look(ready.config.data.clone()), &second), (look(None), &third)];
        for (run, path) in runs {
            let to = SaveTo { path: path.clone(), overwrite: false };
            assert!(matches!(write(&run, to), Answer::Done(Found::Written(_))));
            let own = rbm_archive::read(path).unwrap().own.unwrap();
            assert_eq!(own, record);
            assert_eq!(opened(path).config.data, config.data);
        }
        let again = TrainConfig { before: None, measured: false, ..ready.config };
        let again = OpenRun::of(&LiveRun::new(&again).unwrap().view()).record;
        assert_eq!((again.changes, again.data), (Vec::new(), record.data));
    }

    #[test]
    fn data_go_to_the_run_that_waits_for_them_if_they_fit() {
        let folder = tempfile::tempdir().unwrap();
        let [fits, other] = ["fits.txt", "other.txt"].map(|name| folder.path().join(name));
        let line = |sites: usize| format!("{}\n{}\n", "01".repeat(sites / 2), "10".repeat(sites / 2));
        for (path, sites) in [(&fits, 784), (&other, 64)] {
            atomic::write(path, false, |file| file.write_all(line(sites).as_bytes())).unwrap();
        }
        let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rbms-0.5.0-mnist01-h20.h5");
        let waiting = run_in(&archive).run.unwrap();
        assert!(!waiting.recorded && waiting.data.is_none());
        let take = |path: &Path| {
            let Ok(Read::Data(offered)) = read(path, Some(Arc::clone(&waiting)), Seed(1)) else {
                panic!("data are shown before they are taken")
            };
            let (source, waiting) = (offered.opened.source.unwrap(), offered.without_data.unwrap());
            of_data(&source, &DataOptions::default(), Some(&waiting), Seed(1)).unwrap()
        };
        let taken = take(&fits);
        assert!(waiting.is_continued_by(&taken.config) && taken.run.unwrap().data == taken.config.data);
        assert_eq!((taken.config.data.unwrap().rows.rows(), taken.config.updates), (2, 1500));
        let begun = take(&other);
        assert!(begun.run.is_none() && begun.config.before.is_none());
        assert!(begun.notes[0].contains("expected rows of 784 values"), "{:?}", begun.notes);
    }
}
