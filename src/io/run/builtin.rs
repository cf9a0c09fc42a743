//! The runs that are part of the program: trained once, small, and open at once.

use std::path::Path;

use crate::io::rbm_archive::{self, ArchiveError};
use crate::io::run::OpenRun;
use crate::physics::seed::Seed;

/// A run and where its bytes are.
#[derive(Clone, Copy, Debug)]
pub struct BuiltinRun {
    /// What it is called in lists and sentences.
    pub name: &'static str,
    bytes: &'static [u8],
}

/// Handwritten digits, ten classes.
pub static DIGITS: BuiltinRun =
    BuiltinRun { name: "digits.h5", bytes: include_bytes!("../../../assets/runs/digits.h5") };
/// Three families of three sub-families, whose tree is known.
pub static FAMILY_TREE: BuiltinRun =
    BuiltinRun { name: "family-tree.h5", bytes: include_bytes!("../../../assets/runs/family-tree.h5") };
/// A ring of spins, whose couplings are known.
pub static RING: BuiltinRun = BuiltinRun { name: "ring.h5", bytes: include_bytes!("../../../assets/runs/ring.h5") };
/// A ring whose consecutive spins are coupled in twos and in threes.
pub static RING_WITH_TRIPLES: BuiltinRun =
    BuiltinRun { name: "ring-with-triples.h5", bytes: include_bytes!("../../../assets/runs/ring-with-triples.h5") };

/// All of them.
pub static ALL: [&BuiltinRun; 4] = [&DIGITS, &FAMILY_TREE, &RING, &RING_WITH_TRIPLES];

impl BuiltinRun {
    /// Reads the run, with its data.
    ///
    /// # Errors
    /// What is wrong with it: none of the embedded ones is.
    pub fn open(&self, seed: Seed) -> Result<OpenRun, ArchiveError> {
        let archive = rbm_archive::read_bytes(self.name, self.bytes)?;
        OpenRun::of_archive(Path::new(self.name), archive, seed).map(OpenRun::with_recorded_data)
    }
}
