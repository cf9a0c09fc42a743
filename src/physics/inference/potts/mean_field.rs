//! Couplings from the inverse of the covariances.

use ndarray::Array2;
use rayon::prelude::*;

use super::error::InferenceError;
use super::frequencies::Frequencies;
use crate::physics::arrays::{flat, flat_mut};
use crate::physics::positive_definite::{self, NoInverse};
use crate::physics::potts::{PottsCouplings, pairs};
use crate::physics::stop::Stop;

/// The pseudocount that contacts of proteins are usually predicted with.
pub const PSEUDOCOUNT: f64 = 0.5;

/// The memory that [`mean_field`] takes in all: the covariances, the frequencies of pairs and the couplings.
pub fn bytes(sites: usize, states: u8) -> u64 {
    let side = (sites * usize::from(states.saturating_sub(1))) as u64;
    side * side * 8 + 2 * PottsCouplings::bytes(sites, usize::from(states))
}

/// Mean-field couplings J = −C⁻¹ of frequencies with a pseudocount λ, in the zero-sum gauge.
///
/// With C_ia,jb = f_ij(a, b) − f_i(a) f_j(b) over all states but the last, where f_ii(a, b) = f_i(a) δ_ab, the expansion of
/// the free energy to first order in the couplings gives J_ij(a, b) = −(C⁻¹)_ia,jb for i ≠ j, couplings of the last state
/// being 0, and h_i(a) = ln f_i(a)/f_i(q) − Σ_{j≠i} Σ_b J_ij(a, b) f_j(b). In the zero-sum gauge it does not matter
/// which state is last.
///
/// # Errors
/// λ is not within 0 and 1, the covariances are singular (with λ = 0 they are as soon as a state is never seen), or
/// `stop` gave it up.
///
/// ## References
///
/// * F. Morcos, A. Pagnani, B. Lunt et al., “Direct-coupling analysis of residue coevolution captures native contacts
///   across many protein families”, PNAS 108, E1293 (2011), doi:10.1073/pnas.1111471108, arXiv:1110.5223
pub fn mean_field(
    frequencies: Frequencies,
    pseudocount: f64,
    stop: Stop<'_>,
) -> Result<PottsCouplings, InferenceError> {
    let frequencies = frequencies.with_pseudocount(pseudocount)?;
    let (sites, q) = frequencies.single.dim();
    let kept = q.saturating_sub(1);
    if kept == 0 {
        return Ok(PottsCouplings::zeros(sites, q));
    }
    let mut matrix = covariances(&frequencies);
    positive_definite::invert(&mut matrix, stop).map_err(|error| match error {
        NoInverse::Stopped => InferenceError::Stopped,
        NoInverse::Singular { row, .. } => {
            InferenceError::Singular { site: row / kept, state: row % kept, pseudocount }
        }
    })?;
    let Frequencies { single, joint: mut blocks, .. } = frequencies;
    let places: Vec<(usize, usize)> = pairs::all(sites).collect();
    let inverse = flat(&matrix);
    blocks.par_chunks_exact_mut(q * q).zip(&places).for_each(|(block, &(i, j))| {
        block.fill(0.0);
        for (a, row) in block.chunks_exact_mut(q).enumerate().take(kept) {
            let from = &inverse[(i * kept + a) * sites * kept + j * kept..][..kept];
            row.iter_mut().zip(from).for_each(|(coupling, value)| *coupling = -value);
        }
    });
    // A state that never occurs has no field; its logarithm is kept in the range of numbers.
    let mut fields = single.mapv(|f| f.max(f64::MIN_POSITIVE).ln());
    for (&(i, j), block) in places.iter().zip(blocks.chunks_exact(q * q)) {
        for (place, coupling) in block.iter().enumerate() {
            let (a, b) = (place / q, place % q);
            fields[[i, a]] -= coupling * single[[j, b]];
            fields[[j, b]] -= coupling * single[[i, a]];
        }
    }
    let couplings = PottsCouplings::new(fields, blocks).map_err(|_overflow| InferenceError::NotFinite)?;
    Ok(couplings.zero_sum())
}

/// The lower triangle of C over all states but the last.
fn covariances(frequencies: &Frequencies) -> Array2<f64> {
    let (sites, q) = frequencies.single.dim();
    let kept = q - 1;
    let side = sites * kept;
    let single = flat(&frequencies.single);
    let mut matrix = Array2::zeros((side, side));
    flat_mut(&mut matrix).par_chunks_exact_mut(side * kept).enumerate().for_each(|(j, rows)| {
        for (b, row) in rows.chunks_exact_mut(side).enumerate() {
            let of_row = single[j * q + b];
            for (i, row) in row.chunks_exact_mut(kept).enumerate().take(j) {
                let block = &frequencies.joint[pairs::place(sites, i, j) * q * q..];
                for (a, value) in row.iter_mut().enumerate() {
                    *value = block[a * q + b] - single[i * q + a] * of_row;
                }
            }
            for (a, value) in row[j * kept..(j + 1) * kept].iter_mut().enumerate() {
                *value = if a == b { of_row } else { 0.0 } - single[j * q + a] * of_row;
            }
        }
    });
    matrix
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::configurations::Configurations;
    use crate::physics::stop::NEVER;

    fn rows() -> Configurations {
        // Ten rows of three sites with three states; the second site mostly repeats the first.
        let rows = [
            [0, 0, 1],
            [1, 1, 0],
            [2, 2, 2],
            [0, 0, 2],
            [1, 1, 1],
            [2, 0, 0],
            [0, 0, 0],
            [1, 2, 2],
            [2, 2, 1],
            [0, 1, 1],
        ];
        Configurations::new(rows.concat(), 3)
    }

    #[test]
    fn binary_couplings_are_those_of_the_naive_mean_field() {
        // For two states J(1,1) in the zero-sum gauge is a quarter of −(C⁻¹) of the occupations.
        let rows = Configurations::new(vec![1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1], 3);
        let found = Frequencies::of(&rows, 2, None, NEVER).unwrap();
        let single: Vec<f64> = (0..3).map(|i| found.single[[i, 1]]).collect();
        let joint = |i, j| found.joint[pairs::place(3, i, j) * 4 + 3];
        let mut c = Array2::from_shape_fn((3, 3), |(i, j)| {
            (if i == j { single[i] } else { joint(i, j) }) - single[i] * single[j]
        });
        let model = mean_field(found.clone(), 0.0, NEVER).unwrap();
        positive_definite::invert(&mut c, NEVER).unwrap();
        for (i, j) in pairs::all(3) {
            let block = model.block(i, j).unwrap();
            assert!((block[[1, 1]] + c[[i, j]] / 4.0).abs() < 1e-12);
            assert!((block[[1, 1]] + block[[0, 1]]).abs() < 1e-12);
        }
    }

    #[test]
    fn it_does_not_matter_which_state_is_last() {
        let turned = Configurations::new(rows().as_slice().iter().map(|v| (v + 1) % 3).collect::<Vec<u8>>(), 3);
        let model = |rows| mean_field(Frequencies::of(rows, 3, None, NEVER).unwrap(), 0.3, NEVER).unwrap();
        let (a, b) = (model(&rows()), model(&turned));
        for (i, j) in pairs::all(3) {
            let (a, b) = (a.block(i, j).unwrap(), b.block(i, j).unwrap());
            for (s, t) in (0..3).flat_map(|s| (0..3).map(move |t| (s, t))) {
                assert!((a[[s, t]] - b[[(s + 1) % 3, (t + 1) % 3]]).abs() < 1e-12);
            }
        }
        let norms = a.frobenius_norms(None);
        assert!(norms[[0, 1]] > norms[[0, 2]].max(norms[[1, 2]]), "{norms}");
    }

    #[test]
    fn singular_covariances_are_said() {
        let constant = Configurations::new(vec![0, 1, 0, 0, 0, 1], 2);
        let found = Frequencies::of(&constant, 2, None, NEVER).unwrap();
        let error = mean_field(found.clone(), 0.0, NEVER).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the covariances of the data are singular: state 0 of site 0 follows from others; a larger pseudocount than \
             0 makes them invertible"
        );
        // What is left of a constant site is what the pseudocount itself couples.
        let shrunken = mean_field(found.clone(), 0.5, NEVER).unwrap();
        assert!(shrunken.blocks().iter().all(|value| value.abs() < 0.2));
        assert_eq!(mean_field(found, 0.5, &|| true), Err(InferenceError::Stopped));
        // Duplicated columns, and one row.
        let twice = Frequencies::of(&Configurations::new(vec![0, 0, 1, 1, 1, 1], 2), 2, None, NEVER).unwrap();
        assert!(matches!(mean_field(twice.clone(), 0.0, NEVER), Err(InferenceError::Singular { site: 1, .. })));
        assert!(mean_field(twice, 0.5, NEVER).unwrap().blocks()[3] > 0.1);
        let one = Frequencies::of(&Configurations::new(vec![0, 1, 1], 3), 2, None, NEVER).unwrap();
        assert!(matches!(mean_field(one, 0.0, NEVER), Err(InferenceError::Singular { site: 0, .. })));
    }
}
