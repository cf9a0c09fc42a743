//! From an archive of any program to a run that can be looked at, trained on and saved.

use std::path::Path;
use std::sync::Arc;

use crate::engine::rbm::{
    CheckpointPlan, Findings, Happening, Past, TrainConfig, TrainView, TrainingData, USUAL_SPREAD,
};
use crate::io::datasets::{DataOptions, FormatError, ising_truth};
use crate::io::rbm_archive::record::VERSION;
use crate::io::rbm_archive::{self, Archive, ArchiveError, ArchiveWriter, Hyperparameters, OwnRecord};
use crate::io::run::data::{RunDataError, check_fit, find_data, open_data, same_rows};
use crate::io::text::plain;
use crate::physics::ising::IsingModel;
use crate::physics::rbm::{Checkpoint, TrainingSettings, Trajectory};
use crate::physics::seed::Seed;

/// A run in memory, whoever wrote it.
#[derive(Clone, Debug)]
pub struct OpenRun {
    /// The file, as it can stand in a sentence.
    pub name: String,
    /// Whether this program recorded how the run was made. If not, [`record`](Self::record) is what can be concluded
    /// from the file.
    pub recorded: bool,
    /// How it was made, and what it learned from.
    pub record: OwnRecord,
    /// Its checkpoints, by rising update.
    pub trajectory: Trajectory,
    /// Its last checkpoint.
    pub last: Arc<Checkpoint>,
    /// Its data, once they are found or given.
    pub data: Option<TrainingData>,
    /// What was measured of it up to its last checkpoint, where it comes from the window.
    pub findings: Option<Findings>,
    /// What had to be decided or left out, one sentence each.
    pub notes: Vec<String>,
}

impl OpenRun {
    /// Reads a run, without its data. `seed` is the one that a run of another program goes on with: its own is lost.
    ///
    /// # Errors
    /// The archive cannot be read, or has no checkpoint.
    pub fn read(path: &Path, seed: Seed) -> Result<Self, ArchiveError> {
        Self::of_archive(path, rbm_archive::read(path)?, seed)
    }

    /// The run of an archive that was read, whose name in sentences is that of `path`.
    ///
    /// # Errors
    /// It has no checkpoint.
    pub(in crate::io) fn of_archive(path: &Path, archive: Archive, seed: Seed) -> Result<Self, ArchiveError> {
        let Some(last) = archive.trajectory.last().cloned() else {
            return Err(ArchiveError::format(path, FormatError::new("a checkpoint", "none")));
        };
        Ok(Self {
            name: plain(path),
            recorded: archive.own.is_some(),
            record: archive.own.unwrap_or_else(|| concluded(&archive.hyperparameters, &last, seed)),
            trajectory: archive.trajectory,
            last,
            data: None,
            findings: None,
            notes: archive.notes,
        })
    }

    /// A machine that was made in another way than by a training, as a run of one checkpoint.
    pub fn of_machine(name: String, last: Checkpoint, data: Option<TrainingData>, seed: Seed) -> Self {
        let last = Arc::new(last);
        let record = concluded(&Hyperparameters::default(), &last, seed);
        let trajectory = Trajectory { checkpoints: vec![Arc::clone(&last)] };
        let run =
            Self { name, recorded: false, record, trajectory, last, data: None, findings: None, notes: Vec::new() };
        match data {
            Some(data) => run.with_data(data),
            None => run,
        }
    }

    /// The run that the window shows, as it is now.
    pub fn of(view: &TrainView) -> Self {
        let mut record = OwnRecord { updates: view.last_update, ..OwnRecord::of(&view.config) };
        for event in view.events.iter() {
            if let Happening::Setting(what) = &event.happening {
                let change = (event.update, what.clone());
                // A run that was taken back has those of before in its record and among its events.
                if !record.changes.contains(&change) {
                    record.changes.push(change);
                }
            }
        }
        let now = Checkpoint {
            update: view.update,
            rbm: Arc::clone(&view.rbm),
            chains: None,
            settings: Some(view.settings),
            seconds: None,
        };
        Self {
            name: view.config.data.as_ref().map_or_else(String::new, |data| data.reference.source.clone()),
            recorded: true,
            record,
            trajectory: Trajectory { checkpoints: view.checkpoints.to_vec() },
            last: view.checkpoints.last().cloned().unwrap_or_else(|| Arc::new(now)),
            data: view.config.data.clone(),
            findings: Findings::of(view),
            notes: Vec::new(),
        }
    }

    /// Writes the run.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path, overwrite: bool) -> Result<(), ArchiveError> {
        ArchiveWriter::new(path, overwrite, self.record.clone())?.write(&self.trajectory.checkpoints)
    }

    /// Opens data for the run to go on with. Where its own are recorded they must be the same rows, chosen as they
    /// were then, from where they were or from `source`; a run that recorded none takes what is asked for.
    ///
    /// # Errors
    /// The data cannot be opened, or are not those that were recorded.
    pub fn open_data(
        &self,
        source: Option<&str>,
        options: &DataOptions,
        reweighted: bool,
    ) -> Result<TrainingData, RunDataError> {
        let seed = Seed(self.record.seed);
        match (&self.record.data, source) {
            (Some(reference), _) => find_data(reference, &self.name, source, seed),
            (None, source) => {
                let source = source.unwrap_or_default().parse().map_err(RunDataError::Data)?;
                Ok(open_data(&source, options, reweighted, seed)?)
            }
        }
    }

    /// The model that its data were drawn from, where they say so.
    pub fn truth(&self) -> Option<IsingModel> {
        ising_truth(self.record.data.as_ref()?)
    }

    /// The run with these data; they are recorded where none were.
    #[must_use]
    pub fn with_data(mut self, data: TrainingData) -> Self {
        self.record.data.get_or_insert_with(|| data.reference.clone());
        self.data = Some(data);
        self
    }

    /// The run with the data it recorded, or with a note why they are not there.
    #[must_use]
    pub fn with_recorded_data(mut self) -> Self {
        if self.record.data.is_none() {
            return self;
        }
        match self.open_data(None, &DataOptions::default(), false) {
            Ok(data) => self.with_data(data),
            Err(error) => {
                self.notes.push(format!(
                    "The data of this run are not there ({error}): it can be looked at, not trained further."
                ));
                self
            }
        }
    }

    /// Whether these data are what it can go on with: the rows that were recorded, or where none were, rows that fit.
    ///
    /// # Errors
    /// What speaks against them.
    pub fn check(&self, data: &TrainingData) -> Result<(), RunDataError> {
        match &self.record.data {
            Some(recorded) => same_rows(recorded, &self.name, data),
            None => check_fit(&data.rows, &self.last.rbm),
        }
    }

    /// Whether `config` goes on from this run.
    pub fn is_continued_by(&self, config: &TrainConfig) -> bool {
        let last = config.before.as_ref().and_then(|past| past.trajectory.last());
        last.is_some_and(|last| Arc::ptr_eq(last, &self.last))
    }

    /// The settings in force at its last checkpoint.
    pub fn settings(&self) -> TrainingSettings {
        self.last.settings.unwrap_or(self.record.settings)
    }

    /// The run as it goes on from its last checkpoint; `measured` or bare.
    pub fn config(&self, measured: bool) -> TrainConfig {
        let (record, rbm) = (&self.record, &self.last.rbm);
        let past = Past {
            trajectory: self.trajectory.clone(),
            settings: record.settings,
            data: record.data.clone(),
            changes: record.changes.clone(),
            findings: self.findings.clone(),
        };
        TrainConfig {
            data: self.data.clone(),
            visible: rbm.visible(),
            hidden: rbm.hidden(),
            hidden_units: rbm.hidden_units(),
            settings: self.settings(),
            initial_spread: record.initial_spread,
            updates: record.updates.max(self.last.update),
            checkpoints: record.checkpoints,
            fixed_point_starts: record.fixed_point_starts,
            measured,
            seed: Seed(record.seed),
            before: Some(Arc::new(past)),
        }
    }
}

/// What a file of another program says of its run, in the form of a record; the rest is as usual.
fn concluded(file: &Hyperparameters, last: &Checkpoint, seed: Seed) -> OwnRecord {
    let usual = TrainingSettings::default();
    let count = |number: Option<u64>, usual: usize| number.and_then(|n| usize::try_from(n).ok()).unwrap_or(usual);
    let settings = TrainingSettings {
        gibbs_steps: file.gibbs_steps.and_then(|n| u32::try_from(n).ok()).unwrap_or(usual.gibbs_steps),
        batch: count(file.batch, usual.batch),
        chains: count(file.chains, usual.chains),
        learning_rate: file.learning_rate.unwrap_or(usual.learning_rate),
        l1: file.l1.unwrap_or(usual.l1),
        l2: file.l2.unwrap_or(usual.l2),
        ..usual
    };
    OwnRecord {
        version: VERSION,
        program: OwnRecord::program(),
        seed: seed.0,
        visible: last.rbm.visible(),
        hidden: last.rbm.hidden(),
        hidden_units: last.rbm.hidden_units(),
        initial_spread: USUAL_SPREAD,
        settings,
        updates: last.update,
        checkpoints: CheckpointPlan::default(),
        fixed_point_starts: 0,
        data: None,
        changes: Vec::new(),
    }
}
