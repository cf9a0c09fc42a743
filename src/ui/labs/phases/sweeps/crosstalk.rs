//! The table of crosstalk: how many spins the first step gets wrong, in theory and measured.

use std::sync::Arc;

use egui::{Align, Grid, Layout, RichText};

use crate::engine::hopfield::crosstalk_table::CrosstalkRow;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::phases::context::{PhasesContext, PhasesPanels};
use crate::ui::labs::phases::help;
use crate::ui::labs::phases::sweeps::controls::{Pressed, run_ui, scrolled};
use crate::ui::labs::phases::sweeps::sentences;
use crate::ui::labs::phases::sweeps::sweep_store::{CROSSTALK_LOADS, CROSSTALK_SIZE, SweepAsk};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, with_error};
use crate::ui::widgets::{hover_help, sentence_ui};

/// Heads of the columns, what they mean, and their widths.
const COLUMNS: [(&str, &str, f32); 4] = [
    ("α", help::LOAD, 46.0),
    ("Gaussian", help::CROSSTALK, 66.0),
    ("exact", help::CROSSTALK_EXACT, 58.0),
    ("measured", help::CROSSTALK_MEASURED, 124.0),
];

/// What there is to be seen.
const LESSON: &str = "Shares of wrong spins in %. Other memories are noise of variance α; at 0.138 it turns over only \
    0.4\u{202F}% of the spins in the first step, yet these turn over others, and the memory is lost.";

pub struct CrosstalkPanel {
    /// The table before anything was measured, made once: exact sums of many terms.
    theory: [CrosstalkRow; CROSSTALK_LOADS.len()],
}

impl Default for CrosstalkPanel {
    fn default() -> Self {
        Self { theory: CROSSTALK_LOADS.map(|load| CrosstalkRow::of_theory(CROSSTALK_SIZE, load)) }
    }
}

const INFO: PanelInfo = PanelInfo {
    id: "crosstalk-table",
    title: "Other memories act as Gaussian noise",
    tab: "Crosstalk",
    help: help::CROSSTALK,
    place: Place::Tabs("measured"),
};

impl Panel<PhasesPanels> for CrosstalkPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &PhasesContext<'_>) -> String {
        match context
            .sweeps
            .crosstalk
            .latest()
            .filter(|snapshot| snapshot.running)
            .and_then(|s| Some((s.progress?, s.eta)))
        {
            Some((progress, eta)) => sentences::progress(progress, eta),
            None => "spins that the first step gets wrong, in %".to_owned(),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
        scrolled(ui, |ui| {
            let (study, seed) = (&context.sweeps.crosstalk, context.config().seed);
            let latest = study.latest();
            ui.horizontal_wrapped(|ui| {
                let progress = latest.filter(|snapshot| snapshot.running).and_then(|s| Some((s.progress?, s.eta)));
                let complete = latest.is_some_and(|snapshot| snapshot.progress.is_some_and(|p| p.done == p.total));
                let known = (complete && study.shown() == Some(&seed))
                    .then_some("The table is measured; change the seed to measure again");
                let tip = format!(
                    "Stores random memories at each load and counts the spins that one step reverses: N = {CROSSTALK_SIZE}"
                );
                match run_ui(ui, ("Measure the table", &tip), study.busy(), progress, known) {
                    Some(Pressed::Run) => context.ask_sweep(SweepAsk::Crosstalk(seed)),
                    Some(Pressed::Cancel) => context.ask_sweep(SweepAsk::CancelCrosstalk),
                    None => {}
                }
            });
            // The study is lent by the context, which the table needs to itself.
            let measured = latest.map(|snapshot| Arc::clone(&snapshot.view.rows));
            table_ui(ui, context, measured.as_deref().unwrap_or(&self.theory));
            sentence_ui(ui, LESSON, None);
        });
    }
}

fn table_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>, rows: &[CrosstalkRow]) {
    let tokens = theme::tokens(ui.ctx());
    let height = (tokens.theme.metrics().body * 1.5).round();
    let in_cell = |ui: &mut egui::Ui, width: f32, text: RichText| {
        let size = egui::vec2(width * tokens.theme.metrics().scale, height);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| ui.label(text)).inner
    };
    ui.spacing_mut().interact_size.y = height;
    Grid::new("crosstalk table").num_columns(COLUMNS.len()).spacing([8.0, 0.0]).show(ui, |ui| {
        for (head, tip, width) in COLUMNS {
            hover_help(in_cell(ui, width, RichText::new(head).small().color(tokens.soft)), tip);
        }
        ui.end_row();
        for row in rows {
            let measured = row.measured.map_or_else(|| "–".to_owned(), |m| per_cent(m, row.stderr));
            let cells =
                [number(row.load, 3), number(100.0 * row.gaussian, 3), number(100.0 * row.exact.error, 3), measured];
            for ((column, text), (_, _, width)) in cells.into_iter().enumerate().zip(COLUMNS) {
                let colour = if column == 3 { tokens.accent } else { tokens.ink };
                let response = in_cell(ui, width, RichText::new(text).monospace().color(colour));
                context.shell.explain(&response, || row_sentence(row));
            }
            ui.end_row();
        }
    });
}

/// A fraction with its error, both in per cent.
fn per_cent(fraction: f64, stderr: Option<f64>) -> String {
    with_error(100.0 * fraction, stderr.map(|stderr| 100.0 * stderr))
}

pub fn row_sentence(row: &CrosstalkRow) -> String {
    let measured = row.measured.map_or_else(
        || "not measured yet".to_owned(),
        |m| format!("measured {}\u{202F}% on {} networks", per_cent(m, row.stderr), grouped(row.networks)),
    );
    format!(
        "α = {}, p = {}: Gaussian noise gives {}\u{202F}%, exact for N = {CROSSTALK_SIZE} is {}\u{202F}%, {measured}",
        number(row.load, 3),
        grouped(row.patterns as u64),
        number(100.0 * row.gaussian, 3),
        number(100.0 * row.exact.error, 3)
    )
}
