//! Whether a gradient may be applied, and which setting is to blame where it may not.

use crate::physics::rbm::gradient::Gradient;
use crate::physics::rbm::model::Rbm;
use crate::physics::rbm::settings::TrainingSettings;
use crate::physics::short::Short;

/// Parameters of machines that learn are of order 1 to 10, and at 100 every unit is frozen: beyond this a training has
/// run away.
const LARGEST_PARAMETER: f64 = 1000.0;

/// Numbers stopped being finite, or became absurd. The last machine before that was kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Halt {
    /// The update that could not be made.
    pub update: u64,
    /// Which setting did it, with its value.
    pub sentence: String,
}

/// Refuses a gradient that is not finite, or that would make parameters absurdly large.
pub(super) fn check(
    rbm: &Rbm,
    gradient: &Gradient,
    settings: &TrainingSettings,
    factor: f64,
    update: u64,
) -> Result<(), Halt> {
    // The factor as it will be applied: infinite beyond 3.4e38, and times a gradient of 0 not a number. The comparison is
    // written so that this is refused.
    let step = f64::from(factor as f32) * f64::from(gradient.largest);
    if gradient.norm.is_finite() && largest_parameter(rbm, gradient) + step <= LARGEST_PARAMETER {
        return Ok(());
    }
    Err(halt(settings, largest_parameter(rbm, gradient), step, update))
}

fn largest_parameter(rbm: &Rbm, gradient: &Gradient) -> f64 {
    let biases = rbm.parameters().visible_bias.iter().chain(rbm.parameters().hidden_bias);
    f64::from(biases.fold(gradient.largest_weight, |most, value| most.max(value.abs())))
}

fn halt(settings: &TrainingSettings, largest: f64, step: f64, update: u64) -> Halt {
    let rate = settings.rate_at(update);
    let penalties = settings.l1 + settings.l2 * largest;
    let (what, value) = if penalties <= 1.0 {
        // Differences of means are below 1: only their factor makes large steps of them.
        ("the learning rate", rate)
    } else if settings.l1 > settings.l2 * largest {
        ("the L1 penalty", settings.l1)
    } else {
        ("the L2 penalty", settings.l2)
    };
    let size = if step.is_finite() { format!("{step:.3e}") } else { "more than any number".to_owned() };
    let sentence = format!(
        "{what} of {} would change a parameter by {size} in update {}; the machine of update {update} was kept",
        Short(value),
        update.saturating_add(1)
    );
    Halt { update, sentence }
}
