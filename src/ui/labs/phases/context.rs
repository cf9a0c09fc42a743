//! What panels of the Phases lab draw from, and what they can ask for.

use crate::engine::core::session::{Command, CommandOf, Snapshot};
use crate::engine::hopfield::phases::{Phases, PhasesCmd, PhasesConfig, PhasesView};
use crate::ui::labs::phases::marker::{HOTTEST, Spot};
use crate::ui::labs::phases::plane::HeatCell;
use crate::ui::labs::phases::studies::Studies;
use crate::ui::labs::phases::sweeps::request::Settings;
use crate::ui::labs::phases::sweeps::sweep_store::{SweepAsk, Sweeps};
use crate::ui::shell::Shell;

/// How far the plane reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Reach {
    /// To α = 0.2.
    #[default]
    Near,
    /// To α = 0.3.
    Far,
}

impl Reach {
    pub const fn largest_load(self) -> f64 {
        match self {
            Self::Near => 0.2,
            Self::Far => 0.3,
        }
    }
}

/// What the overlap is drawn against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Against {
    /// The temperature, at the load of the puck.
    #[default]
    Temperature,
    /// The load, at its temperature.
    Load,
}

/// View state that several panels share.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Shared {
    /// How far the plane reaches.
    pub reach: Reach,
    /// What the overlap is drawn against.
    pub against: Against,
    /// Where the puck was put; the network follows as fast as it can, and once it is there this is forgotten.
    #[serde(skip)]
    pub held: Option<Spot>,
    /// Whether the cells of a sweep are drawn on the plane.
    pub heat: bool,
    /// What the sweep measures.
    pub sweep: Settings,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            reach: Reach::default(),
            against: Against::default(),
            held: None,
            heat: true,
            sweep: Settings::default(),
        }
    }
}

/// What a panel asks for; the lab sends it after drawing.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Ask {
    /// A command for the network.
    Phases(CommandOf<Phases>),
    /// Something that is measured in the background.
    Sweep(SweepAsk),
}

/// The type that ties the panels to [`PhasesContext`].
pub struct PhasesPanels;

impl crate::ui::lab::LabPanels for PhasesPanels {
    type Context<'a> = PhasesContext<'a>;
}

/// Lent to each panel while it draws.
pub struct PhasesContext<'a> {
    /// The picture of this frame.
    pub snapshot: &'a Snapshot<PhasesView>,
    /// The lines of the diagram and theory's curve.
    pub studies: &'a Studies,
    /// Cells drawn under the lines.
    pub cells: &'a [HeatCell],
    /// What is measured in the background.
    pub sweeps: &'a Sweeps,
    /// What is asked for, in order.
    pub asks: &'a mut Vec<Ask>,
    /// View state that panels share.
    pub shared: &'a mut Shared,
    pub shell: &'a mut Shell,
}

impl PhasesContext<'_> {
    /// The picture of the network.
    pub fn view(&self) -> &PhasesView {
        &self.snapshot.view
    }

    /// Where the network is and how it is run.
    pub fn config(&self) -> &PhasesConfig {
        &self.snapshot.view.config
    }

    /// Asks for a live change.
    pub fn ask(&mut self, cmd: PhasesCmd) {
        self.asks.push(Ask::Phases(Command::Model(cmd)));
    }

    /// Asks for a measurement in the background.
    pub fn ask_sweep(&mut self, ask: SweepAsk) {
        self.asks.push(Ask::Sweep(ask));
    }

    /// Load and temperature of the puck.
    pub fn place(&self) -> (f64, f64) {
        let spot = self.spot();
        (spot.load(self.config().size), spot.temperature)
    }

    /// Where the puck is: where it is held, or where the network is.
    pub fn spot(&self) -> Spot {
        self.shared.held.unwrap_or_else(|| Spot::of(self.config()))
    }

    /// Moves the puck, within the plane; to where it is already nothing is asked.
    pub fn go(&mut self, spot: Spot) {
        let spot = spot.within(self.config().size, self.shared.reach.largest_load(), HOTTEST);
        if spot != self.spot() {
            self.shared.held = Some(spot);
            self.ask(PhasesCmd::Move { patterns: spot.patterns, temperature: spot.temperature });
        }
    }
}
