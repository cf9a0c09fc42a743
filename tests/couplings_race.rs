//! The race of estimators: bias and spread apart, and the same whatever interrupts it.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may stop at once")]

use glassbox::engine::core::session::{Flow, Job as _};
use glassbox::engine::couplings::{Estimator, Race, RaceConfig, RaceView};
use glassbox::physics::inference::{ClosedForm, LocalLoss};
use glassbox::physics::ising::{Graph, IsingSystem};
use glassbox::physics::seed::Seed;

fn config(graph: Graph, size: usize, beta: f64) -> RaceConfig {
    let rows = [500, 5000].into();
    RaceConfig { system: IsingSystem::new(graph, size, beta), rows, samples: 12, seed: Seed(3) }
}

fn run(config: &RaceConfig) -> RaceView {
    let mut race = Race::new(config).unwrap();
    race.run_to_end();
    race.view()
}

const MEAN_FIELD: Estimator = Estimator::Closed(ClosedForm::NaiveMeanField);
const BETHE: Estimator = Estimator::Closed(ClosedForm::Bethe);
const PSEUDO_LIKELIHOOD: Estimator = Estimator::Local(LocalLoss::PseudoLikelihood);

#[test]
fn bias_stays_and_spread_falls_with_more_rows() {
    let view = run(&config(Graph::Tree, 10, 0.6));
    assert_eq!(view.rows.len(), 2 * Estimator::ALL.len());
    let of =
        |rows: usize, estimator| *view.rows.iter().find(|row| (row.rows, row.estimator) == (rows, estimator)).unwrap();
    let floor = |estimator| view.floors.iter().find(|floor| floor.0 == estimator).unwrap().1;
    // Bethe is exact on trees; mean field is not.
    assert!(floor(BETHE) < 1e-12 && floor(MEAN_FIELD) > 0.03);
    for row in view.rows.iter().filter(|row| row.refused == 0) {
        let parts = row.bias.hypot(row.spread);
        // Where the bias is within chance it is 0, and the parts are larger than the whole by chance.
        assert!((parts / row.error - 1.0).abs() < 0.1, "{row:?}");
    }
    let mean_field = of(5000, MEAN_FIELD);
    assert!((mean_field.bias / floor(MEAN_FIELD) - 1.0).abs() < 0.1, "{mean_field:?}");
    for estimator in [BETHE, PSEUDO_LIKELIHOOD] {
        let [few, many] = [500, 5000].map(|rows| of(rows, estimator).spread);
        // √10 of them, within four standard errors of two deviations over 12 samples of 45 pairs.
        assert!((few / many / 10_f64.sqrt() - 1.0).abs() < 0.35, "{estimator:?}: {few} {many}");
    }
    assert!((view.nothing - 0.6 * (9.0_f64 / 45.0).sqrt()).abs() < 1e-12);
}

#[test]
fn interruptions_change_nothing() {
    let config = RaceConfig { samples: 2, ..config(Graph::Ring, 8, 0.3) };
    let wanted = run(&config);
    let mut race = Race::new(&config).unwrap();
    let mut asked = 0;
    loop {
        asked += 1;
        let flow = race.advance(&|| asked % 3 == 0);
        if flow == Flow::Done {
            break;
        }
    }
    assert_eq!(race.view().rows, wanted.rows);
}

#[test]
fn what_cannot_race_is_a_sentence() {
    for wrong in [
        config(Graph::Ring, 2, 0.1),
        RaceConfig { rows: [].into(), ..config(Graph::Ring, 8, 0.1) },
        RaceConfig { rows: [0].into(), ..config(Graph::Ring, 8, 0.1) },
        RaceConfig { samples: 0, ..config(Graph::Ring, 8, 0.1) },
    ] {
        assert!(Race::new(&wrong).is_err());
    }
    // Spins that never move give nothing to estimate from, and that is counted.
    let view = run(&RaceConfig { samples: 1, ..config(Graph::Ring, 6, 20.0) });
    assert!(view.rows.iter().any(|row| row.refused > 0));
}
