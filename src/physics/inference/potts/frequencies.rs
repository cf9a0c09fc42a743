//! How often states, and pairs of states, occur in rows.

use ndarray::Array2;
use rayon::prelude::*;

use super::error::InferenceError;
use crate::physics::arrays::flat;
use crate::physics::configurations::Configurations;
use crate::physics::potts::pairs;
use crate::physics::stop::Stop;

/// Frequencies of states and of pairs of states:
///
/// f_i(a) = (1/M_eff) Σ_m w_m δ(v_mi, a),  f_ij(a, b) = (1/M_eff) Σ_m w_m δ(v_mi, a) δ(v_mj, b),  M_eff = Σ_m w_m.
///
/// ## References
///
/// * F. Morcos, A. Pagnani, B. Lunt et al., “Direct-coupling analysis of residue coevolution captures native contacts
///   across many protein families”, PNAS 108, E1293 (2011), doi:10.1073/pnas.1111471108, arXiv:1110.5223
#[derive(Clone, Debug, PartialEq)]
pub struct Frequencies {
    /// M_eff.
    pub effective_rows: f64,
    /// f_i(a), (site, state).
    pub single: Array2<f64>,
    /// f_ij(a, b): the blocks of all pairs in their [order](pairs), each (state of i, state of j).
    pub joint: Vec<f64>,
}

impl Frequencies {
    /// Counts rows of `states` states, each with its weight; without weights each counts as 1.
    ///
    /// # Errors
    /// No rows, rows of one site, states beyond the last, weights that are not one per row, or `stop` gave it up.
    pub fn of(
        rows: &Configurations,
        states: u8,
        weights: Option<&[f32]>,
        stop: Stop<'_>,
    ) -> Result<Self, InferenceError> {
        check(rows, states, weights)?;
        let (count, sites, q) = (rows.rows(), rows.sites(), usize::from(states));
        let weights: Vec<f64> =
            weights.map_or_else(|| vec![1.0; count], |weights| weights.iter().copied().map(f64::from).collect());
        let effective_rows: f64 = weights.iter().sum();
        let mut columns = vec![0_u8; count * sites];
        for (row, values) in rows.iter_rows().enumerate() {
            for (site, &value) in values.iter().enumerate() {
                columns[site * count + row] = value;
            }
        }
        let columns: Vec<&[u8]> = columns.chunks_exact(count).collect();
        let mut single = Array2::zeros((sites, q));
        for (column, mut single) in columns.iter().zip(single.outer_iter_mut()) {
            for (&state, weight) in column.iter().zip(&weights) {
                single[usize::from(state)] += weight;
            }
        }
        single /= effective_rows;
        let places: Vec<(usize, usize)> = pairs::all(sites).collect();
        let mut joint = vec![0.0; places.len() * q * q];
        joint.par_chunks_exact_mut(q * q).zip(&places).try_for_each(|(block, &(i, j))| {
            if stop() {
                return Err(InferenceError::Stopped);
            }
            for ((&a, &b), weight) in columns[i].iter().zip(columns[j]).zip(&weights) {
                block[usize::from(a) * q + usize::from(b)] += weight;
            }
            for sum in block {
                *sum /= effective_rows;
            }
            Ok(())
        })?;
        Ok(Self { effective_rows, single, joint })
    }

    /// With a pseudocount: the fraction λ of the rows that is imagined to be uniform,
    ///
    /// f_i(a) ← (1 − λ) f_i(a) + λ/q,  f_ij(a, b) ← (1 − λ) f_ij(a, b) + λ/q².
    ///
    /// # Errors
    /// λ is not within 0 and 1.
    pub fn with_pseudocount(mut self, pseudocount: f64) -> Result<Self, InferenceError> {
        if !(0.0..=1.0).contains(&pseudocount) {
            let expected = "a fraction from 0 to 1";
            return Err(InferenceError::Setting { what: "the pseudocount", value: pseudocount, expected });
        }
        let q = self.single.ncols() as f64;
        self.single.mapv_inplace(|f| (1.0 - pseudocount) * f + pseudocount / q);
        self.joint.par_iter_mut().for_each(|f| *f = (1.0 - pseudocount) * *f + pseudocount / (q * q));
        Ok(self)
    }

    /// f_ij(a, b) − f_i(a) f_j(b) of all pairs, in the order of [`joint`](Self::joint).
    pub fn connected(&self) -> Vec<f64> {
        let q = self.single.ncols();
        let single = flat(&self.single);
        let mut connected = self.joint.clone();
        for ((i, j), block) in pairs::all(self.single.nrows()).zip(connected.chunks_exact_mut((q * q).max(1))) {
            for (a, row) in block.chunks_exact_mut(q).enumerate() {
                row.iter_mut().enumerate().for_each(|(b, value)| *value -= single[i * q + a] * single[j * q + b]);
            }
        }
        connected
    }
}

/// Refuses rows that no Potts model can be learnt from.
pub(super) fn check(rows: &Configurations, states: u8, weights: Option<&[f32]>) -> Result<(), InferenceError> {
    if rows.rows() == 0 {
        return Err(InferenceError::NoRows);
    }
    if rows.sites() < 2 {
        return Err(InferenceError::NoPairs { sites: rows.sites() });
    }
    if let Some(&state) = rows.as_slice().iter().find(|&&state| state >= states) {
        return Err(InferenceError::State { state, states });
    }
    match weights {
        Some(weights) if weights.len() != rows.rows() => {
            Err(InferenceError::Weights { weights: weights.len(), rows: rows.rows() })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::stop::NEVER;

    #[test]
    fn frequencies_are_weighted_counts() {
        let rows = Configurations::new(vec![0, 2, 1, 2, 0, 1, 0, 2], 2);
        let found = Frequencies::of(&rows, 3, Some(&[1.0, 0.5, 0.25, 0.25]), NEVER).unwrap();
        assert_eq!(found.effective_rows, 2.0);
        assert_eq!(found.single, ndarray::array![[0.75, 0.25, 0.0], [0.0, 0.125, 0.875]]);
        assert_eq!(found.joint, [0.0, 0.125, 0.625, 0.0, 0.0, 0.25, 0.0, 0.0, 0.0]);
        let connected = found.connected();
        assert!((connected[2] - (0.625 - 0.75 * 0.875)).abs() < 1e-15);
        assert!(connected.iter().sum::<f64>().abs() < 1e-15);
        let uniform = found.clone().with_pseudocount(1.0).unwrap();
        assert!(uniform.connected().iter().all(|value| value.abs() < 1e-15), "nothing but the pseudocount");
        let half = found.with_pseudocount(0.5).unwrap();
        assert!((half.single[[0, 2]] - 1.0 / 6.0).abs() < 1e-15 && (half.joint[0] - 1.0 / 18.0).abs() < 1e-15);
    }

    #[test]
    fn rows_that_say_nothing_are_refused() {
        let of = |values: Vec<u8>, sites, weights| {
            Frequencies::of(&Configurations::new(values, sites), 2, weights, NEVER).unwrap_err().to_string()
        };
        assert_eq!(of(vec![], 3, None), "there are no rows to learn from");
        assert_eq!(of(vec![1, 0], 1, None), "rows of 1 site have no pairs of sites");
        assert_eq!(of(vec![1, 3], 2, None), "a row holds the state 3; the states of a site are 0 to 1");
        assert_eq!(of(vec![1, 1], 2, Some(&[1.0, 2.0])), "there are 2 weights for 1 rows");
        let found = Frequencies::of(&Configurations::new(vec![1, 0], 2), 2, None, NEVER).unwrap();
        let error = found.with_pseudocount(1.5).unwrap_err();
        assert_eq!(error.to_string(), "the pseudocount is 1.5; a fraction from 0 to 1 was expected");
    }
}
