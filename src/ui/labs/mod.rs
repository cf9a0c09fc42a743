//! The labs that are here. The names of all seven are in [`crate::ui::lab::LABS`].

pub mod heat;
pub mod hopfield;
pub mod phases;
pub mod recall;
pub mod train;

use crate::physics::seed::Seed;
use crate::ui::jobs::Wake;
use crate::ui::lab::Lab;
use crate::ui::labs::hopfield::lab::HopfieldLab;
use crate::ui::labs::phases::lab::PhasesLab;
use crate::ui::labs::train::lab::TrainLab;

/// Every lab, started on its opening document.
pub fn all(wake: &Wake, seed: Seed) -> Result<Vec<Box<dyn Lab>>, String> {
    Ok(vec![
        Box::new(HopfieldLab::new(recall::DESIGN, wake, seed)?),
        Box::new(HopfieldLab::new(heat::DESIGN, wake, seed)?),
        Box::new(PhasesLab::new(wake, seed)?),
        Box::new(TrainLab::new(wake, seed)),
    ])
}
