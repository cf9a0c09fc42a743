//! Branches from end to end, and what happens on them.

use super::equations::{Equations, MOST_MEMORIES, Point};
use super::events::{Event, crossing, fold};
use crate::physics::hopfield::continuous::memories::Memories;
use crate::physics::stop::Stop;

/// The first, the shortest and the longest step along a branch: products are measured in the largest, β by its logarithm.
const FIRST_STEP: f64 = 0.01;
const SHORTEST_STEP: f64 = 1e-9;
const LONGEST_STEP: f64 = 0.05;
/// Steps of a branch before it is given up.
const MOST_STEPS: usize = 4_000;
/// Steps of the rule that look for a start.
const SETTLING: usize = 20_000;
/// Two points are the same below this distance.
const SAME: f64 = 1e-6;
/// A memory that is alone has at least this weight.
const ALONE: f64 = 1e-9;

/// Why there are no branches.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ContinuationError {
    /// None, or too many to be solved for.
    #[error("{0} memories; fixed points are followed for 1 to {MOST_MEMORIES} of them")]
    Memories(usize),
    /// Ends that are none.
    #[error("beta from {low} to {high}; both must be finite numbers above 0, the first one smaller")]
    Range {
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
}

/// A fixed point on a branch.
#[derive(Clone, Debug, PartialEq)]
pub struct BranchPoint {
    /// β.
    pub beta: f64,
    /// p_μ.
    pub weights: Vec<f64>,
    /// The spectral radius of the step's derivative: stable below 1.
    pub spectral_radius: f64,
}

impl BranchPoint {
    /// Whether small deviations die out.
    pub fn is_stable(&self) -> bool {
        self.spectral_radius < 1.0
    }
}

/// A curve of fixed points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Branch {
    /// The points in the order in which they were met.
    pub points: Vec<BranchPoint>,
    /// What happens on it, in the same order.
    pub events: Vec<Event>,
}

/// Where a branch begins.
struct Start {
    weights: Vec<f64>,
    beta: f64,
    /// Whether the rule is followed to a fixed point first.
    settles: bool,
}

impl Start {
    /// The fixed point that the rule leads to, in the space of weights: p ← softmax(β G p). `None` where `stop` says so.
    fn settled(&self, equations: &Equations, stop: Stop<'_>) -> Option<Point> {
        let mut point = equations.point(&self.weights, self.beta);
        let mut weights = self.weights.clone();
        for step in 0..SETTLING {
            if !self.settles {
                break;
            }
            if step % 64 == 0 && stop() {
                return None;
            }
            let next = equations.weights(&point);
            let moved = next.iter().zip(&weights).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            point = equations.point(&next, self.beta);
            weights = next;
            if moved < 1e-14 {
                break;
            }
        }
        Some(point)
    }
}

/// The branches of some memories between two β, one after the other.
pub struct Continuation {
    equations: Equations,
    range: (f64, f64),
    /// Where branches are still to begin, the next one last.
    starts: Vec<Start>,
    branches: Vec<Branch>,
    /// Ends of finished branches.
    ends: Vec<Point>,
    total: usize,
}

impl Continuation {
    /// The memories, and the lowest and the highest β. Branches begin at the highest β at what each memory and each pair of
    /// memories leads to and at the lowest at what their mean does.
    pub fn new(memories: &Memories, low: f64, high: f64) -> Result<Self, ContinuationError> {
        let count = memories.count();
        if !(1..=MOST_MEMORIES).contains(&count) {
            return Err(ContinuationError::Memories(count));
        }
        if !(low > 0.0 && low < high && high.is_finite()) {
            return Err(ContinuationError::Range { low, high });
        }
        let equations = Equations::new(memories);
        let even = vec![1.0 / count as f64; count];
        let mut starts = vec![Start { weights: even.clone(), beta: low, settles: true }];
        for mu in 0..count {
            let mut alone = vec![0.0; count];
            alone[mu] = 1.0;
            starts.push(Start { weights: alone, beta: high, settles: true });
        }
        // The mean of all may be a fixed point by symmetry that nothing leads to.
        starts.push(Start { weights: even, beta: high, settles: false });
        let total = starts.len();
        starts.reverse();
        Ok(Self { equations, range: (low.ln(), high.ln()), starts, branches: Vec::new(), ends: Vec::new(), total })
    }

    /// Follows the next branch; false where there is none left, or `stop` says so.
    pub fn advance(&mut self, stop: Stop<'_>) -> bool {
        while let Some(start) = self.starts.pop() {
            let Some(point) = start.settled(&self.equations, stop) else {
                self.starts.push(start);
                return false;
            };
            let mut along = vec![0.0; point.len()];
            // From the lowest β upwards, from the highest downwards.
            along[self.equations.count()] =
                if start.beta.ln() < f64::midpoint(self.range.0, self.range.1) { 1.0 } else { -1.0 };
            // At the end of the range β is kept, and only the products are corrected.
            let Some((point, _)) = self.equations.corrected(&point, &along) else { continue };
            if self.ends.iter().any(|end| distance(end, &point) < SAME) {
                continue;
            }
            let Some(branch) = self.trace(point, along, stop) else {
                // Given up without a trace: the next call begins it again.
                self.starts.push(start);
                return false;
            };
            self.branches.push(branch);
            return true;
        }
        false
    }

    /// The finished branches.
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// Starts that are dealt with, and all of them.
    pub fn progress(&self) -> (usize, usize) {
        (self.total - self.starts.len(), self.total)
    }

    /// The branch through a point, until it leaves the range; `None` where `stop` says so.
    fn trace(&mut self, start: Point, along: Point, stop: Stop<'_>) -> Option<Branch> {
        let equations = &self.equations;
        let last = equations.count();
        let mut branch = Branch::default();
        let mut point = start.clone();
        let mut tangent = equations.tangent(&point, &along).unwrap_or(along);
        branch.points.push(describe(equations, &point));
        let mut step = FIRST_STEP;
        for _ in 0..MOST_STEPS {
            if stop() {
                return None;
            }
            let guess: Point = point.iter().zip(&tangent).map(|(value, direction)| value + step * direction).collect();
            let next = equations.corrected(&guess, &tangent).and_then(|(next, iterations)| {
                let turned = equations.tangent(&next, &tangent)?;
                let cosine: f64 = turned.iter().zip(&tangent).map(|(a, b)| a * b).sum();
                // A sharp bend may be a jump to another branch.
                (cosine > 0.9 && distance(&next, &point) < 2.0 * step).then_some((next, turned, iterations))
            });
            let Some((next, turned, iterations)) = next else {
                step /= 2.0;
                if step < SHORTEST_STEP {
                    break;
                }
                continue;
            };
            let (here, there) = (describe(equations, &point), describe(equations, &next));
            if tangent[last] * turned[last] < 0.0 {
                branch.events.extend(fold(equations, &point, &tangent, step));
            } else if (here.spectral_radius - 1.0) * (there.spectral_radius - 1.0) < 0.0 {
                branch.events.extend(crossing(equations, &point, &tangent, step));
            }
            branch.points.push(there);
            (point, tangent) = (next, turned);
            if point[last] < self.range.0 - 1e-12 || point[last] > self.range.1 + 1e-12 {
                break;
            }
            if iterations <= 3 {
                step = (1.3 * step).min(LONGEST_STEP);
            } else if iterations > 6 {
                step /= 2.0;
            }
        }
        self.ends.push(start);
        if let Some(end) = at_end(equations, &point, self.range) {
            self.ends.push(end);
        }
        Some(branch)
    }
}

/// The point at the end of the range that a branch passed with its last step.
fn at_end(equations: &Equations, point: &[f64], range: (f64, f64)) -> Option<Point> {
    let last = equations.count();
    let mut guess = point.to_vec();
    guess[last] = guess[last].clamp(range.0, range.1);
    let mut level = vec![0.0; guess.len()];
    level[last] = 1.0;
    equations.corrected(&guess, &level).map(|(point, _)| point)
}

fn describe(equations: &Equations, point: &[f64]) -> BranchPoint {
    BranchPoint {
        beta: equations.beta(point),
        weights: equations.weights(point),
        spectral_radius: equations.radius(point),
    }
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

impl BranchPoint {
    /// The memory that holds nearly all of the weight, if one does.
    pub fn memory(&self) -> Option<usize> {
        self.weights.iter().position(|&weight| weight > 1.0 - ALONE.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::continuous::continuation::EventKind;
    use crate::physics::stop::NEVER;
    use ndarray::Array2;

    #[test]
    fn what_cannot_be_followed_is_refused() {
        let memories = |count: usize| {
            Memories::new(Array2::from_shape_fn((count, count.max(1)), |(mu, i)| f64::from(u8::from(mu == i))).view())
                .unwrap()
        };
        assert!(matches!(Continuation::new(&memories(0), 0.1, 1.0), Err(ContinuationError::Memories(0))));
        assert!(matches!(Continuation::new(&memories(65), 0.1, 1.0), Err(ContinuationError::Memories(65))));
        for (low, high) in [(0.0, 1.0), (2.0, 1.0), (1.0, f64::INFINITY), (f64::NAN, 1.0)] {
            assert!(matches!(Continuation::new(&memories(2), low, high), Err(ContinuationError::Range { .. })));
        }
        let mut stopped = Continuation::new(&memories(3), 0.5, 8.0).unwrap();
        assert!(!stopped.advance(&|| true) && stopped.branches().is_empty());
    }

    #[test]
    fn two_orthogonal_memories_part_at_a_pitchfork() {
        let memories = Memories::new(Array2::eye(2).view()).unwrap();
        let mut continuation = Continuation::new(&memories, 0.5, 10.0).unwrap();
        while continuation.advance(NEVER) {}
        // The mean loses stability at β = K = 2, and nothing appears elsewhere.
        let events: Vec<&Event> = continuation.branches().iter().flat_map(|branch| &branch.events).collect();
        assert!(
            events.iter().any(|event| event.kind == EventKind::Loses && (event.beta - 2.0).abs() < 1e-8),
            "{events:?}"
        );
    }
}
