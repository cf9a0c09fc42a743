//! All that one hidden unit couples: its part of every pair, and its weights.

use ndarray::Axis;

use crate::physics::arrays::flat;
use crate::physics::rbm::Rbm;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::couplings::context::{Ask, CouplingsContext, CouplingsPanels};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::widgets::plots::{Bar, Bars, nice_range};
use crate::ui::widgets::{
    Button, MatrixMap, MatrixSource, MatrixView, equal_columns_ui, hover_help, sentence_ui, title_ui,
};

/// Least width of a column.
const LEAST: f32 = 220.0;

#[derive(Default)]
pub struct UnitSharePanel {
    key: Option<((u64, u64), usize)>,
    values: Vec<f32>,
    weights: Vec<f64>,
    revision: u64,
    view: MatrixView,
}

const INFO: PanelInfo = PanelInfo {
    id: "unit-share",
    title: "All that one hidden unit couples",
    tab: "One unit’s part",
    help: help::UNIT_SHARE,
    place: Place::Tabs("under the matrix"),
};

impl Panel<CouplingsPanels> for UnitSharePanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &CouplingsContext<'_>) -> String {
        context.view().of_unit.as_ref().map_or_else(String::new, |share| format!("hidden unit {}", share.unit + 1))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
        choose_ui(ui, context);
        let Some(share) = context.view().of_unit.clone() else {
            sentence_ui(ui, "Choose a unit, or click one of the bars at right.", None);
            return;
        };
        let key = (context.key(), share.unit);
        if self.key != Some(key) {
            self.key = Some(key);
            self.values = flat(&share.couplings.pairs).iter().map(|value| *value as f32).collect();
            self.revision += 1;
            let update = context.found().map(|found| found.update);
            let shown = context.view().config.checkpoints.iter().find(|checkpoint| Some(checkpoint.update) == update);
            let weights =
                |rbm: &Rbm| rbm.weights().index_axis(Axis(2), share.unit).iter().map(|w| f64::from(*w)).collect();
            self.weights = shown.map_or_else(Vec::new, |checkpoint| weights(&checkpoint.rbm));
        }
        let weights = &self.weights;
        let tokens = theme::tokens(ui.ctx());
        let sites = share.couplings.pairs.nrows();
        equal_columns_ui(ui, 2, LEAST, 200.0, |ui, column, height| {
            let before = ui.cursor().top();
            if column == 0 {
                title_ui(ui, "Its part of every J", "");
                let size = egui::vec2(ui.available_width(), (height - (ui.cursor().top() - before)).max(0.0));
                let source = MatrixSource {
                    rows: sites,
                    columns: sites,
                    values: &self.values,
                    order: &[],
                    key: (self.revision, 0),
                };
                let map = MatrixMap::Diverging { limit: None };
                let (_, hover) = self.view.show(ui, "Part of every pair", source, map, size);
                if let Some(hover) = hover.filter(|hover| hover.row != hover.column) {
                    let [i, j] = [hover.row.min(hover.column), hover.row.max(hover.column)];
                    context.shared.pointed.pair = Some([i, j]);
                    let part = sentences::coupling(f64::from(hover.value));
                    context.shell.status =
                        format!("sites {} and {}: unit {} adds {part}", i + 1, j + 1, share.unit + 1);
                }
            } else {
                hover_help(title_ui(ui, "Its weights", ""), help::UNIT_SHARE);
                let colour = |value: f64| if value < 0.0 { tokens.negative } else { tokens.positive };
                let bars: Vec<Bar> = weights.iter().map(|&value| Bar { value, color: colour(value) }).collect();
                let (low, high) = weights.iter().fold((0.0_f64, 0.0_f64), |(low, high), w| (low.min(*w), high.max(*w)));
                let answer = Bars {
                    height: (height - (ui.cursor().top() - before)).max(0.0),
                    x_label: "sites",
                    bars: &bars,
                    y_range: if low < high { nice_range(low, high) } else { (0.0, 1.0) },
                    ..Bars::new("Weights of the hidden unit")
                }
                .show(ui);
                if let Some((site, weight)) = answer.hover.and_then(|site| Some((site, weights.get(site)?))) {
                    context.shell.status = format!(
                        "weight between site {} and unit {}: {}",
                        site + 1,
                        share.unit + 1,
                        sentences::coupling(*weight)
                    );
                }
            }
        });
    }
}

/// The unit before or after.
fn choose_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>) {
    let units = context.view().config.hidden_units();
    ui.horizontal(|ui| {
        let shown = context.shared.unit;
        for (text, name, next) in [
            (
                "‹",
                "Hidden unit before",
                shown.map_or(units.saturating_sub(1), |unit| (unit + units.max(1) - 1) % units.max(1)),
            ),
            ("›", "Next hidden unit", shown.map_or(0, |unit| (unit + 1) % units.max(1))),
        ] {
            if Button::new(text).small().name(name).tooltip(name).show(ui).clicked() {
                context.asks.push(Ask::Unit(next));
            }
        }
        if let Some(unit) = shown {
            ui.label(format!("unit {} of {units}", unit + 1));
        }
    });
}
