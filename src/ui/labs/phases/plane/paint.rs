//! How the plane looks: regions, cells, lines, names, axes, measured places and the puck.

use std::sync::Arc;

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Color32, FontId, Galley, Painter, Pos2, Rangef, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::geometry::{Geometry, TICK};
use super::lines::{HeatCell, Line};
use crate::physics::theory::retrieval::Phase;
use crate::ui::theme::{self, ColourMap, Tokens};
use crate::ui::widgets::paint;
use crate::ui::widgets::plots::scale::{tick_text, ticks};

pub const PUCK: f32 = 9.0;

/// The ground of a region.
pub fn ground(phase: Phase, tokens: &Tokens) -> Color32 {
    let (towards, share) = match phase {
        Phase::Ferromagnetic => (tokens.good, 0.30),
        Phase::Mixed => (tokens.good, 0.14),
        Phase::SpinGlass => (tokens.warning, 0.10),
        Phase::Paramagnetic => return tokens.panel,
    };
    theme::mix(tokens.panel, towards, share)
}

pub fn ink(line: Line, tokens: &Tokens) -> Color32 {
    match line {
        Line::Retrieval => tokens.ink,
        Line::Ground => tokens.good,
        Line::Glass => tokens.warning,
        Line::Replica | Line::ReplicaAsymptote => tokens.soft,
    }
}

/// `T` with an index, as it is written.
pub fn symbol(ui: &Ui, index: &str, colour: Color32) -> Arc<Galley> {
    let size = theme::tokens(ui.ctx()).theme.metrics().title + 1.0;
    let format = |size: f32, valign: Align| TextFormat {
        font_id: FontId::proportional(size),
        color: colour,
        valign,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    job.append("T", 0.0, format(size, Align::Center));
    job.append(index, 1.0, format(size * 0.72, Align::BOTTOM));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Paints a region between its two temperatures.
pub fn strip(painter: &Painter, geometry: &Geometry, strip: &[(f64, f64, f64)], colour: Color32) {
    let mut mesh = Mesh::default();
    let vertex = |pos: Pos2| Vertex { pos, uv: WHITE_UV, color: colour };
    for (index, &(load, low, high)) in strip.iter().enumerate() {
        mesh.vertices.push(vertex(geometry.position(load, low)));
        mesh.vertices.push(vertex(geometry.position(load, high)));
        if index > 0 {
            let last = 2 * index as u32;
            mesh.add_triangle(last - 2, last - 1, last);
            mesh.add_triangle(last - 1, last, last + 1);
        }
    }
    painter.add(Shape::mesh(mesh));
}

/// Paints the cells of a sweep; those still to come as outlines.
pub fn cells(painter: &Painter, geometry: &Geometry, cells: &[HeatCell], tokens: &Tokens) {
    let map = ColourMap::sequential();
    let mut mesh = Mesh::default();
    for cell in cells {
        let corners =
            [geometry.position(cell.load.0, cell.temperature.1), geometry.position(cell.load.1, cell.temperature.0)];
        let rect = Rect::from_two_pos(corners[0], corners[1]);
        if let Some(value) = cell.value {
            mesh.add_colored_rect(rect, map.at(value as f32));
        } else {
            painter.rect_stroke(rect, 0.0, Stroke::new(1.0, tokens.hairline), egui::StrokeKind::Inside);
        }
    }
    painter.add(Shape::mesh(mesh));
}

/// Paints a ground for a line that runs over cells: no ink is readable on all of their colours.
pub fn casing(painter: &Painter, line: Line, path: &[Pos2], tokens: &Tokens) {
    let width = if line == Line::Replica || line == Line::ReplicaAsymptote { 2.5 } else { 4.5 };
    painter.line(path.to_vec(), Stroke::new(width, theme::mix(tokens.panel, tokens.ink, 0.06)));
}

/// Paints a ground for a name that stands over cells.
pub fn plate(painter: &Painter, name: Rect, tokens: &Tokens) {
    painter.rect_filled(name.expand2(vec2(5.0, 2.0)), 4.0, tokens.panel);
}

/// Paints a line of the diagram: dashed, as all theory; dotted where it is an asymptote only.
pub fn line(painter: &Painter, line: Line, path: &[Pos2], colour: Color32) {
    let (width, dash, gap) = match line {
        Line::Retrieval => (2.2, 8.0, 4.0),
        Line::Glass | Line::Ground => (1.8, 8.0, 4.0),
        Line::Replica => (1.2, 5.0, 3.5),
        Line::ReplicaAsymptote => (1.2, 1.5, 4.0),
    };
    let mut shapes = Vec::new();
    Shape::dashed_line_many(path, Stroke::new(width, colour), dash, gap, &mut shapes);
    painter.extend(shapes);
}

/// Paints hairlines, numbers and the names of both axes.
pub fn axes(ui: &Ui, geometry: &Geometry, font: &FontId, tokens: &Tokens) {
    let (data, painter) = (geometry.data, ui.painter());
    let hairline = Stroke::new(1.0, tokens.hairline);
    let number = |text: &str| paint::line(ui, text, font.clone(), tokens.soft);
    let most = |length: f32, room: f32| (length / room).floor().clamp(2.0, 8.0) as usize;
    let (values, step) = ticks((geometry.temperature.low, geometry.temperature.high), most(data.height(), 60.0));
    for value in values {
        let y = geometry.temperature.position(value);
        painter.hline(data.x_range(), y, Stroke::new(1.0, theme::mix(tokens.panel, tokens.hairline, 0.7)));
        let galley = number(&tick_text(value, step));
        painter.galley(pos2(data.left() - TICK - galley.size().x, y - galley.size().y / 2.0), galley, tokens.soft);
    }
    let (values, step) = ticks((geometry.load.low, geometry.load.high), most(data.width(), 84.0));
    let last = values.len().saturating_sub(1);
    let mut end = data.right();
    for (index, value) in values.into_iter().enumerate() {
        let x = geometry.load.position(value);
        painter.vline(x, Rangef::new(data.bottom(), data.bottom() + 4.0), hairline);
        let text = if value == 0.0 { "0".to_owned() } else { tick_text(value, step) };
        let galley = number(&text);
        let shift = if index == last { (x + galley.size().x / 2.0 - geometry.outer.right()).max(0.0) } else { 0.0 };
        end = x - galley.size().x / 2.0 - shift;
        painter.galley(pos2(end, data.bottom() + TICK), galley, tokens.soft);
    }
    painter.rect_stroke(data, 0.0, hairline, egui::StrokeKind::Outside);
    let name = paint::line(ui, "T", theme::medium(font.size + 1.0), tokens.soft);
    painter.galley(pos2(data.left() - TICK - name.size().x, data.top() + 12.0), name, tokens.soft);
    let name = paint::line(ui, "α = p/N", theme::medium(font.size + 1.0), tokens.soft);
    let left = (data.left() + 0.875 * data.width() - name.size().x / 2.0).min(end - TICK - name.size().x);
    painter.galley(pos2(left, data.bottom() + TICK - 1.0), name, tokens.soft);
}

/// Paints the places that were measured.
pub fn dots(painter: &Painter, places: impl Iterator<Item = Pos2>, tokens: &Tokens) {
    for at in places {
        painter.circle(at, 2.5, tokens.ink, Stroke::new(1.0, tokens.panel));
    }
}

/// Paints the puck, with hairs to both axes.
pub fn puck(painter: &Painter, geometry: &Geometry, at: Pos2, held: bool, focused: bool, tokens: &Tokens) {
    let hair = Stroke::new(1.0, tokens.accent);
    painter.vline(at.x, Rangef::new(at.y + PUCK, geometry.data.bottom()), hair);
    painter.hline(Rangef::new(geometry.data.left(), at.x - PUCK), at.y, hair);
    if held || focused {
        painter.circle(at, PUCK + 5.0, Color32::TRANSPARENT, Stroke::new(2.0, tokens.accent));
    }
    painter.circle(at, PUCK, tokens.accent, Stroke::new(2.5, tokens.panel));
    painter.circle(at, PUCK + 1.5, Color32::TRANSPARENT, Stroke::new(1.0, tokens.ink));
    painter.circle_filled(at, 2.0, tokens.on_accent);
}
