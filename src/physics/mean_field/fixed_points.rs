//! Fixed points of the mean-field equations that are reached from rows of data.

use std::sync::Arc;

use rayon::prelude::*;

use super::merging;
use super::scalar::Scalar;
use super::tap::Equations;
use crate::physics::rbm::{Configurations, Rbm};

/// Terms of the expansion in the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Order {
    /// Naive mean field.
    First,
    /// With the Onsager term: TAP.
    Second,
}

/// How fixed points are searched.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FixedPointSearch {
    /// Terms of the expansion.
    pub order: Order,
    /// A state has converged when a sweep wants to move no mean, visible or hidden, by more than this.
    pub tolerance: f64,
    /// Sweeps of one attempt. There are two: as asked for, and from the start again with damping ½ (or more, if more is
    /// asked for) for states that oscillate or have not converged. A state that no longer gets nearer is given up.
    pub most_iterations: usize,
    /// ρ of the first attempt: how much of the old means stays in a sweep.
    pub damping: f64,
    /// States at most this far apart belong together (single linkage): the root mean square over the sites of the
    /// difference of visible means. 0.01 is the distance 0.1 of the published code at 100 sites.
    pub merge_distance: f64,
}

impl Default for FixedPointSearch {
    fn default() -> Self {
        Self { order: Order::Second, tolerance: 1e-4, most_iterations: 1000, damping: 0.0, merge_distance: 0.01 }
    }
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FixedPointSet {
    /// Distinct fixed points.
    pub count: usize,
    /// Starts from which the iteration did not converge; they belong to no fixed point.
    pub unconverged: usize,
    /// Visible means of each fixed point (frequencies `[site][state]` of Potts units): those reached from its first
    /// start. In the order of first starts.
    pub representatives: Vec<Arc<[f32]>>,
    /// Starts that lead to each fixed point.
    pub basins: Vec<usize>,
    /// The fixed point each start leads to; `None` where the iteration did not converge.
    pub of_start: Vec<Option<usize>>,
}

/// States that are iterated together.
const BLOCK: usize = 32;
/// Machines with fewer weights are iterated in double precision.
const SMALL: usize = 1 << 14;
/// Sweeps between two looks at whether a state still gets anywhere.
const WINDOW: usize = 32;
/// A state gets somewhere when windows of sweeps bring its residual below this part of what it was.
const PROGRESS: f64 = 0.9;
/// Windows without progress after which a damped state is given up; an undamped one is damped after the first.
const PATIENCE: usize = 4;

/// The fixed points reached from these rows. The same bits for any number of threads.
pub fn fixed_points(rbm: &Rbm, starts: &Configurations, search: &FixedPointSearch) -> FixedPointSet {
    let fits = starts.sites() == rbm.sites() && rbm.is_finite();
    let ends = match (fits, rbm.weights().len() < SMALL) {
        (false, _) => vec![None; starts.rows()],
        (true, true) => ends::<f64>(rbm, starts, search),
        (true, false) => ends::<f32>(rbm, starts, search),
    };
    let converged: Vec<usize> = (0..ends.len()).filter(|&start| ends[start].is_some()).collect();
    let states: Vec<f32> = ends.iter().flatten().flatten().copied().collect();
    let distance = search.merge_distance * (rbm.sites() as f64).sqrt();
    let clusters = merging::merge(&states, rbm.visible_rows(), distance);
    let mut of_start = vec![None; ends.len()];
    for (place, cluster) in clusters.iter().enumerate() {
        for &member in &cluster.members {
            of_start[converged[member]] = Some(place);
        }
    }
    let representative = |cluster: &merging::Cluster| {
        let end = ends.get(converged[cluster.representative]).and_then(Option::as_deref);
        Arc::from(end.unwrap_or_default())
    };
    FixedPointSet {
        count: clusters.len(),
        unconverged: ends.len() - converged.len(),
        representatives: clusters.iter().map(representative).collect(),
        basins: clusters.iter().map(|cluster| cluster.members.len()).collect(),
        of_start,
    }
}

/// Where the iteration from each start ends.
fn ends<T: Scalar>(rbm: &Rbm, starts: &Configurations, search: &FixedPointSearch) -> Vec<Option<Vec<f32>>> {
    let equations = Equations::<T>::new(rbm, search.order == Order::Second);
    let blocks: Vec<Vec<Option<Vec<f32>>>> = starts
        .as_slice()
        .par_chunks(BLOCK * starts.sites())
        .map(|block| ends_of_block(&equations, block.chunks_exact(starts.sites()), search))
        .collect();
    blocks.into_iter().flatten().collect()
}

/// The way of one start.
struct Way {
    start: usize,
    iterations: usize,
    damped: bool,
    /// The residual when the way last got somewhere.
    mark: f64,
    /// Windows since then.
    idle: usize,
}

fn ends_of_block<'a, T: Scalar>(
    equations: &Equations<T>,
    starts: impl Iterator<Item = &'a [u8]>,
    search: &FixedPointSearch,
) -> Vec<Option<Vec<f32>>> {
    let (rows, units) = (equations.rows, equations.units);
    let mut visible = Vec::new();
    starts.for_each(|row| equations.encode(row, &mut visible));
    let mut block = equations.begin(visible, T::from_f64(search.damping));
    let (first_visible, first_hidden) = (block.visible.clone(), block.hidden.clone());
    let states = block.damping.len();
    let new = |start| Way { start, iterations: 0, damped: false, mark: f64::INFINITY, idle: 0 };
    let mut ways: Vec<Way> = (0..states).map(new).collect();
    let mut ends = vec![None; states];
    while !ways.is_empty() {
        equations.sweep(&mut block);
        for state in (0..ways.len()).rev() {
            let way = &mut ways[state];
            let residual = f64::from(block.residual[state].to_f32());
            way.iterations += 1;
            if way.iterations.is_multiple_of(WINDOW) {
                way.idle += 1;
                if residual <= PROGRESS * way.mark {
                    (way.mark, way.idle) = (residual, 0);
                }
            }
            let converged = residual <= search.tolerance;
            let patience = if way.damped { PATIENCE } else { 1 };
            let spent = way.iterations >= search.most_iterations || way.idle >= patience;
            if converged || spent && way.damped {
                if converged {
                    let means = &block.visible[state * rows..(state + 1) * rows];
                    ends[way.start] = Some(means.iter().map(|mean| mean.to_f32()).collect());
                }
                ways.swap_remove(state);
                block.swap_remove(state, rows, units);
                continue;
            }
            if spent {
                let (from, to) = (way.start, state);
                *way = Way { damped: true, ..new(from) };
                block.damping[to] = T::from_f64(search.damping.max(0.5));
                block.visible[to * rows..(to + 1) * rows]
                    .copy_from_slice(&first_visible[from * rows..(from + 1) * rows]);
                block.hidden[to * units..(to + 1) * units]
                    .copy_from_slice(&first_hidden[from * units..(from + 1) * units]);
            }
        }
    }
    ends
}
