//! Boltzmann machines with visible and hidden units, and how they learn.
//!
//! * [`machine`]: weights, biases, energy; [`target`]: the distribution that is learned; [`presets`]: such ones with a name
//! * [`moments`]: the averages of both phases; [`settings`]: how they are measured and followed
//! * [`orders`]: couplings of every order of the marginal; [`temperature`]: what the chains really have;
//!   [`floor`]: what a machine without hidden units can do

pub mod error;
pub mod exact;
pub mod fisher;
pub mod floor;
pub mod learner;
pub mod machine;
pub mod mean_field;
pub mod moments;
pub mod orders;
pub mod presets;
pub mod settings;
pub mod target;
pub mod temperature;

pub use error::BoltzmannError;
pub use exact::Exact;
pub use floor::Floor;
pub use learner::{Curvature, Learner, Proposal};
pub use machine::{Links, Machine, Topology, Units};
pub use mean_field::{mean_field, mean_field_phase};
pub use moments::{Moments, Phases};
pub use orders::EffectiveCouplings;
pub use presets::Preset;
pub use settings::{
    ChainStart, GradientSource, LearningSettings, MOST_ENUMERATED, Measuring, Optimiser, PositivePhase,
};
pub use target::{MOST_LISTED, Target, state_of};
pub use temperature::{Temperature, temperature_of};
