//! Many recalls at once: where they end.

use egui::RichText;

use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::end_states::endings_ui;
use crate::ui::labs::hopfield::help;
use crate::ui::labs::hopfield::selected::{OTHER_SHELF, is_other_shelf};
use crate::ui::labs::hopfield::sentences;
use crate::ui::labs::hopfield::studies::document_key;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, signed};
use crate::ui::widgets::{Button, Segmented, empty_bar_ui};

const RUNS: [u64; 4] = [20, 100, 200, 500];

pub struct ManyRunsPanel {
    runs: u64,
    random: bool,
}

impl Default for ManyRunsPanel {
    fn default() -> Self {
        Self { runs: 200, random: false }
    }
}

impl Panel<HopfieldPanels> for ManyRunsPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "many-runs",
            title: "Many runs",
            tab: "Many runs",
            help: help::MANY_RUNS,
            place: Place::Tabs("studies"),
        }
    }

    fn least(&self) -> egui::Vec2 {
        egui::vec2(260.0, 110.0)
    }

    fn explanation(&self, _context: &HopfieldContext<'_>) -> String {
        "the same start, other orders of updates".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        ui.horizontal_wrapped(|ui| self.controls_ui(ui, context));
        ui.add_space(theme::STEP * 2.0);
        let study = &context.studies.many_runs;
        let (Some(snapshot), Some(of)) = (study.latest(), study.shown()) else {
            empty_bar_ui(ui, "here: the fraction of the runs that ends in each memory");
            ui.add_space(theme::STEP);
            let sentence = "Recalls the state shown many times over, or random states, and counts where they end.";
            ui.label(RichText::new(sentence).color(tokens.soft));
            return;
        };
        if is_other_shelf(&of.document, &context.view().document) {
            ui.label(RichText::new(OTHER_SHELF).color(tokens.soft));
            return;
        }
        let view = &snapshot.view;
        let Some((energy, sweeps)) = view.mean_energy.zip(view.mean_sweeps) else { return };
        let shelf = (&*of.document, &*of.stored);
        if let Some(sentence) = endings_ui(ui, "Where the runs end", shelf, view.done, &view.classes) {
            context.shell.status = sentence;
        }
        ui.add_space(theme::STEP);
        let old = if study.is_for(document_key(context.snapshot)) {
            ""
        } else {
            " Made before the last change of cue or shelf."
        };
        let sentence = sentences::many_runs(of, view.done, &view.classes);
        ui.label(RichText::new(format!("{sentence}{old}")).color(tokens.soft));
        let numbers = format!("mean E/N = {} · {} sweeps on average", signed(energy, 3), number(sweeps, 1));
        ui.label(RichText::new(numbers).color(tokens.soft));
        if let Some(error) = &snapshot.error {
            ui.label(RichText::new(error.to_string()).color(tokens.warning));
        }
    }
}

impl ManyRunsPanel {
    fn controls_ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let starts = [
            (false, "From this state", "Every run starts from the state shown"),
            (true, "From random", "Every run starts from other fair random spins"),
        ];
        if let Some(random) = Segmented::new("Start of the runs", self.random, &starts).show(ui) {
            self.random = random;
        }
        let counts = RUNS.map(|runs| {
            (
                runs,
                match runs {
                    20 => "20",
                    100 => "100",
                    200 => "200",
                    _ => "500",
                },
                "Number of runs",
            )
        });
        if let Some(runs) = Segmented::new("Number of runs", self.runs, &counts).show(ui) {
            self.runs = runs;
        }
        if context.studies.many_runs.running() {
            if Button::new("Stop").tooltip("Stops and keeps the runs that are finished").show(ui).clicked() {
                context.asks.push(Ask::StopMany);
            }
            if let Some(snapshot) = context.studies.many_runs.latest()
                && let Some(progress) = snapshot.progress
            {
                let left = snapshot.eta.map_or_else(String::new, |seconds| format!(", {} s left", number(seconds, 0)));
                let text = format!("{} of {}{left}", grouped(progress.done), grouped(progress.total));
                ui.label(RichText::new(text).monospace());
            }
        } else if Button::new("Run them").show(ui).clicked() {
            context.asks.push(Ask::RunMany { runs: self.runs, random: self.random });
        }
    }
}
