//! [`PointEditor`]: a line chart whose points can be dragged, added and taken away.

use egui::accesskit::Role;
use egui::{Color32, CursorIcon, Id, Key, Modifiers, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::dots::Dot;
use super::frame::Frame;
use super::line_chart::LineChart;
use super::scale::valid_range;
use crate::ui::theme::numbers::number;

/// How near the pointer must be to a point, in points.
const REACH: f32 = 11.0;
const RADIUS: f32 = 5.5;
/// An arrow key moves by this fraction of the range, one of x by one unit at least.
const KEY_STEP: f64 = 0.01;

/// A chart with points over it. The chart itself should not be [scrubbed](LineChart::scrub).
pub struct PointEditor<'a> {
    /// What is drawn below the points.
    pub chart: LineChart<'a>,
    /// The points, x rising.
    pub points: &'a [[f64; 2]],
    pub color: Color32,
    pub ground: Color32,
}

/// What was done to the points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PointEdit {
    Move {
        index: usize,
        /// Where to, within the range shown but for the last point's x, which may leave it.
        to: [f64; 2],
        /// Whether this begins a gesture; a drag goes on with the gesture it began.
        starts: bool,
    },
    Add([f64; 2]),
    Remove(usize),
}

/// What happened in this frame.
pub struct PointResponse {
    pub edit: Option<PointEdit>,
    /// The point under the pointer or with the keyboard.
    pub hovered: Option<usize>,
}

impl PointEditor<'_> {
    /// Shows chart and points.
    pub fn show(&self, ui: &mut Ui) -> PointResponse {
        let mut answer = PointResponse { edit: None, hovered: None };
        let dots: Vec<Dot<'_>> =
            self.points.iter().map(|&at| Dot { radius: RADIUS, ..Dot::new("", at, self.color) }).collect();
        let (_, Some((frame, area))) = self.chart.show_framed(ui, &dots) else { return answer };
        let id = ui.scope_id().with(("points", self.chart.id));
        if area.clicked()
            && let Some(at) = area.interact_pointer_pos()
        {
            answer.edit = Some(PointEdit::Add([frame.x.value(at.x), self.y_at(&frame, at)]));
        }
        for (index, &[x, y]) in self.points.iter().enumerate() {
            self.point_ui(ui, &frame, id.with(index), index, [x, y], &mut answer);
        }
        answer
    }

    fn point_ui(&self, ui: &Ui, frame: &Frame, id: Id, index: usize, [x, y]: [f64; 2], answer: &mut PointResponse) {
        let at = frame.position(x, y).clamp(frame.data.min, frame.data.max);
        let response = ui.interact(Rect::from_center_size(at, Vec2::splat(2.0 * REACH)), id, Sense::click_and_drag());
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(format!("x {}, y {}", number(x, 0), number(y, 2))),
            ..WidgetInfo::labeled(Role::Slider, true, format!("{}, point {}", self.chart.name, index + 1))
        });
        if response.dragged()
            && let Some(pointer) = response.interact_pointer_pos()
        {
            answer.edit =
                Some(PointEdit::Move { index, to: self.place(frame, index, pointer), starts: response.drag_started() });
        }
        let removed =
            response.secondary_clicked() || (response.has_focus() && pressed(ui, Modifiers::NONE, Key::Delete));
        if removed {
            answer.edit = Some(PointEdit::Remove(index));
        } else if let Some(to) = by_key(ui, frame, &response, [x, y]) {
            answer.edit = Some(PointEdit::Move { index, to, starts: true });
        }
        let lively = response.hovered() || response.dragged() || response.has_focus();
        if lively {
            answer.hovered = Some(index);
            ui.ctx().set_cursor_icon(if response.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab });
        }
        let radius = if lively { RADIUS + 1.5 } else { RADIUS };
        ui.painter().circle(at, radius, self.color, Stroke::new(2.0, self.ground));
    }

    /// The y under the pointer, within the range of the chart: its edges show a little more.
    fn y_at(&self, frame: &Frame, pointer: Pos2) -> f64 {
        let (low, high) = valid_range(self.chart.y_range);
        frame.y.value(pointer.y).clamp(low, high)
    }

    /// The values under the pointer. The last point may be dragged beyond the right end, at the scale shown.
    fn place(&self, frame: &Frame, index: usize, pointer: Pos2) -> [f64; 2] {
        let y = self.y_at(frame, pointer);
        let x = frame.x.value(pointer.x);
        let beyond = f64::from((pointer.x - frame.data.right()).max(0.0) / frame.data.width().max(1.0));
        let last = index + 1 == self.points.len();
        [if last { x + beyond * (frame.x.high - frame.x.low) } else { x }, y]
    }
}

/// Where the arrow keys move a point that has the keyboard.
fn by_key(ui: &Ui, frame: &Frame, response: &Response, [x, y]: [f64; 2]) -> Option<[f64; 2]> {
    if !response.has_focus() {
        return None;
    }
    ui.memory_mut(|memory| {
        let filter = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
        memory.set_focus_lock_filter(response.id, filter);
    });
    let step_x = ((frame.x.high - frame.x.low) * KEY_STEP).max(1.0);
    let step_y = (frame.y.high - frame.y.low) * KEY_STEP;
    let keys = [
        (Key::ArrowLeft, [-step_x, 0.0]),
        (Key::ArrowRight, [step_x, 0.0]),
        (Key::ArrowUp, [0.0, step_y]),
        (Key::ArrowDown, [0.0, -step_y]),
    ];
    let (_, [dx, dy]) = keys.into_iter().find(|(key, _)| pressed(ui, Modifiers::NONE, *key))?;
    Some([x + dx, y + dy])
}

fn pressed(ui: &Ui, modifiers: Modifiers, key: Key) -> bool {
    ui.input_mut(|input| input.consume_key(modifiers, key))
}
