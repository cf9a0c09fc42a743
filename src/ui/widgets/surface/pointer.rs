//! How a surface is turned and zoomed, by pointer and by keys.

use egui::{EventFilter, Key, Modifiers, Pos2, Rect, Response, Ui, Vec2};

use super::view::{Projection, SurfaceView};

/// What the menu of the figure and the help say of it.
pub(super) const GESTURES: &str =
    "Turn: drag, or the arrow keys. Zoom: wheel, or + and −. Turn back: double click, or Home.";
/// Least and greatest angle from which it is seen: never from below.
const ABOVE: (f32, f32) = (0.08, 1.5);
/// Radians for a point of dragging, and for an arrow key.
const DRAGGED: f32 = 0.008;
const KEY: f32 = 0.12;
/// The least and the largest zoom, how much a point of scrolling zooms, and a key.
const ZOOM: (f32, f32) = (0.5, 6.0);
const SCROLLED: f32 = 0.002;
const ZOOM_KEY: f32 = 1.2;

/// Turns and zooms by what was dragged, scrolled or pressed.
pub(super) fn turn_by(ui: &Ui, response: &Response, room: Rect, view: &mut SurfaceView) {
    let mut by = response.drag_delta() * DRAGGED;
    if response.clicked() {
        response.request_focus();
    }
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let mut home = response.double_clicked();
    if response.has_focus() {
        for (key, step) in [
            (Key::ArrowLeft, Vec2::new(-KEY, 0.0)),
            (Key::ArrowRight, Vec2::new(KEY, 0.0)),
            (Key::ArrowUp, Vec2::new(0.0, -KEY)),
            (Key::ArrowDown, Vec2::new(0.0, KEY)),
        ] {
            if pressed(key) {
                by += step;
            }
        }
        let closer = pressed(Key::Plus) || pressed(Key::Equals);
        let farther = pressed(Key::Minus);
        if closer || farther {
            zoom_by(view, if closer { ZOOM_KEY } else { 1.0 / ZOOM_KEY }, room, room.center());
        }
        home |= pressed(Key::Home);
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    if let Some(pointer) = response.hover_pos() {
        // The wheel is spent here: what lies around must not scroll too.
        let (scrolled, pinched) = ui.input_mut(|input| {
            let scrolled = std::mem::replace(&mut input.smooth_scroll_delta, Vec2::ZERO).y;
            (scrolled, input.zoom_delta())
        });
        let factor = (scrolled * SCROLLED).exp() * pinched;
        if (factor - 1.0).abs() > 1e-4 {
            zoom_by(view, factor, room, pointer);
        }
    }
    view.around = (view.around + by.x) % std::f32::consts::TAU;
    view.above = (view.above + by.y).clamp(ABOVE.0, ABOVE.1);
    if home {
        *view = SurfaceView::default();
    }
}

/// Zooms so that what is under `fixed` stays there.
fn zoom_by(view: &mut SurfaceView, factor: f32, room: Rect, fixed: Pos2) {
    let before = Projection::new(*view, room);
    let zoom = (view.zoom * factor).clamp(ZOOM.0, ZOOM.1);
    let offset = (fixed - room.center()) / before.scale();
    let share = view.zoom / zoom;
    view.moved = (offset * share - offset + view.moved).clamp(Vec2::splat(-2.0), Vec2::splat(2.0));
    view.zoom = zoom;
    if zoom <= 1.0 {
        view.moved = Vec2::ZERO;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_the_pointer_stays_there_when_it_is_zoomed() {
        let room = Rect::from_min_size(Pos2::ZERO, Vec2::new(400.0, 300.0));
        let mut view = SurfaceView::default();
        let point = |view: SurfaceView| Projection::new(view, room).place([0.2, -0.1], 0.4);
        let under = point(view);
        for factor in [1.3, 1.5, 0.8] {
            zoom_by(&mut view, factor, room, under);
            assert!((point(view) - under).length() < 0.1, "{} is not {under}", point(view));
        }
        zoom_by(&mut view, 0.01, room, under);
        assert_eq!((view.zoom, view.moved), (ZOOM.0, Vec2::ZERO));
    }
}
