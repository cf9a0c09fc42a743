//! The links as edges between the sites.

use egui::{Pos2, Role, Sense, Stroke, pos2, vec2};

use crate::ui::labs::couplings::context::{Ask, CouplingsContext};
use crate::ui::labs::couplings::pairs::{Edge, Links};
use crate::ui::labs::couplings::placement::{Arrangement, Placement};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::take_out::{self, Figure, Table};
use crate::ui::widgets::{Segmented, hover_help, paint, title_ui};

/// Sites whose numbers have room.
const MOST_NAMES: usize = 36;
/// How near an edge must be to the pointer, in points.
const NEAR: f32 = 6.0;
/// The largest side of the picture.
const MOST_SIDE: f32 = 240.0;
/// Around the sites: their numbers.
const MARGIN: f32 = 18.0;
/// From a site to its number.
const TO_NAME: f32 = 11.0;
/// Width of the strongest edge.
const WIDEST: f32 = 4.0;

/// How the sites are arranged: a chosen way, or the one that suits the rows.
pub fn arrangement(context: &CouplingsContext<'_>) -> Arrangement {
    let suited = if context.shape().is_some() { Arrangement::Grid } else { Arrangement::Circle };
    context.shared.arrangement.unwrap_or(suited)
}

/// Draws it as high as it is wide; a click on a link looks at its pair.
pub fn graph_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, links: &Links, placement: &Placement) {
    let edges = &links.edges;
    let sites = context.view().config.sites();
    let note = format!("{} links", grouped(links.count as u64));
    hover_help(title_ui(ui, "Graph of the links", &note), help::GRAPH);
    let ways = [
        (Arrangement::Circle, "Circle", help::ARRANGEMENT),
        (Arrangement::Grid, "Grid", help::ARRANGEMENT),
        (Arrangement::Springs, "Springs", help::ARRANGEMENT),
    ];
    if let Some(chosen) = Segmented::new("Arrangement", arrangement(context), &ways).show(ui) {
        context.shared.arrangement = Some(chosen);
    }
    let side = ui.available_width().min(MOST_SIDE);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), side), Sense::click());
    let graph = Graph { placement, centre: rect.center(), half: side * 0.5 - MARGIN, sites };
    let hovered = response.hover_pos().and_then(|pointer| graph.nearest(edges, pointer));
    let marked = hovered.or_else(|| context.marked());
    paint::name(ui, &response, Role::Image, "Graph of the links");
    if ui.is_rect_visible(rect) {
        graph.paint(ui, edges, marked);
    }
    let table = || {
        let mut table = Table::new(["link", "site", "other site", "J"]);
        for (place, ([i, j], value)) in edges.iter().rev().enumerate() {
            table.row(&(place + 1).to_string(), [*i as f64 + 1.0, *j as f64 + 1.0, *value]);
        }
        table
    };
    let size = rect.size();
    let again = |ui: &mut egui::Ui| {
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        Graph { centre: rect.center(), ..graph }.paint(ui, edges, None);
    };
    let figure = Figure { name: "Graph of the links", size, table: &table, draw: &again, gestures: "" };
    take_out::offer(ui, &response, &figure);
    if let Some(pair) = hovered {
        context.shared.pointed.pair = Some(pair);
        context.shell.status = sentences::pair(context.view(), pair);
        if response.clicked() {
            context.asks.push(Ask::Pair(pair));
        }
    }
}

/// The sites on the screen.
#[derive(Clone, Copy)]
pub struct Graph<'a> {
    pub placement: &'a Placement,
    pub centre: Pos2,
    /// Half of the side of the square that they fill.
    pub half: f32,
    pub sites: usize,
}

impl Graph<'_> {
    pub fn place(&self, site: usize) -> Pos2 {
        self.placement.place(site, self.centre, self.half)
    }

    fn lines(&self, pair: [usize; 2]) -> Vec<[Pos2; 2]> {
        self.placement.lines(pair, self.centre, self.half)
    }

    fn paint(&self, ui: &egui::Ui, edges: &[Edge], marked: Option<[usize; 2]>) {
        let tokens = theme::tokens(ui.ctx());
        let strongest = edges.last().map_or(1.0, |(_, value)| value.abs());
        for &(pair, value) in edges {
            let colour = if value < 0.0 { tokens.negative } else { tokens.positive };
            let width = WIDEST * (value.abs() / strongest) as f32;
            let stroke =
                if marked == Some(pair) { Stroke::new(WIDEST, tokens.accent) } else { Stroke::new(width, colour) };
            for line in self.lines(pair) {
                ui.painter().line_segment(line, stroke);
            }
        }
        self.paint_sites(ui, marked.as_ref().map_or(&[], |pair| pair.as_slice()));
    }

    /// Dots with their numbers, as far as there is room.
    pub fn paint_sites(&self, ui: &egui::Ui, marked: &[usize]) {
        let tokens = theme::tokens(ui.ctx());
        let font = egui::TextStyle::Small.resolve(ui.style());
        let dot = (self.half * 1.2 / self.sites.max(1) as f32).clamp(1.0, 4.0);
        for site in 0..self.sites {
            let is_marked = marked.contains(&site);
            let at = self.place(site);
            ui.painter().circle_filled(at, dot, if is_marked { tokens.accent } else { tokens.ink });
            if self.sites <= MOST_NAMES || is_marked {
                let outwards = (at - self.centre).normalized();
                let beside = if outwards == egui::Vec2::ZERO { vec2(0.0, -1.0) } else { outwards };
                let colour = if is_marked { tokens.accent } else { tokens.soft };
                let name = (site + 1).to_string();
                ui.painter().text(at + TO_NAME * beside, egui::Align2::CENTER_CENTER, name, font.clone(), colour);
            }
        }
    }

    /// The edge under the pointer.
    fn nearest(&self, edges: &[Edge], pointer: Pos2) -> Option<[usize; 2]> {
        let to_line = |[from, to]: [Pos2; 2]| {
            let along = to - from;
            let part = ((pointer - from).dot(along) / along.length_sq().max(1e-6)).clamp(0.0, 1.0);
            pointer.distance(pos2(from.x + part * along.x, from.y + part * along.y))
        };
        let away = |pair: [usize; 2]| self.lines(pair).into_iter().map(to_line).fold(f32::INFINITY, f32::min);
        let near = edges.iter().map(|(pair, _)| (*pair, away(*pair))).filter(|(_, away)| *away <= NEAR);
        near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(pair, _)| pair)
    }
}
