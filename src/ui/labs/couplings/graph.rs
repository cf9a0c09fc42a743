//! The links as edges between the sites on a ring.

use std::f32::consts::TAU;

use egui::{Pos2, Role, Sense, Stroke, pos2, vec2};

use crate::ui::labs::couplings::context::{Ask, CouplingsContext};
use crate::ui::labs::couplings::pairs::{Edge, Links};
use crate::ui::labs::couplings::{help, sentences};
use crate::ui::theme;
use crate::ui::theme::numbers::grouped;
use crate::ui::widgets::take_out::{self, Figure, Table};
use crate::ui::widgets::{hover_help, paint, title_ui};

/// Sites whose numbers have room.
const MOST_NAMES: usize = 30;
/// How near an edge must be to the pointer, in points.
const NEAR: f32 = 6.0;
/// The largest side of the picture.
const MOST_SIDE: f32 = 240.0;
/// Width of the strongest edge.
const WIDEST: f32 = 4.0;

/// Draws it as high as it is wide; a click on a link looks at its pair.
pub fn graph_ui(ui: &mut egui::Ui, context: &mut CouplingsContext<'_>, links: &Links) {
    let edges = &links.edges;
    let sites = context.view().config.sites();
    let note = format!("{} links", grouped(links.count as u64));
    hover_help(title_ui(ui, "Graph of the links", &note), help::GRAPH);
    let side = ui.available_width().min(MOST_SIDE);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), side), Sense::click());
    let graph = Ring { centre: rect.center(), radius: side * 0.5 - 18.0, sites };
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
        Ring { centre: rect.center(), ..graph }.paint(ui, edges, None);
    };
    let figure = Figure { name: "Graph of the links", size, table: &table, draw: &again, gestures: "" };
    take_out::offer(ui, &response, &figure);
    if let Some(pair) = hovered {
        context.shared.hovered = Some(pair);
        context.shell.status = sentences::pair(context.view(), pair);
        if response.clicked() {
            context.asks.push(Ask::Pair(pair));
        }
    }
}

/// Where the sites stand.
#[derive(Clone, Copy)]
struct Ring {
    centre: Pos2,
    radius: f32,
    sites: usize,
}

impl Ring {
    /// The place of a site, the first at the top.
    fn place(&self, site: usize, radius: f32) -> Pos2 {
        let angle = TAU * (site as f32 / self.sites.max(1) as f32 - 0.25);
        self.centre + radius * vec2(angle.cos(), angle.sin())
    }

    fn paint(&self, ui: &egui::Ui, edges: &[Edge], marked: Option<[usize; 2]>) {
        let tokens = theme::tokens(ui.ctx());
        let painter = ui.painter();
        let strongest = edges.last().map_or(1.0, |(_, value)| value.abs());
        for &(pair, value) in edges {
            let ends = pair.map(|site| self.place(site, self.radius));
            let colour = if value < 0.0 { tokens.negative } else { tokens.positive };
            let width = WIDEST * (value.abs() / strongest) as f32;
            let stroke =
                if marked == Some(pair) { Stroke::new(WIDEST, tokens.accent) } else { Stroke::new(width, colour) };
            painter.line_segment(ends, stroke);
        }
        for site in 0..self.sites {
            let is_marked = marked.is_some_and(|pair| pair.contains(&site));
            let colour = if is_marked { tokens.accent } else { tokens.ink };
            let dot = (self.radius * 1.2 / self.sites.max(1) as f32).clamp(1.0, 4.0);
            painter.circle_filled(self.place(site, self.radius), dot, colour);
            if self.sites <= MOST_NAMES || is_marked {
                let font = egui::TextStyle::Small.resolve(ui.style());
                let at = self.place(site, self.radius + 12.0);
                painter.text(
                    at,
                    egui::Align2::CENTER_CENTER,
                    (site + 1).to_string(),
                    font,
                    if is_marked { tokens.accent } else { tokens.soft },
                );
            }
        }
    }

    /// The edge under the pointer.
    fn nearest(&self, edges: &[Edge], pointer: Pos2) -> Option<[usize; 2]> {
        let away = |pair: [usize; 2]| {
            let [from, to] = pair.map(|site| self.place(site, self.radius));
            let along = to - from;
            let part = ((pointer - from).dot(along) / along.length_sq().max(1e-6)).clamp(0.0, 1.0);
            pointer.distance(pos2(from.x + part * along.x, from.y + part * along.y))
        };
        let near = edges.iter().map(|(pair, _)| (*pair, away(*pair))).filter(|(_, away)| *away <= NEAR);
        near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(pair, _)| pair)
    }
}
