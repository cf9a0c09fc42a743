//! The pattern editor's drawing surface: a grid of spins shown as one texture.
//!
//! * [`strokes`]: which cells a gesture touches (pure).
//! * [`layout`]: where the cells lie (pure).
//! * [`editor`]: the tool, the brush and the stroke under way.
//! * [`paint`]: the picture and the marks over it.
//! * [`widget`]: [`SpinGrid`], which brings them together.
//! * [`cell_size`]: the corner by which the cells are made larger or smaller.
//! * [`thumbnail`]: a small picture of a pattern.

pub mod cell_size;
pub mod editor;
pub mod layout;
pub mod paint;
pub mod strokes;
pub mod thumbnail;
pub mod widget;

pub use cell_size::cell_size_ui;
pub use editor::{Glyph, GridEditor, StrokeEvent, StrokePhase, Tool};
pub use layout::GridLayout;
pub use paint::{CellColors, CellImage, GridColors, GridMarks, spin_colours};
pub use strokes::{Brush, BrushForm, Cell, Mirror};
pub use thumbnail::{Thumbnail, ThumbnailCache};
pub use widget::{GridResponse, SpinGrid};
