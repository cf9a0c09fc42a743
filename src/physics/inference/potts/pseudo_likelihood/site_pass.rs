//! The inner loop of the pseudo-likelihood: one site of all rows, given the others.
//!
//! For a site r it makes z_m(a) = h_r(a) + Σ_{j≠r} J_rj(a, v_mj) of every row m, from that the value
//!
//! −Σ_m w_m ln [ e^{z_m(v_mr)} / Σ_a e^{z_m(a)} ]
//!
//! and its gradient, Σ_m w_m (p_m(a) − δ(v_mr, a)) δ(v_mj, b) towards J_rj(a, b). What a state b of a site j adds lies in a
//! row of [`Pass::table`], filled up to a whole number of vectors. Rows are taken some at a time and sites some at a time,
//! so that all that is read and written stays in the nearest cache.

#![expect(clippy::inline_always, reason = "run-time SIMD dispatch reaches only what is inlined into it")]

use crate::physics::math::fast_exp;

/// Rows taken at a time.
const ROWS: usize = 128;
/// Sites taken at a time.
const SITES: usize = 8;
/// The logit of what fills up a row of the table: of no weight.
const NOTHING: f32 = -1e30;

/// The most states of a site that there are loops for.
pub(in super::super) const MOST_STATES: u8 = 32;

/// Rows to learn from, and what each of them counts.
#[derive(Clone, Copy)]
pub(super) struct Sample<'a> {
    /// The rows, one after another, every value below `states`.
    pub(super) values: &'a [u8],
    pub(super) sites: usize,
    pub(super) states: usize,
    /// Of sum 1.
    pub(super) weights: &'a [f32],
}

/// The parameters of one site and the gradient of its value.
#[derive(Debug)]
pub(in super::super) struct SiteTable {
    /// Before the tables of the other sites, one row: the fields and their gradient.
    values: Vec<f32>,
    gradient: Vec<f32>,
    logits: Vec<f32>,
    width: usize,
}

impl SiteTable {
    /// With room for a gradient.
    pub(super) fn new(sample: &Sample<'_>) -> Self {
        let mut table = Self::of_size(sample.sites, sample.states);
        table.gradient = vec![0.0; table.values.len()];
        table.logits = vec![0.0; ROWS * table.width];
        table
    }

    /// The parameters alone.
    pub(in super::super) fn of_size(sites: usize, states: usize) -> Self {
        let width = states.next_multiple_of(8);
        let mut values = vec![0.0; (1 + sites * states) * width];
        values[states..width].fill(NOTHING);
        Self { values, gradient: Vec::new(), logits: Vec::new(), width }
    }

    /// Length of a row: that of one or more vectors.
    pub(in super::super) fn width(&self) -> usize {
        self.width
    }

    /// The fields, then for each site and each of its states what that adds to the states of this site.
    pub(in super::super) fn values(&self) -> &[f32] {
        &self.values
    }

    /// The same, row after row.
    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut [f32]> {
        self.values.chunks_exact_mut(self.width)
    }

    /// The gradient, in the same rows.
    pub(super) fn gradient(&self) -> impl Iterator<Item = &[f32]> {
        self.gradient.chunks_exact(self.width)
    }

    /// The value of `site`; its gradient is left in [`gradient`](Self::gradient). What it says of the site itself is
    /// of no meaning.
    pub(super) fn evaluate(&mut self, sample: &Sample<'_>, site: usize) -> f64 {
        match self.width {
            8 => self.dispatch::<8>(sample, site),
            16 => self.dispatch::<16>(sample, site),
            24 => self.dispatch::<24>(sample, site),
            32 => self.dispatch::<32>(sample, site),
            // Refused by whoever made the sample.
            _ => f64::NAN,
        }
    }

    fn dispatch<const W: usize>(&mut self, sample: &Sample<'_>, site: usize) -> f64 {
        self.gradient.fill(0.0);
        let ([fields, table @ ..], [field_gradient, gradient @ ..]) =
            (self.values.as_chunks::<W>().0, self.gradient.as_chunks_mut::<W>().0)
        else {
            return f64::NAN;
        };
        let logits = self.logits.as_chunks_mut::<W>().0;
        pulp::Arch::new().dispatch(Pass { sample, site, fields, table, field_gradient, gradient, logits })
    }
}

struct Pass<'a, const W: usize> {
    sample: &'a Sample<'a>,
    site: usize,
    fields: &'a [f32; W],
    /// (site and state, state of this site)
    table: &'a [[f32; W]],
    field_gradient: &'a mut [f32; W],
    gradient: &'a mut [[f32; W]],
    logits: &'a mut [[f32; W]],
}

impl<const W: usize> pulp::WithSimd for Pass<'_, W> {
    type Output = f64;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) -> f64 {
        let Self { sample, site, fields, table, field_gradient, gradient, logits } = self;
        let &Sample { values, sites, states, weights } = sample;
        let mut value = 0.0;
        for (rows, weights) in values.chunks(ROWS * sites).zip(weights.chunks(ROWS)) {
            let logits = &mut logits[..weights.len()];
            logits.fill(*fields);
            for (block, table) in table.chunks(SITES * states).enumerate() {
                for (row, logits) in rows.chunks_exact(sites).zip(&mut *logits) {
                    let mut sum = *logits;
                    for (&state, table) in row[block * SITES..].iter().zip(table.chunks_exact(states)) {
                        add(&mut sum, &table[usize::from(state)]);
                    }
                    *logits = sum;
                }
            }
            for ((row, logits), &weight) in rows.chunks_exact(sites).zip(&mut *logits).zip(weights) {
                value += f64::from(weight) * surprise(logits, usize::from(row[site]), weight);
                add(field_gradient, logits);
            }
            for (block, gradient) in gradient.chunks_mut(SITES * states).enumerate() {
                for (row, &excess) in rows.chunks_exact(sites).zip(&*logits) {
                    for (&state, gradient) in row[block * SITES..].iter().zip(gradient.chunks_exact_mut(states)) {
                        // A copy, so that it is plain that the terms do not overlap the sum: only then are they added as vectors.
                        let mut sum = gradient[usize::from(state)];
                        add(&mut sum, &excess);
                        gradient[usize::from(state)] = sum;
                    }
                }
            }
        }
        value
    }
}

#[inline(always)]
fn add<const W: usize>(sum: &mut [f32; W], terms: &[f32; W]) {
    for (sum, term) in sum.iter_mut().zip(terms) {
        *sum += term;
    }
}

/// −ln p(state) of a row; its logits become w (p(a) − δ(state, a)).
#[inline(always)]
fn surprise<const W: usize>(logits: &mut [f32; W], state: usize, weight: f32) -> f64 {
    let largest = logits.iter().copied().fold(NOTHING, f32::max);
    let own = logits[state] - largest;
    for logit in logits.iter_mut() {
        *logit = fast_exp(*logit - largest);
    }
    let sum: f32 = logits.iter().sum();
    let scale = weight / sum;
    for logit in logits.iter_mut() {
        *logit *= scale;
    }
    logits[state] -= weight;
    f64::from(sum).ln() - f64::from(own)
}
