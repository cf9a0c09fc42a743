//! The labs that are here, and the names of those to come.

use crate::ui::lab::{Entry, LabKind, LabName};
use crate::ui::labs::{couplings, heat, phases, recall, train, tree};

/// The labs in the order in which the story is told.
pub static LABS: [Entry; 7] = [
    Entry::Here(recall::LAB),
    Entry::Here(heat::LAB),
    Entry::Here(phases::LAB),
    Entry::ToCome(LabName {
        id: "boltzmann",
        title: "Boltzmann",
        what: "Boltzmann machines with hidden units, exact distributions",
    }),
    Entry::Here(train::LAB),
    Entry::Here(tree::LAB),
    Entry::Here(couplings::LAB),
];

pub fn here() -> impl Iterator<Item = LabKind> {
    LABS.iter().filter_map(Entry::here)
}
