//! The labs, in the order of the rail.

use crate::ui::lab::LabKind;
use crate::ui::labs::{boltzmann, couplings, heat, phases, recall, train, tree};

/// The labs in the order in which the story is told.
pub static LABS: [LabKind; 7] =
    [recall::LAB, heat::LAB, phases::LAB, boltzmann::LAB, train::LAB, tree::LAB, couplings::LAB];
