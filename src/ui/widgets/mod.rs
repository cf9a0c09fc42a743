//! The general widgets: they know the theme and nothing of any model. In go values, out come changes.
//!
//! Everywhere `name` is what a screen reader calls a widget, and `summary` the sentence it reads.
//!
//! * frames: [`Card`], [`columns_ui`], [`status_ui`], [`Dialog`], [`Toast`]
//! * inputs: [`Button`], [`Segmented`], [`SliderField`], [`Track`], [`PathField`], [`PathQuestion`], [`seed_field_ui`]
//! * bars of a lab: [`transport_ui`], [`Timeline`], [`try_row_ui`]
//! * the pattern editor's surface: [`spin_grid`]; charts: [`plots`]; trees: [`tree_view`]
//! * read-outs: [`overlap_bar_ui`], [`stacked_bar_ui`], [`colour_key_ui`], [`MatrixView`], [`TileGrid`], [`chips_ui`], [`value_row_ui`]
//! * out of the window: [`take_out`], the menu of every figure
//! * typeset words: [`help_ui`], [`hover_help`], [`equation_ui`]

mod bold;
mod button;
mod card;
mod chips;
mod colour_bar;
mod colour_key;
mod columns;
mod dialog;
mod equation;
mod help;
mod matrix_axes;
mod matrix_view;
mod menu;
mod overlap_bar;
pub mod paint;
mod path_field;
mod path_question;
pub mod plots;
mod refusal;
mod rows;
mod seed_field;
mod segmented;
mod slider_field;
pub mod spin_grid;
mod stacked_bar;
mod status;
pub mod surface;
pub mod take_out;
mod tile_grid;
mod tile_plan;
mod timeline;
mod toast;
mod track;
mod transport;
pub mod tree_view;
mod try_row;
mod value_row;
mod way_in;

pub use button::Button;
pub use card::{Card, title_ui};
pub use chips::{Chip, Tone, chips_height, chips_ui};
pub use colour_bar::colour_bar_ui;
pub use colour_key::colour_key_ui;
pub use columns::{columns_ui, equal_columns_ui};
pub use dialog::{Dialog, DialogAnswer};
pub use equation::{EquationError, KEPT, Typeset, equation_ui, kept, typeset};
pub use help::{WIDTH as HELP_WIDTH, help_ui, hover_help, markdown_ui};
pub use matrix_axes::{MatrixAxes, MatrixAxis};
pub use matrix_view::{CellHover, MatrixMap, MatrixSource, MatrixView};
pub use menu::{low_entries, name_menu};
pub use overlap_bar::overlap_bar_ui;
pub use path_field::PathField;
pub use path_question::{PathAnswer, PathQuestion, PathWords};
pub use refusal::{refuse, refused};
pub use rows::{RowEnds, equal_rows_ui, rows_ui};
pub use seed_field::seed_field_ui;
pub use segmented::Segmented;
pub use slider_field::SliderField;
pub use stacked_bar::{Part, empty_bar_ui, stacked_bar_ui};
pub use status::status_ui;
pub use tile_grid::{TileGrid, TileLayout, TileResponse, Tiles};
pub use timeline::{Mark, TimeAxis, Timeline, TimelineChange, drive_timelines};
pub use toast::Toast;
pub use track::Track;
pub use transport::{TransportAction, TransportState, transport_ui};
pub use try_row::{TRY_ROW, TryRowChange, try_menu_ui, try_menu_width, try_row_ui};
pub use value_row::{sentence_ui, value_row_ui};
pub use way_in::{WayIn, way_in_ui};
