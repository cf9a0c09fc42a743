//! How likely the machine finds the data: exact where the smaller layer can be enumerated, estimated elsewhere.

use egui::RichText;

use crate::engine::train::Measurement;
use crate::ui::lab::Panel;
use crate::ui::labs::train::context::{Ask, TrainContext, TrainPanels};
use crate::ui::labs::train::pending::LikelihoodEstimate;
use crate::ui::labs::train::{help, sentences};
use crate::ui::theme::numbers::{grouped, number, percent, signed};
use crate::ui::theme::{self, semibold};
use crate::ui::widgets::{Button, hover_help, sentence_ui, value_row_ui};

/// Size of the number that matters, relative to running text.
const LARGE: f32 = 1.9;

/// The panel.
#[derive(Default)]
pub struct LikelihoodPanel;

impl Panel<TrainPanels> for LikelihoodPanel {
    fn id(&self) -> &'static str {
        "likelihood"
    }

    fn title(&self) -> &'static str {
        "Likelihood"
    }

    fn help(&self) -> &'static str {
        help::LIKELIHOOD
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        context.measured().map_or_else(String::new, |row| format!("per row, update {}", grouped(row.update)))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        ui.spacing_mut().item_spacing.y = theme::STEP;
        let Some(row) = context.measured() else {
            sentence_ui(ui, "Nothing was measured yet.", None);
            return;
        };
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            match row.log_likelihood {
                Some(value) => exact_ui(ui, context, value),
                None => estimate_ui(ui, context),
            }
            quality_ui(ui, &row, context.view().rbm.hidden_units());
        });
    }
}

fn large(ui: &mut egui::Ui, text: &str, note: &str, help: &str) {
    let tokens = theme::tokens(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        let font = semibold(tokens.theme.metrics().body * LARGE);
        hover_help(ui.label(RichText::new(text).font(font)), help);
        ui.label(RichText::new(note).color(tokens.soft));
    });
}

fn exact_ui(ui: &mut egui::Ui, context: &TrainContext<'_>, value: f64) {
    large(ui, &number(value, 3), "nats, by enumeration", help::LIKELIHOOD_EXACT);
    if let Some(best) = context.looks.best_log_likelihood {
        let gap = best - value;
        hover_help(value_row_ui(ui, "KL from the data", &number(gap, 3), None), help::KL);
    }
}

fn estimate_ui(ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
    let looked_at = context.machine().map(|machine| machine.update);
    match context.looks.likelihood.clone() {
        Some(found) if found.done >= found.total => {
            let error =
                if found.exact { "exact".to_owned() } else { format!("± {} nats, AIS", number(found.log_z_error, 2)) };
            large(ui, &number(found.log_likelihood, 1), &error, help::LIKELIHOOD_AIS);
            details_ui(ui, &found, looked_at);
        }
        Some(found) if context.looks.estimating => {
            let share = found.done as f64 / found.total.max(1) as f64;
            ui.add(egui::ProgressBar::new(share as f32).desired_height(6.0));
            sentence_ui(ui, &format!("Annealed importance sampling, {} done", percent(share, 0)), None);
        }
        _ => {
            sentence_ui(ui, "The smaller layer is too large to enumerate: the likelihood can be estimated.", None);
        }
    }
    let no_data = context.view().config.data.is_none().then_some("Without data there is nothing to be likely");
    if context.looks.estimating {
        if Button::new("Stop").small().name("Stop the estimate").show(ui).clicked() {
            context.asks.push(Ask::StopEstimate);
        }
    } else {
        let update = looked_at.map_or_else(String::new, |update| format!(" at update {}", grouped(update)));
        let text = format!("Estimate{update}");
        let button = Button::new(&text).small().name("Estimate the likelihood").tooltip(help::LIKELIHOOD_AIS);
        if button.disabled_because(no_data).show(ui).clicked() {
            context.asks.push(Ask::Estimate);
        }
    }
}

fn details_ui(ui: &mut egui::Ui, found: &LikelihoodEstimate, looked_at: Option<u64>) {
    let tokens = theme::tokens(ui.ctx());
    let here = looked_at == Some(found.update);
    let update = grouped(found.update);
    // A number of another update must not be read as one of this.
    let colour = (!here).then_some(tokens.warning);
    value_row_ui(ui, if here { "at update" } else { "of another update" }, &update, colour);
    let spread = if found.exact { "exact".to_owned() } else { format!("± {}", number(found.log_z_error, 2)) };
    hover_help(value_row_ui(ui, "ln Z", &format!("{} {spread}", number(found.log_z, 1)), None), help::LOG_Z);
    if !found.exact {
        let size = number(found.effective_sample_size, 0);
        hover_help(value_row_ui(ui, "effective sample size", &size, None), help::SAMPLE_SIZE);
    }
}

fn quality_ui(ui: &mut egui::Ui, row: &Measurement, hidden: usize) {
    let tokens = theme::tokens(ui.ctx());
    let pseudo = number(row.pseudo_likelihood, 4);
    hover_help(value_row_ui(ui, "pseudo-likelihood, per site", &pseudo, None), help::PSEUDO);
    if let Some(correlation) = row.chain_correlation {
        let frozen = correlation > 0.9;
        let text = signed(correlation, 2);
        let colour = frozen.then_some(tokens.warning);
        hover_help(value_row_ui(ui, "chains after k steps", &text, colour), help::MIXING);
    }
    let modes = number(row.participation, 1);
    hover_help(value_row_ui(ui, "modes that carry W", &modes, None), help::PARTICIPATION);
    let activity = format!("{} / {} of {hidden}", row.activity.dead, row.activity.saturated);
    hover_help(value_row_ui(ui, "dead / saturated units", &activity, None), help::ACTIVITY);
    // Grey: it is no measure of learning.
    let error = sentences::reconstruction(row);
    let response =
        value_row_ui(ui, "reconstruction error (misleads)", &error, Some(theme::mix(tokens.panel, tokens.soft, 0.8)));
    hover_help(response, help::RECONSTRUCTION);
}
