//! Writes sessions: under a temporary name, then renamed, so that a file is the old one or the new one and never half.

use std::io::Write as _;
use std::path::Path;

use super::content::{LARGEST, SessionFile};
use super::error::SessionFileError;
use super::reading;
use crate::io::atomic;

/// Writes a session.
///
/// # Errors
/// It is larger than what is read again, or the file cannot be written. The old file stays then.
pub fn write(file: &SessionFile, path: &Path, overwrite: bool) -> Result<(), SessionFileError> {
    let too_much = |reason| SessionFileError::TooMuch { path: path.to_owned(), reason };
    reading::checked(file).map_err(too_much)?;
    let mut text = serde_json::to_vec(file).map_err(|err| too_much(format!("it cannot be written as text ({err})")))?;
    text.push(b'\n');
    if text.len() as u64 > LARGEST {
        return Err(too_much(format!("it has {} bytes, and a session has at most {LARGEST}", text.len())));
    }
    Ok(atomic::write(path, overwrite, |out| out.write_all(&text))?)
}
