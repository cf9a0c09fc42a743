//! The machine as circles: states live, clamped units ringed, weights as signed widths.

use std::sync::Arc;

use egui::{Align2, FontId, Rect, Role, Sense, Stroke, vec2};

use crate::engine::boltzmann::{BoltzmannCmd, BoltzmannView};
use crate::ui::lab::{Panel, PanelInfo, Place};
use crate::ui::labs::boltzmann::context::{BoltzmannContext, BoltzmannPanels, Dragged, ShownPhase};
use crate::ui::labs::boltzmann::places::{Places, part};
use crate::ui::labs::boltzmann::{help, sentences};
use crate::ui::theme::numbers::signed;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::take_out::{self, Figure, Table};
use crate::ui::widgets::{Button, Segmented, paint, sentence_ui};

/// Width of the strongest edge.
const WIDEST: f32 = 8.0;
/// How near an edge must be to the pointer, in points.
const NEAR: f32 = 7.0;
/// Units whose names and biases have room.
const MOST_NAMED: usize = 32;
/// Of more edges than this the strongest are drawn.
const MOST_EDGES: usize = 4000;

#[derive(Default)]
pub struct NetworkPanel {
    /// The unit that is being dragged.
    held: Option<usize>,
    key: Option<(u64, u64)>,
    /// The edges that are drawn, the faintest first.
    edges: Arc<[[usize; 2]]>,
}

const INFO: PanelInfo =
    PanelInfo { id: "network", title: "The machine", tab: "Machine", help: help::NETWORK, place: Place::Centre };

impl Panel<BoltzmannPanels> for NetworkPanel {
    fn info(&self) -> &'static PanelInfo {
        &INFO
    }

    fn least(&self) -> egui::Vec2 {
        egui::vec2(220.0, 130.0)
    }

    fn explanation(&self, _context: &BoltzmannContext<'_>) -> String {
        "width: |weight|, colour: sign, ring: clamped".to_owned()
    }

    fn ui(&mut self, ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
        bar_ui(ui, context);
        let size = ui.available_size().max(egui::Vec2::ZERO);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        paint::name(ui, &response, Role::Image, &sentences::machine(context.view()));
        let scale = theme::tokens(ui.ctx()).theme.metrics().scale;
        let topology = *context.moment().machine.topology();
        let places = Places::new(&topology, &context.shared.dragged, rect, scale);
        self.drag(ui, context, &response, &places, rect);
        let pointer = response.hover_pos();
        let unit = pointer.and_then(|pointer| places.unit_at(pointer));
        self.refresh(context);
        let edges = || self.edges.iter().copied();
        let edge = pointer.filter(|_| unit.is_none()).and_then(|pointer| places.edge_at(edges(), pointer, NEAR));
        let hovered = unit.map(|unit| [unit, unit]).or(edge);
        if let Some(pair) = hovered {
            context.shared.pointed = Some(pair);
            context.shell.status = sentences::pair(context.view(), pair);
            if response.clicked() {
                context.ask(BoltzmannCmd::Watch { i: pair[0], j: pair[1] });
            }
        }
        if ui.is_rect_visible(rect) {
            let marked = hovered.or(context.shared.marked);
            paint_machine(ui, context.view(), &self.edges, (context.shared.phase, &places), marked);
        }
        offer(ui, context, &self.edges, &response, rect);
    }
}

impl NetworkPanel {
    /// Sorts the edges; of very many only the strongest are drawn, and found by the pointer.
    fn refresh(&mut self, context: &BoltzmannContext<'_>) {
        let key = context.key();
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let machine = &context.moment().machine;
        let mut edges: Vec<[usize; 2]> = machine.topology().pairs().into_iter().map(|(i, j)| [i, j]).collect();
        let strength = |edge: &[usize; 2]| machine.weights().get(*edge).map_or(0.0, |weight| weight.abs());
        edges.sort_by(|a, b| strength(a).total_cmp(&strength(b)));
        self.edges = edges.split_off(edges.len().saturating_sub(MOST_EDGES)).into();
    }

    /// Moves a unit with the pointer.
    fn drag(
        &mut self,
        ui: &egui::Ui,
        context: &mut BoltzmannContext<'_>,
        response: &egui::Response,
        places: &Places,
        rect: Rect,
    ) {
        if response.drag_started() {
            // Where it was pressed: by now a quick pointer is elsewhere.
            let pressed = ui.input(|input| input.pointer.press_origin());
            self.held = pressed.and_then(|pointer| places.unit_at(pointer));
        }
        if let (Some(unit), Some(pointer)) = (self.held, response.interact_pointer_pos()) {
            let topology = context.moment().machine.topology();
            let shape = (topology.visible, topology.hidden);
            let dragged = &mut context.shared.dragged;
            if dragged.shape != shape {
                *dragged = Dragged { shape, units: Vec::new() };
            }
            dragged.units.retain(|(other, _)| *other != unit);
            dragged.units.push((unit, part(pointer, rect, places.radius)));
        }
        if response.drag_stopped() {
            self.held = None;
        }
    }
}

/// Gives the picture the menu of figures.
fn offer(ui: &egui::Ui, context: &BoltzmannContext<'_>, edges: &[[usize; 2]], response: &egui::Response, rect: Rect) {
    let view = context.view().clone();
    let table = || {
        let machine = &view.looked.machine;
        let mut table = Table::new(["edge", "unit", "other unit", "weight"]);
        for (place, (i, j)) in machine.topology().pairs().into_iter().enumerate() {
            let weight = machine.weights().get((i, j)).copied().unwrap_or(0.0);
            table.row(&(place + 1).to_string(), [i as f64 + 1.0, j as f64 + 1.0, weight]);
        }
        table
    };
    let (phase, dragged) = (context.shared.phase, context.shared.dragged.clone());
    let again = |ui: &mut egui::Ui| {
        let (rect, _) = ui.allocate_exact_size(rect.size(), Sense::hover());
        let places = Places::new(view.looked.machine.topology(), &dragged, rect, 1.0);
        paint_machine(ui, &view, edges, (phase, &places), None);
    };
    let figure = Figure {
        name: "The machine",
        size: rect.size(),
        table: &table,
        draw: &again,
        gestures: "Drag a unit to move it; a click on an edge or unit shows how it learns.",
    };
    take_out::offer(ui, response, &figure);
}

/// Which chain is drawn, and what it is held to.
fn bar_ui(ui: &mut egui::Ui, context: &mut BoltzmannContext<'_>) {
    ui.horizontal_wrapped(|ui| {
        let phases = [(ShownPhase::Clamped, "Clamped", help::CLAMPED), (ShownPhase::Free, "Free", help::FREE)];
        if let Some(phase) = Segmented::new("Chain", context.shared.phase, &phases).show(ui) {
            context.shared.phase = phase;
        }
        let chains = context.view().chains.clone();
        if context.shared.phase == ShownPhase::Clamped {
            sentence_ui(ui, &sentences::clamped_row(context.view()), None);
            if chains.is_held {
                let tip = "Goes through the rows again, one an update";
                if Button::new("Let go").small().tooltip(tip).show(ui).clicked() {
                    context.ask(BoltzmannCmd::Free);
                }
            }
        } else {
            sentence_ui(ui, "all units run free", None);
        }
        if !context.shared.dragged.units.is_empty() {
            let tip = "Puts all units back where they were";
            if Button::new("Arrange").small().tooltip(tip).show(ui).clicked() {
                context.shared.dragged = Dragged::default();
            }
        }
    });
}

/// Edges, then units.
fn paint_machine(
    ui: &egui::Ui,
    view: &BoltzmannView,
    edges: &[[usize; 2]],
    (phase, places): (ShownPhase, &Places),
    marked: Option<[usize; 2]>,
) {
    let tokens = theme::tokens(ui.ctx());
    let machine = &view.looked.machine;
    let weight = |i: usize, j: usize| machine.weights().get((i, j)).copied().unwrap_or(0.0);
    let largest = edges.last().map_or(1e-12, |&[i, j]| weight(i, j).abs().max(1e-12));
    let painter = ui.painter();
    let watched = [view.explanation.i, view.explanation.j];
    for &[i, j] in edges {
        let ends = [places.unit(i), places.unit(j)];
        let strength = (weight(i, j).abs() / largest) as f32;
        let colour = if weight(i, j) < 0.0 { tokens.negative } else { tokens.positive };
        if watched == [i, j] || marked == Some([i, j]) {
            let halo = if marked == Some([i, j]) { tokens.accent } else { tokens.accent.gamma_multiply(0.35) };
            painter.line_segment(ends, Stroke::new(WIDEST * strength + 6.0, halo));
        }
        painter.line_segment(ends, Stroke::new((WIDEST * strength).max(0.5), colour));
    }
    let states: &Arc<[u8]> = match phase {
        ShownPhase::Clamped => &view.chains.clamped,
        ShownPhase::Free => &view.chains.free,
    };
    for unit in 0..places.units.len() {
        let is_marked = marked.is_some_and(|pair| pair.contains(&unit)) || watched == [unit, unit];
        let is_clamped = phase == ShownPhase::Clamped && unit < places.visible;
        unit_ui(ui, &tokens, places, unit, (states.get(unit) == Some(&1), is_clamped, is_marked));
        if places.units.len() <= MOST_NAMED {
            let bias = machine.biases().get(unit).copied().unwrap_or(0.0);
            bias_ui(ui, &tokens, places, unit, bias);
        }
    }
}

fn unit_ui(ui: &egui::Ui, tokens: &Tokens, places: &Places, unit: usize, (on, clamped, marked): (bool, bool, bool)) {
    let (at, radius) = (places.unit(unit), places.radius);
    let (fill, ink) = if on { (tokens.ink, tokens.panel) } else { (tokens.panel, tokens.ink) };
    if clamped {
        ui.painter().circle_stroke(at, radius + 3.5, Stroke::new(2.5, tokens.accent));
    }
    let edge = if marked { Stroke::new(3.0, tokens.accent) } else { Stroke::new(1.5, tokens.ink) };
    ui.painter().circle(at, radius, fill, edge);
    if places.units.len() <= MOST_NAMED {
        let font = FontId::proportional(radius * 0.85);
        ui.painter().text(at, Align2::CENTER_CENTER, sentences::unit(unit, places.visible), font, ink);
    }
}

/// The bias, outside of the layer.
fn bias_ui(ui: &egui::Ui, tokens: &Tokens, places: &Places, unit: usize, bias: f64) {
    let small = tokens.theme.metrics().small;
    let (anchor, side) = if unit < places.visible { (Align2::CENTER_TOP, 1.0) } else { (Align2::CENTER_BOTTOM, -1.0) };
    let at = places.unit(unit) + vec2(0.0, side * (places.radius + 6.0));
    ui.painter().text(at, anchor, signed(bias, 2), FontId::monospace(small), tokens.soft);
}
