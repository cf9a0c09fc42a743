//! Shows: the window, its theme and its widgets. Pushes values, never calls a model.

pub mod shortcuts;
pub mod theme;
pub mod widgets;
