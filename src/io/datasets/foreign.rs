//! Well-known files that hold no data this program reads, by their first bytes: a refusal can name them.

use super::FormatError;

/// What is said of a picture of another form.
const PICTURE: &str = "a PNG, JPEG, PBM or PGM picture";
/// What is said of tables and arrays of other programs.
const ARRAYS: &str = "data as .npz, .npy, .csv or .h5";

/// A place in a file, the bytes that stand there, what the file is, and what was expected in its place.
type Sign = (usize, &'static [u8], &'static str, &'static str);

/// All signs, the longest first where one is the beginning of another.
const SIGNS: [Sign; 22] = [
    (0, b"GIF8", "a GIF picture", PICTURE),
    (0, b"BM", "a BMP picture", PICTURE),
    (0, b"II*\0", "a TIFF picture", PICTURE),
    (0, b"MM\0*", "a TIFF picture", PICTURE),
    (8, b"WEBP", "a WebP picture", PICTURE),
    (4, b"ftyphei", "a HEIC picture", PICTURE),
    (4, b"ftypavif", "an AVIF picture", PICTURE),
    (0, b"<svg", "an SVG drawing", PICTURE),
    (0, b"%PDF", "a PDF document", PICTURE),
    (0, b"\x80\x02", "a Python pickle", ARRAYS),
    (0, b"\x80\x03", "a Python pickle", ARRAYS),
    (0, b"\x80\x04", "a Python pickle", ARRAYS),
    (0, b"\x80\x05", "a Python pickle", ARRAYS),
    (0, b"MATLAB 5.0", "a MATLAB file of version 5", "a MATLAB file of version 7.3 (save -v7.3), .npz or .csv"),
    (0, b"\xd0\xcf\x11\xe0", "an Excel or Word file", "a table saved as .csv"),
    (0, b"RDX", "a file of R", ARRAYS),
    (0, b"X\n\0\0", "a file of R", ARRAYS),
    (0, b"PAR1", "a Parquet file", ARRAYS),
    (0, b"ARROW1", "an Arrow file", ARRAYS),
    (0, b"SQLite format 3", "a database", ARRAYS),
    (0, b"7z\xbc\xaf", "a 7z archive", ARRAYS),
    (0, b"BZh", "a file packed by bzip2", "a .gz file"),
];

/// The refusal of a file that begins like one of these.
pub fn refusal(bytes: &[u8]) -> Option<FormatError> {
    let begins = |&&(at, sign, _, _): &&Sign| bytes.get(at..).is_some_and(|rest| rest.starts_with(sign));
    let &(_, _, found, expected) = SIGNS.iter().find(begins)?;
    Some(FormatError::new(expected, found))
}

/// What a zip archive without arrays is, by the names of its files.
pub fn of_zip<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<FormatError> {
    names.find_map(|name| match name {
        _ if name.ends_with("data.pkl") => Some(FormatError::new(ARRAYS, "a PyTorch archive")),
        _ if name.starts_with("xl/") => Some(FormatError::new("a table saved as .csv", "an Excel file")),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_files_are_named() {
        let say = |bytes: &[u8]| refusal(bytes).unwrap().to_string();
        assert_eq!(say(b"GIF89a..."), "expected a PNG, JPEG, PBM or PGM picture, found a GIF picture");
        assert_eq!(say(b"RIFF\x10\0\0\0WEBPVP8 "), "expected a PNG, JPEG, PBM or PGM picture, found a WebP picture");
        assert!(say(b"\x80\x04\x95").ends_with("found a Python pickle"));
        assert!(refusal(b"0 1\n").is_none() && refusal(b"").is_none());
        assert!(of_zip(["rbm/data.pkl"].into_iter()).unwrap().to_string().ends_with("found a PyTorch archive"));
    }
}
