//! The frame of a panel: title at left, one soft line of explanation at the right end, content below.

use egui::{Align2, Frame, Id, InnerResponse, Margin, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, Vec2};

use super::{hover_help, paint};
use crate::ui::theme;

/// A panel with hairline border and title.
#[must_use = "call show"]
pub struct Card<'a> {
    title: &'a str,
    note: &'a str,
    help: &'a str,
    fill: bool,
}

impl<'a> Card<'a> {
    /// A panel called `title`.
    pub fn new(title: &'a str) -> Self {
        Self { title, note: "", help: "", fill: false }
    }

    /// The explanation at the right end of the title.
    pub fn note(mut self, note: &'a str) -> Self {
        self.note = note;
        self
    }

    /// What is shown where the pointer rests on the title.
    pub fn help(mut self, help: &'a str) -> Self {
        self.help = help;
        self
    }

    /// Takes all the height there is, instead of what the content needs.
    pub fn fill_height(mut self) -> Self {
        self.fill = true;
        self
    }

    /// Draws the frame, and `content` in it. A card that fills its room never grows beyond it: what does not fit is cut.
    pub fn show<R>(self, ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
        let tokens = theme::tokens(ui.ctx());
        let frame = Frame::new()
            .fill(tokens.panel)
            .stroke(Stroke::new(1.0, tokens.hairline))
            .corner_radius(paint::PANEL_RADIUS)
            .inner_margin(MARGIN);
        if !self.fill {
            let inner = (ui.available_size() - MARGIN.sum() - Vec2::splat(2.0)).max(Vec2::ZERO);
            return frame.show(ui, |ui| {
                ui.set_width(inner.x);
                self.content_ui(ui, content)
            });
        }
        let (rect, response) = ui.allocate_exact_size(ui.available_size().max(Vec2::ZERO), Sense::hover());
        // The frame's own line lies inside the room, not around it.
        ui.painter().add(frame.paint(rect - MARGIN - Margin::same(1)));
        let room = Rect::from_min_max(rect.min, rect.max.max(rect.min)) - MARGIN - Margin::same(1);
        let room = Rect::from_min_size(room.min, room.size().max(Vec2::ZERO));
        let mut inside = ui.new_child(UiBuilder::new().max_rect(room));
        // Half the padding may be drawn on: rings and outlines reach beyond what they surround.
        inside.shrink_clip_rect(room.expand(7.0));
        InnerResponse { inner: self.content_ui(&mut inside, content), response }
    }

    fn content_ui<R>(&self, ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
        if !(self.title.is_empty() && self.note.is_empty()) {
            hover_help(title_ui(ui, self.title, self.note), self.help);
        }
        content(ui)
    }
}

const MARGIN: Margin = Margin { left: 14, right: 14, top: 11, bottom: 13 };

/// A title with its explanation, as at the head of a [`Card`]; also for a second section within one. Gives the
/// response of the title.
pub fn title_ui(ui: &mut Ui, title: &str, note: &str) -> Response {
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
    heading
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
