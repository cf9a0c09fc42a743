//! The keys of lessons.

use egui::{Context, Id, Key, Modifiers, Rect, Sense, Ui};

use crate::ui::shortcuts::Action;

pub const LESSONS: Action = Action::new("lessons", Modifiers::NONE, Key::F1, "the list of lessons");
pub const NEXT_PAGE: Action = Action::new("next-page", Modifiers::NONE, Key::PageDown, "the next page of a lesson");
pub const PAGE_BEFORE: Action = Action::new("page-before", Modifiers::NONE, Key::PageUp, "the page of a lesson before");

/// Where the Tab key enters the text of a lesson, or the list.
fn entry() -> Id {
    Id::unique("where Tab enters lessons")
}

/// While nothing has the keyboard, Tab begins in the lesson and not at the top of the window.
pub fn enter(ctx: &Context) {
    let tab = ctx.input(|input| input.key_pressed(Key::Tab) && !input.modifiers.any());
    if tab && ctx.memory(|memory| memory.focused().is_none()) {
        ctx.memory_mut(|memory| memory.request_focus(entry()));
    }
}

/// What comes next on the screen takes the keyboard, where [`enter`] asked for that in this frame.
pub fn entry_ui(ui: &Ui) {
    if ui.memory(|memory| memory.has_focus(entry())) {
        ui.interact(Rect::from_min_size(ui.cursor().min, egui::Vec2::ZERO), entry(), Sense::focusable_noninteractive());
    }
}
