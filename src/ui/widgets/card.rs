//! The frame of a panel: title at left, one soft line of explanation at the right end, content below.

use egui::{Align2, Frame, Id, InnerResponse, Margin, Rect, Role, Sense, Stroke, Ui, Vec2};

use super::paint;
use crate::ui::theme;

/// A panel with hairline border and title.
#[must_use = "call show"]
pub struct Card<'a> {
    title: &'a str,
    note: &'a str,
    fill: bool,
}

impl<'a> Card<'a> {
    /// A panel called `title`.
    pub fn new(title: &'a str) -> Self {
        Self { title, note: "", fill: false }
    }

    /// The explanation at the right end of the title.
    pub fn note(mut self, note: &'a str) -> Self {
        self.note = note;
        self
    }

    /// Takes all the height there is, instead of what the content needs.
    pub fn fill_height(mut self) -> Self {
        self.fill = true;
        self
    }

    /// Draws the frame, and `content` in it.
    pub fn show<R>(self, ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
        let tokens = theme::tokens(ui.ctx());
        let margin = Margin { left: 14, right: 14, top: 11, bottom: 13 };
        let inner = (ui.available_size() - margin.sum() - Vec2::splat(2.0)).max(Vec2::ZERO);
        Frame::new()
            .fill(tokens.panel)
            .stroke(Stroke::new(1.0, tokens.hairline))
            .corner_radius(paint::PANEL_RADIUS)
            .inner_margin(margin)
            .show(ui, |ui| {
                ui.set_width(inner.x);
                // Between panels there is more room than within one.
                ui.spacing_mut().item_spacing = Vec2::splat(8.0);
                if self.fill {
                    ui.set_min_height(inner.y);
                }
                title_ui(ui, self.title, self.note);
                content(ui)
            })
    }
}

/// A title with its explanation, as at the head of a [`Card`]; also for a second section within one.
pub fn title_ui(ui: &mut Ui, title: &str, note: &str) {
    const GAP: f32 = 12.0;
    let tokens = theme::tokens(ui.ctx());
    let metrics = tokens.theme.metrics();
    let size = Vec2::new(ui.available_width(), (metrics.title * 1.55).round());
    let (id, rect) = ui.allocate_space(size);
    let title_galley = paint::elided(ui, title, theme::semibold(metrics.title), tokens.ink, rect.width());
    let covered = paint::galley(ui, title_galley, rect.left_center(), Align2::LEFT_CENTER);
    let heading = ui.interact(covered, id.with("title"), Sense::hover());
    paint::name(ui, &heading, Role::Heading, title);
    note_ui(
        ui,
        note,
        Rect::from_x_y_ranges((covered.right() + GAP).min(rect.right())..=rect.right(), rect.y_range()),
        id,
    );
}

fn note_ui(ui: &Ui, note: &str, room: Rect, id: Id) {
    /// Less than this is not worth a syllable and an ellipsis.
    const LEAST: f32 = 40.0;
    if note.is_empty() {
        return;
    }
    let tokens = theme::tokens(ui.ctx());
    let font = egui::FontId::proportional(tokens.theme.metrics().title);
    let galley = paint::elided(ui, note, font, tokens.soft, room.width());
    let shortened = galley.elided;
    let shown = !shortened || room.width() >= LEAST;
    let covered = if shown { paint::galley(ui, galley, room.right_center(), Align2::RIGHT_CENTER) } else { room };
    let response = ui.interact(covered, id.with("note"), Sense::hover());
    paint::name(ui, &response, Role::Label, note);
    if shortened {
        response.on_hover_text(note);
    }
}
