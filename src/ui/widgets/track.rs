//! The rail with a filled part and a round handle: every slider of the window, and its keyboard and screen reader.

use std::ops::RangeInclusive;

use egui::{
    CornerRadius, CursorIcon, EventFilter, Id, Key, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo,
    accesskit::{Action, ActionData},
};

use crate::ui::theme;

/// A bare slider: no label, no value next to it.
#[must_use = "call show"]
pub struct Track<'a> {
    name: &'a str,
    range: RangeInclusive<f64>,
    value: f64,
    width: f32,
    logarithmic: bool,
    step: Option<f64>,
    key_step: Option<f64>,
    handle: f32,
    id: Option<Id>,
}

impl<'a> Track<'a> {
    /// What can be set with the mouse in steps that one sees: no slider for the object of a lab is shorter.
    pub const LEAST: f32 = 160.0;

    /// A slider called `name` at `value` of `range`. An empty or infinite range gives a slider that does not move.
    pub fn new(name: &'a str, value: f64, range: RangeInclusive<f64>) -> Self {
        Self { name, range, value, width: 120.0, logarithmic: false, step: None, key_step: None, handle: 6.0, id: None }
    }

    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Equal distances are equal factors; needs a positive range.
    pub fn logarithmic(mut self, logarithmic: bool) -> Self {
        self.logarithmic = logarithmic;
        self
    }

    /// Values are multiples of `step` from the start of the range; also what an arrow key moves by.
    pub fn step(mut self, step: f64) -> Self {
        self.step = (step > 0.0).then_some(step);
        self
    }

    /// What an arrow key moves by, where values are not bound to steps.
    pub fn key_step(mut self, step: f64) -> Self {
        self.key_step = (step > 0.0).then_some(step);
        self
    }

    /// Fixes the id, so that something else can give it the keyboard.
    pub fn id(mut self, id: Id) -> Self {
        self.id = Some(id);
        self
    }

    pub fn handle(mut self, radius: f32) -> Self {
        self.handle = radius;
        self
    }

    /// Draws it; the new value if it was moved. `paint_over` may add marks, given the place of each value.
    pub fn show_with(
        self,
        ui: &mut Ui,
        paint_over: impl FnOnce(&Ui, Rect, &dyn Fn(f64) -> f32),
    ) -> (Response, Option<f64>) {
        let height = theme::tokens(ui.ctx()).theme.metrics().control;
        let (auto_id, rect) = ui.allocate_space(Vec2::new(self.width.max(0.0), height));
        let response = ui.interact(rect, self.id.unwrap_or(auto_id), Sense::click_and_drag());
        let scale = Scale::new(&self.range, self.logarithmic);
        let held = Held::load(ui, response.id);
        let shown = held.filter(|_| response.dragged()).unwrap_or(self.value);
        let moved =
            self.asked_for(ui, &response, &scale, shown).map(|value| scale.existing(value, self.step, &self.range));
        let value = moved.unwrap_or(shown);
        Held::store(ui, response.id, response.dragged().then_some(value));
        self.describe(ui, &response, value);
        if ui.is_rect_visible(rect) {
            let rail = self.rail(rect);
            self.paint(ui, &response, rail, scale.fraction(value));
            let place = |value: f64| egui::lerp(rail.x_range(), scale.fraction(value));
            paint_over(ui, rail, &place);
        }
        let moved = moved.filter(|value| *value != shown);
        (response.on_hover_cursor(CursorIcon::PointingHand), moved)
    }

    /// Draws it; the new value if it was moved.
    pub fn show(self, ui: &mut Ui) -> (Response, Option<f64>) {
        self.show_with(ui, |_, _, _| {})
    }

    fn rail(&self, rect: Rect) -> Rect {
        let inset = self.handle.min(rect.width() / 2.0);
        let centre = rect.center().y;
        Rect::from_min_max(Pos2::new(rect.left() + inset, centre - 2.0), Pos2::new(rect.right() - inset, centre + 2.0))
    }

    /// The value that pointer, keys or screen reader ask for.
    fn asked_for(&self, ui: &Ui, response: &Response, scale: &Scale, shown: f64) -> Option<f64> {
        if response.clicked() || response.dragged() || response.drag_started() {
            let pointer = response.interact_pointer_pos()?;
            let rail = self.rail(response.rect);
            return Some(scale.value((pointer.x - rail.left()) / rail.width().max(1.0)));
        }
        let (requested, mut steps) = ui.input(|input| {
            let requested = input.accesskit_action_requests(response.id, Action::SetValue).last();
            let value = requested.and_then(|request| match request.data {
                Some(ActionData::NumericValue(value)) => Some(value),
                _ => None,
            });
            let up = input.num_accesskit_action_requests(response.id, Action::Increment);
            let down = input.num_accesskit_action_requests(response.id, Action::Decrement);
            (value, up as f64 - down as f64)
        });
        if requested.is_some() {
            return requested;
        }
        if response.has_focus() {
            let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            let pressed = |key| ui.input(|input| input.num_presses(key)) as f64;
            steps +=
                pressed(Key::ArrowRight) + pressed(Key::ArrowUp) - pressed(Key::ArrowLeft) - pressed(Key::ArrowDown);
            steps += 10.0 * (pressed(Key::PageUp) - pressed(Key::PageDown));
            if pressed(Key::Home) > 0.0 {
                return Some(*self.range.start());
            }
            if pressed(Key::End) > 0.0 {
                return Some(*self.range.end());
            }
        }
        if steps == 0.0 {
            return None;
        }
        Some(match self.key_step.or(self.step) {
            Some(step) if !self.logarithmic => steps.mul_add(step, shown),
            _ => scale.value(scale.fraction(shown) + steps as f32 / 50.0),
        })
    }

    fn describe(&self, ui: &Ui, response: &Response, value: f64) {
        response.widget_info(|| WidgetInfo::slider(ui.is_enabled(), value, self.name));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_min_numeric_value(*self.range.start());
            node.set_max_numeric_value(*self.range.end());
            node.add_action(Action::SetValue);
            node.add_action(Action::Increment);
            node.add_action(Action::Decrement);
        });
    }

    fn paint(&self, ui: &Ui, response: &Response, rail: Rect, fraction: f32) {
        let tokens = theme::tokens(ui.ctx());
        let round = CornerRadius::same(2);
        let centre = Pos2::new(egui::lerp(rail.x_range(), fraction), rail.center().y);
        ui.painter().rect_filled(rail, round, tokens.hairline);
        ui.painter().rect_filled(rail.with_max_x(centre.x.max(rail.left())), round, tokens.accent);
        let grown = if response.hovered() || response.dragged() { 1.0 } else { 0.0 };
        ui.painter().circle_filled(centre, self.handle + grown, tokens.accent);
        if response.has_focus() {
            ui.painter().circle_stroke(centre, self.handle + 3.5, Stroke::new(1.5, tokens.accent));
        }
    }
}

/// The value under the pointer while it drags: what is drawn until the model answers.
struct Held;

impl Held {
    fn load(ui: &Ui, id: Id) -> Option<f64> {
        ui.data(|data| data.get_temp(id.with("held")))
    }

    fn store(ui: &Ui, id: Id, value: Option<f64>) {
        let id = id.with("held");
        ui.data_mut(|data| match value {
            Some(value) => {
                data.insert_temp(id, value);
            }
            None => data.remove::<f64>(id),
        });
    }
}

/// Between values and fractions of the rail.
enum Scale {
    Linear { start: f64, end: f64 },
    Logarithmic { start: f64, end: f64 },
    Fixed { value: f64 },
}

impl Scale {
    fn new(range: &RangeInclusive<f64>, logarithmic: bool) -> Self {
        let (start, end) = (*range.start(), *range.end());
        if !(end > start && (end - start).is_finite()) {
            Self::Fixed { value: start }
        } else if logarithmic && start > 0.0 {
            Self::Logarithmic { start, end }
        } else {
            Self::Linear { start, end }
        }
    }

    fn fraction(&self, value: f64) -> f32 {
        let fraction = match *self {
            Self::Linear { start, end } => (value - start) / (end - start),
            Self::Logarithmic { start, end } => (value.ln() - start.ln()) / (end.ln() - start.ln()),
            Self::Fixed { .. } => 0.0,
        };
        if fraction.is_nan() { 0.0 } else { fraction.clamp(0.0, 1.0) as f32 }
    }

    fn value(&self, fraction: f32) -> f64 {
        let fraction = if fraction.is_nan() { 0.0 } else { f64::from(fraction.clamp(0.0, 1.0)) };
        match *self {
            // The end is the end itself and not a rounded power: it may mean “without limit”.
            Self::Linear { end, .. } | Self::Logarithmic { end, .. } if fraction >= 1.0 => end,
            Self::Linear { start, end } => fraction.mul_add(end - start, start),
            Self::Logarithmic { start, end } => fraction.mul_add(end.ln() - start.ln(), start.ln()).exp(),
            Self::Fixed { value } => value,
        }
    }

    /// The nearest value there is: within the range, on a step.
    fn existing(&self, value: f64, step: Option<f64>, range: &RangeInclusive<f64>) -> f64 {
        if let Self::Fixed { value } = *self {
            return value;
        }
        let (start, end) = (*range.start(), *range.end());
        let value = if value.is_nan() { start } else { value.clamp(start, end) };
        step.map_or(value, |step| (((value - start) / step).round().mul_add(step, start)).clamp(start, end))
    }
}

/// A value typed by a person: a true minus, thin spaces, a comma as point and a trailing unit are understood.
pub(super) fn parse(text: &str) -> Option<f64> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{2212}' => '-',
            ',' => '.',
            other => other,
        })
        .collect();
    let number = plain.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '.');
    number.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::{Scale, parse};

    #[test]
    fn shares_and_values_are_inverse() {
        for (range, logarithmic) in [(0.0..=1.0, false), (-3.0..=7.0, false), (1.0..=1e6, true)] {
            let scale = Scale::new(&range, logarithmic);
            for fraction in [0.0f32, 0.1, 0.5, 0.9, 1.0] {
                assert!((scale.fraction(scale.value(fraction)) - fraction).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn the_last_place_of_the_rail_is_the_end_of_the_range() {
        for (start, end) in [(0.01, 1_000.0), (1.0, 1_000.0), (0.5, 2_000.0), (1e-3, 0.7)] {
            for logarithmic in [false, true] {
                let scale = Scale::new(&(start..=end), logarithmic);
                assert_eq!(scale.value(1.0).to_bits(), f64::to_bits(end), "{start} to {end}");
            }
        }
    }

    #[test]
    fn strange_ranges_do_not_move() {
        for range in [1.0..=1.0, 2.0..=1.0, 0.0..=f64::INFINITY, f64::NAN..=1.0] {
            let scale = Scale::new(&range, true);
            assert_eq!(scale.fraction(0.5), 0.0);
            assert_eq!(scale.existing(9.0, Some(0.1), &range).to_bits(), range.start().to_bits());
        }
        let scale = Scale::new(&(0.0..=10.0), true);
        assert_eq!(scale.existing(f64::NAN, None, &(0.0..=10.0)), 0.0);
        assert_eq!(scale.existing(3.3, Some(0.5), &(0.0..=10.0)), 3.5);
    }

    #[test]
    fn what_people_type_is_understood() {
        assert_eq!(parse("\u{2212}0,5"), Some(-0.5));
        assert_eq!(parse(" 25 %"), Some(25.0));
        assert_eq!(parse("1\u{202F}500"), Some(1500.0));
        assert_eq!(parse("1e-3"), Some(0.001));
        assert_eq!(parse("snail"), None);
        assert_eq!(parse(""), None);
        assert_eq!(parse("inf"), None);
    }
}
