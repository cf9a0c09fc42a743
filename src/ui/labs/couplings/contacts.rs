//! Contacts of a protein from its sequences: predicted against known, and how many of the first pairs are right.

use egui_plot::PlotPoint;

use crate::engine::couplings::{ContactMap, ContactView};
use crate::physics::contacts::{Precision, Prediction};
use crate::physics::potts::AverageProduct;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::help;
use crate::ui::labs::couplings::proteins::Protein;
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, percent};
use crate::ui::widgets::plots::{Band, Curve, Emphasis, Level, LineChart};
use crate::ui::widgets::{
    MatrixMap, MatrixSource, MatrixView, Segmented, SliderField, equal_columns_ui, name_menu, sentence_ui,
};

/// Least width of a column, and its height where they stand one below another.
const LEAST: f32 = 210.0;
const STACKED: f32 = 240.0;
/// How pairs are drawn: a right prediction, a wrong one, one whose distance is unknown; below the diagonal a contact.
const RIGHT: f32 = 1.0;
const WRONG: f32 = -1.0;
const UNKNOWN: f32 = 0.35;
const CONTACT: f32 = 0.6;

#[derive(Default)]
pub struct ContactsPanel {
    key: Option<(u64, u64)>,
    values: Vec<f32>,
    sites: usize,
    view: MatrixView,
    /// PPV over the number of pairs, and Wilson's interval.
    curve: Vec<PlotPoint>,
    low: Vec<PlotPoint>,
    high: Vec<PlotPoint>,
}

const INFO: PanelInfo = PanelInfo {
    id: "contacts",
    title: "Contacts of a protein",
    tab: "Contacts",
    help: help::CONTACTS,
    place: Place::Tabs("under the matrix"),
};

impl Panel<CouplingsPanels> for ContactsPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &CouplingsContext<'_>) -> String {
        let map = context.contacts.and_then(|contacts| contacts.view.map.clone());
        map.map_or_else(String::new, |map| {
            let at_length = map.prediction.precision(map.scores.nrows());
            at_length.map_or_else(String::new, |one| format!("PPV at L: {}", number(one.value, 3)))
        })
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        if context.contacts.is_none() && context.protein_asked.is_none() {
            context.asks.push(Ask::Protein(context.shared.protein));
        }
        self.refresh(context);
        equal_columns_ui(ui, 3, LEAST, STACKED, |ui, column, height| match column {
            0 => {
                let area = egui::ScrollArea::vertical().id_salt("contacts").auto_shrink(false).max_height(height);
                area.show(ui, |ui| controls_ui(ui, context));
            }
            1 => self.map_ui(ui, context, height),
            _ => self.curve_ui(ui, context, height),
        });
    }
}

fn controls_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    ui.spacing_mut().item_spacing.y = theme::STEP;
    let menu = egui::ComboBox::from_id_salt("protein").selected_text(context.shared.protein.title()).width(140.0);
    let menu = menu.show_ui(ui, |ui| {
        for protein in Protein::ALL {
            let chosen = context.shared.protein == protein;
            if ui.selectable_label(chosen, protein.title()).on_hover_text(protein.tip()).clicked() {
                context.asks.push(Ask::Protein(protein));
            }
        }
    });
    name_menu(&menu.response, "Protein");
    let mut settings = context.shared.contacts;
    let field = SliderField::new("pseudocount", settings.pseudocount, 0.01..=0.99).digits(2);
    if let Some(pseudocount) = field.tooltip(help::PSEUDOCOUNT).show(ui) {
        settings.pseudocount = pseudocount;
    }
    let field = SliderField::new("similar from", settings.identity, 0.5..=1.0).digits(2);
    if let Some(identity) = field.tooltip(help::REWEIGHTING).show(ui) {
        settings.identity = identity;
    }
    let field = SliderField::new("separation", settings.separation as f64, 1.0..=20.0).digits(0).step(1.0);
    if let Some(separation) = field.tooltip(help::SEPARATION).show(ui) {
        settings.separation = separation.round() as usize;
    }
    let field = SliderField::new("contact below", settings.cutoff, 4.0..=15.0).digits(1).unit("Å");
    if let Some(cutoff) = field.tooltip(help::CUTOFF).show(ui) {
        settings.cutoff = cutoff;
    }
    let corrections = [
        (AverageProduct::Mean, "APC", help::CORRECTION),
        (AverageProduct::Sum, "with 0", help::CORRECTION),
        (AverageProduct::None, "none", help::CORRECTION),
    ];
    if let Some(correction) = Segmented::new("Correction", settings.correction, &corrections).show(ui) {
        settings.correction = correction;
    }
    if settings != context.shared.contacts {
        context.asks.push(Ask::Contacts(settings));
    }
    let failure = context.contacts.and_then(|contacts| contacts.view.failure.clone());
    if let Some(failure) = failure {
        sentence_ui(ui, &failure.to_string(), Some(theme::tokens(ui.ctx()).warning));
    }
}

/// What is said of a pair.
fn pair_sentence(map: &ContactMap, view: &ContactView, [i, j]: [usize; 2]) -> String {
    let score = map.scores.get((i, j)).map_or_else(String::new, |score| number(*score, 3));
    let distance = view.config.distances.as_ref().and_then(|distances| distances.of(i, j));
    let distance =
        distance.map_or_else(|| "distance unknown".to_owned(), |at| format!("{} Å", number(f64::from(at), 1)));
    format!("sites {} and {}: score {score}, {distance}", i + 1, j + 1)
}

impl ContactsPanel {
    fn refresh(&mut self, context: &CouplingsContext<'_>) {
        let Some(contacts) = context.contacts else { return };
        let key = (contacts.generation, contacts.revision);
        let Some(map) = contacts.view.map.as_ref().filter(|_| self.key != Some(key)) else { return };
        self.key = Some(key);
        self.sites = map.scores.nrows();
        self.values = vec![f32::NAN; self.sites * self.sites];
        let prediction = &map.prediction;
        for pair in prediction.ranked.iter().take(self.sites) {
            let value = match pair.distance {
                None => UNKNOWN,
                Some(_) => {
                    if prediction.is_contact(pair) {
                        RIGHT
                    } else {
                        WRONG
                    }
                }
            };
            self.set(pair.i, pair.j, value);
        }
        for pair in prediction.ranked.iter().filter(|pair| prediction.is_contact(pair)) {
            self.set(pair.j, pair.i, CONTACT);
        }
        self.precision(prediction);
    }

    fn set(&mut self, row: usize, column: usize, value: f32) {
        if let Some(cell) = self.values.get_mut(row * self.sites + column) {
            *cell = value;
        }
    }

    fn precision(&mut self, prediction: &Prediction) {
        let of: Vec<_> = (1..=2 * self.sites).filter_map(|count| prediction.precision(count)).collect();
        let points = |value: &dyn Fn(&Precision) -> f64| -> Vec<PlotPoint> {
            of.iter().map(|one| PlotPoint::new((one.pairs as f64).log10(), value(one))).collect()
        };
        self.curve = points(&|one| one.value);
        (self.low, self.high) = (points(&|one| one.interval[0]), points(&|one| one.interval[1]));
    }

    fn map_ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let Some((view, map)) =
            context.contacts.and_then(|contacts| Some((&contacts.view, contacts.view.map.as_ref()?)))
        else {
            sentence_ui(ui, "The sequences are being read.", None);
            return;
        };
        let size = egui::vec2(ui.available_width(), height);
        let key = self.key.unwrap_or_default();
        let source = MatrixSource { rows: self.sites, columns: self.sites, values: &self.values, order: &[], key };
        let colours = MatrixMap::Diverging { limit: Some(1.0) };
        let (_, hover) = self.view.show(ui, "Predicted above, contacts below the diagonal", source, colours, size);
        if let Some(hover) = hover.filter(|hover| hover.row != hover.column) {
            let pair = [hover.row.min(hover.column), hover.row.max(hover.column)];
            context.shell.status = pair_sentence(map, view, pair);
        }
    }

    fn curve_ui(&self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let Some(map) = context.contacts.and_then(|contacts| contacts.view.map.as_ref()) else { return };
        let tokens = theme::tokens(ui.ctx());
        let curves = [Curve { emphasis: Emphasis::Strong, ..Curve::new("PPV", tokens.accent, &self.curve) }];
        let bands = [Band { name: "", color: tokens.accent, low: &self.low, high: &self.high }];
        let chance = map.prediction.base_rate();
        let name = chance.map_or_else(String::new, |rate| format!("chance {}", percent(rate, 1)));
        let levels: Vec<Level<'_>> = chance
            .map(|value| Level { name: &name, value, color: tokens.soft, emphasis: Emphasis::Strong })
            .into_iter()
            .collect();
        let most = (2 * self.sites.max(1)) as f64;
        let answer = LineChart {
            height,
            x_label: "first pairs",
            curves: &curves,
            bands: &bands,
            levels: &levels,
            x_range: (0.0, most.log10()),
            logarithmic: [true, false],
            scrub: false,
            empty: "No structure is known.",
            ..LineChart::new("precision", "Fraction of contacts among the first pairs")
        }
        .show(ui);
        if let Some(hover) = answer.hover {
            let count = 10f64.powf(hover.x).round() as usize;
            if let Some(one) = map.prediction.precision(count) {
                let [low, high] = one.interval.map(|end| number(end, 3));
                let lift = one.lift.map_or_else(String::new, |lift| format!(", {} times chance", number(lift, 1)));
                let (right, pairs) = (grouped(one.contacts as u64), grouped(one.pairs as u64));
                context.shell.status =
                    format!("{right} of the first {pairs} pairs are contacts ({low} to {high}){lift}");
            }
        }
    }
}
