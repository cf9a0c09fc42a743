//! Likelihoods and moments by enumerating the smaller layer, of at most 20 binary units (2²⁰ states).
//!
//! * `enumeration`: the sum over all states; `moments`: model and data averages and the gradient;
//!   `contrastive`: what CD-k gives on average.

mod contrastive;
mod enumeration;
mod moments;

pub use contrastive::{contrastive_gradient, visible_distribution};
pub use moments::{Moments, data_moments, gradient, model_moments};

use self::enumeration::Enumeration;
use crate::physics::configurations::Configurations;
use crate::physics::rbm::error::RbmError;
use crate::physics::rbm::model::Rbm;

/// States of the smaller layer that are enumerated at most: 20 binary units.
pub const MOST_ENUMERATED: usize = 1 << 20;

/// Whether [`log_partition`] can be had.
pub fn is_possible(rbm: &Rbm) -> bool {
    states_of(2, rbm.hidden_units()).is_some() || states_of(rbm.visible().states(), rbm.sites()).is_some()
}

/// `states`^`units`, where that is not more than [`MOST_ENUMERATED`].
fn states_of(states: u8, units: usize) -> Option<usize> {
    let count = usize::from(states).checked_pow(u32::try_from(units).ok()?)?;
    (count <= MOST_ENUMERATED).then_some(count)
}

/// ln Z.
///
/// # Errors
/// Both layers have too many states.
pub fn log_partition(rbm: &Rbm<f64>) -> Result<f64, RbmError> {
    Ok(Enumeration::new(rbm)?.log_partition())
}

/// Mean of ln p(v) over the rows.
///
/// # Errors
/// Both layers have too many states, or the rows do not fit.
pub fn log_likelihood(rbm: &Rbm<f64>, rows: &Configurations) -> Result<f64, RbmError> {
    check(rbm, rows)?;
    let log_partition = log_partition(rbm)?;
    let sum: f64 = rows.iter_rows().map(|row| -rbm.free_energy(row)).sum();
    Ok(sum / rows.rows() as f64 - log_partition)
}

/// Refuses rows that are not states of this machine, and no rows.
fn check(rbm: &Rbm<f64>, rows: &Configurations) -> Result<(), RbmError> {
    rbm.check_rows(rows)?;
    if rows.rows() == 0 { Err(RbmError::Data("there are no rows of data".to_owned())) } else { Ok(()) }
}
