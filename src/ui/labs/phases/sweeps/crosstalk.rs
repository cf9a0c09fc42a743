//! The table of crosstalk: how many spins the first step gets wrong, in theory and measured.

use egui::{Align, Grid, Layout, RichText};

use crate::engine::crosstalk_table::CrosstalkRow;
use crate::ui::lab::Panel;
use crate::ui::labs::phases::context::{PhasesContext, PhasesPanels};
use crate::ui::labs::phases::help;
use crate::ui::labs::phases::sweeps::controls::{Pressed, run_ui};
use crate::ui::labs::phases::sweeps::desk::{CROSSTALK_LOADS, SweepAsk};
use crate::ui::labs::phases::sweeps::sentences;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::{hover_help, sentence_ui};

/// Heads of the columns, with what they mean.
const COLUMNS: [(&str, &str); 5] = [
    ("α = p/N", help::LOAD),
    ("Gaussian", help::CROSSTALK),
    ("exact", help::CROSSTALK_EXACT),
    ("measured", help::CROSSTALK_MEASURED),
    ("networks", help::CROSSTALK_MEASURED),
];

/// The table.
#[derive(Default)]
pub struct CrosstalkPanel;

impl Panel<PhasesPanels> for CrosstalkPanel {
    fn id(&self) -> &'static str {
        "crosstalk-table"
    }

    fn title(&self) -> &'static str {
        "Other memories act as Gaussian noise"
    }

    fn tab(&self) -> &'static str {
        "Crosstalk"
    }

    fn help(&self) -> &'static str {
        help::CROSSTALK
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
            None => "spins that the first step gets wrong".to_owned(),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
        ui.spacing_mut().item_spacing.y = theme::STEP + 1.0;
        let (study, seed) = (&context.sweeps.crosstalk, context.config().seed);
        let latest = study.latest();
        ui.horizontal_wrapped(|ui| {
            let progress = latest.filter(|snapshot| snapshot.running).and_then(|s| Some((s.progress?, s.eta)));
            let complete = latest.is_some_and(|snapshot| snapshot.progress.is_some_and(|p| p.done == p.total));
            let known = (complete && study.shown() == Some(&seed))
                .then_some("The table is measured; another seed measures it anew");
            let tip = "Stores random memories at each load and counts the spins that one step reverses: N = 1000";
            match run_ui(ui, ("Measure the table", tip), study.busy(), progress, known) {
                Some(Pressed::Run) => context.ask_sweep(SweepAsk::Crosstalk(seed)),
                Some(Pressed::Cancel) => context.ask_sweep(SweepAsk::CancelCrosstalk),
                None => {}
            }
        });
        let rows: Vec<CrosstalkRow> = latest.map_or_else(theory_rows, |snapshot| snapshot.view.rows.to_vec());
        table_ui(ui, context, &rows);
        sentence_ui(
            ui,
            "Each other memory pushes a spin at random; together they are noise of variance α. A spin is wrong where the \
             noise exceeds the signal, 1: at α = 0.138 only 0.4 % of them, yet these push others over, and the memory falls.",
            None,
        );
    }
}

/// The table before anything was measured.
fn theory_rows() -> Vec<CrosstalkRow> {
    use crate::physics::theory::crosstalk::{error_probability, exact_first_step};
    const SPINS: u64 = 1000;
    let row = |load: f64| {
        let patterns = (load * SPINS as f64).round() as usize;
        CrosstalkRow {
            load,
            patterns,
            gaussian: error_probability(load),
            exact: exact_first_step(SPINS, patterns as u64),
            measured: None,
            stderr: None,
            networks: 0,
        }
    };
    CROSSTALK_LOADS.map(row).to_vec()
}

fn table_ui(ui: &mut egui::Ui, context: &mut PhasesContext<'_>, rows: &[CrosstalkRow]) {
    let tokens = theme::tokens(ui.ctx());
    let gap = egui::vec2(18.0, theme::STEP);
    Grid::new("crosstalk table").num_columns(COLUMNS.len()).spacing(gap).show(ui, |ui| {
        for (head, tip) in COLUMNS {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                hover_help(ui.label(RichText::new(head).small().color(tokens.soft)), tip);
            });
        }
        ui.end_row();
        for row in rows {
            let measured = row.measured.map_or_else(|| "–".to_owned(), |m| sentences::with_error(m, row.stderr));
            let cells = [
                number(row.load, 3),
                number(row.gaussian, 5),
                number(row.exact.error, 5),
                measured,
                grouped(row.networks),
            ];
            for (column, text) in cells.into_iter().enumerate() {
                let colour = if column == 3 { tokens.accent } else { tokens.ink };
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let response = ui.label(RichText::new(text).monospace().color(colour));
                    context.shell.explain(&response, || row_sentence(row));
                });
            }
            ui.end_row();
        }
    });
}

/// A row in words.
pub fn row_sentence(row: &CrosstalkRow) -> String {
    let measured = row.measured.map_or_else(
        || "not measured yet".to_owned(),
        |m| format!("measured {} on {} networks", sentences::with_error(m, row.stderr), grouped(row.networks)),
    );
    format!(
        "α = {}, p = {}: Gaussian noise gives {}, exact for N = 1000 is {}, {measured}",
        number(row.load, 3),
        grouped(row.patterns as u64),
        number(row.gaussian, 5),
        number(row.exact.error, 5)
    )
}
