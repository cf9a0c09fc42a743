//! The live numbers of the Boltzmann lab that lessons speak of.

use crate::engine::boltzmann::BoltzmannView;
use crate::physics::stop::NEVER;
use crate::physics::theory::layer_means::layer_misses;
use crate::ui::lab::Reading;

/// A restricted machine of so many units is summed over while a lesson looks at it.
const MOST_SUMMED: usize = 10;

/// `hidden-own-bias` and `hidden-other-bias` are by how much the mean of a hidden unit, the visible ones held, misses the sum
/// over all states, computed with its own bias and with that of the other layer; `visible-own-field` and
/// `visible-common-field` the same of the visible units, with a field of their own and with one for all of them.
pub fn readings(view: &BoltzmannView) -> Vec<Reading> {
    let looked = &view.looked;
    let largest = |order: usize| looked.couplings.as_ref().and_then(|found| found.largest.get(order - 1).copied());
    let summed = looked.machine.topology().size() <= MOST_SUMMED;
    let misses = if summed { layer_misses(&looked.machine, NEVER).ok().flatten() } else { None };
    let yes = |is: bool| Some(f64::from(u8::from(is)));
    let found = [
        ("kl", looked.kl),
        ("updates", Some(view.update as f64)),
        ("pair", largest(2)),
        ("triple", largest(3)),
        ("done", yes(view.done)),
        ("hidden-units", Some(looked.machine.topology().hidden as f64)),
        ("log-partition", looked.log_partition),
        ("as-printed", yes(view.measuring.as_printed)),
        ("hidden-own-bias", misses.map(|misses| misses.hidden[1])),
        ("hidden-other-bias", misses.map(|misses| misses.hidden[0])),
        ("visible-own-field", misses.map(|misses| misses.visible[1])),
        ("visible-common-field", misses.map(|misses| misses.visible[0])),
    ];
    found.into_iter().filter_map(|(name, value)| Some(Reading { name, value: value? })).collect()
}
