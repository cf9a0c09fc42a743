//! Quench against annealing and tempering: random states cooled at once, slowly, and on a ladder of temperatures.

use egui::{Label, RichText};

use crate::engine::core::session::{Job, Progress, Snapshot};
use crate::engine::hopfield::ensemble::EnsembleView;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::heat::help;
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::end_states::endings_ui;
use crate::ui::labs::hopfield::selected::{OTHER_SHELF, is_other_shelf};
use crate::ui::labs::hopfield::studies::{CoolingOf, Studies};
use crate::ui::study::Study;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, percent, signed};
use crate::ui::widgets::{Button, Segmented};

const RUNS: [(u64, &str, &str); 4] = [
    (50, "50", "Number of runs"),
    (100, "100", "Number of runs"),
    (200, "200", "Number of runs"),
    (500, "500", "Number of runs"),
];

pub struct QuenchPanel {
    runs: u64,
}

impl Default for QuenchPanel {
    fn default() -> Self {
        Self { runs: 200 }
    }
}

impl Panel<HopfieldPanels> for QuenchPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "quench",
            title: "Quench or anneal",
            tab: "Quench",
            help: help::QUENCH,
            place: Place::Tabs("experiments"),
        }
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        "random states, cooled in three ways".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        ui.horizontal_wrapped(|ui| self.controls_ui(ui, context));
        ui.add_space(theme::STEP * 2.0);
        let mut hovered = None;
        let studies = context.studies;
        if studies.quench.latest().is_none() {
            let sentence = "Starts many runs from random states: at T = 0 at once, cooled by the schedule, and tempered \
                 on a ladder of temperatures. Counts where they end: in a memory, its reverse, or a mixture.";
            ui.label(RichText::new(sentence).color(tokens.soft));
            return;
        }
        if studies.quench.shown().is_some_and(|of| is_other_shelf(&of.document, &context.view().document)) {
            ui.label(RichText::new(OTHER_SHELF).color(tokens.soft));
            return;
        }
        let sweeps = studies.anneal.shown().map_or(0, |of| of.document.schedule.sweeps());
        let annealing = format!("Annealing, {} sweeps", grouped(sweeps));
        let rows = [
            row_ui(ui, "Quench", "T = 0 at once", &studies.quench),
            row_ui(ui, &annealing, "by the schedule", &studies.anneal),
            row_ui(ui, "Tempering", "as many sweeps on five temperatures", &studies.temper),
        ];
        hovered = rows.into_iter().flatten().next().or(hovered);
        if let Some(sentence) = verdict(studies) {
            ui.label(RichText::new(sentence).color(tokens.ink));
        }
        if studies.quench.shown().is_some_and(|of| !of.is_of(&context.view().document)) {
            let sentence = "Made before the last change of shelf, rule, schedule, order or seed.";
            ui.label(RichText::new(sentence).color(tokens.soft));
        }
        if let Some(sentence) = hovered {
            context.shell.status = sentence;
        }
    }
}

impl QuenchPanel {
    fn controls_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        if let Some(runs) = Segmented::new("Number of runs", self.runs, &RUNS).show(ui) {
            self.runs = runs;
        }
        let studies = context.studies;
        if studies.cooling() {
            if Button::new("Stop").tooltip("Stops and keeps the runs that are finished").show(ui).clicked() {
                context.asks.push(Ask::StopCooling);
            }
            ui.label(RichText::new(progress(studies)).monospace());
        } else {
            let missing = context.view().network.is_none().then_some("Nothing is stored: store a memory first");
            if Button::new("Run them").disabled_because(missing).show(ui).clicked() {
                context.asks.push(Ask::CompareCooling { runs: self.runs });
            }
        }
    }
}

/// One bar with its name; gives the sentence of what is under the pointer.
fn row_ui<J>(ui: &mut egui::Ui, name: &str, how: &str, study: &Study<J, CoolingOf>) -> Option<String>
where
    J: Job<View = EnsembleView>,
{
    let tokens = theme::tokens(ui.ctx());
    let (snapshot, of) = (study.latest()?, study.shown()?);
    let view = &snapshot.view;
    let energy = view.mean_energy.map_or_else(String::new, |energy| format!("mean E/N = {} · ", signed(energy, 3)));
    ui.horizontal(|ui| {
        ui.label(RichText::new(name).font(theme::medium(tokens.theme.metrics().body)));
        // How it was done gives way first: a row that is wider than the panel would take the bars with it.
        ui.add(Label::new(RichText::new(format!("{energy}{how}")).color(tokens.soft)).truncate());
    });
    let shelf = (&*of.document, &*of.stored);
    let sentence = (view.done > 0).then(|| endings_ui(ui, name, shelf, view.done, &view.classes)).flatten();
    ui.add_space(theme::STEP * 1.5);
    sentence.map(|sentence| format!("{name}: {sentence}"))
}

/// How far all of them are, and how long the rest takes.
fn progress(studies: &Studies) -> String {
    let latest = [studies.quench.latest(), studies.anneal.latest(), studies.temper.latest()];
    let fraction = |snapshot: Option<&Snapshot<EnsembleView>>| {
        snapshot.and_then(|snapshot| snapshot.progress).map_or(0.0, Progress::fraction)
    };
    let mean = latest.iter().map(|snapshot| fraction(*snapshot)).sum::<f64>() / latest.len() as f64;
    let left = latest.iter().flatten().filter_map(|snapshot| snapshot.eta).reduce(f64::max);
    let left = left.map_or_else(String::new, |seconds| format!(", {} s left", number(seconds, 0)));
    format!("{}{left}", percent(mean, 0))
}

/// All in one sentence, once each has something to say.
fn verdict(studies: &Studies) -> Option<String> {
    let latest = [studies.quench.latest()?, studies.anneal.latest()?, studies.temper.latest()?];
    let fraction = |snapshot: &Snapshot<EnsembleView>| {
        let view = &snapshot.view;
        (view.done > 0).then(|| format!("{} of {}", grouped(view.pure()), grouped(view.done)))
    };
    let [quenched, annealed, tempered] = latest.map(fraction);
    Some(format!("One memory, or its reverse: {} quenched, {} annealed, {} tempered.", quenched?, annealed?, tempered?))
}
