//! What the lab opens with, and the steps to its pictures.

use crate::engine::boltzmann::{BoltzmannCmd, BoltzmannConfig, BoltzmannData, OwnRows};
use crate::engine::core::session::{Command, Pace};
use crate::physics::boltzmann::{
    GradientSource, LearningSettings, Links, MOST_ENUMERATED, Optimiser, PositivePhase, Preset,
};
use crate::physics::seed::Seed;
use crate::ui::chassis::Step;
use crate::ui::labs::boltzmann::context::Ask;
use crate::ui::labs::boltzmann::lab::USUAL_SPEED;

/// Hidden units for rows of one's own.
const HIDDEN: usize = 4;
/// Chains and sweeps where there are too many states to enumerate.
const CHAINS: usize = 400;
const SWEEPS: usize = 5;
/// Updates until the picture: the machine is past ln 2, and still learning.
const PICTURED: u64 = 200;
/// Updates, learning rate and first weights of the picture with chains.
const SAMPLED: u64 = 600;
const SAMPLED_RATE: f64 = 0.1;
const SAMPLED_SPREAD: f64 = 0.3;
/// Updates until the encoder has its code.
const ENCODED: u64 = 400;

/// Even parity of three units, which no machine without hidden units can learn.
pub fn config(seed: Seed) -> BoltzmannConfig {
    BoltzmannConfig { seed, ..BoltzmannConfig::of_preset(Preset::Parity { bits: 3 }) }
}

/// A preset with the settings of now as far as they suit it.
pub fn of_preset(preset: Preset, now: &BoltzmannConfig) -> BoltzmannConfig {
    let fresh = BoltzmannConfig::of_preset(preset);
    // What was chosen for another machine may be too much for this one, or too little.
    BoltzmannConfig { seed: now.seed, units: now.units, ..fresh }
}

/// Rows of one's own, with a machine that can be enumerated where that is possible.
pub fn of_rows(rows: OwnRows, now: &BoltzmannConfig) -> BoltzmannConfig {
    let size = rows.visible + HIDDEN;
    let data = BoltzmannData::Rows(rows);
    let nesterov = BoltzmannConfig::of_preset(Preset::Random { bits: 1, seed: now.seed });
    let mut config = BoltzmannConfig { data, hidden: HIDDEN, seed: now.seed, units: now.units, ..nesterov };
    if size > MOST_ENUMERATED {
        let learning = LearningSettings::usual(Optimiser::Adam);
        config.links = Links::RESTRICTED;
        config.source = GradientSource::Sampled { chains: CHAINS, sweeps: SWEEPS };
        config.positive = PositivePhase::Sampled;
        (config.optimiser, config.learning_rate) = (learning.optimiser, learning.learning_rate);
    }
    config
}

/// The steps to the pictures: the encoder and its code, both phases by chains, the race, and parity on the way.
pub fn rehearsal() -> Vec<Step<Ask>> {
    let machine = |command| Step::Ask(Ask::Machine(Box::new(command)));
    let model = |cmd| machine(Command::Model(cmd));
    let sampled = BoltzmannConfig {
        source: GradientSource::Sampled { chains: CHAINS, sweeps: SWEEPS },
        positive: PositivePhase::Sampled,
        links: Links { hidden_hidden: true, ..Links::RESTRICTED },
        optimiser: Optimiser::Gradient,
        learning_rate: SAMPLED_RATE,
        initial_spread: SAMPLED_SPREAD,
        ..config(Seed(1))
    };
    let encoder = of_preset(Preset::Encoder { group: 4 }, &config(Seed(1)));
    vec![
        machine(Command::Pause),
        machine(Command::Speed(Pace::Unlimited)),
        Step::Wait,
        Step::Ask(Ask::Change(Box::new(encoder))),
        machine(Command::Step(ENCODED)),
        Step::Wait,
        Step::Ask(Ask::Solve),
        Step::Show("codes".to_owned()),
        Step::Wait,
        Step::Moment("encoder".to_owned()),
        Step::Ask(Ask::Change(Box::new(sampled))),
        machine(Command::Step(SAMPLED)),
        Step::Show("moments".to_owned()),
        Step::Wait,
        Step::Moment("sampled".to_owned()),
        Step::Ask(Ask::Change(Box::new(config(Seed(1))))),
        machine(Command::Step(PICTURED)),
        Step::Wait,
        model(BoltzmannCmd::Clamp(1)),
        Step::Ask(Ask::Race),
        Step::Show("race".to_owned()),
        Step::Wait,
        Step::Moment("race".to_owned()),
        Step::Show("phases".to_owned()),
        machine(Command::Speed(Pace::StepsPerSecond(USUAL_SPEED))),
        Step::Wait,
    ]
}
