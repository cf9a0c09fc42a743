//! The network itself: which of its spins are right, and how the overlap goes; for one memory the double well.

use egui::{Align, Align2, Layout, Sense, Vec2, vec2};
use egui_plot::PlotPoint;

use crate::engine::hopfield::phases::PhasesView;
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::phases::context::{PhasesContext, PhasesPanels};
use crate::ui::labs::phases::{help, sentences};
use crate::ui::network::double_well::{self, DoubleWell};
use crate::ui::theme::numbers::{number, signed};
use crate::ui::theme::{self, Theme, Tokens};
use crate::ui::widgets::plots::{Curve, Dot, Emphasis, LineChart, nice_range};
use crate::ui::widgets::sentence_ui;
use crate::ui::widgets::spin_grid::{CellColors, CellImage, Thumbnail, ThumbnailCache};

/// A chart narrower or lower than this is left out.
const LEAST: Vec2 = vec2(150.0, 80.0);
const GAP: f32 = 16.0;
/// The picture takes at most this fraction of the width.
const PICTURE_FRACTION: f32 = 0.5;
/// The axis of sweeps is at least this long.
const SHORTEST: f64 = 20.0;

/// The picture and the chart next to it.
#[derive(Default)]
pub struct NetworkPanel {
    picture: ThumbnailCache,
    key: u64,
    of: Option<(u64, u64, Theme)>,
    history: Vec<PlotPoint>,
    well: DoubleWell,
    below: f32,
}

const INFO: PanelInfo = PanelInfo {
    id: "network",
    title: "The network, seen from its memory",
    tab: "Network",
    help: help::NETWORK,
    place: Place::Tabs("measured"),
};

impl Panel<PhasesPanels> for NetworkPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn explanation(&self, context: &PhasesContext<'_>) -> String {
        sentences::network(context.view())
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut PhasesContext<'_>) {
        let tokens = theme::tokens(ui.ctx());
        self.refresh(context, tokens.theme);
        let shape = context.view().shape;
        let room = vec2(ui.available_width(), (ui.available_height() - self.below).max(0.0));
        let aspect = shape.width.max(1) as f32 / shape.height.max(1) as f32;
        let width = (room.y * aspect).min(room.x * PICTURE_FRACTION).max(0.0);
        let chart = vec2(room.x - width - GAP, room.y);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            self.picture_ui(ui, vec2(width, room.y), context, &tokens);
            if chart.x >= LEAST.x && chart.y >= LEAST.y {
                ui.allocate_ui_with_layout(chart, Layout::top_down(Align::Min), |ui| {
                    if context.config().patterns == 1 {
                        self.well_ui(ui, chart.y, context, &tokens);
                    } else {
                        self.history_ui(ui, chart.y, context, &tokens);
                    }
                });
            }
        });
        let top = ui.cursor().top();
        let right = if tokens.theme.is_dark() { "white" } else { "black" };
        let sentence = format!("{}; {right} cells are right.", sentences::wrong(context.view().overlap));
        sentence_ui(ui, &capitalised(&sentence), None);
        // What stands below keeps the room that it took in the last frame.
        self.below = ui.cursor().top() - top;
    }
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Where the axis of m begins: close below what is shown, so that a memory that is kept is not a flat line.
fn foot(low: f64) -> f64 {
    [0.8, 0.5, 0.0, -0.2].into_iter().find(|&foot| low >= foot + 0.05).unwrap_or(-1.0)
}

impl NetworkPanel {
    fn refresh(&mut self, context: &PhasesContext<'_>, theme: Theme) {
        let snapshot = context.snapshot;
        let of = Some((snapshot.generation, snapshot.revision, theme));
        if self.of == of {
            return;
        }
        self.of = of;
        self.key += 1;
        self.history = snapshot.view.history.iter().map(|&[sweep, m]| PlotPoint::new(sweep, m)).collect();
    }

    fn picture_ui(&mut self, ui: &mut egui::Ui, room: Vec2, context: &mut PhasesContext<'_>, tokens: &Tokens) {
        let view = context.view();
        let gauge = &view.gauge;
        let colour = |cell: usize| match gauge.get(cell) {
            Some(1) => tokens.spin_on,
            Some(_) => tokens.spin_off,
            None => tokens.panel,
        };
        let shape = view.shape;
        let image = CellImage { key: (self.key, shape.width as u64, 0), colors: CellColors::Each(&colour) };
        let wrong = sentences::wrong(view.overlap);
        let name = format!("The state as the memory sees it: {wrong}");
        let thumbnail = Thumbnail::new(&name, shape, image, 0.0, tokens.panel).within(room).sense(Sense::CLICK);
        let response = thumbnail.show(ui, &mut self.picture);
        thumbnail.offer(ui, &response, "state seen from its memory", gauge, |_| ());
        let count = gauge.iter().filter(|&&spin| spin < 0).count();
        let of = gauge.len();
        context.shell.explain(&response, || {
            format!("Each cell is a spin times that of the memory: {count} of {of} are wrong, {wrong}")
        });
    }

    fn history_ui(&self, ui: &mut egui::Ui, height: f32, context: &mut PhasesContext<'_>, tokens: &Tokens) {
        let view = context.view();
        let last = nice_range(0.0, (view.sweeps as f64).max(SHORTEST)).1;
        // A curve, not a level: it lies over what is measured, which would hide it.
        let theory = view
            .theory
            .and_then(|theory| theory.state)
            .map(|state| [0.0, last].map(|x| PlotPoint::new(x, state.overlap)));
        let measured = Curve { width: 1.0, ..Curve::new("m", tokens.soft, &self.history) };
        let expected = theory.as_ref().map(|points| Curve {
            dashed: true,
            emphasis: Emphasis::Strong,
            ..Curve::new("theory", tokens.accent, points)
        });
        let curves: Vec<Curve<'_>> = std::iter::once(measured).chain(expected).collect();
        let low = self.history.iter().fold(1.0, |low: f64, point| low.min(point.y));
        let summary = format!("m = {} after {} sweeps", signed(view.overlap, 3), view.sweeps);
        let chart = LineChart {
            height,
            summary: &summary,
            x_label: "sweeps",
            curves: &curves,
            x_range: (0.0, last),
            y_range: (foot(low), 1.0),
            scrub: false,
            ..LineChart::new("history", "Overlap since the last move")
        };
        if let Some(hover) = chart.show(ui).hover {
            let m = hover.values.first().copied().flatten().unwrap_or(view.overlap);
            context.shell.status = format!("sweep {}: overlap m = {}", number(hover.x, 0), signed(m, 3));
        }
    }

    fn well_ui(&mut self, ui: &mut egui::Ui, height: f32, context: &mut PhasesContext<'_>, tokens: &Tokens) {
        let PhasesView { config, overlap, .. } = context.view();
        let (now, m) = (config.temperature, *overlap);
        self.well.refresh(now);
        let marble = double_well::height(m, now);
        let dots = [Dot { radius: 6.0, anchor: Align2::CENTER_BOTTOM, ..Dot::new("now", [m, marble], tokens.accent) }];
        let curves = [Curve { dashed: true, ..Curve::new("f(m)", tokens.ink, &self.well.curve) }];
        let sentence = double_well::sentence(now, self.well.minimum, Some(m), 1);
        let chart = LineChart {
            height,
            summary: &sentence,
            x_label: "m",
            curves: &curves,
            dots: &dots,
            x_range: double_well::RANGE,
            y_range: DoubleWell::range(Some(marble)),
            scrub: false,
            ..LineChart::new("well", "Free energy over the overlap")
        };
        if chart.show(ui).hover.is_some() {
            context.shell.status = sentence;
        }
    }
}
