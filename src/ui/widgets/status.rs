//! The status line: what is under the pointer as a sentence, at right the model in one line, and the door to the messages.

use egui::{Align, Align2, FontId, Layout, Rect, Role, Sense, Stroke, Ui, Vec2};

use super::{Button, paint};
use crate::ui::theme;

/// Height of the line without a frame around it.
const HEIGHT: f32 = 30.0;

/// Draws the line over the available width. Where both do not fit, the sentence keeps two thirds; both are whole on hover.
/// Whether the list of messages was asked for, by a button with that `tip`.
pub fn status_ui(ui: &mut Ui, sentence: &str, model: &str, tip: &str) -> bool {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let messages = Button::new("…").name("Messages").tooltip(tip).small().quiet();
        let asked = messages.show(ui).clicked();
        line_ui(ui, sentence, model);
        asked
    })
    .inner
}

fn line_ui(ui: &mut Ui, sentence: &str, model: &str) {
    const GAP: f32 = 24.0;
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let (id, rect) = ui.allocate_space(Vec2::new(ui.available_width(), (HEIGHT * metrics.scale).round()));
    let font = FontId::proportional(metrics.body);
    ui.painter().hline(
        rect.expand2(Vec2::new(ui.clip_rect().width(), 0.0)).x_range(),
        rect.top() + 0.5,
        Stroke::new(1.0, tokens.hairline),
    );
    let wanted = paint::width(ui, sentence, font.clone());
    let for_model = (rect.width() - GAP - wanted).max(rect.width() / 3.0 - GAP);
    let model_galley = paint::elided(ui, model, font.clone(), tokens.soft, for_model);
    let taken = if model.is_empty() { 0.0 } else { model_galley.size().x + GAP };
    let galley = paint::elided(ui, sentence, font, tokens.soft, rect.width() - taken);
    for (text, galley, at, anchor, salt) in [
        (sentence, galley, rect.left_center(), Align2::LEFT_CENTER, "sentence"),
        (model, model_galley, rect.right_center(), Align2::RIGHT_CENTER, "model"),
    ] {
        if text.is_empty() || rect.width() < GAP {
            continue;
        }
        let shortened = galley.elided;
        let covered: Rect = paint::galley(ui, galley, at, anchor);
        let response = ui.interact(covered, id.with(salt), Sense::hover());
        paint::name(ui, &response, Role::Status, text);
        if shortened {
            response.on_hover_text(text);
        }
    }
}
