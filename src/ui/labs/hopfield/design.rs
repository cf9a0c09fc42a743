//! What makes one lab of the workbench: its panels and their places, what it opens with, and its own keys.

use crate::engine::hopfield::recall::Document;
use crate::physics::seed::Seed;
use crate::ui::chassis::{Plan, Try};
use crate::ui::labs::hopfield::context::{HopfieldContext, HopfieldPanels};
use crate::ui::shortcuts::Shortcut;

/// What a lab opens with.
pub struct Opening {
    /// Shelf, rule, temperature and cue.
    pub document: Document,
    /// The memory that is selected: a place on the shelf.
    pub selected: usize,
    /// How fast a run is shown, in sweeps per second.
    pub speed: f64,
}

/// One lab on one network. The panels are the same wherever they stand.
#[derive(Clone, Copy)]
pub struct Design {
    /// Its name and its panels.
    pub plan: Plan<HopfieldPanels>,
    /// Whether it has no heat: what was saved warm belongs to another lab.
    pub cold: bool,
    pub opening: fn(Seed) -> Result<Opening, String>,
    /// What is suggested at the foot of the lab.
    pub tries: &'static [Try<HopfieldPanels>],
    /// Keys beyond those of every network, for the list under `?`.
    pub shortcuts: &'static [Shortcut],
    pub keys: fn(&egui::Context, &mut HopfieldContext<'_>),
}
