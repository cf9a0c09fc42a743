//! What the student says before anything runs: a number, a choice, or a stroke. It is kept and shown next to the answer.

use egui::{Rect, RichText, Sense, Stroke, Ui, pos2, vec2};

use crate::io::lesson::Predict;
use crate::ui::theme::{self, numbers};
use crate::ui::widgets::{Button, SliderField, paint};

/// A prediction, made or being made.
#[derive(Clone, Debug, Default)]
pub struct Prediction {
    number: f64,
    choice: Option<usize>,
    /// The stroke, one value for each of its places; none where nothing was drawn.
    curve: Vec<Option<f64>>,
    made: bool,
}

/// Places of a stroke.
const PLACES: usize = 48;

impl Prediction {
    /// Nothing said yet; made at once where nothing is asked.
    pub fn new(predict: Option<&Predict>) -> Self {
        let number = match predict {
            Some(Predict::Number { least, most, .. }) => (least + most) / 2.0,
            _ => 0.0,
        };
        Self { number, choice: None, curve: vec![None; PLACES], made: predict.is_none() }
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

/// A field on which the curve is drawn with the pointer.
fn curve_ui(
    ui: &mut Ui,
    prediction: &mut Prediction,
    (x, y, range): (&[f64], &[f64], std::ops::RangeInclusive<f64>),
    (x_label, y_label): (&str, &str),
    answered: bool,
) {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let size = vec2(ui.available_width(), 150.0 * metrics.scale);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Canvas, true, format!("Draw {y_label} over {x_label}")));
    let small = egui::FontId::proportional(metrics.small);
    let inner =
        Rect::from_min_max(rect.min + vec2(34.0, 6.0) * metrics.scale, rect.max - vec2(6.0, 22.0) * metrics.scale);
    let (low, high) = (*range.start(), *range.end());
    let painter = ui.painter();
    painter.rect(
        rect,
        paint::CONTROL_RADIUS,
        tokens.background,
        Stroke::new(1.0, tokens.hairline),
        egui::StrokeKind::Inside,
    );
    painter.rect_stroke(inner, 0, Stroke::new(1.0, tokens.hairline), egui::StrokeKind::Inside);
    let text = |at, anchor, text: String| painter.text(at, anchor, text, small.clone(), tokens.soft);
    text(inner.left_top() - vec2(4.0, 0.0), egui::Align2::RIGHT_TOP, high.to_string());
    text(inner.left_bottom() - vec2(4.0, 0.0), egui::Align2::RIGHT_BOTTOM, low.to_string());
    text(
        inner.left_bottom() + vec2(0.0, 3.0),
        egui::Align2::LEFT_TOP,
        x.first().map_or_else(String::new, f64::to_string),
    );
    let end = format!("{x_label} {}", x.last().map_or_else(String::new, f64::to_string));
    text(inner.right_bottom() + vec2(0.0, 3.0), egui::Align2::RIGHT_TOP, end);
    if !prediction.made
        && let Some(at) = response.interact_pointer_pos()
    {
        let column = |at: f32| {
            ((at - inner.left()) / inner.width() * (PLACES - 1) as f32).round().clamp(0.0, (PLACES - 1) as f32)
        };
        let value = |at: f32| low + (high - low) * f64::from(((inner.bottom() - at) / inner.height()).clamp(0.0, 1.0));
        // From where the pointer was: a quick stroke has no gaps.
        let before = at - response.drag_delta();
        let (from, to) = (column(before.x), column(at.x));
        let steps = (to - from).abs().max(1.0);
        for step in 0..=steps as usize {
            let part = step as f32 / steps;
            let place = (from + (to - from) * part).round() as usize;
            if let Some(slot) = prediction.curve.get_mut(place) {
                *slot = Some(value(before.y + (at.y - before.y) * part));
            }
        }
    }
    let point = |part: f64, value: f64| {
        let up = ((value - low) / (high - low)).clamp(0.0, 1.0) as f32;
        pos2(inner.left() + inner.width() * part as f32, inner.bottom() - inner.height() * up)
    };
    let stroke: Vec<_> = prediction
        .curve
        .iter()
        .enumerate()
        .filter_map(|(k, value)| Some(point(k as f64 / (PLACES - 1) as f64, (*value)?)))
        .collect();
    let nothing = stroke.is_empty();
    painter.line(stroke, Stroke::new(2.5, tokens.accent));
    if nothing {
        painter.text(inner.center(), egui::Align2::CENTER_CENTER, format!("Draw {y_label} here"), small, tokens.soft);
    }
    if answered && let (Some(first), Some(last)) = (x.first(), x.last()) {
        let truth: Vec<_> = x.iter().zip(y).map(|(x, y)| point((x - first) / (last - first), *y)).collect();
        painter.add(egui::Shape::dashed_line(&truth, Stroke::new(2.0, tokens.good), 6.0, 4.0));
    }
}
