//! Independent units of given projections on two directions: what lies under a landscape.
//!
//! A landscape needs one state of all units over each point (x, y) of a plane. Here it is the least committed one: of all
//! units that are drawn independently, with means m, and have the projections
//!
//! Σ_r a_r (m_r − m⁰_r) = x,  Σ_r b_r (m_r − m⁰_r) = y
//!
//! on the directions a and b, those whose distribution differs least from that of the base means m⁰, by Σ_i KL(m_i‖m⁰_i).
//! That is an exponential family with two parameters,
//!
//! m_i = s(θ⁰_i + λ a_i + μ b_i),  s(θ⁰_i) = m⁰_i,
//!
//! s being the sigmoid for {0, 1}, tanh for {−1, +1} and, for Potts units, exp over the states of a site, normalised. λ and
//! μ minimise the convex Σ_i A_i(θ⁰_i + λ a_i + μ b_i) − λ X − μ Y, where A_i is the logarithm of the normalisation of a unit
//! and X, Y are x, y with the base added. They are found by Newton's iteration whose steps are shortened to ln(1 + r)/r of
//! their length, r being the largest change of a unit's log odds, with which it converges from anywhere.
//!
//! Means never leave their domain. What projections there are is a polygon with as many as 2N corners, whose corners are
//! configurations; over points outside of it there is no state. For base means 0 of Ising units and two memories a = ξ and
//! b = η it is the plane of [`crate::physics::hopfield::plane::MemoryPlane`]: tanh(λ + μ) ξ_i where they agree, and
//! tanh(λ − μ) ξ_i where they differ.
//!
//! ## References
//!
//! * I. Csiszár, “I-divergence geometry of probability distributions and minimization problems”, Ann. Probab. 3, 146
//!   (1975), doi:10.1214/aop/1176996454
//! * T. Sun and Q. Tran-Dinh, “Generalized self-concordant functions: a recipe for Newton-type methods”, Math. Program.
//!   178, 145 (2019), doi:10.1007/s10107-018-1282-4, for the length of the steps

use crate::physics::configurations::Configurations;
use crate::physics::rbm::units::VisibleUnits;

/// Steps of Newton's iteration; five to ten are needed.
const MOST_STEPS: usize = 200;
/// Projections are met to this fraction of their range.
const TOLERANCE: f64 = 1e-9;
/// Directions whose angle has a smaller squared sine span no plane.
const LEAST_SINE: f64 = 1e-12;

/// Why there is no plane.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ProjectionError {
    /// Lists of different lengths.
    #[error("{what} has {found} numbers; the plane has {expected}")]
    Size {
        /// Which list.
        what: &'static str,
        /// Its length.
        found: usize,
        /// That of the base.
        expected: usize,
    },
    /// A base mean at an end of its domain, beyond it, or not a number.
    #[error("the base mean of row {row} is {found}; it must lie within the domain of its unit, off the ends")]
    Base {
        /// Which, from 0.
        row: usize,
        /// Its value.
        found: f64,
    },
    /// Directions that are parallel, zero or not finite.
    #[error("the two directions are parallel or zero: they span no plane")]
    OneLine,
}

/// Two directions through the means of independent units. Means and directions have one number for each unit, or for each
/// state of each Potts unit.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectionPlane {
    units: VisibleUnits,
    base: Vec<f64>,
    /// θ⁰ of the base means.
    natural: Vec<f64>,
    directions: [Vec<f64>; 2],
    /// Projections of the base.
    origin: [f64; 2],
    /// From where to where x and y go at all.
    reach: [(f64, f64); 2],
}

/// What an iterate is: its projections, their covariances, and the largest that λX + μY can be.
struct Moments {
    projections: [f64; 2],
    covariance: [f64; 3],
    support: f64,
}

impl Moments {
    fn add(&mut self, [a, b]: [f64; 2], mean: f64, variance: f64) {
        let ([x, y], [xx, xy, yy]) = (&mut self.projections, &mut self.covariance);
        (*x, *y) = (*x + a * mean, *y + b * mean);
        (*xx, *xy, *yy) = (*xx + a * a * variance, *xy + a * b * variance, *yy + b * b * variance);
    }
}

impl ProjectionPlane {
    /// The plane through `base` along two directions.
    ///
    /// # Errors
    /// Lists of different lengths, a base mean that is not inside its domain, or directions that span no plane.
    pub fn new(units: VisibleUnits, base: Vec<f64>, directions: [Vec<f64>; 2]) -> Result<Self, ProjectionError> {
        let expected = base.len();
        for (direction, what) in directions.iter().zip(["the first direction", "the second direction"]) {
            if direction.len() != expected {
                return Err(ProjectionError::Size { what, found: direction.len(), expected });
            }
        }
        let low = if units == VisibleUnits::Ising { -1.0 } else { 0.0 };
        if let Some((row, &found)) = base.iter().enumerate().find(|&(_, &mean)| !(mean > low && mean < 1.0)) {
            return Err(ProjectionError::Base { row, found });
        }
        let product = |i: usize, j: usize| dot(&directions[i], &directions[j]);
        let (aa, ab, bb) = (product(0, 0), product(0, 1), product(1, 1));
        let area = aa * bb - ab * ab;
        if area.is_nan() || area <= LEAST_SINE * aa * bb {
            return Err(ProjectionError::OneLine);
        }
        let natural = base.iter().map(|&mean| match units {
            VisibleUnits::Bernoulli => (mean / (1.0 - mean)).ln(),
            VisibleUnits::Ising => mean.atanh(),
            VisibleUnits::Potts(_) => mean.ln(),
        });
        let natural = natural.collect();
        let origin = [dot(&directions[0], &base), dot(&directions[1], &base)];
        let mut plane = Self { units, base, natural, directions, origin, reach: [(0.0, 0.0); 2] };
        plane.reach = [0, 1].map(|axis| {
            let end = |sign: f64| {
                let mut tilt = [0.0; 2];
                tilt[axis] = sign;
                sign * plane.support(tilt) - plane.origin[axis]
            };
            (end(-1.0), end(1.0))
        });
        Ok(plane)
    }

    /// The means of rows of states, each row once, with half a row of fair units added so that none is at an end:
    /// m⁰ = (n p + ½ p_fair) / (n + ½). A base that does not change while a machine learns.
    pub fn smoothed_means(units: VisibleUnits, rows: &Configurations) -> Vec<f64> {
        let states = units.states();
        let count = rows.rows() as f64;
        let share = |frequency: f32| (count * f64::from(frequency) + 0.5 / f64::from(states)) / (count + 0.5);
        let frequencies = rows.frequencies(states);
        match units {
            VisibleUnits::Potts(_) => frequencies.into_iter().map(share).collect(),
            VisibleUnits::Bernoulli => frequencies.chunks_exact(2).map(|of| share(of[1])).collect(),
            VisibleUnits::Ising => frequencies.chunks_exact(2).map(|of| 2.0 * share(of[1]) - 1.0).collect(),
        }
    }

    /// Kind of the units.
    pub const fn units(&self) -> VisibleUnits {
        self.units
    }

    /// The means m⁰, over the point (0, 0).
    pub fn base(&self) -> &[f64] {
        &self.base
    }

    /// From where to where the projections of any means go, along each direction.
    pub const fn reach(&self) -> [(f64, f64); 2] {
        self.reach
    }

    /// (x, y) of means, configurations among them; missing numbers count as 0.
    pub fn project(&self, means: impl IntoIterator<Item = f64>) -> [f64; 2] {
        let [first, second] = &self.directions;
        let mut found = [0.0; 2];
        for ((mean, a), b) in means.into_iter().zip(first).zip(second) {
            found = [found[0] + a * mean, found[1] + b * mean];
        }
        [found[0] - self.origin[0], found[1] - self.origin[1]]
    }

    /// The means of the parameters (λ, μ).
    pub fn means(&self, tilt: [f64; 2]) -> Vec<f64> {
        let mut means = vec![0.0; self.base.len()];
        self.moments(tilt, &mut means);
        means
    }

    /// (λ, μ) of the means over a point, found from those of a point nearby; `None` where there are no means.
    pub fn tilt(&self, point: [f64; 2], near: [f64; 2]) -> Option<[f64; 2]> {
        let wanted = [0, 1].map(|axis| point[axis] + self.origin[axis]);
        let tolerance = self.reach.map(|(low, high)| TOLERANCE * (high - low));
        let mut means = vec![0.0; self.base.len()];
        let mut tilt = near;
        for _ in 0..MOST_STEPS {
            let found = self.moments(tilt, &mut means);
            let miss = [0, 1].map(|axis| wanted[axis] - found.projections[axis]);
            if miss.iter().zip(tolerance).all(|(miss, tolerance)| miss.abs() <= tolerance) {
                return Some(tilt);
            }
            // No means reach beyond the largest projection on λa + μb.
            if dot(&tilt, &wanted) > found.support {
                return None;
            }
            let [xx, xy, yy] = found.covariance;
            let determinant = xx * yy - xy * xy;
            let step = [(yy * miss[0] - xy * miss[1]) / determinant, (xx * miss[1] - xy * miss[0]) / determinant];
            let change = self.largest_change(step);
            if !change.is_finite() {
                return None;
            }
            let shortened = if change > 0.0 { change.ln_1p() / change } else { 1.0 };
            tilt = [0, 1].map(|axis| tilt[axis] + shortened * step[axis]);
        }
        None
    }

    /// By how much a step changes the log odds of a unit, at most.
    fn largest_change(&self, step: [f64; 2]) -> f64 {
        let [first, second] = &self.directions;
        let changes = first.iter().zip(second).map(|(a, b)| (step[0] * a + step[1] * b).abs());
        // Of two spins and of two states of a Potts unit the odds change by up to twice as much.
        let factor = if self.units == VisibleUnits::Bernoulli { 1.0 } else { 2.0 };
        factor * changes.fold(0.0, |largest, change| if change > largest || change.is_nan() { change } else { largest })
    }

    /// The largest projection of any means on λa + μb.
    fn support(&self, tilt: [f64; 2]) -> f64 {
        let [first, second] = &self.directions;
        let along = first.iter().zip(second).map(|(a, b)| tilt[0] * a + tilt[1] * b);
        match self.units {
            VisibleUnits::Bernoulli => along.map(|x| x.max(0.0)).sum(),
            VisibleUnits::Ising => along.map(f64::abs).sum(),
            VisibleUnits::Potts(states) => {
                let rows: Vec<f64> = along.collect();
                let sites = rows.chunks_exact(states.into());
                sites.map(|site| site.iter().copied().fold(f64::NEG_INFINITY, f64::max)).sum()
            }
        }
    }

    /// Means of the parameters, and what follows from them.
    fn moments(&self, tilt: [f64; 2], means: &mut [f64]) -> Moments {
        let [first, second] = &self.directions;
        for (((mean, natural), a), b) in means.iter_mut().zip(&self.natural).zip(first).zip(second) {
            *mean = natural + tilt[0] * a + tilt[1] * b;
        }
        let mut found = Moments { projections: [0.0; 2], covariance: [0.0; 3], support: self.support(tilt) };
        match self.units {
            VisibleUnits::Bernoulli => {
                for ((mean, &a), &b) in means.iter_mut().zip(first).zip(second) {
                    let (up, variance) = logistic(*mean);
                    *mean = up;
                    found.add([a, b], up, variance);
                }
            }
            VisibleUnits::Ising => {
                for ((mean, &a), &b) in means.iter_mut().zip(first).zip(second) {
                    let (up, variance) = logistic(2.0 * *mean);
                    *mean = 2.0 * up - 1.0;
                    found.add([a, b], *mean, 4.0 * variance);
                }
            }
            VisibleUnits::Potts(states) => {
                for (site, of) in means.chunks_exact_mut(states.into()).enumerate() {
                    let largest = of.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                    for x in of.iter_mut() {
                        *x = (*x - largest).exp();
                    }
                    let sum: f64 = of.iter().sum();
                    let (mut a, mut b) = (0.0, 0.0);
                    for (state, frequency) in of.iter_mut().enumerate() {
                        *frequency /= sum;
                        let row = site * usize::from(states) + state;
                        (a, b) = (a + first[row] * *frequency, b + second[row] * *frequency);
                        found.add([first[row], second[row]], *frequency, *frequency);
                    }
                    // ⟨a²⟩ − ⟨a⟩² of the states of a site.
                    let [xx, xy, yy] = &mut found.covariance;
                    (*xx, *xy, *yy) = (*xx - a * a, *xy - a * b, *yy - b * b);
                }
            }
        }
        found
    }
}

/// The sigmoid and its slope, both with one exponential and without a difference of nearly equal numbers.
#[inline]
fn logistic(x: f64) -> (f64, f64) {
    let small = (-x.abs()).exp();
    let large = 1.0 / (1.0 + small);
    (if x < 0.0 { small * large } else { large }, small * large * large)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
