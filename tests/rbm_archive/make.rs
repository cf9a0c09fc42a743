//! Small machines and runs to write.

use std::sync::Arc;

use glassbox::engine::rbm::CheckpointPlan;
use glassbox::io::rbm_archive::OwnRecord;
use glassbox::io::rbm_archive::record::VERSION;
use glassbox::physics::rbm::{Checkpoint, Configurations, HiddenUnits, Rbm, TrainingSettings, VisibleUnits};

/// A number between −1 and 1 that no formula would give by chance.
pub fn odd(index: usize) -> f32 {
    ((index as f32 + 1.0) * 12.9898).sin()
}

/// A machine whose parameters all differ.
pub fn machine(visible: VisibleUnits, hidden: HiddenUnits, sites: usize, units: usize, salt: usize) -> Rbm {
    let rows = sites * visible.channels();
    let weights = (0..rows * units).map(|index| odd(index + salt)).collect();
    let visible_bias = (0..rows).map(|index| odd(index + salt + 7)).collect();
    Rbm::from_flat(visible, hidden, weights, visible_bias, (0..units).map(|index| odd(index + salt + 99)).collect())
        .unwrap()
}

/// Checkpoints of a run that never was.
pub fn checkpoints(visible: VisibleUnits, hidden: HiddenUnits, updates: &[u64]) -> Vec<Arc<Checkpoint>> {
    let (sites, units, chains) = (11, 4, 5);
    let checkpoint = |&update: &u64| {
        let values: Vec<u8> = (0..sites * chains)
            .map(|index| ((index as u64 * 7 + update) % u64::from(visible.states())) as u8)
            .collect();
        let settings = TrainingSettings {
            learning_rate: 0.1 + 1.0 / (update as f64 + 3.0),
            largest_norm: Some(1.0 / 3.0).filter(|_| update % 2 == 0),
            ..TrainingSettings::default()
        };
        Arc::new(Checkpoint {
            update,
            rbm: Arc::new(machine(visible, hidden, sites, units, update as usize)),
            chains: Some(Arc::new(Configurations::new(values, sites))),
            settings: Some(settings),
            seconds: Some(update as f64 / 7.0),
        })
    };
    updates.iter().map(checkpoint).collect()
}

/// What is recorded of it.
pub fn record(visible: VisibleUnits, hidden: HiddenUnits) -> OwnRecord {
    OwnRecord {
        version: VERSION,
        program: "glassbox test".to_owned(),
        seed: u64::MAX - 1,
        visible,
        hidden,
        hidden_units: 4,
        initial_spread: 0.1 + 0.2,
        settings: TrainingSettings { learning_rate: 1.0 / 3.0, ..TrainingSettings::default() },
        updates: 1000,
        checkpoints: CheckpointPlan::default(),
        fixed_point_starts: 20,
        data: None,
        changes: vec![(3, "learning rate 0.02".to_owned())],
    }
}

/// Every kind of machine.
pub fn kinds() -> Vec<(VisibleUnits, HiddenUnits)> {
    let visible = [VisibleUnits::Bernoulli, VisibleUnits::Ising, VisibleUnits::Potts(3), VisibleUnits::Potts(21)];
    let pairs = visible.into_iter().flat_map(|v| [HiddenUnits::Bernoulli, HiddenUnits::Ising].map(|h| (v, h)));
    pairs.collect()
}
