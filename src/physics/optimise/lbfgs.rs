//! L-BFGS: a quasi-Newton method that remembers the last few steps.
//!
//! The direction is −H g with the inverse Hessian H of the BFGS formula, built from the last eight pairs of steps and
//! changes of the gradient by the two-loop recursion, starting from the scaled identity γ = s·y/y·y. A line search finds
//! a step t that satisfies the weak Wolfe conditions f(x + t d) ≤ f(x) + 10⁻⁴ t g·d and d·∇f(x + t d) ≥ 0.9 g·d, by
//! doubling until the step is bracketed, then by interpolation kept within the bracket (Lewis and Overton). Everything
//! is sequential in a fixed order: the same function gives the same bits.
//!
//! ## References
//!
//! * J. Nocedal, “Updating quasi-Newton matrices with limited storage”, Math. Comput. 35, 773 (1980),
//!   doi:10.1090/S0025-5718-1980-0572855-7
//! * D. C. Liu and J. Nocedal, “On the limited memory BFGS method for large scale optimization”, Math. Program. 45, 503
//!   (1989), doi:10.1007/BF01589116
//! * A. S. Lewis and M. L. Overton, “Nonsmooth optimization via quasi-Newton methods”, Math. Program. 141, 135 (2013),
//!   doi:10.1007/s10107-012-0514-2

use std::collections::VecDeque;

use crate::physics::stop::Stop;

use super::objective::{Ending, Minimum, Objective, Tolerances, dot, largest};

/// Steps that are remembered.
const PAIRS: usize = 8;
/// Fraction of the decrease that the slope promises, at which a step is long enough down.
const DECREASE: f64 = 1e-4;
/// Fraction of the slope that may be left after a step.
const CURVATURE: f64 = 0.9;
/// Most evaluations of one line search.
const EVALUATIONS: usize = 50;

/// Minimises a smooth function from a start; `stop` is asked after every evaluation, and while the
/// next direction is made.
///
/// The point found is never higher than the start. A function that is convex and smooth is minimised to rounding;
/// another to a stationary point.
pub fn minimise(objective: &mut impl Objective, start: &[f64], tolerances: Tolerances, stop: Stop<'_>) -> Minimum {
    let mut here = Place::at(objective, start.to_vec());
    let mut memory = Memory::default();
    let mut iterations = 0;
    let ending = loop {
        if stop() {
            break Ending::Stopped;
        }
        if !here.is_finite() {
            break Ending::NotFinite;
        }
        if largest(here.gradient.iter().copied()) <= tolerances.gradient {
            break Ending::Gradient;
        }
        if iterations >= tolerances.iterations {
            break Ending::Iterations;
        }
        let Some(direction) = memory.direction(&here.gradient, stop) else { break Ending::Stopped };
        let slope = dot(&direction, &here.gradient);
        // Before anything is remembered no scale is known: the first step is at most of length 1.
        let first = if memory.pairs.is_empty() { 1.0 / dot(&direction, &direction).sqrt().max(1.0) } else { 1.0 };
        let next = match search(objective, &here, &direction, slope, first, stop) {
            Found::Lower(next) => next,
            Found::Stopped => break Ending::Stopped,
            // What is remembered of elsewhere may mislead; the gradient itself does not.
            Found::Nothing if !memory.pairs.is_empty() => {
                memory = Memory::default();
                continue;
            }
            Found::Nothing => break Ending::Rounding,
        };
        iterations += 1;
        let decrease = here.value - next.value;
        memory.remember(&here, &next);
        here = next;
        if decrease <= tolerances.decrease * here.value.abs().max(1.0) && tolerances.decrease > 0.0 {
            break Ending::Decrease;
        }
    };
    let gradient = largest(here.gradient.iter().copied());
    Minimum { point: here.point, value: here.value, gradient, iterations, ending }
}

/// A point with what is known of the function there.
struct Place {
    point: Vec<f64>,
    value: f64,
    gradient: Vec<f64>,
}

impl Place {
    fn at(objective: &mut impl Objective, point: Vec<f64>) -> Self {
        let mut gradient = vec![0.0; point.len()];
        let value = objective.evaluate(&point, &mut gradient);
        Self { point, value, gradient }
    }

    fn is_finite(&self) -> bool {
        self.value.is_finite() && self.gradient.iter().all(|component| component.is_finite())
    }
}

/// A step s, the change y of the gradient over it, and s·y.
struct Curvature {
    step: Vec<f64>,
    change: Vec<f64>,
    product: f64,
}

/// The last steps, the oldest first.
#[derive(Default)]
struct Memory {
    pairs: VecDeque<Curvature>,
}

impl Memory {
    /// −H g by the two-loop recursion. `None` where it was given up: of millions of parameters it takes some tenths of a
    /// second.
    fn direction(&self, gradient: &[f64], stop: Stop<'_>) -> Option<Vec<f64>> {
        let mut direction: Vec<f64> = gradient.iter().map(|component| -component).collect();
        let mut weights = Vec::with_capacity(self.pairs.len());
        for pair in self.pairs.iter().rev() {
            if stop() {
                return None;
            }
            let weight = dot(&pair.step, &direction) / pair.product;
            add(&mut direction, -weight, &pair.change);
            weights.push(weight);
        }
        if let Some(last) = self.pairs.back() {
            let scale = last.product / dot(&last.change, &last.change);
            for component in &mut direction {
                *component *= scale;
            }
        }
        for (pair, weight) in self.pairs.iter().zip(weights.iter().rev()) {
            if stop() {
                return None;
            }
            let correction = weight - dot(&pair.change, &direction) / pair.product;
            add(&mut direction, correction, &pair.step);
        }
        Some(direction)
    }

    /// Takes a step in, where it bends upwards enough to be told from rounding.
    fn remember(&mut self, from: &Place, to: &Place) {
        let difference = |a: &[f64], b: &[f64]| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a - b).collect() };
        let step = difference(&to.point, &from.point);
        let change = difference(&to.gradient, &from.gradient);
        let product = dot(&step, &change);
        if product > f64::EPSILON * dot(&change, &change) {
            if self.pairs.len() == PAIRS {
                self.pairs.pop_front();
            }
            self.pairs.push_back(Curvature { step, change, product });
        }
    }
}

/// What a line search ended with.
enum Found {
    /// A lower place.
    Lower(Place),
    /// None that could be told from the start.
    Nothing,
    /// It was given up.
    Stopped,
}

/// Looks along a direction for a step that satisfies the weak Wolfe conditions, or else for the lowest that decreases.
fn search(
    objective: &mut impl Objective,
    from: &Place,
    direction: &[f64],
    slope: f64,
    first: f64,
    stop: Stop<'_>,
) -> Found {
    if slope >= 0.0 || slope.is_nan() {
        return Found::Nothing;
    }
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut step = first;
    let mut best: Option<Place> = None;
    for _ in 0..EVALUATIONS {
        let mut point = from.point.clone();
        add(&mut point, step, direction);
        let place = Place::at(objective, point);
        if stop() {
            return Found::Stopped;
        }
        let finite = place.is_finite();
        let enough = finite && place.value <= from.value + DECREASE * step * slope;
        if enough && dot(&place.gradient, direction) >= CURVATURE * slope {
            return Found::Lower(place);
        }
        let interpolated = {
            // The lowest point of the parabola through the value and slope at the start and the value here.
            let excess = place.value - from.value - slope * step;
            -slope * step * step / (2.0 * excess)
        };
        if enough {
            low = step;
            best = Some(place);
        } else {
            high = step;
        }
        step = if high.is_infinite() {
            2.0 * step
        } else if finite && low == 0.0 && interpolated.is_finite() {
            interpolated.clamp(0.1 * high, 0.5 * high)
        } else {
            0.5 * (low + high)
        };
        if high - low <= f64::EPSILON * high {
            break;
        }
    }
    best.filter(|place| place.value < from.value).map_or(Found::Nothing, Found::Lower)
}

/// a ← a + factor · b.
fn add(a: &mut [f64], factor: f64, b: &[f64]) {
    for (a, b) in a.iter_mut().zip(b) {
        *a += factor * b;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::stop::NEVER;

    /// Rosenbrock's valley in many dimensions, with its minimum 0 at (1, …, 1).
    fn valley(point: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let mut sum = 0.0;
        for k in 0..point.len() - 1 {
            let (a, b) = (point[k], point[k + 1]);
            sum += 100.0 * (b - a * a).powi(2) + (1.0 - a).powi(2);
            gradient[k] += -400.0 * a * (b - a * a) - 2.0 * (1.0 - a);
            gradient[k + 1] += 200.0 * (b - a * a);
        }
        sum
    }

    #[test]
    fn the_bottom_of_a_bent_valley_is_found() {
        let found = minimise(&mut valley, &[-1.2, 1.0, -0.5, 0.8], Tolerances::default(), NEVER);
        assert!(found.ending.is_minimum() && found.gradient < 1e-7, "{found:?}");
        // There is a second, local minimum near (−1, 1, …); from here the global one is reached.
        assert!(found.point.iter().all(|x| (x - 1.0).abs() < 1e-8), "{found:?}");
        assert!(found.iterations < 100, "{} iterations", found.iterations);
    }

    #[test]
    fn an_ill_conditioned_parabola_takes_few_iterations_and_repeats_to_the_bit() {
        let mut parabola = |point: &[f64], gradient: &mut [f64]| {
            let mut sum = 0.0;
            for (k, (x, slope)) in point.iter().zip(gradient).enumerate() {
                let stiffness = 10_f64.powf(k as f64 / 20.0);
                sum += 0.5 * stiffness * (x - k as f64).powi(2);
                *slope = stiffness * (x - k as f64);
            }
            sum
        };
        let found = minimise(&mut parabola, &[0.0; 40], Tolerances::default(), NEVER);
        assert!(found.ending.is_minimum() && found.iterations < 150, "{:?} after {}", found.ending, found.iterations);
        for (k, x) in found.point.iter().enumerate() {
            assert!((x - k as f64).abs() < 1e-8, "{k}: {x}");
        }
        assert_eq!(found, minimise(&mut parabola, &[0.0; 40], Tolerances::default(), NEVER));
    }

    #[test]
    fn what_cannot_be_minimised_says_so() {
        let mut nowhere = |_: &[f64], _: &mut [f64]| f64::NAN;
        assert_eq!(minimise(&mut nowhere, &[1.0], Tolerances::default(), NEVER).ending, Ending::NotFinite);
        let few = Tolerances { iterations: 3, ..Tolerances::default() };
        let found = minimise(&mut valley, &[-1.2, 1.0], few, NEVER);
        assert_eq!((found.ending, found.iterations), (Ending::Iterations, 3));
        let loose = Tolerances { decrease: 0.5, ..Tolerances::default() };
        assert_eq!(minimise(&mut valley, &[-1.2, 1.0], loose, NEVER).ending, Ending::Decrease);
        let start = [-1.2, 1.0];
        let stopped = minimise(&mut valley, &start, Tolerances::default(), &|| true);
        assert_eq!((stopped.ending, stopped.point.as_slice()), (Ending::Stopped, &start[..]));
    }
}
