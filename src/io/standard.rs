//! Standard input and output where a file is expected, under the name `-`.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::OnceLock;

use super::files::{self, FileError, MAX_BYTES};

/// The name of both.
pub const NAME: &str = "-";
/// What sentences call the one that is read.
pub const INPUT: &str = "standard input";

/// Whether this is standard input.
pub fn is_input(path: &Path) -> bool {
    path.as_os_str() == NAME
}

/// The form in which something goes to standard output: `csv` of `csv:-`, nothing of `-`; `None` of other paths.
pub fn output_form(path: &Path) -> Option<&str> {
    let form = path.to_str()?.strip_suffix(NAME)?;
    if form.is_empty() {
        return Some(form);
    }
    form.strip_suffix(':').filter(|form| !form.is_empty() && form.chars().all(|letter| letter.is_ascii_alphanumeric()))
}

/// Whether this is standard output.
pub fn is_output(path: &Path) -> bool {
    output_form(path).is_some()
}

/// All that comes by standard input. It is read once: who asks again is given the same.
///
/// # Errors
/// It cannot be read, is empty, or has more than [`MAX_BYTES`] bytes.
pub fn input() -> Result<&'static [u8], FileError> {
    static CONTENT: OnceLock<Vec<u8>> = OnceLock::new();
    if let Some(content) = CONTENT.get() {
        return Ok(content);
    }
    let path = Path::new(INPUT);
    let mut content = Vec::new();
    let read = io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut content);
    read.map_err(|source| FileError::from_io(path, source))?;
    match content.len() as u64 {
        0 => Err(FileError::Empty(path.to_path_buf())),
        found if found > MAX_BYTES => Err(FileError::TooLarge { path: path.to_path_buf(), found, limit: MAX_BYTES }),
        _ => Ok(CONTENT.get_or_init(|| content)),
    }
}

/// Reads a file, or standard input.
///
/// # Errors
/// As of [`files::read`] and [`input`].
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    if is_input(path) { Ok(input()?.to_vec()) } else { files::read(path, limit) }
}

/// Writes a finished file to standard output.
pub(super) fn print(mut file: fs::File) -> io::Result<()> {
    let mut out = io::stdout().lock();
    io::copy(&mut file, &mut out)?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_standard_streams() {
        assert!(is_input(Path::new("-")) && !is_input(Path::new("./-")) && !is_input(Path::new("csv:-")));
        for (name, form) in
            [("-", Some("")), ("csv:-", Some("csv")), ("./-", None), (":-", None), ("a/b:-", None), ("", None)]
        {
            assert_eq!(output_form(Path::new(name)), form, "{name}");
        }
    }
}
