//! The probability that a sequence has a fold.

use super::contact_energies::{AMINO_ACIDS, ENERGIES};
use super::folds::{COUNT, Fold, LENGTH};
use crate::physics::math::fast_exp;

/// Folds that a native one competes with: every tenth or so of all.
const COMPETITORS: usize = 10_000;
/// Energies taken at a time.
const LANES: usize = 8;

/// A native fold and the folds that it competes with, made ready for sequences that change amino acid by amino acid.
///
/// The energy of a sequence in a fold is E = Σ e(a_i, a_j) over its 28 contacts, and
///
/// p_nat = e^{−E_nat} / Σ_folds e^{−E},
///
/// the sum going over 10,000 folds evenly chosen from the list of all, and the native one.
#[derive(Clone, Debug)]
pub struct Competition {
    /// Of each amino acid of the chain, the folds in which it has contacts and whom it touches there; the native fold is 0.
    touched: Vec<Vec<(u32, u8)>>,
    folds: usize,
}

/// A sequence and its energies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    amino_acids: [u8; LENGTH],
    /// In hundredths, of each fold.
    energies: Vec<i32>,
}

impl Competition {
    /// That of one of [all folds](super::all_folds).
    pub fn new(native: &Fold, all: &[Fold]) -> Self {
        let chosen = (0..COMPETITORS).filter_map(|k| all.get(k * COUNT / COMPETITORS)).filter(|fold| *fold != native);
        let mut touched = vec![Vec::new(); LENGTH];
        let mut folds = 0;
        for (number, fold) in std::iter::once(native).chain(chosen).enumerate() {
            for (i, j) in fold.contacts() {
                touched[usize::from(i)].push((number as u32, j));
                touched[usize::from(j)].push((number as u32, i));
            }
            folds = number + 1;
        }
        Self { touched, folds }
    }

    /// A sequence with its energies; amino acids beyond the last become it.
    pub fn sequence(&self, amino_acids: [u8; LENGTH]) -> Sequence {
        let amino_acids = amino_acids.map(|one| one.min(AMINO_ACIDS as u8 - 1));
        let mut energies = vec![0; self.folds];
        for (i, touched) in self.touched.iter().enumerate() {
            let row = &ENERGIES[usize::from(amino_acids[i])];
            for &(fold, j) in touched.iter().filter(|(_, j)| i < usize::from(*j)) {
                energies[fold as usize] += i32::from(row[usize::from(amino_acids[usize::from(j)])]);
            }
        }
        Sequence { amino_acids, energies }
    }

    /// Makes `changed` the same sequence with another amino acid at one place.
    pub fn mutate(&self, sequence: &Sequence, place: usize, amino_acid: u8, changed: &mut Sequence) {
        changed.clone_from(sequence);
        let (old, new) = (&ENERGIES[usize::from(sequence.amino_acids[place])], &ENERGIES[usize::from(amino_acid)]);
        let differences: [i32; AMINO_ACIDS] =
            std::array::from_fn(|other| i32::from(new[other]) - i32::from(old[other]));
        for &(fold, other) in &self.touched[place] {
            let other = sequence.amino_acids[usize::from(other)];
            changed.energies[fold as usize] += differences[usize::from(other)];
        }
        changed.amino_acids[place] = amino_acid;
    }
}

impl Sequence {
    /// The amino acids, as numbers of their letters.
    pub fn amino_acids(&self) -> &[u8; LENGTH] {
        &self.amino_acids
    }

    /// ln p_nat, to single precision.
    pub fn log_native_probability(&self) -> f64 {
        let Some(&native) = self.energies.first() else { return 0.0 };
        let lowest = self.energies.iter().copied().min().unwrap_or(native);
        let weight = |energy: i32| fast_exp((lowest - energy) as f32 * 0.01);
        let (blocks, rest) = self.energies.as_chunks::<LANES>();
        let mut sums = [0.0_f32; LANES];
        for block in blocks {
            sums.iter_mut().zip(block).for_each(|(sum, &energy)| *sum += weight(energy));
        }
        let sum: f32 = sums.iter().sum::<f32>() + rest.iter().map(|&energy| weight(energy)).sum::<f32>();
        f64::from(lowest - native) * 0.01 - f64::from(sum).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::lattice_protein::all_folds;
    use crate::physics::math::log_sum_exp;

    #[test]
    fn probabilities_are_those_of_the_formula_before_and_after_a_mutation() {
        let all = all_folds();
        let native = all[777];
        let competition = Competition::new(&native, &all);
        let mut amino_acids: [u8; LENGTH] = std::array::from_fn(|place| (place * 7 % 20) as u8);
        let energy = |fold: &Fold, amino_acids: &[u8; LENGTH]| -> f64 {
            let of = |place: u8| usize::from(amino_acids[usize::from(place)]);
            fold.contacts().iter().map(|&(i, j)| f64::from(ENERGIES[of(i)][of(j)]) / 100.0).sum()
        };
        let by_formula = |amino_acids: &[u8; LENGTH]| {
            let chosen = (0..10_000).map(|k| &all[k * COUNT / 10_000]).filter(|fold| **fold != native);
            let energies: Vec<f64> = chosen.chain([&native]).map(|fold| -energy(fold, amino_acids)).collect();
            -energy(&native, amino_acids) - log_sum_exp(energies.iter().copied())
        };
        let sequence = competition.sequence(amino_acids);
        assert!((sequence.log_native_probability() - by_formula(&amino_acids)).abs() < 1e-4);
        let mut changed = sequence.clone();
        competition.mutate(&sequence, 13, 9, &mut changed);
        amino_acids[13] = 9;
        assert_eq!(changed, competition.sequence(amino_acids));
        assert!((changed.log_native_probability() - by_formula(&amino_acids)).abs() < 1e-4);
    }
}
