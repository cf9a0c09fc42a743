//! Runs that labs look at: too large for text. One that is in a file is referred to, with its checksum; any other is
//! packed into the session.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::base64;
use super::checksum;
use super::content::{HeldRun, MOST_LABS, MOST_PACKED};
use crate::io::rbm_archive;
use crate::io::run::{OpenRun, builtin};
use crate::io::text::{plain, quoted};
use crate::io::{files, guarded};
use crate::physics::seed::Seed;

/// How a run is written down; with `pack` also one that is in a file is packed.
///
/// # Errors
/// A sentence where it cannot be written.
pub fn held(run: &OpenRun, pack: bool) -> Result<HeldRun, String> {
    let name = run.name.clone();
    if builtin_of(run).is_some() {
        let path = name.clone();
        return Ok(HeldRun { name, path, bytes: 0, crc32: 0, packed: None });
    }
    let file = in_file(run);
    let bytes = match &file {
        Some(path) => files::read(path, MOST_PACKED as u64 * 8).map_err(|err| err.to_string())?,
        None => written(run)?,
    };
    let packed = (pack || file.is_none()).then(|| base64::encoded(&bytes));
    if packed.is_some() && bytes.len() > MOST_PACKED {
        let much = format!("The run {} has {} bytes, and a session holds {MOST_PACKED}", quoted(&name), bytes.len());
        return Err(format!("{much}: save it as a file first, then the session names that file."));
    }
    let path = file.and_then(|file| std::path::absolute(file).ok()).map_or_else(String::new, |file| plain(&file));
    Ok(HeldRun { name, path, bytes: bytes.len() as u64, crc32: checksum::of(&bytes), packed })
}

/// Adds runs that may be missing, and says which had no room.
pub fn hold_where_there_is_room<'a>(
    files: &mut Vec<HeldRun>,
    runs: impl Iterator<Item = &'a OpenRun>,
    pack: bool,
) -> Vec<String> {
    let packed = |run: &HeldRun| run.packed.as_ref().map_or(0, |text| text.len() / 4 * 3);
    let mut room = MOST_PACKED.saturating_sub(files.iter().map(packed).sum());
    let mut left_out = Vec::new();
    for run in runs {
        match held(run, pack) {
            Ok(held) if packed(&held) <= room && files.len() < MOST_LABS => {
                room -= packed(&held);
                files.push(held);
            }
            Ok(_) => {
                left_out.push(format!("There was no room for the run {}, which was put aside.", quoted(&run.name)));
            }
            Err(sentence) => left_out.push(sentence),
        }
    }
    left_out
}

/// The run that was written down like this, with its data where they are found. `beside` is the session's own file: a run
/// that is no longer where it was may be in the same folder.
///
/// # Errors
/// A sentence where it is not there, or is another one by now.
pub fn opened(run: &HeldRun, beside: &Path, seed: Seed) -> Result<OpenRun, String> {
    if run.packed.is_none()
        && let Some(known) = builtin::ALL.into_iter().find(|known| known.name == run.path)
    {
        return known.open(seed).map_err(|err| err.to_string());
    }
    let name = quoted(&run.name);
    let bytes = match &run.packed {
        Some(text) => base64::decoded(text).map_err(|why| format!("The run {name} is damaged: {why}."))?,
        None => found(run, beside)?,
    };
    if bytes.len() as u64 != run.bytes || checksum::of(&bytes) != run.crc32 {
        let place = if run.packed.is_some() { "in the session".to_owned() } else { format!("at {}", run.path) };
        return Err(format!(
            "The run {name} {place} is another one than was saved: {} bytes with the checksum {:08x}, where {} with {:08x} \
             are expected.",
            bytes.len(),
            checksum::of(&bytes),
            run.bytes,
            run.crc32
        ));
    }
    let archive = guarded::reading(|| rbm_archive::read_bytes(&run.name, &bytes)).map_err(|err| err.to_string())?;
    let archive = archive.map_err(|err| err.to_string())?;
    let opened = OpenRun::of_archive(Path::new(&run.name), archive, seed).map_err(|err| err.to_string())?;
    Ok(OpenRun { name: run.name.clone(), ..opened }.with_recorded_data())
}

/// The bytes of a run that is in a file: where it was, or in the folder of the session.
fn found(run: &HeldRun, beside: &Path) -> Result<Vec<u8>, String> {
    let path = PathBuf::from(&run.path);
    let moved = path.file_name().map(|name| beside.with_file_name(name));
    let places = [Some(path), moved];
    let mut first = None;
    for place in places.into_iter().flatten() {
        match files::read(&place, run.bytes.max(1)) {
            Ok(bytes) => return Ok(bytes),
            Err(err) => first = first.or(Some(err)),
        }
    }
    let why = first.map_or_else(|| "its name is no path".to_owned(), |err| err.to_string());
    Err(format!("The run {} is not there: {why}.", quoted(&run.name)))
}

/// The run of the program that this one is, as it was opened.
fn builtin_of(run: &OpenRun) -> Option<&'static builtin::BuiltinRun> {
    let known = builtin::ALL.into_iter().find(|known| known.name == run.name)?;
    let same = known.open(Seed(run.record.seed)).is_ok_and(|own| updates(&own) == updates(run));
    same.then_some(known)
}

/// The file that a run is in, as far as it has come.
fn in_file(run: &OpenRun) -> Option<PathBuf> {
    let path = PathBuf::from(&run.name);
    let survey = path.is_file().then(|| rbm_archive::survey(&path).ok()).flatten()?;
    (survey.updates == updates(run)).then_some(path)
}

fn updates(run: &OpenRun) -> Vec<u64> {
    run.trajectory.checkpoints.iter().map(|checkpoint| checkpoint.update).collect()
}

/// The bytes of the archive of a run.
fn written(run: &OpenRun) -> Result<Vec<u8>, String> {
    let failed = |err: &dyn std::fmt::Display| format!("The run {} cannot be packed: {err}.", quoted(&run.name));
    let mut folder = tempfile::NamedTempFile::new().map_err(|err| failed(&err))?;
    folder.flush().map_err(|err| failed(&err))?;
    run.write(folder.path(), true).map_err(|err| failed(&err))?;
    files::read(folder.path(), u64::MAX).map_err(|err| failed(&err))
}
