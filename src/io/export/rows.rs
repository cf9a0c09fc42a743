//! Tables of text as CSV.

use std::io;
use std::path::Path;

use crate::io::atomic::{self, WriteError};

/// Writes a header and rows.
pub fn write(
    path: &Path,
    overwrite: bool,
    header: &[&str],
    rows: impl IntoIterator<Item = impl IntoIterator<Item = String>>,
) -> Result<(), WriteError> {
    atomic::write(path, overwrite, |out| {
        let mut writer = csv::Writer::from_writer(out);
        let wrap = |error: csv::Error| io::Error::other(error);
        writer.write_record(header).map_err(wrap)?;
        for row in rows {
            writer.write_record(row.into_iter().collect::<Vec<String>>()).map_err(wrap)?;
        }
        writer.flush()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::files;

    #[test]
    fn rows_are_written_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cells.csv");
        let rows = || [["0.1", "", "hebb"], ["1", "2", "a, b"]].map(|row| row.map(str::to_owned));
        write(&path, false, &["alpha", "mean", "rule"], rows()).unwrap();
        let text = String::from_utf8(files::read(&path, 999).unwrap()).unwrap();
        assert_eq!(text, "alpha,mean,rule\n0.1,,hebb\n1,2,\"a, b\"\n");
        assert!(matches!(write(&path, false, &["alpha"], rows()), Err(WriteError::Exists { .. })));
    }
}
