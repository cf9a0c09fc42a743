//! Boltzmann machines with visible and hidden units, and how they learn.
//!
//! * [`machine`]: weights, biases, energy; [`target`]: the distribution that is learned; [`presets`]: such ones with a name
//! * [`moments`]: the averages of both phases; [`settings`]: how they are measured and followed; [`measure`]: both phases from
//!   any source, which are [`exact`] (all states), [`chains`] (sampled by `gibbs`) and [`mod@mean_field`]
//! * [`learner`]: one update at a time; [`mod@fisher`]: the information that Newton steps follow
//! * [`orders`]: couplings of every order of the marginal; [`temperature`]: what the chains really have;
//!   [`mod@floor`]: what a machine without hidden units can do; [`completion`]: whether halves of rows call for the other half
//! * [`mod@divergence_of_means`]: the height of a landscape; [`decoration`]: a machine of pairs alone as a restricted one
//! * [`shown`]: a chain of each phase, to be looked at; [`error`]: why something cannot be

pub mod chains;
pub mod completion;
pub mod decoration;
pub mod divergence_of_means;
pub mod error;
pub mod exact;
pub mod fisher;
pub mod floor;
mod gibbs;
pub mod learner;
pub mod machine;
pub mod mean_field;
pub mod measure;
pub mod moments;
pub mod orders;
pub mod presets;
pub mod settings;
pub mod shown;
pub mod target;
pub mod temperature;

pub use chains::Chains;
pub use decoration::decorated;
pub use divergence_of_means::divergence_of_means;
pub use error::BoltzmannError;
pub use exact::Exact;
pub use fisher::fisher;
pub use floor::{Floor, floor};
pub use learner::{Curvature, Learner, Proposal};
pub use machine::{Links, MOST_UNITS, Machine, Topology, Units};
pub use mean_field::{mean_field, mean_field_phase};
pub use measure::{hidden_given, phases};
pub use moments::{Moments, Phases};
pub use orders::EffectiveCouplings;
pub use presets::Preset;
pub use settings::{
    ChainStart, GradientSource, LearningSettings, MOST_ENUMERATED, Measuring, Optimiser, PositivePhase,
};
pub use shown::ShownChains;
pub use target::{MOST_LISTED, Target, state_of};
pub use temperature::{Temperature, temperature_of};
