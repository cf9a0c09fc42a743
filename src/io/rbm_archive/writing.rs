//! Archives written so that whatever ends the program, the file opens with all checkpoints completed until then.
//!
//! A file appears whole, under a temporary name that is renamed. Later checkpoints are appended: their bytes come
//! first, and the one pointer that makes them part of the file last. Each time the list of all checkpoints is written
//! too, so whoever has many short ones hands over several together. Where the file is gone meanwhile, or appending failed, it is rewritten from what
//! is kept here; but a file that holds more than what is kept here is only ever appended to.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::iter;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use hdf5_pure::{Error, File, FileAccessProperties, FileLocking};

use crate::io::atomic::{self, WriteError};
use crate::io::datasets::FormatError;
use crate::io::guarded::reading;
use crate::io::hdf5::Hdf5;
use crate::io::rbm_archive::building;
use crate::io::rbm_archive::chains;
use crate::io::rbm_archive::error::ArchiveError;
use crate::io::rbm_archive::layout::OWN_GROUP;
use crate::io::rbm_archive::reading::survey;
use crate::io::rbm_archive::record::OwnRecord;
use crate::io::text::said;
use crate::physics::rbm::{Checkpoint, Configurations};

/// What is said of a full disk.
const DISK_FULL: &str = "the disk is full";
/// The chains of the last checkpoint, where other programs look for them.
const CHAINS: &str = "parallel_chains";

/// Writes the checkpoints of a run as they come.
#[derive(Debug)]
pub struct ArchiveWriter {
    path: PathBuf,
    overwrite: bool,
    record: OwnRecord,
    kept: Vec<Arc<Checkpoint>>,
    written: Option<Written>,
    /// Whether the file holds checkpoints of the run, also where some bytes of it are not known.
    begun: bool,
}

/// What is in the file.
#[derive(Debug)]
struct Written {
    updates: BTreeSet<u64>,
    /// Those among them that are to be superseded.
    outdated: BTreeSet<u64>,
    record: OwnRecord,
    length: u64,
    /// Whether it holds checkpoints that are not kept here: then nothing may take its place.
    more: bool,
}

impl ArchiveWriter {
    /// Prepares a file; nothing is written yet.
    ///
    /// # Errors
    /// The path is one that could not be written.
    pub fn new(path: &Path, overwrite: bool, record: OwnRecord) -> Result<Self, ArchiveError> {
        atomic::check(path, overwrite)?;
        Ok(Self { path: path.to_path_buf(), overwrite, record, kept: Vec::new(), written: None, begun: false })
    }

    /// Goes on in a file of this program that holds this record and these checkpoints already. Where it holds others
    /// too (thinned when it was read, or damaged) it is never rewritten.
    ///
    /// # Errors
    /// The file is gone, is no archive, or cannot be replaced.
    pub fn continuing(path: &Path, record: OwnRecord, checkpoints: &[Arc<Checkpoint>]) -> Result<Self, ArchiveError> {
        atomic::check(path, true)?;
        let updates: BTreeSet<u64> = checkpoints.iter().map(|checkpoint| checkpoint.update).collect();
        let more = survey(path)?.updates.iter().any(|update| !updates.contains(update));
        if let Some(last) = checkpoints.last() {
            mend_chains(path, last).map_err(|error| ArchiveError::appending(path, reason(&error)))?;
        }
        let outdated = BTreeSet::new();
        let written = Some(Written { updates, outdated, record: record.clone(), length: file_length(path)?, more });
        Ok(Self { path: path.to_path_buf(), overwrite: true, record, kept: checkpoints.to_vec(), written, begun: true })
    }

    /// Where it writes.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is recorded of the run.
    pub fn record(&self) -> &OwnRecord {
        &self.record
    }

    /// Changes what is recorded of the run; written with the next checkpoint.
    pub fn set_record(&mut self, record: OwnRecord) {
        self.record = record;
    }

    /// Number of checkpoints in the file.
    pub fn checkpoints_written(&self) -> usize {
        self.written.as_ref().map_or(0, |written| written.updates.len())
    }

    /// Writes to another path from now on, beginning with all that was given so far.
    ///
    /// # Errors
    /// The path is one that could not be written; the old one stays.
    pub fn move_to(&mut self, path: &Path, overwrite: bool) -> Result<(), ArchiveError> {
        atomic::check(path, overwrite)?;
        let path = mem::replace(&mut self.path, path.to_path_buf());
        let old = (path, self.overwrite, self.written.take(), self.begun);
        (self.overwrite, self.begun) = (overwrite, false);
        let moved = self.flush();
        if moved.is_err() {
            (self.path, self.overwrite, self.written, self.begun) = old;
        }
        moved
    }

    /// Brings the file up to date with these checkpoints. One of an update that is in it already takes the place of
    /// that, where it differs in more than its time.
    ///
    /// # Errors
    /// A sentence; the file keeps what it had, what was given is kept here, and the next call tries again.
    pub fn write(&mut self, checkpoints: &[Arc<Checkpoint>]) -> Result<(), ArchiveError> {
        for checkpoint in checkpoints {
            let place = self.kept.partition_point(|kept| kept.update < checkpoint.update);
            match self.kept.get_mut(place) {
                Some(kept) if kept.update == checkpoint.update => {
                    if !is_same(kept, checkpoint) {
                        *kept = Arc::clone(checkpoint);
                        if let Some(written) = &mut self.written {
                            written.updates.remove(&checkpoint.update);
                            written.outdated.insert(checkpoint.update);
                        }
                    }
                }
                _ => self.kept.insert(place, Arc::clone(checkpoint)),
            }
        }
        self.flush()
    }

    /// Writes what is not in the file yet.
    fn flush(&mut self) -> Result<(), ArchiveError> {
        if self.kept.is_empty() {
            return Ok(());
        }
        let more = match &mut self.written {
            Some(written) if is_as_left(&self.path, written)? => {
                let new: Vec<&Arc<Checkpoint>> =
                    self.kept.iter().filter(|checkpoint| !written.updates.contains(&checkpoint.update)).collect();
                let record = (written.record != self.record).then_some(&self.record);
                if new.is_empty() && record.is_none() {
                    return Ok(());
                }
                let is_there = |update| written.more || written.outdated.contains(&update);
                if let Err(error) = append(&self.path, &new, record, is_there) {
                    if written.more {
                        // It still opens with all it had, and appending begins by taking away what it adds.
                        written.length = file_length(&self.path).unwrap_or(written.length);
                    } else {
                        // What of it reached the file is unknown: next time it is rewritten.
                        self.written = None;
                        self.overwrite = true;
                    }
                    // The folder went while it was written: nothing stays in the file.
                    atomic::check(&self.path, true)?;
                    return Err(ArchiveError::appending(&self.path, reason(&error)));
                }
                written.more
            }
            _ => {
                self.write_whole()?;
                false
            }
        };
        self.begun = true;
        let length = file_length(&self.path)?;
        let updates = self.kept.iter().map(|checkpoint| checkpoint.update).collect();
        let outdated = BTreeSet::new();
        self.written = Some(Written { updates, outdated, record: self.record.clone(), length, more });
        Ok(())
    }

    /// Puts a file with all that is kept in the place of the one there is, if there is one.
    fn write_whole(&mut self) -> Result<(), ArchiveError> {
        let Some(first) = self.kept.first() else { return Ok(()) };
        let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let all: Vec<&Arc<Checkpoint>> = self.kept.iter().collect();
        let written = atomic::write_at(&self.path, self.overwrite, |temporary| {
            let frame = building::frame(&name, &self.record, first).map_err(of_disk)?;
            temporary.as_file_mut().set_len(0)?;
            io::Write::write_all(temporary.as_file_mut(), &frame)?;
            append(temporary.path(), &all, None, |_| false).map_err(of_disk)
        });
        written.map_err(|error| self.kept_in_file(error))?;
        self.overwrite = true;
        Ok(())
    }

    /// An error in words that tell what is left: the file of before, where there is one.
    fn kept_in_file(&self, error: WriteError) -> ArchiveError {
        let reason = match &error {
            WriteError::DiskFull { .. } => DISK_FULL.to_owned(),
            WriteError::Other { source, .. } => said(source),
            _ => return error.into(),
        };
        if self.begun && self.path.exists() {
            return ArchiveError::appending(&self.path, reason);
        }
        error.into()
    }
}

/// Whether two checkpoints of an update are the same run at the same moment.
fn is_same(one: &Arc<Checkpoint>, other: &Arc<Checkpoint>) -> bool {
    Arc::ptr_eq(one, other) || (one.settings == other.settings && one.chains == other.chains && one.rbm == other.rbm)
}

/// Whether a file is as it was left; `false` where it is gone.
fn is_as_left(path: &Path, written: &Written) -> Result<bool, ArchiveError> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.len() == written.length => Ok(true),
        Ok(_) => {
            let fault = FormatError::new("the archive as it was left", "one changed by another program");
            Err(ArchiveError::format(path, fault))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(WriteError::from_io(path, error).into()),
    }
}

fn file_length(path: &Path) -> Result<u64, WriteError> {
    Ok(fs::metadata(path).map_err(|source| WriteError::from_io(path, source))?.len())
}

/// Adds checkpoints to a file in one stroke, all or none; then the chains that other programs read, which are changed in
/// place: whatever happens to them, each checkpoint has its own.
/// `is_there` says of which updates there may be something in the file.
fn append(
    path: &Path,
    checkpoints: &[&Arc<Checkpoint>],
    record: Option<&OwnRecord>,
    is_there: impl Fn(u64) -> bool + Send,
) -> Result<(), Error> {
    edited(path, |file| {
        add(file, checkpoints, record, is_there)?;
        file.commit()?;
        if let Some((checkpoint, chains)) = checkpoints.last().and_then(|last| Some((last, last.chains.as_ref()?))) {
            write_chains(file, checkpoint, chains)?;
        }
        file.commit()
    })
}

/// Opens a file to be changed, which may hold what others have added to it, and closes it when that is done.
fn edited(path: &Path, edit: impl FnOnce(&File) -> Result<(), Error> + Send) -> Result<(), Error> {
    let work = || {
        let options = FileAccessProperties::new().with_locking(FileLocking::BestEffort);
        let file = File::open_rw_with_options(path, options)?;
        edit(&file)?;
        file.close()
    };
    reading(work).map_err(|fault| Error::Io(io::Error::other(fault.to_string()))).flatten()
}

/// The chains that other programs read are written after the checkpoint that they belong to: where the program was
/// ended between the two, they are put right when the run goes on.
fn mend_chains(path: &Path, last: &Checkpoint) -> Result<(), Error> {
    let Some(chains) = &last.chains else { return Ok(()) };
    let in_file = Hdf5::open(path).ok().and_then(Result::ok).and_then(|file| file.floats(CHAINS).ok().flatten());
    let right = chains::as_floats(chains, last.rbm.visible());
    if in_file.is_some_and(|found| found.iter().eq(&right)) {
        return Ok(());
    }
    edited(path, |file| {
        write_chains(file, last, chains)?;
        file.commit()
    })
}

fn add(
    file: &File,
    checkpoints: &[&Arc<Checkpoint>],
    record: Option<&OwnRecord>,
    is_there: impl Fn(u64) -> bool,
) -> Result<(), Error> {
    let root = file.root();
    for checkpoint in checkpoints {
        let settings = checkpoint.settings.as_ref().map(serde_json::to_string).transpose();
        let settings = settings.map_err(|error| Error::Io(error.into()))?;
        let (machine, own) =
            (format!("update_{}", checkpoint.update), format!("{OWN_GROUP}/checkpoints/{}", checkpoint.update));
        // One that settings were changed at, or that is damaged, is superseded.
        for name in [&machine, &own] {
            if is_there(checkpoint.update)
                && !matches!(file.group(name), Err(Error::Format(hdf5_pure::FormatError::PathNotFound(_))))
            {
                root.delete(name)?;
            }
        }
        root.create_group_with(&machine, |group| building::parameters(group, checkpoint))?;
        root.create_group_with(&own, |group| building::own_parts(group, checkpoint, settings.as_deref()))?;
    }
    if let Some(record) = record {
        let name = format!("{OWN_GROUP}/record");
        root.delete(&name)?;
        let mut built = Ok(());
        root.create_dataset(&name, |array| built = building::own_record(array, record))?;
        built?;
    }
    Ok(())
}

fn write_chains(file: &File, checkpoint: &Checkpoint, chains: &Configurations) -> Result<(), Error> {
    let root = file.root();
    let same = file.dataset(CHAINS).and_then(|array| array.shape());
    let shape = [chains.rows() as u64, chains.sites() as u64];
    let fill = |array: &mut hdf5_pure::DatasetBuilder| {
        building::parallel_chains(array, chains, checkpoint.rbm.visible());
    };
    match same {
        Ok(same) if same == shape => file.dataset(CHAINS)?.write_staged(fill)?,
        Ok(_) => {
            root.delete(CHAINS)?;
            root.create_dataset(CHAINS, fill)?;
        }
        Err(_) => drop(root.create_dataset(CHAINS, fill)?),
    }
    Ok(())
}

/// What went wrong, and what can be done about it; by the error of the disk behind it where there is one.
fn reason(error: &Error) -> String {
    // Other programs keep the names of more than eight groups in a way that cannot be added to.
    if matches!(error, Error::EditUnsupported(_)) {
        return "another program has changed how it is laid out; --out RUN goes on in a file of its own".to_owned();
    }
    let mut causes = iter::successors(Some(error as &dyn std::error::Error), |cause| cause.source());
    let full = |cause: &io::Error| matches!(cause.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded);
    match causes.find_map(|cause| cause.downcast_ref::<io::Error>()) {
        Some(cause) if full(cause) => DISK_FULL.to_owned(),
        Some(cause) if cause.kind() == ErrorKind::PermissionDenied => "permission denied".to_owned(),
        Some(cause) => said(cause),
        None => said(error),
    }
}

/// The error of the disk behind one of the format.
fn of_disk(error: Error) -> io::Error {
    match error {
        Error::Io(error) => error,
        other => io::Error::other(other.to_string()),
    }
}
