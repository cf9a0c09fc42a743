//! The distribution that a machine is to learn.

use std::collections::BTreeMap;

use ndarray::Array2;

use crate::physics::configurations::Configurations;

use super::error::BoltzmannError;
use super::machine::{MOST_UNITS, Units};
use super::moments::Moments;

/// Most visible units whose states are written out as one list.
pub const MOST_LISTED: usize = 20;
/// Most distinct rows.
const MOST_ROWS: usize = 1 << 20;

/// A distribution q over rows of V bits: distinct rows with weights that sum to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    rows: Configurations,
    weights: Vec<f64>,
}

impl Target {
    /// From rows of 0 and 1 (Ising: 0 is −1), each with a weight, or equal weights where there are none. Equal rows are put
    /// together, in the order in which they come first; rows of weight 0 are left out.
    ///
    /// # Errors
    /// There is no row, no column or no weight above 0, a value is no bit, or a weight is negative or no finite number.
    pub fn new(rows: &Configurations, weights: Option<&[f64]>) -> Result<Self, BoltzmannError> {
        if rows.rows() == 0 || rows.sites() == 0 {
            return Err(BoltzmannError::Rows("there is no row to learn from; a distribution has 1 or more".to_owned()));
        }
        if rows.sites() > MOST_UNITS {
            return Err(BoltzmannError::value("the length of a row", rows.sites(), "it can be 1 to 2048"));
        }
        if let Some(value) = rows.as_slice().iter().find(|&&value| value > 1) {
            return Err(BoltzmannError::value("a value of a row", value, "rows are of 0 and 1"));
        }
        if let Some(weights) = weights
            && weights.len() != rows.rows()
        {
            let sentence = format!("there are {} weights for {} rows; each row has one", weights.len(), rows.rows());
            return Err(BoltzmannError::Rows(sentence));
        }
        let weight = |row: usize| weights.and_then(|weights| weights.get(row)).copied().unwrap_or(1.0);
        let mut places: BTreeMap<&[u8], usize> = BTreeMap::new();
        let mut distinct: Vec<(&[u8], f64)> = Vec::new();
        for (number, row) in rows.iter_rows().enumerate() {
            let weight = weight(number);
            if !(weight.is_finite() && weight >= 0.0) {
                let found = format!("{weight} (row {number})");
                return Err(BoltzmannError::value("the weight of a row", found, "weights are finite numbers from 0"));
            }
            if weight == 0.0 {
                continue;
            }
            let place = *places.entry(row).or_insert(distinct.len());
            match distinct.get_mut(place) {
                Some((_, sum)) => *sum += weight,
                None => distinct.push((row, weight)),
            }
        }
        if distinct.len() > MOST_ROWS {
            return Err(BoltzmannError::value("the number of distinct rows", distinct.len(), "it can be up to 2^20"));
        }
        // Halves first: two weights near the largest number must not overflow.
        let largest = distinct.iter().fold(0.0_f64, |largest, (_, weight)| largest.max(*weight));
        let total: f64 = distinct.iter().map(|(_, weight)| weight / largest).sum();
        if !(largest.is_finite() && total > 0.0) {
            let sentence = "the weights of the rows do not have a finite sum above 0".to_owned();
            return Err(BoltzmannError::Rows(sentence));
        }
        let values: Vec<u8> = distinct.iter().flat_map(|(row, _)| row.iter().copied()).collect();
        Ok(Self {
            rows: Configurations::new(values, rows.sites()),
            weights: distinct.into_iter().map(|(_, weight)| weight / largest / total).collect(),
        })
    }

    /// From q(v) of all 2^V states; bit i of a state is unit i.
    ///
    /// # Errors
    /// Their number is no power of two from 2 to 2^20, or they are no weights.
    pub fn from_list(weights: &[f64]) -> Result<Self, BoltzmannError> {
        let visible = weights.len().max(1).trailing_zeros() as usize;
        if weights.len() != 1 << visible || !(1..=MOST_LISTED).contains(&visible) {
            let expected = "there are 2^V of them, with V from 1 to 20";
            return Err(BoltzmannError::value("the number of states", weights.len(), expected));
        }
        let values: Vec<u8> =
            (0..weights.len()).flat_map(|state| (0..visible).map(move |i| (state >> i & 1) as u8)).collect();
        Self::new(&Configurations::new(values, visible), Some(weights))
    }

    /// V.
    pub fn visible(&self) -> usize {
        self.rows.sites()
    }

    /// The distinct rows, of 0 and 1.
    pub const fn rows(&self) -> &Configurations {
        &self.rows
    }

    /// q of each row; their sum is 1.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Each row with its weight.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], f64)> {
        self.rows.iter_rows().zip(self.weights.iter().copied())
    }

    /// −Σ q ln q in nats.
    pub fn entropy(&self) -> f64 {
        self.weights.iter().map(|q| -q * q.ln()).sum()
    }

    /// q(v) of all 2^V states; bit i of a state is unit i.
    ///
    /// # Errors
    /// There are more than twenty visible units.
    pub fn list(&self) -> Result<Vec<f64>, BoltzmannError> {
        let visible = self.visible();
        if visible > MOST_LISTED {
            return Err(BoltzmannError::TooMany { what: "visible units", units: visible, most: MOST_LISTED });
        }
        let mut list = vec![0.0; 1 << visible];
        for (row, weight) in self.iter() {
            if let Some(into) = list.get_mut(state_of(row)) {
                *into += weight;
            }
        }
        Ok(list)
    }

    /// ⟨v_i v_j⟩ and ⟨v_i⟩ of the rows, (V, V) and (V).
    pub fn moments(&self, units: Units) -> Moments {
        let visible = self.visible();
        let mut means = vec![0.0; visible];
        let mut pairs = Array2::zeros((visible, visible));
        for (row, weight) in self.iter() {
            let values: Vec<f64> = row.iter().map(|&bit| units.value(bit)).collect();
            for (i, value) in values.iter().enumerate() {
                means[i] += weight * value;
                for (into, other) in pairs.row_mut(i).iter_mut().zip(&values) {
                    *into += weight * value * other;
                }
            }
        }
        Moments { pairs, means }
    }
}

/// The number of a row as a state: bit i is unit i.
pub fn state_of(row: &[u8]) -> usize {
    row.iter().rev().fold(0, |state, &bit| state << 1 | usize::from(bit > 0))
}
