//! What a lesson measured, as `lesson run --json` prints it and `lesson pool` reads it.

use serde::{Deserialize, Serialize};

use super::blocks::Number;
use super::head::Head;

/// Standard errors by which a number may miss beyond its tolerance.
pub const SIGMAS: f64 = 3.0;

/// One number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberResult {
    /// What it is.
    pub name: String,
    /// What theory says.
    pub expected: f64,
    /// What was measured; `None` where the commands failed.
    pub measured: Option<f64>,
    /// Its standard error, where there is one.
    pub stderr: Option<f64>,
    /// What theory leaves open.
    pub tolerance: f64,
    /// Whether both agree.
    pub passed: bool,
    /// Why nothing was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// The commands that measured it.
    pub run: Vec<String>,
}

impl NumberResult {
    /// What was measured of a number, with its standard error; or why nothing was.
    pub fn of(number: &Number, run: Vec<String>, measured: Result<(f64, Option<f64>), String>) -> Self {
        let (expected, tolerance) = (number.expected, number.tolerance);
        let (value, failure) = match measured {
            Ok(value) => (Some(value), None),
            Err(sentence) => (None, Some(sentence)),
        };
        let passed = value.is_some_and(|(value, error)| agrees(expected, tolerance, value, error));
        Self {
            name: number.name.clone(),
            expected,
            measured: value.map(|(value, _)| value),
            stderr: value.and_then(|(_, error)| error),
            tolerance,
            passed,
            failure,
            run,
        }
    }
}

/// Whether a measured value agrees with what is expected: within the tolerance and three standard errors.
pub fn agrees(expected: f64, tolerance: f64, measured: f64, error: Option<f64>) -> bool {
    // Two numbers that are the same but for the last digits are the same.
    let rounding = 1e-12 * expected.abs().max(1.0);
    (measured - expected).abs() <= tolerance + SIGMAS * error.unwrap_or(0.0) + rounding
}

/// The points of a plot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlotResult {
    /// What one learns from it.
    pub title: String,
    /// What is along.
    pub x_label: String,
    /// What is up.
    pub y_label: String,
    /// Places.
    pub x: Vec<Option<f64>>,
    /// Values.
    pub y: Vec<Option<f64>>,
    /// Standard errors, where there are some.
    pub stderr: Vec<Option<f64>>,
    /// Places of theory.
    pub theory_x: Vec<Option<f64>>,
    /// Theory.
    pub theory_y: Vec<Option<f64>>,
}

impl PlotResult {
    /// What is in a picture of it.
    pub fn caption(&self) -> String {
        let count = self.x.iter().zip(&self.y).filter(|(x, y)| x.is_some() && y.is_some()).count();
        let theory = if self.theory_x.is_empty() { "" } else { ", on theory" };
        format!("{count} measured points of {} over {}{theory}.", self.y_label, self.x_label)
    }
}

/// One lesson.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LessonResult {
    /// Its name.
    pub id: String,
    /// Its question.
    pub title: String,
    /// Of its first number.
    pub expected: f64,
    /// Of its first number.
    pub measured: Option<f64>,
    /// Of its first number.
    pub tolerance: f64,
    /// Whether all numbers agree.
    pub passed: bool,
    /// All numbers.
    pub numbers: Vec<NumberResult>,
    /// Its plots.
    #[serde(default)]
    pub plots: Vec<PlotResult>,
    /// How long it took.
    pub seconds: f64,
}

impl LessonResult {
    /// A lesson with these numbers.
    pub fn of(head: &Head, numbers: Vec<NumberResult>, plots: Vec<PlotResult>, seconds: f64) -> Self {
        let first = numbers.first();
        Self {
            id: head.id.clone(),
            title: head.title.clone(),
            expected: first.map_or(0.0, |number| number.expected),
            measured: first.and_then(|number| number.measured),
            tolerance: first.map_or(0.0, |number| number.tolerance),
            passed: numbers.iter().all(|number| number.passed),
            numbers,
            plots,
            seconds,
        }
    }
}

/// The answer of `lesson run`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunResult {
    /// One for each lesson.
    pub lessons: Vec<LessonResult>,
    /// The seed of every command.
    pub seed: u64,
    /// Whether the cheaper commands were run.
    pub fast: bool,
    /// The version of the program.
    pub version: String,
}
