//! Some copies of a machine, as columns of matrices: what one thread works on at a time.
//!
//! All noise of a block comes from one generator of its own, so that it does not matter which thread works on it, or when.

use crate::physics::block_random::{BlockRandom, LANES};
use crate::physics::rbm::activation::{Columns, PottsFields, padded, padded_bias};
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::products::{Target, View};
use crate::physics::rbm::row_sums::{RowLists, RowSums};
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};

/// Copies in a block of binary units: enough that a product runs at full speed, few enough for the second cache.
const MOST_COPIES: usize = 128;
/// Copies in a block of Potts units, whose fields are `q` times as many.
const MOST_POTTS_COPIES: usize = 64;
/// Below this number of copies one block is left whole.
const LEAST_TO_CUT: usize = 32;
/// Numbers in a piece of the fields of Potts units: a quarter of a second cache of 1 MB.
const PIECE: usize = 1 << 16;
/// Where fewer than one unit in this many is 1, rows are summed instead of multiplied.
const DENSE_FROM: usize = 3;

/// How many copies each block has, for `count` of them: a function of the sizes alone.
pub(super) fn block_sizes(count: usize, visible: VisibleUnits) -> Vec<usize> {
    let most = if matches!(visible, VisibleUnits::Potts(_)) { MOST_POTTS_COPIES } else { MOST_COPIES };
    let blocks = count.div_ceil(most).max(usize::from(count >= LEAST_TO_CUT) + 1);
    (0..blocks).map(|block| (block + 1) * count / blocks - block * count / blocks).filter(|&size| size > 0).collect()
}

/// A machine with its biases laid out for the kernels.
pub(super) struct Kernel<'a> {
    pub(super) rbm: &'a Rbm,
    visible_bias: Vec<f32>,
    hidden_bias: Vec<f32>,
}

impl<'a> Kernel<'a> {
    pub(super) fn new(rbm: &'a Rbm) -> Self {
        Self {
            rbm,
            visible_bias: padded_bias(rbm.parameters().visible_bias),
            hidden_bias: padded_bias(rbm.parameters().hidden_bias),
        }
    }

    /// W as a matrix of one column for each visible row.
    fn weights(&self) -> View<'_> {
        let (units, rows) = (self.rbm.hidden_units(), self.rbm.visible_rows());
        View::columns(self.rbm.parameters().weights, units, rows, units)
    }

    fn hidden_low(&self) -> f32 {
        match self.rbm.hidden() {
            HiddenUnits::Bernoulli => 0.0,
            HiddenUnits::Ising => -1.0,
        }
    }
}

/// The copies.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its number among the blocks of its chains.
    pub(super) number: u64,
    copies: usize,
    units: VisibleUnits,
    sites: usize,
    hidden_units: usize,
    /// States (or fields, on the way) of binary units, one column per copy; empty for Potts units.
    visible: Vec<f32>,
    /// The rows of W that a copy takes: its ones, or the state of each Potts site. Not kept for Ising units.
    rows: RowLists,
    /// States, means or fields of the hidden units, one column per copy.
    hidden: Vec<f32>,
    /// Fields of some Potts sites, and the states drawn from them.
    fields: Vec<f32>,
    drawn: Vec<u32>,
    /// Sums over copies of what [`measure`](Self::measure) was told to weight them with.
    pub(super) visible_sums: Vec<f32>,
    pub(super) hidden_sums: Vec<f32>,
}

impl Block {
    /// All units 0, or −1.
    pub(super) fn new(rbm: &Rbm, number: u64, copies: usize) -> Self {
        let potts = matches!(rbm.visible(), VisibleUnits::Potts(_));
        let mut block = Self {
            number,
            copies,
            units: rbm.visible(),
            sites: rbm.sites(),
            hidden_units: rbm.hidden_units(),
            visible: vec![0.0; if potts { 0 } else { padded(rbm.sites()) * copies }],
            rows: RowLists::default(),
            hidden: vec![0.0; padded(rbm.hidden_units()) * copies],
            fields: Vec::new(),
            drawn: Vec::new(),
            visible_sums: vec![0.0; rbm.visible_rows()],
            hidden_sums: vec![0.0; padded(rbm.hidden_units())],
        };
        block.set_values((0..copies).map(|_| &[][..]));
        block
    }

    /// Number of copies.
    pub(super) fn copies(&self) -> usize {
        self.copies
    }

    fn stride(&self) -> usize {
        padded(self.sites)
    }

    fn low(&self) -> f32 {
        if self.units == VisibleUnits::Ising { -1.0 } else { 0.0 }
    }

    fn states(&self) -> u32 {
        u32::from(self.units.states())
    }

    /// Puts the copies at rows of values; what is missing is 0.
    pub(super) fn set_values<'r>(&mut self, rows: impl Iterator<Item = &'r [u8]>) {
        let (sites, stride, low, states) = (self.sites, self.stride(), self.low(), self.states());
        let values = rows.take(self.copies);
        if matches!(self.units, VisibleUnits::Potts(_)) {
            self.rows.clear();
            for row in values {
                let values = row.iter().copied().chain(std::iter::repeat(0)).take(sites).zip(0..);
                self.rows.rows.extend(values.map(|(value, site)| site * states + u32::from(value).min(states - 1)));
                self.rows.end_list();
            }
            return;
        }
        for (column, row) in self.visible.chunks_exact_mut(stride).zip(values) {
            column.fill(low);
            for (unit, &value) in column.iter_mut().zip(row.iter().take(sites)) {
                *unit = if value == 0 { low } else { 1.0 };
            }
        }
        self.list_ones();
    }

    /// Puts the copies at fair noise. (A Potts state is likelier than another by at most 2^-27.)
    pub(super) fn set_noise(&mut self, random: &mut BlockRandom) {
        let (stride, low, states, sites) = (self.stride(), self.low(), self.states(), self.sites);
        if matches!(self.units, VisibleUnits::Potts(_)) {
            self.rows.clear();
            for _ in 0..self.copies {
                for first in (0..sites).step_by(LANES) {
                    let draws = random.draw().into_iter().zip(first..sites);
                    let states = draws.map(|(bits, site)| {
                        site as u32 * states + ((u64::from(bits) * u64::from(states)) >> 32) as u32
                    });
                    self.rows.rows.extend(states);
                }
                self.rows.end_list();
            }
            return;
        }
        for column in self.visible.chunks_exact_mut(stride) {
            for units in column.as_chunks_mut::<LANES>().0 {
                for (unit, bits) in units.iter_mut().zip(random.draw()) {
                    *unit = if bits >> 31 == 0 { low } else { 1.0 };
                }
            }
        }
        self.list_ones();
    }

    fn list_ones(&mut self) {
        if self.units == VisibleUnits::Bernoulli {
            self.rows.collect(&self.visible, padded(self.sites), self.sites);
        }
    }

    /// Whether sums of rows are faster than products: a function of the states.
    fn sums_rows(&self) -> bool {
        match self.units {
            VisibleUnits::Bernoulli => self.rows.rows.len() * DENSE_FROM < self.sites * self.copies,
            VisibleUnits::Ising => false,
            VisibleUnits::Potts(_) => true,
        }
    }

    fn hidden_fields(&mut self, kernel: &Kernel<'_>) {
        let (units, stride) = (self.hidden_units, padded(self.hidden_units));
        if self.sums_rows() {
            RowSums {
                matrix: kernel.rbm.parameters().weights,
                matrix_stride: units,
                columns: units,
                lists: &self.rows,
                add: false,
                sums: &mut self.hidden,
                sums_stride: stride,
            }
            .run();
        } else {
            let visible = View::columns(&self.visible, self.sites, self.copies, padded(self.sites));
            Target { values: &mut self.hidden, rows: units, columns: self.copies, stride }
                .set_product(kernel.weights(), visible);
        }
    }

    /// One full Gibbs step, h given v and v given h.
    pub(super) fn step(&mut self, kernel: &Kernel<'_>, random: &mut BlockRandom) {
        self.hidden_fields(kernel);
        Columns { values: &mut self.hidden, bias: &kernel.hidden_bias, low: kernel.hidden_low() }.sample(random);
        if matches!(self.units, VisibleUnits::Potts(_)) {
            self.sample_potts(kernel, random);
            return;
        }
        self.visible_fields(kernel);
        let low = self.low();
        Columns { values: &mut self.visible, bias: &kernel.visible_bias, low }.sample(random);
        self.list_ones();
    }

    fn visible_fields(&mut self, kernel: &Kernel<'_>) {
        let hidden = View::columns(&self.hidden, self.hidden_units, self.copies, padded(self.hidden_units));
        Target { values: &mut self.visible, rows: self.sites, columns: self.copies, stride: padded(self.sites) }
            .set_transposed_product(kernel.weights(), hidden);
    }

    /// Fields of `sites` of the Potts units from the hidden units, in rows of copies.
    fn potts_fields(&mut self, kernel: &Kernel<'_>, sites: std::ops::Range<usize>) {
        let (units, states) = (self.hidden_units, self.states() as usize);
        let lanes = self.copies.next_multiple_of(LANES);
        let rows = sites.start * states..sites.end * states;
        self.fields.resize(rows.len() * lanes, 0.0);
        let weights = kernel.rbm.parameters().weights.get(rows.start * units..rows.end * units).unwrap_or_default();
        Target { values: &mut self.fields, rows: self.copies, columns: rows.len(), stride: lanes }
            .set_transposed_product(
                View::columns(&self.hidden, units, self.copies, padded(units)),
                View::columns(weights, units, rows.len(), units),
            );
    }

    /// The sites whose fields are held at a time.
    fn pieces(&self) -> impl Iterator<Item = std::ops::Range<usize>> + use<> {
        let lanes = self.copies.next_multiple_of(LANES);
        let (sites, step) = (self.sites, (PIECE / (lanes * self.states() as usize)).max(1));
        (0..sites).step_by(step).map(move |first| first..(first + step).min(sites))
    }

    fn sample_potts(&mut self, kernel: &Kernel<'_>, random: &mut BlockRandom) {
        let lanes = self.copies.next_multiple_of(LANES);
        let states = self.states() as usize;
        for sites in self.pieces() {
            self.potts_fields(kernel, sites.clone());
            self.drawn.resize(sites.len() * lanes, 0);
            let bias =
                kernel.rbm.parameters().visible_bias.get(sites.start * states..sites.end * states).unwrap_or_default();
            PottsFields { fields: &mut self.fields, bias, states, lanes }.sample(random, &mut self.drawn);
            for (copy, rows) in self.rows.rows.chunks_exact_mut(self.sites).enumerate() {
                let drawn = self.drawn.chunks_exact(lanes).zip(sites.clone());
                for (row, (drawn, site)) in rows[sites.clone()].iter_mut().zip(drawn) {
                    *row = (site * states) as u32 + drawn[copy];
                }
            }
        }
    }

    /// The hidden units become their means given the visible ones, each copy's times its factor; these and the visible
    /// units, likewise weighted, are summed over the copies.
    pub(super) fn measure(&mut self, kernel: &Kernel<'_>, factors: &[f32]) {
        self.hidden_fields(kernel);
        self.hidden_sums.fill(0.0);
        Columns { values: &mut self.hidden, bias: &kernel.hidden_bias, low: kernel.hidden_low() }
            .means(factors, &mut self.hidden_sums);
        self.visible_sums.fill(0.0);
        if self.units == VisibleUnits::Ising {
            for (column, factor) in self.visible.chunks_exact(padded(self.sites)).zip(factors) {
                for (sum, value) in self.visible_sums.iter_mut().zip(column) {
                    *sum += factor * value;
                }
            }
        } else {
            for (list, factor) in self.rows.lists().zip(factors) {
                for &row in list {
                    self.visible_sums[row as usize] += factor;
                }
            }
        }
    }

    /// Adds to `sums`, one row of hidden units for each visible row of `rows`, the products of visible and hidden units.
    pub(super) fn add_correlations(&self, rows: std::ops::Range<usize>, sums: &mut [f32]) {
        let (units, stride) = (self.hidden_units, padded(self.hidden_units));
        if self.sums_rows() {
            let lists = self.copies_by_row(&rows);
            RowSums {
                matrix: &self.hidden,
                matrix_stride: stride,
                columns: units,
                lists: &lists,
                add: true,
                sums,
                sums_stride: units,
            }
            .run();
        } else {
            let visible = self.visible.get(rows.start..).unwrap_or_default();
            Target { values: sums, rows: units, columns: rows.len(), stride: units }.add_product_transposed(
                View::columns(&self.hidden, units, self.copies, stride),
                View::columns(visible, rows.len(), self.copies, self.stride()),
            );
        }
    }

    /// For each of some visible rows the copies that take it: the lists the other way round.
    fn copies_by_row(&self, rows: &std::ops::Range<usize>) -> RowLists {
        let range = rows.start as u32..rows.end as u32;
        let within = |list: &[u32]| {
            let first = list.partition_point(|&row| row < range.start);
            first..first + list[first..].partition_point(|&row| row < range.end)
        };
        let mut ends = vec![0_u32; rows.len() + 1];
        for list in self.rows.lists() {
            for &row in &list[within(list)] {
                ends[(row - range.start) as usize + 1] += 1;
            }
        }
        for place in 1..ends.len() {
            ends[place] += ends[place - 1];
        }
        let mut starts = ends.clone();
        let mut copies = vec![0; ends.last().copied().unwrap_or(0) as usize];
        for (list, copy) in self.rows.lists().zip(0..) {
            for &row in &list[within(list)] {
                let place = &mut starts[(row - range.start) as usize];
                copies[*place as usize] = copy;
                *place += 1;
            }
        }
        RowLists { starts: ends, rows: copies }
    }

    /// Replaces the hidden units by these, row-major.
    pub(super) fn set_hidden(&mut self, rows: &[f32]) {
        let stride = padded(self.hidden_units);
        for (column, row) in self.hidden.chunks_exact_mut(stride).zip(rows.chunks_exact(self.hidden_units)) {
            column[..row.len()].copy_from_slice(row);
        }
    }

    /// The hidden units of the copies, one after the other.
    pub(super) fn hidden(&self) -> impl Iterator<Item = &[f32]> {
        self.hidden.chunks_exact(padded(self.hidden_units)).map(|column| &column[..self.hidden_units])
    }

    /// Means of the visible units given the hidden ones, row-major. The states are lost.
    pub(super) fn visible_means(mut self, kernel: &Kernel<'_>) -> Vec<f32> {
        let mut means = Vec::new();
        if matches!(self.units, VisibleUnits::Potts(_)) {
            let lanes = self.copies.next_multiple_of(LANES);
            let states = self.states() as usize;
            self.potts_fields(kernel, 0..self.sites);
            PottsFields { fields: &mut self.fields, bias: kernel.rbm.parameters().visible_bias, states, lanes }
                .probabilities();
            for copy in 0..self.copies {
                means.extend(self.fields.chunks_exact(lanes).map(|row| row[copy]));
            }
        } else {
            self.visible_fields(kernel);
            let low = self.low();
            let mut sums = vec![0.0; self.stride()];
            Columns { values: &mut self.visible, bias: &kernel.visible_bias, low }
                .means(&vec![1.0; self.copies], &mut sums);
            means.extend(self.visible.chunks_exact(padded(self.sites)).flat_map(|column| &column[..self.sites]));
        }
        means
    }

    /// Appends the values of the visible units, row after row.
    pub(super) fn write_values(&self, values: &mut Vec<u8>) {
        if matches!(self.units, VisibleUnits::Potts(_)) {
            let states = self.states();
            values.extend(self.rows.rows.iter().map(|row| (row % states) as u8));
        } else {
            for column in self.visible.chunks_exact(self.stride()) {
                values.extend(column.iter().take(self.sites).map(|&value| u8::from(value > 0.0)));
            }
        }
    }
}
