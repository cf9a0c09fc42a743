//! The energy along the flips that lead from one state to another.

use super::network::Network;
use super::running::Running;
use crate::physics::seed::{ChaCha8Rng, shuffle};
use crate::physics::spins::Pattern;

/// The energy after 0, 1, … D of the D flips between two states, over several random orders of them.
#[derive(Clone, Debug, PartialEq)]
pub struct PathEnergy {
    /// The lowest energy met after so many flips.
    pub lowest: Vec<f64>,
    /// The mean energy.
    pub mean: Vec<f64>,
    /// The highest energy met.
    pub highest: Vec<f64>,
}

impl PathEnergy {
    /// Follows `orders` random orders of the flips from `from` to `to`, in O(p) per flip, or O(N) where J is
    /// formed. `None` without an order, or unless both states have the network's size.
    pub fn between(
        network: &Network,
        from: &Pattern,
        to: &Pattern,
        orders: usize,
        rng: &mut ChaCha8Rng,
    ) -> Option<Self> {
        let n = network.size();
        if from.len() != n || to.len() != n || orders == 0 {
            return None;
        }
        let mut flips: Vec<usize> = (0..n).filter(|&site| from.spins()[site] != to.spins()[site]).collect();
        let start = Running::new(network, from.spins());
        let energy = start.energy(network);
        let points = flips.len() + 1;
        let mut path = Self { lowest: vec![energy; points], mean: vec![energy; points], highest: vec![energy; points] };
        for order in 0..orders {
            shuffle(&mut flips, rng);
            let state = start.clone();
            pulp::Arch::new().dispatch(Follow { path: &mut path, network, state, energy, flips: &flips, order });
        }
        Some(path)
    }
}

/// One order of the flips, from the first to the last.
struct Follow<'a> {
    path: &'a mut PathEnergy,
    network: &'a Network,
    state: Running,
    energy: f64,
    flips: &'a [usize],
    order: usize,
}

impl pulp::WithSimd for Follow<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]
    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let Self { path, network, mut state, mut energy, flips, order } = self;
        for (point, &site) in flips.iter().enumerate().map(|(before, site)| (before + 1, site)) {
            energy += 2.0 * f64::from(state.spin(site)) * state.field(network, site);
            state.flip(network, site);
            if order == 0 {
                (path.lowest[point], path.mean[point], path.highest[point]) = (energy, energy, energy);
            } else {
                path.lowest[point] = path.lowest[point].min(energy);
                path.highest[point] = path.highest[point].max(energy);
                path.mean[point] += (energy - path.mean[point]) / (order + 1) as f64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::LearningRule;
    use crate::physics::seed::{Seed, Stream};

    #[test]
    fn energies_are_those_of_the_states_on_the_way() {
        let mut rng = Seed(51).stream(Stream::Patterns);
        let patterns: Vec<_> = (0..4).map(|_| Pattern::random(60, &mut rng)).collect();
        for rule in LearningRule::ALL {
            let network = Network::store(&patterns, rule).unwrap();
            let between = |orders| {
                let mut rng = Seed(52).stream(Stream::Paths);
                PathEnergy::between(&network, &patterns[0], &patterns[1], orders, &mut rng).unwrap()
            };
            let path = between(1);
            assert_eq!(path.lowest, path.highest);
            let mut order: Vec<usize> =
                (0..60).filter(|&site| patterns[0].spins()[site] != patterns[1].spins()[site]).collect();
            shuffle(&mut order, &mut Seed(52).stream(Stream::Paths));
            let mut spins = patterns[0].spins().to_vec();
            for (point, energy) in path.mean.iter().enumerate() {
                assert!((energy - network.energy(&spins)).abs() < 1e-11, "{rule:?} {point}");
                if let Some(&site) = order.get(point) {
                    spins[site] = -spins[site];
                }
            }
            let many = between(30);
            assert!(
                (0..many.mean.len())
                    .all(|k| many.lowest[k] <= many.mean[k] + 1e-12 && many.mean[k] <= many.highest[k] + 1e-12)
            );
            assert!(many.lowest[10] < many.highest[10]);
            // A barrier lies between two memories.
            assert!(many.mean[many.mean.len() / 2] > many.mean[0]);
        }
    }

    #[test]
    fn there_is_no_path_between_states_of_other_sizes() {
        let pattern = Pattern::from_bits([true; 6]);
        let network = Network::store(std::slice::from_ref(&pattern), LearningRule::Hebb).unwrap();
        let mut rng = Seed(1).stream(Stream::Paths);
        let small = Pattern::from_bits([true; 5]);
        assert_eq!(PathEnergy::between(&network, &pattern, &small, 3, &mut rng), None);
        assert_eq!(PathEnergy::between(&network, &pattern, &pattern, 0, &mut rng), None);
        let still = PathEnergy::between(&network, &pattern, &pattern, 3, &mut rng).unwrap();
        assert_eq!(still.mean, [network.energy(pattern.spins())]);
    }
}
