//! The phase transition of a small machine that learns a hierarchy: what the theory says must be seen in a training.

use glassbox::physics::mean_field::{FixedPointSettings, fixed_points};
use glassbox::physics::rbm::training::Trainer;
use glassbox::physics::rbm::{HiddenUnits, TrainerSetup, TrainingSettings, VisibleUnits, synthetic};
use glassbox::physics::seed::Seed;
use glassbox::physics::spectrum::{ReferenceState, singular_values};

#[test]
fn the_first_mode_grows_at_its_rate_and_fixed_points_double_as_modes_cross() {
    let data = synthetic::hierarchy(1000, Seed(1));
    let rows = data.values.clone();
    let settings =
        TrainingSettings { gibbs_steps: 5, batch: 100, chains: 100, learning_rate: 0.02, ..Default::default() };
    let setup = TrainerSetup {
        visible: VisibleUnits::Bernoulli,
        hidden: HiddenUnits::Bernoulli,
        hidden_units: 32,
        settings,
        initial_spread: 0.01,
        reweighted: false,
        seed: Seed(1),
    };
    let mut trainer = Trainer::new(&data, &setup).unwrap();
    let mut seen = Vec::new();
    for update in 0..=2000_u64 {
        if [50, 100, 150, 1000, 2000].contains(&update) || (100..150).contains(&update) {
            let rbm = trainer.rbm();
            let scaled = ReferenceState::of_data(rbm, &rows).scaled_singular_values(rbm).unwrap();
            let values = singular_values(rbm).unwrap();
            let set = fixed_points(rbm, &rows, &FixedPointSettings::default());
            assert_eq!(set.unconverged, 0, "at {update}");
            seen.push((update, values[0], scaled, set.count));
        }
        trainer.update().unwrap();
    }
    let at = |update: u64| seen.iter().find(|(when, ..)| *when == update).unwrap();
    for update in [50, 100, 150, 1000, 2000] {
        let (_, first, scaled, count) = at(update);
        println!(
            "{update}: σ₁ = {first:.2}, scaled {:.2} {:.2} {:.2}, {count} fixed points",
            scaled[0], scaled[1], scaled[2]
        );
    }
    // (η/4)(λ₁ − ¼) with λ₁ = 32 · ¼ · 0.9² + the noise of a site: 0.031 per update.
    let rate = (at(100).1 / at(50).1).ln() / 50.0;
    assert!((rate - 0.032).abs() < 0.004, "{rate}");
    let crosses = seen.iter().find(|(_, first, ..)| *first > 4.0).unwrap().0;
    assert!((110..140).contains(&crosses), "{crosses}");
    // Where the scaled value passes 1 the count does, but for the nearest updates, where the data tilt the threshold.
    for (update, _, scaled, count) in &seen {
        let above = scaled.iter().filter(|&&value| value > 1.0).count();
        if (scaled[0] - 1.0).abs() > 0.1 {
            assert_eq!(*count, [1, 2, 2, 4][above], "at {update}");
        }
    }
    assert_eq!((at(100).3, at(150).3, at(1000).3, at(2000).3), (1, 2, 2, 4));
}
