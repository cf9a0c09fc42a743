//! The covariance rule: what all patterns have in common is subtracted, so that patterns with more spins up than down
//! can be told apart.
//!
//! With the mean activity a = (1/pN) Σ_μi ξ_i^μ of the p stored patterns of N spins,
//!
//! J_ij = (1/N) Σ_μ (ξ_i^μ − a)(ξ_j^μ − a) for i ≠ j, J_ii = 0, and
//!
//! E = −½ Σ_ij J_ij σ_i σ_j − θ Σ_i σ_i, h_i = −∂E/∂σ_i = Σ_j J_ij σ_j + θ.
//!
//! At pattern ν, of activity a itself, the term μ = ν gives (ξ_i^ν − a)(1 − a²): a spin up is held by (1 − a)(1 − a²), a
//! spin down by (1 + a)(1 − a²). The uniform field θ = a (1 − a²) makes both the same, 1 − a², and thereby the smaller of
//! them as large as it can be. The other patterns add a noise of variance about α (1 − a²)², where Hebb's rule has them
//! add a² times themselves: for a ≠ 0 the mean of the patterns, which drowns each of them from a few patterns on. At
//! a = 0 it is Hebb's rule without a field.
//!
//! The field is of the energy, so asynchronous updates never raise it. The reverse of a pattern is no fixed point where
//! a is large: reversing all spins is no symmetry any more.
//!
//! ## References
//!
//! * D. J. Amit, H. Gutfreund and H. Sompolinsky, “Information storage in neural networks with low levels of activity”,
//!   Phys. Rev. A 35, 2293 (1987), doi:10.1103/PhysRevA.35.2293: the couplings, for ±1 spins
//! * M. V. Tsodyks and M. V. Feigelman, “The enhanced storage capacity in neural networks with low activity level”,
//!   Europhys. Lett. 6, 101 (1988), doi:10.1209/0295-5075/6/2/002: the same couplings with a uniform threshold

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use super::site_rows::SiteRows;

/// The rule's two numbers. Fields follow in O(p) from the integer sums that Hebb's rule needs too.
#[derive(Clone, Debug)]
pub(super) struct Covariance {
    size: usize,
    patterns: usize,
    /// a, the mean of all spins of all stored patterns.
    activity: f64,
    /// θ.
    threshold: f64,
}

/// Of one site: Σ_μ ξ_i^μ M_μ less the p terms of Hebb's J_ii, and Σ_μ ξ_i^μ.
pub(super) struct SiteSums {
    pub hebbian: i32,
    pub row: i32,
    pub spin: i8,
}

/// Of a state: Σ_μ M_μ and Σ_i σ_i.
#[derive(Clone, Copy)]
pub(super) struct StateSums {
    pub total: i32,
    pub magnetization: i32,
}

impl Covariance {
    /// Fields are sums of p terms of order 1 and known to about this much for each of them.
    const ROUNDING: f64 = 1e-12;

    pub(super) fn new(size: usize, rows: &SiteRows) -> Self {
        let patterns = rows.patterns();
        let sum: i64 = if patterns > 0 { (0..size).map(|site| i64::from(rows.row_sum(site))).sum() } else { 0 };
        let activity = sum as f64 / (size * patterns).max(1) as f64;
        let threshold = activity * (1.0 - activity * activity);
        Self { size, patterns, activity, threshold }
    }

    pub(super) fn rounding(&self) -> f64 {
        Self::ROUNDING * self.patterns.max(1) as f64
    }

    pub(super) const fn threshold(&self) -> f64 {
        self.threshold
    }

    /// Σ_μ (ξ_i^μ − a)(M_μ − a Σ_j σ_j) / N, less J_ii σ_i, plus θ.
    #[inline(always)]
    pub(super) fn field(&self, site: &SiteSums, state: StateSums) -> f64 {
        let (a, p) = (self.activity, self.patterns as f64);
        let (row, spin) = (f64::from(site.row), f64::from(site.spin));
        let common = f64::from(state.total) - spin * row + (f64::from(state.magnetization) - spin) * (row - a * p);
        // What a single spin adds to the sums is its own coupling to itself: taken out of both.
        (f64::from(site.hebbian) - a * common) / self.size as f64 + self.threshold
    }

    /// J_ij of two sites i ≠ j by Σ_μ ξ_i^μ ξ_j^μ and their sums Σ_μ ξ^μ.
    pub(super) fn coupling(&self, correlation: i32, rows: [i32; 2]) -> f64 {
        let (a, p) = (self.activity, self.patterns as f64);
        let common = f64::from(rows[0]) + f64::from(rows[1]) - a * p;
        (f64::from(correlation) - a * common) / self.size as f64
    }

    /// −(1/2N) Σ_μ (M_μ − a Σ_i σ_i)² + ½ Σ_i J_ii − θ Σ_i σ_i, where Σ_i J_ii = p (1 − a²).
    pub(super) fn energy(&self, sums: &[i32], magnetization: i32) -> f64 {
        let (a, magnetization) = (self.activity, f64::from(magnetization));
        let squares: f64 = sums.iter().map(|&sum| (f64::from(sum) - a * magnetization).powi(2)).sum();
        let own = self.patterns as f64 * (1.0 - a * a);
        0.5 * (own - squares / self.size as f64) - self.threshold * magnetization
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::physics::hopfield::{Dynamics, LearningRule, Network, Outcome, UpdateOrder};
    use crate::physics::seed::{ChaCha8Rng, Seed, Stream, uniform};
    use crate::physics::spins::Pattern;

    /// Patterns whose spins are up with probability (1 + a)/2.
    fn biased(count: usize, size: usize, activity: f64, rng: &mut ChaCha8Rng) -> Vec<Pattern> {
        let mut pattern = || Pattern::from_bits((0..size).map(|_| uniform(rng) < f64::midpoint(1.0, activity)));
        (0..count).map(|_| pattern()).collect()
    }

    fn covariance(patterns: &[Pattern]) -> Network {
        Network::store(patterns, LearningRule::Covariance).unwrap()
    }

    /// a, J and θ by their definition.
    fn reference(patterns: &[Pattern]) -> (f64, Vec<Vec<f64>>, f64) {
        let (size, count) = (patterns[0].len(), patterns.len());
        let value = |pattern: &Pattern, site: usize| f64::from(pattern.spins()[site]);
        let sum: f64 = patterns.iter().flat_map(|pattern| (0..size).map(move |site| value(pattern, site))).sum();
        let a = sum / (size * count) as f64;
        let product = |i, j| patterns.iter().map(|one| (value(one, i) - a) * (value(one, j) - a)).sum::<f64>();
        let coupling = |i, j| if i == j { 0.0 } else { product(i, j) / size as f64 };
        let matrix = (0..size).map(|i| (0..size).map(|j| coupling(i, j)).collect()).collect();
        (a, matrix, a * (1.0 - a * a))
    }

    #[test]
    fn all_states_of_ten_spins_have_the_energies_and_fields_of_the_definition() {
        let mut rng = Seed(81).stream(Stream::Patterns);
        for (count, activity) in [(1, 0.6), (3, 0.5), (4, -0.4), (40, 0.8)] {
            let patterns = biased(count, 10, activity, &mut rng);
            let network = covariance(&patterns);
            let (_, couplings, threshold) = reference(&patterns);
            assert!((network.threshold() - threshold).abs() < 1e-14);
            for (i, row) in couplings.iter().enumerate() {
                for (j, coupling) in row.iter().enumerate() {
                    assert!((network.coupling(i, j) - coupling).abs() < 1e-13, "J({i}, {j})");
                }
            }
            for state in 0..1 << 10 {
                let spins: Vec<i8> = (0..10).map(|site| if state >> site & 1 == 1 { 1 } else { -1 }).collect();
                let sum = |row: &[f64]| row.iter().zip(&spins).map(|(j, &spin)| j * f64::from(spin)).sum::<f64>();
                let aligned = |at: usize| f64::from(spins[at]);
                let pairs: f64 = couplings.iter().enumerate().map(|(i, row)| aligned(i) * sum(row)).sum();
                let wanted = -0.5 * pairs - threshold * (0..10).map(aligned).sum::<f64>();
                assert!((network.energy(&spins) - wanted).abs() < 1e-12, "state {state}");
                for (field, row) in network.fields(&spins).iter().zip(&couplings) {
                    assert!((field - sum(row) - threshold).abs() < 1e-13, "state {state}");
                }
            }
        }
    }

    #[test]
    fn fixed_points_of_ten_spins_are_those_of_the_definition() {
        let patterns = biased(2, 10, 0.5, &mut Seed(82).stream(Stream::Patterns));
        let (_, couplings, threshold) = reference(&patterns);
        let network = Arc::new(covariance(&patterns));
        for state in 0..1_u32 << 10 {
            let start = Pattern::from_bits((0..10).map(|site| state >> site & 1 == 1));
            let field =
                |row: &Vec<f64>| row.iter().zip(start.spins()).map(|(j, &spin)| j * f64::from(spin)).sum::<f64>();
            let fixed = couplings
                .iter()
                .zip(start.spins())
                .all(|(row, &spin)| (field(row) + threshold) * f64::from(spin) >= -1e-12);
            let rng = Seed(1).stream(Stream::Dynamics);
            let mut run =
                Dynamics::new(Arc::clone(&network), &start, UpdateOrder::FixedAsynchronous, 0.0, rng).unwrap();
            let stays = run.sweep().outcome == Some(Outcome::FixedPoint);
            assert_eq!(stays, fixed, "state {state}");
        }
    }

    #[test]
    fn biased_patterns_are_fixed_points_here_and_not_under_hebb() {
        let mut rng = Seed(83).stream(Stream::Patterns);
        for activity in [-0.9, -0.5, 0.0, 0.5, 0.7, 0.9] {
            let patterns = biased(6, 2000, activity, &mut rng);
            let network = covariance(&patterns);
            assert_eq!((0..6).map(|mu| network.unstable(mu)).sum::<usize>(), 0, "a = {activity}");
            // The signal is 1 − a² for spins up and down alike; what the others add has a deviation of about
            // (1 − a²) √(p/N), and activities differ by √((1 − a²)/N): five of them.
            let signal = 1.0 - activity * activity;
            let bound = 5.0 * (signal * (6.0_f64 / 2000.0).sqrt() + 2.0 * (signal / 2000.0).sqrt());
            for sign in [1, -1] {
                let pairs = patterns[0].spins().iter().zip(network.stabilities(0));
                let held: Vec<f64> = pairs.filter(|&(&spin, _)| spin == sign).map(|(_, held)| held).collect();
                let mean = held.iter().sum::<f64>() / held.len() as f64;
                assert!((mean - signal).abs() < bound, "a = {activity}, spins {sign}: {mean}");
            }
            let hebb = Network::store(&patterns, LearningRule::Hebb).unwrap();
            let unstable: usize = (0..6).map(|mu| hebb.unstable(mu)).sum();
            assert_eq!(unstable > 0, activity.abs() > 0.4, "a = {activity}: {unstable} under Hebb");
        }
    }

    #[test]
    fn asynchronous_moves_never_raise_the_energy_and_their_change_is_the_difference() {
        let mut rng = Seed(84).stream(Stream::Patterns);
        let network = Arc::new(covariance(&biased(9, 101, 0.6, &mut rng)));
        for (number, order) in [UpdateOrder::RandomAsynchronous, UpdateOrder::FixedAsynchronous].into_iter().enumerate()
        {
            let start = Pattern::random(101, &mut rng);
            let noise = Seed(number as u64).stream(Stream::Dynamics);
            let mut run = Dynamics::new(Arc::clone(&network), &start, order, 0.0, noise).unwrap();
            let mut before = run.energy();
            for _ in 0..8 * 101 {
                let update = run.update();
                let after = run.energy();
                assert!((after - before - update.delta_energy).abs() < 1e-10 && update.delta_energy <= 0.0);
                before = after;
            }
            assert_eq!(run.outcome(), Some(Outcome::FixedPoint));
        }
    }

    #[test]
    fn without_a_bias_it_is_hebbs_rule() {
        let mut rng = Seed(85).stream(Stream::Patterns);
        let half = Pattern::random(64, &mut rng);
        // A pattern and its reverse: a = 0.
        let patterns = [half.clone(), Pattern::from_bits(half.spins().iter().map(|&spin| spin < 0))];
        let (own, hebb) = (covariance(&patterns), Network::store(&patterns, LearningRule::Hebb).unwrap());
        let state = Pattern::random(64, &mut rng);
        assert_eq!((own.threshold(), own.fields(state.spins())), (0.0, hebb.fields(state.spins())));
        assert_eq!(own.energy(state.spins()), hebb.energy(state.spins()));
        let empty = Network::empty(5, LearningRule::Covariance).unwrap();
        assert_eq!((empty.energy(&[1; 5]), empty.fields(&[1; 5])), (0.0, vec![0.0; 5]));
    }
}
