//! One way in: the reader is chosen by what the file holds.

use std::path::Path;

use super::pdb::{self, Chain};
use super::{archive, table};
use crate::io::datasets::{DataError, FormatError, MAX_TEXT_BYTES};
use crate::io::files;
use crate::io::guarded;
use crate::io::text::plain;
use crate::physics::contacts::Distances;

/// What every zip file begins with.
const ZIP: &[u8] = b"PK\x03\x04";

/// What a structure file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Structure {
    /// Chains of residues with their atoms, which are yet to be aligned with the sites.
    Chains(Vec<Chain>),
    /// Distances of the sites themselves.
    OfSites(Distances),
}

/// Reads a structure for rows of `sites` sites.
///
/// # Errors
/// The file cannot be read, is mmCIF, or says nothing of so many sites.
pub fn open(path: &Path, sites: usize) -> Result<Structure, DataError> {
    let bytes = files::read(path, MAX_TEXT_BYTES)?;
    let read = guarded::reading(|| read(&bytes, sites)).flatten();
    read.map_err(|fault| DataError::Format { file: plain(path), fault })
}

fn read(bytes: &[u8], sites: usize) -> Result<Structure, FormatError> {
    if bytes.starts_with(ZIP) {
        let found = archive::distances(bytes)?;
        let expected = || format!("an array “distances” of {sites} × {sites} ångström, or of its upper triangle");
        let distances = found.ok_or_else(|| FormatError::new(expected(), "no such array"))?;
        if distances.sites() != sites {
            return Err(FormatError::new(expected(), format!("distances of {} sites", distances.sites())));
        }
        return Ok(Structure::OfSites(distances));
    }
    let text = String::from_utf8_lossy(bytes);
    if text.lines().any(|line| line.starts_with("_atom_site.")) {
        return Err(FormatError::new(
            "a structure in the PDB format",
            "mmCIF; save it as .pdb, or as a table of distances",
        ));
    }
    if text.lines().any(|line| line.starts_with("ATOM  ")) {
        return Ok(Structure::Chains(pdb::read(&text)?));
    }
    Ok(Structure::OfSites(table::read(&text, sites)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_is_chosen_by_content() {
        let atom = "ATOM      1  CA  ALA A   1      11.104   6.134  -6.504  1.00  0.00           C";
        assert!(matches!(read(atom.as_bytes(), 3), Ok(Structure::Chains(chains)) if chains.len() == 1));
        assert!(matches!(read(b"0,1,3.5\n", 3), Ok(Structure::OfSites(_))));
        let error = read(b"data_1ABC\nloop_\n_atom_site.id\n", 3).unwrap_err().to_string();
        assert!(error.contains("found mmCIF; save it as .pdb"), "{error}");
        assert!(read(b"PK\x03\x04damaged", 3).is_err() && read(b"", 3).is_err());
    }
}
