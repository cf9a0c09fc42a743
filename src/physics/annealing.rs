//! Schedules of temperature: T as a function of the sweep.
//!
//! ## References
//!
//! * S. Kirkpatrick, C. D. Gelatt and M. P. Vecchi, “Optimization by simulated annealing”, Science 220, 671 (1983),
//!   doi:10.1126/science.220.4598.671

use std::fmt;
use std::str::FromStr;

/// The most sweeps of a schedule.
pub const MOST_SWEEPS: u64 = 10_000_000;

/// How the temperature changes from sweep to sweep. Sweeps are counted from 0: the first one runs at T(0), the
/// last one at T(sweeps − 1).
///
/// The fields may be set freely while a schedule is drawn; [`checked`](Self::checked) says whether it can be run.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// Equal steps from one temperature to another.
    Linear {
        /// T of the first sweep.
        from: f64,
        /// T of the last sweep; of a single sweep it is `from`.
        to: f64,
        /// Number of sweeps.
        sweeps: u64,
    },
    /// Equal ratios from one temperature to another, both above 0.
    Geometric {
        /// T of the first sweep.
        from: f64,
        /// T of the last sweep; of a single sweep it is `from`.
        to: f64,
        /// Number of sweeps.
        sweeps: u64,
    },
    /// Straight lines between points (sweep, T), in whatever order they come. Before the first point T is that of
    /// the first, and one point alone is a constant temperature. Of two points at one sweep the one that comes
    /// later holds from there on: a jump.
    Piecewise(Vec<(f64, f64)>),
}

/// Why a schedule cannot be run.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ScheduleError {
    /// A temperature below zero, infinite, or not a number.
    #[error("the schedule has the temperature {0}; it must be a finite number, zero or more")]
    Temperature(f64),
    /// Equal ratios never come from or to 0.
    #[error("a geometric schedule from {from} to {to} is impossible: both temperatures must be above 0")]
    Zero {
        /// T of the first sweep.
        from: f64,
        /// T of the last sweep.
        to: f64,
    },
    /// No sweep, or very many.
    #[error("the schedule has {0} sweeps; it can have 1 to {MOST_SWEEPS}")]
    Sweeps(f64),
    /// A point at a sweep that there is not.
    #[error("the schedule has a point at sweep {0}; sweeps are counted from 0 and end before {MOST_SWEEPS}")]
    Time(f64),
    /// A drawn schedule without a point.
    #[error("the schedule has no point; one is enough, for a constant temperature")]
    NoPoint,
    /// Not the form of a schedule.
    #[error(
        "“{0}” is not a schedule; write linear:T0:T1:SWEEPS or geometric:T0:T1:SWEEPS, with numbers for the last three"
    )]
    Form(String),
}

impl Schedule {
    /// One temperature throughout. T = 0 is a quench.
    pub const fn constant(temperature: f64, sweeps: u64) -> Self {
        Self::Linear { from: temperature, to: temperature, sweeps }
    }

    /// The schedule as it can be run, points in the order of their sweeps, or a sentence.
    pub fn checked(mut self) -> Result<Self, ScheduleError> {
        match &mut self {
            Self::Linear { from, to, sweeps } | Self::Geometric { from, to, sweeps } => {
                check_temperature(*from)?;
                check_temperature(*to)?;
                if *sweeps == 0 || *sweeps > MOST_SWEEPS {
                    return Err(ScheduleError::Sweeps(*sweeps as f64));
                }
            }
            Self::Piecewise(points) => {
                if points.is_empty() {
                    return Err(ScheduleError::NoPoint);
                }
                for &(sweep, temperature) in points.iter() {
                    check_temperature(temperature)?;
                    if !(0.0..MOST_SWEEPS as f64).contains(&sweep) {
                        return Err(ScheduleError::Time(sweep));
                    }
                }
                // A hand that draws may go back: points have an order of their own.
                points.sort_by(|a, b| a.0.total_cmp(&b.0));
            }
        }
        match self {
            Self::Geometric { from, to, .. } if from == 0.0 || to == 0.0 => Err(ScheduleError::Zero { from, to }),
            schedule => Ok(schedule),
        }
    }

    /// Number of sweeps; of a drawn schedule up to and including that of the last point.
    pub fn sweeps(&self) -> u64 {
        match self {
            Self::Linear { sweeps, .. } | Self::Geometric { sweeps, .. } => *sweeps,
            Self::Piecewise(points) => points.iter().map(|point| point.0).fold(0.0, f64::max) as u64 + 1,
        }
    }

    /// T at a sweep, which may be a fraction for drawing; before the first sweep that of the first, after the last
    /// that of the last. A drawn schedule must be [`checked`](Self::checked) first.
    pub fn temperature(&self, sweep: f64) -> f64 {
        match self {
            &Self::Linear { from, to, sweeps } => {
                let fraction = fraction(sweep, sweeps);
                from * (1.0 - fraction) + to * fraction
            }
            &Self::Geometric { from, to, sweeps } => match fraction(sweep, sweeps) {
                fraction if fraction <= 0.0 => from,
                fraction if fraction >= 1.0 => to,
                fraction => (from.ln() * (1.0 - fraction) + to.ln() * fraction).exp(),
            },
            Self::Piecewise(points) => {
                let after = points.partition_point(|point| point.0 <= sweep);
                let before = after.checked_sub(1).and_then(|index| points.get(index));
                match (before, points.get(after)) {
                    (Some(&(start, from)), Some(&(end, to))) => {
                        let fraction = (sweep - start) / (end - start);
                        from * (1.0 - fraction) + to * fraction
                    }
                    (Some(&(_, only)), None) | (None, Some(&(_, only))) => only,
                    (None, None) => 0.0,
                }
            }
        }
    }

    /// The largest temperature that occurs, for the scale of a drawing.
    pub fn hottest(&self) -> f64 {
        match self {
            Self::Linear { from, to, .. } | Self::Geometric { from, to, .. } => from.max(*to),
            Self::Piecewise(points) => points.iter().map(|point| point.1).fold(0.0, f64::max),
        }
    }
}

/// How far `sweep` lies between the first and the last of `sweeps`, 0 to 1.
fn fraction(sweep: f64, sweeps: u64) -> f64 {
    if sweeps < 2 { 0.0 } else { (sweep / (sweeps - 1) as f64).clamp(0.0, 1.0) }
}

/// Whether a number can be a temperature: finite, and zero or more.
pub fn is_temperature(number: f64) -> bool {
    number.is_finite() && number >= 0.0
}

fn check_temperature(temperature: f64) -> Result<(), ScheduleError> {
    if is_temperature(temperature) { Ok(()) } else { Err(ScheduleError::Temperature(temperature)) }
}

impl FromStr for Schedule {
    type Err = ScheduleError;

    /// Reads `linear:T0:T1:SWEEPS` and `geometric:T0:T1:SWEEPS`, checked.
    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        let form = || ScheduleError::Form(text.to_owned());
        let mut parts = text.split(':');
        let kind = parts.next().unwrap_or_default();
        let mut number = || parts.next().and_then(|part| part.trim().parse::<f64>().ok()).ok_or_else(form);
        let (from, to, sweeps) = (number()?, number()?, number()?);
        if parts.next().is_some() {
            return Err(form());
        }
        if !(1.0..=MOST_SWEEPS as f64).contains(&sweeps) || sweeps.fract() != 0.0 {
            return Err(ScheduleError::Sweeps(sweeps));
        }
        let sweeps = sweeps as u64;
        match kind {
            "linear" => Self::Linear { from, to, sweeps }.checked(),
            "geometric" => Self::Geometric { from, to, sweeps }.checked(),
            _ => Err(form()),
        }
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Linear { from, to, sweeps } => write!(out, "linear:{from}:{to}:{sweeps}"),
            Self::Geometric { from, to, sweeps } => write!(out, "geometric:{from}:{to}:{sweeps}"),
            Self::Piecewise(points) => write!(out, "{} points in {} sweeps", points.len(), self.sweeps()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        text.parse::<Schedule>().unwrap_err().to_string()
    }

    #[test]
    fn ends_are_exact_and_middles_where_they_should_be() {
        let linear: Schedule = "linear:1.1:0.02:55".parse().unwrap();
        assert_eq!((linear.temperature(0.0), linear.temperature(54.0), linear.sweeps()), (1.1, 0.02, 55));
        assert!((linear.temperature(27.0) - 0.56).abs() < 1e-15);
        assert!((linear.temperature(13.5) - 0.83).abs() < 1e-15);
        assert_eq!((linear.temperature(-3.0), linear.temperature(70.0), linear.hottest()), (1.1, 0.02, 1.1));
        let geometric: Schedule = "geometric:1.6:0.1:5".parse().unwrap();
        assert_eq!((geometric.temperature(0.0), geometric.temperature(4.0)), (1.6, 0.1));
        assert!((geometric.temperature(1.0) - 0.8).abs() < 1e-15 && (geometric.temperature(2.0) - 0.4).abs() < 1e-15);
        assert_eq!("linear:0.7:0.1:1".parse::<Schedule>().unwrap().temperature(0.0), 0.7);
        assert_eq!(linear.to_string().parse::<Schedule>().unwrap(), linear);
    }

    #[test]
    fn drawn_points_are_joined_in_the_order_of_their_sweeps() {
        let drawn = Schedule::Piecewise(vec![(10.0, 0.5), (0.0, 1.0), (20.0, 0.5), (20.0, 0.2)]).checked().unwrap();
        assert_eq!(drawn.sweeps(), 21);
        assert_eq!([0.0, 5.0, 10.0, 15.0].map(|sweep| drawn.temperature(sweep)), [1.0, 0.75, 0.5, 0.5]);
        assert_eq!((drawn.temperature(19.99), drawn.temperature(20.0), drawn.temperature(99.0)), (0.5, 0.2, 0.2));
        let one = Schedule::Piecewise(vec![(7.0, 0.3)]).checked().unwrap();
        assert_eq!((one.temperature(0.0), one.temperature(7.0), one.sweeps()), (0.3, 0.3, 8));
    }

    #[test]
    fn what_cannot_be_run_is_refused_in_words() {
        let wanted = "the schedule has the temperature -1; it must be a finite number, zero or more";
        assert_eq!(refusal("linear:-1:0:5"), wanted);
        assert!(refusal("linear:NaN:0:5").contains("NaN") && refusal("linear:1:inf:5").contains("inf"));
        assert_eq!(
            refusal("geometric:1:0:5"),
            "a geometric schedule from 1 to 0 is impossible: both temperatures must be above 0"
        );
        for text in ["linear:1:0:0", "linear:1:0:2.5", "linear:1:0:-3", "linear:1:0:NaN", "linear:1:0:1e300"] {
            assert!(refusal(text).contains("sweeps; it can have 1 to"), "{text}");
        }
        for text in ["", "linear", "linear:1:0", "linear:1:0:5:6", "cubic:1:0:5", "linear:a:0:5"] {
            assert!(refusal(text).contains("is not a schedule"), "{text}");
        }
        let drawn = |points: &[(f64, f64)]| Schedule::Piecewise(points.to_vec()).checked().unwrap_err().to_string();
        assert!(drawn(&[]).contains("no point"));
        assert!(drawn(&[(-1.0, 0.5)]).contains("sweep -1;") && drawn(&[(f64::NAN, 0.5)]).contains("sweep NaN;"));
        assert!(drawn(&[(0.0, 0.5), (1.0, -0.1)]).contains("-0.1"));
    }

    #[test]
    fn the_smallest_temperatures_stay_what_they_are() {
        let tiny: Schedule = "geometric:1:1e-300:3".parse().unwrap();
        assert!((tiny.temperature(1.0) / 1e-150 - 1.0).abs() < 1e-10);
        assert_eq!(tiny.temperature(2.0), 1e-300);
        assert_eq!(Schedule::constant(0.0, 3).checked().unwrap().temperature(1.0), 0.0);
    }
}
