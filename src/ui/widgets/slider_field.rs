//! Label, slider, and the value at right, which can be clicked and typed.

use std::ops::RangeInclusive;

use egui::{
    Align2, CursorIcon, FontId, Id, Key, Margin, Rect, Role, Sense, TextEdit, Ui, UiBuilder, Vec2,
    text_edit::TextEditState, text_selection::CCursorRange,
};

use super::{Track, hover_help, paint, refuse, track};
use crate::ui::theme::{self, numbers};

const GAP: f32 = 8.0;
/// Height of a line of words above a slider, in letters.
const LINE: f32 = 1.3;
/// A slider that would be shorter next to its words gets a line of its own.
const LEAST_RAIL: f32 = 160.0;
/// At least this much for the number, so that the rails of neighbouring rows end together.
const VALUE_WIDTH: f32 = 44.0;

/// A row that sets one number. Its label must be unique within the `ui`.
#[must_use = "call show"]
pub struct SliderField<'a> {
    label: &'a str,
    value: f64,
    range: RangeInclusive<f64>,
    digits: usize,
    unit: &'a str,
    logarithmic: bool,
    step: Option<f64>,
    tooltip: &'a str,
    label_width: Option<f32>,
    two_lines: bool,
    width: Option<f32>,
    format: Option<&'a dyn Fn(f64) -> String>,
}

impl<'a> SliderField<'a> {
    /// A row called `label` at `value` of `range`.
    pub fn new(label: &'a str, value: f64, range: RangeInclusive<f64>) -> Self {
        Self {
            label,
            value,
            range,
            digits: 2,
            unit: "",
            logarithmic: false,
            step: None,
            tooltip: "",
            label_width: None,
            two_lines: false,
            width: None,
            format: None,
        }
    }

    pub fn digits(mut self, digits: usize) -> Self {
        self.digits = digits;
        self
    }

    /// What follows the number, such as `%`.
    pub fn unit(mut self, unit: &'a str) -> Self {
        self.unit = unit;
        self
    }

    /// Equal distances are equal factors; needs a positive range.
    pub fn logarithmic(mut self) -> Self {
        self.logarithmic = true;
        self
    }

    /// Values are multiples of this from the start of the range.
    pub fn step(mut self, step: f64) -> Self {
        self.step = Some(step);
        self
    }

    /// What the number does to the physics.
    pub fn tooltip(mut self, tooltip: &'a str) -> Self {
        self.tooltip = tooltip;
        self
    }

    /// Width kept for the label, to align several rows; scaled with the type, and more where the label needs it.
    pub fn label_width(mut self, width: f32) -> Self {
        self.label_width = Some(width);
        self
    }

    /// Puts label and number on a line above the slider, which then has the whole width, also where there is room.
    pub fn two_lines(mut self, two_lines: bool) -> Self {
        self.two_lines = two_lines;
        self
    }

    /// Width of the whole row, which then is one line; all there is, if not set.
    pub fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    /// Writes the value in another way than with digits and unit.
    pub fn format(mut self, format: &'a dyn Fn(f64) -> String) -> Self {
        self.format = Some(format);
        self
    }

    /// Draws the row; the new value if it was moved or typed.
    pub fn show(self, ui: &mut Ui) -> Option<f64> {
        let tokens = theme::tokens(ui.ctx());
        let metrics = tokens.theme.metrics();
        let width = self.width.unwrap_or_else(|| ui.available_width()).max(0.0);
        let mono = FontId::monospace(metrics.title);
        let written = self.write(self.value);
        let value_width = [self.write(*self.range.start()), self.write(*self.range.end()), written.clone()]
            .iter()
            .map(|text| paint::width(ui, text, mono.clone()))
            .fold(VALUE_WIDTH * metrics.scale, f32::max)
            .min(width);
        let room = (width - value_width - GAP).max(0.0);
        let label = paint::elided(ui, self.label, FontId::proportional(metrics.body), tokens.soft, room);
        let label_width = self.label_width.map_or(0.0, |width| width * metrics.scale).max(label.size().x).min(room);
        // The line of the words, and that of the slider: one where both have room.
        let beside = width - label_width - value_width - 2.0 * GAP;
        let two_lines = self.two_lines || self.width.is_none() && beside < LEAST_RAIL * metrics.scale;
        let above = if two_lines { (metrics.body * LINE).round() } else { 0.0 };
        let (_, whole) = ui.allocate_space(Vec2::new(width, metrics.control + above));
        let (rect, lower) = if two_lines { whole.split_top_bottom_at_y(whole.top() + above) } else { (whole, whole) };
        let id = ui.make_persistent_id(("slider field", self.label));
        let covered = paint::galley(ui, label, rect.left_center(), Align2::LEFT_CENTER);
        if !self.tooltip.is_empty() {
            hover_help(ui.interact(covered, id.with("label"), Sense::hover()), self.tooltip);
        }
        let right = rect.right() - value_width;
        let (left, end) =
            if two_lines { (lower.left(), lower.right()) } else { (rect.left() + label_width + GAP, right - GAP) };
        let mut changed = None;
        let rail = (end - left).max(0.0);
        if rail >= 24.0 {
            let place = Rect::from_x_y_ranges(left..=left + rail, lower.y_range());
            let mut track = Track::new(self.label, self.value, self.range.clone())
                .width(rail)
                .logarithmic(self.logarithmic)
                .id(id.with("track"));
            if let Some(step) = self.step {
                track = track.step(step);
            }
            // Drawn within the room that the row has taken: it must not move what comes after the row.
            let mut within = ui.new_child(UiBuilder::new().max_rect(place).id_salt(id));
            let (response, moved) = track.show(&mut within);
            hover_help(response, self.tooltip);
            changed = moved;
        }
        let place = Rect::from_x_y_ranges(right.max(rect.left())..=rect.right(), rect.y_range());
        let typed = self.value_ui(ui, id.with("value"), place, &changed.map_or(written, |value| self.write(value)));
        typed.or(changed)
    }

    fn write(&self, value: f64) -> String {
        match self.format {
            Some(format) => format(value),
            None if self.unit.is_empty() => numbers::number(value, self.digits),
            None => format!("{}\u{202F}{}", numbers::number(value, self.digits), self.unit),
        }
    }

    fn value_ui(&self, ui: &mut Ui, id: Id, rect: Rect, written: &str) -> Option<f64> {
        let tokens = theme::tokens(ui.ctx());
        let mono = FontId::monospace(tokens.theme.metrics().title);
        let draft: Option<String> = ui.data(|data| data.get_temp(id));
        let Some(mut draft) = draft else {
            let response = ui.interact(rect, id, Sense::click()).on_hover_cursor(CursorIcon::Text);
            paint::name(ui, &response, Role::Button, &format!("{}: {written}, type a value", self.label));
            let colour = if response.hovered() { tokens.accent } else { tokens.ink };
            let galley = paint::line(ui, written, mono, colour);
            paint::galley(ui, galley, rect.right_center(), Align2::RIGHT_CENTER);
            paint::focus_ring(ui, &response, paint::CONTROL_RADIUS);
            if response.clicked() {
                self.begin_typing(ui, id);
            }
            return None;
        };
        // Drawn next to the layout: the field is wider than the number and must not widen the row.
        let field =
            Rect::from_x_y_ranges(rect.left() - 12.0..=rect.right() + 6.0, rect.y_range()).shrink2(Vec2::new(0.0, 2.0));
        let edit = TextEdit::singleline(&mut draft)
            .id(edit_id(id))
            .font(mono)
            .margin(Margin::symmetric(6, 0))
            .align(Align2::RIGHT_CENTER)
            .desired_width(f32::INFINITY);
        let mut inner = ui.new_child(UiBuilder::new().max_rect(field).id_salt(id));
        let response = inner.add_sized(field.size(), edit).accessible_name(format!("{} value", self.label));
        if response.has_focus() {
            ui.data_mut(|data| data.insert_temp(id, draft));
            return None;
        }
        ui.data_mut(|data| data.remove::<String>(id));
        if !response.lost_focus() || ui.input(|input| input.key_pressed(Key::Escape)) {
            return None;
        }
        let (asked, least, most) = (track::parse(&draft)?, *self.range.start(), *self.range.end());
        // As `clamp`, which panics when the range is empty.
        let value = asked.min(most).max(least);
        if value != asked {
            let (limit, bound) = if asked > most { ("at most", most) } else { ("at least", least) };
            let (label, asked, bound) = (self.label, draft.trim(), self.write(bound));
            refuse(ui.ctx(), format!("{label}: {asked} was asked for; {limit} {bound} is possible, and was taken."));
        }
        (value != self.value).then_some(value)
    }

    /// Opens the field with the bare number in it, all of it selected, so that typing replaces it.
    fn begin_typing(&self, ui: &Ui, id: Id) {
        let draft = self.format.map_or_else(|| numbers::number(self.value, self.digits), |format| format(self.value));
        let mut state = TextEditState::default();
        state.cursor.set_char_range(Some(CCursorRange::select_all_str(&draft)));
        state.store(ui.ctx(), edit_id(id));
        ui.data_mut(|data| data.insert_temp(id, draft));
        ui.memory_mut(|memory| memory.request_focus(edit_id(id)));
    }
}

fn edit_id(id: Id) -> Id {
    id.with("edit")
}
