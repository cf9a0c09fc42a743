//! The Recall lab.
//!
//! [`lab`] holds the engines and carries out what panels ask for; [`context`] is what panels draw from;
//! [`panels`] is their list, [`layout`] their arrangement; [`sentences`] is what the lab says.

pub mod clipboard;
pub mod context;
pub mod corrupt;
pub mod couplings;
pub mod crosstalk;
pub mod energy;
pub mod files;
pub mod glyphs;
pub mod help;
pub mod import;
pub mod keys;
pub mod lab;
pub mod layout;
pub mod load;
pub mod load_menu;
pub mod many_runs;
pub mod memories;
pub mod opening;
pub mod pace;
pub mod panels;
pub mod path;
pub mod rehearsal;
pub mod sentences;
pub mod state;
pub mod studies;
pub mod timeline;
pub mod tools;
pub mod update;
