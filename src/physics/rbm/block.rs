//! Some copies of a machine, as columns of matrices.
//!
//! All noise of a block comes from one generator of its own, and all sums over its copies are made in their order, so
//! that it does not matter which threads work on which of its pieces, or when.

use std::ops::Range;

use crate::physics::rbm::cut::GROUP;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::piece::{Piece, Scratch, Shape};
use crate::physics::rbm::products::{Target, View};
use crate::physics::rbm::row_sums::{RowLists, RowSums};
use crate::physics::rbm::units::VisibleUnits;

/// The copies.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its number among the blocks of its chains.
    number: u64,
    copies: usize,
    shape: Shape,
    /// States (or fields, on the way) of binary units, one column per copy; empty for Potts units.
    visible: Vec<f32>,
    /// The rows of W that a copy takes, group by group: its ones, or the state of each Potts site. Not kept for Ising
    /// units.
    lists: Vec<RowLists>,
    /// States, means or fields of the hidden units, one column per copy.
    hidden: Vec<f32>,
    /// States to go back to, group by group.
    kept: Vec<Vec<u8>>,
    /// For as many pieces as there can be.
    scratch: Vec<Scratch>,
    /// For each visible row the copies that take it: the lists the other way round.
    copies_by_row: RowLists,
    /// Sums over the copies, as [`sum`](Self::sum) made them.
    pub(super) visible_sums: Vec<f32>,
    pub(super) hidden_sums: Vec<f32>,
}

impl Block {
    /// All units 0, or −1.
    pub(super) fn new(rbm: &Rbm, number: u64, copies: usize) -> Self {
        let shape = Shape::of(rbm);
        let groups = copies.div_ceil(GROUP);
        let mut block = Self {
            number,
            copies,
            shape,
            visible: vec![0.0; shape.visible_stride() * copies],
            lists: vec![RowLists::default(); groups],
            hidden: vec![0.0; shape.hidden_stride() * copies],
            kept: vec![Vec::new(); groups],
            scratch: vec![Scratch::default(); groups],
            copies_by_row: RowLists::default(),
            visible_sums: vec![0.0; rbm.visible_rows()],
            hidden_sums: vec![0.0; shape.hidden_stride()],
        };
        for mut piece in block.pieces(1, 0) {
            piece.set_values(std::iter::repeat_n(&[][..], copies));
        }
        block
    }

    pub(super) fn copies(&self) -> usize {
        self.copies
    }

    /// The copies in `count` pieces, at most one for each group, `first` being the number of the first copy among those
    /// of all blocks.
    pub(super) fn pieces(&mut self, count: usize, first: usize) -> Vec<Piece<'_>> {
        let groups = self.lists.len();
        let count = count.clamp(1, groups.max(1));
        let (mut visible, mut hidden) = (&mut self.visible[..], &mut self.hidden[..]);
        let (mut lists, mut kept) = (&mut self.lists[..], &mut self.kept[..]);
        let mut pieces = Vec::with_capacity(count);
        for (number, scratch) in self.scratch.iter_mut().enumerate().take(count) {
            let groups = number * groups / count..(number + 1) * groups / count;
            let copies = groups.start * GROUP..self.copies.min(groups.end * GROUP);
            let (visible_length, hidden_length) =
                (copies.len() * self.shape.visible_stride(), copies.len() * self.shape.hidden_stride());
            pieces.push(Piece {
                shape: self.shape,
                block: self.number,
                others: [copies.start, self.copies - copies.end],
                place: first + copies.start..first + copies.end,
                visible: visible.split_off_mut(..visible_length).unwrap_or_default(),
                hidden: hidden.split_off_mut(..hidden_length).unwrap_or_default(),
                lists: lists.split_off_mut(..groups.len()).unwrap_or_default(),
                kept: kept.split_off_mut(..groups.len()).unwrap_or_default(),
                scratch,
            });
        }
        pieces
    }

    /// Sums the hidden units and, each copy's times its factor, the visible ones over the copies.
    pub(super) fn sum(&mut self, factors: &[f32]) {
        self.hidden_sums.fill(0.0);
        for column in self.hidden.chunks_exact(self.shape.hidden_stride()) {
            self.hidden_sums.iter_mut().zip(column).for_each(|(sum, value)| *sum += value);
        }
        self.visible_sums.fill(0.0);
        if self.shape.units == VisibleUnits::Ising {
            for (column, factor) in self.visible.chunks_exact(self.shape.visible_stride()).zip(factors) {
                for (sum, value) in self.visible_sums.iter_mut().zip(column) {
                    *sum += factor * value;
                }
            }
            return;
        }
        for (list, factor) in self.lists.iter().flat_map(RowLists::lists).zip(factors) {
            for &row in list {
                self.visible_sums[row as usize] += factor;
            }
        }
        if self.shape.sums_rows(&self.lists) {
            let lists = self.lists.iter().flat_map(RowLists::lists);
            self.copies_by_row.invert(lists, self.visible_sums.len());
        }
    }

    /// Adds to `sums`, one row of hidden units for each visible row of `rows`, the products of visible and hidden units,
    /// after [`sum`](Self::sum).
    pub(super) fn add_correlations(&self, rows: Range<usize>, sums: &mut [f32]) {
        let (units, stride) = (self.shape.hidden_units, self.shape.hidden_stride());
        if self.shape.sums_rows(&self.lists) {
            RowSums {
                matrix: &self.hidden,
                matrix_stride: stride,
                columns: units,
                lists: self.copies_by_row.some(rows),
                add: true,
                sums,
                sums_stride: units,
            }
            .run();
        } else {
            let visible = self.visible.get(rows.start..).unwrap_or_default();
            Target { values: sums, rows: units, columns: rows.len(), stride: units }.add_product_transposed(
                View::columns(&self.hidden, units, self.copies, stride),
                View::columns(visible, rows.len(), self.copies, self.shape.visible_stride()),
            );
        }
    }

    /// The hidden units of the copies, one after the other.
    pub(super) fn hidden(&self) -> impl Iterator<Item = &[f32]> {
        self.hidden.chunks_exact(self.shape.hidden_stride()).map(|column| &column[..self.shape.hidden_units])
    }

    /// Appends the values of the visible units, row after row.
    pub(super) fn write_values(&self, values: &mut Vec<u8>) {
        if let VisibleUnits::Potts(states) = self.shape.units {
            let rows = self.lists.iter().flat_map(|lists| &lists.rows);
            values.extend(rows.map(|row| (row % u32::from(states)) as u8));
        } else {
            for column in self.visible.chunks_exact(self.shape.visible_stride()) {
                values.extend(column.iter().take(self.shape.sites).map(|&value| u8::from(value > 0.0)));
            }
        }
    }

    /// The values of the visible units that the pieces kept, row after row.
    pub(super) fn kept(&self) -> impl Iterator<Item = &[u8]> {
        self.kept.iter().flat_map(|kept| kept.chunks_exact(self.shape.sites))
    }
}
