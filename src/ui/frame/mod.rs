//! What is around every lab: the bar with the File menu and the transport at the top, the rail with the labs at the left.

pub mod file_desk;
pub mod file_menu;
pub mod rail;
pub mod top_bar;
