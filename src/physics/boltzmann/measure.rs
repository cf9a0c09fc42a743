//! Both phases, from whatever source is asked for.

use ndarray::Array2;

use crate::physics::stop::{NEVER, Stop};

use super::chains::Chains;
use super::error::BoltzmannError;
use super::exact::Exact;
use super::machine::{Links, Machine, Topology, Units};
use super::mean_field::{mean_field, mean_field_phase};
use super::moments::{Moments, Phases};
use super::settings::{GradientSource, Measuring, PositivePhase};
use super::target::Target;

/// Most hidden units whose states are enumerated for one row.
const MOST_FOR_A_ROW: usize = 12;

/// Both phases of a machine: exact ones from `exact`, sampled ones from `chains` as they stand.
///
/// # Errors
/// What the source needs is not there, the rows do not fit, or the computation was given up.
pub fn phases(
    machine: &Machine,
    target: &Target,
    measuring: &Measuring,
    exact: Option<&Exact>,
    chains: Option<&Chains>,
    stop: Stop<'_>,
) -> Result<Phases, BoltzmannError> {
    measuring.check(machine.topology())?;
    let missing = |what: &str| BoltzmannError::Rows(format!("{what} that this needs are not there"));
    let topology = machine.topology();
    let none = || Moments::zero(topology.size());
    let is_exact = measuring.source == GradientSource::Exact;
    let (positive, positive_errors) = match (measuring.positive, exact, chains) {
        // Hidden units that are not joined are independent given v: mean field is exact then.
        (PositivePhase::MeanField, ..) | (PositivePhase::Enumerated, None, _) => {
            (mean_field_phase(machine, target, stop)?, none())
        }
        (PositivePhase::Sampled, _, Some(chains)) if !is_exact => chains.positive(target, stop)?,
        (_, Some(exact), _) if measuring.as_printed => (exact.positive_as_printed(target)?, none()),
        (_, Some(exact), _) => (exact.positive(target)?, none()),
        (PositivePhase::Sampled, None, _) => return Err(missing("the chains")),
    };
    if stop() {
        return Err(BoltzmannError::Stopped);
    }
    match (is_exact, exact, chains) {
        (true, Some(exact), _) => Ok(Phases::of_sample(topology, positive, exact.negative(), measuring.samples)),
        (false, _, Some(chains)) => {
            let (negative, negative_errors) = chains.negative(stop)?;
            let errors = positive_errors.with(&negative_errors, f64::hypot);
            Ok(Phases::new(topology, positive, negative, errors, false))
        }
        (true, None, _) => Err(missing("the states")),
        (false, _, None) => Err(missing("the chains")),
    }
}

/// ⟨h_a h_b⟩ and ⟨h_a⟩ of the hidden units, (H, H) and (H), with the visible ones held to a row of 0 and 1: exactly for up to
/// twelve hidden units and where they are not joined, else by mean field.
///
/// p(h|v) is itself a Boltzmann machine of the hidden units, with biases b_a + Σ_i w_ia v_i.
pub fn hidden_given(machine: &Machine, row: &[u8]) -> Moments {
    let topology = machine.topology();
    let (visible, hidden) = (topology.visible, topology.hidden);
    if topology.links.hidden_hidden && (1..=MOST_FOR_A_ROW).contains(&hidden) {
        let mut values: Vec<f64> = row.iter().take(visible).map(|&bit| topology.units.value(bit)).collect();
        values.resize(topology.size(), 0.0);
        let biases = (visible..topology.size()).map(|unit| machine.field(unit, &values)).collect();
        let weights = Array2::from_shape_fn((hidden, hidden), |(a, b)| machine.weights()[(visible + a, visible + b)]);
        let alone = Topology { visible: hidden, hidden: 0, links: Links::FULL, ..*topology };
        let exact = Machine::new(alone, weights, biases).and_then(|machine| Exact::of(&machine, NEVER));
        if let Ok(exact) = exact {
            return exact.negative();
        }
    }
    let means = mean_field(machine, row).split_off(visible);
    let mut moments = Moments::zero(hidden);
    for (a, first) in means.iter().enumerate() {
        for (b, second) in means.iter().enumerate() {
            let square = if topology.units == Units::Ising { 1.0 } else { *first };
            moments.pairs[(a, b)] = if a == b { square } else { first * second };
        }
    }
    moments.means = means;
    moments
}
