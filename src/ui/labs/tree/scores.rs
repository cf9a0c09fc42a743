//! How well the clusters agree with labels at each level, next to what shuffled labels give.

use std::sync::Arc;

use egui_plot::PlotPoint;

use crate::engine::rbm::tree::scoring::SHUFFLES;
use crate::engine::rbm::tree::{ScoredLevel, Scores};
use crate::physics::statistics::Moments;
use crate::physics::tree::ChanceBand;
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::tree::axis::TreeAxis;
use crate::ui::labs::tree::context::{Ask, TreeContext, TreePanels};
use crate::ui::labs::tree::on_screen::Look;
use crate::ui::labs::tree::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::{grouped, number, percent};
use crate::ui::widgets::plots::{Band, Curve, Emphasis, LineChart, nice_range};
use crate::ui::widgets::{Segmented, hover_help, sentence_ui, title_ui, value_row_ui};

/// The table below the chart has this much room, in lines of it, before the chart.
const TABLE_LINES: f32 = 9.0;
/// The chart is at least this high.
const LEAST: f32 = 110.0;

/// What is plotted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Measure {
    #[default]
    AdjustedRand,
    V,
    Purity,
}

impl Measure {
    const PIECES: [(Self, &'static str, &'static str); 3] = [
        (
            Self::AdjustedRand,
            "Adjusted Rand",
            "Pairs of rows that both sides put together or apart: 0 by chance, 1 for equal clusters",
        ),
        (Self::V, "V-measure", "Whether clusters hold one class, and classes lie in one cluster: from 0 to 1"),
        (Self::Purity, "Purity", "Fraction of the rows whose class is the most frequent of their cluster"),
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::AdjustedRand => "adjusted Rand index",
            Self::V => "V-measure",
            Self::Purity => "purity",
        }
    }

    const fn of(self, level: &ScoredLevel) -> f64 {
        match self {
            Self::AdjustedRand => level.adjusted_rand,
            Self::V => level.v_measure,
            Self::Purity => level.purity,
        }
    }

    const fn band(self, chance: &ChanceBand) -> [f64; 2] {
        match self {
            Self::AdjustedRand => chance.adjusted_rand,
            Self::V => chance.v_measure,
            Self::Purity => chance.purity,
        }
    }
}

#[derive(Default)]
pub struct ScoresPanel {
    measure: Measure,
    curves: Cached<Key, [Vec<PlotPoint>; 3]>,
}

/// Tree, label column, levels that are scored, measure, and whether time is logarithmic.
type Key = ((u64, u64), usize, usize, Measure, bool);

impl Panel<TreePanels> for ScoresPanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "scores",
            title: "Whether clusters agree with labels",
            tab: "Scores",
            help: help::SCORES,
            place: Place::Tabs("closer looks"),
        }
    }

    fn explanation(&self, context: &TreeContext<'_>) -> String {
        let Some((scores, column)) = scores(context).zip(context.column()) else { return String::new() };
        format!("{} rows with a {}", grouped(scores.labelled), column.name)
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>) {
        if context.column().is_none() {
            let text = "These rows have no labels to compare with. Open a table of labels at the left: a column Name \
                        and one column for each legend.";
            sentence_ui(ui, text, None);
            return;
        }
        context.shared.on_screen.note(Look::Scores, ui.ctx());
        let Some(scores) = scores(context).filter(|scores| !scores.levels.is_empty()) else {
            sentence_ui(ui, "The clusters of each level are being compared with the labels.", None);
            return;
        };
        if let Some(measure) = Segmented::new("Score", self.measure, &Measure::PIECES).show(ui) {
            self.measure = measure;
        }
        let line = ui.text_style_height(&egui::TextStyle::Body) * 1.48;
        let height = TABLE_LINES.mul_add(-line, ui.available_height()).max(LEAST);
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            self.chart_ui(ui, context, &scores, height);
            table_ui(ui, &scores);
        });
    }
}

/// The scores of the column that is shown.
fn scores(context: &TreeContext<'_>) -> Option<Arc<Scores>> {
    let found = context.derived.scores.as_ref().filter(|(column, _)| *column == context.shared.column);
    found.map(|(_, scores)| Arc::clone(scores))
}

/// The level of the clusters at a position: the first that is not older, else the newest.
fn level_at(scores: &Scores, position: f64) -> Option<&ScoredLevel> {
    scores.levels.iter().find(|level| level.position >= position).or_else(|| scores.levels.last())
}

impl ScoresPanel {
    fn chart_ui(&mut self, ui: &mut egui::Ui, context: &mut TreeContext<'_>, scores: &Scores, height: f32) {
        let (measure, tokens) = (self.measure, theme::tokens(ui.ctx()));
        let axis = TreeAxis::new(context.view(), context.shared.tree.logarithmic);
        let key = (context.key(), context.shared.column, scores.levels.len(), measure, axis.logarithmic());
        self.curves.refresh(key, || curves(scores, measure, axis));
        let [score, low, high] = &*self.curves;
        let now = level_at(scores, context.cut());
        let said = now.map_or_else(String::new, |level| sentence(level, measure));
        sentence_ui(ui, &said, None);
        let chance = Band { name: "chance", color: tokens.soft, low, high };
        let curves = [Curve { stepped: true, emphasis: Emphasis::Strong, ..Curve::new("tree", tokens.ink, score) }];
        let (least, most) = [score, low, high]
            .into_iter()
            .flatten()
            .map(|point| point.y)
            .fold((0.0_f64, 0.1_f64), |(least, most), y| (least.min(y), most.max(y)));
        let answer = LineChart {
            height,
            summary: &said,
            curves: &curves,
            bands: &[chance],
            cursor: Some(axis.along(context.cut())),
            x_range: axis.range(),
            y_range: nice_range(least, most),
            logarithmic: [axis.logarithmic(), false],
            x_label: axis.name(),
            ..LineChart::new("tree scores", measure.name())
        }
        .show(ui);
        if let Some(x) = answer.scrub {
            context.asks.push(Ask::Cut(Some(axis.position(x))));
        }
        if let Some(level) = answer.hover.and_then(|hover| level_at(scores, axis.position(hover.x))) {
            let at = sentences::position(context.view(), level.position);
            context.shell.status = format!("{at}: {}", sentence(level, measure));
        }
    }
}

/// `12 clusters: adjusted Rand index 0.431; shuffled labels give −0.012 to 0.014`.
fn sentence(level: &ScoredLevel, measure: Measure) -> String {
    let [low, high] = measure.band(&level.chance).map(|value| number(value, 3));
    let noun = if level.clusters == 1 { "cluster" } else { "clusters" };
    let score = number(measure.of(level), 3);
    let clusters = grouped(level.clusters as u64);
    format!("{clusters} {noun}: {} {score}; shuffled labels give {low} to {high}", measure.name())
}

/// The score and both ends of the band of chance. The clusters of a level are those of all ages after the older level.
fn curves(scores: &Scores, measure: Measure, axis: TreeAxis) -> [Vec<PlotPoint>; 3] {
    let mut curves = [const { Vec::new() }; 3];
    let mut from = axis.range().0;
    for level in &scores.levels {
        let to = axis.along(level.position);
        let [low, high] = measure.band(&level.chance);
        for (curve, y) in curves.iter_mut().zip([measure.of(level), low, high]) {
            curve.extend([PlotPoint::new(from, y), PlotPoint::new(to, y)]);
        }
        from = to;
    }
    curves
}

fn table_ui(ui: &mut egui::Ui, scores: &Scores) {
    let tokens = theme::tokens(ui.ctx());
    let purity = scores.dendrogram_purity.map_or_else(|| "–".to_owned(), |purity| number(purity, 3));
    hover_help(value_row_ui(ui, "dendrogram purity of the whole tree", &purity, None), help::SCORES);
    hover_help(title_ui(ui, "Labels from few", "right labels of the other rows"), help::FROM_FEW);
    if scores.from_few.is_empty() {
        sentence_ui(ui, "A few rows of each class keep their labels, 50 times over; the others are guessed.", None);
        return;
    }
    let accuracy =
        |moments: &Moments| format!("{} ± {}", percent(moments.mean, 1), number(100.0 * moments.standard_error(), 1));
    egui::Grid::new("labels from few").num_columns(3).min_row_height(0.0).spacing([theme::GAP, 3.0]).show(ui, |ui| {
        for head in ["rows of each class", "by the tree", "by the nearest row"] {
            ui.label(egui::RichText::new(head).color(tokens.soft));
        }
        ui.end_row();
        for (few, found) in &scores.from_few {
            ui.label(egui::RichText::new(few.to_string()).monospace());
            let better = found.tree.mean > found.neighbour.mean;
            for (moments, best) in [(&found.tree, better), (&found.neighbour, !better)] {
                let text = egui::RichText::new(accuracy(moments)).monospace();
                ui.label(text.color(if best { tokens.ink } else { tokens.soft }));
            }
            ui.end_row();
        }
    });
    let text = format!("Band of chance: 95 % of {SHUFFLES} shuffles. ± is the standard error over the draws.");
    sentence_ui(ui, &text, None);
}
