//! A row of suggestions: what could be done next, each a button, and a way to be rid of the row.

use egui::{Align, Layout, Ui};

use super::{Button, paint};
use crate::ui::theme;

/// What came of a frame of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryRowChange {
    /// The suggestion at this place was chosen.
    Chosen(usize),
    /// The row is not wanted.
    Hidden,
}

/// Height of the row, in points of the dark profile.
pub const TRY_ROW: f32 = 26.0;
const TITLE: &str = "Try this";
const HIDE: &str = "Hides these suggestions; Reset panes brings all of them back";

/// Draws suggestions, each a text and what happens then: as many as there is room for.
pub fn try_row_ui(ui: &mut Ui, suggestions: &[(&str, &str)]) -> Option<TryRowChange> {
    let tokens = theme::tokens(ui.ctx());
    let font = theme::semibold(tokens.theme.metrics().title);
    let mut change = None;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let hide = Button::new("Hide").name("Hide the suggestions").tooltip(HIDE).small().quiet();
        let right = ui.available_rect_before_wrap().right() - hide.width(ui) - theme::GAP;
        let title = ui.label(egui::RichText::new(TITLE).font(font).color(tokens.soft));
        paint::name(ui, &title, egui::Role::Heading, TITLE);
        for (place, (text, tip)) in suggestions.iter().enumerate() {
            let button = Button::new(text).tooltip(tip).small();
            if ui.cursor().left() + button.width(ui) > right {
                break;
            }
            if button.show(ui).clicked() {
                change = Some(TryRowChange::Chosen(place));
            }
        }
        if hide.show(ui).clicked() {
            change = Some(TryRowChange::Hidden);
        }
    });
    change
}
