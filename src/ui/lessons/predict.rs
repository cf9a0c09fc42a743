//! What the student says before anything runs: a number, a choice, or a stroke. It is kept and shown next to the answer.

use egui::{RichText, Ui};

use crate::io::lesson::Predict;
use crate::ui::lessons::curve::curve_ui;
use crate::ui::theme::{self, numbers};
use crate::ui::widgets::{Button, SliderField};

/// A prediction, made or being made.
#[derive(Clone, Debug, Default)]
pub struct Prediction {
    number: f64,
    choice: Option<usize>,
    /// The stroke, one value for each of its places; none where nothing was drawn.
    pub(super) curve: Vec<Option<f64>>,
    /// The place of the stroke that the keyboard is at.
    pub(super) pen: usize,
    made: bool,
}

/// Places of a stroke.
pub(super) const PLACES: usize = 48;

impl Prediction {
    /// Nothing said yet; made at once where nothing is asked.
    pub fn new(predict: Option<&Predict>) -> Self {
        let number = match predict {
            Some(Predict::Number { least, most, .. }) => (least + most) / 2.0,
            _ => 0.0,
        };
        Self { number, choice: None, curve: vec![None; PLACES], pen: 0, made: predict.is_none() }
    }

    /// Whether it was made, so that the lab may run.
    pub const fn is_made(&self) -> bool {
        self.made
    }

    /// Says something where nothing was said: for a picture of the lesson.
    pub fn rehearse(&mut self, predict: Option<&Predict>) {
        if let Some(Predict::Choice { .. }) = predict {
            self.choice = Some(0);
        }
        self.made = true;
    }

    /// How near it was, from 0 to 1; `None` where nothing was asked or said.
    pub fn score(&self, predict: Option<&Predict>) -> Option<f64> {
        let near = |miss: f64, least: f64, most: f64| (1.0 - miss / (most - least)).clamp(0.0, 1.0);
        match predict.filter(|_| self.made)? {
            Predict::Number { least, most, answer, .. } => Some(near((self.number - answer).abs(), *least, *most)),
            Predict::Choice { answer, .. } => self.choice.map(|choice| f64::from(u8::from(choice == *answer))),
            Predict::Curve { least, most, x, y, .. } => {
                let misses: Vec<f64> =
                    x.iter().zip(y).filter_map(|(&x_at, y)| Some((self.drawn(x, x_at)? - y).abs())).collect();
                (!misses.is_empty()).then(|| near(misses.iter().sum::<f64>() / misses.len() as f64, *least, *most))
            }
        }
    }

    /// The stroke at a place; where it has a gap, its nearest end.
    fn drawn(&self, x: &[f64], at: f64) -> Option<f64> {
        let (first, last) = (x.first()?, x.last()?);
        let place = ((at - first) / (last - first) * (PLACES - 1) as f64).round();
        let distance = |k: usize| (k as f64 - place).abs();
        let drawn = self.curve.iter().enumerate().filter_map(|(k, value)| Some((distance(k), (*value)?)));
        drawn.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, value)| value)
    }

    fn is_said(&self, predict: &Predict) -> bool {
        match predict {
            Predict::Number { .. } => true,
            Predict::Choice { .. } => self.choice.is_some(),
            Predict::Curve { .. } => self.curve.iter().any(Option::is_some),
        }
    }
}

/// Draws the question and what was said; the answer next to it once `answered`.
pub fn predict_ui(ui: &mut Ui, predict: &Predict, prediction: &mut Prediction, answered: bool) {
    let tokens = theme::tokens(ui.ctx());
    ui.label(predict.question());
    match predict {
        Predict::Number { least, most, answer, .. } => {
            let span = most - least;
            let digits = if span >= 50.0 {
                0
            } else if span >= 5.0 {
                1
            } else {
                2
            };
            if prediction.made {
                let said = numbers::number(prediction.number, digits);
                answer_ui(ui, &format!("You said {said}"), answered.then(|| numbers::number(*answer, digits + 1)));
            } else if let Some(value) = SliderField::new("Your guess", prediction.number, *least..=*most)
                .digits(digits)
                .two_lines(true)
                .show(ui)
            {
                prediction.number = value;
            }
        }
        Predict::Choice { choices, answer, .. } => {
            for (place, choice) in choices.iter().enumerate() {
                let chosen = prediction.choice == Some(place);
                let sign = match (answered, place == *answer, chosen) {
                    (true, true, _) => "  ✓",
                    (true, false, true) => "  ✗",
                    _ => "",
                };
                let text = format!("{choice}{sign}");
                let reason = prediction.made.then_some("You have already said what you expect");
                let button = Button::new(&text).name(choice).selected(chosen).disabled_because(reason);
                if button.show(ui).clicked() {
                    prediction.choice = Some(place);
                }
            }
        }
        Predict::Curve { least, most, x, y, x_label, y_label, .. } => {
            curve_ui(ui, prediction, (x, y, *least..=*most), (x_label, y_label), answered);
        }
    }
    if prediction.made {
        let line = match prediction.score(Some(predict)).filter(|_| answered) {
            Some(score) => format!("Your prediction: {} points of 100", (100.0 * score).round()),
            None => "Your prediction is kept. Now the lab may run.".to_owned(),
        };
        ui.label(RichText::new(line).color(tokens.soft));
        return;
    }
    let reason = (!prediction.is_said(predict)).then_some("Say first what you expect");
    if Button::new("That is my prediction").accent(true).disabled_because(reason).show(ui).clicked() {
        prediction.made = true;
    }
}

fn answer_ui(ui: &mut Ui, said: &str, answer: Option<String>) {
    let tokens = theme::tokens(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(said).color(tokens.accent));
        if let Some(answer) = answer {
            ui.label(RichText::new(format!("it is {answer}")).color(tokens.good));
        }
    });
}
