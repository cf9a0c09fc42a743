//! The largest triples as nodes of a factor graph: each is tied to its three sites.

use egui::{Pos2, Rect, Role, Sense, Stroke, Vec2, vec2};

use crate::physics::ising::Triple;
use crate::ui::labs::couplings::context::CouplingsContext;
use crate::ui::labs::couplings::graph::Graph;
use crate::ui::labs::couplings::placement::Placement;
use crate::ui::labs::couplings::sentences;
use crate::ui::theme;
use crate::ui::widgets::take_out::{self, Figure, Table};
use crate::ui::widgets::{paint, title_ui};

/// Sizes of chance that a triple must exceed to be drawn.
const ABOVE: f64 = 3.0;
/// Around the sites: their numbers.
const MARGIN: f32 = 18.0;
/// How near a node must be to the pointer, in points.
const NEAR: f32 = 12.0;
/// Where a node stands between the middle of the picture and that of its sites.
const INWARDS: f32 = 0.72;
/// Half the side of a node, and the width of its ties, of the largest triple.
const NODE: f32 = 4.0;
const TIE: f32 = 2.0;
const NAME: &str = "Triples between the sites";

/// Draws those that chance does not explain.
pub fn factors_ui(
    ui: &mut egui::Ui,
    context: &mut CouplingsContext<'_>,
    placement: &Placement,
    shown: &[&Triple],
    height: f32,
) {
    let least = context.noise().map_or(0.0, |noise| ABOVE * noise);
    let drawn: Vec<&Triple> = shown.iter().filter(|triple| triple.value.abs() > least).copied().collect();
    let before = ui.cursor().top();
    let note = if least > 0.0 { format!("{} above 3/√M", drawn.len()) } else { format!("{}", drawn.len()) };
    title_ui(ui, "Between the sites", &note);
    let size = vec2(ui.available_width(), (height - (ui.cursor().top() - before)).max(0.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let half = (0.5 * size.min_elem() - MARGIN).max(1.0);
    let sites = context.view().config.sites();
    let graph = Graph { placement, centre: rect.center(), half, sites };
    let hovered = response.hover_pos().and_then(|pointer| nearest(&graph, &drawn, pointer));
    if let Some(triple) = hovered {
        context.shared.pointed.triple = Some(triple.sites());
        context.shell.status = sentences::triple(context.view(), triple);
    }
    paint::name(ui, &response, Role::Image, NAME);
    if ui.is_rect_visible(rect) {
        draw(ui, &graph, &drawn, context.shared.marked.triple);
    }
    let table = || {
        let mut table = Table::new(["triple", "site", "second site", "third site", "J"]);
        for (place, triple) in drawn.iter().enumerate() {
            let sites = triple.sites().map(|site| site as f64 + 1.0);
            table.row(&(place + 1).to_string(), sites.into_iter().chain([triple.value]));
        }
        table
    };
    let again = |ui: &mut egui::Ui| {
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        draw(ui, &Graph { centre: rect.center(), ..graph }, &drawn, None);
    };
    take_out::offer(ui, &response, &Figure { name: NAME, size, table: &table, draw: &again, gestures: "" });
}

fn draw(ui: &egui::Ui, graph: &Graph<'_>, triples: &[&Triple], marked: Option<[usize; 3]>) {
    let tokens = theme::tokens(ui.ctx());
    let largest = triples.first().map_or(1.0, |triple| triple.value.abs());
    // The largest are drawn over the others.
    for triple in triples.iter().rev() {
        let colour = if triple.value < 0.0 { tokens.negative } else { tokens.positive };
        let part = (triple.value.abs() / largest) as f32;
        let colour = if marked == Some(triple.sites()) { tokens.accent } else { colour };
        let node = node(graph, triple);
        for site in triple.sites() {
            ui.painter().line_segment([node, graph.place(site)], Stroke::new(TIE * part, colour));
        }
        ui.painter().rect_filled(Rect::from_center_size(node, Vec2::splat(2.0 * NODE * part)), 0.0, colour);
    }
    graph.paint_sites(ui, marked.as_ref().map_or(&[], |sites| sites.as_slice()));
}

/// The node of a triple.
fn node(graph: &Graph<'_>, triple: &Triple) -> Pos2 {
    let [a, b, c] = triple.sites().map(|site| graph.place(site).to_vec2());
    graph.centre + INWARDS * ((a + b + c) / 3.0 - graph.centre.to_vec2())
}

/// The triple whose node is near the pointer.
fn nearest<'a>(graph: &Graph<'_>, triples: &[&'a Triple], pointer: Pos2) -> Option<&'a Triple> {
    let away = |triple: &&'a Triple| node(graph, triple).distance(pointer);
    let near = triples.iter().copied().filter(|triple| away(triple) <= NEAR);
    near.min_by(|a, b| away(a).total_cmp(&away(b)))
}
