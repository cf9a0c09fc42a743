//! Rows of ±1 spins with equal ones counted together.

use ndarray::Array2;
use rayon::prelude::*;

use crate::physics::configurations::Configurations;
use crate::physics::potts::pairs;
use crate::physics::stop::Stop;

use super::estimate::InferenceError;

/// Distinct rows of ±1 spins with the sum of the weights of each.
#[derive(Clone, Debug)]
pub struct SpinRows {
    /// For each spin its value in each distinct row: a column of the data is in one piece.
    columns: Array2<f64>,
    /// The weights of the distinct rows; their sum is 1.
    weights: Vec<f64>,
    /// The sums of the squared weights of the rows that each stands for.
    squares: Vec<f64>,
    /// For each row as it was given, its distinct row and its weight.
    origins: Vec<(u32, f64)>,
}

impl SpinRows {
    /// Rows of zeros and ones (0 is −1), each of its weight (all equal unless given).
    ///
    /// # Errors
    /// There are no rows, values above 1, or weights that are no weights.
    pub fn new(rows: &Configurations, weights: Option<&[f32]>) -> Result<Self, InferenceError> {
        if rows.rows() == 0 || rows.sites() == 0 {
            return Err(InferenceError::NoRows);
        }
        if let Some(&value) = rows.as_slice().iter().find(|&&value| value > 1) {
            return Err(InferenceError::Value(value));
        }
        let given = |row: usize| weights.map_or(1.0, |weights| f64::from(weights.get(row).copied().unwrap_or(0.0)));
        let total: f64 = (0..rows.rows()).map(given).sum();
        if !(total.is_finite() && total > 0.0 && (0..rows.rows()).all(|row| given(row) >= 0.0)) {
            return Err(InferenceError::Weights);
        }
        let all: Vec<&[u8]> = rows.iter_rows().collect();
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_unstable_by_key(|&row| (all[row], row));
        let mut origins = vec![(0, 0.0); all.len()];
        let (mut summed, mut squares, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for (number, equal) in order.chunk_by(|&a, &b| all[a] == all[b]).enumerate() {
            let shares = equal.iter().map(|&row| given(row) / total);
            summed.push(shares.clone().sum::<f64>());
            squares.push(shares.clone().map(|share| share * share).sum::<f64>());
            for (&row, share) in equal.iter().zip(shares) {
                origins[row] = (number as u32, share);
            }
            values.extend(equal.first().map(|&row| all[row]));
        }
        let columns =
            Array2::from_shape_fn(
                (rows.sites(), values.len()),
                |(spin, row)| {
                    if values[row][spin] == 0 { -1.0 } else { 1.0 }
                },
            );
        Ok(Self { columns, weights: summed, squares, origins })
    }

    /// Number of spins N.
    pub fn spins(&self) -> usize {
        self.columns.nrows()
    }

    /// Number of distinct rows.
    pub fn distinct(&self) -> usize {
        self.weights.len()
    }

    /// Number of rows that say as much as the weighted ones, (Σ w)² / Σ w².
    pub fn effective(&self) -> f64 {
        1.0 / self.squares.iter().sum::<f64>()
    }

    /// The values of one spin in the distinct rows.
    pub fn column(&self, spin: usize) -> &[f64] {
        let length = self.distinct();
        self.columns.as_slice().and_then(|all| all.get(spin * length..(spin + 1) * length)).unwrap_or_default()
    }

    /// The weights of the distinct rows; their sum is 1.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The sums of the squared weights of the rows that each distinct row stands for.
    pub fn squares(&self) -> &[f64] {
        &self.squares
    }

    /// For each row as it was given, its distinct row and its weight.
    pub fn origins(&self) -> &[(u32, f64)] {
        &self.origins
    }

    /// The distinct row of a number, a value for each spin: 0 is −1.
    pub fn row(&self, number: usize) -> Vec<u8> {
        (0..self.spins())
            .map(|spin| u8::from(self.column(spin).get(number).is_some_and(|&value| value > 0.0)))
            .collect()
    }

    /// Σ w s_i s_j for all pairs (N, N), and Σ w s_i, under other weights of the distinct rows.
    pub fn products(&self, weights: &[f64]) -> (Vec<f64>, Array2<f64>) {
        let spins = self.spins();
        let lines: Vec<(f64, Vec<f64>)> = (0..spins)
            .into_par_iter()
            .map(|i| {
                let weighted: Vec<f64> =
                    self.column(i).iter().zip(weights).map(|(value, weight)| value * weight).collect();
                let line = (i + 1..spins).map(|j| product(&weighted, self.column(j))).collect();
                (weighted.iter().sum(), line)
            })
            .collect();
        let total: f64 = weights.iter().sum();
        let mut products = Array2::from_diag_elem(spins, total);
        for (i, (_, line)) in lines.iter().enumerate() {
            for (j, &value) in (i + 1..).zip(line) {
                products[(i, j)] = value;
                products[(j, i)] = value;
            }
        }
        (lines.into_iter().map(|(mean, _)| mean).collect(), products)
    }

    /// Σ w s_i s_j s_k for all triples i < j < k, in the order of [`all_triples`](crate::physics::potts::pairs::all_triples);
    /// `None` where that is no longer wanted.
    pub fn products_of_three(&self, stop: Stop<'_>) -> Option<Vec<f64>> {
        let pairs: Vec<(usize, usize)> = pairs::all(self.spins()).collect();
        let of_pair = |&(i, j): &(usize, usize)| {
            let factors = self.column(i).iter().zip(self.column(j)).zip(&self.weights);
            let weighted: Vec<f64> = factors.map(|((a, b), weight)| a * b * weight).collect();
            (!stop()).then(|| (j + 1..self.spins()).map(|k| product(&weighted, self.column(k))).collect::<Vec<f64>>())
        };
        let lines: Option<Vec<Vec<f64>>> = pairs.par_iter().map(of_pair).collect();
        lines.map(|lines| lines.concat())
    }
}

/// Σ a b, in eight sums at once so that it becomes vector code.
pub(super) fn product(a: &[f64], b: &[f64]) -> f64 {
    let (chunks, rest) = a.as_chunks::<8>();
    let (others, rest_of_others) = b.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (a, b) in chunks.iter().zip(others) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    sums.iter().sum::<f64>() + rest.iter().zip(rest_of_others).map(|(a, b)| a * b).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::stop::NEVER;

    #[test]
    fn equal_rows_are_counted_together() {
        let rows = Configurations::new(vec![1, 0, 0, 0, 1, 0, 1, 1, 1, 0], 2);
        let found = SpinRows::new(&rows, None).unwrap();
        assert_eq!((found.spins(), found.distinct()), (2, 3));
        assert!((found.effective() - 5.0).abs() < 1e-12);
        assert_eq!((found.row(0), found.row(1), found.row(2)), (vec![0, 0], vec![1, 0], vec![1, 1]));
        let (means, products) = found.products(found.weights());
        assert!((means[0] - 0.6).abs() < 1e-15 && (means[1] + 0.6).abs() < 1e-15);
        let three = SpinRows::new(&Configurations::new(vec![0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1], 3), None).unwrap();
        assert_eq!(three.products_of_three(NEVER), Some(vec![0.5]));
        assert_eq!(three.products_of_three(&|| true), None);
        assert!((products[(0, 1)] + 0.2).abs() < 1e-15 && (products[(0, 0)] - 1.0).abs() < 1e-15);
        let weighted = SpinRows::new(&rows, Some(&[0.5, 1.0, 0.5, 2.0, 0.0])).unwrap();
        assert!((weighted.weights()[1] - 0.25).abs() < 1e-15);
        assert!((weighted.effective() - 16.0 / 5.5).abs() < 1e-12);
    }

    #[test]
    fn what_are_no_rows_of_spins_is_a_sentence() {
        assert_eq!(SpinRows::new(&Configurations::none(3), None).unwrap_err(), InferenceError::NoRows);
        let states = Configurations::new(vec![0, 1, 2], 3);
        assert!(SpinRows::new(&states, None).unwrap_err().to_string().contains("a value is 2"));
        let rows = Configurations::new(vec![0, 1, 1], 3);
        assert_eq!(SpinRows::new(&rows, Some(&[f32::NAN])).unwrap_err(), InferenceError::Weights);
    }
}
