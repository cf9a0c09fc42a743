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
    line: &'a str,
    fill: bool,
}

impl<'a> Card<'a> {
    /// A panel called `title`.
    pub fn new(title: &'a str) -> Self {
        Self { title, note: "", help: "", line: "", fill: false }
    }

    /// The explanation at the right end of the title.
    pub fn note(mut self, note: &'a str) -> Self {
        self.note = note;
        self
    }

    /// The explanation as a line of its own, where there is no title. A card that is too low for it goes without.
    pub fn line(mut self, line: &'a str) -> Self {
        self.line = line;
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
        let (room, response) = ui.allocate_exact_size(ui.available_size().max(Vec2::ZERO), Sense::hover());
        // A line that lies on a fraction of a pixel would be drawn outside of the room, and cut there.
        let rect = whole_pixels(room, ui.pixels_per_point());
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
            let title = title_ui(ui, self.title, self.note);
            if !self.help.is_empty() {
                paint::hint(ui, title.rect);
            }
            hover_help(title, self.help);
        }
        let metrics = theme::tokens(ui.ctx()).theme.metrics();
        if !self.line.is_empty() && ui.available_height() >= LINED * metrics.scale {
            let height = ui.text_style_height(&egui::TextStyle::Body);
            let (id, rect) = ui.allocate_space(Vec2::new(ui.available_width(), height));
            note_ui(ui, self.line, rect, Align2::LEFT_CENTER, id);
        }
        content(ui)
    }
}

/// The largest rectangle of whole pixels within `rect`.
fn whole_pixels(rect: Rect, pixels_per_point: f32) -> Rect {
    // Coordinates are sums of rounded lengths: what is off by less than this is a whole pixel.
    const SLACK: f32 = 1e-3;
    let up = |at: f32| (at * pixels_per_point - SLACK).ceil() / pixels_per_point;
    let down = |at: f32| (at * pixels_per_point + SLACK).floor() / pixels_per_point;
    let min = egui::pos2(up(rect.left()), up(rect.top()));
    Rect::from_min_max(min, egui::pos2(down(rect.right()), down(rect.bottom())).max(min))
}

/// Height from which a card has room for a line about itself.
const LINED: f32 = 150.0;
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
    let room = Rect::from_x_y_ranges((covered.right() + GAP).min(rect.right())..=rect.right(), rect.y_range());
    note_ui(ui, note, room, Align2::RIGHT_CENTER, id);
    heading
}

fn note_ui(ui: &Ui, note: &str, room: Rect, anchor: Align2, id: Id) {
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
    let at = anchor.pos_in_rect(&room);
    let covered = if shown { paint::galley(ui, galley, at, anchor) } else { room };
    let response = ui.interact(covered, id.with("note"), Sense::hover());
    paint::name(ui, &response, Role::Label, note);
    if shortened {
        response.on_hover_text(note);
    }
}
