//! The landscape of a network: the energy of real-valued states over two directions, on a grid.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::hopfield::landscape_plane::{LandscapeOver, LandscapePlane};
use crate::physics::hopfield::EnergyOfMeans;
use crate::physics::hopfield::network::Network;
use crate::physics::hopfield::plane::MemoryPlane;
use crate::physics::plane_grid::{PlaneGrid, check_side};

/// Over which directions, and how finely.
#[derive(Clone, Debug)]
pub struct LandscapeConfig {
    /// The network; shared, never changed.
    pub network: Arc<Network>,
    /// The directions.
    pub over: LandscapeOver,
    /// Points along each side.
    pub side: usize,
}

/// Energies per spin on the grid.
#[derive(Clone, Debug, Default)]
pub struct LandscapeView {
    /// Points along each side.
    pub side: usize,
    /// From where to where each axis goes: over two memories from −1 to 1.
    pub ranges: [(f64, f64); 2],
    /// E / N, row by row: the second coordinate counts rows, the first columns. Rows that are not computed yet are missing,
    /// and points over which there is no state are not-a-number.
    pub energies: Arc<[f64]>,
    /// The plane of modes or components once it is found; none over two memories.
    pub plane: Option<Arc<LandscapePlane>>,
}

/// Where heights come from.
enum Source {
    Memories(MemoryPlane),
    Plane(Arc<LandscapePlane>, EnergyOfMeans),
}

/// The landscape as a job: one step is a row of the grid, the first one that of modes or components is to find them.
pub struct Landscape {
    config: LandscapeConfig,
    source: Option<Source>,
    grid: PlaneGrid,
    energies: Vec<f64>,
}

impl Job for Landscape {
    type Config = LandscapeConfig;
    type View = LandscapeView;

    fn new(config: &LandscapeConfig) -> Result<Self, SessionError> {
        let LandscapeConfig { network, over, side } = config;
        check_side(*side).map_err(SessionError::new)?;
        let source = match over {
            LandscapeOver::Memories(memories) => {
                let [one, other] = &**memories;
                Some(Source::Memories(MemoryPlane::new(network, one, other).map_err(SessionError::new)?))
            }
            LandscapeOver::Modes | LandscapeOver::Components => {
                LandscapePlane::check(network, over)?;
                None
            }
        };
        let grid = PlaneGrid { side: *side, ranges: [(-1.0, 1.0); 2] };
        Ok(Self { config: config.clone(), source, grid, energies: Vec::new() })
    }

    fn step(&mut self) -> Flow {
        let side = self.config.side;
        let number = self.energies.len() / side;
        let row: Vec<f64> = match &self.source {
            None => {
                let network = &self.config.network;
                let found = LandscapePlane::new(network, &self.config.over).zip(EnergyOfMeans::new(network).ok());
                // Without two directions there is no landscape, which the view says by having no plane at the end.
                let Some((plane, energy)) = found else { return Flow::Done };
                self.grid.ranges = plane.plane.reach();
                self.source = Some(Source::Plane(Arc::new(plane), energy));
                return Flow::Continue;
            }
            Some(Source::Memories(plane)) => {
                let points = (0..side).map(|column| self.grid.point(column, number));
                points.map(|[u, v]| plane.energy_per_spin(u, v)).collect()
            }
            Some(Source::Plane(plane, energy)) => {
                let found = self.grid.means_of_row(&plane.plane, number);
                // The means are of the network's own size.
                let energies = energy.per_spin(&found.means.mapv(f64::from)).unwrap_or_default();
                self.grid.spread(&found.columns, &energies).collect()
            }
        };
        self.energies.extend(row);
        if self.energies.len() < side * side { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> LandscapeView {
        let plane = match &self.source {
            Some(Source::Plane(plane, _)) => Some(Arc::clone(plane)),
            _ => None,
        };
        LandscapeView {
            side: self.config.side,
            ranges: self.grid.ranges,
            energies: self.energies.as_slice().into(),
            plane,
        }
    }

    fn progress(&self) -> Option<Progress> {
        let side = self.config.side as u64;
        Some(Progress { done: self.energies.len() as u64 / side, total: side })
    }
}
