//! How similar the columns of W are, and how similar samples are: densities over [−1, 1].
//!
//! Three different things that are easily taken for one another: the cosine of columns of W is a real number, the
//! overlap of their signs lies on a lattice of spacing 2/N, and the overlap of samples, on such a lattice too, is the P(q)
//! of spin glasses. Bins follow the lattice; equal ones that do not beat against it, which is what the published figure
//! shows.
//!
//! ## References
//!
//! * G. Parisi, “Order parameter for spin-glasses”, Phys. Rev. Lett. 50, 1946 (1983), doi:10.1103/PhysRevLett.50.1946

use std::sync::Arc;

use faer::{Accum, Mat, MatRef, Par};

use crate::physics::arrays::flat_mut;
use crate::physics::rbm::{Configurations, Rbm, VisibleUnits};
use crate::physics::seed::{Seed, Stream, below};
use crate::physics::statistics::{Histogram, Lattice, Moments};

/// A density over bins: equal ones, but the first may be narrower.
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    /// Edges of the bins, one more than `density`.
    pub edges: Arc<[f64]>,
    /// Height of each bin; the area is 1 where there is any pair.
    pub density: Arc<[f64]>,
    /// Mean and variance of the values themselves.
    pub moments: Moments,
    /// Mean and standard deviation of the Gaussian that it is at the start of a training (independent random columns
    /// or fair samples).
    pub starting_gaussian: [f64; 2],
}

/// Bins of a density at most.
const BINS: usize = 100;
/// Pairs of rows that are compared at most; beyond, as many are drawn.
pub const MOST_PAIRS: usize = 200_000;

impl Density {
    /// The density of these numbers, which lie on the lattice or, without one, anywhere; those beyond [−1, 1] by rounding
    /// count in the last bins.
    fn of(values: impl IntoIterator<Item = f64>, lattice: Option<Lattice>, starting_gaussian: [f64; 2]) -> Self {
        let values: Vec<f64> = values.into_iter().map(|value| value.clamp(-1.0, 1.0)).collect();
        let moments = Moments::of(values.iter().copied());
        let (histogram, least) = match lattice {
            Some(lattice) => (Histogram::on_lattice(values, lattice, BINS), lattice.lowest - lattice.spacing / 2.0),
            None => (Histogram::between(values, -1.0, 1.0, BINS), -1.0),
        };
        let edge = |number: usize| (histogram.low + number as f64 * histogram.width).max(least);
        let edges: Arc<[f64]> = (0..=histogram.counts.len()).map(edge).collect();
        let total = (histogram.total as f64).max(1.0);
        let widths = edges.windows(2).map(|ends| ends[1] - ends[0]);
        let density =
            histogram.counts.iter().zip(widths).map(|(&count, width)| count as f64 / (total * width)).collect();
        Self { edges, density, moments, starting_gaussian }
    }

    /// The two edges and the height ρ_k of each bin.
    pub fn bins(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let edges = self.edges.iter().zip(self.edges.iter().skip(1));
        edges.zip(&*self.density).map(|((&low, &high), &height)| (low, high, height))
    }
}

/// Cosine of all pairs of columns of W (features); columns without length are left out. Random columns of N numbers have
/// mean 0 and standard deviation 1/√N. The weights of a Potts site count from their mean over the states (zero-sum
/// gauge), which leaves N(q−1) free numbers.
pub fn weight_cosine(rbm: &Rbm) -> Density {
    let mut weights = rbm.zero_sum_weights();
    let columns = flat_mut(&mut weights);
    let units = rbm.hidden_units();
    let mut squares = vec![0.0_f64; units];
    for row in columns.chunks_exact(units) {
        for (square, &weight) in squares.iter_mut().zip(row) {
            *square += f64::from(weight) * f64::from(weight);
        }
    }
    let scale: Vec<f32> =
        squares.iter().map(|&square| if square > 0.0 { square.sqrt().recip() as f32 } else { 0.0 }).collect();
    for row in columns.chunks_exact_mut(units) {
        for (weight, factor) in row.iter_mut().zip(&scale) {
            *weight *= factor;
        }
    }
    let free = match rbm.visible() {
        VisibleUnits::Potts(states) => rbm.sites() * (usize::from(states) - 1),
        VisibleUnits::Bernoulli | VisibleUnits::Ising => rbm.sites(),
    };
    let products = column_products(columns, units);
    let pairs = pairs(units).filter(|&(a, b)| scale[a] > 0.0 && scale[b] > 0.0);
    Density::of(pairs.map(|(a, b)| f64::from(products[(a, b)])), None, [0.0, 1.0 / (free as f64).sqrt()])
}

/// (1/N) Σ sign(W_iα) sign(W_iβ) of all pairs of columns, of zero-sum weights for Potts units. Random columns have mean
/// 0 and standard deviation 1/√N; the signs of the q states of a Potts site are not independent, each pair of states
/// having the correlation (2/π) arcsin(−1/(q−1)).
pub fn weight_sign_overlap(rbm: &Rbm) -> Density {
    let units = rbm.hidden_units();
    let sign = |weight: f32| if weight == 0.0 { 0.0 } else { weight.signum() };
    let signs: Vec<f32> = rbm.zero_sum_weights().into_iter().map(sign).collect();
    let rows = rbm.visible_rows() as f64;
    let correlated = match rbm.visible() {
        VisibleUnits::Potts(states) => {
            let others = f64::from(states) - 1.0;
            let correlation = std::f64::consts::FRAC_2_PI * (-1.0 / others).asin();
            1.0 + others * correlation * correlation
        }
        VisibleUnits::Bernoulli | VisibleUnits::Ising => 1.0,
    };
    let products = column_products(&signs, units);
    let overlaps = pairs(units).map(|(a, b)| f64::from(products[(a, b)]) / rows);
    // A weight of 0 has no sign and shifts the sums of its columns by one.
    let (steps, count) = if signs.contains(&0.0) { (1.0, 2 * rbm.visible_rows()) } else { (2.0, rbm.visible_rows()) };
    let lattice = Lattice { lowest: -1.0, spacing: steps / rows, points: count + 1 };
    Density::of(overlaps, Some(lattice), [0.0, (correlated / rows).sqrt()])
}

/// Overlap of pairs of rows: (1/N) Σ s_i s′_i of ±1 values, and (q·fraction of equal sites − 1)/(q − 1) for Potts units.
/// All pairs up to [`MOST_PAIRS`], beyond that as many that the seed chooses.
///
/// The Gaussian is that of independent units with the visible biases of `start`, the machine before its training.
pub fn sample_overlap(start: &Rbm, rows: &Configurations, seed: Seed) -> Density {
    let count = rows.rows();
    let states = f64::from(start.visible().states());
    let overlap = |(a, b): (usize, usize)| {
        let (a, b) = (rows.row(a)?, rows.row(b)?);
        let equal = equal_sites(a, b);
        Some((states * f64::from(equal) / rows.sites() as f64 - 1.0) / (states - 1.0))
    };
    let gaussian = independent_overlap(start);
    // From no equal site to all of them.
    let lattice = Some(Lattice {
        lowest: -1.0 / (states - 1.0),
        spacing: states / (states - 1.0) / rows.sites() as f64,
        points: rows.sites() + 1,
    });
    if count.saturating_mul(count.saturating_sub(1)) / 2 <= MOST_PAIRS {
        return Density::of(pairs(count).filter_map(overlap), lattice, gaussian);
    }
    let mut rng = seed.indexed(Stream::Samples, u64::from(u32::MAX));
    let drawn = (0..MOST_PAIRS).filter_map(|_| {
        let first = below(&mut rng, count as u32);
        let second = below(&mut rng, count as u32 - 1);
        overlap((first as usize, (second + u32::from(second >= first)) as usize))
    });
    Density::of(drawn, lattice, gaussian)
}

fn equal_sites(a: &[u8], b: &[u8]) -> u32 {
    pulp::Arch::new().dispatch(|| {
        // Short sums in bytes become vector code.
        let pieces = a.chunks(128).zip(b.chunks(128));
        pieces.map(|(a, b)| u32::from(a.iter().zip(b).map(|(x, y)| u8::from(x == y)).sum::<u8>())).sum()
    })
}

/// Mean and standard deviation of the overlap of two independent copies of units that only their biases move. Two
/// copies of a site are equal with probability Σ p².
fn independent_overlap(rbm: &Rbm) -> [f64; 2] {
    let channels = rbm.visible().channels();
    let factor = match rbm.visible() {
        VisibleUnits::Ising => 2.0,
        VisibleUnits::Bernoulli | VisibleUnits::Potts(_) => 1.0,
    };
    let states = f64::from(rbm.visible().states());
    let (mut mean, mut variance) = (0.0, 0.0);
    for site in rbm.parameters().visible_bias.chunks_exact(channels) {
        let reference = if channels == 1 { Some(0.0) } else { None };
        let fields = || site.iter().map(|&bias| f64::from(bias) * factor).chain(reference);
        let largest = fields().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = fields().map(|field| (field - largest).exp()).sum();
        let equal: f64 = fields().map(|field| ((field - largest).exp() / sum).powi(2)).sum();
        mean += (states * equal - 1.0) / (states - 1.0);
        variance += (states / (states - 1.0)).powi(2) * equal * (1.0 - equal);
    }
    let sites = rbm.sites() as f64;
    [mean / sites, variance.max(0.0).sqrt() / sites]
}

/// CᵀC of a row-major matrix with `units` columns.
fn column_products(columns: &[f32], units: usize) -> Mat<f32> {
    let columns = MatRef::from_row_major_slice(columns, columns.len() / units.max(1), units);
    let mut products = Mat::zeros(units, units);
    faer::linalg::matmul::matmul(products.as_mut(), Accum::Replace, columns.transpose(), columns, 1.0_f32, Par::Seq);
    products
}

/// All pairs of different numbers below `count`, each once.
fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
}

#[cfg(test)]
mod tests;
