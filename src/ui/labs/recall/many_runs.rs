//! Many recalls at once: where they end.

use egui::RichText;

use crate::physics::hopfield::classify::EndState;
use crate::ui::lab::Panel;
use crate::ui::labs::recall::context::{Ask, RecallContext, RecallPanels};
use crate::ui::labs::recall::sentences;
use crate::ui::theme::numbers::{grouped, number, signed};
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::button::button;
use crate::ui::widgets::segmented::segmented;
use crate::ui::widgets::stacked_bar::{Share, stacked_bar};

/// Replicas that are offered.
const RUNS: [u64; 4] = [20, 100, 200, 500];

/// The bar of final classes.
pub struct ManyRunsPanel {
    runs: u64,
    random: bool,
    shown_random: bool,
}

impl Default for ManyRunsPanel {
    fn default() -> Self {
        Self { runs: 200, random: false, shown_random: false }
    }
}

impl Panel<RecallPanels> for ManyRunsPanel {
    fn id(&self) -> &'static str {
        "many-runs"
    }

    fn title(&self) -> &'static str {
        "Many runs"
    }

    fn explanation(&self, _context: &RecallContext<'_>) -> String {
        "the same start, other orders of updates".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut RecallContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        ui.horizontal_wrapped(|ui| self.controls_ui(ui, context));
        ui.add_space(theme::STEP * 2.0);
        let study = &context.studies.many_runs;
        let Some(snapshot) = study.latest() else {
            let sentence = "Recalls the state shown many times over, or random states, and counts where they end.";
            ui.label(RichText::new(sentence).color(tokens.soft));
            return;
        };
        let view = &snapshot.view;
        let shares: Vec<Share> = view
            .classes
            .iter()
            .map(|(class, count)| Share {
                label: format!("{} {}", sentences::end_state(context.view(), class), grouped(*count)),
                count: *count,
                colour: class_colour(context, class, &tokens),
            })
            .collect();
        stacked_bar(ui, "Where the runs end", &shares, view.total);
        ui.add_space(theme::STEP);
        let old = if study.is_for(context.view().document_revision) { "" } else { " Of an earlier state of the shelf." };
        let sentence = sentences::many_runs(context.view(), view.done, &view.classes, self.shown_random);
        ui.label(RichText::new(format!("{sentence}{old}")).color(tokens.soft));
        let numbers = format!(
            "mean E/N = {} · {} sweeps on average",
            signed(view.mean_energy, 3),
            number(view.mean_sweeps, 1)
        );
        ui.label(RichText::new(numbers).color(tokens.soft));
        if let Some(error) = &snapshot.error {
            ui.label(RichText::new(error.to_string()).color(tokens.warning));
        }
    }
}

impl ManyRunsPanel {
    fn controls_ui(&mut self, ui: &mut egui::Ui, context: &mut RecallContext<'_>) {
        let starts = [
            (false, "From this state", "Every run starts from the state shown"),
            (true, "From random", "Every run starts from other fair random spins"),
        ];
        segmented(ui, "Start of the runs", &mut self.random, &starts);
        let counts = RUNS.map(|runs| (runs, match runs {
            20 => "20",
            100 => "100",
            200 => "200",
            _ => "500",
        }, "Number of runs"));
        segmented(ui, "Number of runs", &mut self.runs, &counts);
        if context.studies.many_runs.running() {
            if button(ui, "Stop").on_hover_text("Stops and keeps the runs that are finished").clicked() {
                context.asks.push(Ask::StopMany);
            }
            if let Some(progress) = context.studies.many_runs.latest().and_then(|snapshot| snapshot.progress) {
                ui.label(RichText::new(format!("{} of {}", grouped(progress.done), grouped(progress.total))).monospace());
            }
        } else if button(ui, "Run them").clicked() {
            self.shown_random = self.random;
            context.asks.push(Ask::RunMany { runs: self.runs, random: self.random });
        }
    }
}

fn class_colour(context: &RecallContext<'_>, class: &EndState, tokens: &Tokens) -> egui::Color32 {
    let shelf = |pattern: &usize| context.view().stored.get(*pattern).copied().unwrap_or(*pattern);
    match class {
        EndState::Memory(pattern) => tokens.identity(shelf(pattern)),
        EndState::AntiMemory(pattern) => theme::mix(tokens.identity(shelf(pattern)), tokens.panel, 0.5),
        EndState::Mixture(_) => tokens.faint,
        EndState::Other => tokens.hairline,
    }
}
