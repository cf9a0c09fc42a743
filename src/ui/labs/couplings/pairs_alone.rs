//! A model of pairs alone, next to the machine: both have the averages of the data over one and two spins; over three only the
//! machine can.

use crate::engine::couplings::{Pairwise, ProductsOfThree};
use crate::physics::couplings::Comparison;
use crate::physics::potts::pairs::all_triples;
use crate::ui::labs::couplings::context::{Ask, CouplingsContext};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::number;
use crate::ui::widgets::plots::{Cloud, Scatter, extent, nice_range};
use crate::ui::widgets::{hover_help, sentence_ui, title_ui, value_row_ui};

/// Room around the points, as a part of their extent.
const ROOM: f64 = 0.05;

/// What is drawn, and what for.
#[derive(Default)]
pub struct PairsAlone {
    key: Option<((u64, u64), bool)>,
    triples: Vec<[usize; 3]>,
    /// The average over the data along x; in the model of pairs, and in the machine, along y.
    pairs: Vec<[f32; 2]>,
    machine: Vec<[f32; 2]>,
    range: (f64, f64),
}

impl PairsAlone {
    pub fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let before = ui.cursor().top();
        hover_help(title_ui(ui, "Compared with pairs alone", "rms error of H, J"), help::PAIRS_ALONE);
        let has_data = context.run.is_some_and(|run| run.data.is_some());
        if has_data && !context.pairwise_asked {
            context.asks.push(Ask::Pairwise);
        }
        let view = context.pairwise.map(|pairwise| &pairwise.view);
        let Some(found) = view.and_then(|view| view.found.clone()) else {
            let failure =
                view.and_then(|view| view.failure.as_ref()).map(|failure| format!("No model of pairs: {failure}"));
            let waits = "A model of pairs is being fitted to the data.";
            let text = match failure {
                Some(failure) => failure,
                None if has_data => waits.to_owned(),
                None => "The data of this run are not there: nothing to fit a model of pairs to.".to_owned(),
            };
            sentence_ui(ui, &text, None);
            return;
        };
        errors_ui(ui, context, &found);
        for note in &found.notes {
            sentence_ui(ui, note, None);
        }
        let Some(products) = &found.products else {
            sentence_ui(ui, "Products of three spins are compared up to 20 sites.", None);
            return;
        };
        self.refresh(context, products);
        self.scatter_ui(ui, context, (height - (ui.cursor().top() - before)).max(0.0));
    }

    fn refresh(&mut self, context: &CouplingsContext<'_>, products: &ProductsOfThree) {
        let of_machine = context.view().products.as_deref();
        let key = (context.key(), of_machine.is_some());
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        self.triples = all_triples(context.view().config.sites()).collect();
        let cloud = |values: &[f64]| -> Vec<[f32; 2]> {
            products.data.iter().zip(values).map(|(data, value)| [*data as f32, *value as f32]).collect()
        };
        self.machine = of_machine.map(&cloud).unwrap_or_default();
        self.pairs = cloud(&products.model);
        let values = self.pairs.iter().chain(&self.machine).flatten().map(|value| f64::from(*value));
        let (low, high) = extent(values).unwrap_or((0.0, 1.0));
        let room = ROOM * (high - low).max(f64::MIN_POSITIVE);
        self.range = if low < high { nice_range(low - room, high + room) } else { (low - 1.0, high + 1.0) };
    }

    fn scatter_ui(&self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let tokens = theme::tokens(ui.ctx());
        let cloud = |points, color| Cloud { points, color, side: 3.5 };
        let clouds = [cloud(&self.machine[..], tokens.identity(1)), cloud(&self.pairs[..], tokens.identity(2))];
        let chart = Scatter {
            x_label: "data",
            clouds: &clouds,
            range: self.range,
            summary: "the machine and a model of pairs against the data",
            ..Scatter::new("Products of three spins", egui::vec2(ui.available_width(), height))
        };
        let Some((_, point)) = chart.show(ui).hover else { return };
        let Some(sites) = self.triples.get(point) else { return };
        let value = |cloud: &[[f32; 2]], axis: usize| {
            cloud.get(point).map_or_else(|| "none".to_owned(), |at| sentences::coupling(f64::from(at[axis])))
        };
        context.shared.pointed.triple = Some(*sites);
        context.shell.status = format!(
            "⟨s s s⟩ of sites {}: data {}, machine {}, pairs alone {}",
            sentences::sites(sites),
            value(&self.pairs, 0),
            value(&self.machine, 1),
            value(&self.pairs, 1)
        );
    }
}

/// The colours of both, and how far each is from the truth.
fn errors_ui(ui: &mut egui::Ui, context: &CouplingsContext<'_>, found: &Pairwise) {
    let tokens = theme::tokens(ui.ctx());
    let errors = |comparison: Option<Comparison>| {
        comparison.map_or_else(String::new, |comparison| {
            let [fields, pairs] = [comparison.fields, comparison.pairs].map(|kind| number(kind.rms_error, 3));
            format!("{fields}, {pairs}")
        })
    };
    let machine = context.found().and_then(|found| found.comparison);
    for (identity, name, comparison) in [(1, "machine", machine), (2, "pairs alone", found.comparison)] {
        value_row_ui(ui, name, &errors(comparison), Some(tokens.identity_ink(identity)));
    }
}
