//! The corner by which cells are made larger or smaller: the grid keeps its room, so that larger cells are fewer.

use egui::{Align2, CornerRadius, CursorIcon, EventFilter, Key, Modifiers, Rect, Role, Sense, Stroke, Ui, vec2};

use super::layout::GridLayout;
use super::paint as grid_paint;
use crate::physics::spins::GridShape;
use crate::ui::theme::{self, Tokens};
use crate::ui::widgets::paint;

/// Sides of the grids that a drag leads to, in cells.
const SIDES: std::ops::RangeInclusive<usize> = 4..=64;
/// A drag of this length doubles or halves the side of a cell, in points.
const DOUBLED: f32 = 120.0;
/// Side of the corner, and its distance from the grid.
const CORNER: f32 = 18.0;
const APART: f32 = 4.0;
/// Lines of the corner, the shortest first.
const LINES: [f32; 3] = [5.0, 10.0, 15.0];
const TIP: &str =
    "Drag outwards for larger cells, inwards for smaller ones; memories and state are drawn again on the new grid";

/// The corner, where there is room for it next to a grid. The shape of the grid that is asked for, once let go.
pub fn cell_size_ui(ui: &Ui, layout: &GridLayout) -> Option<GridShape> {
    let shape = layout.shape;
    let corner = layout.rect.right_bottom() + vec2(APART, -CORNER);
    let rect = Rect::from_min_size(corner, egui::Vec2::splat(CORNER));
    if shape.width.min(shape.height) < *SIDES.start() || rect.right() > ui.max_rect().right() {
        return None;
    }
    let response = ui.interact(rect, ui.scope_id().with("cell size"), Sense::drag());
    paint::name(ui, &response, Role::Splitter, "Cell size");
    let begun = response.drag_started().then(|| response.interact_pointer_pos()).flatten();
    let origin = ui.data_mut(|data| {
        if let Some(begun) = begun {
            data.insert_temp(response.id, begun);
        }
        data.get_temp::<egui::Pos2>(response.id)
    });
    let wanted = response
        .interact_pointer_pos()
        .zip(origin)
        .map(|(now, from)| resized(shape, 2.0_f32.powf(((now - from).x + (now - from).y) / (2.0 * DOUBLED))));
    let tokens = theme::tokens(ui.ctx());
    let colour = if response.hovered() || response.dragged() { tokens.ink } else { tokens.faint };
    for length in LINES {
        let line = [rect.right_bottom() - vec2(length, 2.0), rect.right_bottom() - vec2(2.0, length)];
        ui.painter().line_segment(line, Stroke::new(1.5, colour));
    }
    paint::focus_ring(ui, &response, CornerRadius::same(4));
    let response = response.on_hover_and_drag_cursor(CursorIcon::ResizeNwSe).on_hover_text(TIP);
    match wanted {
        Some(wanted) if response.drag_stopped() => Some(wanted),
        Some(wanted) if response.dragged() => {
            preview(ui, layout, wanted, &tokens);
            None
        }
        _ => by_key(ui, &response, shape),
    }
    .filter(|&wanted| wanted != shape)
}

/// Arrows on the corner: one cell a side more or fewer.
fn by_key(ui: &Ui, response: &egui::Response, shape: GridShape) -> Option<GridShape> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pressed = |key: Key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key)) as isize;
    let larger = pressed(Key::ArrowRight) + pressed(Key::ArrowDown) - pressed(Key::ArrowLeft) - pressed(Key::ArrowUp);
    let width = shape.width.checked_add_signed(-larger).filter(|_| larger != 0)?;
    Some(with_width(shape, width))
}

/// The grid whose cells are `factor` times as large.
fn resized(shape: GridShape, factor: f32) -> GridShape {
    with_width(shape, (shape.width as f32 / factor).round() as usize)
}

/// A grid of the same proportions, so many cells wide as its sides allow.
fn with_width(shape: GridShape, width: usize) -> GridShape {
    let (least, most) = (*SIDES.start(), *SIDES.end());
    let side = |cells: usize| cells.clamp(least, most.max(shape.width).max(shape.height));
    let width = side(width);
    GridShape::new(width, side((shape.height * width + shape.width / 2) / shape.width))
}

/// The cells to be, over the grid, and how many they are.
fn preview(ui: &Ui, layout: &GridLayout, wanted: GridShape, tokens: &Tokens) {
    let cell = GridLayout::cell_side(layout.rect.size(), wanted, ui.pixels_per_point());
    let size = vec2(cell * wanted.width as f32, cell * wanted.height as f32);
    let over = GridLayout { rect: Rect::from_min_size(layout.rect.min, size), cell, shape: wanted };
    grid_paint::gaps(ui.painter(), &over, tokens.accent);
    let text = format!("{} × {}", wanted.width, wanted.height);
    let font = egui::FontId::proportional(1.4 * tokens.theme.metrics().body);
    let text = paint::line(ui, &text, font, tokens.ink);
    let ground = Rect::from_center_size(layout.rect.center(), text.size() + vec2(24.0, 12.0));
    ui.painter().rect_filled(ground, paint::CONTROL_RADIUS, tokens.panel);
    paint::galley(ui, text, ground.center(), Align2::CENTER_CENTER);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn larger_cells_are_fewer_and_proportions_stay() {
        let square = GridShape::new(28, 28);
        assert_eq!(resized(square, 2.0), GridShape::new(14, 14));
        assert_eq!(resized(square, 0.5), GridShape::new(56, 56));
        assert_eq!(resized(square, 1.0), square);
        assert_eq!(resized(GridShape::new(40, 20), 2.0), GridShape::new(20, 10));
    }

    #[test]
    fn no_drag_leads_beyond_the_smallest_and_the_largest_grid() {
        let shape = GridShape::new(28, 28);
        assert_eq!(resized(shape, 1e9), GridShape::new(4, 4));
        assert_eq!(resized(shape, 1e-9), GridShape::new(64, 64));
        assert_eq!(resized(shape, f32::NAN), GridShape::new(4, 4), "a pointer that is nowhere");
        // A larger grid than a drag makes can be made coarser, and is never cut by being touched.
        assert_eq!(resized(GridShape::new(100, 100), 1.0), GridShape::new(100, 100));
    }
}
