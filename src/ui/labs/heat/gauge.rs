//! The gauge of a memory: in the spins s_i = ξ_i σ_i it is a ferromagnet.

use egui::{Align, Align2, Layout, RichText, Vec2, vec2};
use egui_plot::PlotPoint;

use super::footnote::Foot;
use super::help;
use super::selection::{caveat, overlap, temperature};
use crate::engine::hopfield::recall::RecallView;
use crate::physics::theory::mean_field;
use crate::ui::cached::Cached;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels};
use crate::ui::labs::hopfield::sentences;
use crate::ui::study::Key;
use crate::ui::theme::numbers::{self, grouped, number, percent, signed};
use crate::ui::theme::{self, Theme, Tokens};
use crate::ui::widgets::plots::{Curve, Dot, LineChart, nice_range};
use crate::ui::widgets::spin_grid::{CellColors, CellImage, GridColors, GridEditor, SpinGrid};

/// Points of the theory curve, closest together where it falls.
const CURVE: usize = 121;
/// The least range of the temperature axis.
const AXIS: f64 = 1.3;
/// A chart lower or narrower than this is left out.
const LEAST: Vec2 = vec2(150.0, 90.0);
const GAP: f32 = 16.0;
/// The pictures become that much smaller, at most, to make room for the chart.
const SMALLER: f32 = 0.6;

/// The picture, the same in the gauge of a memory, and m against T.
#[derive(Default)]
pub struct GaugePanel {
    picture: GridEditor,
    gauge: GridEditor,
    /// s_i of a snapshot and a memory, in the colours of a theme.
    aligned: Cached<(Key, usize, Theme), Vec<i8>>,
    key: u64,
    theory: Vec<PlotPoint>,
    foot: Foot,
}

impl Panel<HopfieldPanels> for GaugePanel {
    fn info(&self) -> &'static PanelInfo {
        &PanelInfo {
            id: "gauge",
            title: "Gauge: every memory is a ferromagnet",
            tab: "Gauge",
            help: help::GAUGE,
            place: Place::Tabs("theory"),
        }
    }

    fn explanation(&self, context: &HopfieldContext<'_>) -> String {
        match place(context) {
            Some(place) => format!("spins multiplied by {}", sentences::memory_name(&context.view().document, place)),
            None => String::new(),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        let Some(place) = place(context) else {
            ui.label(RichText::new("Nothing is stored: there is no memory to see the state from.").color(tokens.soft));
            return;
        };
        self.refresh(context, place, tokens.theme);
        let sentence = sentence(context.view(), place);
        let room = self.foot.room(ui);
        let (side, chart) = arrange(room, ui.text_style_height(&egui::TextStyle::Body) + theme::STEP);
        if chart.is_some_and(|chart| chart.x < room.x) {
            ui.horizontal(|ui| {
                ui.set_height(room.y);
                self.grids_ui(ui, side, place, context);
                self.chart_ui(ui, chart, place, &sentence, context);
            });
        } else {
            ui.horizontal_top(|ui| self.grids_ui(ui, side, place, context));
            self.chart_ui(ui, chart, place, &sentence, context);
        }
        self.foot.ui(ui, &sentence, context.shell);
    }
}

impl GaugePanel {
    fn refresh(&mut self, context: &HopfieldContext<'_>, place: usize, theme: Theme) {
        if self.theory.is_empty() {
            let at = |k: usize| 1.0 - (1.0 - k as f64 / (CURVE - 1) as f64).powi(2);
            let m = |t: f64| mean_field::magnetisation(t).unwrap_or(0.0);
            self.theory = (0..CURVE).map(|k| PlotPoint::new(at(k), m(at(k)))).collect();
            self.theory.push(PlotPoint::new(100.0, 0.0));
        }
        let (view, run) = (context.view(), (context.snapshot.generation, context.snapshot.revision));
        let memory = view.document.memories.get(place).map_or(&[][..], |memory| memory.pattern.spins());
        let aligned = || view.moment.state.iter().zip(memory).map(|(spin, xi)| spin * xi).collect();
        self.key += u64::from(self.aligned.refresh((run, place, theme), aligned));
    }

    /// The picture and its gauge side by side, each `side` wide and high under its name.
    fn grids_ui(&mut self, ui: &mut egui::Ui, side: f32, place: usize, context: &mut HopfieldContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        ui.spacing_mut().item_spacing.x = GAP;
        let state = context.view().moment.state.clone();
        let narrow = side < 110.0;
        let [left, right] = if narrow { ["σ", "ξσ"] } else { ["state σ", "state × memory"] };
        let hovered = [
            grid_ui(ui, side, left, context.view(), &state, self.key, &mut self.picture, &tokens),
            grid_ui(ui, side, right, context.view(), &self.aligned, self.key, &mut self.gauge, &tokens),
        ];
        if let Some(cell) = hovered.into_iter().flatten().next() {
            let value = |spins: &[i8]| spins.get(cell).map_or("–", |&spin| if spin > 0 { "+1" } else { "−1" });
            let memory = context.view().document.memories.get(place).map_or(&[][..], |m| m.pattern.spins());
            let verdict = if self.aligned.get(cell) == Some(&1) { "aligned" } else { "against" };
            context.shell.status = format!(
                "spin {}: σ = {}, memory ξ = {}, so that s = ξσ = {}: {verdict}",
                grouped(cell as u64 + 1),
                value(&state),
                value(memory),
                value(&self.aligned)
            );
        }
    }

    fn chart_ui(
        &self,
        ui: &mut egui::Ui,
        size: Option<Vec2>,
        place: usize,
        summary: &str,
        context: &mut HopfieldContext<'_>,
    ) {
        let Some(size) = size else { return };
        let tokens = theme::tokens(ui.ctx());
        let now = temperature(context.view());
        let m = overlap(context.view(), place).unwrap_or(0.0).abs();
        let dots = [
            Dot {
                anchor: Align2::LEFT_BOTTOM,
                ..Dot::theory("T = 1", [mean_field::CRITICAL_TEMPERATURE, 0.0], tokens.soft)
            },
            Dot { radius: 6.0, ..Dot::new("", [now, m], tokens.identity(context.view().document.identity(place))) },
        ];
        let curve = Curve { dashed: true, ..Curve::new("", tokens.ink, &self.theory) };
        let x_range = (0.0, if now > AXIS { nice_range(0.0, now).1 } else { AXIS });
        let chart = LineChart {
            height: size.y,
            summary,
            x_label: "T",
            curves: &[curve],
            dots: &dots,
            cursor: Some(now),
            x_range,
            y_range: (0.0, 1.0),
            scrub: false,
            ..LineChart::new("gauge", "Magnetisation over the temperature")
        };
        let answer = ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| chart.show(ui)).inner;
        if let Some(hover) = answer.hover {
            context.shell.status = format!(
                "T = {}: theory m = {}, dashed; the dot is the overlap measured now, without its sign",
                number(hover.x, 2),
                number(mean_field::magnetisation(hover.x).unwrap_or(0.0), 3)
            );
        }
    }
}

/// The place of the memory that the panel is about.
fn place(context: &HopfieldContext<'_>) -> Option<usize> {
    let last = context.view().document.memories.len().checked_sub(1)?;
    Some(context.shared.selected.min(last))
}

/// The side of both pictures, and the size of the chart if there is room: next to them or below.
fn arrange(room: Vec2, name: f32) -> (f32, Option<Vec2>) {
    let high = (room.y - name).max(0.0);
    let chart = (0.27 * room.x).clamp(LEAST.x, 320.0);
    let next_to = ((room.x - 2.0 * GAP - chart) / 2.0).min(high).max(0.0);
    let left = vec2(room.x - 2.0 * (next_to + GAP), room.y);
    let two = ((room.x - GAP) / 2.0).max(0.0);
    let below = two.min(0.6 * high);
    let under = vec2(room.x, room.y - below - name - theme::GAP);
    let fits = |size: Vec2| size.x >= LEAST.x && size.y >= LEAST.y;
    let alone = two.min(high);
    if fits(left) && next_to >= SMALLER * alone {
        (next_to, Some(left))
    } else if fits(under) && below >= SMALLER * alone {
        (below, Some(under))
    } else {
        (alone, None)
    }
}

#[expect(clippy::too_many_arguments, reason = "the two pictures differ in all of these")]
fn grid_ui(
    ui: &mut egui::Ui,
    side: f32,
    name: &str,
    view: &RecallView,
    spins: &[i8],
    key: u64,
    editor: &mut GridEditor,
    tokens: &Tokens,
) -> Option<usize> {
    let shape = view.document.shape;
    let size = vec2(side, side + ui.text_style_height(&egui::TextStyle::Body) + theme::STEP);
    let draw = |ui: &mut egui::Ui| {
        ui.set_max_width(side);
        ui.add(egui::Label::new(RichText::new(name).color(tokens.soft)).truncate());
        let is_on = |cell: usize| spins.get(cell).is_some_and(|&spin| spin > 0);
        let colour = |cell: usize| if is_on(cell) { tokens.spin_on } else { tokens.spin_off };
        let image = CellImage { key: (key, shape.width as u64, 0), colors: CellColors::Each(&colour) };
        let colors = GridColors { gap: tokens.panel, accent: tokens.accent, mark: tokens.ink };
        SpinGrid::new(name, shape, image, &is_on, colors).editable(false).show(ui, editor).hovered
    };
    let hovered = ui.allocate_ui_with_layout(size, Layout::top_down(Align::Center), draw).inner;
    hovered.map(|(column, row)| row * shape.width + column)
}

/// What is seen, with theory.
fn sentence(view: &RecallView, place: usize) -> String {
    let now = temperature(view);
    let theory = mean_field::magnetisation(now).unwrap_or(0.0);
    let m = overlap(view, place).unwrap_or(0.0);
    let wrong = percent((1.0 - m) / 2.0, 1);
    let turned = if m < 0.0 { " Turned round it is the reverse of the memory, just as deep." } else { "" };
    format!(
        "m = mean of s = {}: {wrong} of the spins stand against the memory. Theory at T = {} for few memories: {}.{turned}",
        signed(m, 3),
        numbers::temperature(now),
        number(theory, 3)
    ) + caveat(view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_chart_fit_their_room() {
        for width in [0.0, 60.0, 272.0, 500.0, 980.0, 1600.0] {
            for height in [0.0, 40.0, 130.0, 300.0, 560.0, 1000.0] {
                let (side, chart) = arrange(vec2(width, height), 20.0);
                assert!(
                    side >= 0.0 && 2.0 * side <= width && (side == 0.0 || side + 20.0 <= height),
                    "{width} {height}"
                );
                let Some(chart) = chart else { continue };
                assert!(chart.x >= LEAST.x && chart.y >= LEAST.y);
                let side_by_side = 2.0 * (side + GAP) + chart.x <= width + 0.1;
                assert!(side_by_side || side + 20.0 + chart.y <= height, "{width} {height}: {side} {chart:?}");
            }
        }
        // Wide: next to each other. High: below.
        assert!(arrange(vec2(980.0, 300.0), 20.0).1.is_some_and(|chart| chart.x < 900.0));
        assert!(arrange(vec2(400.0, 600.0), 20.0).1.is_some_and(|chart| chart.x == 400.0));
    }
}
