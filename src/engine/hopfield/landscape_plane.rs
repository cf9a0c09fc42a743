//! Over which two directions the landscape of a network is drawn.

use crate::engine::core::session::SessionError;
use crate::physics::configurations::Configurations;
use crate::physics::hopfield::Network;
use crate::physics::leading_axes::{Axis, leading_axes};
use crate::physics::principal_components::PrincipalComponents;
use crate::physics::projection_plane::ProjectionPlane;
use crate::physics::rbm::VisibleUnits;
use crate::physics::spins::Pattern;

/// The largest network whose couplings are decomposed: beyond that it would take seconds.
pub const LARGEST: usize = 1024;

/// The two directions.
#[derive(Clone, Debug)]
pub enum LandscapeOver {
    /// Two memories: the plane that holds both and their negatives.
    Memories(Box<[Pattern; 2]>),
    /// The two eigenvectors of J with the largest eigenvalues, through the state of means 0.
    Modes,
    /// The first two principal components of the stored patterns, through their means (half a fair pattern added).
    Components,
}

/// The plane of modes or components. The coordinates are (1/√N) Σ_i e_i (m_i − m⁰_i) with |e| = 1: along a mode the overlap
/// with it, as that with a memory.
#[derive(Clone, Debug, PartialEq)]
pub struct LandscapePlane {
    /// The means over each point.
    pub plane: ProjectionPlane,
    /// Of each axis: the eigenvalue of a mode, the fraction of the variance of a component.
    pub weights: [f64; 2],
}

impl LandscapePlane {
    /// Refuses what has no such directions.
    ///
    /// # Errors
    /// A network too large to be decomposed, a dense memory where modes are asked for, or too few patterns.
    pub(super) fn check(network: &Network, over: &LandscapeOver) -> Result<(), SessionError> {
        let (size, count) = (network.size(), network.patterns().len());
        if size > LARGEST {
            return Err(SessionError::new(format!(
                "the network has {size} spins; directions are found of up to {LARGEST}"
            )));
        }
        match (over, network.interaction()) {
            (LandscapeOver::Modes, Some(interaction)) => Err(SessionError::new(format!(
                "a memory by the rule {} has no couplings of pairs, and so no modes",
                interaction.name()
            ))),
            (LandscapeOver::Components, _) if count < 3 => {
                Err(SessionError::new(format!("{count} stored patterns have no two components; at least 3 are needed")))
            }
            _ => Ok(()),
        }
    }

    /// The plane of a network; `None` where there are no two directions.
    pub(super) fn new(network: &Network, over: &LandscapeOver) -> Option<Self> {
        let units = VisibleUnits::Ising;
        let scaled = |vector: &[f64]| {
            let scale = (vector.len() as f64).sqrt();
            vector.iter().map(|x| x / scale).collect::<Vec<f64>>()
        };
        let (base, one, other) = match over {
            LandscapeOver::Memories(_) => return None,
            LandscapeOver::Modes => {
                let found = leading_axes(&network.coupling_matrix().ok()?, 2);
                let [one, other]: [Axis; 2] = found.try_into().ok()?;
                (vec![0.0; network.size()], one, other)
            }
            LandscapeOver::Components => {
                let bits =
                    |pattern: &Pattern| pattern.spins().iter().map(|&spin| u8::from(spin > 0)).collect::<Vec<u8>>();
                let values: Vec<u8> = network.patterns().iter().flat_map(bits).collect();
                let rows = Configurations::new(values, network.size());
                let found = PrincipalComponents::new(&units.means_of(&rows), 2);
                let axes = found.axes();
                let axis = |place: usize| {
                    let vector = axes.rows().into_iter().nth(place)?.iter().copied().map(f64::from).collect();
                    Some(Axis { value: *found.explained().get(place)?, vector })
                };
                (ProjectionPlane::smoothed_means(units, &rows), axis(0)?, axis(1)?)
            }
        };
        let directions = [scaled(&one.vector), scaled(&other.vector)];
        let plane = ProjectionPlane::new(units, base, directions).ok()?;
        Some(Self { plane, weights: [one.value, other.value] })
    }

    /// Where a state lies.
    pub fn at(&self, state: &[i8]) -> [f64; 2] {
        self.plane.project(state.iter().copied().map(f64::from))
    }
}
