//! What the editor of a schedule does to it: pure functions from a schedule and a gesture to a schedule.

use crate::physics::annealing::Schedule;

/// The most sweeps that the editor offers.
pub const MOST_SWEEPS: u64 = 2_000;
/// Points that a curve is turned into when it is to be drawn by hand.
const DRAWN_POINTS: u64 = 5;
/// The coldest end of a geometric schedule.
const COLDEST: f64 = 0.01;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Linear,
    Geometric,
    /// Straight lines between points.
    Drawn,
}

pub fn form(schedule: &Schedule) -> Form {
    match schedule {
        Schedule::Linear { .. } => Form::Linear,
        Schedule::Geometric { .. } => Form::Geometric,
        Schedule::Piecewise(_) => Form::Drawn,
    }
}

/// The points that can be dragged: the two ends, or those of a drawn schedule.
pub fn points(schedule: &Schedule) -> Vec<[f64; 2]> {
    match schedule {
        Schedule::Linear { from, to, sweeps } | Schedule::Geometric { from, to, sweeps } => {
            vec![[0.0, *from], [sweeps.saturating_sub(1) as f64, *to]]
        }
        Schedule::Piecewise(points) => points.iter().map(|&(sweep, temperature)| [sweep, temperature]).collect(),
    }
}

/// The same cooling in another form, as nearly as it can be.
pub fn in_form(schedule: &Schedule, form: Form) -> Schedule {
    let sweeps = schedule.sweeps();
    let (from, to) = (schedule.temperature(0.0), schedule.temperature(sweeps.saturating_sub(1) as f64));
    match form {
        Form::Linear => Schedule::Linear { from, to, sweeps },
        Form::Geometric => Schedule::Geometric { from: from.max(COLDEST), to: to.max(COLDEST), sweeps },
        Form::Drawn => {
            let last = sweeps.saturating_sub(1);
            let count = DRAWN_POINTS.min(last + 1);
            let place = |k: u64| if count < 2 { 0.0 } else { (last * k / (count - 1)) as f64 };
            Schedule::Piecewise((0..count).map(|k| (place(k), schedule.temperature(place(k)))).collect())
        }
    }
}

/// Point `index` dragged to a sweep and a temperature. A drawn point stays between its neighbours; the last point of
/// any form sets the length.
pub fn moved(schedule: &Schedule, index: usize, [sweep, temperature]: [f64; 2]) -> Schedule {
    let last = (MOST_SWEEPS - 1) as f64;
    let sweep = if sweep.is_finite() { sweep.round().clamp(0.0, last) } else { 0.0 };
    let temperature = rounded(temperature);
    match schedule.clone() {
        Schedule::Linear { from, to, sweeps } => match index {
            0 => Schedule::Linear { from: temperature, to, sweeps },
            _ => Schedule::Linear { from, to: temperature, sweeps: (sweep as u64 + 1).max(2) },
        },
        Schedule::Geometric { from, to, sweeps } => match index {
            0 => Schedule::Geometric { from: temperature.max(COLDEST), to, sweeps },
            _ => Schedule::Geometric { from, to: temperature.max(COLDEST), sweeps: (sweep as u64 + 1).max(2) },
        },
        Schedule::Piecewise(mut points) => {
            let before = index.checked_sub(1).and_then(|k| points.get(k)).map_or(0.0, |point| point.0);
            let after = points.get(index + 1).map_or(last, |point| point.0);
            // The first point is the start of the run.
            let sweep = if index == 0 { 0.0 } else { sweep.clamp(before.min(after), after) };
            if let Some(point) = points.get_mut(index) {
                *point = (sweep, temperature);
            }
            Schedule::Piecewise(points)
        }
    }
}

/// A point more. A schedule of another form becomes a drawn one of its two ends.
pub fn added(schedule: &Schedule, [sweep, temperature]: [f64; 2]) -> Schedule {
    let mut points: Vec<(f64, f64)> = points(schedule).into_iter().map(|[sweep, t]| (sweep, t)).collect();
    let sweep = if sweep.is_finite() { sweep.round().clamp(0.0, (MOST_SWEEPS - 1) as f64) } else { 0.0 };
    points.push((sweep, rounded(temperature)));
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    Schedule::Piecewise(points)
}

/// A point less, where two are left; the first one stays at sweep 0.
pub fn removed(schedule: &Schedule, index: usize) -> Schedule {
    match schedule.clone() {
        Schedule::Piecewise(mut points) if points.len() > 2 && index < points.len() => {
            points.remove(index);
            if let Some(first) = points.first_mut() {
                first.0 = 0.0;
            }
            Schedule::Piecewise(points)
        }
        schedule => schedule,
    }
}

/// The same cooling over another number of sweeps.
pub fn stretched(schedule: &Schedule, sweeps: u64) -> Schedule {
    let sweeps = sweeps.clamp(2, MOST_SWEEPS);
    match schedule.clone() {
        Schedule::Linear { from, to, .. } => Schedule::Linear { from, to, sweeps },
        Schedule::Geometric { from, to, .. } => Schedule::Geometric { from, to, sweeps },
        Schedule::Piecewise(points) => {
            let factor = (sweeps - 1) as f64 / schedule.sweeps().saturating_sub(1).max(1) as f64;
            let stretch = |(sweep, t): (f64, f64)| ((sweep * factor).round().min((sweeps - 1) as f64), t);
            Schedule::Piecewise(points.into_iter().map(stretch).collect())
        }
    }
}

/// Two digits, as the axis shows them; never below zero.
fn rounded(temperature: f64) -> f64 {
    if temperature.is_finite() { ((temperature * 100.0).round() / 100.0).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINEAR: Schedule = Schedule::Linear { from: 1.0, to: 0.2, sweeps: 41 };

    #[test]
    fn every_form_keeps_length_and_ends() {
        for form_ in [Form::Linear, Form::Geometric, Form::Drawn] {
            let schedule = in_form(&LINEAR, form_);
            assert_eq!((form(&schedule), schedule.sweeps()), (form_, 41));
            assert!(
                (schedule.temperature(0.0) - 1.0).abs() < 1e-12 && (schedule.temperature(40.0) - 0.2).abs() < 1e-12
            );
            assert!(schedule.checked().is_ok());
        }
        let cold = in_form(&Schedule::Linear { from: 1.0, to: 0.0, sweeps: 5 }, Form::Geometric);
        assert!(cold.checked().is_ok(), "no ratio leads to 0");
        assert_eq!(points(&in_form(&Schedule::constant(0.5, 1), Form::Drawn)), [[0.0, 0.5]]);
    }

    #[test]
    fn points_stay_in_order_and_in_range() {
        let drawn = in_form(&LINEAR, Form::Drawn);
        assert_eq!(points(&drawn).len(), 5);
        let pushed = moved(&drawn, 1, [35.0, -3.0]);
        assert_eq!(points(&pushed)[1], [20.0, 0.0], "not beyond its neighbour, not below zero");
        assert_eq!(points(&moved(&drawn, 0, [9.0, 1.234]))[0], [0.0, 1.23]);
        assert_eq!(moved(&drawn, 4, [99.0, 0.1]).sweeps(), 100);
        assert_eq!(moved(&drawn, 4, [1e9, 0.1]).sweeps(), MOST_SWEEPS);
        assert_eq!(moved(&LINEAR, 1, [9.6, 0.5]), Schedule::Linear { from: 1.0, to: 0.5, sweeps: 11 });
        assert_eq!(moved(&drawn, 77, [1.0, 1.0]), drawn);
        assert!(moved(&drawn, 2, [f64::NAN, f64::INFINITY]).checked().is_ok());
    }

    #[test]
    fn points_come_and_go() {
        let more = added(&LINEAR, [10.4, 1.5]);
        assert_eq!(points(&more), [[0.0, 1.0], [10.0, 1.5], [40.0, 0.2]]);
        assert_eq!(points(&removed(&more, 0)), [[0.0, 1.5], [40.0, 0.2]]);
        assert_eq!(points(&removed(&removed(&more, 0), 0)).len(), 2);
        assert_eq!(removed(&LINEAR, 0), LINEAR);
    }

    #[test]
    fn stretching_keeps_the_shape() {
        let twice = stretched(&in_form(&LINEAR, Form::Drawn), 81);
        assert_eq!(twice.sweeps(), 81);
        assert!((twice.temperature(40.0) - LINEAR.temperature(20.0)).abs() < 1e-12);
        assert_eq!(stretched(&LINEAR, 0).sweeps(), 2);
    }
}
