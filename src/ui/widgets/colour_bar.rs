//! The scale next to a matrix: the colour map from high to low, with its ticks.

use egui::{Align2, Color32, FontId, Mesh, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, Vec2};

use super::paint;
use crate::ui::theme::{self, ColourMap};

const THICKNESS: f32 = 10.0;
const GAP: f32 = 6.0;
const BANDS: u32 = 64;

/// A vertical scale of `height`; `ticks` are fraction from the low end and text.
pub fn colour_bar_ui(ui: &mut Ui, map: &ColourMap, ticks: &[(f32, String)], height: f32) {
    let tokens = theme::tokens(ui.ctx());
    let font = FontId::proportional(tokens.theme.metrics().small);
    let widest = ticks.iter().map(|(_, text)| paint::width(ui, text, font.clone())).fold(0.0, f32::max);
    let size = Vec2::new(THICKNESS + GAP + widest, height.max(0.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let texts: Vec<&str> = ticks.iter().map(|(_, text)| text.as_str()).collect();
    paint::name(ui, &response, Role::Figure, &format!("colour scale {}", texts.join(", ")));
    let half = ui.text_style_height(&egui::TextStyle::Small) / 2.0;
    let bar = Rect::from_min_max(
        rect.min + Vec2::new(0.0, half.min(height / 2.0)),
        Pos2::new(rect.left() + THICKNESS, rect.bottom() - half.min(height / 2.0)),
    );
    ui.painter().add(Shape::mesh(gradient(map, bar)));
    ui.painter().rect_stroke(bar, 0.0, Stroke::new(1.0, tokens.hairline), StrokeKind::Inside);
    let mut free_below = f32::INFINITY;
    for (fraction, text) in ticks {
        let y = egui::lerp(bar.bottom()..=bar.top(), fraction.clamp(0.0, 1.0));
        if y + half <= free_below + 0.5 {
            let galley = paint::line(ui, text, font.clone(), tokens.soft);
            paint::galley(ui, galley, Pos2::new(bar.right() + GAP, y), Align2::LEFT_CENTER);
            free_below = y - half;
        }
    }
}

fn gradient(map: &ColourMap, bar: Rect) -> Mesh {
    let mut mesh = Mesh::default();
    for band in 0..=BANDS {
        let fraction = band as f32 / BANDS as f32;
        let y = egui::lerp(bar.bottom()..=bar.top(), fraction);
        let colour: Color32 = map.at(fraction);
        mesh.colored_vertex(Pos2::new(bar.left(), y), colour);
        mesh.colored_vertex(Pos2::new(bar.right(), y), colour);
        if band > 0 {
            let corner = 2 * band;
            mesh.add_triangle(corner - 2, corner - 1, corner);
            mesh.add_triangle(corner - 1, corner, corner + 1);
        }
    }
    mesh
}
