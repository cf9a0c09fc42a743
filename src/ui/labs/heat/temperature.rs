//! The heater and cooler: the temperature in fine and coarse steps, and chips that snap to those that theory names.

use egui::RichText;

use crate::engine::hopfield::recall::RecallCmd;
use crate::physics::hopfield::Acceptance;
use crate::physics::theory::{mean_field, mixtures};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::heat::help;
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels};
use crate::ui::theme;
use crate::ui::theme::numbers::{self, number};
use crate::ui::widgets::{Button, Segmented, Track, hover_help, value_row_ui};

/// A fine step of the heater.
pub const FINE: f64 = 0.01;
pub const COARSE: f64 = 0.1;
/// The hottest temperature offered: twice T_c.
pub const HOTTEST: f64 = 2.0;

pub struct TemperaturePanel {
    /// Temperatures that theory names: name, value, what happens there.
    named: Vec<(String, f64, &'static str)>,
    /// The last theory shown and the temperature that it belongs to.
    theory: Option<(f64, f64)>,
}

impl Default for TemperaturePanel {
    fn default() -> Self {
        let mixture = |(n, name): (u32, &str)| {
            let temperature = mixtures::critical_temperature(n).ok().flatten()?;
            Some((name.to_owned(), temperature, help::MIXTURE_TEMPERATURES))
        };
        let melting = [(7, "T₇"), (5, "T₅"), (3, "T₃")].into_iter().filter_map(mixture);
        let critical = ("critical".to_owned(), mean_field::CRITICAL_TEMPERATURE, help::CRITICAL_TEMPERATURE);
        Self { named: melting.chain([critical]).collect(), theory: None }
    }
}

impl Panel<HopfieldPanels> for TemperaturePanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "temperature",
            title: "Temperature",
            tab: "Temperature",
            help: help::TEMPERATURE,
            place: Place::Left,
        }
    }

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        if context.view().document.follows_schedule { "by the schedule" } else { "by hand" }.to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let temperature = context.next_temperature();
        heater_ui(ui, context, temperature);
        let (response, moved) = Track::new("Temperature", temperature, 0.0..=HOTTEST)
            .width(ui.available_width())
            .key_step(FINE)
            .show_with(ui, |ui, rail, place| {
                let soft = theme::tokens(ui.ctx()).soft;
                for (_, named, _) in &self.named {
                    let x = place(*named);
                    ui.painter().vline(x, rail.bottom() + 2.0..=rail.bottom() + 6.0, egui::Stroke::new(1.0, soft));
                }
            });
        if let Some(moved) = moved {
            context.set_temperature(rounded(moved));
        }
        context.shell.explain(&hover_help(response, help::TEMPERATURE), || self.sentence(temperature));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = theme::STEP * 1.5;
            for (name, value, tip) in &self.named {
                let at_it = (temperature - value).abs() < 1e-9;
                let accessible = format!("Go to {name}, T = {}", number(*value, 4));
                let chip = Button::new(name).name(&accessible).tooltip(tip).small().selected(at_it);
                if chip.show(ui).clicked() {
                    context.set_temperature(*value);
                }
            }
        });
        ui.add_space(theme::STEP);
        rule_ui(ui, context);
        let name = "theory for p ≪ N: m(T)";
        let value = self.overlap_at(temperature).map_or_else(|| "–".to_owned(), |m| number(m, 3));
        hover_help(value_row_ui(ui, name, &value, None), help::MAGNETISATION);
    }
}

impl TemperaturePanel {
    fn sentence(&mut self, temperature: f64) -> String {
        let at = numbers::temperature(temperature);
        match self.overlap_at(temperature) {
            Some(m) if m > 0.0 => {
                let m = number(m, 3);
                format!("T = {at}: with few memories theory expects an overlap of {m} with one of them")
            }
            _ => format!("T = {at}: at or above T_c = 1 no memory is remembered"),
        }
    }

    /// Theory at a temperature, solved when it changes.
    fn overlap_at(&mut self, temperature: f64) -> Option<f64> {
        if let Some((of, m)) = self.theory
            && of == temperature
        {
            return Some(m);
        }
        let m = mean_field::magnetisation(temperature).ok()?;
        self.theory = Some((temperature, m));
        Some(m)
    }
}

/// The steps, and the temperature between them.
fn heater_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>, temperature: f64) {
    let tokens = theme::tokens(ui.ctx());
    let steps = [(-COARSE, "−0.1", "Colder by 0.1"), (-FINE, "−", "Colder by 0.01")];
    let warmer = [(FINE, "+", "Warmer by 0.01"), (COARSE, "+0.1", "Warmer by 0.1")];
    let mut button = |ui: &mut egui::Ui, (step, text, name): (f64, &str, &str)| {
        let end = if step < 0.0 { temperature <= 0.0 } else { temperature >= HOTTEST };
        let button = Button::new(text).name(name).tooltip(help::HEATER).small();
        if button.disabled_because(end.then_some("The end of the range")).show(ui).clicked() {
            turn(context, step);
        }
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::STEP;
        for step in steps {
            button(ui, step);
        }
        let size = tokens.theme.metrics().body * 1.4;
        let label =
            RichText::new(numbers::temperature(temperature)).font(egui::FontId::monospace(size)).color(tokens.ink);
        let others: f32 = warmer.iter().map(|(_, text, _)| Button::new(text).small().width(ui) + theme::STEP).sum();
        let room = egui::vec2((ui.available_width() - others).max(0.0), ui.spacing().interact_size.y);
        let middle = egui::Layout::centered_and_justified(egui::Direction::LeftToRight);
        ui.allocate_ui_with_layout(room, middle, |ui| ui.add(egui::Label::new(label).truncate()));
        for step in warmer {
            button(ui, step);
        }
    });
}

fn rule_ui(ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
    let document = context.view().document.clone();
    let rules =
        [(Acceptance::Glauber, "Glauber", help::GLAUBER), (Acceptance::Metropolis, "Metropolis", help::METROPOLIS)];
    if let Some(rule) = Segmented::new("Rule of acceptance", document.acceptance, &rules).show(ui) {
        context.ask(RecallCmd::SetAcceptance(rule));
    }
}

/// Turns the heater by a step from where it stands.
pub fn turn(context: &mut HopfieldContext<'_>, step: f64) {
    context.set_temperature(rounded((context.next_temperature() + step).clamp(0.0, HOTTEST)));
}

/// Temperatures set by hand have three digits: 0.3 and not 0.30000000000000004.
fn rounded(temperature: f64) -> f64 {
    (temperature * 1000.0).round() / 1000.0
}
