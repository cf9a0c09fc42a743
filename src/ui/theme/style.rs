//! Puts a profile into an `egui::Context`, and reads it back.

use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Id, Margin, Shadow, Spacing, Stroke, Style, TextStyle, Vec2,
    Visuals,
    style::{ScrollStyle, WidgetVisuals},
};

use super::{Theme, Tokens, fonts, medium, semibold};

/// Corner radius of buttons, fields and chips.
const CONTROL_RADIUS: u8 = 7;

/// Sets fonts, type, spacing and visuals of `theme`, and keeps its tokens for [`tokens`].
///
/// Cheap enough to be called on each change of profile; not meant for every frame.
pub fn install(ctx: &Context, theme: Theme) {
    let tokens = Tokens::of(theme);
    ctx.set_fonts(fonts::definitions());
    let style = style(&tokens);
    let base = if theme.is_dark() { egui::Theme::Dark } else { egui::Theme::Light };
    ctx.set_theme(base);
    ctx.all_styles_mut(|each| *each = style.clone());
    ctx.data_mut(|data| data.insert_temp(key(), tokens));
}

/// The tokens installed in this context (an `egui::Ui` also gives one: `ui.ctx()`); the dark ones before [`install`].
pub fn tokens(ctx: &Context) -> Tokens {
    ctx.data(|data| data.get_temp(key())).unwrap_or_else(|| Tokens::of(Theme::Dark))
}

fn key() -> Id {
    Id::unique("glassbox theme tokens")
}

fn style(tokens: &Tokens) -> Style {
    let metrics = tokens.theme.metrics();
    let mut style = Style {
        text_styles: [
            (TextStyle::Small, FontId::new(metrics.small, FontFamily::Proportional)),
            (TextStyle::Body, FontId::new(metrics.body, FontFamily::Proportional)),
            (TextStyle::Button, medium(metrics.title)),
            (TextStyle::Heading, semibold(metrics.title)),
            (TextStyle::Monospace, FontId::new(metrics.title, FontFamily::Monospace)),
        ]
        .into(),
        drag_value_text_style: TextStyle::Monospace,
        spacing: spacing(metrics.control),
        visuals: visuals(tokens),
        // Nothing moves that the model did not move, except the cursor's short ease.
        animation_time: 0.1,
        ..Style::default()
    };
    // A label's text is not something one drags over; selecting belongs to formulas and values that ask for it.
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style
}

fn spacing(control: f32) -> Spacing {
    Spacing {
        item_spacing: Vec2::splat(8.0),
        window_margin: Margin::same(12),
        menu_margin: Margin::symmetric(8, 6),
        button_padding: Vec2::new(12.0, 6.0),
        interact_size: Vec2::new(control, control),
        slider_width: 120.0,
        slider_rail_height: 4.0,
        combo_width: 96.0,
        text_edit_width: 160.0,
        icon_width: 16.0,
        icon_width_inner: 8.0,
        icon_spacing: 8.0,
        tooltip_width: 360.0,
        scroll: scroll_bars(),
        ..Spacing::default()
    }
}

/// Bars that can be seen before one scrolls, and that take room of their own: none lies on a number.
fn scroll_bars() -> ScrollStyle {
    ScrollStyle {
        bar_width: 8.0,
        floating_width: 5.0,
        floating_allocated_width: 10.0,
        dormant_handle_opacity: 0.4,
        active_handle_opacity: 0.55,
        ..ScrollStyle::floating()
    }
}

fn visuals(tokens: &Tokens) -> Visuals {
    let base = if tokens.theme.is_dark() { Visuals::dark() } else { Visuals::light() };
    let hairline = Stroke::new(1.0, tokens.hairline);
    let control = |fill: Color32, border: Stroke, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: border,
        corner_radius: CornerRadius::same(CONTROL_RADIUS),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let mut visuals = Visuals {
        weak_text_color: Some(tokens.soft),
        hyperlink_color: tokens.accent,
        faint_bg_color: tokens.raised,
        extreme_bg_color: tokens.raised,
        code_bg_color: tokens.raised,
        warn_fg_color: tokens.warning,
        error_fg_color: tokens.warning,
        window_corner_radius: CornerRadius::same(10),
        window_shadow: Shadow::NONE,
        window_fill: tokens.panel,
        window_stroke: hairline,
        menu_corner_radius: CornerRadius::same(8),
        panel_fill: tokens.background,
        popup_shadow: Shadow::NONE,
        slider_trailing_fill: true,
        handle_shape: egui::style::HandleShape::Circle,
        ..base
    };
    visuals.widgets.noninteractive = control(tokens.panel, hairline, tokens.ink);
    visuals.widgets.inactive = control(tokens.raised, hairline, tokens.ink);
    visuals.widgets.hovered = control(tokens.hovered, Stroke::new(1.0, tokens.faint), tokens.ink);
    visuals.widgets.active = control(tokens.hovered, Stroke::new(1.5, tokens.accent), tokens.ink);
    visuals.widgets.open = control(tokens.hovered, Stroke::new(1.0, tokens.faint), tokens.ink);
    visuals.selection.bg_fill = super::mix(tokens.raised, tokens.accent, 0.25);
    // Also the text of what is selected, so it must read on the fill.
    visuals.selection.stroke = Stroke::new(1.5, super::mix(tokens.accent, tokens.ink, 0.5));
    visuals.text_cursor.stroke = Stroke::new(1.5, tokens.accent);
    visuals
}

#[cfg(test)]
mod tests {
    use super::{install, tokens};
    use crate::ui::theme::{Theme, contrast};

    #[test]
    fn what_was_installed_is_read_back() {
        let ctx = egui::Context::default();
        assert_eq!(tokens(&ctx).theme, Theme::Dark);
        for theme in Theme::ALL {
            install(&ctx, theme);
            assert_eq!(tokens(&ctx).theme, theme);
            assert_eq!(ctx.global_style().visuals.dark_mode, theme.is_dark());
            let selection = ctx.global_style().visuals.selection;
            let ratio = contrast(selection.stroke.color, selection.bg_fill);
            assert!(ratio >= 4.5, "{}: selected text at {ratio:.2}", theme.name());
            let height = ctx.global_style().spacing.interact_size.y;
            assert!((30.0..=36.0).contains(&height));
        }
    }
}
