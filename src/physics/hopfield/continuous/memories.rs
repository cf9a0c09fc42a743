//! The stored vectors ξ_1 … ξ_K of N numbers each.

use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;

use super::row::{Row, add_to, dot, squared_distance};
use crate::physics::spins::Pattern;

/// The largest number of values of all memories: 2^28.
pub const MOST_VALUES: usize = 1 << 28;
/// The largest magnitude of a value: squares of it and sums of them stay finite.
pub const LARGEST_VALUE: f64 = 1e100;
/// Memories that one piece of work takes: a fixed number, so that threads change no bit.
pub(super) const BLOCK: usize = 64;

/// What cannot be stored.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MemoriesError {
    /// Vectors without a value.
    #[error("a memory needs at least one value")]
    NoValues,
    /// More values than are taken.
    #[error("{count} memories of {size} values are too many: all of them together may have {MOST_VALUES} values")]
    TooMany {
        /// Number of memories K.
        count: usize,
        /// Number of values N.
        size: usize,
    },
    /// Not a number, infinite, or so large that its square would be.
    #[error("value {column} of memory {row} is {value}; values are numbers up to {LARGEST_VALUE:e}")]
    Value {
        /// The memory, from 0.
        row: usize,
        /// The place in it, from 0.
        column: usize,
        /// The value.
        value: f64,
    },
    /// A state that does not fit.
    #[error("the state has {found} values, the memories {expected}")]
    Size {
        /// Number of values of a memory.
        expected: usize,
        /// Number of values of the state.
        found: usize,
    },
    /// A state with a value that is none.
    #[error("value {place} of the state is {value}; values are numbers up to {LARGEST_VALUE:e}")]
    State {
        /// The place, from 0.
        place: usize,
        /// The value.
        value: f64,
    },
}

/// The memories, one after the other. Cheap to read and never changed.
#[derive(Clone, Debug)]
pub struct Memories {
    values: Values,
    count: usize,
    size: usize,
    /// |ξ_μ|².
    squares: Vec<f64>,
}

/// The values, in single precision where that loses none of them: a step is limited by how fast memory is read.
#[derive(Clone, Debug)]
pub(super) enum Values {
    /// Exactly these numbers.
    Single(Vec<f32>),
    /// In double precision.
    Double(Vec<f64>),
}

impl Memories {
    /// Stores the rows of a K by N array; K may be 0.
    #[expect(clippy::needless_pass_by_value, reason = "a view is a reference")]
    pub fn new(rows: ArrayView2<'_, f64>) -> Result<Self, MemoriesError> {
        let (count, size) = rows.dim();
        if size == 0 {
            return Err(MemoriesError::NoValues);
        }
        if count.checked_mul(size).is_none_or(|values| values > MOST_VALUES) {
            return Err(MemoriesError::TooMany { count, size });
        }
        for ((row, column), &value) in rows.indexed_iter() {
            if !is_value(value) {
                return Err(MemoriesError::Value { row, column, value });
            }
        }
        let exact = rows.iter().all(|&value| f64::from(value as f32) == value);
        let values = if exact {
            Values::Single(rows.iter().map(|&value| value as f32).collect())
        } else {
            Values::Double(rows.iter().copied().collect())
        };
        let squares = rows.outer_iter().map(|row| row.iter().map(|value| value * value).sum()).collect();
        Ok(Self { values, count, size, squares })
    }

    /// Stores patterns of spins as vectors of ±1; all must have the size of the first.
    pub fn of_patterns(patterns: &[Pattern]) -> Result<Self, MemoriesError> {
        let size = patterns.first().map_or(0, Pattern::len);
        if let Some(other) = patterns.iter().find(|pattern| pattern.len() != size) {
            return Err(MemoriesError::Size { expected: size, found: other.len() });
        }
        let spin = |(mu, i): (usize, usize)| f64::from(patterns[mu].spins()[i]);
        Self::new(Array2::from_shape_fn((patterns.len(), size), spin).view())
    }

    /// Number of memories K.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Number of values N.
    pub fn size(&self) -> usize {
        self.size
    }

    /// |ξ_μ|² of all memories.
    pub fn squares(&self) -> &[f64] {
        &self.squares
    }

    /// M = max |ξ_μ|; 0 without a memory.
    pub fn largest_norm(&self) -> f64 {
        self.squares.iter().copied().fold(0.0, f64::max).sqrt()
    }

    /// Memory μ; `None` beyond the last.
    pub fn memory(&self, mu: usize) -> Option<Vec<f64>> {
        (mu < self.count).then(|| {
            let place = mu * self.size..(mu + 1) * self.size;
            match &self.values {
                Values::Single(values) => values[place].iter().map(|&value| f64::from(value)).collect(),
                Values::Double(values) => values[place].to_vec(),
            }
        })
    }

    /// Refuses a state that cannot be one.
    pub fn check(&self, state: &[f64]) -> Result<(), MemoriesError> {
        let (expected, found) = (self.size, state.len());
        if expected != found {
            return Err(MemoriesError::Size { expected, found });
        }
        match state.iter().position(|&value| !is_value(value)) {
            Some(place) => Err(MemoriesError::State { place, value: state[place] }),
            None => Ok(()),
        }
    }

    /// The products ξ_μ · x with all memories; missing values of the state count as 0.
    pub fn products(&self, state: &[f64]) -> Vec<f64> {
        self.each(state, dot)
    }

    /// The squared distances |x − ξ_μ|² from all memories, each a sum of squares.
    pub fn squared_distances(&self, state: &[f64]) -> Vec<f64> {
        self.each(state, squared_distance)
    }

    /// Σ_μ w_μ ξ_μ; memories without a weight are not read.
    pub fn weighted_sum(&self, weights: &[f64]) -> Vec<f64> {
        let used: Vec<(usize, f64)> =
            weights.iter().copied().enumerate().take(self.count).filter(|one| one.1 != 0.0).collect();
        let parts: Vec<Vec<f64>> = used
            .par_chunks(BLOCK)
            .map(|block| {
                let mut sum = vec![0.0; self.size];
                for &(mu, weight) in block {
                    add_to(self.row(mu), weight, &mut sum);
                }
                sum
            })
            .collect();
        let mut sum = vec![0.0; self.size];
        for part in parts {
            sum.iter_mut().zip(part).for_each(|(sum, part)| *sum += part);
        }
        sum
    }

    fn each(&self, state: &[f64], of: impl Fn(Row<'_>, &[f64]) -> f64 + Sync) -> Vec<f64> {
        let mut state = state.to_vec();
        state.resize(self.size, 0.0);
        let mut results = vec![0.0; self.count];
        results.par_chunks_mut(BLOCK).enumerate().for_each(|(block, results)| {
            for (k, result) in results.iter_mut().enumerate() {
                *result = of(self.row(block * BLOCK + k), &state);
            }
        });
        results
    }

    /// The values of memory μ, which there must be.
    pub(super) fn row(&self, mu: usize) -> Row<'_> {
        let place = mu * self.size..(mu + 1) * self.size;
        match &self.values {
            Values::Single(values) => Row::Single(&values[place]),
            Values::Double(values) => Row::Double(&values[place]),
        }
    }
}

fn is_value(value: f64) -> bool {
    value.abs() <= LARGEST_VALUE
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn products_distances_and_sums_are_those_of_the_definition() {
        for exact in [true, false] {
            let value = |mu: usize, i: usize| {
                let value = ((mu * 37 + i * 11) % 23) as f64 / 8.0 - 1.0;
                if exact { value } else { value / 3.0 }
            };
            let rows = Array2::from_shape_fn((130, 37), |(mu, i)| value(mu, i));
            let memories = Memories::new(rows.view()).unwrap();
            assert_eq!(matches!(memories.values, Values::Single(_)), exact);
            let state: Vec<f64> = (0..37).map(|i| f64::from(i).sin()).collect();
            let (products, distances) = (memories.products(&state), memories.squared_distances(&state));
            for (mu, row) in rows.outer_iter().enumerate() {
                let product: f64 = row.iter().zip(&state).map(|(a, b)| a * b).sum();
                let distance: f64 = row.iter().zip(&state).map(|(a, b)| (a - b).powi(2)).sum();
                assert!((products[mu] - product).abs() < 1e-12 && (distances[mu] - distance).abs() < 1e-12);
                assert_eq!(memories.memory(mu).unwrap(), row.to_vec());
            }
            let sum = memories.weighted_sum(&products);
            for (i, found) in sum.iter().enumerate() {
                let wanted: f64 = (0..130).map(|mu| products[mu] * rows[[mu, i]]).sum();
                assert!((found - wanted).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn what_cannot_be_stored_is_refused_with_its_value() {
        let text = |rows: Array2<f64>| Memories::new(rows.view()).unwrap_err().to_string();
        assert!(text(array![[1.0, 2.0], [3.0, f64::NAN]]).contains("value 1 of memory 1 is NaN"));
        assert!(text(array![[1.0, -1e101]]).contains("-1e101") || text(array![[1.0, -1e101]]).contains("is -1"));
        assert_eq!(Memories::new(Array2::zeros((3, 0)).view()).unwrap_err(), MemoriesError::NoValues);
        let none = Memories::new(Array2::zeros((0, 4)).view()).unwrap();
        assert_eq!((none.count(), none.largest_norm(), none.products(&[1.0; 4])), (0, 0.0, Vec::new()));
        assert!(none.check(&[0.0; 3]).unwrap_err().to_string().contains("3 values"));
        assert!(none.check(&[0.0, 1.0, f64::INFINITY, 0.0]).unwrap_err().to_string().contains("value 2"));
    }
}
