//! The window: panels draw from immutable snapshots and push commands; nothing here can change a model.
//!
//! [`app`] puts the frame around the labs listed in [`labs`]; [`lab`] says what a lab and a panel are, [`chassis`] is
//! what every lab does alike; [`machine`] and [`network`] are what models look like in every lab; [`panes`] arranges
//! panels; [`help`] holds the texts of tooltips, [`glossary`] the words; [`cached`] is a value that is made again when what it depends on
//! changes; [`study`] is a derived picture with an engine of its own; [`theme`] holds every colour; [`files`] is what labs read and write, [`jobs`] the one
//! door to files, [`dialogs`] asks for them; [`pictures`] renders without a window, [`film`] one picture after the other, [`figure`] for print, both on an `easel`; [`messages`] and [`log_ring`] keep what was said, [`diagnostics`] puts it together; `menu_keys` lets a key close the menu in which it chooses.

pub mod app;
pub mod cached;
pub mod chassis;
pub mod diagnostics;
pub mod dialogs;
mod easel;
pub mod figure;
pub mod files;
pub mod film;
pub mod frame;
pub mod glossary;
pub mod help;
pub mod import;
pub mod jobs;
pub mod key_list;
pub mod lab;
pub mod labs;
pub mod launch;
pub mod lessons;
pub mod log_ring;
pub mod machine;
mod menu_keys;
pub mod messages;
pub mod network;
pub mod panes;
pub mod pictures;
pub mod remembered;
pub mod seen;
pub mod shell;
pub mod shortcuts;
pub mod study;
pub mod theme;
pub mod widgets;
pub mod workspace;
pub mod zoom;
