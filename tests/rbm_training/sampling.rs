//! Gibbs steps and conditional means against exact enumeration.

use glassbox::physics::rbm::{
    Chains, Configurations, HiddenUnits, Rbm, VisibleUnits, hidden_means, mean_hidden_activity, visible_means,
};
use glassbox::physics::seed::{Seed, Stream, below, uniform};

use crate::support::{Exact, HIDDEN, VISIBLE, sites_of};

fn machine(visible: VisibleUnits, hidden: HiddenUnits, sites: usize, units: usize) -> Rbm {
    let rows = sites * visible.channels();
    let mut rng = Seed(3).stream(Stream::Weights);
    let mut numbers = |count: usize| (0..count).map(|_| (2.4 * uniform(&mut rng) - 1.2) as f32).collect::<Vec<f32>>();
    Rbm::from_flat(visible, hidden, numbers(rows * units), numbers(rows), numbers(units)).unwrap()
}

#[test]
fn a_step_has_the_exact_transition_probabilities() {
    const CHAINS: usize = 2000;
    const ROUNDS: u64 = 40;
    for visible in VISIBLE {
        for hidden in HIDDEN {
            // 17 hidden units would not be enumerable quickly; 5 cross no vector but make all of them count.
            let rbm = machine(visible, hidden, sites_of(visible), 5);
            let exact = Exact(&rbm);
            for start in [0, exact.visible_count() / 2, exact.visible_count() - 1] {
                let rows = Configurations::new(exact.values(start).repeat(CHAINS), rbm.sites());
                let mut counts = vec![0_u32; exact.visible_count()];
                for tick in 0..ROUNDS {
                    let mut chains = Chains::at(&rbm, &rows, Seed(5), Stream::Samples).unwrap();
                    chains.advance(&rbm, 1, tick);
                    for row in chains.configurations().iter_rows() {
                        counts[exact.index(row)] += 1;
                    }
                }
                let mut distribution = vec![0.0; exact.visible_count()];
                distribution[start] = 1.0;
                let wanted = exact.step(&distribution);
                let total = CHAINS as f64 * ROUNDS as f64;
                let (mut chi, mut freedom, mut rare, mut rare_count) = (0.0, 0.0, 0.0, 0.0);
                for (&count, &p) in counts.iter().zip(&wanted) {
                    if p * total < 10.0 {
                        rare += p * total;
                        rare_count += f64::from(count);
                    } else {
                        chi += (f64::from(count) - p * total).powi(2) / (p * total);
                        freedom += 1.0;
                    }
                }
                assert!(
                    (rare_count - rare).abs() <= 4.5 * rare.sqrt() + 1.0,
                    "{rare_count} rare states, {rare} expected"
                );
                assert!(
                    (chi - freedom) / (2.0_f64 * freedom).sqrt() < 4.5,
                    "{visible:?} {hidden:?} from {start}: χ² = {chi} for {freedom} states"
                );
            }
        }
    }
}

#[test]
fn means_are_the_exact_conditionals() {
    for visible in VISIBLE {
        for hidden in HIDDEN {
            let rbm = machine(visible, hidden, 7, 37);
            let exact = Exact(&rbm);
            let mut rng = Seed(8).stream(Stream::Patterns);
            // Enough rows for several blocks.
            let values: Vec<u8> = (0..150 * 7).map(|_| below(&mut rng, u32::from(visible.states())) as u8).collect();
            let rows = Configurations::new(values, 7);
            let means = hidden_means(&rbm, &rows);
            assert_eq!(means.len(), 150 * 37);
            let activity = mean_hidden_activity(&rbm, &rows);
            let upper = rows.iter_rows().map(|row| exact.hidden_upper(&exact.vector(row))[36]);
            assert_eq!(activity.len(), 37);
            assert!((activity[36] - upper.sum::<f64>() / 150.0).abs() < 2e-6, "{visible:?} {hidden:?}");
            assert!(mean_hidden_activity(&rbm, &rows.first(0)).is_empty());
            let back = visible_means(&rbm, &means);
            assert_eq!(back.len(), 150 * rbm.visible_rows());
            for row in 0..150 {
                let wanted = exact.hidden_mean(&exact.vector(rows.row(row).unwrap()));
                let found = &means[row * 37..(row + 1) * 37];
                assert!(found.iter().zip(&wanted).all(|(a, b)| (f64::from(*a) - b).abs() < 2e-6));
                let hidden: Vec<f64> = found.iter().map(|&h| f64::from(h)).collect();
                let wanted: Vec<f64> = exact
                    .visible_probabilities(&hidden)
                    .into_iter()
                    .flat_map(|site| match visible {
                        VisibleUnits::Potts(_) => site,
                        VisibleUnits::Ising => vec![site[1] - site[0]],
                        VisibleUnits::Bernoulli => vec![site[1]],
                    })
                    .collect();
                let found = &back[row * wanted.len()..(row + 1) * wanted.len()];
                assert!(found.iter().zip(&wanted).all(|(a, b)| (f64::from(*a) - b).abs() < 5e-6), "{visible:?}");
            }
        }
    }
}
