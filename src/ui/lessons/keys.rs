//! The keys of lessons.

use egui::{Key, Modifiers};

use crate::ui::shortcuts::Action;

pub const LESSONS: Action = Action::new("lessons", Modifiers::NONE, Key::F1, "the list of lessons");
pub const NEXT_PAGE: Action = Action::new("next-page", Modifiers::NONE, Key::PageDown, "the next page of a lesson");
pub const PAGE_BEFORE: Action = Action::new("page-before", Modifiers::NONE, Key::PageUp, "the page of a lesson before");
