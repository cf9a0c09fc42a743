//! The fixed points of one machine, and which rows lead to them.

use std::sync::Arc;

use ndarray::{Array2, Axis};

use crate::physics::arrays::flat;
use crate::physics::mean_field::{ComparedLayer, Relaxed};
use crate::physics::rbm::{Rbm, VisibleUnits};
use crate::physics::tree::{Age, MergeTree, TreeError};

/// Ends this many tolerances apart, root mean square over the units, are one fixed point to the digits that were
/// asked for: a state stops when a sweep wants to move no mean by more than the tolerance, which leaves it some
/// tolerances away from where it was going.
const SAME: f64 = 10.0;

/// The distinct fixed points at one age of the machine.
#[derive(Clone, Debug, PartialEq)]
pub struct AgeFixedPoints {
    /// The update of the machine.
    pub update: u64,
    /// The inverse temperature; 1 but for a heated machine.
    pub inverse_temperature: f64,
    /// The machine.
    pub rbm: Arc<Rbm>,
    /// Visible means (point, visible row).
    pub visible: Array2<f32>,
    /// Hidden means (point, hidden unit).
    pub hidden: Array2<f32>,
    /// The estimate of −ln Z of each basin; lower is deeper.
    pub free_energy: Vec<f64>,
    /// Whether each is a fixed point to the tolerance. The others are where the iteration was left.
    pub converged: Vec<bool>,
    /// Sweeps that it took.
    pub iterations: Vec<u32>,
    /// The largest move that a last sweep wanted.
    pub residual: Vec<f64>,
    /// The point that each row leads to.
    pub of_row: Arc<[u32]>,
    /// How they merge by their visible means; its starts are the points of the newer age.
    pub visible_age: Age,
    /// How they merge by their hidden means.
    pub hidden_age: Age,
}

/// What is known of an age before its search.
pub(super) struct Machine {
    pub(super) update: u64,
    pub(super) inverse_temperature: f64,
    pub(super) rbm: Arc<Rbm>,
}

impl AgeFixedPoints {
    /// The distinct ones of the ends of a search. `newer` is the age whose points it started from; without one it
    /// started from the rows. With `carries` the next older age starts from these points.
    ///
    /// # Errors
    /// The ends are not those of these starts.
    pub(super) fn new(
        machine: &Machine,
        position: f64,
        ends: &Relaxed,
        (newer, carries): (Option<&Self>, bool),
        tolerance: f64,
    ) -> Result<Self, TreeError> {
        let rbm = &machine.rbm;
        let visible = ends.visible.mapv(|mean| mean as f32);
        let same = MergeTree::new(&visible, rbm.sites()).components(SAME * tolerance);
        let first = same.first_elements();
        let visible = visible.select(Axis(0), &first);
        let hidden = ends.hidden.mapv(|mean| mean as f32).select(Axis(0), &first);
        let of_row = match newer {
            None => same.labels().into(),
            Some(newer) => newer.of_row.iter().filter_map(|&p| same.labels().get(p as usize).copied()).collect(),
        };
        let age = |means: &Array2<f32>, units| {
            let merging = MergeTree::new(means, units);
            if carries {
                return Age::new(position, same.labels().to_vec(), merging);
            }
            // Rows that start again at each age are points that no other row is joined to by the way it came.
            Age::new(position, (0..same.len() as u32).collect(), merging.repeated(same.labels()))
        };
        Ok(Self {
            update: machine.update,
            inverse_temperature: machine.inverse_temperature,
            rbm: Arc::clone(rbm),
            free_energy: picked(&ends.free_energy, &first),
            converged: picked(&ends.converged, &first),
            iterations: picked(&ends.iterations, &first),
            residual: picked(&ends.residual, &first),
            of_row,
            visible_age: age(&visible, rbm.sites())?,
            hidden_age: age(&hidden, rbm.hidden_units())?,
            visible,
            hidden,
        })
    }

    /// Number of distinct fixed points.
    pub fn count(&self) -> usize {
        self.converged.len()
    }

    /// The fixed point that the first of some rows leads to.
    pub fn point_of(&self, rows: &[u32]) -> Option<usize> {
        self.of_row.get(*rows.iter().min()? as usize).map(|&point| point as usize)
    }

    /// The visible means of a fixed point.
    pub fn means(&self, point: usize) -> Option<&[f32]> {
        let length = self.visible.ncols();
        flat(&self.visible).chunks_exact(length.max(1)).nth(point)
    }

    /// Differs from age to age of one tree: the key of caches.
    pub fn key(&self) -> u64 {
        self.update ^ self.inverse_temperature.to_bits()
    }

    /// The most probable state of each site at the means of a fixed point: a configuration where those are a point
    /// between several.
    pub fn most_probable(&self, point: usize) -> Vec<u8> {
        let units = self.rbm.visible();
        let likeliest = |site: &[f32]| {
            let above = |middle: f32| u8::from(site.first().is_some_and(|&mean| mean > middle));
            match units {
                VisibleUnits::Bernoulli => above(0.5),
                VisibleUnits::Ising => above(0.0),
                VisibleUnits::Potts(_) => {
                    site.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(state, _)| state as u8)
                }
            }
        };
        self.means(point).unwrap_or_default().chunks(units.channels()).map(likeliest).collect()
    }

    /// How they merge by the means of a layer.
    pub fn of_layer(&self, layer: ComparedLayer) -> &Age {
        match layer {
            ComparedLayer::Visible => &self.visible_age,
            ComparedLayer::Hidden => &self.hidden_age,
        }
    }
}

fn picked<T: Copy>(values: &[T], places: &[usize]) -> Vec<T> {
    places.iter().filter_map(|&place| values.get(place).copied()).collect()
}
