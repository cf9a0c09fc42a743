//! Sums of some rows of a matrix: fields of units whose neighbours are 0 or 1, at the price of the ones.
//!
//! A matrix product spends a multiplication on every zero. Digits are white for one pixel in seven, and of the states of
//! a Potts site one is taken: there the sum of the rows of the ones is several times faster.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use std::ops::Range;

use crate::physics::block_random::LANES;

/// Lists of rows, one list after another.
#[derive(Clone, Debug, Default)]
pub(super) struct RowLists {
    /// Where each list begins, and where the last ends.
    pub(super) starts: Vec<u32>,
    /// The rows.
    pub(super) rows: Vec<u32>,
}

impl RowLists {
    /// Forgets all lists.
    pub(super) fn clear(&mut self) {
        self.starts.clear();
        self.starts.push(0);
        self.rows.clear();
    }

    /// Ends the list that was being written.
    pub(super) fn end_list(&mut self) {
        self.starts.push(self.rows.len() as u32);
    }

    /// The lists in order.
    pub(super) fn lists(&self) -> impl ExactSizeIterator<Item = &[u32]> + Clone {
        self.some(0..self.starts.len().saturating_sub(1))
    }

    /// Some of the lists, in order.
    pub(super) fn some(&self, lists: Range<usize>) -> impl ExactSizeIterator<Item = &[u32]> + Clone {
        self.starts[lists.start..=lists.end].windows(2).map(|ends| &self.rows[ends[0] as usize..ends[1] as usize])
    }

    /// Becomes the other way round of some lists of numbers below `count`: for each of these numbers the lists that
    /// hold it, in their order.
    pub(super) fn invert<'a>(&mut self, lists: impl Iterator<Item = &'a [u32]> + Clone, count: usize) {
        self.starts.clear();
        self.starts.resize(count + 2, 0);
        for &row in lists.clone().flatten() {
            self.starts[row as usize + 2] += 1;
        }
        for row in 2..self.starts.len() {
            self.starts[row] += self.starts[row - 1];
        }
        self.rows.resize(self.starts[count + 1] as usize, 0);
        // Each start moves on to the next one while its list is written.
        for (list, number) in lists.zip(0..) {
            for &row in list {
                let place = &mut self.starts[row as usize + 1];
                self.rows[*place as usize] = number;
                *place += 1;
            }
        }
        self.starts.truncate(count + 1);
    }

    /// Lists of the places of nonzero values in columns that lie `stride` apart, a multiple of [`LANES`].
    pub(super) fn collect(&mut self, columns: &[f32], stride: usize, units: usize) {
        pulp::Arch::new().dispatch(Collect { lists: self, columns, stride, units });
    }
}

struct Collect<'a> {
    lists: &'a mut RowLists,
    columns: &'a [f32],
    stride: usize,
    units: usize,
}

impl pulp::WithSimd for Collect<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let Self { lists, columns, stride, units } = self;
        lists.clear();
        let count = columns.len() / stride;
        lists.rows.resize(count * stride, 0);
        let mut written = 0;
        for column in columns.chunks_exact(stride) {
            let room = &mut lists.rows[written..written + stride];
            let mut found = 0;
            for (values, first) in column.as_chunks::<LANES>().0.iter().zip((0..).step_by(LANES)) {
                // Large parts of a picture are empty.
                if values.iter().fold(0, |bits, value| bits | value.to_bits()) == 0 {
                    continue;
                }
                for (value, unit) in values.iter().zip(first..) {
                    // Written in any case, counted if it is one: no branch to mispredict.
                    room[found] = unit;
                    found += usize::from(value.to_bits() != 0);
                }
            }
            // The padding holds anything.
            while found > 0 && room[found - 1] as usize >= units {
                found -= 1;
            }
            written += found;
            lists.starts.push(written as u32);
        }
        lists.rows.truncate(written);
    }
}

/// For each list the sum of its rows of a matrix.
pub(super) struct RowSums<'a, L> {
    /// The matrix, its rows `matrix_stride` apart.
    pub(super) matrix: &'a [f32],
    pub(super) matrix_stride: usize,
    /// Length of a row.
    pub(super) columns: usize,
    /// Which rows.
    pub(super) lists: L,
    /// Whether to add to what is there.
    pub(super) add: bool,
    /// The sums, `sums_stride` apart.
    pub(super) sums: &'a mut [f32],
    pub(super) sums_stride: usize,
}

impl<'a, L: Iterator<Item = &'a [u32]> + Clone> RowSums<'a, L> {
    /// Does it.
    pub(super) fn run(self) {
        pulp::Arch::new().dispatch(self);
    }

    /// `WIDTH` columns from `first` on, for all lists; the `known` first of them are left as they are.
    #[inline(always)]
    fn panel<const WIDTH: usize>(&mut self, first: usize, known: usize) {
        let stride = self.matrix_stride;
        let matrix = &self.matrix[first..];
        for (list, sums) in self.lists.clone().zip(self.sums.chunks_mut(self.sums_stride)) {
            let Some(sums) = sums.get_mut(first..).and_then(|sums| sums.first_chunk_mut::<WIDTH>()) else { continue };
            let mut parts = if self.add { *sums } else { [0.0; WIDTH] };
            for &row in list {
                if let Some(row) = matrix.get(row as usize * stride..).and_then(|row| row.first_chunk::<WIDTH>()) {
                    for (part, value) in parts.iter_mut().zip(row) {
                        *part += value;
                    }
                }
            }
            if known == 0 {
                *sums = parts;
            } else {
                sums[known..].copy_from_slice(&parts[known..]);
            }
        }
    }

    /// Panels of one width while more columns are left than the next narrower one takes. The last may begin with columns
    /// that are known already: to add them up once more costs less than to go through the lists once more.
    #[inline(always)]
    fn panels<const WIDTH: usize>(&mut self, mut done: usize, narrower: usize) -> usize {
        while self.columns >= WIDTH && self.columns - done > narrower {
            let first = done.min(self.columns - WIDTH);
            self.panel::<WIDTH>(first, done - first);
            done = first + WIDTH;
        }
        done
    }
}

impl<'a, L: Iterator<Item = &'a [u32]> + Clone> pulp::WithSimd for RowSums<'a, L> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(mut self, _simd: S) {
        // The widest is what fills the registers of a processor with 16 vectors of 8 numbers.
        let done = self.panels::<128>(0, 64);
        let done = self.panels::<64>(done, 32);
        let done = self.panels::<32>(done, 16);
        let done = self.panels::<16>(done, 4);
        let done = self.panels::<4>(done, 1);
        self.panels::<1>(done, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_can_be_turned_round() {
        let lists = [&[1, 4][..], &[], &[0, 1, 2], &[4]];
        let mut inverse = RowLists::default();
        for _ in 0..2 {
            inverse.invert(lists.into_iter(), 6);
            assert_eq!(inverse.lists().collect::<Vec<_>>(), [&[2][..], &[0, 2], &[2], &[], &[0, 3], &[]]);
            assert_eq!(inverse.some(1..3).collect::<Vec<_>>(), [&[0, 2][..], &[2]]);
        }
    }

    #[test]
    fn sums_are_those_of_the_rows() {
        for columns in [1, 5, 16, 37, 64, 100, 119, 250] {
            let matrix: Vec<f32> = (0..10 * columns).map(|k| (k * 7 % 23) as f32).collect();
            let mut states = [0.0; 48];
            // The places 3, 19 and 35 are padding.
            for place in [1, 2, 3, 19, 32, 34, 35] {
                states[place] = 1.0;
            }
            let mut lists = RowLists::default();
            lists.collect(&states, 16, 3);
            assert_eq!(lists.lists().collect::<Vec<_>>(), [&[1, 2][..], &[], &[0, 2]]);
            let mut sums = vec![1.0; 3 * (columns + 2)];
            for (add, start) in [(true, 1.0), (false, 0.0)] {
                let sums = &mut sums;
                let sums_stride = columns + 2;
                let lists = lists.lists();
                RowSums { matrix: &matrix, matrix_stride: columns, columns, lists, add, sums, sums_stride }.run();
                for (list, rows) in [&[1, 2][..], &[], &[0, 2]].iter().enumerate() {
                    for column in 0..columns {
                        let wanted = start + rows.iter().map(|row| matrix[row * columns + column]).sum::<f32>();
                        assert_eq!(sums[list * sums_stride + column], wanted);
                    }
                    assert_eq!(sums[list * sums_stride + columns + 1], 1.0);
                }
            }
        }
    }
}
