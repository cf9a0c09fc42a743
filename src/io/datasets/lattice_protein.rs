//! Sequences of lattice proteins as data: `builtin:lattice-protein:FOLD`, of which the fold is the truth.

use crate::physics::data::Dataset;
use crate::physics::lattice_protein::{self, Fold, folds};
use crate::physics::seed::Seed;

/// What stands before the number of a fold.
pub const PREFIX: &str = "builtin:lattice-protein:";
/// Rows unless another number is asked for.
const ROWS: usize = 1000;

/// Reads the number of a fold.
pub fn parse(text: &str) -> Result<usize, String> {
    let found = text.parse().ok().filter(|&fold: &usize| fold < folds::COUNT);
    found.ok_or_else(|| format!("a fold is a number from 0 to {}", folds::COUNT - 1))
}

/// The fold that a reference names; `None` where it names other data.
pub fn fold(source: &str) -> Option<Fold> {
    let number = parse(source.strip_prefix(PREFIX)?).ok()?;
    lattice_protein::all_folds().get(number).copied()
}

/// Rows that have the fold of that number.
pub fn sequences(fold: usize, rows: Option<usize>, seed: Seed) -> Dataset {
    let all = lattice_protein::all_folds();
    let name = format!("lattice-protein:{fold}");
    match all.get(fold) {
        Some(native) => Dataset { name, ..lattice_protein::sequences(native, &all, rows.unwrap_or(ROWS), seed) },
        None => Dataset::new(name, Vec::new(), folds::LENGTH, 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::datasets::{DataOptions, DataSource, open};

    #[test]
    fn a_reference_gives_rows_and_their_fold() {
        let source: DataSource = "builtin:lattice-protein:77".parse().unwrap();
        assert_eq!(
            (&source, source.to_string().as_str()),
            (&DataSource::LatticeProtein(77), "builtin:lattice-protein:77")
        );
        let options = DataOptions { rows: Some(2), ..DataOptions::default() };
        let data = open(&source, &options, Seed(1)).unwrap();
        assert_eq!((data.rows(), data.columns(), data.name.as_str()), (2, 27, "lattice-protein:77"));
        assert_eq!(fold(&source.to_string()).unwrap().contacts().len(), 28);
        assert_eq!((fold("builtin:dhfr"), fold("builtin:lattice-protein:x")), (None, None));
        for wrong in ["builtin:lattice-protein:103346", "builtin:lattice-protein:", "builtin:lattice-protein:-1"] {
            let error = wrong.parse::<DataSource>().unwrap_err().to_string();
            assert!(error.contains("a fold is a number from 0 to 103345"), "{error}");
        }
    }
}
