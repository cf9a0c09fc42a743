//! Sequences that have a fold.

use rayon::prelude::*;

use super::contact_energies::{AMINO_ACIDS, LETTERS};
use super::folds::{Fold, LENGTH};
use super::native::{Competition, Sequence};
use crate::physics::data::Dataset;
use crate::physics::seed::{ChaCha8Rng, Seed, Stream, below, uniform};

/// Sequences that change side by side.
const CHAINS: usize = 20;
/// Changes tried before the first row of a chain, and between rows: for each amino acid 100, and 4.
const BEFORE: usize = 100 * LENGTH;
const BETWEEN: usize = 4 * LENGTH;
/// The inverse temperature of the sampling: sequences whose p_nat is 0.997 are e³ times rarer than those with 1.
const INVERSE_TEMPERATURE: f64 = 1000.0;

/// Rows drawn with p(sequence) ∝ p_nat(sequence)^β, β = 1000, by Metropolis' rule: one amino acid at a time becomes any
/// other. Chains come in turn, so that fewer rows are the first of more; those of a chain are not independent.
pub fn sequences(native: &Fold, all: &[Fold], rows: usize, seed: Seed) -> Dataset {
    let competition = Competition::new(native, all);
    let of_chain = rows.div_ceil(CHAINS);
    let chains: Vec<Vec<[u8; LENGTH]>> = (0..CHAINS.min(rows))
        .into_par_iter()
        .map(|chain| one_chain(&competition, of_chain, seed, chain as u64))
        .collect();
    let values: Vec<u8> =
        (0..rows).filter_map(|row| chains.get(row % CHAINS)?.get(row / CHAINS)).flatten().copied().collect();
    let alphabet = Some(LETTERS.to_owned());
    Dataset { alphabet, ..Dataset::new("lattice-protein", values, LENGTH, AMINO_ACIDS as u8) }
}

fn one_chain(competition: &Competition, rows: usize, seed: Seed, chain: u64) -> Vec<[u8; LENGTH]> {
    let mut rng = seed.indexed(Stream::SyntheticData, chain);
    let mut here = competition.sequence(std::array::from_fn(|_| below(&mut rng, AMINO_ACIDS as u32) as u8));
    let mut there = here.clone();
    let mut logarithm = here.log_native_probability();
    let mut found = Vec::with_capacity(rows);
    for row in 0..rows {
        for _ in 0..if row == 0 { BEFORE } else { BETWEEN } {
            step(competition, &mut here, &mut there, &mut logarithm, &mut rng);
        }
        found.push(*here.amino_acids());
    }
    found
}

/// Tries one change, of which a refused one is made in `there` only.
fn step(
    competition: &Competition,
    here: &mut Sequence,
    there: &mut Sequence,
    logarithm: &mut f64,
    rng: &mut ChaCha8Rng,
) {
    let place = below(rng, LENGTH as u32) as usize;
    // Any of the others.
    let shift = 1 + below(rng, AMINO_ACIDS as u32 - 1) as u8;
    let amino_acid = (here.amino_acids()[place] + shift) % AMINO_ACIDS as u8;
    competition.mutate(here, place, amino_acid, there);
    let changed = there.log_native_probability();
    if uniform(rng).ln() < INVERSE_TEMPERATURE * (changed - *logarithm) {
        std::mem::swap(here, there);
        *logarithm = changed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::lattice_protein::all_folds;

    #[test]
    fn sequences_have_their_fold_and_repeat() {
        let all = all_folds();
        let data = sequences(&all[500], &all, 3, Seed(3));
        assert_eq!((data.rows(), data.columns(), data.states), (3, 27, 20));
        let competition = Competition::new(&all[500], &all);
        for row in data.values.iter_rows() {
            let sequence = competition.sequence(row.try_into().unwrap());
            assert!(sequence.log_native_probability() > -0.05, "{}", sequence.log_native_probability());
        }
        let fewer = sequences(&all[500], &all, 1, Seed(3));
        assert_eq!(fewer.values, data.values.first(1), "fewer rows are the first of more");
        assert_ne!(data.values.row(0), data.values.row(1));
    }
}
