//! The Tree lab: the fixed points of a run's checkpoints as a tree that grows with the training.
//!
//! [`lab`] is what it adds to the chassis; [`context`] is what panels draw from, [`derived`] the closer looks among it,
//! made by [`studies`]; [`clusters_at`] is the one source of clusters, for tree, table, plane and colours; [`panels`] is
//! the list of panels, [`layout`] their arrangement, [`on_screen`] which of them cost work only while they are drawn;
//! [`axis`] is that of the tree under other plots; [`edits`] is what undo takes
//! back, [`sentences`] what the lab says.

pub mod agreement;
pub mod axis;
pub mod branch_row;
pub mod clusters;
pub mod clusters_at;
pub mod compare;
pub mod compared;
pub mod context;
pub mod derived;
pub mod drawing;
pub mod edits;
pub mod exports;
pub mod files;
mod filing;
pub mod held;
mod held_tree;
pub mod help;
pub mod keys;
pub mod lab;
pub mod landscape;
pub mod layout;
pub mod means_view;
pub mod members;
pub mod node;
pub mod node_colours;
pub mod on_screen;
pub mod opening;
pub mod panels;
pub mod run;
pub mod scores;
pub mod sentences;
pub mod spectrum;
pub mod split;
pub mod studies;
pub mod timeline;
pub mod tree_panel;
pub mod tries;

use crate::io::hdf5;
use crate::ui::chassis::step;
use crate::ui::lab::{LabKind, LabName};
use crate::ui::workspace::OfferKind;

/// What the lab is called.
pub const NAME: LabName = LabName { id: "tree", title: "Tree", what: "TAP fixed points of a run's checkpoints" };

pub const LAB: LabKind = LabKind {
    name: NAME,
    start: |wake, seed| Ok(lab::start(wake, seed)),
    claims: hdf5::has_its_ending,
    takes: &[OfferKind::Run],
    rehearsal: || step::encoded(opening::rehearsal()),
};
