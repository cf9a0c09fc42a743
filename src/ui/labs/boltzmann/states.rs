//! All states of the visible units as bars: q of the data against p of the machine.

use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::boltzmann::context::{BoltzmannContext, BoltzmannPanels};
use crate::ui::labs::boltzmann::help;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number};
use crate::ui::widgets::plots::{Bar, Bars};
use crate::ui::widgets::sentence_ui;

/// States that have bars of their own; of more those that the data have most often, and all others together.
const MOST_BARS: usize = 64;
const MOST_PROBABLE: usize = 31;

#[derive(Default)]
pub struct StatesPanel {
    key: Option<(u64, u64)>,
    /// The names of the states that are drawn, and q and p of each.
    names: Vec<String>,
    values: Vec<[f64; 2]>,
}

const INFO: PanelInfo = PanelInfo {
    id: "states",
    title: "All states: data and machine",
    tab: "States",
    help: help::STATES,
    place: Place::Right(0.34),
};

impl Panel<BoltzmannPanels> for StatesPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &BoltzmannContext<'_>) -> String {
        let all = context.view().wanted.as_ref().map_or(0, |wanted| wanted.len());
        let some = self.names.len().saturating_sub(1);
        if all > MOST_BARS { format!("{some} of {}", grouped(all as u64)) } else { String::new() }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        self.refresh(context);
        let tokens = theme::tokens(ui.ctx());
        if self.names.is_empty() {
            let text = "There are too many states to list: see how the moments of both phases agree.";
            sentence_ui(ui, text, None);
            return;
        }
        let (of_data, of_machine) = (tokens.identity(0), tokens.identity(1));
        ui.horizontal_wrapped(|ui| {
            ui.colored_label(tokens.identity_ink(0), "■ q, data");
            ui.colored_label(tokens.identity_ink(1), "■ p, machine");
        });
        let bars: Vec<Bar> = self
            .values
            .iter()
            .flat_map(|&[q, p]| [Bar { value: q, color: of_data }, Bar { value: p, color: of_machine }])
            .collect();
        let top = self.values.iter().flatten().copied().fold(0.0, f64::max);
        let summary = format!(
            "KL from the data to the machine is {}",
            context.moment().kl.map_or("not known".to_owned(), |kl| number(kl, 4))
        );
        let answer = Bars {
            height: ui.available_height().max(0.0),
            summary: &summary,
            x_label: "state",
            bars: &bars,
            y_range: (0.0, (top * 1.1).max(1e-3)),
            names: &self.names,
            group: 2,
            ..Bars::new("Probability of each state")
        }
        .show(ui);
        if let Some(place) = answer.hover.map(|bar| bar / 2)
            && let (Some(name), Some([q, p])) = (self.names.get(place), self.values.get(place))
        {
            context.shell.status = format!("state {name}: q = {}, p = {}", number(*q, 4), number(*p, 4));
        }
    }
}

impl StatesPanel {
    fn refresh(&mut self, context: &BoltzmannContext<'_>) {
        let key = context.key();
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let view = context.view();
        let (Some(wanted), Some(found)) = (&view.wanted, &view.looked.probabilities) else {
            (self.names, self.values) = Default::default();
            return;
        };
        let mut states: Vec<usize> = (0..wanted.len().min(found.len())).collect();
        let are_few = states.len() <= MOST_BARS;
        if !are_few {
            // By the data alone, so that bars keep their places while the machine learns.
            states.retain(|&state| wanted[state] > 0.0);
            states.sort_by(|&a, &b| wanted[b].total_cmp(&wanted[a]).then(a.cmp(&b)));
            states.truncate(MOST_PROBABLE);
        }
        let visible = view.target.visible();
        // As rows are written: the first unit at left.
        let reversed = |state: usize| (0..visible).fold(0, |turned, unit| turned << 1 | (state >> unit & 1));
        states.sort_by_key(|&state| reversed(state));
        let name = |&state: &usize| (0..visible).map(|unit| if state >> unit & 1 == 1 { '1' } else { '0' }).collect();
        self.names = states.iter().map(name).collect();
        self.values = states.iter().map(|&state| [wanted[state], found[state]]).collect();
        if !are_few {
            let left = |place: usize| (1.0 - self.values.iter().map(|value| value[place]).sum::<f64>()).max(0.0);
            let others = [left(0), left(1)];
            self.names.push("others".to_owned());
            self.values.push(others);
        }
    }
}
