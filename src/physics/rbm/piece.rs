//! Some copies of a block: what one thread works on at a time.

use std::ops::Range;

use crate::physics::block_random::{BlockRandom, Jump, LANES, Purpose};
use crate::physics::rbm::activation::{Columns, PottsFields, padded, padded_bias};
use crate::physics::rbm::cut::GROUP;
use crate::physics::rbm::model::{Parameters, Rbm};
use crate::physics::rbm::products::{Target, View};
use crate::physics::rbm::row_sums::{RowLists, RowSums};
use crate::physics::rbm::transpose::columns_of_rows;
use crate::physics::rbm::units::{HiddenUnits, VisibleUnits};
use crate::physics::seed::{Seed, Stream};

/// Numbers of the fields of the visible units that are held at a time: a quarter of a second cache of 1 MB.
const HELD: usize = 1 << 16;
/// Weights below which it takes less time to put them into order for a product than to turn the fields round afterwards.
const LEAST_TO_TURN: usize = 1 << 16;
/// Where fewer than one unit in this many is 1, rows are summed instead of multiplied.
const DENSE_FROM: usize = 3;

/// A machine with its biases laid out for the kernels.
pub(super) struct Kernel<'a> {
    parameters: Parameters<'a, f32>,
    hidden: HiddenUnits,
    visible_bias: Vec<f32>,
    hidden_bias: Vec<f32>,
}

impl<'a> Kernel<'a> {
    pub(super) fn new(rbm: &'a Rbm) -> Self {
        let parameters = rbm.parameters();
        let (visible_bias, hidden_bias) = (padded_bias(parameters.visible_bias), padded_bias(parameters.hidden_bias));
        Self { parameters, hidden: rbm.hidden(), visible_bias, hidden_bias }
    }

    pub(super) fn hidden(&self) -> HiddenUnits {
        self.hidden
    }

    pub(super) fn visible_bias(&self) -> &[f32] {
        self.parameters.visible_bias
    }

    pub(super) fn hidden_bias(&self) -> &[f32] {
        self.parameters.hidden_bias
    }

    /// Some visible rows of W, each a column.
    fn weights(&self, rows: Range<usize>) -> View<'_> {
        let units = self.parameters.hidden_bias.len();
        let weights = self.parameters.weights.get(rows.start * units..rows.end * units).unwrap_or_default();
        View::columns(weights, units, rows.len(), units)
    }

    fn hidden_low(&self) -> f32 {
        match self.hidden {
            HiddenUnits::Bernoulli => 0.0,
            HiddenUnits::Ising => -1.0,
        }
    }
}

/// The units of a copy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub(super) units: VisibleUnits,
    pub(super) sites: usize,
    pub(super) hidden_units: usize,
}

impl Shape {
    pub(super) fn of(rbm: &Rbm) -> Self {
        Self { units: rbm.visible(), sites: rbm.sites(), hidden_units: rbm.hidden_units() }
    }

    pub(super) fn is_potts(self) -> bool {
        matches!(self.units, VisibleUnits::Potts(_))
    }

    /// Distance of the visible states of two copies; 0 for Potts units, which are kept as lists only.
    pub(super) fn visible_stride(self) -> usize {
        if self.is_potts() { 0 } else { padded(self.sites) }
    }

    /// Distance of the hidden units of two copies.
    pub(super) fn hidden_stride(self) -> usize {
        padded(self.hidden_units)
    }

    /// The lower of the values of a binary unit.
    fn low(self) -> f32 {
        if self.units == VisibleUnits::Ising { -1.0 } else { 0.0 }
    }

    fn states(self) -> u32 {
        u32::from(self.units.states())
    }

    /// Whether sums of rows are faster than products for copies with these rows: a function of the states.
    pub(super) fn sums_rows(self, groups: &[RowLists]) -> bool {
        match self.units {
            VisibleUnits::Bernoulli => {
                let (ones, copies) = groups
                    .iter()
                    .fold((0, 0), |(ones, copies), lists| (ones + lists.rows.len(), copies + lists.lists().len()));
                ones * DENSE_FROM < self.sites * copies
            }
            VisibleUnits::Ising => false,
            VisibleUnits::Potts(_) => true,
        }
    }
}

/// Room for what a piece needs on its way.
#[derive(Clone, Debug, Default)]
pub(super) struct Scratch {
    /// Fields of some visible units, in rows of copies.
    fields: Vec<f32>,
    /// States drawn from them, of Potts units.
    drawn: Vec<u32>,
}

/// Neighbouring copies of a block, with what belongs to them of its arrays.
pub(super) struct Piece<'b> {
    pub(super) shape: Shape,
    /// Its copies among all copies of all blocks.
    pub(super) place: Range<usize>,
    /// Number of the block.
    pub(super) block: u64,
    /// Copies of the block before and after these.
    pub(super) others: [usize; 2],
    pub(super) visible: &'b mut [f32],
    pub(super) hidden: &'b mut [f32],
    pub(super) lists: &'b mut [RowLists],
    pub(super) kept: &'b mut [Vec<u8>],
    pub(super) scratch: &'b mut Scratch,
}

/// The block's noise for the steps of a piece, which leaves out what the other pieces draw.
pub(super) struct Noise {
    random: BlockRandom,
    /// From the hidden units of the piece to its visible ones, and from these to the hidden ones of the next step.
    to_visible: Jump,
    to_hidden: Jump,
}

impl Piece<'_> {
    fn copies(&self) -> usize {
        self.place.len()
    }

    /// The noise of the steps at a tick, a function of the key.
    pub(super) fn noise(&self, seed: Seed, stream: Stream, tick: u64) -> Noise {
        let [before, after] = self.others.map(|copies| copies as u64);
        let [visible, hidden] =
            [self.shape.visible_stride(), self.shape.hidden_stride()].map(|stride| (stride / LANES) as u64);
        let mut random = BlockRandom::keyed(seed, stream, Purpose::Steps, tick, self.block);
        random.skip(Jump::over(before * hidden));
        let to_visible = Jump::over(after * hidden + before * visible);
        Noise { random, to_visible, to_hidden: Jump::over(after * visible + before * hidden) }
    }

    /// Puts the copies at rows of values; what is missing is 0.
    pub(super) fn set_values<'r>(&mut self, rows: impl Iterator<Item = &'r [u8]>) {
        let (shape, states) = (self.shape, self.shape.states());
        let mut rows = rows.take(self.copies());
        if shape.is_potts() {
            for lists in &mut *self.lists {
                lists.clear();
                for row in rows.by_ref().take(GROUP) {
                    let values = row.iter().copied().chain(std::iter::repeat(0)).take(shape.sites).zip(0..);
                    lists.rows.extend(values.map(|(value, site)| site * states + u32::from(value).min(states - 1)));
                    lists.end_list();
                }
            }
            return;
        }
        for (column, row) in self.visible.chunks_exact_mut(shape.visible_stride()).zip(rows) {
            column.fill(shape.low());
            for (unit, &value) in column.iter_mut().zip(row.iter().take(shape.sites)) {
                *unit = if value == 0 { shape.low() } else { 1.0 };
            }
        }
        self.list_ones();
    }

    /// Puts the copies at the block's fair noise of a tick. (A Potts state is likelier than another by at most 2^-27.)
    pub(super) fn set_noise(&mut self, seed: Seed, stream: Stream, tick: u64) {
        let (shape, states) = (self.shape, self.shape.states());
        let mut random = BlockRandom::keyed(seed, stream, Purpose::Start, tick, self.block);
        let draws = if shape.is_potts() { shape.sites.div_ceil(LANES) } else { shape.visible_stride() / LANES };
        random.skip(Jump::over((self.others[0] * draws) as u64));
        if shape.is_potts() {
            let copies = self.copies();
            for (lists, first) in self.lists.iter_mut().zip((0..copies).step_by(GROUP)) {
                lists.clear();
                for _ in first..copies.min(first + GROUP) {
                    for first in (0..shape.sites).step_by(LANES) {
                        let draws = random.draw().into_iter().zip(first..shape.sites);
                        let states = draws.map(|(bits, site)| {
                            site as u32 * states + ((u64::from(bits) * u64::from(states)) >> 32) as u32
                        });
                        lists.rows.extend(states);
                    }
                    lists.end_list();
                }
            }
            return;
        }
        for units in self.visible.as_chunks_mut::<LANES>().0 {
            for (unit, bits) in units.iter_mut().zip(random.draw()) {
                *unit = if bits >> 31 == 0 { shape.low() } else { 1.0 };
            }
        }
        self.list_ones();
    }

    /// Notes the states of the visible units, to go back to.
    pub(super) fn keep(&mut self) {
        let (shape, stride) = (self.shape, self.shape.visible_stride());
        self.kept.iter_mut().for_each(Vec::clear);
        if shape.is_potts() {
            for (lists, kept) in self.lists.iter().zip(&mut *self.kept) {
                kept.extend(lists.rows.iter().map(|row| (row % shape.states()) as u8));
            }
            return;
        }
        for (columns, kept) in self.visible.chunks(GROUP * stride).zip(&mut *self.kept) {
            for column in columns.chunks_exact(stride) {
                kept.extend(column[..shape.sites].iter().map(|&value| u8::from(value > 0.0)));
            }
        }
    }

    fn list_ones(&mut self) {
        if self.shape.units == VisibleUnits::Bernoulli {
            let (stride, sites) = (self.shape.visible_stride(), self.shape.sites);
            for (lists, columns) in self.lists.iter_mut().zip(self.visible.chunks(GROUP * stride)) {
                lists.collect(columns, stride, sites);
            }
        }
    }

    /// Sums of rows where copies have few of them, products for the others, of neighbours together.
    pub(super) fn hidden_fields(&mut self, kernel: &Kernel<'_>) {
        let (shape, units, copies) = (self.shape, self.shape.hidden_units, self.copies());
        let [visible_stride, hidden_stride] = [shape.visible_stride(), shape.hidden_stride()];
        let sums_rows = |group: &RowLists| shape.sums_rows(std::slice::from_ref(group));
        let mut first = 0;
        for groups in self.lists.chunk_by(|a, b| sums_rows(a) == sums_rows(b)) {
            let columns = first..copies.min(first + groups.len() * GROUP);
            first = columns.end;
            let hidden = &mut self.hidden[columns.start * hidden_stride..columns.end * hidden_stride];
            if shape.sums_rows(groups) {
                RowSums {
                    matrix: kernel.parameters.weights,
                    matrix_stride: units,
                    columns: units,
                    lists: groups.iter().flat_map(RowLists::lists),
                    add: false,
                    sums: hidden,
                    sums_stride: hidden_stride,
                }
                .run();
            } else {
                let visible = &self.visible[columns.start * visible_stride..];
                Target { values: hidden, rows: units, columns: columns.len(), stride: hidden_stride }.set_product(
                    kernel.weights(0..shape.sites),
                    View::columns(visible, shape.sites, columns.len(), visible_stride),
                );
            }
        }
    }

    /// One full Gibbs step, h given v and v given h.
    pub(super) fn step(&mut self, kernel: &Kernel<'_>, noise: &mut Noise) {
        self.hidden_fields(kernel);
        self.step_from_fields(kernel, noise);
    }

    /// The step, after [`hidden_fields`](Self::hidden_fields).
    pub(super) fn step_from_fields(&mut self, kernel: &Kernel<'_>, noise: &mut Noise) {
        Columns { values: self.hidden, bias: &kernel.hidden_bias, low: kernel.hidden_low() }.sample(&mut noise.random);
        noise.random.skip(noise.to_visible);
        if self.shape.is_potts() {
            self.sample_potts(kernel, &mut noise.random);
        } else {
            self.visible_fields(kernel);
            Columns { values: self.visible, bias: &kernel.visible_bias, low: self.shape.low() }
                .sample(&mut noise.random);
            self.list_ones();
        }
        noise.random.skip(noise.to_hidden);
    }

    /// Copies in a row of fields.
    fn lanes(&self) -> usize {
        self.copies().next_multiple_of(LANES)
    }

    /// Fields of `sites` from the hidden units, in rows of copies: so the weights are read as they lie, and the hidden
    /// units, which are fewer, are put into order.
    fn fields_by_copy(&mut self, kernel: &Kernel<'_>, sites: Range<usize>) {
        let (channels, lanes) = (self.shape.units.channels(), self.lanes());
        let rows = sites.start * channels..sites.end * channels;
        self.scratch.fields.resize(rows.len() * lanes, 0.0);
        Target { values: &mut self.scratch.fields, rows: self.place.len(), columns: rows.len(), stride: lanes }
            .set_transposed_product(
                View::columns(self.hidden, self.shape.hidden_units, self.place.len(), self.shape.hidden_stride()),
                kernel.weights(rows),
            );
    }

    /// The sites whose fields are held at a time.
    fn held_sites(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let (sites, step) = (self.shape.sites, (HELD / (self.lanes() * self.shape.units.channels())).max(LANES));
        let step = step / LANES * LANES;
        (0..sites).step_by(step).map(move |first| first..(first + step).min(sites))
    }

    fn visible_fields(&mut self, kernel: &Kernel<'_>) {
        let (lanes, stride) = (self.lanes(), self.shape.visible_stride());
        if kernel.parameters.weights.len() < LEAST_TO_TURN {
            let (copies, units) = (self.copies(), self.shape.hidden_units);
            Target { values: self.visible, rows: self.shape.sites, columns: copies, stride }.set_transposed_product(
                kernel.weights(0..self.shape.sites),
                View::columns(self.hidden, units, copies, self.shape.hidden_stride()),
            );
            return;
        }
        for sites in self.held_sites() {
            self.fields_by_copy(kernel, sites.clone());
            columns_of_rows(&self.scratch.fields, lanes, &mut self.visible[sites.start..], stride);
        }
    }

    fn sample_potts(&mut self, kernel: &Kernel<'_>, random: &mut BlockRandom) {
        let (lanes, states) = (self.lanes(), self.shape.states() as usize);
        let others = self.others.map(|copies| copies.div_ceil(GROUP));
        for sites in self.held_sites() {
            self.fields_by_copy(kernel, sites.clone());
            let Scratch { fields, drawn } = &mut *self.scratch;
            drawn.resize(sites.len() * lanes, 0);
            let bias = kernel.parameters.visible_bias.get(sites.start * states..sites.end * states).unwrap_or_default();
            PottsFields { fields, bias, states, lanes }.sample(random, others, drawn);
            for (lists, first) in self.lists.iter_mut().zip((0..).step_by(GROUP)) {
                for (rows, copy) in lists.rows.chunks_exact_mut(self.shape.sites).zip(first..) {
                    let drawn = drawn.chunks_exact(lanes).zip(sites.clone());
                    for (row, (drawn, site)) in rows[sites.clone()].iter_mut().zip(drawn) {
                        *row = (site * states) as u32 + drawn[copy];
                    }
                }
            }
        }
    }

    /// The hidden units become their means given the visible ones, each copy's times its factor.
    pub(super) fn measure(&mut self, kernel: &Kernel<'_>, factors: &[f32]) {
        self.hidden_fields(kernel);
        Columns { values: self.hidden, bias: &kernel.hidden_bias, low: kernel.hidden_low() }.means(factors);
    }

    /// Replaces the hidden units by these, row-major.
    pub(super) fn set_hidden(&mut self, rows: &[f32]) {
        let columns = self.hidden.chunks_exact_mut(self.shape.hidden_stride());
        for (column, row) in columns.zip(rows.chunks_exact(self.shape.hidden_units)) {
            column[..row.len()].copy_from_slice(row);
        }
    }

    /// Means of the visible units given the hidden ones, row-major. The states are lost.
    pub(super) fn visible_means(mut self, kernel: &Kernel<'_>) -> Vec<f32> {
        let (shape, lanes) = (self.shape, self.lanes());
        if shape.is_potts() {
            self.fields_by_copy(kernel, 0..shape.sites);
            let (fields, states) = (&mut self.scratch.fields, shape.states() as usize);
            PottsFields { fields, bias: kernel.parameters.visible_bias, states, lanes }.probabilities();
            let copies = 0..self.place.len();
            return copies.flat_map(|copy| fields.chunks_exact(lanes).map(move |row| row[copy])).collect();
        }
        self.visible_fields(kernel);
        Columns { values: self.visible, bias: &kernel.visible_bias, low: shape.low() }
            .means(&vec![1.0; self.place.len()]);
        self.visible.chunks_exact(shape.visible_stride()).flat_map(|column| &column[..shape.sites]).copied().collect()
    }
}
