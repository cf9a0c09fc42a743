//! The Recall lab: a [network](crate::ui::labs::hopfield) at T = 0.
//!
//! [`panels`] is the list of its panels, [`layout`] their places, [`opening`] what it opens with, [`rehearsal`] the
//! stages of its picture.

pub mod layout;
pub mod opening;
pub mod panels;
pub mod rehearsal;

use crate::ui::lab::LABS;
use crate::ui::labs::hopfield::design::Design;

/// The first lab.
pub const DESIGN: Design = Design {
    name: LABS[0],
    opening: opening::opening,
    panels: panels::panels,
    layout: layout::designed,
    version: layout::VERSION,
    shortcuts: &[],
    keys: |_, _| {},
    rehearsal: rehearsal::stage,
};
