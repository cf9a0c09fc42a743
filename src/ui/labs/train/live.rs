//! Settings that act at once. What is dragged is asked for when it is let go: each change is an event of the run.

use crate::engine::rbm::TrainCmd;
use crate::ui::labs::train::context::TrainContext;
use crate::ui::labs::train::{help, sentences, words};
use crate::ui::theme;
use crate::ui::widgets::SliderField;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    Rate,
    Steps,
    L1,
    L2,
}

/// A value that is not asked for yet.
#[derive(Clone, Copy)]
struct Held {
    setting: Setting,
    value: f64,
    /// What is typed is meant to the last figure.
    dragged: bool,
}

/// The sliders, and the value that is being dragged.
#[derive(Default)]
pub struct LiveSettings {
    held: Option<Held>,
}

const RATE: (f64, f64) = (1e-4, 10.0);
/// Gibbs steps that can be set.
pub const STEPS: (f64, f64) = (1.0, 1_000.0);
/// A penalty at the left end of its slider counts as 0.
const NONE: f64 = 1e-6;
const PENALTY: (f64, f64) = (NONE, 1.0);
/// A row narrower than this has its label above its slider.
const NARROW: f32 = 360.0;
const LABELS: f32 = 122.0;

impl LiveSettings {
    /// Draws them, and asks for what was changed.
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        let settings = context.view().settings;
        self.slider_ui(ui, context, Setting::Rate, words::LEARNING_RATE, settings.learning_rate, RATE, help::RATE);
        self.slider_ui(
            ui,
            context,
            Setting::Steps,
            words::GIBBS_STEPS,
            f64::from(settings.gibbs_steps),
            STEPS,
            help::STEPS,
        );
        self.slider_ui(ui, context, Setting::L1, words::L1, settings.l1, PENALTY, help::L1);
        self.slider_ui(ui, context, Setting::L2, words::L2, settings.l2, PENALTY, help::L2);
        // Let go, or typed: the pointer is up.
        if !ui.input(|input| input.pointer.any_down())
            && let Some(held) = self.held.take()
        {
            context.ask(held.command());
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a table of sliders reads best in one line each")]
    fn slider_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &TrainContext<'_>,
        setting: Setting,
        label: &str,
        value: f64,
        (least, most): (f64, f64),
        tip: &str,
    ) {
        let shown = self.held.filter(|held| held.setting == setting).map_or(value, |held| held.value);
        let write = |value: f64| match setting {
            Setting::Steps => format!("{value:.0}"),
            Setting::L1 | Setting::L2 if value <= NONE => "0".to_owned(),
            _ => sentences::short(value),
        };
        let narrow = ui.available_width() < NARROW * theme::tokens(ui.ctx()).theme.metrics().scale;
        let field =
            SliderField::new(label, shown, least..=most.max(value)).logarithmic().label_width(LABELS).two_lines(narrow);
        let field = if setting == Setting::Steps { field.step(1.0).digits(0) } else { field.digits(5).format(&write) };
        let looking = context.view().config.data.is_none();
        let chosen = ui.add_enabled_ui(!looking, |ui| field.tooltip(tip).show(ui)).inner;
        let Some(chosen) = chosen else { return };
        // Dragged there and back again is no change.
        let dragged = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
        self.held = (chosen != value).then_some(Held { setting, value: chosen, dragged });
    }
}

impl Held {
    fn command(self) -> TrainCmd {
        let value = if self.dragged { rounded(self.value) } else { self.value };
        let penalty = if self.value <= NONE { 0.0 } else { value };
        match self.setting {
            Setting::Rate => TrainCmd::LearningRate(value),
            Setting::Steps => TrainCmd::GibbsSteps(self.value.round().max(1.0) as u32),
            Setting::L1 => TrainCmd::L1(penalty),
            Setting::L2 => TrainCmd::L2(penalty),
        }
    }
}

/// Two significant figures: nobody means 0.012 374.
fn rounded(value: f64) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return value;
    }
    let power = 10f64.powi(1 - value.log10().floor() as i32);
    (value * power).round() / power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slider_gives_numbers_that_one_means() {
        let command = |setting, value, dragged| Held { setting, value, dragged }.command();
        assert_eq!(command(Setting::Rate, 0.012_374, true), TrainCmd::LearningRate(0.012));
        assert_eq!(command(Setting::Rate, 0.012_374, false), TrainCmd::LearningRate(0.012_374), "it was typed");
        assert_eq!(command(Setting::L1, NONE, true), TrainCmd::L1(0.0));
        assert_eq!(command(Setting::Steps, 0.2, true), TrainCmd::GibbsSteps(1));
    }
}
