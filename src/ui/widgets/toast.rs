//! An error as a sentence above the status line: the last one, for some seconds or until dismissed.

use egui::{Align2, Area, Context, Frame, Id, Label, Margin, Order, RichText, Role, Stroke, Vec2};

use super::{Button, paint};
use crate::ui::theme;

/// How long a sentence stays: long enough to be read twice.
const SECONDS: f64 = 12.0;

/// The latest error, if it is still shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Toast {
    message: Option<String>,
    until: Option<f64>,
}

impl Toast {
    /// Shows `message` in place of what was there.
    pub fn error(&mut self, message: impl Into<String>) {
        self.message = Some(message.into());
        self.until = None;
    }

    /// Takes it away.
    pub fn dismiss(&mut self) {
        *self = Self::default();
    }

    /// The sentence that is shown.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Draws it `above` points from the lower edge of the window.
    pub fn show(&mut self, ctx: &Context, above: f32) {
        let Some(message) = self.message.clone() else {
            return;
        };
        let now = ctx.input(|input| input.time);
        let until = *self.until.get_or_insert(now + SECONDS);
        if now >= until {
            self.dismiss();
            return;
        }
        ctx.request_repaint_after_secs((until - now) as f32);
        let tokens = theme::tokens(ctx);
        let area = Area::new(Id::unique("toast"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, -above));
        let widest = (ctx.content_rect().width() - 120.0).clamp(80.0, 720.0);
        let mut dismissed = false;
        area.show(ctx, |ui| {
            let frame = Frame::new()
                .fill(tokens.panel)
                .stroke(Stroke::new(1.5, tokens.warning))
                .corner_radius(paint::PANEL_RADIUS)
                .inner_margin(Margin { left: 14, right: 8, top: 8, bottom: 8 });
            frame.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.scope(|ui| {
                        ui.set_max_width(widest);
                        let label = ui.add(Label::new(RichText::new(&message).color(tokens.warning)).wrap());
                        paint::name(ui, &label, Role::Alert, &message);
                    });
                    dismissed = Button::new("×").name("Dismiss").small().quiet().show(ui).clicked();
                });
            });
        });
        if dismissed {
            self.dismiss();
        }
    }
}
