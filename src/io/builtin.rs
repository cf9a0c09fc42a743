//! The data sets that are part of the program, unpacked when asked for.

use crate::io::datasets::{ColumnChoice, DataError, FormatError, Reading, Sidecar, read_npz, read_table};
use crate::io::glyphs;
use crate::io::structure;
use crate::physics::contacts::Distances;
use crate::physics::data::Dataset;
use crate::physics::rbm::synthetic;
use crate::physics::seed::Seed;

/// The seed of the sets that are made by a rule: they are the same for everybody.
const SEED: Seed = Seed(1);

/// A set and where its bytes are.
#[derive(Clone, Copy, Debug)]
pub struct BuiltinSet {
    /// What stands after `builtin:`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    content: Content,
}

/// The forms in which sets are embedded.
#[derive(Clone, Copy, Debug)]
enum Content {
    /// An archive of arrays and its description.
    Packed(&'static [u8], &'static str),
    /// A table, the columns of numbers that are labels, and those left out because another says the same.
    Table(&'static str, &'static [&'static str], &'static [&'static str]),
    /// Drawings.
    Glyphs(&'static str),
    /// Made by a rule from a fixed seed.
    Made(fn() -> Dataset),
}

/// Embeds an archive and its description.
macro_rules! packed {
    ($stem:literal) => {
        Content::Packed(
            include_bytes!(concat!("../../assets/data/", $stem, ".npz")),
            include_str!(concat!("../../assets/data/", $stem, ".json")),
        )
    };
}

/// Embeds a set of drawings.
macro_rules! glyphs {
    ($stem:literal) => {
        Content::Glyphs(include_str!(concat!("../../assets/data/glyphs/", $stem, ".txt")))
    };
}

/// All sets, drawings first.
static SETS: [BuiltinSet; 13] = [
    BuiltinSet { name: "icons", title: "pictograms, 28 × 28", content: glyphs!("icons") },
    BuiltinSet { name: "letters", title: "capital letters, 16 × 16", content: glyphs!("letters") },
    BuiltinSet { name: "letters8", title: "capital letters, 8 × 8", content: glyphs!("letters8") },
    BuiltinSet { name: "digits8", title: "digits, 8 × 8", content: glyphs!("digits8") },
    BuiltinSet { name: "mnist", title: "handwritten digits, 28 × 28", content: packed!("mnist10k") },
    BuiltinSet {
        name: "genome",
        title: "human haplotypes at 169 sites, by population",
        content: packed!("genome1000"),
    },
    BuiltinSet {
        name: "serine-proteases",
        title: "aligned sequences of S1A serine proteases",
        content: packed!("serine_proteases"),
    },
    BuiltinSet { name: "dhfr", title: "aligned sequences of dihydrofolate reductase", content: packed!("dhfr") },
    BuiltinSet {
        name: "zoo",
        title: "101 animals and their properties",
        content: Content::Table(include_str!("../../assets/data/zoo.csv"), &[], &[]),
    },
    BuiltinSet {
        name: "court",
        title: "votes of nine justices, 1994–2004",
        content: Content::Table(include_str!("../../assets/data/rehnquist.csv"), &["term", "time"], &["time"]),
    },
    BuiltinSet {
        name: "hierarchy",
        title: "two superclasses of two subclasses each, 5 % of the sites flipped",
        content: Content::Made(|| synthetic::hierarchy(1000, SEED)),
    },
    BuiltinSet {
        name: "family-tree",
        title: "three families of three sub-families of eight rows, made by flips",
        content: Content::Made(|| synthetic::family_tree(SEED)),
    },
    BuiltinSet {
        name: "ising-chain",
        title: "equilibrium samples of a chain of 64 Ising spins at β = 0.8",
        content: Content::Made(|| synthetic::ising_chain(64, 0.8, 4000, SEED)),
    },
];

/// All sets, in the order in which they are listed.
pub fn sets() -> &'static [BuiltinSet] {
    &SETS
}

/// The set of that name.
pub fn find(name: &str) -> Option<&'static BuiltinSet> {
    SETS.iter().find(|set| set.name == name)
}

/// All names with commas between them.
pub fn list() -> String {
    SETS.iter().map(|set| set.name).collect::<Vec<_>>().join(", ")
}

/// Unpacks a set.
pub fn open(name: &str) -> Result<Dataset, DataError> {
    let set = find(name).ok_or_else(|| DataError::UnknownBuiltin { name: name.to_owned() })?;
    set.open().map_err(|fault| DataError::Format { file: format!("builtin:{name}"), fault })
}

/// The distances of sites in a structure that comes with a set; `None` for sets without one.
///
/// # Errors
/// None in fact: what is embedded can be read.
pub fn distances(name: &str) -> Result<Option<Distances>, FormatError> {
    match find(name).map(|set| set.content) {
        Some(Content::Packed(bytes, _)) => structure::distances_of_archive(bytes),
        _ => Ok(None),
    }
}

impl BuiltinSet {
    /// Unpacks the set.
    fn open(&self) -> Result<Dataset, FormatError> {
        match self.content {
            Content::Packed(bytes, sidecar) => {
                let mut dataset = read_npz(self.name, bytes, Some(&Sidecar::parse(sidecar)?), &Reading::default())?;
                // The distances of the structure are no part of the rows: nothing to report.
                dataset.notes.clear();
                Ok(dataset)
            }
            Content::Table(text, labels, left_out) => {
                let named = |&name: &&str| ColumnChoice::Named(name.to_owned());
                let reading = Reading { label_columns: labels.iter().map(named).collect(), ..Reading::default() };
                let mut dataset = read_table(self.name, text, &reading)?;
                // What its columns are is known.
                dataset.notes.clear();
                dataset.labels.retain(|column| !left_out.contains(&column.name.as_str()));
                Ok(dataset)
            }
            Content::Glyphs(text) => glyphs::read(self.name, text),
            Content::Made(make) => Ok(Dataset { name: self.name.to_owned(), ..make() }),
        }
    }
}
