//! Suggestions: what could be done next, each a button in a row or an entry of a menu, and a way to be rid of them.

use egui::{Align, Layout, Popup, PopupCloseBehavior, Ui};

use super::{Button, paint};
use crate::ui::theme;

/// What came of a frame of the row or the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TryRowChange {
    /// The suggestion at this place was chosen.
    Chosen(usize),
    /// They are not wanted.
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

/// Draws the button of a menu of suggestions, for a window without height for the row.
pub fn try_menu_ui(ui: &mut Ui, suggestions: &[(&str, &str)]) -> Option<TryRowChange> {
    let button = menu_button().show(ui);
    let mut change = None;
    Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
        for (place, (text, tip)) in suggestions.iter().enumerate() {
            if ui.add(egui::Button::selectable(false, *text)).on_hover_text(*tip).clicked() {
                change = Some(TryRowChange::Chosen(place));
            }
        }
        ui.separator();
        if ui.add(egui::Button::selectable(false, "Hide the suggestions")).on_hover_text(HIDE).clicked() {
            change = Some(TryRowChange::Hidden);
        }
    });
    change
}

/// Width of that button.
pub fn try_menu_width(ui: &Ui) -> f32 {
    menu_button().width(ui)
}

fn menu_button() -> Button<'static> {
    Button::new(TITLE).tooltip("What is worth doing next").small()
}
