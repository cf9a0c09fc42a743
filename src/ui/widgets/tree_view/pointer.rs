//! Zoom, pan, the lens and the cut line by pointer, as in the other plots.

use egui::{CursorIcon, Key, PointerButton, Pos2, Rect, Response, Ui};

use super::axis::DepthAxis;
use super::clusters::Inks;
use super::cut;
use super::projection::{Lens, Projection};
use super::state::TreeViewState;
use super::window::Window;

/// How a tree is zoomed and moved, for its menu.
pub const GESTURES: &str = "Zoom: wheel with Ctrl, along the branches with Shift too, or drag with the right button. \
                            Move: drag. Lens: hold F. Into a clade: double click; out again: double click where nothing is. \
                            Common ancestor: click with Shift.";
/// The reach of the lens, in points.
const LENS: f32 = 130.0;
/// A box must be at least this large to be zoomed into.
const SMALLEST_BOX: f32 = 6.0;

/// What the pointer holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Held {
    #[default]
    Nothing,
    Drawing,
    Cut,
    /// A box that is drawn from here.
    Box(Pos2),
}

/// The lens, while its key is held over a tree.
pub fn lens(ui: &Ui, response: &Response, projection: &Projection) -> Option<Lens> {
    let pointer = response.hover_pos().filter(|_| ui.input(|input| input.key_down(Key::F)))?;
    let typing = ui.ctx().text_edit_focused();
    let (_, at) = projection.lengths(pointer);
    (!typing && projection.sight.contains(pointer)).then_some(Lens { at, reach: LENS })
}

/// Follows wheel and drags; the position that the cut was moved to.
pub fn follow(
    ui: &Ui,
    response: &Response,
    projection: &Projection,
    (axis, inks): (&DepthAxis, &Inks<'_>),
    held: &mut Held,
    state: &mut TreeViewState,
) -> Option<f64> {
    if let Some(pointer) = response.hover_pos() {
        zoom(ui, pointer, projection, state);
        if *held == Held::Nothing && cut::grips(projection, inks, axis, pointer) {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
    }
    if response.drag_started() {
        let start = ui.input(|input| input.pointer.press_origin()).or(response.interact_pointer_pos());
        let secondary = response.drag_started_by(PointerButton::Secondary);
        *held = match start {
            Some(start) if secondary => Held::Box(start),
            Some(start) if cut::grips(projection, inks, axis, start) => Held::Cut,
            _ => Held::Drawing,
        };
    }
    let mut moved = None;
    match *held {
        Held::Drawing if response.dragged() => {
            let [x, y] = projection.fractions(response.drag_delta());
            state.sight.window = state.sight.window.moved([-x, -y]);
        }
        Held::Cut if response.dragged() => moved = cut::dragged(response, projection, axis),
        Held::Box(start) if response.drag_stopped() => {
            if let Some(end) = response.interact_pointer_pos() {
                state.sight.window = boxed(projection, state.sight.window, Rect::from_two_pos(start, end));
            }
        }
        _ => {}
    }
    if response.drag_stopped() {
        *held = Held::Nothing;
    }
    moved
}

fn zoom(ui: &Ui, pointer: Pos2, projection: &Projection, state: &mut TreeViewState) {
    let (factor, along) = ui.input(|input| (f64::from(input.zoom_delta()), input.modifiers.shift));
    if factor == 1.0 {
        return;
    }
    let factors = match (projection.layout.is_round(), along) {
        (true, _) => [factor; 2],
        (false, true) => [factor, 1.0],
        (false, false) => [1.0, factor],
    };
    state.sight.window = state.sight.window.zoomed(factors, projection.fraction(pointer));
}

/// The window that shows what is in a box of the screen.
fn boxed(projection: &Projection, window: Window, area: Rect) -> Window {
    if area.width() < SMALLEST_BOX || area.height() < SMALLEST_BOX {
        return window;
    }
    let (a, b) = (projection.fraction(area.min), projection.fraction(area.max));
    let part = |[low, high]: [f64; 2], a: f64, b: f64| [a, b].map(|fraction| (high - low).mul_add(fraction, low));
    let (x, y) = (part(window.x, a[0], b[0]), part(window.y, a[1], b[1]));
    if !projection.layout.is_round() {
        return Window::around(x, y);
    }
    let half = (x[1] - x[0]).max(y[1] - y[0]).min(1.0) / 2.0;
    let square = |[low, high]: [f64; 2]| [f64::midpoint(low, high) - half, f64::midpoint(low, high) + half];
    Window::around(square(x), square(y))
}
