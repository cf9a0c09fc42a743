//! The Heat lab: a [network](crate::ui::labs::hopfield) at T > 0, and what theory says of it.
//!
//! [`temperature`] is the heater and cooler, [`schedule`] the editor of T(t), [`quench`] many runs side by side;
//! [`wells`], [`mixtures`], [`ladder`] and [`gauge`] are the theory panels, [`selection`] which memories they are about.
//! [`panels`] is the list, [`layout`] their places, [`opening`] what it opens with, [`rehearsal`] the steps to its
//! picture, [`tries`] what is suggested.

mod footnote;
pub mod gauge;
pub mod help;
mod initial_states;
pub mod keys;
pub mod ladder;
pub mod layout;
pub mod mixtures;
pub mod opening;
mod overlap_flow;
mod overlap_numbers;
pub mod panels;
pub mod quench;
pub mod rehearsal;
pub mod schedule;
pub mod schedule_model;
pub mod selection;
mod stability;
pub mod temperature;
pub mod tries;
mod two_wells;
pub mod wells;

use crate::ui::chassis::{Plan, step};
use crate::ui::lab::{LabKind, LabName};
use crate::ui::labs::hopfield::design::Design;
use crate::ui::labs::hopfield::lab;
use crate::ui::workspace::OfferKind;

const DESIGN: Design = Design {
    plan: Plan {
        name: LabName { id: "heat", title: "Heat", what: "the same network at T > 0: schedules, mixtures, annealing" },
        panels: panels::panels,
        layout: layout::designed,
        presented: &["state", "energy"],
    },
    cold: false,
    opening: opening::opening,
    tries: &tries::TRIES,
    shortcuts: &keys::SHORTCUTS,
    keys: keys::read,
};

pub const LAB: LabKind = LabKind {
    name: DESIGN.plan.name,
    start: |wake, seed| lab::start(DESIGN, wake, seed),
    claims: |_| false,
    takes: &[OfferKind::Memories, OfferKind::Data],
    rehearsal: || step::encoded(rehearsal::steps()),
};
