//! Corrupted copies of a pattern: the cue of a recall.
//!
//! Which cells change comes from one fixed order of all cells, drawn from the seed. Raising the amount
//! *adds* cells to those already changed, lowering it gives the same ones back.

use crate::physics::seed::{Seed, Stream, shuffle, uniform};
use crate::physics::spins::{GridShape, Pattern};

/// An edge of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// From the left edge.
    Left,
    /// From the right edge.
    Right,
    /// From the top edge.
    Top,
    /// From the bottom edge.
    #[default]
    Bottom,
}

/// A direction of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// To the right.
    #[default]
    Columns,
    /// Down.
    Rows,
}

/// A kind of corruption.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorruptionKind {
    /// Reverses a fraction of the cells.
    #[default]
    Flip,
    /// Replaces a fraction of the cells by random values, half of which are right by chance.
    Blank,
    /// Sets a block of the picture's proportions to −1. Its fraction of the area is the amount, its place is random.
    Block,
    /// Sets what lies along one edge to −1. The amount is the fraction of the picture: one half at 0.5.
    Half(Side),
    /// Moves the picture round its edges, by the amount in cells, which may be negative.
    Shift(Axis),
    /// Takes a fraction of the cells from another pattern.
    Blend,
}

/// How, and how much, a pattern is corrupted.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Corruption {
    /// Its kind.
    pub kind: CorruptionKind,
    /// A fraction from 0 to 1; for [`CorruptionKind::Shift`] a number of cells.
    pub amount: f64,
}

/// Why a pattern cannot be corrupted so.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CorruptionError {
    /// A fraction that is not between 0 and 1.
    #[error("the fraction of corrupted cells is {0}; it must lie between 0 and 1")]
    Fraction(f64),
    /// A shift that is not a number of cells.
    #[error("a picture cannot be shifted by {0} cells")]
    Shift(f64),
    /// The picture's shape does not fit the pattern.
    #[error("a pattern of {spins} spins cannot be drawn as {width} by {height} cells")]
    Shape {
        /// Number of spins of the pattern.
        spins: usize,
        /// Cells in a row.
        width: usize,
        /// Number of rows.
        height: usize,
    },
    /// Blending without a second pattern.
    #[error("blending needs another pattern")]
    NoOther,
    /// Blending with a pattern of another size.
    #[error("a pattern of {expected} spins cannot be blended with one of {found}")]
    OtherSize {
        /// Number of spins of the pattern.
        expected: usize,
        /// Number of spins of the other one.
        found: usize,
    },
}

impl Corruption {
    /// Reverses a fraction of the cells: exactly the nearest whole number of them.
    pub const fn flip(fraction: f64) -> Self {
        Self { kind: CorruptionKind::Flip, amount: fraction }
    }

    /// The corrupted pattern. The same seed changes the same cells; a replica takes a seed of its own.
    pub fn apply(
        &self,
        pattern: &Pattern,
        shape: GridShape,
        other: Option<&Pattern>,
        seed: Seed,
    ) -> Result<Pattern, CorruptionError> {
        let mut spins = pattern.spins().to_vec();
        let n = spins.len();
        match self.kind {
            CorruptionKind::Flip => {
                for cell in chosen(n, self.fraction()?, seed) {
                    spins[cell] = -spins[cell];
                }
            }
            CorruptionKind::Blank => {
                let count = self.fraction()?;
                // Each cell has its value whether it is replaced or not.
                let values = Pattern::random(n, &mut seed.indexed(Stream::Corruption, 1));
                for cell in chosen(n, count, seed) {
                    spins[cell] = values.spins()[cell];
                }
            }
            CorruptionKind::Block => {
                let fraction = self.fraction()?;
                check_shape(n, shape)?;
                let mut rng = seed.indexed(Stream::Corruption, 2);
                let (columns, rows) = (
                    extent(shape.width, fraction.sqrt(), uniform(&mut rng)),
                    extent(shape.height, fraction.sqrt(), uniform(&mut rng)),
                );
                erase(&mut spins, shape, |x, y| columns.contains(&x) && rows.contains(&y));
            }
            CorruptionKind::Half(side) => {
                let fraction = self.fraction()?;
                check_shape(n, shape)?;
                let (columns, rows) = (count_of(shape.width, fraction), count_of(shape.height, fraction));
                erase(&mut spins, shape, |x, y| match side {
                    Side::Left => x < columns,
                    Side::Right => x >= shape.width - columns,
                    Side::Top => y < rows,
                    Side::Bottom => y >= shape.height - rows,
                });
            }
            CorruptionKind::Shift(axis) => {
                if !self.amount.is_finite() {
                    return Err(CorruptionError::Shift(self.amount));
                }
                check_shape(n, shape)?;
                if n > 0 {
                    shift(&mut spins, shape, axis, self.amount);
                }
            }
            CorruptionKind::Blend => {
                let fraction = self.fraction()?;
                let other = other.ok_or(CorruptionError::NoOther)?;
                if other.len() != n {
                    return Err(CorruptionError::OtherSize { expected: n, found: other.len() });
                }
                for cell in chosen(n, fraction, seed) {
                    spins[cell] = other.spins()[cell];
                }
            }
        }
        Ok(Pattern::from_bits(spins.into_iter().map(|spin| spin > 0)))
    }

    fn fraction(&self) -> Result<f64, CorruptionError> {
        if (0.0..=1.0).contains(&self.amount) { Ok(self.amount) } else { Err(CorruptionError::Fraction(self.amount)) }
    }
}

fn count_of(cells: usize, fraction: f64) -> usize {
    ((cells as f64 * fraction).round() as usize).min(cells)
}

/// The first round(fraction · n) cells of the seed's order.
fn chosen(n: usize, fraction: f64, seed: Seed) -> impl Iterator<Item = usize> {
    let mut order: Vec<u32> = (0..n as u32).collect();
    shuffle(&mut order, &mut seed.stream(Stream::Corruption));
    order.truncate(count_of(n, fraction));
    order.into_iter().map(|cell| cell as usize)
}

/// The cells a block covers along one direction. Growing it by one cell moves its start by none or one to
/// the left, so that larger blocks contain smaller ones.
fn extent(cells: usize, fraction: f64, place: f64) -> std::ops::Range<usize> {
    let length = count_of(cells, fraction);
    let start = (place * (cells - length + 1) as f64) as usize;
    start..start + length
}

fn erase(spins: &mut [i8], shape: GridShape, covered: impl Fn(usize, usize) -> bool) {
    for (cell, spin) in spins.iter_mut().enumerate() {
        if covered(cell % shape.width, cell / shape.width) {
            *spin = -1;
        }
    }
}

fn shift(spins: &mut [i8], shape: GridShape, axis: Axis, amount: f64) {
    let within = |cells: usize| amount.round().rem_euclid(cells as f64) as usize;
    match axis {
        Axis::Columns => spins.chunks_exact_mut(shape.width).for_each(|row| row.rotate_right(within(shape.width))),
        Axis::Rows => spins.rotate_right(within(shape.height) * shape.width),
    }
}

fn check_shape(spins: usize, shape: GridShape) -> Result<(), CorruptionError> {
    let GridShape { width, height } = shape;
    if width.checked_mul(height) == Some(spins) { Ok(()) } else { Err(CorruptionError::Shape { spins, width, height }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::spins::hamming;

    const SHAPE: GridShape = GridShape::new(14, 11);
    const SHARES: [CorruptionKind; 8] = [
        CorruptionKind::Flip,
        CorruptionKind::Blank,
        CorruptionKind::Block,
        CorruptionKind::Half(Side::Left),
        CorruptionKind::Half(Side::Right),
        CorruptionKind::Half(Side::Top),
        CorruptionKind::Half(Side::Bottom),
        CorruptionKind::Blend,
    ];

    fn pattern(index: u64) -> Pattern {
        Pattern::random(SHAPE.cells(), &mut Seed(40).indexed(Stream::Patterns, index))
    }

    fn corrupted(kind: CorruptionKind, amount: f64, seed: u64) -> Pattern {
        Corruption { kind, amount }.apply(&pattern(0), SHAPE, Some(&pattern(1)), Seed(seed)).unwrap()
    }

    #[test]
    fn raising_the_amount_adds_to_the_same_cells() {
        let original = pattern(0);
        for kind in SHARES {
            for seed in 0..20 {
                let mut before = original.clone();
                for step in 0..=50 {
                    let now = corrupted(kind, f64::from(step) / 50.0, seed);
                    for cell in 0..SHAPE.cells() {
                        // Once changed, a cell stays at its changed value.
                        let changed = before.spins()[cell] != original.spins()[cell];
                        assert!(!changed || now.spins()[cell] == before.spins()[cell], "{kind:?} {seed} {step} {cell}");
                    }
                    before = now;
                }
            }
        }
    }

    #[test]
    fn flips_are_counted_exactly() {
        for fraction in [0.0, 0.003, 0.2, 0.5, 0.77, 1.0] {
            let changed = hamming(corrupted(CorruptionKind::Flip, fraction, 3).spins(), pattern(0).spins());
            assert_eq!(changed, (fraction * 154.0).round() as usize);
        }
        assert_ne!(corrupted(CorruptionKind::Flip, 0.2, 3), corrupted(CorruptionKind::Flip, 0.2, 4));
        assert_eq!(corrupted(CorruptionKind::Flip, 0.2, 3), corrupted(CorruptionKind::Flip, 0.2, 3));
    }

    #[test]
    fn full_amounts_do_all_they_can() {
        let empty = Pattern::from_bits([false; 154]);
        assert_eq!(corrupted(CorruptionKind::Flip, 1.0, 5), pattern(0).reversed());
        assert_eq!(corrupted(CorruptionKind::Blend, 1.0, 5), pattern(1));
        assert_eq!(corrupted(CorruptionKind::Block, 1.0, 5), empty);
        assert_eq!(corrupted(CorruptionKind::Half(Side::Top), 1.0, 5), empty);
        for kind in SHARES {
            assert_eq!(corrupted(kind, 0.0, 5), pattern(0));
        }
    }

    #[test]
    fn halves_and_blocks_lie_where_they_should() {
        let full = Pattern::from_bits([true; 154]);
        let of = |kind, amount| Corruption { kind, amount }.apply(&full, SHAPE, None, Seed(9)).unwrap();
        let half = of(CorruptionKind::Half(Side::Right), 0.5);
        assert!(half.spins().iter().enumerate().all(|(cell, &spin)| (spin > 0) == (cell % 14 < 7)));
        let half = of(CorruptionKind::Half(Side::Bottom), 0.5);
        assert!(half.spins().iter().enumerate().all(|(cell, &spin)| (spin > 0) == (cell / 14 < 5)));
        let block = of(CorruptionKind::Block, 0.25);
        assert_eq!(block.spins().iter().filter(|&&spin| spin < 0).count(), 7 * 6);
    }

    #[test]
    fn shifts_go_round_and_come_back() {
        let original = pattern(0);
        let shifted = |axis, amount| corrupted(CorruptionKind::Shift(axis), amount, 1);
        assert_eq!(shifted(Axis::Columns, 14.0), original);
        assert_eq!(shifted(Axis::Rows, -22.0), original);
        assert_eq!(shifted(Axis::Columns, 3.0).spins()[3], original.spins()[0]);
        assert_eq!(shifted(Axis::Rows, 2.0).spins()[28], original.spins()[0]);
        assert_eq!(shifted(Axis::Columns, -1.0), shifted(Axis::Columns, 13.0));
    }

    #[test]
    fn what_cannot_be_is_refused_in_a_sentence() {
        let apply = |kind, amount, shape, other: Option<&Pattern>| {
            Corruption { kind, amount }.apply(&pattern(0), shape, other, Seed(1)).unwrap_err().to_string()
        };
        assert!(apply(CorruptionKind::Flip, 1.2, SHAPE, None).contains("1.2"));
        assert!(apply(CorruptionKind::Flip, f64::NAN, SHAPE, None).contains("NaN"));
        assert!(apply(CorruptionKind::Shift(Axis::Rows), f64::INFINITY, SHAPE, None).contains("inf"));
        assert!(apply(CorruptionKind::Block, 0.2, GridShape::new(14, 10), None).contains("14 by 10"));
        assert_eq!(apply(CorruptionKind::Blend, 0.2, SHAPE, None), "blending needs another pattern");
        let small = Pattern::from_bits([true; 3]);
        assert!(apply(CorruptionKind::Blend, 0.2, SHAPE, Some(&small)).ends_with("one of 3"));
        let nothing = Pattern::from_bits([]);
        for kind in [CorruptionKind::Shift(Axis::Columns), CorruptionKind::Block, CorruptionKind::Flip] {
            let empty = Corruption { kind, amount: 1.0 }.apply(&nothing, GridShape::new(0, 0), None, Seed(1));
            assert_eq!(empty, Ok(nothing.clone()));
        }
    }
}
