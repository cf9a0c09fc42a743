//! What a class measured of one number: a dot for each person over the line of theory, with their mean.

use std::ops::Range;

use egui::{Align2, FontId, Rect, RichText, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::io::lesson::pool::{Measured, PooledNumber};
use crate::ui::shell::Shell;
use crate::ui::theme::{self, numbers};
use crate::ui::widgets::paint;

/// Digits of what one person measured.
const DIGITS: usize = 4;
/// Radius of a dot in the dark profile, and how high they can stand on each other.
const DOT: f32 = 3.5;
const MOST: usize = 8;
/// Of the width, on each side.
const MARGIN: f64 = 0.06;

/// The results of one number, and where they are drawn.
struct Strip<'a> {
    number: &'a PooledNumber,
    range: Range<f64>,
    rect: Rect,
    dot: f32,
}

/// Draws the results of people.
pub fn class_ui(ui: &mut Ui, number: &PooledNumber, shell: &mut Shell) {
    let tokens = theme::tokens(ui.ctx());
    let Some(mean) = number.measured else { return };
    let (sign, colour) = if number.passed { ("agrees", tokens.good) } else { ("does not agree", tokens.warning) };
    let value = numbers::with_error(mean, number.stderr);
    let sentence = format!("{} people: {value}, {sign}", number.results.len());
    ui.label(RichText::new(&sentence).color(colour));
    let metrics = tokens.theme.metrics();
    let dot = DOT * metrics.scale;
    let below = metrics.small + 6.0;
    let size = vec2(ui.available_width(), (MOST as f32 + 1.0) * 2.0 * dot + below);
    let (outer, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, format!("Results: {sentence}")));
    let rect = Rect::from_min_max(outer.min, outer.max - vec2(0.0, below)).shrink2(vec2(8.0, 2.0));
    let strip = Strip { number, range: range(number, mean), rect, dot };
    strip.paint(ui, mean);
    shell.explain(&response, || {
        let at = response.hover_pos().map(|at| strip.column(at.x));
        let here = number.results.iter().filter(|one| at.is_some_and(|at| strip.column(strip.x(one.value)) == at));
        let here: Vec<String> = here.map(said).collect();
        let theory = format!("Each dot is a person; dashed line: theory, {}", numbers::number(number.expected, DIGITS));
        if here.is_empty() { theory } else { here.join(", ") }
    });
}

fn said(one: &Measured) -> String {
    format!("seed {}: {}", one.seed, numbers::with_error(one.value, one.stderr))
}

/// All that is drawn has its place.
fn range(number: &PooledNumber, mean: f64) -> Range<f64> {
    let error = number.stderr.unwrap_or(0.0);
    let ends = [number.expected - number.tolerance, number.expected + number.tolerance, mean - error, mean + error];
    let all = || number.results.iter().map(|one| one.value).chain(ends);
    let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let width = (most - least).max(1e-9 * mean.abs().max(1.0));
    least - MARGIN * width..most + MARGIN * width
}

impl Strip<'_> {
    fn x(&self, value: f64) -> f32 {
        let along = (value - self.range.start) / (self.range.end - self.range.start);
        self.rect.left() + along as f32 * self.rect.width()
    }

    /// The column of dots at a place.
    fn column(&self, x: f32) -> i32 {
        ((x - self.rect.left()) / (2.0 * self.dot)).floor() as i32
    }

    fn paint(&self, ui: &Ui, mean: f64) {
        let tokens = theme::tokens(ui.ctx());
        let Self { number, rect, dot, .. } = self;
        let painter = ui.painter();
        painter.rect_filled(rect.expand(4.0), paint::CONTROL_RADIUS, tokens.background);
        let band = [number.expected - number.tolerance, number.expected + number.tolerance].map(|end| self.x(end));
        painter.rect_filled(
            Rect::from_x_y_ranges(band[0]..=band[1], rect.y_range()),
            0,
            tokens.good.gamma_multiply(0.16),
        );
        let expected = self.x(number.expected);
        let line = [pos2(expected, rect.top()), pos2(expected, rect.bottom())];
        painter.add(Shape::dashed_line(&line, Stroke::new(2.0, tokens.good), 6.0, 4.0));
        let mut columns: Vec<i32> = number.results.iter().map(|one| self.column(self.x(one.value))).collect();
        columns.sort_unstable();
        let highest = columns.chunk_by(|one, other| one == other).map(<[i32]>::len).max().unwrap_or(1);
        let step = (2.0 * dot).min((rect.height() - 2.0 * dot) / highest.max(2) as f32);
        for people in columns.chunk_by(|one, other| one == other) {
            let x = rect.left() + (people.first().copied().unwrap_or(0) as f32 + 0.5) * 2.0 * dot;
            for place in 0..people.len() {
                let y = rect.bottom() - dot - place as f32 * step;
                painter.circle(pos2(x, y), *dot, tokens.accent, Stroke::new(0.5, tokens.background));
            }
        }
        let error = number.stderr.unwrap_or(0.0);
        let y = rect.top() + dot;
        let bar = [self.x(mean - error), self.x(mean + error)];
        painter.hline(bar[0]..=bar[1], y, Stroke::new(2.0, tokens.ink));
        painter.circle_filled(pos2(self.x(mean), y), *dot, tokens.ink);
        let small = FontId::proportional(tokens.theme.metrics().small);
        let ends = [
            (rect.left_bottom(), Align2::LEFT_TOP, self.range.start),
            (rect.right_bottom(), Align2::RIGHT_TOP, self.range.end),
        ];
        for (at, anchor, value) in ends {
            painter.text(at + vec2(0.0, 5.0), anchor, numbers::number(value, DIGITS), small.clone(), tokens.soft);
        }
        let middle = rect.center_bottom() + vec2(0.0, 5.0);
        painter.text(middle, Align2::CENTER_TOP, "dashed: theory · bar: mean", small, tokens.soft);
    }
}
