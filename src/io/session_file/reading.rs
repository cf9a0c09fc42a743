//! Reads sessions: every damage is a sentence that says what and where.

use std::path::Path;

use serde_json::{Map, Value};

use super::content::{LARGEST, LONGEST_NAME, LONGEST_PATH, MOST_LABS, MOST_PACKED, SessionFile};
use super::error::SessionFileError;
use super::migrations::{kind, migrated};
use crate::io::text::{brief, said};
use crate::io::{files, guarded};

/// A name of the file as it can stand in a sentence.
pub(super) fn shown(name: &str) -> String {
    brief(name)
}

/// Reads a session.
///
/// # Errors
/// It cannot be read, or is none.
pub fn read(path: &Path) -> Result<SessionFile, SessionFileError> {
    let bytes = files::read(path, LARGEST)?;
    let wrong = |reason| SessionFileError::Content { path: path.to_owned(), reason };
    guarded::reading(|| parsed(&bytes)).map_err(|fault| wrong(fault.to_string()))?.map_err(wrong)
}

/// The session of these bytes.
///
/// # Errors
/// What is wrong with them, and where.
pub fn parsed(bytes: &[u8]) -> Result<SessionFile, String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|err| said(&err))?;
    let Value::Object(file) = value else {
        return Err(format!("{}, where an object is expected", kind(&value)));
    };
    let file = migrated(file)?;
    checked_places(&file)?;
    let file: SessionFile = serde_json::from_value(Value::Object(file)).map_err(|err| said(&err))?;
    checked(&file)?;
    Ok(file)
}

/// Says at which place something is of the wrong kind: the parser knows only of what kind.
fn checked_places(file: &Map<String, Value>) -> Result<(), String> {
    let text = |value: &Value| value.is_string().then_some(()).ok_or("a text");
    let optional = |value: &Value| if value.is_null() { Ok(()) } else { text(value) };
    let whole = |value: &Value| value.as_u64().map(|_| ()).ok_or("a whole number");
    let at = |place: String, value: Option<&Value>, check: &dyn Fn(&Value) -> Result<(), &'static str>| {
        let value = value.unwrap_or(&Value::Null);
        check(value).map_err(|expected| format!("at {place}: {}, where {expected} is expected", kind(value)))
    };
    for name in ["program", "lab"] {
        at(name.to_owned(), file.get(name), &text)?;
    }
    at("theme".to_owned(), file.get("theme"), &optional)?;
    let Some(Value::Object(labs)) = file.get("labs") else {
        let found = file.get("labs").unwrap_or(&Value::Null);
        return Err(format!("at labs: {}, where an object with a state for each lab is expected", kind(found)));
    };
    for (lab, state) in labs {
        let object = |value: &Value| value.is_object().then_some(()).ok_or("an object");
        at(format!("labs.{}", shown(lab)), Some(state), &object)?;
    }
    match file.get("files") {
        None => {}
        Some(Value::Array(runs)) => {
            for (place, run) in runs.iter().enumerate() {
                let Value::Object(run) = run else {
                    return Err(format!("at files[{place}]: {}, where an object is expected", kind(run)));
                };
                at(format!("files[{place}].name"), run.get("name"), &text)?;
                at(format!("files[{place}].path"), run.get("path"), &optional)?;
                at(format!("files[{place}].bytes"), run.get("bytes"), &whole)?;
                at(format!("files[{place}].crc32"), run.get("crc32"), &whole)?;
                at(format!("files[{place}].packed"), run.get("packed"), &optional)?;
            }
        }
        Some(found) => return Err(format!("at files: {}, where a list is expected", kind(found))),
    }
    Ok(())
}

/// Refuses what is larger than a session can be.
pub(super) fn checked(file: &SessionFile) -> Result<(), String> {
    let long = |place: String, text: &str, most: usize| {
        let length = text.chars().count();
        if length <= most {
            Ok(())
        } else {
            Err(format!("at {place}: {length} characters, where at most {most} stand"))
        }
    };
    long("program".to_owned(), &file.program, LONGEST_NAME)?;
    long("lab".to_owned(), &file.lab, LONGEST_NAME)?;
    long("theme".to_owned(), file.theme.as_deref().unwrap_or_default(), LONGEST_NAME)?;
    for (what, found) in [("labs", file.labs.len()), ("files", file.files.len())] {
        if found > MOST_LABS {
            return Err(format!("at {what}: {found} of them, where at most {MOST_LABS} stand"));
        }
    }
    for lab in file.labs.keys() {
        long("labs".to_owned(), lab, LONGEST_NAME)?;
    }
    let mut packed = 0_usize;
    for (place, run) in file.files.iter().enumerate() {
        long(format!("files[{place}].name"), &run.name, LONGEST_PATH)?;
        long(format!("files[{place}].path"), &run.path, LONGEST_PATH)?;
        if run.path.is_empty() && run.packed.is_none() {
            return Err(format!("at files[{place}]: neither a path nor packed bytes"));
        }
        packed = packed.saturating_add(run.packed.as_ref().map_or(0, |text| text.len() / 4 * 3));
    }
    if packed > MOST_PACKED {
        return Err(format!("at files: {packed} packed bytes, where at most {MOST_PACKED} stand"));
    }
    Ok(())
}
