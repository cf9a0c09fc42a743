//! The size of everything: what the person chose, times what the theme asks for in a window of this height.

use std::ops::RangeInclusive;

use egui::Context;
use egui::gui_zoom::kb_shortcuts::{ZOOM_IN, ZOOM_IN_SECONDARY, ZOOM_OUT, ZOOM_RESET};

use crate::ui::theme::Theme;

/// What a person can choose.
const RANGE: RangeInclusive<f32> = 0.5..=4.0;

/// A remembered or given size within what can be chosen: a number that is none would pass a clamp, and the window
/// could not be opened again.
pub fn within(zoom: f32) -> f32 {
    if zoom.is_finite() { zoom.clamp(*RANGE.start(), *RANGE.end()) } else { 1.0 }
}

/// Reads the keys for larger, smaller and usual; what is chosen after them.
pub fn read_keys(ctx: &Context, zoom: f32) -> f32 {
    // Those of egui would set the size as it is drawn, in which the part of the theme is contained.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    let step = ctx.input_mut(|input| {
        if input.consume_shortcut(&ZOOM_RESET) {
            return None;
        }
        let larger = input.consume_shortcut(&ZOOM_IN) || input.consume_shortcut(&ZOOM_IN_SECONDARY);
        Some(f32::from(i8::from(larger) - i8::from(input.consume_shortcut(&ZOOM_OUT))))
    });
    step.map_or(1.0, |step| if step == 0.0 { zoom } else { within((zoom * 10.0 + step).round() / 10.0) })
}

/// Draws everything at this size from the next frame on.
pub fn apply(ctx: &Context, zoom: f32, theme: Theme) {
    let height = ctx.content_rect().height() * ctx.zoom_factor();
    let wanted = zoom * theme.factor(height);
    if (wanted - ctx.zoom_factor()).abs() > 1e-3 {
        ctx.set_zoom_factor(wanted);
    }
}
