//! Both phases as matrices, and their difference in units of its standard error: learning is done when all are below 2.

use egui::{Align2, FontId, Rect, Stroke, StrokeKind};

use crate::engine::boltzmann::{BoltzmannCmd, BoltzmannMoment};
use crate::physics::boltzmann::Moments;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::boltzmann::context::{BoltzmannContext, BoltzmannPanels};
use crate::ui::labs::boltzmann::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::signed;
use crate::ui::widgets::{
    MatrixAxes, MatrixAxis, MatrixMap, MatrixSource, MatrixView, equal_columns_ui, hover_help, title_ui,
};

/// Full colour of the difference, in standard errors.
const FULL: f32 = 5.0;
/// Least side of a cell in which its number is written.
const WRITTEN: f32 = 21.0;
/// Least width of a matrix, and its height where they stand one below another.
const LEAST: f32 = 150.0;
const STACKED: f32 = 190.0;

#[derive(Default)]
pub struct PhasesPanel {
    key: Option<(u64, u64)>,
    size: usize,
    values: [Vec<f32>; 3],
    /// Names from left to right, and from the bottom up.
    names: [Vec<String>; 2],
    views: [MatrixView; 3],
}

const INFO: PanelInfo = PanelInfo {
    id: "phases",
    title: "Two phases of learning",
    tab: "Two phases",
    help: help::PHASES,
    place: Place::Tabs("phases"),
};

impl Panel<BoltzmannPanels> for PhasesPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &BoltzmannContext<'_>) -> String {
        let phases = &context.moment().phases;
        let said = if phases.agree() { "they agree" } else { "still to learn" };
        format!("largest difference {}: {said}", sentences::in_errors(phases.largest))
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        self.refresh(context);
        let largest =
            self.values[..2].iter().flatten().filter(|value| value.is_finite()).fold(1e-3_f32, |l, v| l.max(v.abs()));
        equal_columns_ui(ui, 3, LEAST, STACKED, |ui, place, height| {
            self.matrix_ui(ui, context, place, height, largest);
        });
    }
}

impl PhasesPanel {
    fn refresh(&mut self, context: &BoltzmannContext<'_>) {
        let key = context.key();
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let moment = context.moment();
        let topology = moment.machine.topology();
        self.size = topology.size();
        let names: Vec<String> = (0..self.size).map(|unit| sentences::unit(unit, topology.visible)).collect();
        self.names = [names.clone(), names.into_iter().rev().collect()];
        let phases = &moment.phases;
        self.values = [cells(&phases.positive), cells(&phases.negative), in_errors(moment)];
    }

    fn matrix_ui(
        &mut self,
        ui: &mut egui::Ui,
        context: &mut BoltzmannContext<'_>,
        place: usize,
        height: f32,
        largest: f32,
    ) {
        let of_sample = context.moment().phases.errors_are_of_a_sample;
        let errors = if of_sample { "in s.e. of a sample" } else { "in standard errors" };
        let (title, note, help) = match place {
            0 => ("Positive: clamped", "", help::POSITIVE_PHASE),
            1 => ("Negative: free", "", help::NEGATIVE_PHASE),
            _ => ("Difference", errors, help::DIFFERENCE),
        };
        let before = ui.cursor().top();
        hover_help(title_ui(ui, title, note), help);
        let room = egui::vec2(ui.available_width(), (height - (ui.cursor().top() - before)).max(0.0));
        let Some(values) = self.values.get(place) else { return };
        let source = MatrixSource {
            rows: self.size,
            columns: self.size,
            values,
            order: &[],
            key: (self.key.unwrap_or_default().0, self.key.unwrap_or_default().1),
        };
        let limit = if place == 2 { FULL } else { largest };
        let map = MatrixMap::Diverging { limit: Some(limit) };
        let axis = |numbers| MatrixAxis { name: "", numbers };
        let axes = MatrixAxes { x: axis(&self.names[0]), y: axis(&self.names[1]) };
        let [name, _] = [title, note];
        let Some(view) = self.views.get_mut(place) else { return };
        let (response, hover) = view.show_over(ui, name, source, map, room, axes);
        let cell = |pair: [usize; 2]| source.cell(response.rect, pair[0], pair[1]);
        if place == 2 {
            write(ui, values, self.size, &cell);
        }
        box_ui(ui, context.moment(), &cell);
        let tokens = theme::tokens(ui.ctx());
        for pair in [context.shared.marked, hover.map(|hover| [hover.row, hover.column])].into_iter().flatten() {
            for pair in [pair, [pair[1], pair[0]]] {
                ui.painter().rect_stroke(cell(pair), 0.0, Stroke::new(2.0, tokens.accent), StrokeKind::Outside);
            }
        }
        if let Some(hover) = hover {
            let pair = [hover.row.min(hover.column), hover.row.max(hover.column)];
            context.shared.pointed = Some(pair);
            context.shell.status = sentences::pair(context.view(), pair);
            if response.clicked() {
                context.ask(BoltzmannCmd::Watch { i: pair[0], j: pair[1] });
            }
        }
    }
}

/// ⟨x_i x_j⟩ row by row; on the diagonal ⟨x_i⟩.
fn cells(moments: &Moments) -> Vec<f32> {
    let value = |((i, j), pair): ((usize, usize), &f64)| {
        if i == j { moments.means.get(i).copied().unwrap_or(f64::NAN) as f32 } else { *pair as f32 }
    };
    moments.pairs.indexed_iter().map(value).collect()
}

/// The difference in its standard errors.
fn in_errors(moment: &BoltzmannMoment) -> Vec<f32> {
    let ratio = |difference: f64, error: f64| if error > 1e-12 { difference / error } else { 0.0 };
    cells(&moment.phases.difference.with(&moment.phases.standard_errors, ratio))
}

/// The numbers, where they have room.
fn write(ui: &egui::Ui, values: &[f32], size: usize, cell: &dyn Fn([usize; 2]) -> Rect) {
    let tokens = theme::tokens(ui.ctx());
    let side = cell([0, 0]).size().min_elem();
    if side < WRITTEN || size == 0 {
        return;
    }
    let font = FontId::monospace((side * 0.4).min(tokens.theme.metrics().small));
    for (place, value) in values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
        let at = cell([place / size, place % size]).center();
        // On full colour the ink of the ground, on pale cells that of text.
        let ink = if value.abs() > 0.55 * FULL {
            tokens.on(if *value < 0.0 { tokens.negative } else { tokens.positive })
        } else {
            tokens.ink
        };
        ui.painter().text(at, Align2::CENTER_CENTER, signed(f64::from(*value), 0), font.clone(), ink);
    }
}

/// A box around the weights that learn, above the diagonal, where they are a block.
fn box_ui(ui: &egui::Ui, moment: &BoltzmannMoment, cell: &dyn Fn([usize; 2]) -> Rect) {
    let topology = moment.machine.topology();
    if topology.hidden == 0 {
        return;
    }
    let tokens = theme::tokens(ui.ctx());
    let corner = cell([0, topology.visible]);
    let block = corner.union(cell([topology.visible.saturating_sub(1), topology.size() - 1]));
    ui.painter().rect_stroke(block, 0.0, Stroke::new(1.5, tokens.ink), StrokeKind::Middle);
}
