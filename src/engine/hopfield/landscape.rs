//! The landscape over two memories: the energy of real-valued states on their plane, on a grid.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::hopfield::network::Network;
use crate::physics::hopfield::plane::MemoryPlane;
use crate::physics::spins::Pattern;

/// Points along each side of the grid.
pub const SIDES: std::ops::RangeInclusive<usize> = 2..=257;

/// Which memories, and how finely.
#[derive(Clone, Debug)]
pub struct LandscapeConfig {
    /// The network; shared, never changed.
    pub network: Arc<Network>,
    /// The two memories.
    pub memories: [Pattern; 2],
    /// Points along each side.
    pub side: usize,
}

/// Energies per spin on the grid.
#[derive(Clone, Debug, Default)]
pub struct LandscapeView {
    /// Points along each side, from −1 to 1.
    pub side: usize,
    /// E(u, v) / N, row by row: v counts rows, u columns. Rows that are not computed yet are missing.
    pub energies: Arc<[f64]>,
}

/// The landscape as a job: one step is a row of the grid.
pub struct Landscape {
    plane: MemoryPlane,
    side: usize,
    energies: Vec<f64>,
}

impl Job for Landscape {
    type Config = LandscapeConfig;
    type View = LandscapeView;

    fn new(config: &LandscapeConfig) -> Result<Self, SessionError> {
        let LandscapeConfig { network, memories: [one, other], side } = config;
        if !SIDES.contains(side) {
            let (least, most) = (SIDES.start(), SIDES.end());
            return Err(SessionError::new(format!("the grid has {side} points a side; it can have {least} to {most}")));
        }
        let plane = MemoryPlane::new(network, one, other).map_err(SessionError::new)?;
        Ok(Self { plane, side: *side, energies: Vec::new() })
    }

    fn step(&mut self) -> Flow {
        let along = |place: usize| 2.0 * place as f64 / (self.side - 1) as f64 - 1.0;
        let v = along(self.energies.len() / self.side);
        let row: Vec<f64> = (0..self.side).map(|place| self.plane.energy_per_spin(along(place), v)).collect();
        self.energies.extend(row);
        if self.energies.len() < self.side * self.side { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> LandscapeView {
        LandscapeView { side: self.side, energies: self.energies.as_slice().into() }
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: (self.energies.len() / self.side) as u64, total: self.side as u64 })
    }
}
