//! The Train lab: restricted Boltzmann machines that learn while one looks at them.
//!
//! [`lab`] is what it adds to the chassis; [`context`] is what panels draw from, [`derived`] the
//! closer looks among it, made by [`studies`]; [`panels`] is their list, [`layout`] their arrangement; [`sentences`] is
//! what the lab says, in the terms of [`words`]. [`edits`] is what undo takes back, [`mod@held`] what a session file holds. [`filing`] knows which runs are in files, [`put_aside`] keeps runs that gave way to others, [`last_run`] the one at hand for the next start. [`turns`] is how runs begin and go on. [`traces`] are the curves of a run, [`captions`] say what happened in it, [`ways_out`] are
//! offered with warnings.

pub mod autocorrelation;
pub mod captions;
pub mod compare;
pub mod context;
pub mod derived;
pub mod distances;
pub mod drawing;
pub mod edits;
pub mod events;
pub mod files;
pub mod filing;
pub mod form;
pub mod held;
pub mod help;
pub mod hidden;
pub mod import;
pub mod keys;
pub mod lab;
pub mod landscape;
pub mod last_run;
pub mod layout;
pub mod learning;
pub mod likelihood;
pub mod live;
pub mod modes;
pub mod moments;
pub mod nearest_row;
pub mod opening;
pub mod panels;
pub mod put_aside;
pub mod run;
pub mod samples;
pub mod sentences;
pub mod slow_motion;
pub mod slow_motion_boxes;
pub mod studies;
pub mod timeline;
pub mod traces;
pub mod tries;
pub mod turns;
pub mod ways_out;
pub mod weights;
pub mod words;

use crate::io::hdf5;
use crate::ui::chassis::step;
use crate::ui::lab::{LabKind, LabName};
use crate::ui::workspace::OfferKind;

pub const NAME: LabName = LabName { id: "train", title: "Train", what: "restricted Boltzmann machines trained live" };

pub const LAB: LabKind = LabKind {
    name: NAME,
    start: |wake, seed| Ok(lab::start(wake, seed)),
    claims: hdf5::has_its_ending,
    takes: &[OfferKind::Run],
    rehearsal: || step::encoded(opening::rehearsal()),
};
