//! The Boltzmann lab: a small machine with hidden units, and the two phases that it learns from.
//!
//! [`lab`] is what it adds to the chassis; [`context`] is what panels draw from; [`panels`] is their list, [`layout`] their
//! arrangement; [`sentences`] is what the lab says, [`edits`] what undo takes back. In the left column [`machine`], [`data`] (which [`import`] shows before it is taken) and [`learning`]; [`network`] is
//! the machine as circles ([`places`] where they stand), [`phases`] both phases as matrices, [`states`], [`divergence`] and
//! [`orders`] what the machine has become, [`slow_motion`] one update, [`moments`], [`race`], [`codes`] and [`landscape`] closer looks; [`pairs_alone`] is a machine without
//! hidden units as another lab takes it.

pub mod codes;
pub mod context;
pub mod data;
pub mod divergence;
pub mod edits;
pub mod exports;
pub mod filing;
pub mod help;
pub mod import;
pub mod keys;
pub mod lab;
pub mod landscape;
pub mod layout;
pub mod learning;
pub mod machine;
pub mod moments;
pub mod network;
pub mod opening;
pub mod orders;
pub mod pairs_alone;
pub mod panels;
pub mod phases;
pub mod places;
pub mod race;
mod readings;
pub mod sentences;
pub mod slow_motion;
pub mod states;
pub mod studies;
pub mod timeline;
pub mod tries;

use crate::ui::chassis::step;
use crate::ui::lab::{LabKind, LabName};
use crate::ui::workspace::OfferKind;

/// What the lab is called.
pub const NAME: LabName = LabName {
    id: "boltzmann",
    title: "Boltzmann",
    what: "a Boltzmann machine with hidden units learns a distribution, in two phases",
};

pub const LAB: LabKind = LabKind {
    name: NAME,
    start: lab::start,
    claims: |_| false,
    takes: &[OfferKind::Data],
    rehearsal: || step::encoded(opening::rehearsal()),
};
