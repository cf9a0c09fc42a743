//! What is around every lab: the bar with the File menu and the transport at the top, the rail with the labs at the left;
//! and what the window says of itself: its title, the last messages, what it is made of, and what closing it would lose.

pub mod about;
pub mod figure_dialog;
pub mod file_desk;
pub mod file_menu;
pub mod film_dialog;
pub mod first_minute;
pub mod leaving;
pub mod message_list;
pub mod progress_card;
pub mod rail;
pub mod title;
pub mod top_bar;
