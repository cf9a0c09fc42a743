//! The workbench of labs that show one Hopfield network: its engine, grid, shelf, charts and studies.
//!
//! [`lab`] is what it adds to the chassis; [`design`] is what makes one lab of it (Recall,
//! Heat); [`context`] is what panels draw from; [`sentences`] is what the labs say. The panels themselves are the same
//! wherever they stand.

pub mod balanced;
pub mod clipboard;
pub mod context;
pub mod corrupt;
pub mod couplings;
pub mod crosstalk;
pub mod design;
pub mod end_states;
pub mod energy;
pub mod files;
mod filing;
mod film_strip;
pub mod glyphs;
pub mod help;
pub mod import;
pub mod keys;
pub mod lab;
pub mod load;
pub mod load_menu;
pub mod many_runs;
pub mod memories;
pub mod memory_menu;
mod mixture_card;
pub mod path;
pub mod readings;
mod rule;
pub mod selected;
pub mod sentences;
pub mod state;
pub mod studies;
pub mod timeline;
pub mod tools;
mod traces;
pub mod update;
pub mod verdict;
