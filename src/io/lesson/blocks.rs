//! The live blocks of a lesson: fenced code blocks whose first word is their kind and whose content is TOML.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Markdown with TeX.
    Text(String),
    /// How the lab opens.
    Lab(LabBlock),
    /// One thing to do.
    Task(Task),
    /// What is guessed before anything runs.
    Predict(Predict),
    /// A number that measures itself.
    Number(Box<Number>),
    /// Measured points on theory.
    Plot(Box<Plot>),
    /// Something to turn.
    Control(Control),
}

/// Steps of a lab, written as JSON in a string; what they are is known to the lab.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steps(pub Vec<Value>);

impl<'de> Deserialize<'de> for Steps {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let steps = serde_json::from_str(&text)
            .map_err(|err| D::Error::custom(format!("the steps are no JSON list: {err}")))?;
        Ok(Self(steps))
    }
}

impl Steps {
    /// The same with every string `$value` replaced by a number.
    #[must_use]
    pub fn with_value(&self, value: f64) -> Self {
        Self(self.0.iter().map(|step| filled(step, value)).collect())
    }
}

fn filled(template: &Value, value: f64) -> Value {
    // A whole number is written as one: counts are read as such.
    let number =
        || if value.fract() == 0.0 && value.abs() < 1e15 { Value::from(value as i64) } else { Value::from(value) };
    match template {
        Value::String(text) if text == "$value" => number(),
        Value::Array(list) => list.iter().map(|item| filled(item, value)).collect(),
        Value::Object(fields) => fields.iter().map(|(name, item)| (name.clone(), filled(item, value))).collect(),
        other => other.clone(),
    }
}

/// A lab in a given state, and what is shown of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabBlock {
    /// The lab, by id.
    pub lab: String,
    /// The panels that the lesson needs, by id.
    pub panels: Vec<String>,
    /// The panel that is meant.
    #[serde(default)]
    pub watch: Option<String>,
    /// How it gets there.
    pub steps: Steps,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// What to do, as Markdown.
    pub text: String,
    /// The steps that do it.
    #[serde(default)]
    pub show_me: Steps,
    /// When it is done: once all of these hold; without any the student says so.
    #[serde(default, deserialize_with = "one_or_more")]
    pub until: Vec<Until>,
}

impl Task {
    /// Whether it is done, given the live numbers of the lab by their names.
    pub fn is_done(&self, reading: impl Fn(&str) -> Option<f64>) -> bool {
        let is_met = |until: &Until| reading(&until.reading).is_some_and(|value| until.is_met(value));
        !self.until.is_empty() && self.until.iter().all(is_met)
    }
}

/// A condition, or a list of them. Not an untagged enum: its mistakes would be said without what is wrong.
fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Until>, D::Error> {
    match toml::Value::deserialize(from)? {
        toml::Value::Array(list) => list.into_iter().map(Until::deserialize).collect::<Result<_, _>>(),
        one => Until::deserialize(one).map(|until| vec![until]),
    }
    .map_err(D::Error::custom)
}

/// When a live number of the lab is where the lesson wants it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Until {
    /// The reading, by name.
    pub reading: String,
    /// At least this.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// At most this.
    #[serde(default)]
    pub at_most: Option<f64>,
    /// About this.
    #[serde(default)]
    pub expected: Option<f64>,
    /// How near.
    #[serde(default)]
    pub tolerance: f64,
}

impl Until {
    /// Whether a reading of `value` is there.
    pub fn is_met(&self, value: f64) -> bool {
        self.at_least.is_none_or(|least| value >= least)
            && self.at_most.is_none_or(|most| value <= most)
            && self.expected.is_none_or(|expected| (value - expected).abs() <= self.tolerance)
    }
}

/// What the student says before anything runs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "lowercase")]
pub enum Predict {
    /// A number on a scale.
    Number {
        /// What is asked.
        question: String,
        /// The left end of the scale.
        least: f64,
        /// The right end.
        most: f64,
        /// The true value.
        answer: f64,
    },
    /// One of a few answers.
    Choice {
        /// What is asked.
        question: String,
        /// The answers.
        choices: Vec<String>,
        /// The place of the right one, from 0.
        answer: usize,
    },
    /// A stroke over a range.
    Curve {
        /// What is asked.
        question: String,
        /// The least value.
        least: f64,
        /// The largest.
        most: f64,
        /// Where the stroke is compared.
        x: Vec<f64>,
        /// What is true there.
        y: Vec<f64>,
        /// What is along.
        x_label: String,
        /// What is up.
        y_label: String,
    },
}

impl Predict {
    /// What is asked.
    pub fn question(&self) -> &str {
        let (Self::Number { question, .. } | Self::Choice { question, .. } | Self::Curve { question, .. }) = self;
        question
    }
}

/// How a list of numbers becomes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reduce {
    /// Their mean.
    Mean,
    /// The square root of the mean of their squares.
    Rms,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// Their sum.
    Sum,
    /// How many there are.
    Count,
    /// The first.
    First,
    /// The last.
    Last,
}

/// A number that theory gives and commands measure.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// What it is.
    pub name: String,
    /// Its letter.
    #[serde(default)]
    pub symbol: Option<String>,
    /// What theory or the literature says.
    pub expected: f64,
    /// What that leaves open.
    pub tolerance: f64,
    /// Where it is from.
    #[serde(default)]
    pub source: Option<String>,
    /// Commands, one a line.
    pub run: String,
    /// Cheaper ones.
    #[serde(default)]
    pub fast: Option<String>,
    /// Where the value is in the answer of the last.
    pub value: String,
    /// What is made of several values.
    #[serde(default)]
    pub reduce: Option<Reduce>,
    /// Where its standard error is.
    #[serde(default)]
    pub error: Option<String>,
    /// Of how many runs it is a share.
    #[serde(default)]
    pub share_of: Option<u64>,
    /// Whether the error is that of the mean of the values.
    #[serde(default)]
    pub spread: bool,
    /// The live reading of the lab that shows the same.
    #[serde(default)]
    pub reading: Option<String>,
}

impl Number {
    /// The commands that measure it.
    pub fn commands(&self, fast: bool) -> &str {
        chosen(&self.run, self.fast.as_deref(), fast)
    }
}

/// The commands, or where it is to be fast and there are such, those that take less.
fn chosen<'a>(run: &'a str, quick: Option<&'a str>, fast: bool) -> &'a str {
    quick.filter(|_| fast).unwrap_or(run)
}

/// Measured points, and theory through them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plot {
    /// What one learns from it.
    pub title: String,
    /// What is along.
    pub x_label: String,
    /// What is up.
    pub y_label: String,
    /// Commands, one a line.
    pub run: String,
    /// Cheaper ones.
    #[serde(default)]
    pub fast: Option<String>,
    /// Where the places are.
    pub x: String,
    /// Where the values are.
    pub y: String,
    /// Where their standard errors are.
    #[serde(default)]
    pub error: Option<String>,
    /// Where the places of theory are.
    #[serde(default)]
    pub theory_x: Option<String>,
    /// Where theory is.
    #[serde(default)]
    pub theory_y: Option<String>,
}

impl Plot {
    /// The commands that measure it.
    pub fn commands(&self, fast: bool) -> &str {
        chosen(&self.run, self.fast.as_deref(), fast)
    }
}

/// What a control looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ControlKind {
    /// A slider.
    Slider,
    /// A button.
    Button,
}

/// Something of the lab to be turned in the text.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// What it says.
    pub label: String,
    /// What it looks like.
    pub kind: ControlKind,
    /// The left end of a slider.
    #[serde(default)]
    pub least: f64,
    /// The right end.
    #[serde(default)]
    pub most: f64,
    /// What it moves by.
    #[serde(default)]
    pub step: f64,
    /// Where it stands at first.
    #[serde(default)]
    pub value: f64,
    /// What is done, with `"$value"` where the value goes.
    pub steps: Steps,
}
