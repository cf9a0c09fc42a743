//! A ring of spins exactly, at any length: the transfer matrix, with a field and couplings of three consecutive spins.
//!
//! The state of the transfer matrix is a pair (s_i, s_{i+1}), so that one step weighs
//! exp(h s_{i+2} + J s_{i+1} s_{i+2} + K s_i s_{i+1} s_{i+2}). Averages are traces of products of its powers, which are
//! kept within range by their largest element.
//!
//! ## References
//!
//! * H. A. Kramers and G. H. Wannier, “Statistics of the two-dimensional ferromagnet. Part I”, Phys. Rev. 60, 252
//!   (1941), doi:10.1103/PhysRev.60.252

/// Row-major; bit 0 of an index is the later spin of the pair, bit 1 the earlier; a set bit is −1.
type Matrix = [[f64; 4]; 4];

/// A ring with the same couplings everywhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ring {
    /// Number N of spins, 3 at least (4 with three-body couplings, because the only triple of three spins would count
    /// three times).
    pub spins: usize,
    /// The coupling J of neighbours, β included.
    pub pair: f64,
    /// The field h.
    pub field: f64,
    /// The coupling K of three consecutive spins.
    pub three_body: f64,
}

/// Exact averages of a ring.
#[derive(Clone, Debug, PartialEq)]
pub struct RingAverages {
    /// ln Z.
    pub log_partition: f64,
    /// ⟨s_i⟩.
    pub magnetisation: f64,
    /// ⟨s_i s_{i+r}⟩ for r = 0, 1, … as many as were asked for.
    pub correlations: Vec<f64>,
    /// ⟨s_i s_{i+1} s_{i+2}⟩.
    pub triple: f64,
}

impl Ring {
    /// Averages, with correlations up to the distance `farthest` (at most N).
    pub fn averages(&self, farthest: usize) -> RingAverages {
        let length = self.spins.max(1);
        let farthest = farthest.min(length);
        let step = self.step();
        let mut powers = vec![Power::identity()];
        for _ in 0..farthest {
            powers.extend(powers.last().map(|last| last.times(&step)));
        }
        // The rest of the way round, after 0 … farthest steps.
        let mut rests = vec![Power::of(&step, length - farthest)];
        for _ in 0..farthest {
            rests.extend(rests.last().map(|last| last.times(&step)));
        }
        rests.reverse();
        let all = rests.first().copied().unwrap_or_else(Power::identity);
        let trace = (0..4).map(|a| all.matrix[a][a]).sum::<f64>();
        let log_partition = trace.ln() + all.log_scale;
        let (later, earlier) = (|a: usize| sign(a), |a: usize| sign(a >> 1));
        let diagonal = |f: &dyn Fn(usize) -> f64| (0..4).map(|a| f(a) * all.matrix[a][a]).sum::<f64>() / trace;
        let correlation = |(power, rest): (&Power, &Power)| joined(power, rest, &all, &|a, b| earlier(a) * earlier(b));
        let correlations: Vec<f64> = powers.iter().zip(&rests).map(correlation).collect();
        // Three spins are a pair and the later one of the next pair.
        let rest = Power::of(&step, length - 1);
        let triple = joined(&step, &rest, &all, &|a, b| earlier(a) * later(a) * later(b));
        RingAverages { log_partition, magnetisation: diagonal(&later), correlations, triple }
    }

    /// The weights of one step, from (a, b) to (b, c).
    fn step(&self) -> Power {
        let exponent = |from: usize, to: usize| {
            let (a, b, c) = (sign(from >> 1), sign(from), sign(to));
            // What is no neighbouring pair of pairs weighs nothing.
            let follows = from & 1 == to >> 1;
            if follows { self.field * c + self.pair * b * c + self.three_body * a * b * c } else { f64::NEG_INFINITY }
        };
        let exponents: Matrix = std::array::from_fn(|from| std::array::from_fn(|to| exponent(from, to)));
        let largest = exponents.as_flattened().iter().fold(f64::NEG_INFINITY, |a: f64, &b| a.max(b));
        Power { matrix: exponents.map(|row| row.map(|exponent| (exponent - largest).exp())), log_scale: largest }
    }
}

/// The trace of f between two parts of the way round, over that of the whole way.
fn joined(power: &Power, rest: &Power, all: &Power, f: &dyn Fn(usize, usize) -> f64) -> f64 {
    let terms = (0..16).map(|ab| (ab / 4, ab % 4)).map(|(a, b)| f(a, b) * power.matrix[a][b] * rest.matrix[b][a]);
    let trace = (0..4).map(|a| all.matrix[a][a]).sum::<f64>();
    (power.log_scale + rest.log_scale - all.log_scale).exp() * terms.sum::<f64>() / trace
}

/// The spin that the lowest bit says.
fn sign(bit: usize) -> f64 {
    if bit & 1 == 1 { -1.0 } else { 1.0 }
}

/// A power of the transfer matrix: a matrix times the exponential of a number.
#[derive(Clone, Copy, Debug)]
struct Power {
    matrix: Matrix,
    log_scale: f64,
}

impl Power {
    fn identity() -> Self {
        let matrix = std::array::from_fn(|a| std::array::from_fn(|b| if a == b { 1.0 } else { 0.0 }));
        Self { matrix, log_scale: 0.0 }
    }

    /// The product, its largest element brought back to 1.
    fn times(&self, other: &Self) -> Self {
        let (a, b) = (&self.matrix, &other.matrix);
        let product: Matrix = std::array::from_fn(|i| std::array::from_fn(|j| (0..4).map(|k| a[i][k] * b[k][j]).sum()));
        let largest = product.as_flattened().iter().fold(0.0, |a: f64, &b| a.max(b));
        Self {
            matrix: product.map(|row| row.map(|element| element / largest)),
            log_scale: self.log_scale + other.log_scale + largest.ln(),
        }
    }

    /// A power of a step, by squaring.
    fn of(step: &Self, exponent: usize) -> Self {
        let bits = (0..usize::BITS - exponent.leading_zeros()).rev().map(|bit| exponent >> bit & 1);
        bits.fold(Self::identity(), |power, bit| {
            let square = power.times(&power);
            if bit == 1 { square.times(step) } else { square }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::ising::{Enumeration, Graph, IsingSystem};
    use crate::physics::seed::Seed;

    #[test]
    fn averages_are_those_of_enumeration() {
        for (pair, field, three_body) in [(0.2, 0.0, 0.0), (0.7, 0.3, -0.4), (-0.5, 0.2, 0.9)] {
            let ring = Ring { spins: 9, pair, field, three_body };
            let system = IsingSystem { field, three_body, ..IsingSystem::new(Graph::Ring, 9, pair) };
            let exact = Enumeration::of(&system.model(Seed(1)).unwrap()).unwrap();
            let found = ring.averages(4);
            let close = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-13, "{found} is not {wanted}");
            close(found.log_partition, exact.log_partition());
            close(found.magnetisation, exact.product(&[0]));
            close(found.triple, exact.product(&[2, 3, 4]));
            for (r, &correlation) in found.correlations.iter().enumerate() {
                close(correlation, if r == 0 { 1.0 } else { exact.product(&[1, 1 + r]) });
            }
        }
    }

    #[test]
    fn a_long_ring_at_a_low_temperature_stays_finite() {
        let ring = Ring { spins: 1_000_000, pair: 500.0, field: 1.0, three_body: 0.0 };
        let found = ring.averages(3);
        assert!((found.log_partition / 501e6 - 1.0).abs() < 1e-12 && (found.magnetisation - 1.0).abs() < 1e-12);
        assert!(found.correlations.iter().all(|correlation| (correlation - 1.0).abs() < 1e-12));
    }
}
