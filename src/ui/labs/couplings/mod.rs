//! The Couplings lab: what a trained machine says about its visible units alone, next to the truth where it is known.
//!
//! [`lab`] is what it adds to the chassis, [`context`] what panels draw from, [`pairs`] the numbers of a pair from every
//! source, [`order`] and [`placement`] how sites stand; [`panels`] is the list of panels, [`layout`] their arrangement;
//! [`opening`] what it opens with, [`files`] what it reads; [`contact_desk`] is what the map of contacts is made of, [`proteins`]
//! and [`contact_files`] what that reads; [`race_settings`] what races in [`mod@race`] and [`error_curves`]; [`mod@held`] and [`held_family`] are what a session file holds, [`edits`] is what
//! undo takes back, [`sentences`] what the lab says.

pub mod along;
pub mod contact_block;
pub mod contact_controls;
pub mod contact_curve;
pub mod contact_desk;
pub mod contact_files;
pub mod contact_picture;
pub mod contact_sites;
pub mod contacts;
pub mod context;
pub mod edits;
pub mod error_curves;
mod exports;
pub mod factors;
pub mod files;
mod filing;
pub mod graph;
pub mod held;
pub mod held_family;
pub mod help;
pub mod keys;
pub mod lab;
pub mod layout;
pub mod matrix;
pub mod one_unit;
pub mod opening;
pub mod order;
pub mod pairs;
pub mod pairs_alone;
pub mod panels;
pub mod placement;
pub mod proteins;
pub mod race;
pub mod race_controls;
pub mod race_settings;
mod races;
pub mod readings;
pub mod run;
pub mod scatter;
pub mod sentences;
pub mod spin_picture;
pub mod timeline;
pub mod tries;
pub mod triples;
pub mod unit_share;
pub mod units;

use crate::io::hdf5;
use crate::ui::chassis::step;
use crate::ui::lab::{LabKind, LabName};
use crate::ui::workspace::OfferKind;

/// What the lab is called.
pub const NAME: LabName =
    LabName { id: "couplings", title: "Couplings", what: "fields, pairs and triples read back from a trained network" };

pub const LAB: LabKind = LabKind {
    name: NAME,
    start: |wake, _seed| Ok(lab::start(wake)),
    claims: hdf5::has_its_ending,
    takes: &[OfferKind::Run, OfferKind::Pairs],
    rehearsal: || step::encoded(opening::rehearsal()),
};
