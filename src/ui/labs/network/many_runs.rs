//! Many recalls at once: where they end.

use egui::RichText;

use crate::engine::many_runs::EndClass;
use crate::ui::lab::Panel;
use crate::ui::labs::network::context::{Ask, NetworkContext, NetworkPanels};
use crate::ui::labs::network::help;
use crate::ui::labs::network::sentences;
use crate::ui::labs::network::studies::{RunsOf, document_key};
use crate::ui::theme::numbers::{grouped, number, signed};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::{Button, Segmented, Share, stacked_bar_ui};

/// Replicas that are offered.
const RUNS: [u64; 4] = [20, 100, 200, 500];

/// The bar of final classes.
pub struct ManyRunsPanel {
    runs: u64,
    random: bool,
}

impl Default for ManyRunsPanel {
    fn default() -> Self {
        Self { runs: 200, random: false }
    }
}

impl Panel<NetworkPanels> for ManyRunsPanel {
    fn id(&self) -> &'static str {
        "many-runs"
    }

    fn title(&self) -> &'static str {
        "Many runs"
    }

    fn help(&self) -> &'static str {
        help::MANY_RUNS
    }

    fn explanation(&self, _context: &NetworkContext<'_>) -> String {
        "the same start, other orders of updates".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut NetworkContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        ui.horizontal_wrapped(|ui| self.controls_ui(ui, context));
        ui.add_space(theme::STEP * 2.0);
        let study = &context.studies.many_runs;
        let (Some(snapshot), Some(of)) = (study.latest(), study.shown()) else {
            let sentence = "Recalls the state shown many times over, or random states, and counts where they end.";
            ui.label(RichText::new(sentence).color(tokens.soft));
            return;
        };
        let view = &snapshot.view;
        if view.done == 0 {
            return;
        }
        let labels: Vec<[String; 3]> = view
            .classes
            .iter()
            .map(|(class, count)| {
                let name = sentences::end_state(of, class);
                let short = name.split(' ').next().unwrap_or_default().to_owned();
                [
                    format!("{name} {}", grouped(*count)),
                    short,
                    format!("{} of {} runs end in {name}", grouped(*count), grouped(view.done)),
                ]
            })
            .collect();
        let shares: Vec<Share<'_>> = view
            .classes
            .iter()
            .zip(&labels)
            .map(|((class, count), [label, short, sentence])| Share {
                label,
                short,
                sentence,
                value: *count as f64,
                colour: class_colour(of, class, &tokens),
            })
            .collect();
        if let Some(sentence) = stacked_bar_ui(ui, "Where the runs end", &shares).and_then(|place| shares.get(place)) {
            sentence.sentence.clone_into(&mut context.shell.status);
        }
        ui.add_space(theme::STEP);
        let old = if study.is_for(document_key(context.snapshot)) {
            ""
        } else {
            " Made before the last change of cue or shelf."
        };
        let sentence = sentences::many_runs(of, view.done, &view.classes);
        ui.label(RichText::new(format!("{sentence}{old}")).color(tokens.soft));
        let numbers =
            format!("mean E/N = {} · {} sweeps on average", signed(view.mean_energy, 3), number(view.mean_sweeps, 1));
        ui.label(RichText::new(numbers).color(tokens.soft));
        if let Some(error) = &snapshot.error {
            ui.label(RichText::new(error.to_string()).color(tokens.warning));
        }
    }
}

impl ManyRunsPanel {
    fn controls_ui(&mut self, ui: &mut egui::Ui, context: &mut NetworkContext<'_>) {
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
            if let Some(progress) = context.studies.many_runs.latest().and_then(|snapshot| snapshot.progress) {
                ui.label(
                    RichText::new(format!("{} of {}", grouped(progress.done), grouped(progress.total))).monospace(),
                );
            }
        } else if Button::new("Run them").show(ui).clicked() {
            context.asks.push(Ask::RunMany { runs: self.runs, random: self.random });
        }
    }
}

fn class_colour(of: &RunsOf, class: &EndClass, tokens: &Tokens) -> egui::Color32 {
    let shelf = |pattern: &usize| of.stored.get(*pattern).copied().unwrap_or(*pattern);
    match class {
        EndClass::Memory(pattern) => tokens.identity(shelf(pattern)),
        EndClass::AntiMemory(pattern) => theme::mix(tokens.identity(shelf(pattern)), tokens.panel, 0.5),
        EndClass::Mixture(_) => tokens.faint,
        EndClass::Other => tokens.hairline,
    }
}
