//! The labs that are here. The names of all seven are in [`crate::ui::lab::LABS`].

pub mod recall;

use crate::physics::seed::Seed;
use crate::ui::jobs::Wake;
use crate::ui::lab::Lab;

/// Every lab, started on its opening document.
pub fn all(wake: &Wake, seed: Seed) -> Result<Vec<Box<dyn Lab>>, String> {
    Ok(vec![Box::new(recall::lab::RecallLab::new(wake, seed)?)])
}
