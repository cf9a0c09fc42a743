//! Buttons: plain, and the one filled button of a view.

use egui::{Align2, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo};

use super::{hover_help, paint};
use crate::ui::theme::{self, numbers};

/// A button 31 points high (36 on the projector).
#[must_use = "call show"]
pub struct Button<'a> {
    text: &'a str,
    name: Option<&'a str>,
    tooltip: Option<&'a str>,
    disabled: Option<&'a str>,
    accent: bool,
    selected: Option<bool>,
    min_width: f32,
    small: bool,
    quiet: bool,
}

impl<'a> Button<'a> {
    /// A plain button showing `text`.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            name: None,
            tooltip: None,
            disabled: None,
            accent: false,
            selected: None,
            min_width: 0.0,
            small: false,
            quiet: false,
        }
    }

    /// Name for screen readers and tests, where the text is only a sign.
    pub fn name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// What the button does, shown on hover.
    pub fn tooltip(mut self, tooltip: &'a str) -> Self {
        self.tooltip = Some(tooltip);
        self
    }

    /// Filled with the accent colour. At most one in a view.
    pub fn accent(mut self, accent: bool) -> Self {
        self.accent = accent;
        self
    }

    /// Disabled while there is a reason, which is shown on hover.
    pub fn disabled_because(mut self, reason: Option<&'a str>) -> Self {
        self.disabled = reason;
        self
    }

    /// Makes it a switch that is on or off.
    pub fn selected(mut self, selected: bool) -> Self {
        self.selected = Some(selected);
        self
    }

    /// At least this wide, so that a changing text does not move its neighbours.
    pub fn min_width(mut self, width: f32) -> Self {
        self.min_width = width;
        self
    }

    /// 24 points high, for rows of a list.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// No ground and no border until it is hovered, focused or on.
    pub fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// How wide it will be.
    pub fn width(&self, ui: &Ui) -> f32 {
        let font = theme::medium(theme::tokens(ui.ctx()).theme.metrics().title);
        (paint::width(ui, self.text, font) + 2.0 * self.padding()).ceil().max(self.min_width).max(self.height(ui))
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        let (id, rect) = ui.allocate_space(Vec2::new(self.width(ui), self.height(ui)));
        let Some(reason) = self.disabled else {
            return self.place_ui(ui, id, rect);
        };
        let disabled = ui.new_child(UiBuilder::new().max_rect(rect).disabled());
        self.place_ui(&disabled, id, rect).on_disabled_hover_text(numbers::unbroken(reason))
    }

    fn padding(&self) -> f32 {
        if self.small { 8.0 } else { 12.0 }
    }

    fn height(&self, ui: &Ui) -> f32 {
        let metrics = theme::tokens(ui.ctx()).theme.metrics();
        if self.small { (24.0 * metrics.scale).round() } else { metrics.control }
    }

    fn place_ui(&self, ui: &Ui, id: Id, rect: Rect) -> Response {
        let response = ui.interact(rect, id, Sense::click());
        let name = self.name.unwrap_or(self.text);
        response.widget_info(|| match self.selected {
            Some(selected) => WidgetInfo::selected(Role::Button, ui.is_enabled(), selected, name),
            None => WidgetInfo::labeled(Role::Button, ui.is_enabled(), name),
        });
        if ui.is_rect_visible(rect) {
            self.paint(ui, &response);
        }
        match self.tooltip {
            Some(tooltip) => hover_help(response, tooltip),
            None => response,
        }
    }

    fn paint(&self, ui: &Ui, response: &Response) {
        let tokens = theme::tokens(ui.ctx());
        let pressed = response.is_pointer_button_down_on();
        let on = self.selected == Some(true);
        let (fill, border, text) = if self.accent {
            let towards = if tokens.theme.is_dark() { tokens.ink } else { tokens.on_accent };
            let fraction = if pressed { 0.24 } else { 0.12 };
            let fill = if response.hovered() || pressed {
                theme::mix(tokens.accent, towards, fraction)
            } else {
                tokens.accent
            };
            (fill, fill, tokens.on_accent)
        } else if response.hovered() || pressed {
            (tokens.hovered, if pressed { tokens.accent } else { tokens.faint }, tokens.ink)
        } else if on {
            (tokens.raised, tokens.accent, tokens.ink)
        } else if self.quiet {
            (egui::Color32::TRANSPARENT, egui::Color32::TRANSPARENT, tokens.soft)
        } else {
            (tokens.raised, tokens.hairline, tokens.ink)
        };
        // The painter of a disabled `ui` fades everything drawn with it.
        ui.painter().rect(response.rect, paint::CONTROL_RADIUS, fill, Stroke::new(1.0, border), StrokeKind::Inside);
        let font = theme::medium(tokens.theme.metrics().title);
        let galley = paint::line(ui, self.text, font, text);
        paint::galley(ui, galley, response.rect.center(), Align2::CENTER_CENTER);
        paint::focus_ring(ui, response, paint::CONTROL_RADIUS);
    }
}
