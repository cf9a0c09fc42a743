//! Quench against annealing: the same random states cooled at once and slowly, and where they end.

use egui::RichText;

use crate::engine::anneal::{Anneal, AnnealView};
use crate::ui::lab::Panel;
use crate::ui::labs::heat::help;
use crate::ui::labs::network::context::{Ask, NetworkContext, NetworkPanels};
use crate::ui::labs::network::endings::endings_ui;
use crate::ui::labs::network::studies::{CoolingOf, document_key};
use crate::ui::study::Study;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, percent, signed};
use crate::ui::widgets::{Button, Segmented};

/// Runs that are offered.
const RUNS: [(u64, &str, &str); 4] = [
    (50, "50", "Number of runs"),
    (100, "100", "Number of runs"),
    (200, "200", "Number of runs"),
    (500, "500", "Number of runs"),
];

/// The bars of both.
pub struct QuenchPanel {
    runs: u64,
}

impl Default for QuenchPanel {
    fn default() -> Self {
        Self { runs: 200 }
    }
}

impl Panel<NetworkPanels> for QuenchPanel {
    fn id(&self) -> &'static str {
        "quench"
    }

    fn title(&self) -> &'static str {
        "Quench or anneal"
    }

    fn tab(&self) -> &'static str {
        "Quench"
    }

    fn help(&self) -> &'static str {
        help::QUENCH
    }

    fn explanation(&self, _context: &NetworkContext<'_>) -> String {
        "the same random states, cooled at once and slowly".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut NetworkContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        ui.horizontal_wrapped(|ui| self.controls_ui(ui, context));
        ui.add_space(theme::STEP * 2.0);
        let mut hovered = None;
        let studies = context.studies;
        let schedule = studies.anneal.shown().map_or(0, |of| of.document.schedule.sweeps());
        let rows = [
            ("Quench".to_owned(), "T = 0 at once", &studies.quench),
            (format!("Annealing, {} sweeps", grouped(schedule)), "cooled by the schedule", &studies.anneal),
        ];
        if rows.iter().all(|(_, _, study)| study.latest().is_none()) {
            let sentence = "Starts many runs from random states, once at T = 0 and once cooled by the schedule, and counts \
                 where they end: in a memory, its reverse, or a mixture of several.";
            ui.label(RichText::new(sentence).color(tokens.soft));
            return;
        }
        for (name, how, study) in &rows {
            hovered = row_ui(ui, name, how, study).or(hovered);
        }
        if let Some(sentence) = verdict(&studies.quench, &studies.anneal) {
            ui.label(RichText::new(sentence).color(tokens.ink));
        }
        if !studies.quench.is_for(document_key(context.snapshot)) {
            ui.label(
                RichText::new("Made before the last change of shelf, schedule or temperature.").color(tokens.soft),
            );
        }
        if let Some(sentence) = hovered {
            context.shell.status = sentence;
        }
    }
}

impl QuenchPanel {
    fn controls_ui(&mut self, ui: &mut egui::Ui, context: &mut NetworkContext<'_>) {
        if let Some(runs) = Segmented::new("Number of runs", self.runs, &RUNS).show(ui) {
            self.runs = runs;
        }
        let studies = context.studies;
        if studies.quench.running() || studies.anneal.running() {
            if Button::new("Stop").tooltip("Stops and keeps the runs that are finished").show(ui).clicked() {
                context.asks.push(Ask::StopCooling);
            }
            let shares = [&studies.quench, &studies.anneal].map(|study| {
                study.latest().and_then(|snapshot| snapshot.progress).map_or(0.0, |progress| progress.share())
            });
            let mean = shares.iter().sum::<f64>() / shares.len() as f64;
            ui.label(RichText::new(percent(mean, 0)).monospace());
        } else {
            let missing = context.view().network.is_none().then_some("Nothing is stored: store a memory first");
            if Button::new("Run them").disabled_because(missing).show(ui).clicked() {
                context.asks.push(Ask::CompareCooling { runs: self.runs });
            }
        }
    }
}

/// One bar with its name; gives the sentence of what is under the pointer.
fn row_ui(ui: &mut egui::Ui, name: &str, how: &str, study: &Study<Anneal, CoolingOf>) -> Option<String> {
    let tokens = theme::tokens(ui.ctx());
    let (snapshot, of) = (study.latest()?, study.shown()?);
    let view = &snapshot.view;
    let energy = view.mean_energy.map_or_else(String::new, |energy| format!(" · mean E/N = {}", signed(energy, 3)));
    ui.horizontal(|ui| {
        ui.label(RichText::new(name).font(theme::medium(tokens.theme.metrics().body)));
        ui.label(RichText::new(format!("{how}{energy}")).color(tokens.soft));
    });
    let shelf = (&*of.document, &*of.stored);
    let sentence = (view.done > 0).then(|| endings_ui(ui, name, shelf, view.done, &view.classes)).flatten();
    ui.add_space(theme::STEP * 1.5);
    sentence.map(|sentence| format!("{name}: {sentence}"))
}

/// Both in one sentence, once both have something to say.
fn verdict(quench: &Study<Anneal, CoolingOf>, anneal: &Study<Anneal, CoolingOf>) -> Option<String> {
    let share =
        |view: &AnnealView| (view.done > 0).then(|| format!("{} of {}", grouped(view.pure()), grouped(view.done)));
    let quenched = share(&quench.latest()?.view)?;
    let annealed = share(&anneal.latest()?.view)?;
    Some(format!("One memory, or its reverse: {quenched} quenched, {annealed} annealed."))
}
