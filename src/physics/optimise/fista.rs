//! FISTA: accelerated proximal gradients, for a smooth function with a penalty on absolute values.
//!
//! Minimises F(x) = f(x) + Σ_i λ_i |x_i| by steps x ← S(y − t ∇f(y), t λ) with the soft threshold
//! S(u, a) = sign(u) max(|u| − a, 0), from a point y that runs ahead of x by its momentum. The step t is halved until
//! (∇f(x) − ∇f(y))·(x − y) ≤ |x − y|²/t, and let grow by a tenth before each iteration: along a parabola this is
//! f(x) ≤ f(y) + ∇f(y)·(x − y) + |x − y|²/2t, but does not drown in the rounding of values near the minimum. The momentum
//! starts again where it points uphill (O'Donoghue and Candès). Components that the penalty holds at 0 are exactly 0.
//!
//! ## References
//!
//! * A. Beck and M. Teboulle, “A fast iterative shrinkage-thresholding algorithm for linear inverse problems”, SIAM J.
//!   Imaging Sci. 2, 183 (2009), doi:10.1137/080716542
//! * B. O'Donoghue and E. Candès, “Adaptive restart for accelerated gradient schemes”, Found. Comput. Math. 15, 715
//!   (2015), doi:10.1007/s10208-013-9150-3

use crate::physics::stop::Stop;

use super::objective::{Ending, Minimum, Objective, Tolerances, dot, largest};

/// How much longer the next step may be.
const GROWTH: f64 = 1.1;
/// Most halvings of one step.
const HALVINGS: usize = 60;

/// Minimises a smooth function plus Σ λ_i |x_i| from a start, `penalties` being the λ_i ≥ 0 (those that are missing
/// are 0); `stop` is asked after every evaluation.
pub fn minimise(
    objective: &mut impl Objective,
    penalties: &[f64],
    start: &[f64],
    tolerances: Tolerances,
    stop: Stop<'_>,
) -> Minimum {
    let count = start.len();
    let penalty = |i: usize| penalties.get(i).copied().unwrap_or(0.0);
    let penalised =
        |point: &[f64], value: f64| value + point.iter().enumerate().map(|(i, x)| penalty(i) * x.abs()).sum::<f64>();
    let (mut point, mut ahead) = (start.to_vec(), start.to_vec());
    let (mut next, mut slope, mut slope_next) = (vec![0.0; count], vec![0.0; count], vec![0.0; count]);
    let smooth = objective.evaluate(&point, &mut slope_next);
    let mut best = (point.clone(), penalised(&point, smooth), unit_change(&point, &slope_next, penalty));
    let (mut step, mut momentum, mut iterations) = (1.0, 1.0_f64, 0);
    let ending = loop {
        if stop() {
            break Ending::Stopped;
        }
        if !(best.1.is_finite() && best.2.is_finite()) {
            break Ending::NotFinite;
        }
        if best.2 <= tolerances.gradient {
            break Ending::Gradient;
        }
        if iterations >= tolerances.iterations {
            break Ending::Iterations;
        }
        iterations += 1;
        objective.evaluate(&ahead, &mut slope);
        if stop() {
            break Ending::Stopped;
        }
        step *= GROWTH;
        let mut smooth = f64::NAN;
        for _ in 0..HALVINGS {
            for (i, x) in next.iter_mut().enumerate() {
                *x = soft(ahead[i] - step * slope[i], step * penalty(i));
            }
            smooth = objective.evaluate(&next, &mut slope_next);
            if stop() {
                break;
            }
            let moved: Vec<f64> = next.iter().zip(&ahead).map(|(next, ahead)| next - ahead).collect();
            let bend: f64 =
                slope_next.iter().zip(&slope).zip(&moved).map(|((next, ahead), moved)| (next - ahead) * moved).sum();
            if smooth.is_finite() && bend <= dot(&moved, &moved) / step {
                break;
            }
            step *= 0.5;
        }
        if stop() {
            break Ending::Stopped;
        }
        let total = penalised(&next, smooth);
        let uphill = (0..count).map(|i| (ahead[i] - next[i]) * (next[i] - point[i])).sum::<f64>() > 0.0;
        let decrease = best.1 - total;
        if total.is_nan() {
            break Ending::NotFinite;
        }
        let change = unit_change(&next, &slope_next, penalty);
        // Towards the end values no longer differ but the distance from stationarity still does.
        if total < best.1 || (total - best.1 <= 8.0 * f64::EPSILON * best.1.abs().max(1.0) && change < best.2) {
            best = (next.clone(), total.min(best.1), change);
        }
        let grown = if uphill { 1.0 } else { 0.5 * (1.0 + (1.0 + 4.0 * momentum * momentum).sqrt()) };
        let pull = if uphill { 0.0 } else { (momentum - 1.0) / grown };
        for i in 0..count {
            ahead[i] = next[i] + pull * (next[i] - point[i]);
        }
        momentum = grown;
        point.copy_from_slice(&next);
        if decrease.abs() <= tolerances.decrease * total.abs().max(1.0) && tolerances.decrease > 0.0 {
            break Ending::Decrease;
        }
    };
    let (point, value, gradient) = best;
    Minimum { point, value, gradient, iterations, ending }
}

/// sign(u) max(|u| − a, 0).
fn soft(u: f64, threshold: f64) -> f64 {
    (u.abs() - threshold).max(0.0).copysign(u)
}

/// The largest change that a proximal step of length 1 would make: 0 exactly at the minimum.
fn unit_change(point: &[f64], slope: &[f64], penalty: impl Fn(usize) -> f64) -> f64 {
    let changes = point.iter().zip(slope).enumerate().map(|(i, (x, slope))| x - soft(x - slope, penalty(i)));
    largest(changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::stop::NEVER;

    /// ½ Σ k (x_k − c_k)², of which the penalised minimum is the soft threshold of each c_k.
    fn parabola(point: &[f64], gradient: &mut [f64]) -> f64 {
        let mut sum = 0.0;
        for (k, (x, slope)) in point.iter().zip(gradient).enumerate() {
            let stiffness = 1.0 + 10.0 * k as f64;
            let distance = x - (k as f64 - 2.0) / 4.0;
            sum += 0.5 * stiffness * distance * distance;
            *slope = stiffness * distance;
        }
        sum
    }

    #[test]
    fn the_minimum_is_the_soft_threshold() {
        let penalties = [0.2, 3.0, 0.0, 1.0, 4.1, 12.0];
        let tolerances = Tolerances { gradient: 1e-11, ..Tolerances::default() };
        let found = minimise(&mut parabola, &penalties, &[1.0; 6], tolerances, NEVER);
        assert_eq!(found.ending, Ending::Gradient, "{found:?}");
        for (k, x) in found.point.iter().enumerate() {
            let wanted = soft((k as f64 - 2.0) / 4.0, penalties[k] / (1.0 + 10.0 * k as f64));
            assert!((x - wanted).abs() < 1e-10, "{k}: {x} is not {wanted}");
        }
        // |c_1| = ¼ is held at 0 by 3/11: exactly.
        assert_eq!(found.point[1], 0.0);
    }

    #[test]
    fn without_penalty_the_minimum_is_that_of_the_function() {
        let found = minimise(&mut parabola, &[], &[0.0; 6], Tolerances::default(), NEVER);
        assert!(found.ending.is_minimum() && found.value < 1e-17, "{found:?}");
        assert_eq!(minimise(&mut parabola, &[], &[0.0; 6], Tolerances::default(), &|| true).ending, Ending::Stopped);
        let mut nowhere = |_: &[f64], _: &mut [f64]| f64::NAN;
        assert_eq!(minimise(&mut nowhere, &[], &[1.0], Tolerances::default(), NEVER).ending, Ending::NotFinite);
    }
}
