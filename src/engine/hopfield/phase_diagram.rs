//! The lines of the phase diagram over a range of loads, a few loads a step.

use std::sync::Arc;

use rayon::prelude::*;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::theory::lines::{self, ASYMPTOTIC_BELOW, Apex, Capacity};
use crate::physics::theory::retrieval::Phase;

/// Loads of one step: about ten milliseconds.
const BATCH: usize = 8;
/// Loads near each end of a tongue, where its line turns back.
const BESIDE_END: usize = 10;
const MOST_LOADS: usize = 10_000;

/// Which loads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhaseDiagramConfig {
    /// The diagram reaches from α = 0 to this load.
    pub largest_load: f64,
    /// Number of loads, denser towards 0 where the lines fall as √α; some more near the ends of the lines.
    pub loads: usize,
}

/// The temperatures of all lines at one load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DiagramPoint {
    /// α.
    pub load: f64,
    /// T_g.
    pub spin_glass: f64,
    /// The temperatures between which retrieval states exist, the upper one T_M. The lower one is above 0 only
    /// between α_c and the apex of the line, which bends back there.
    pub retrieval: Option<(f64, f64)>,
    /// The temperatures between which they are the global minima, the upper one T_c; re-entrant as well.
    pub ground: Option<(f64, f64)>,
    /// T_R, below which replica symmetry is broken in them.
    pub replica: Option<f64>,
    /// Whether that is its limit for small loads.
    pub replica_is_asymptotic: bool,
}

/// The lines so far.
#[derive(Clone, Debug, Default)]
pub struct PhaseDiagramView {
    /// From α = 0 on; without gaps, but at first not to the end.
    pub points: Arc<[DiagramPoint]>,
    /// Where they will end.
    pub largest_load: f64,
    /// α_c and α_1; from the first step on, as the other two.
    pub capacity: Option<Capacity>,
    /// Where T_M turns back.
    pub apex: Option<Apex>,
    /// Where T_c turns back.
    pub ground_apex: Option<Apex>,
}

impl PhaseDiagramView {
    /// The lines at a load, straight between the loads that were computed; `None` beyond them.
    pub fn at(&self, load: f64) -> Option<DiagramPoint> {
        let above = self.points.partition_point(|point| point.load < load);
        let right = self.points.get(above)?;
        let Some(left) = above.checked_sub(1).and_then(|index| self.points.get(index)) else { return Some(*right) };
        let fraction = (load - left.load) / (right.load - left.load);
        let mix = |a: f64, b: f64| fraction.mul_add(b - a, a);
        let both = |a: Option<(f64, f64)>, b: Option<(f64, f64)>| Some((mix(a?.0, b?.0), mix(a?.1, b?.1)));
        Some(DiagramPoint {
            load,
            spin_glass: mix(left.spin_glass, right.spin_glass),
            retrieval: both(left.retrieval, right.retrieval),
            ground: both(left.ground, right.ground),
            replica: left.replica.zip(right.replica).map(|(a, b)| mix(a, b)),
            replica_is_asymptotic: right.replica_is_asymptotic,
        })
    }

    /// The phase at a place, read off the lines; `None` beyond what was computed.
    pub fn phase(&self, load: f64, temperature: f64) -> Option<Phase> {
        let point = self.at(load)?;
        let within =
            |range: Option<(f64, f64)>| range.is_some_and(|(low, high)| temperature >= low && temperature < high);
        Some(if within(point.ground) {
            Phase::Ferromagnetic
        } else if within(point.retrieval) {
            Phase::Mixed
        } else if temperature < point.spin_glass {
            Phase::SpinGlass
        } else {
            Phase::Paramagnetic
        })
    }

    /// Whether all loads are there.
    pub fn done(&self) -> bool {
        self.points.last().is_some_and(|point| point.load >= self.largest_load)
    }
}

/// The diagram as a session.
pub struct PhaseDiagram {
    config: PhaseDiagramConfig,
    /// `None` before the first step.
    loads: Option<Vec<f64>>,
    points: Vec<DiagramPoint>,
}

impl Job for PhaseDiagram {
    type Config = PhaseDiagramConfig;
    type View = PhaseDiagramView;

    fn new(config: &PhaseDiagramConfig) -> Result<Self, SessionError> {
        let &PhaseDiagramConfig { largest_load, loads } = config;
        if !(largest_load.is_finite() && largest_load > 0.0) {
            let sentence = format!("the diagram reaches to a load of {largest_load}; it must be a number above 0");
            return Err(SessionError::new(sentence));
        }
        if !(2..=MOST_LOADS).contains(&loads) {
            return Err(SessionError::new(format!("a diagram of {loads} loads; it can have 2 to {MOST_LOADS}")));
        }
        Ok(Self { config: *config, loads: None, points: Vec::new() })
    }

    fn step(&mut self) -> Flow {
        let Some(loads) = &self.loads else {
            // The ends of the lines are found once in a process, in about a tenth of a second: a step of their own.
            self.loads = Some(loads_of(&self.config));
            return Flow::Continue;
        };
        let next: Vec<f64> = loads.iter().skip(self.points.len()).take(BATCH).copied().collect();
        self.points.par_extend(next.par_iter().map(|&load| point_at(load)));
        if self.points.len() >= loads.len() { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> PhaseDiagramView {
        let known = self.loads.is_some();
        PhaseDiagramView {
            points: self.points.as_slice().into(),
            largest_load: self.config.largest_load,
            capacity: known.then(lines::capacity),
            apex: known.then(lines::apex),
            ground_apex: known.then(lines::ground_apex),
        }
    }

    fn progress(&self) -> Option<Progress> {
        let total = self.loads.as_ref().map_or(self.config.loads, Vec::len);
        Some(Progress { done: self.points.len() as u64, total: total as u64 })
    }
}

fn point_at(load: f64) -> DiagramPoint {
    // The loads are checked: no line refuses them.
    let replica = lines::replica_temperature(load).ok().flatten();
    DiagramPoint {
        load,
        spin_glass: lines::spin_glass_temperature(load).unwrap_or(1.0),
        retrieval: lines::retrieval_temperatures(load).ok().flatten(),
        ground: lines::ground_temperatures(load).ok().flatten(),
        replica,
        replica_is_asymptotic: replica.is_some() && load < ASYMPTOTIC_BELOW,
    }
}

fn loads_of(config: &PhaseDiagramConfig) -> Vec<f64> {
    let (capacity, apex, ground) = (lines::capacity(), lines::apex(), lines::ground_apex());
    let last = (config.loads - 1) as f64;
    let even = (0..config.loads).map(|k| config.largest_load * (k as f64 / last).powi(2));
    // Towards its end a tongue closes as a square root.
    let towards = |from: f64, to: f64| {
        (0..=BESIDE_END).map(move |k| to - (to - from) * (1.0 - k as f64 / BESIDE_END as f64).powi(2))
    };
    let ends = towards(capacity.ground_load, ground.load).chain(towards(capacity.critical_load, apex.load));
    let mut loads: Vec<f64> = even.chain(ends).chain([ASYMPTOTIC_BELOW]).collect();
    loads.retain(|&load| load <= config.largest_load);
    loads.sort_by(f64::total_cmp);
    loads.dedup();
    loads
}
