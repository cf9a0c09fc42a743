//! Configurations of ±1 spins, and the grid on which they are drawn.

use std::sync::Arc;

use rand::RngExt as _;

use crate::physics::seed::ChaCha8Rng;

/// What can be wrong with a configuration of spins.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpinsError {
    /// A value other than +1 and −1.
    #[error("spin {index} is {value}; a spin is +1 or −1")]
    NotASpin {
        /// Position of the offending value.
        index: usize,
        /// The value found there.
        value: i8,
    },
}

/// Width and height of the picture that a configuration is drawn as, row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct GridShape {
    /// Cells in a row.
    pub width: usize,
    /// Number of rows.
    pub height: usize,
}

impl GridShape {
    /// A grid of `width` by `height` cells.
    pub const fn new(width: usize, height: usize) -> Self {
        Self { width, height }
    }

    /// Number of cells; the largest number there is where it would not fit.
    pub const fn cells(self) -> usize {
        self.width.saturating_mul(self.height)
    }

    /// The most square grid with exactly `cells` cells; a prime number becomes one row.
    pub fn near_square(cells: usize) -> Self {
        let mut height = cells.isqrt().max(1);
        while !cells.is_multiple_of(height) {
            height -= 1;
        }
        Self { width: cells / height, height }
    }
}

/// An immutable configuration σ ∈ {−1, +1}^N. Cloning shares the spins.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern(Arc<[i8]>);

impl Pattern {
    /// Checks that every value is ±1.
    pub fn new(spins: impl Into<Arc<[i8]>>) -> Result<Self, SpinsError> {
        let spins = spins.into();
        match spins.iter().position(|&s| s != 1 && s != -1) {
            Some(index) => Err(SpinsError::NotASpin { index, value: spins[index] }),
            None => Ok(Self(spins)),
        }
    }

    /// +1 where `on` says so, −1 elsewhere.
    pub fn from_bits(on: impl IntoIterator<Item = bool>) -> Self {
        Self(on.into_iter().map(|on| if on { 1 } else { -1 }).collect())
    }

    /// `len` fair independent spins.
    pub fn random(len: usize, rng: &mut ChaCha8Rng) -> Self {
        Self((0..len).map(|_| if rng.random::<bool>() { 1 } else { -1 }).collect())
    }

    /// The configuration with every spin reversed: the anti-memory.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self(self.0.iter().map(|&s| -s).collect())
    }

    /// Number of spins N.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no spin at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The spins, in row-major order of the grid.
    pub fn spins(&self) -> &[i8] {
        &self.0
    }

    /// The shared spins, for a snapshot.
    pub fn shared(&self) -> Arc<[i8]> {
        Arc::clone(&self.0)
    }
}

/// Σ_i a_i b_i as an exact integer; the sum stops at the shorter of the two.
pub fn dot(a: &[i8], b: &[i8]) -> i64 {
    a.iter().zip(b).map(|(&x, &y)| i64::from(x) * i64::from(y)).sum()
}

/// Overlap m = (1/N) Σ_i a_i b_i ∈ [−1, 1]; 0 for empty configurations.
pub fn overlap(a: &[i8], b: &[i8]) -> f64 {
    let n = a.len().min(b.len());
    if n == 0 { 0.0 } else { dot(a, b) as f64 / n as f64 }
}

/// Number of positions in which two configurations differ.
pub fn hamming(a: &[i8], b: &[i8]) -> usize {
    a.iter().zip(b).filter(|(x, y)| x != y).count()
}
