//! What a warning offers: the change of a setting that gets the training out of it, as the sliders under Live make it.

use egui::Ui;

use crate::engine::rbm::TrainCmd;
use crate::ui::labs::train::context::TrainContext;
use crate::ui::labs::train::{help, live, sentences, words};
use crate::ui::widgets::Button;

/// A learning rate that is too large is divided by this.
pub const LOWER: f64 = 10.0;
/// Gibbs steps that are too few are multiplied by this, up to the end of their slider.
const MORE: u32 = 2;

/// Why a setting cannot be changed here.
fn settled(context: &TrainContext<'_>) -> Option<&'static str> {
    if context.view().config.data.is_none() {
        Some("This archive came without data: there is nothing to train on")
    } else if context.live() {
        None
    } else {
        Some("The past cannot be changed: Live goes back to the training")
    }
}

/// Offers more Gibbs steps for each update.
pub fn steps_ui(ui: &mut Ui, context: &mut TrainContext<'_>) {
    let steps = context.view().settings.gibbs_steps;
    let more = steps.saturating_mul(MORE).min(live::STEPS.1 as u32);
    let most = (more <= steps).then_some("Gibbs steps are at their most: see whether a smaller machine mixes");
    let text = format!("{} × {MORE}: {more}", words::GIBBS_STEPS);
    let button = Button::new(&text).small().name("More Gibbs steps").tooltip(help::STEPS);
    if button.disabled_because(settled(context).or(most)).show(ui).clicked() {
        context.ask(TrainCmd::GibbsSteps(more));
    }
}

/// Offers a lower learning rate from here on.
pub fn rate_ui(ui: &mut Ui, context: &mut TrainContext<'_>) {
    let rate = context.view().settings.learning_rate / LOWER;
    let text = format!("{} ÷ {LOWER}: {}", words::LEARNING_RATE, sentences::short(rate));
    let button = Button::new(&text).small().name("Lower learning rate").tooltip(help::RATE);
    if button.disabled_because(settled(context)).show(ui).clicked() {
        context.ask(TrainCmd::LearningRate(rate));
    }
}
