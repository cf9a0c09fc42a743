//! A first look at a file: what it holds, so that only the choices that it leaves are offered.

use std::path::Path;

use super::choices::Contents;
use super::{DataError, DataSource, FormatError, Reading, formats, open};
use crate::io::files::{self, MAX_BYTES};
use crate::io::guarded;
use crate::io::text::plain;

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The kind of its values.
    pub contents: Contents,
    /// Its arrays of values with their shapes, where it has several.
    pub arrays: Vec<(String, Vec<usize>)>,
    /// The headings of a table.
    pub headings: Vec<String>,
}

impl Look {
    /// Contents without parts that have names.
    pub const fn of(contents: Contents) -> Self {
        Self { contents, arrays: Vec::new(), headings: Vec::new() }
    }

    /// Readings that are worth a try where the usual one is refused: each differs in one thing that can be chosen.
    pub fn alternatives(&self) -> Vec<Reading> {
        let usual = Reading::default();
        let mut values = vec![usual.clone()];
        match self.contents {
            Contents::Sequences => {
                // All letters there are: where that helps, so does an alphabet of one's own.
                let alphabets = ["rna", "dna", "protein", "-ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
                values.extend(alphabets.map(|name| Reading { alphabet: name.parse().ok(), ..usual.clone() }));
                values.push(Reading { keep_insertions: true, ..usual });
            }
            Contents::Table | Contents::Lines | Contents::Arrays | Contents::Pictures => {
                values.push(Reading { threshold: Some(1.0), ..usual.clone() });
                values.push(Reading { categories: true, ..usual.clone() });
                values.push(Reading { threshold: Some(1.0), transpose: true, ..usual });
            }
            Contents::Picture | Contents::Fixed => {}
        }
        let of_array = |(name, _): &(String, Vec<usize>)| {
            let array = Some(name.clone());
            values.iter().map(move |reading| Reading { array: array.clone(), ..reading.clone() }).collect::<Vec<_>>()
        };
        let of_arrays: Vec<Reading> = self.arrays.iter().flat_map(of_array).collect();
        values.into_iter().skip(1).chain(of_arrays).collect()
    }
}

/// Looks at what `source` names, without taking its values.
///
/// # Errors
/// It cannot be read, or is of no format that can be.
pub fn look(source: &DataSource) -> Result<Look, DataError> {
    match source {
        DataSource::Builtin(_)
        | DataSource::LatticeProtein(_)
        | DataSource::Random { .. }
        | DataSource::Ising(_)
        | DataSource::StandardInput => Ok(Look::of(Contents::Fixed)),
        DataSource::Pictures(_) => Ok(Look::of(Contents::Picture)),
        DataSource::Path(path) if path.is_dir() => Ok(Look::of(Contents::Picture)),
        DataSource::Path(path) | DataSource::Array(path, _) => look_at(path),
    }
}

fn look_at(path: &Path) -> Result<Look, DataError> {
    let bytes = files::read(path, MAX_BYTES)?;
    let name = open::file_name(path);
    let looked: Result<Look, FormatError> = guarded::reading(|| formats::look(&name, &bytes)).flatten();
    looked.map_err(|fault| DataError::Format { file: plain(path), fault })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::io::datasets::FORMATS;

    #[test]
    fn every_format_has_its_contents() {
        let looked = |name: &str| {
            let format = FORMATS.iter().find(|format| format.name == name).unwrap();
            formats::look(&format!("x.{}", format.endings[0]), format.example).unwrap()
        };
        for (name, contents) in [
            (".npz", Contents::Arrays),
            (".npy", Contents::Lines),
            (".csv", Contents::Table),
            (".txt", Contents::Lines),
            (".h5", Contents::Arrays),
            ("IDX", Contents::Pictures),
            ("FASTA", Contents::Sequences),
            ("PNG", Contents::Picture),
        ] {
            assert_eq!(looked(name).contents, contents, "{name}");
        }
        assert!(looked(".npz").arrays.iter().any(|(name, _)| name == "samples"), "{:?}", looked(".npz"));
        assert!(looked(".h5").arrays.iter().any(|(name, _)| name == "samples"), "{:?}", looked(".h5"));
        let table = formats::look("a.csv", b"name,legs,kind\nbee,6,insect\nowl,2,bird\n").unwrap();
        assert_eq!(
            table,
            Look { headings: ["name", "legs", "kind"].map(str::to_owned).to_vec(), ..Look::of(Contents::Table) }
        );
        assert!(formats::look("a.xyz", &[0, 1, 2]).is_err());
    }

    #[test]
    fn what_is_packed_is_looked_into() {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        writer.write_all(b">a\nACGU\n").unwrap();
        let packed = writer.finish().unwrap();
        assert_eq!(formats::look("a.fa.gz", &packed).unwrap().contents, Contents::Sequences);
    }
}
