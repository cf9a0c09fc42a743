//! The Phases lab: a network that is dragged over the (α, T) plane, theory next to what is measured.
//!
//! [`lab`] is what it adds to the chassis; [`context`] is what panels draw from;
//! [`panels`] is their list, [`layout`] their arrangement; [`edits`] is what undo takes back,
//! [`sentences`] what the lab says.
//! [`plane`] is the diagram with its puck, [`marker`] how far a key or a drag moves it;
//! [`sweeps`] is what is measured in the background.

pub mod context;
pub mod edits;
mod filing;
mod held;
pub mod help;
pub mod keys;
pub mod lab;
pub mod layout;
pub mod marker;
pub mod network_controls;
pub mod network_view;
pub mod opening;
pub mod overlap;
pub mod panels;
pub mod plane;
pub mod sentences;
pub mod studies;
pub mod sweeps;
pub mod timeline;
pub mod tries;

use crate::ui::chassis::step;
use crate::ui::lab::{LabKind, LabName};

/// What the lab is called.
pub const NAME: LabName =
    LabName { id: "phases", title: "Phases", what: "theory next to measured sweeps over load and temperature" };

pub const LAB: LabKind = LabKind {
    name: NAME,
    start: lab::start,
    claims: |_| false,
    takes: &[],
    rehearsal: || step::encoded(opening::rehearsal()),
};
