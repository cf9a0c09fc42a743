//! How far independent units are from a machine, over two directions: its wells as the heights of a surface.

use std::sync::Arc;

use ndarray::Array2;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::boltzmann::{EffectiveCouplings, Exact, Machine, Target, Units, divergence_of_means};
use crate::physics::leading_axes::{Axis, leading_axes};
use crate::physics::plane_grid::{PlaneGrid, check_side};
use crate::physics::projection_plane::ProjectionPlane;
use crate::physics::rbm::VisibleUnits;
use crate::physics::stop::Stop;

/// The most visible units whose states are all averaged over at every point.
pub const MOST_VISIBLE: usize = 12;
/// How much of the base is fair units, so that none is at an end.
const FAIR: f64 = 0.01;

/// What the two axes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum WellsOver {
    /// Two rows of the data, by their places: units are drawn as much towards the first as u says where both agree, and v
    /// where they differ, both from −1 to 1, so that the corners are the rows and their negatives. Two rows that are equal
    /// or opposite span no plane.
    Rows(usize, usize),
    /// The first two principal components of the distribution that is learned: the same for all machines of a run.
    Components,
    /// The two eigenvectors of largest eigenvalue of the couplings J of pairs that ln p(v) has, in spins ±1.
    Couplings,
}

/// Which machine, and which directions.
#[derive(Clone, Debug)]
pub struct WellsConfig {
    /// The update of the machine.
    pub update: u64,
    /// The machine.
    pub machine: Arc<Machine>,
    /// The distribution that it learns.
    pub target: Arc<Target>,
    /// What the axes are.
    pub over: WellsOver,
    /// Points along each side of the grid.
    pub side: usize,
}

/// The plane under the wells, as far as states go: through the means of the data (with one part in a hundred of fair units)
/// along two directions of length 1, or through fair units along two rows.
#[derive(Clone, Debug, PartialEq)]
pub struct WellsPlane {
    /// The means over each point.
    pub plane: ProjectionPlane,
    /// The grid.
    pub grid: PlaneGrid,
    /// Of each axis: the fraction of the variance of a component, the eigenvalue of J, the number of units where two rows
    /// agree and differ.
    pub weights: [f64; 2],
}

/// The surface, as far as it is computed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wells {
    /// The update of the machine.
    pub update: u64,
    /// The plane; none before the first step.
    pub plane: Option<Arc<WellsPlane>>,
    /// KL(q_m‖p) over the grid in nats, row by row; not-a-number where there are no means.
    pub heights: Arc<[f64]>,
}

/// The surface as a job: first the states and the plane, then a row of the grid a step.
pub struct WellsSurvey {
    config: WellsConfig,
    log_probabilities: Vec<f64>,
    plane: Option<Arc<WellsPlane>>,
    heights: Vec<f64>,
    failed: bool,
}

impl WellsPlane {
    /// The plane of a configuration; `None` where there are no two directions.
    fn new(config: &WellsConfig, log_probabilities: &[f64]) -> Option<Self> {
        let units = config.machine.topology().units;
        let visible = match units {
            Units::Binary => VisibleUnits::Bernoulli,
            Units::Ising => VisibleUnits::Ising,
        };
        let fair = f64::midpoint(units.low(), 1.0);
        let with = |base: Vec<f64>, directions: [Vec<f64>; 2], weights: [f64; 2]| {
            let plane = ProjectionPlane::new(visible, base, directions).ok()?;
            let grid = PlaneGrid { side: config.side, ranges: plane.reach() };
            Some(Self { plane, grid, weights })
        };
        let moments = config.target.moments(units);
        let size = moments.means.len();
        let (matrix, total) = match config.over {
            WellsOver::Rows(one, other) => {
                let (one, other) = (config.target.rows().row(one)?, config.target.rows().row(other)?);
                let agree = one.iter().zip(other).filter(|(one, other)| one == other).count();
                let counts = [agree, size - agree].map(|count| count as f64);
                // u and v are means of spins ±1 over the units of either kind, turned towards the first row.
                let direction = |differ: bool| {
                    let scale = 2.0 / (units.gap() * counts[usize::from(differ)].max(1.0));
                    let sign = |bit: u8| if bit > 0 { scale } else { -scale };
                    let pairs = one.iter().zip(other);
                    pairs.map(|(&one, &other)| if (one != other) == differ { sign(one) } else { 0.0 }).collect()
                };
                return with(vec![fair; size], [direction(false), direction(true)], counts);
            }
            WellsOver::Components => {
                let covariance = |(i, j): (usize, usize)| moments.pairs[(i, j)] - moments.means[i] * moments.means[j];
                let matrix = Array2::from_shape_fn((size, size), covariance);
                let total = matrix.diag().sum();
                (matrix, total)
            }
            WellsOver::Couplings => {
                let couplings = EffectiveCouplings::of(log_probabilities);
                let mut matrix = Array2::zeros((size, size));
                for (mask, coupling) in couplings.of_order(2) {
                    let (i, j) = (mask.trailing_zeros() as usize, mask.ilog2() as usize);
                    (matrix[(i, j)], matrix[(j, i)]) = (coupling, coupling);
                }
                (matrix, 1.0)
            }
        };
        let [one, other]: [Axis; 2] = leading_axes(&matrix, 2).try_into().ok()?;
        let weights = [one.value, other.value].map(|value| value / total);
        let base = moments.means.iter().map(|mean| (1.0 - FAIR) * mean + FAIR * fair).collect();
        with(base, [one.vector, other.vector], weights)
    }

    /// Where a row of the visible units lies, each 0 or 1; units beyond them do not count.
    pub fn at(&self, row: &[u8]) -> [f64; 2] {
        let low = if self.plane.units() == VisibleUnits::Ising { -1.0 } else { 0.0 };
        self.plane.project(row.iter().map(|&bit| if bit > 0 { 1.0 } else { low }))
    }
}

impl Job for WellsSurvey {
    type Config = WellsConfig;
    type View = Wells;

    fn new(config: &WellsConfig) -> Result<Self, SessionError> {
        let visible = config.machine.topology().visible;
        if !(2..=MOST_VISIBLE).contains(&visible) {
            return Err(SessionError::new(format!(
                "the machine has {visible} visible units; a surface is drawn over 2 to {MOST_VISIBLE}"
            )));
        }
        if config.target.visible() != visible {
            let found = config.target.visible();
            return Err(SessionError::new(format!(
                "the rows have {found} bits; the machine has {visible} visible units"
            )));
        }
        check_side(config.side).map_err(SessionError::new)?;
        Ok(Self {
            config: config.clone(),
            log_probabilities: Vec::new(),
            plane: None,
            heights: Vec::new(),
            failed: false,
        })
    }

    fn step(&mut self) -> Flow {
        self.advance(&|| false)
    }

    fn advance(&mut self, stop: Stop<'_>) -> Flow {
        let Some(found) = &self.plane else {
            match Exact::of(&self.config.machine, stop) {
                Ok(exact) => self.log_probabilities = exact.log_probabilities(),
                Err(_) if stop() => return Flow::Unfinished,
                Err(_) => self.failed = true,
            }
            self.plane = WellsPlane::new(&self.config, &self.log_probabilities).map(Arc::new);
            // Without two directions there is no surface, which the view says by having no plane at the end.
            self.failed |= self.plane.is_none();
            return if self.failed { Flow::Done } else { Flow::Continue };
        };
        let (side, units) = (found.grid.side, self.config.machine.topology().units);
        let row = found.grid.means_of_row(&found.plane, self.heights.len() / side);
        let means = row.means.rows().into_iter().map(|means| means.mapv(f64::from).to_vec());
        let heights =
            means.map(|means| divergence_of_means(&self.log_probabilities, units, &means).unwrap_or(f64::NAN));
        let heights: Vec<f64> = heights.collect();
        self.heights.extend(found.grid.spread(&row.columns, &heights));
        if self.heights.len() < side * side { Flow::Continue } else { Flow::Done }
    }

    fn view(&self) -> Wells {
        let (plane, heights) = (self.plane.clone(), self.heights.as_slice().into());
        Wells { update: self.config.update, plane, heights }
    }

    fn progress(&self) -> Option<Progress> {
        let side = self.config.side as u64;
        Some(Progress { done: self.heights.len() as u64 / side, total: side })
    }
}
