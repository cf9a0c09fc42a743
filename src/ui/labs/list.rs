//! The labs, in the order of the rail.

use crate::ui::lab::{Entry, LabKind};
use crate::ui::labs::{boltzmann, couplings, heat, phases, recall, train, tree};

/// The labs in the order in which the story is told.
pub static LABS: [Entry; 7] = [
    Entry::Here(recall::LAB),
    Entry::Here(heat::LAB),
    Entry::Here(phases::LAB),
    Entry::Here(boltzmann::LAB),
    Entry::Here(train::LAB),
    Entry::Here(tree::LAB),
    Entry::Here(couplings::LAB),
];

pub fn here() -> impl Iterator<Item = LabKind> {
    LABS.iter().filter_map(Entry::here)
}
