//! The free energy of a machine over two directions, as the heights of a surface: what becomes valleys while it learns.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::engine::rbm::rows::check_sites;
use crate::engine::rbm::surface_plane::{SurfaceDirections, SurfacePlane};
use crate::physics::plane_grid::{MeansOfRow, check_side};
use crate::physics::rbm::{Checkpoint, Configurations, free_energies_of_means};
use crate::physics::spectrum::Mode;

/// Numbers of means that are kept for the next machine: 64 MB.
const MOST_KEPT: usize = 1 << 24;

/// Which machine, and which directions.
#[derive(Clone, Debug)]
pub struct FreeEnergySurfaceConfig {
    /// The machine, and its chains where it has any.
    pub checkpoint: Arc<Checkpoint>,
    /// What the two axes are.
    pub directions: SurfaceDirections,
    /// Rows that stand for the data: the base, and how far the axes go. Without them the chains do.
    pub rows: Option<Arc<Configurations>>,
    /// The first modes of this machine where they are known; they are found where they are not.
    pub modes: Option<Arc<[Mode]>>,
    /// The modes that were shown before, whose signs are kept. May be empty.
    pub before: Arc<[Mode]>,
    /// The means of an earlier surface over the same components of the same rows, which depend on no machine.
    pub laid: Option<Arc<LaidOut>>,
    /// Points along each side of the grid.
    pub side: usize,
}

/// A plane with the means over all points of its grid.
#[derive(Clone, Debug, PartialEq)]
pub struct LaidOut {
    plane: Arc<SurfacePlane>,
    means: Vec<MeansOfRow>,
}

/// A surface, as far as it is computed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FreeEnergySurface {
    /// The update of the machine.
    pub update: u64,
    /// The directions, and the grid; none before the first step.
    pub plane: Option<Arc<SurfacePlane>>,
    /// G over the grid in nats, row by row from the lowest second coordinate; not-a-number where there are no means.
    pub heights: Arc<[f64]>,
    /// Where the rows of the data lie.
    pub rows: Arc<[[f64; 2]]>,
    /// Where the chains of the checkpoint lie.
    pub chains: Arc<[[f64; 2]]>,
    /// What can be handed to the next machine; there at the end, over components of rows alone.
    pub laid: Option<Arc<LaidOut>>,
}

/// The surface as a job: first the plane, then a row of the grid a step.
pub struct FreeEnergySurvey {
    config: FreeEnergySurfaceConfig,
    found: FreeEnergySurface,
    heights: Vec<f64>,
    means: Vec<MeansOfRow>,
    row: usize,
    failed: bool,
}

impl FreeEnergySurvey {
    fn lay_plane(&mut self) {
        let FreeEnergySurfaceConfig { checkpoint, directions, rows, side, .. } = &self.config;
        let known = self.config.laid.as_ref().filter(|laid| {
            laid.plane.directions == *directions && laid.plane.grid.side == *side && laid.means.len() == *side
        });
        let plane = match known {
            Some(laid) => Some(Arc::clone(&laid.plane)),
            None => SurfacePlane::new(&self.config).map(Arc::new),
        };
        // Without two directions there is no surface, which the view says by having no plane at the end.
        let Some(plane) = plane else {
            self.failed = true;
            return;
        };
        let visible = checkpoint.rbm.visible();
        let project = |states: &Configurations| plane.coordinates(visible, states);
        self.found.rows = rows.as_deref().map_or_else(Arc::default, project);
        self.found.chains = checkpoint.chains.as_deref().map_or_else(Arc::default, project);
        self.found.plane = Some(plane);
    }

    fn survey_row(&mut self) {
        let Some(plane) = &self.found.plane else { return };
        let known = self.config.laid.as_ref().filter(|laid| Arc::ptr_eq(&laid.plane, plane));
        let row = if let Some(row) = known.and_then(|laid| laid.means.get(self.row)) {
            row
        } else {
            self.means.push(plane.grid.means_of_row(&plane.plane, self.row));
            let Some(row) = self.means.last() else { return };
            row
        };
        // The means are of the machine's own width.
        let heights = free_energies_of_means(&self.config.checkpoint.rbm, &row.means).unwrap_or_default();
        self.heights.extend(plane.grid.spread(&row.columns, &heights));
        self.row += 1;
        let width = plane.plane.base().len();
        if plane.directions == SurfaceDirections::Modes || self.heights.len() * width > MOST_KEPT {
            self.means.clear();
        } else if self.row == plane.grid.side {
            let new = || Arc::new(LaidOut { plane: Arc::clone(plane), means: std::mem::take(&mut self.means) });
            self.found.laid = Some(known.map_or_else(new, Arc::clone));
        }
    }
}

impl Job for FreeEnergySurvey {
    type Config = FreeEnergySurfaceConfig;
    type View = FreeEnergySurface;

    fn new(config: &FreeEnergySurfaceConfig) -> Result<Self, SessionError> {
        check_side(config.side).map_err(SessionError::new)?;
        for rows in config.rows.iter().chain(&config.checkpoint.chains) {
            check_sites(rows.sites(), &config.checkpoint.rbm)?;
        }
        if config.directions == SurfaceDirections::Components && config.rows.is_none() {
            return Err(SessionError::new("this run has no data whose components could be the axes"));
        }
        let found = FreeEnergySurface { update: config.checkpoint.update, ..FreeEnergySurface::default() };
        let (config, heights, means) = (config.clone(), Vec::new(), Vec::new());
        Ok(Self { config, found, heights, means, row: 0, failed: false })
    }

    fn step(&mut self) -> Flow {
        if self.found.plane.is_none() && !self.failed {
            self.lay_plane();
        } else {
            self.survey_row();
        }
        if self.failed || self.row == self.config.side { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> FreeEnergySurface {
        FreeEnergySurface { heights: self.heights.as_slice().into(), ..self.found.clone() }
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.row as u64, total: self.config.side as u64 })
    }
}
