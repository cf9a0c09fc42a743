//! Files appear whole or not at all: written under a temporary name in the same folder, then renamed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::standard;
use super::text::plain;

/// How temporary names begin and end.
const PREFIX: &str = ".glassbox-";
const SUFFIX: &str = ".part";
/// A temporary file of this age is nobody's any more.
const OLD: Duration = Duration::from_hours(24);
/// Links that are followed from one to the next.
const MOST_LINKS: usize = 16;

/// The temporary file that is being written, for a process that is ended meanwhile.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Why a file could not be written. Nothing is left behind in any case.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// There is a file of that name, and overwriting was not asked for.
    #[error("{} exists already; choose another name", plain(.0))]
    Exists(PathBuf),
    /// The name belongs to something that must not be replaced by a file.
    #[error("cannot write {}: expected the name of a file, found a directory or device", plain(.0))]
    NotRegular(PathBuf),
    /// The folder does not exist.
    #[error("cannot write {}: there is no folder of that name", plain(.0))]
    NoFolder(PathBuf),
    /// The operating system refuses access.
    #[error("cannot write {}: permission denied", plain(.0))]
    Permission(PathBuf),
    /// No space is left.
    #[error("cannot write {}: the disk is full; nothing was kept", plain(.0))]
    DiskFull(PathBuf),
    /// Anything else the operating system reports.
    #[error("cannot write {}: {source}; nothing was kept", plain(path))]
    Other {
        /// The path given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl WriteError {
    /// Puts an error of the operating system into words.
    pub fn from_io(path: &Path, source: io::Error) -> Self {
        let path = path.to_path_buf();
        match source.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::NoFolder(path),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::Permission(path),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::DiskFull(path),
            ErrorKind::AlreadyExists => Self::Exists(path),
            _ => Self::Other { path, source },
        }
    }
}

/// Refuses a path that [`write()`] would refuse, so that long work need not be done in vain.
pub fn check(path: &Path, overwrite: bool) -> Result<(), WriteError> {
    if standard::is_output(path) {
        return Ok(());
    }
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = folder_of(path);
            return if folder.is_dir() { Ok(()) } else { Err(WriteError::NoFolder(folder)) };
        }
        found => found.map_err(|source| WriteError::from_io(path, source))?,
    };
    if !metadata.is_file() {
        return Err(WriteError::NotRegular(path.to_path_buf()));
    }
    if overwrite { Ok(()) } else { Err(WriteError::Exists(path.to_path_buf())) }
}

/// Writes a file through `fill`. On any error, also one of `fill`, the old file is untouched and no new one appears.
pub fn write(
    path: &Path,
    overwrite: bool,
    fill: impl FnOnce(&mut BufWriter<&mut File>) -> io::Result<()>,
) -> Result<(), WriteError> {
    write_at(path, overwrite, |temporary| {
        let mut writer = BufWriter::new(temporary.as_file_mut());
        fill(&mut writer).and_then(|()| writer.flush())
    })
}

/// As [`write()`], for contents that are made by name: `fill` is given the temporary file itself.
pub fn write_at(
    path: &Path,
    overwrite: bool,
    fill: impl FnOnce(&mut NamedTempFile) -> io::Result<()>,
) -> Result<(), WriteError> {
    check(path, overwrite)?;
    let wrap = |source| WriteError::from_io(path, source);
    if standard::is_output(path) {
        // Nothing of it is printed before all of it is made.
        let mut temporary = NamedTempFile::new().map_err(wrap)?;
        note_unfinished(Some(temporary.path()));
        fill(&mut temporary).map_err(wrap)?;
        let printed = temporary.reopen().and_then(standard::print);
        note_unfinished(None);
        return printed.map_err(wrap);
    }
    let target = followed(path);
    let mut temporary = temporary_beside(&target).map_err(wrap)?;
    note_unfinished(Some(temporary.path()));
    remove_left_behind(&target, temporary.as_file());
    fill(&mut temporary).map_err(wrap)?;
    // Some file systems only notice a full disk here.
    temporary.as_file().sync_all().map_err(wrap)?;
    if let Ok(old) = fs::metadata(&target) {
        // Who may read the old file may read the new one, and nobody else.
        temporary.as_file().set_permissions(old.permissions()).map_err(wrap)?;
    }
    let renamed = if overwrite { temporary.persist(&target) } else { temporary.persist_noclobber(&target) };
    note_unfinished(None);
    renamed.map(|_| ()).map_err(|error| wrap(error.error))
}

/// What a path leads to: a link is followed, also to where nothing is yet, so that it stays.
fn followed(path: &Path) -> PathBuf {
    let mut target = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        if let Ok(whole) = fs::canonicalize(&target) {
            return whole;
        }
        let Ok(link) = fs::read_link(&target) else { break };
        target = folder_of(&target).join(link);
    }
    target
}

/// Removes what programs that were killed left behind in the folder of this file, a day ago or more. Done once for each
/// folder; whatever cannot be removed stays.
fn remove_left_behind(target: &Path, new: &File) {
    static DONE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let folder = folder_of(target);
    if !DONE.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.clone()) {
        return;
    }
    // The system's own clock, by the file that was just made.
    let Ok(now) = new.metadata().and_then(|file| file.modified()) else { return };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let ours = name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        let made = entry.metadata().and_then(|file| file.modified());
        if ours && made.is_ok_and(|made| now.duration_since(made).is_ok_and(|age| age > OLD)) {
            fs::remove_file(entry.path()).ok();
        }
    }
}

fn note_unfinished(path: Option<&Path>) {
    *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner) = path.map(Path::to_path_buf);
}

/// Removes what is half written, for a process that is about to end without unwinding.
pub fn abandon() {
    let path = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(path) = path {
        // Were it gone already, all the better.
        fs::remove_file(path).ok();
    }
}

/// Makes a folder and those above it, unless it is there.
pub fn make_folder(path: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(path).map_err(|source| WriteError::from_io(path, source))
}

/// The folder in which a file of that path would lie.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// A new file in the same folder, which goes away by itself unless it is renamed.
fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any new file: the user's mask takes away what it should.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder_of(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::files;

    fn entries(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn existing_files_are_kept_unless_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        write(&path, false, |out| out.write_all(b"one")).unwrap();
        let refused = write(&path, false, |out| out.write_all(b"two")).unwrap_err();
        assert!(matches!(refused, WriteError::Exists { .. }), "{refused}");
        assert_eq!(files::read(&path, 99).unwrap(), b"one");
        write(&path, true, |out| out.write_all(b"two")).unwrap();
        assert_eq!(files::read(&path, 99).unwrap(), b"two");
        assert_eq!(entries(folder.path()), 1);
    }

    #[test]
    fn a_full_disk_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        let full = |out: &mut BufWriter<&mut File>| {
            out.write_all(b"half")?;
            Err(io::Error::from(ErrorKind::StorageFull))
        };
        let error = write(&path, false, full).unwrap_err();
        assert!(error.to_string().ends_with("the disk is full; nothing was kept"), "{error}");
        assert_eq!(entries(folder.path()), 0);
        write(&path, false, |out| out.write_all(b"old")).unwrap();
        write(&path, true, full).unwrap_err();
        assert_eq!(files::read(&path, 99).unwrap(), b"old");
        assert_eq!(entries(folder.path()), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_replaced_keeps_who_may_read_it_and_a_link_stays() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("out.txt"), folder.path().join("link.txt"));
        // To where nothing is yet.
        symlink("out.txt", &link).unwrap();
        write(&link, true, |out| out.write_all(b"one")).unwrap();
        assert_eq!(
            (files::read(&path, 99).unwrap(), fs::read_link(&link).unwrap()),
            (b"one".to_vec(), "out.txt".into())
        );
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        write(&link, true, |out| out.write_all(b"two")).unwrap();
        assert_eq!(files::read(&path, 99).unwrap(), b"two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn what_was_left_behind_long_ago_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let [old, young, other] =
            [".glassbox-1.part", ".glassbox-2.part", "mine.part"].map(|name| folder.path().join(name));
        for path in [&old, &young, &other] {
            let file = File::create_new(path).unwrap();
            let age = if *path == young { Duration::ZERO } else { 2 * OLD };
            file.set_modified(file.metadata().unwrap().modified().unwrap() - age).unwrap();
        }
        write(&folder.path().join("out.txt"), false, |out| out.write_all(b"one")).unwrap();
        assert_eq!([old, young, other].map(|path| path.exists()), [false, true, true]);
    }

    #[test]
    fn folders_and_devices_are_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let error = write(folder.path(), true, |_| Ok(())).unwrap_err();
        assert!(matches!(error, WriteError::NotRegular { .. }), "{error}");
        let error = write(&folder.path().join("no/such.txt"), true, |_| Ok(())).unwrap_err();
        assert!(matches!(error, WriteError::NoFolder { .. }), "{error}");
        assert_eq!(entries(folder.path()), 0);
    }
}
