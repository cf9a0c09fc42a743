//! The Recall lab: a [network](crate::ui::labs::hopfield) at T = 0.
//!
//! [`panels`] is the list of its panels, [`layout`] their places, [`opening`] what it opens with, [`rehearsal`] the
//! steps to its picture, [`tries`] what is suggested.

pub mod branches;
pub mod capacity;
pub mod continuous;
pub mod grey_cue;
pub mod landscape;
pub mod layout;
pub mod neurons;
pub mod opening;
pub mod panels;
pub mod rehearsal;
pub mod six_energies;
pub mod tries;

use crate::ui::chassis::{Plan, step};
use crate::ui::lab::{LabKind, LabName};
use crate::ui::labs::hopfield::design::Design;
use crate::ui::labs::hopfield::lab;
use crate::ui::workspace::OfferKind;

const DESIGN: Design = Design {
    plan: Plan {
        name: LabName {
            id: "recall",
            title: "Recall",
            what: "Hopfield network at T = 0: draw, store, corrupt, recall",
        },
        panels: panels::panels,
        layout: layout::designed,
        presented: &["state", "energy"],
    },
    cold: true,
    opening: opening::opening,
    tries: &tries::TRIES,
    shortcuts: &[],
    keys: |_, _| {},
};

pub const LAB: LabKind = LabKind {
    name: DESIGN.plan.name,
    start: |wake, seed| lab::start(DESIGN, wake, seed),
    claims: |_| false,
    takes: &[OfferKind::Memories, OfferKind::Data],
    rehearsal: || step::encoded(rehearsal::steps()),
};
