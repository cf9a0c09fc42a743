//! Tables of measured numbers as CSV.

use std::io;
use std::path::Path;

use crate::io::atomic::{self, WriteError};

/// Writes a header and rows of numbers; what is unknown or not finite stays empty. Numbers are written so that they
/// are read back as they were.
pub fn write<'a>(
    path: &Path,
    overwrite: bool,
    header: &[&str],
    rows: impl IntoIterator<Item = &'a [Option<f64>]>,
) -> Result<(), WriteError> {
    atomic::write(path, overwrite, |out| {
        let mut writer = csv::Writer::from_writer(out);
        let wrap = |error: csv::Error| io::Error::other(error);
        writer.write_record(header).map_err(wrap)?;
        for row in rows {
            let cells = row.iter().map(|cell| match cell {
                Some(number) if number.is_finite() => number.to_string(),
                _ => String::new(),
            });
            writer.write_record(cells).map_err(wrap)?;
        }
        writer.flush()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::files;

    #[test]
    fn unknown_numbers_stay_empty_and_known_ones_exact() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cells.csv");
        let rows = [vec![Some(0.1), Some(100.0), None], vec![Some(1.0 / 3.0), Some(f64::NAN), Some(-0.5)]];
        let rows = || rows.iter().map(Vec::as_slice);
        write(&path, false, &["alpha", "size", "mean"], rows()).unwrap();
        let text = String::from_utf8(files::read(&path, 999).unwrap()).unwrap();
        assert_eq!(text, "alpha,size,mean\n0.1,100,\n0.3333333333333333,,-0.5\n");
        assert!(matches!(write(&path, false, &["alpha"], rows()), Err(WriteError::Exists { .. })));
    }
}
