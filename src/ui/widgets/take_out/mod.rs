//! Takes a figure out of the window: its data as text or CSV, itself as SVG, PNG or a copied picture.
//!
//! * [`menu`]: the context menu of every plot, matrix and grid, and the key that opens it.
//! * [`table`]: the data of a figure as rows.
//! * [`sheet`]: draws a figure once more, by itself, in the theme of the window or in that for print.
//! * [`svg`] and [`raster`]: the shapes of such a sheet as text and as pixels; neither needs a graphics device.
//! * [`whole`]: where panels stand, for figures of a whole panel or lab.
//! * [`saving`]: asks where a file is to go and writes it, on a thread of its own.

pub mod menu;
mod meshes;
pub mod raster;
pub mod saving;
pub mod sheet;
pub mod svg;
pub mod table;
pub mod whole;

pub use menu::{Figure, TakeOut, offer, offer_below, offer_when};
pub use saving::saving_ui;
pub use sheet::Sheet;
pub use table::Table;
