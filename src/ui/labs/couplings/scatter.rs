//! The couplings that were read back against the true ones, and how they are spread.

use crate::physics::couplings::CouplingMethod;
use crate::physics::potts::pairs;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::pairs::Source;
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::number;
use crate::ui::widgets::plots::{Bin, Cloud, Histogram, Scatter, Tail, Threshold, extent, nice_range};
use crate::ui::widgets::{equal_columns_ui, hover_help, sentence_ui, title_ui};

/// Bars over the range of couplings.
const BINS: usize = 48;
/// Least width of a column.
const LEAST: f32 = 220.0;

#[derive(Default)]
pub struct ScatterPanel {
    key: Option<((u64, u64), Source)>,
    /// True couplings along x, those read back along y: coupled pairs, then the others.
    clouds: [Vec<[f32; 2]>; 2],
    pairs: [Vec<[usize; 2]>; 2],
    range: (f64, f64),
    bins: Vec<Bin>,
}

const INFO: PanelInfo = PanelInfo {
    id: "scatter",
    title: "Next to the truth",
    tab: "Truth",
    help: help::SCATTER,
    place: Place::Tabs("next to the matrix"),
};

impl Panel<CouplingsPanels> for ScatterPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn least(&self) -> egui::Vec2 {
        egui::vec2(150.0, 160.0)
    }

    fn explanation(&self, context: &CouplingsContext<'_>) -> String {
        let comparison = context.found().and_then(|found| found.comparison);
        comparison.map_or_else(String::new, |comparison| format!("rms error {}", number(comparison.pairs.rms_error, 4)))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        self.refresh(context);
        let why_not = if context.view().config.truth.is_none() {
            Some("The true couplings are not known: there is nothing to compare these with.")
        } else if context.form() == CouplingMethod::LatticeGas {
            Some(
                "The coefficients of the lattice gas are others: 4J where there are pairs alone. Choose another form to compare.",
            )
        } else {
            None
        };
        let mut draw = |ui: &mut egui::Ui, column: usize, height: f32| match (column, why_not) {
            (0, None) => self.scatter_ui(ui, context, height),
            (0, Some(sentence)) => drop(sentence_ui(ui, sentence, None)),
            _ => self.histogram_ui(ui, context, height),
        };
        if ui.available_width() >= 2.0 * LEAST {
            equal_columns_ui(ui, 2, LEAST, 0.0, draw);
        } else {
            // One above another, in all the height there is.
            let height = (ui.available_height() - ui.spacing().item_spacing.y) / 2.0;
            (0..2).for_each(|row| draw(ui, row, height.max(0.0)));
        }
    }
}

impl ScatterPanel {
    fn refresh(&mut self, context: &CouplingsContext<'_>) {
        let source = Source::Machine(context.form());
        let key = (context.key(), source);
        let Some(found) = source.matrix(context.view()).filter(|_| self.key != Some(key)) else { return };
        self.key = Some(key);
        let truth = Source::Truth.matrix(context.view());
        let true_value = |pair: [usize; 2]| truth.map_or(0.0, |truth| truth[pair]);
        (self.clouds, self.pairs) = Default::default();
        for pair in pairs::all(found.nrows()).map(<[usize; 2]>::from) {
            let kind = usize::from(true_value(pair) == 0.0);
            self.clouds[kind].push([true_value(pair) as f32, found[pair] as f32]);
            self.pairs[kind].push(pair);
        }
        let values = || self.clouds.iter().flatten().flatten().map(|value| f64::from(*value));
        let (low, high) = extent(values()).unwrap_or((0.0, 1.0));
        self.range = if low < high { nice_range(low, high) } else { (low - 1.0, high + 1.0) };
        self.bins = bins(self.clouds.iter().flatten().map(|[_, found]| f64::from(*found)), self.range);
    }

    fn scatter_ui(&self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let tokens = theme::tokens(ui.ctx());
        let size = egui::vec2(ui.available_width(), height.max(0.0));
        let marked: Vec<[f32; 2]> = context.marked().and_then(|pair| self.point(pair)).into_iter().collect();
        let cloud = |points, color, side| Cloud { points, color, side };
        let clouds = [
            cloud(&self.clouds[1], tokens.soft.gamma_multiply(0.7), 3.0),
            cloud(&self.clouds[0], tokens.identity(1), 4.0),
            cloud(&marked, tokens.accent, 7.0),
        ];
        let summary = format!("{} pairs that the truth couples, {} others", self.pairs[0].len(), self.pairs[1].len());
        let chart = Scatter {
            summary: &summary,
            x_label: "true J",
            clouds: &clouds,
            range: self.range,
            spread: context.noise(),
            ..Scatter::new("Read back against true J", size)
        };
        let hover = chart.show(ui).hover;
        let pair = hover.and_then(|(cloud, point)| self.pairs.get(1_usize.checked_sub(cloud)?)?.get(point).copied());
        if let Some(pair) = pair {
            context.shared.pointed.pair = Some(pair);
            context.shell.status = sentences::pair(context.view(), pair);
        }
    }

    fn point(&self, pair: [usize; 2]) -> Option<[f32; 2]> {
        let find =
            |kind: usize| self.pairs[kind].iter().position(|each| *each == pair).map(|place| self.clouds[kind][place]);
        find(0).or_else(|| find(1))
    }

    fn histogram_ui(&self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, height: f32) {
        let tokens = theme::tokens(ui.ctx());
        let before = ui.cursor().top();
        let count: usize = self.pairs.iter().map(Vec::len).sum();
        hover_help(title_ui(ui, &format!("All {count} couplings"), ""), help::HISTOGRAM);
        let name = format!("threshold {}", number(context.shared.threshold, 3));
        let threshold = Threshold { x: context.shared.threshold, name: &name, color: tokens.accent, tail: Tail::Above };
        let chart = Histogram {
            height: (height - (ui.cursor().top() - before)).max(0.0),
            x_label: "J",
            bins: &self.bins,
            threshold: Some(threshold),
            ..Histogram::new("Couplings by value", tokens.soft)
        };
        if let Some(bin) = chart.show(ui).hover.and_then(|hover| self.bins.get(hover.bin)) {
            let [from, to] = [bin.from, bin.to].map(|end| number(end, 3));
            context.shell.status = format!("{} couplings between {from} and {to}", bin.height);
        }
    }
}

/// Counts over a range.
fn bins(values: impl Iterator<Item = f64>, (low, high): (f64, f64)) -> Vec<Bin> {
    let width = (high - low) / BINS as f64;
    let mut bins: Vec<Bin> = (0..BINS)
        .map(|bin| Bin { from: low + bin as f64 * width, to: low + (bin + 1) as f64 * width, height: 0.0 })
        .collect();
    for value in values.filter(|value| value.is_finite()) {
        let place = (((value - low) / width) as usize).min(BINS - 1);
        if let Some(bin) = bins.get_mut(place) {
            bin.height += 1.0;
        }
    }
    bins
}
