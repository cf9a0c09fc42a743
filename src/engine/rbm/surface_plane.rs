//! The plane under the free energy of a machine: two directions, a base, and how far both go.

use std::sync::Arc;

use ndarray::ArrayView1;

use crate::engine::rbm::surface::FreeEnergySurfaceConfig;
use crate::physics::plane_grid::PlaneGrid;
use crate::physics::principal_components::PrincipalComponents;
use crate::physics::projection_plane::ProjectionPlane;
use crate::physics::rbm::{Configurations, Rbm, VisibleUnits};
use crate::physics::spectrum::{Mode, align, modes};

/// How far the axes go beyond the outermost row, as a fraction of the range of the rows.
const MARGIN: f64 = 0.08;

/// What the two axes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum SurfaceDirections {
    /// The first two principal components of the rows of the data: the same for all machines of a run.
    #[default]
    Components,
    /// The first two modes of W, over the visible units: those of the machine.
    Modes,
}

/// Two directions of length 1 through the means of the data (half a fair row added), or of fair units without data.
#[derive(Clone, Debug, PartialEq)]
pub struct SurfacePlane {
    /// What the directions are.
    pub directions: SurfaceDirections,
    /// The means over each point.
    pub plane: ProjectionPlane,
    /// From a margin of 8 % below the lowest row of the data to as much above the highest, as far as means can go.
    pub grid: PlaneGrid,
    /// Of each axis: the fraction of the variance of the data of a component, the singular value of a mode.
    pub weights: [f64; 2],
}

impl SurfacePlane {
    /// The plane of a configuration; `None` where there are no two directions.
    pub(super) fn new(config: &FreeEnergySurfaceConfig) -> Option<Self> {
        let FreeEnergySurfaceConfig { checkpoint, directions, rows, .. } = config;
        let visible = checkpoint.rbm.visible();
        let (vectors, weights) = match directions {
            SurfaceDirections::Components => components(visible, rows.as_deref()?)?,
            SurfaceDirections::Modes => modes_of(config)?,
        };
        let fair = Configurations::none(checkpoint.rbm.sites());
        let base = ProjectionPlane::smoothed_means(visible, rows.as_deref().unwrap_or(&fair));
        let plane = ProjectionPlane::new(visible, base, vectors).ok()?;
        let standing = rows.as_ref().or(checkpoint.chains.as_ref());
        let points = standing.map_or_else(Arc::default, |rows| coordinates(&plane, visible, rows));
        let grid = PlaneGrid { side: config.side, ranges: ranges(&plane, &points) };
        Some(Self { directions: *directions, plane, grid, weights })
    }

    /// Where states lie on the plane.
    pub fn coordinates(&self, visible: VisibleUnits, states: &Configurations) -> Arc<[[f64; 2]]> {
        coordinates(&self.plane, visible, states)
    }
}

type Directions = ([Vec<f64>; 2], [f64; 2]);

fn wide(vector: &[f32]) -> Vec<f64> {
    vector.iter().copied().map(f64::from).collect()
}

fn components(visible: VisibleUnits, rows: &Configurations) -> Option<Directions> {
    let found = PrincipalComponents::new(&visible.means_of(rows), 2);
    let explained: [f64; 2] = found.explained().try_into().ok()?;
    let axis = |row: ArrayView1<'_, f32>| row.iter().copied().map(f64::from).collect::<Vec<f64>>();
    let axes: Vec<Vec<f64>> = found.axes().rows().into_iter().map(axis).collect();
    Some((axes.try_into().ok()?, explained))
}

fn modes_of(config: &FreeEnergySurfaceConfig) -> Option<Directions> {
    let of = |rbm: &Rbm| -> Vec<Mode> {
        // A machine whose numbers are not finite has no modes; its run says so.
        let mut found = modes(rbm, 2).unwrap_or_default();
        align(&mut found, &config.before);
        found
    };
    let known = config.modes.as_ref().map_or_else(|| of(&config.checkpoint.rbm), |known| known.to_vec());
    let [one, other, ..] = &known[..] else { return None };
    Some(([wide(&one.visible), wide(&other.visible)], [one.value, other.value].map(f64::from)))
}

fn coordinates(plane: &ProjectionPlane, visible: VisibleUnits, states: &Configurations) -> Arc<[[f64; 2]]> {
    let means = visible.means_of(states);
    means.rows().into_iter().map(|row| plane.project(row.iter().copied().map(f64::from))).collect()
}

/// From the lowest point to the highest with a margin, as far as there are means; all of that without points.
fn ranges(plane: &ProjectionPlane, points: &[[f64; 2]]) -> [(f64, f64); 2] {
    [0, 1].map(|axis| {
        let all = points.iter().map(|point| point[axis]);
        let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (f64::min(l, x), f64::max(h, x)));
        let (least, most) = plane.reach()[axis];
        if low < high {
            let margin = MARGIN * (high - low);
            ((low - margin).max(least), (high + margin).min(most))
        } else {
            (least, most)
        }
    })
}
