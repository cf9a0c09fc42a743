//! What makes one lab of the workbench: its panels and their places, what it opens with, and its own keys.

use crate::engine::hopfield::recall::{Document, RecallView};
use crate::physics::seed::Seed;
use crate::ui::lab::{LabName, PanelList};
use crate::ui::labs::hopfield::context::{Ask, HopfieldContext, HopfieldPanels};
use crate::ui::panes::Layout;
use crate::ui::shortcuts::Shortcut;
use crate::ui::speed::Speed;

/// What a lab opens with.
pub struct Opening {
    /// Shelf, rule, temperature and cue.
    pub document: Document,
    /// The memory that is selected: a place on the shelf.
    pub selected: usize,
    /// How fast a run is shown.
    pub speed: Speed,
}

/// One lab on one network. The panels are the same wherever they stand.
#[derive(Clone, Copy)]
pub struct Design {
    /// Its entry in the list of labs.
    pub name: LabName,
    /// What it opens with.
    pub opening: fn(Seed) -> Result<Opening, String>,
    /// Its panels.
    pub panels: fn() -> PanelList<HopfieldPanels>,
    /// The room of their places.
    pub layout: Layout,
    /// Raised when panels come or go: an arrangement of another version is not restored.
    pub version: u32,
    /// Keys beyond those of every network, for the list under `?`.
    pub shortcuts: &'static [Shortcut],
    /// Reads them.
    pub keys: fn(&egui::Context, &mut HopfieldContext<'_>),
    /// The stages of its picture; `false` when there is no such stage.
    pub rehearsal: fn(usize, &RecallView) -> (Vec<Ask>, bool),
}
