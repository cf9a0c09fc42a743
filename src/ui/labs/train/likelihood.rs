//! How likely the machine finds the data: exact where the smaller layer can be enumerated, estimated elsewhere.

use egui::RichText;

use crate::engine::rbm::LikelihoodEstimate;
use crate::engine::rbm::Measurement;
use crate::engine::rbm::likelihood::UNEVEN_WEIGHTS;
use crate::physics::rbm::exact;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::train::context::{Ask, TrainContext, TrainPanels};
use crate::ui::labs::train::{help, sentences, words};
use crate::ui::theme::numbers::{grouped, number, percent, signed};
use crate::ui::theme::{self, semibold};
use crate::ui::widgets::{Button, RowEnds, hover_help, rows_ui, sentence_ui, value_row_ui};

/// Size of the number that matters, relative to running text.
const LARGE: f32 = 1.9;

#[derive(Default)]
pub struct LikelihoodPanel;

impl Panel<TrainPanels> for LikelihoodPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "likelihood",
            title: "Likelihood",
            tab: "Likelihood",
            help: help::LIKELIHOOD,
            place: Place::Right(0.28),
        }
    }

    fn explanation(&self, context: &TrainContext<'_>) -> String {
        let reweighted = context.view().config.data.as_ref().is_some_and(|data| data.reference.reweighted);
        let row = if reweighted { "per row, similar rows sharing a weight" } else { "per row" };
        context
            .measured()
            .map_or_else(String::new, |measured| format!("{row}; measured at {}", grouped(measured.update)))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TrainContext<'_>) {
        ui.spacing_mut().item_spacing.y = theme::STEP;
        let Some(row) = context.measured() else {
            sentence_ui(ui, "Nothing was measured yet.", None);
            return;
        };
        rows_ui(ui, |ui, rows| {
            estimate_ui(ui, context, &row, rows);
            quality_ui(ui, &row, context.view().rbm.hidden_units(), !context.view().is_without_data(), rows);
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

/// The estimate, where it is of the machine that is looked at or there is no other number.
fn estimate_ui(ui: &mut egui::Ui, context: &mut TrainContext<'_>, row: &Measurement, rows: &mut RowEnds) {
    let looked_at = context.machine().map(|machine| machine.update);
    let found = context.derived.likelihood.clone();
    // An estimate that was stopped has no number: it can be asked for again.
    let here = found.as_ref().is_some_and(|found| Some(found.update) == looked_at && found.log_z.is_some());
    let data = !context.view().is_without_data();
    let exact = exact::is_possible(&context.view().rbm);
    match (row.log_likelihood, found.as_ref().and_then(|found| found.log_likelihood)) {
        (Some(value), _) => {
            let note = "nats, by enumeration".to_owned();
            large(ui, &number(value, 3), &note, help::LIKELIHOOD_EXACT);
        }
        (None, Some(value)) => {
            let error = found.as_ref().filter(|found| !found.exact).map(|found| found.log_z_error);
            // The number of the machine that is looked at needs no name.
            let other = found.as_ref().filter(|_| !here);
            let at = other.map_or_else(String::new, |found| format!(" at update {}", grouped(found.update)));
            if let Some(error) = error {
                let note = format!("± {} nats{at}, AIS", number(error, 2));
                large(ui, &number(value, 1), &note, help::LIKELIHOOD_AIS);
            } else {
                let note = format!("nats{at}, by enumeration");
                large(ui, &number(value, 3), &note, help::LIKELIHOOD_EXACT);
            }
        }
        (None, None) if context.derived.estimating.is_some() => {}
        (None, None) if here && !data => {
            let found = found.as_ref();
            let (log_z, spread) = found.map_or((None, String::new()), |found| (found.log_z, spread(found)));
            large(ui, &number(log_z.unwrap_or(f64::NAN), 2), &format!("ln Z, {spread}"), help::LOG_Z);
        }
        (None, None) => {
            let (can, what) =
                (if exact { "computed exactly" } else { "estimated" }, if data { "the likelihood" } else { "ln Z" });
            let smaller = if exact { "can be enumerated" } else { "is too large to enumerate" };
            sentence_ui(ui, &format!("The smaller layer {smaller}: {what} can be {can}."), None);
        }
    }
    rows.end(ui);
    if let Some(found) = found.filter(|found| found.log_z.is_some() && (here || row.log_likelihood.is_none())) {
        details_ui(ui, &found, here, rows);
    }
    if let Some(fraction) = context.derived.estimating {
        ui.horizontal(|ui| {
            if Button::new("Stop").small().name("Stop the estimate").show(ui).clicked() {
                context.asks.push(Ask::StopEstimate);
            }
            sentence_ui(ui, &format!("estimating, {} done", percent(fraction, 0)), None);
        });
    } else if !here {
        let what = match (row.log_likelihood.is_some(), data, exact) {
            (true, ..) => "ln Z and KL",
            (false, true, true) => "Compute exactly",
            (false, true, false) => "Estimate",
            (false, false, true) => "Compute ln Z exactly",
            (false, false, false) => "Estimate ln Z",
        };
        let text = looked_at.map_or_else(|| what.to_owned(), |update| format!("{what} at update {}", grouped(update)));
        let button = Button::new(&text).small().name("Estimate the likelihood").tooltip(if exact {
            help::LIKELIHOOD_EXACT
        } else {
            help::LIKELIHOOD_AIS
        });
        if button.show(ui).clicked() {
            context.asks.push(Ask::Estimate);
        }
    }
    rows.end(ui);
}

/// How far ln Z can be trusted.
fn spread(found: &LikelihoodEstimate) -> String {
    if found.exact { "exact".to_owned() } else { format!("± {}", number(found.log_z_error, 2)) }
}

fn details_ui(ui: &mut egui::Ui, found: &LikelihoodEstimate, here: bool, rows: &mut RowEnds) {
    let tokens = theme::tokens(ui.ctx());
    if !here {
        // A number of another update must not be read as one of this.
        value_row_ui(ui, "of another update", &grouped(found.update), Some(tokens.warning));
        rows.end(ui);
    }
    if let Some(divergence) = found.divergence {
        // Its only uncertain part is ln Z.
        let text = if found.exact {
            format!("{} nats", number(divergence, 3))
        } else {
            format!("{} ± {} nats", number(divergence, 1), number(found.log_z_error, 2))
        };
        hover_help(value_row_ui(ui, "KL from the data", &text, None), help::KL);
        rows.end(ui);
    }
    if let Some(log_z) = found.log_z {
        let text = format!("{} {}", number(log_z, 1), spread(found));
        hover_help(value_row_ui(ui, "ln Z", &text, None), help::LOG_Z);
        rows.end(ui);
    }
    if let Some(size) = found.effective_sample_size {
        let text = format!("{} of {}", number(size, 0), grouped(found.chains as u64));
        let colour = (!found.reliable).then_some(tokens.warning);
        hover_help(value_row_ui(ui, "effective sample size", &text, colour), help::SAMPLE_SIZE);
        rows.end(ui);
        if !found.reliable {
            sentence_ui(ui, UNEVEN_WEIGHTS, None);
            rows.end(ui);
        }
    }
}

/// Without data the chains stand for them; where there are neither, there is nothing to say of rows.
fn quality_ui(ui: &mut egui::Ui, row: &Measurement, hidden: usize, data: bool, rows: &mut RowEnds) {
    let tokens = theme::tokens(ui.ctx());
    let measured = row.pseudo_likelihood.is_finite();
    let or_dash = |text: String| if measured { text } else { "–".to_owned() };
    if !data {
        let text = if measured {
            "Below, the chains of the archive stand for its data, which are not there."
        } else {
            "Neither data nor chains are in this archive: nothing can be averaged over rows."
        };
        sentence_ui(ui, text, None);
        rows.end(ui);
    }
    let pseudo = or_dash(number(row.pseudo_likelihood, 4));
    hover_help(value_row_ui(ui, words::PSEUDO, &pseudo, None), help::PSEUDO);
    rows.end(ui);
    if let Some(correlation) = row.chain_correlation {
        let frozen = correlation > 0.9;
        let text = signed(correlation, 2);
        let colour = frozen.then_some(tokens.warning);
        hover_help(value_row_ui(ui, words::CHAIN_CORRELATION, &text, colour), help::MIXING);
        rows.end(ui);
    }
    let modes = number(row.participation, 1);
    hover_help(value_row_ui(ui, words::PARTICIPATION, &modes, None), help::PARTICIPATION);
    rows.end(ui);
    let activity = or_dash(format!("{} / {} of {hidden}", row.activity.dead, row.activity.saturated));
    hover_help(value_row_ui(ui, "dead / saturated units", &activity, None), help::ACTIVITY);
    rows.end(ui);
    // Grey: it is no measure of learning.
    let error = or_dash(sentences::reconstruction(row));
    let response =
        value_row_ui(ui, "reconstruction error (misleads)", &error, Some(theme::mix(tokens.panel, tokens.soft, 0.8)));
    hover_help(response, help::RECONSTRUCTION);
    rows.end(ui);
}
