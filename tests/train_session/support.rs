//! Small runs.

use std::sync::Arc;

use glassbox::engine::core::driver::Driver;
use glassbox::engine::core::session::{Command, Job as _};
use glassbox::engine::rbm::{CheckpointPlan, Past, Spacing, Train, TrainConfig, TrainingData};
use glassbox::physics::data::Dataset;
use glassbox::physics::rbm::{Checkpoint, HiddenUnits, Method, TrainingSettings, Trajectory, VisibleUnits, synthetic};
use glassbox::physics::seed::Seed;

/// The set-up of lesson S15: 64 × 32, PCD-5, batch 100, η = 0.02, N(0, 0.01²).
pub fn hierarchy(seed: u64, updates: u64) -> TrainConfig {
    let rows = Arc::new(synthetic::hierarchy(1000, Seed(1)));
    TrainConfig {
        data: Some(TrainingData::new(rows, "builtin:hierarchy")),
        visible: VisibleUnits::Bernoulli,
        hidden: HiddenUnits::Bernoulli,
        hidden_units: 32,
        settings: TrainingSettings {
            method: Method::Persistent,
            gibbs_steps: 5,
            batch: 100,
            chains: 100,
            learning_rate: 0.02,
            ..TrainingSettings::default()
        },
        initial_spread: 0.01,
        updates,
        checkpoints: CheckpointPlan { count: 12, spacing: Spacing::Logarithmic },
        fixed_point_starts: 100,
        measured: true,
        seed: Seed(seed),
        before: None,
    }
}

/// A run of any units on a handful of rows.
pub fn little(visible: VisibleUnits, hidden: HiddenUnits, method: Method) -> TrainConfig {
    let states = visible.states();
    let values: Vec<u8> =
        (0..40_u32).flat_map(|row| (0..6_u32).map(move |site| (row * 7 + site * (row % 3)) as u8 % states)).collect();
    let rows = Arc::new(Dataset::new("little", values, 6, states));
    TrainConfig {
        data: Some(TrainingData::new(rows, "little")),
        visible,
        hidden,
        hidden_units: 4,
        settings: TrainingSettings { method, gibbs_steps: 2, batch: 16, chains: 24, ..TrainingSettings::default() },
        ..hierarchy(3, 60)
    }
}

/// A run that has gone so far.
pub fn past(config: &TrainConfig, checkpoints: &[Arc<Checkpoint>]) -> Arc<Past> {
    let trajectory = Trajectory { checkpoints: checkpoints.to_vec() };
    Arc::new(Past { trajectory, settings: config.settings, data: None, changes: Vec::new(), findings: None })
}

/// The run after all its updates.
pub fn finished(config: &TrainConfig) -> Driver<Train> {
    let mut driver = Driver::<Train>::new(config).unwrap();
    driver.apply(Command::Run).unwrap();
    driver.run_until_idle(u64::MAX);
    driver
}

/// A session without a driver, after `updates` updates.
pub fn after(config: &TrainConfig, updates: u64) -> Train {
    let mut session = Train::new(config).unwrap();
    while session.updates() < updates {
        session.step();
    }
    session
}
