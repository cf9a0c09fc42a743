//! [`Ribbon`]: coloured spans with a word each, over the same x axis as the charts below.

use egui::{Align2, Color32, CornerRadius, Rect, Response, Role, Sense, Ui, Vec2, pos2, vec2};

use super::frame::{self, Margins};
use super::scale::Scale;
use crate::ui::theme;
use crate::ui::widgets::paint;

/// A piece of the ribbon.
#[derive(Clone, Debug, PartialEq)]
pub struct Span<'a> {
    /// Where it begins, along x.
    pub from: f64,
    pub to: f64,
    /// Its word, where there is room.
    pub word: &'a str,
    pub short: &'a str,
    pub color: Color32,
}

/// The ribbon. Margins and range are those of the charts below it.
#[derive(Clone, Debug)]
pub struct Ribbon<'a> {
    pub name: &'a str,
    /// Its pieces, from left to right.
    pub spans: &'a [Span<'a>],
    pub x_range: (f64, f64),
    /// Room next to the data of the charts below.
    pub margins: Margins,
    pub height: f32,
}

impl Ribbon<'_> {
    /// Draws it across the available width; the response, and the piece under the pointer.
    pub fn show(&self, ui: &mut Ui) -> (Response, Option<usize>) {
        let size = frame::clean_size(vec2(ui.available_width(), self.height));
        let (outer, response) = ui.allocate_exact_size(size, Sense::hover());
        let words: Vec<&str> = self.spans.iter().map(|span| span.word).collect();
        paint::name(ui, &response, Role::Figure, &format!("{}: {}", self.name, words.join(", ")));
        let rect = Rect::from_min_max(
            pos2(outer.left() + self.margins.left, outer.top()),
            pos2(outer.right() - self.margins.right, outer.bottom()),
        );
        if !(rect.width() >= 12.0 && rect.height() >= 4.0 && ui.is_rect_visible(rect)) {
            return (response, None);
        }
        let tokens = theme::tokens(ui.ctx());
        let round = CornerRadius::same(4);
        ui.painter().rect_filled(rect, round, tokens.raised);
        let scale = Scale::new(self.x_range, rect.left(), rect.right());
        let pointer = response.hover_pos().filter(|pos| rect.contains(*pos));
        let mut hovered = None;
        for (index, span) in self.spans.iter().enumerate() {
            let piece = Rect::from_x_y_ranges(scale.position(span.from)..=scale.position(span.to), rect.y_range());
            let piece = piece.intersect(rect);
            if piece.width() <= 0.0 {
                continue;
            }
            // A ribbon's ends are round where they are those of its room.
            let corners = CornerRadius {
                nw: if piece.left() <= rect.left() + 1.0 { round.nw } else { 0 },
                sw: if piece.left() <= rect.left() + 1.0 { round.sw } else { 0 },
                ne: if piece.right() >= rect.right() - 1.0 { round.ne } else { 0 },
                se: if piece.right() >= rect.right() - 1.0 { round.se } else { 0 },
            };
            ui.painter().rect_filled(piece, corners, span.color);
            if pointer.is_some_and(|pos| piece.x_range().contains(pos.x)) {
                hovered = Some(index);
            }
            let font = theme::semibold(tokens.theme.metrics().small);
            let fitting = [span.word, span.short]
                .into_iter()
                .map(|word| paint::line(ui, word, font.clone(), tokens.on(span.color)))
                .find(|galley| galley.size().x + 12.0 <= piece.width());
            if let Some(galley) = fitting {
                paint::galley(ui, galley, piece.left_center() + Vec2::new(8.0, 0.0), Align2::LEFT_CENTER);
            }
        }
        (response, hovered)
    }
}
