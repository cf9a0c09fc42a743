//! A sentence above the status line, news or an error, perhaps with a button: the last one, for some seconds or until
//! dismissed.

use egui::{Align2, Area, Context, Frame, Id, Label, Margin, Order, RichText, Role, Stroke, Vec2};

use super::{Button, paint};
use crate::ui::theme::{self, numbers};

/// How long a sentence stays: long enough to be read twice.
const SECONDS: f64 = 12.0;

/// The latest sentence, if it is still shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Toast {
    message: Option<String>,
    /// Whether it tells that something was done, and not that something went wrong.
    news: bool,
    /// The button next to it.
    button: Option<&'static str>,
    /// Whether it is shown until it is dismissed.
    stays: bool,
    until: Option<f64>,
}

impl Toast {
    /// Shows what went wrong in place of what was there.
    pub fn error(&mut self, message: impl Into<String>) {
        *self = Self { message: Some(message.into()), ..Self::default() };
    }

    /// Shows what was done in place of what was there.
    pub fn news(&mut self, message: impl Into<String>) {
        *self = Self { message: Some(message.into()), news: true, ..Self::default() };
    }

    /// Shows what was done, and a button for what can be done about it; for some seconds, or until it is dismissed.
    pub fn offer(&mut self, message: impl Into<String>, button: &'static str, stays: bool) {
        *self = Self { message: Some(message.into()), news: true, button: Some(button), stays, ..Self::default() };
    }

    pub fn dismiss(&mut self) {
        *self = Self::default();
    }

    /// The sentence that is shown.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Draws it `above` points from the lower edge of the window; whether its button was clicked, which dismisses it.
    pub fn show(&mut self, ctx: &Context, above: f32) -> bool {
        let Some(message) = self.message.clone() else {
            return false;
        };
        let now = ctx.input(|input| input.time);
        let until = *self.until.get_or_insert(now + SECONDS);
        if !self.stays {
            if now >= until {
                self.dismiss();
                return false;
            }
            ctx.request_repaint_after_secs((until - now) as f32);
        }
        let tokens = theme::tokens(ctx);
        let (colour, edge, role) = if self.news {
            (tokens.ink, tokens.hairline, Role::Status)
        } else {
            (tokens.warning, tokens.warning, Role::Alert)
        };
        let area = Area::new(Id::unique("toast"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, -above));
        let widest = (ctx.content_rect().width() - 120.0).clamp(80.0, 720.0);
        let (mut dismissed, mut clicked) = (false, false);
        area.show(ctx, |ui| {
            let frame = Frame::new()
                .fill(tokens.panel)
                .stroke(Stroke::new(1.5, edge))
                .corner_radius(paint::PANEL_RADIUS)
                .inner_margin(Margin { left: 14, right: 8, top: 8, bottom: 8 });
            frame.show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.scope(|ui| {
                        ui.set_max_width(widest);
                        let label = ui.add(Label::new(RichText::new(numbers::unbroken(&message)).color(colour)).wrap());
                        paint::name(ui, &label, role, &message);
                    });
                    if let Some(button) = self.button {
                        clicked = Button::new(button).accent(true).show(ui).clicked();
                    }
                    dismissed = Button::new("×").name("Dismiss").small().quiet().show(ui).clicked();
                });
            });
        });
        if dismissed || clicked {
            self.dismiss();
        }
        clicked
    }
}
