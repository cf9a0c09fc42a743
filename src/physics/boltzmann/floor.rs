//! The distance that a machine without hidden units cannot go below.
//!
//! Such a machine has the largest entropy of all distributions with the means and pair averages of q, and reaches the smallest
//! KL(q‖p) of all machines of pairs. The likelihood is concave in its parameters, so damped Newton steps from zero find it.
//! Of even parity all means and pair averages are those of the uniform distribution: nothing is learned, and KL stays ln 2.
//!
//! ## References
//!
//! * E. T. Jaynes, “Information theory and statistical mechanics”, Phys. Rev. 106, 620 (1957), doi:10.1103/PhysRev.106.620

use crate::physics::stop::Stop;

use super::error::BoltzmannError;
use super::exact::Exact;
use super::learner::{Curvature, Learner};
use super::machine::{Links, Machine, Topology, Units};
use super::moments::Phases;
use super::settings::{LearningSettings, Optimiser};
use super::target::Target;

/// Updates at most.
const MOST_UPDATES: usize = 200;
/// The difference of moments that counts as none.
const ATTAINED: f64 = 1e-9;
/// A fall of KL in one update, in nats, below which it is at its end.
const SMALL_FALL: f64 = 1e-8;
/// A parameter of ±1 spins beyond this belongs to a state whose probability falls to zero.
const GROWING: f64 = 6.0;

/// The smallest KL(q‖p) of a machine without hidden units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Floor {
    /// Its value in nats, from above.
    pub kl: f64,
    /// Updates that led there.
    pub updates: usize,
    /// The largest difference of moments that is left.
    pub largest_difference: f64,
    /// Whether a machine has this KL. Where states of q have no weight, parameters may grow for ever and KL falls towards
    /// its infimum, which no machine has; the value is then above that, and what it has come to where an update lowers it by
    /// less than 10⁻⁸ nats.
    pub is_attained: bool,
}

/// The floor of a distribution.
///
/// # Errors
/// There are more than twenty visible units, or the computation was given up.
pub fn floor(target: &Target, stop: Stop<'_>) -> Result<Floor, BoltzmannError> {
    // Bits and spins are the same machines in other words.
    let topology =
        Topology { visible: target.visible(), hidden: 0, units: Units::Ising, links: Links::FULL, beta: 1.0 };
    let mut learner = Learner::new(Machine::zero(topology)?, LearningSettings::usual(Optimiser::Newton))?;
    let mut exact = Exact::of(learner.machine(), stop)?;
    let positive = exact.positive(target)?;
    let mut kl = exact.kl(target)?;
    let mut updates = 0;
    loop {
        let phases = Phases::of_sample(&topology, positive.clone(), exact.negative(), 1);
        let differences = phases.difference.of_parameters(&topology);
        let largest_difference = differences.iter().fold(0.0, |largest: f64, difference| largest.max(difference.abs()));
        let largest = learner.machine().parameters().iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        let found = |is_attained| Floor { kl, updates, largest_difference, is_attained };
        if largest_difference < ATTAINED && largest < GROWING {
            return Ok(found(true));
        }
        if updates == MOST_UPDATES {
            return Ok(found(false));
        }
        let proposal = learner.propose(&phases, Curvature::Exact(&exact, target), stop)?;
        learner = proposal.learner;
        if let Some(next) = proposal.exact {
            exact = next;
        }
        let next = exact.kl(target)?;
        updates += 1;
        if kl - next < SMALL_FALL && largest >= GROWING {
            kl = next;
            return Ok(Floor { kl, updates, largest_difference, is_attained: false });
        }
        kl = next;
    }
}
