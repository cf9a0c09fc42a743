//! Where states appear, and where they lose their stability.

use super::equations::{Equations, Point};

/// What happens at a point of a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// The branch turns back in β: a stable and an unstable state appear together.
    Appears,
    /// The spectral radius passes 1 without a turn.
    Loses,
}

/// A β at which fixed points appear or lose stability.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What happens.
    pub kind: EventKind,
    /// Where.
    pub beta: f64,
    /// The weights there.
    pub weights: Vec<f64>,
}

/// The point at a distance `s` along a tangent.
fn at(equations: &Equations, point: &[f64], tangent: &[f64], s: f64) -> Option<Point> {
    let guess: Point = point.iter().zip(tangent).map(|(value, direction)| value + s * direction).collect();
    equations.corrected(&guess, tangent).map(|(point, _)| point)
}

/// Where β turns between a point and the one a step further: the tangent's part along ln β vanishes.
pub(super) fn fold(equations: &Equations, point: &[f64], tangent: &[f64], step: f64) -> Option<Event> {
    let last = equations.count();
    let slope = |s: f64| -> Option<f64> { Some(equations.tangent(&at(equations, point, tangent, s)?, tangent)?[last]) };
    let s = bisected(slope, step)?;
    event(equations, &at(equations, point, tangent, s)?, EventKind::Appears)
}

/// Where the spectral radius passes 1 between a point and the one a step further.
pub(super) fn crossing(equations: &Equations, point: &[f64], tangent: &[f64], step: f64) -> Option<Event> {
    let s = bisected(|s| Some(equations.radius(&at(equations, point, tangent, s)?) - 1.0), step)?;
    event(equations, &at(equations, point, tangent, s)?, EventKind::Loses)
}

fn event(equations: &Equations, point: &[f64], kind: EventKind) -> Option<Event> {
    let weights = equations.weights(point);
    (weights.len() == 1 || weights.iter().all(|weight| weight.is_finite())).then(|| Event {
        kind,
        beta: equations.beta(point),
        weights,
    })
}

/// The zero between 0 and `end` of a function with opposite signs there, by the method of false position with halved ends
/// (Illinois); where the function has no value, as it may next to a branch point, that side of the bracket is nudged.
fn bisected(function: impl Fn(f64) -> Option<f64>, end: f64) -> Option<f64> {
    let (mut a, mut b) = (0.0, end);
    let (mut fa, mut fb) = (function(a)?, function(b)?);
    for round in 0..200 {
        if fa == 0.0 || fb == 0.0 || (b - a).abs() <= 1e-15 * end.max(1e-3) {
            break;
        }
        let middle = if round % 3 == 2 { f64::midpoint(a, b) } else { (a * fb - b * fa) / (fb - fa) };
        let Some(value) = function(middle).or_else(|| function(middle + 1e-9 * (b - a))) else { break };
        if (value > 0.0) == (fb > 0.0) {
            (b, fb) = (middle, value);
            if round % 3 != 2 {
                fa /= 2.0;
            }
        } else {
            (a, fa) = (middle, value);
            if round % 3 != 2 {
                fb /= 2.0;
            }
        }
    }
    Some(if fa.abs() < fb.abs() { a } else { b })
}
