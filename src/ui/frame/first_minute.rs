//! The first minute of a newcomer: three sentences, one after the other, that cover nothing that is clicked and stop
//! nothing that runs.

use egui::{Align2, Area, Context, Frame, Id, Order, RichText, Stroke, vec2};

use crate::ui::theme;
use crate::ui::widgets::{Button, paint};

/// What is said, in order.
const CAPTIONS: [(&str, &str); 3] = [
    (
        "This network remembers pictures.",
        "Press Play or the space bar: from a damaged picture it falls into the memory that is nearest.",
    ),
    ("Watch Memories and Energy.", "Each bar says how much the state agrees with a memory. The energy only goes down."),
    (
        "Now you.",
        "Draw over the picture and press Play again. Lessons, at the foot of the left edge, ask the next questions.",
    ),
];
/// Width in the dark profile.
const WIDTH: f32 = 330.0;

/// The largest part of a window: what is in the middle stays free.
const WIDEST: f32 = 0.26;

/// Where a newcomer is; at the end, or once it was closed, nothing is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FirstMinute {
    caption: usize,
}

impl FirstMinute {
    /// Draws the caption above the timeline; whether there is another one.
    pub fn show(&mut self, ctx: &Context, above: f32) -> bool {
        let Some((title, text)) = CAPTIONS.get(self.caption) else { return false };
        let tokens = theme::tokens(ctx);
        let metrics = tokens.theme.metrics();
        let area = Area::new(Id::unique("first minute")).order(Order::Foreground);
        let area = area.anchor(Align2::RIGHT_BOTTOM, vec2(-16.0, -above));
        area.show(ctx, |ui| {
            let frame = Frame::new()
                .fill(tokens.raised)
                .stroke(Stroke::new(2.0, tokens.accent))
                .corner_radius(paint::PANEL_RADIUS)
                .inner_margin(14.0);
            frame.show(ui, |ui| {
                ui.set_width((WIDTH * metrics.scale).min(WIDEST * ctx.content_rect().width()));
                ui.label(RichText::new(*title).font(theme::semibold(metrics.title)));
                ui.label(*text);
                ui.add_space(theme::STEP);
                ui.horizontal(|ui| {
                    let last = self.caption + 1 == CAPTIONS.len();
                    if Button::new(if last { "Begin" } else { "Next" }).small().show(ui).clicked() {
                        self.caption += 1;
                    }
                    if !last && Button::new("Skip").small().quiet().show(ui).clicked() {
                        self.caption = CAPTIONS.len();
                    }
                    let count = format!("{} of {}", self.caption.min(CAPTIONS.len() - 1) + 1, CAPTIONS.len());
                    ui.label(RichText::new(count).color(tokens.soft));
                });
            });
        });
        self.caption < CAPTIONS.len()
    }
}
