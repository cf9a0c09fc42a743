//! The panes of a lab: arranged as designed until they are dragged, remembered, drawn as cards. The same for every lab.
//!
//! * [`draft`]: rows, columns and tabs, filled by the places that the panels name.
//! * [`arrangement`]: which pane is where, from what is designed to what is remembered.
//! * [`saved`]: what of that is remembered, with the view state of the lab.
//! * [`behavior`]: how panes, tabs and gaps are drawn; `tab_menu`: a row of more tabs than fit.
//! * [`mod@column`]: the left column, which is not a pane: it can be made wider, not moved.
//! * [`presented`]: the two panels of a lecture; `focused`: those of a lesson; `enlarged`: one, as large as the lab.
//! * [`room`]: what gives way first where the window is small.

pub mod arrangement;
pub mod behavior;
pub mod column;
pub mod draft;
mod enlarged;
mod focused;
pub mod presented;
pub mod room;
pub mod saved;
mod tab_menu;

pub use arrangement::{Pane, Panes};
pub use behavior::panes_ui;
pub use column::{Column, column_ui, drawer_ui};
pub use draft::{Draft, Layout, designed};
pub use enlarged::enlarged_ui;
pub use focused::focused_ui;
pub use presented::presented_ui;
pub use room::Room;
