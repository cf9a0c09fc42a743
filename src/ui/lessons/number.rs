//! A number of a lesson: what theory says, what was measured here, and whether both agree.

use egui::{Frame, RichText, Stroke, Ui};

use crate::io::lesson::{Number, NumberResult};
use crate::ui::lessons::measuring::Measuring;
use crate::ui::shell::Shell;
use crate::ui::theme::{self, numbers};
use crate::ui::widgets::{Button, paint};

/// Digits of what was measured where no error says how many there are.
const DIGITS: usize = 3;

/// Draws the number at a place, with a button that measures it and the live reading where the lab has one.
pub fn number_ui(
    ui: &mut Ui,
    (place, number): (usize, &Number),
    measuring: &mut Measuring,
    reading: Option<f64>,
    shell: &mut Shell,
) {
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let frame = Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.hairline))
        .corner_radius(paint::CONTROL_RADIUS)
        .inner_margin(10.0);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(capital(&number.name)).color(tokens.ink));
        let mono = |text: String| RichText::new(text).font(egui::FontId::monospace(metrics.title));
        let small = |text: &str| RichText::new(text).size(metrics.small).color(tokens.soft);
        let result = measuring.number(place).cloned();
        ui.horizontal_wrapped(|ui| {
            ui.vertical(|ui| {
                ui.label(small("expected"));
                ui.label(mono(expected(number)));
            });
            ui.add_space(theme::GAP);
            ui.vertical(|ui| {
                ui.label(small("measured"));
                ui.label(mono(result.as_ref().map_or_else(|| "–".to_owned(), measured)));
            });
            if let Some(value) = reading {
                ui.add_space(theme::GAP);
                ui.vertical(|ui| {
                    ui.label(small("in the lab now"));
                    ui.label(mono(numbers::number(value, DIGITS)));
                });
            }
        });
        // Always a line: what is below it stays where it is.
        match &result {
            Some(result) => verdict_ui(ui, result),
            None => drop(ui.label(RichText::new("not measured yet").color(tokens.soft))),
        }
        if measuring.measures_number(place) {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(small("measuring"));
                if Button::new("Cancel").small().show(ui).clicked() {
                    measuring.cancel();
                }
            });
        } else {
            buttons_ui(ui, (place, number), measuring, result.is_some(), shell);
        }
        if let Some(source) = &number.source {
            ui.label(small(source));
        }
    });
}

fn buttons_ui(
    ui: &mut Ui,
    (place, number): (usize, &Number),
    measuring: &mut Measuring,
    again: bool,
    shell: &mut Shell,
) {
    ui.horizontal(|ui| {
        let again = if again { "Measure again" } else { "Measure" };
        let name = format!("{again}: {}", number.name);
        let button = Button::new(again).small().name(&name).show(ui);
        shell.explain(&button, || format!("Runs: glassbox {}", number.run.trim().replace('\n', "; glassbox ")));
        if button.clicked() {
            measuring.want_number(place, number);
        }
        let copy =
            Button::new("Copy command").small().quiet().name(&format!("Copy the command: {}", number.name)).show(ui);
        if copy.clicked() {
            ui.ctx().copy_text(command(number, shell.seed.0));
            shell.tell("The command is on the clipboard.");
        }
    });
}

/// What is typed to measure it outside the window.
fn command(number: &Number, seed: u64) -> String {
    let lines = number.run.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("glassbox {line} --seed {seed}")).collect::<Vec<String>>().join("\n")
}

fn expected(number: &Number) -> String {
    // As many digits as the lesson gives.
    let digits = number.expected.to_string().split_once('.').map_or(0, |(_, digits)| digits.len());
    let value = numbers::number(number.expected, digits);
    match &number.symbol {
        Some(symbol) => format!("{symbol} = {value}"),
        None => value,
    }
}

fn measured(result: &NumberResult) -> String {
    match (result.measured, result.stderr) {
        (Some(value), Some(error)) => numbers::with_error(value, Some(error)),
        (Some(value), None) => numbers::number(value, DIGITS + 1),
        (None, _) => "–".to_owned(),
    }
}

fn verdict_ui(ui: &mut Ui, result: &NumberResult) {
    let tokens = theme::tokens(ui.ctx());
    let (text, colour) = match (&result.failure, result.passed) {
        (Some(failure), _) => (failure.clone(), tokens.warning),
        (None, true) => ("✓ agrees".to_owned(), tokens.good),
        (None, false) => ("✗ does not agree".to_owned(), tokens.warning),
    };
    ui.label(RichText::new(text).color(colour));
}

/// The same with a capital at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
