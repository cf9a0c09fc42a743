//! Parallel tempering: replicas on a ladder of temperatures that exchange their places.
//!
//! A cold replica that is caught in one basin leaves it by climbing the ladder, where annealing has but one
//! chance. The ladder as a whole keeps the product of its Boltzmann distributions, each rung its own.
//!
//! ## References
//!
//! * K. Hukushima and K. Nemoto, “Exchange Monte Carlo method and application to spin glass simulations”, J. Phys.
//!   Soc. Jpn. 65, 1604 (1996), doi:10.1143/JPSJ.65.1604, arXiv:cond-mat/9512035

use std::sync::Arc;

use rayon::prelude::*;

use super::acceptance::Acceptance;
use super::dynamics::{Dynamics, DynamicsError};
use super::network::Network;
use super::update_order::UpdateOrder;
use crate::physics::seed::{Branching, Seed, Stream, uniform};
use crate::physics::spins::Pattern;

mod pieces;

use pieces::UnderWay;

/// Visits of spins in one round from which on threads share the replicas.
const WORTH_THREADS: usize = 1 << 12;
/// The most rungs of a ladder.
pub const MOST_RUNGS: usize = 1024;

/// Why a ladder cannot be climbed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TemperingError {
    /// No rung, or very many.
    #[error("the ladder has {0} temperatures; it can have 1 to {MOST_RUNGS}")]
    Rungs(usize),
    /// A temperature at which there is no Boltzmann distribution.
    #[error("temperature {index} of the ladder is {value}; it must be a finite number above 0")]
    Temperature {
        /// Position on the ladder, from 0.
        index: usize,
        /// The value found there.
        value: f64,
    },
    /// A rung that is not above the one before.
    #[error("temperature {index} of the ladder is {value}, not above the one before, {before}")]
    NotAscending {
        /// Position on the ladder, from 0.
        index: usize,
        /// The value found there.
        value: f64,
        /// The value one rung below.
        before: f64,
    },
    /// The start is not a state of the network.
    #[error(transparent)]
    Dynamics(#[from] DynamicsError),
}

/// The probability that two replicas exchange their temperatures: min(1, exp((1/T_a − 1/T_b)(E_a − E_b))),
/// which leaves the product of the two Boltzmann distributions as it is.
pub fn exchange_probability((temperature_a, energy_a): (f64, f64), (temperature_b, energy_b): (f64, f64)) -> f64 {
    // 1/T itself may overflow; the quotients here are 0, finite or infinite, and never no number.
    let gain = (energy_a - energy_b) * (temperature_b - temperature_a);
    (gain / temperature_a / temperature_b).exp().min(1.0)
}

/// How often two neighbouring rungs exchanged their replicas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exchanges {
    /// Exchanges that were offered.
    pub offered: u64,
    /// Those that were accepted.
    pub accepted: u64,
}

impl Exchanges {
    /// The accepted fraction; `None` before the first offer.
    pub fn fraction(self) -> Option<f64> {
        (self.offered > 0).then(|| self.accepted as f64 / self.offered as f64)
    }
}

/// Replicas of one network on a ladder. A clone is a branch that continues with the same random numbers.
#[derive(Clone, Debug)]
pub struct Tempering {
    ladder: Vec<f64>,
    /// Replica r draws from the r-th stream, whatever rung it stands on.
    replicas: Vec<Dynamics>,
    /// The replica on each rung.
    on_rung: Vec<usize>,
    exchanges: Vec<Exchanges>,
    /// Decides on exchanges; the stream after that of the last replica.
    rng: Branching,
    rounds: u64,
    under_way: UnderWay,
}

impl Tempering {
    /// One replica of `network` per temperature of `ladder`, which must ascend, each from fair random spins.
    pub fn new(
        network: &Arc<Network>,
        ladder: &[f64],
        order: UpdateOrder,
        acceptance: Acceptance,
        seed: Seed,
    ) -> Result<Self, TemperingError> {
        if ladder.is_empty() || ladder.len() > MOST_RUNGS {
            return Err(TemperingError::Rungs(ladder.len()));
        }
        let mut replicas = Vec::with_capacity(ladder.len());
        for (index, &value) in ladder.iter().enumerate() {
            if !(value.is_finite() && value > 0.0) {
                return Err(TemperingError::Temperature { index, value });
            }
            if let Some(&before) = index.checked_sub(1).and_then(|below| ladder.get(below))
                && value <= before
            {
                return Err(TemperingError::NotAscending { index, value, before });
            }
            let mut rng = seed.indexed(Stream::Replicas, index as u64);
            let start = Pattern::random(network.size(), &mut rng);
            let mut dynamics = Dynamics::new(Arc::clone(network), &start, order, value, rng)?;
            dynamics.set_acceptance(acceptance);
            replicas.push(dynamics);
        }
        Ok(Self {
            ladder: ladder.to_vec(),
            on_rung: (0..ladder.len()).collect(),
            exchanges: vec![Exchanges::default(); ladder.len() - 1],
            rng: Branching(seed.indexed(Stream::Replicas, ladder.len() as u64)),
            rounds: 0,
            under_way: UnderWay::default(),
            replicas,
        })
    }

    /// A ladder of `rungs` temperatures with equal ratios, the usual one where the heat capacity is nearly constant.
    pub fn geometric_ladder(coldest: f64, hottest: f64, rungs: usize) -> Vec<f64> {
        let last = rungs.saturating_sub(1).max(1) as f64;
        let rung = |index: usize| {
            if index + 1 == rungs { hottest } else { coldest * (hottest / coldest).powf(index as f64 / last) }
        };
        if rungs == 1 { vec![coldest] } else { (0..rungs).map(rung).collect() }
    }

    /// Every replica does `sweeps` sweeps, then neighbouring rungs offer one another an exchange: pairs (0, 1),
    /// (2, 3) … in even rounds, (1, 2), (3, 4) … in odd ones.
    pub fn round(&mut self, sweeps: usize) {
        let advance = |replica: &mut Dynamics| {
            for _ in 0..sweeps {
                replica.sweep();
            }
        };
        // Replicas draw from streams of their own, and exchanges from another: threads change nothing. They are
        // not worth their while for small networks.
        let work = self.replicas.first().map_or(0, |first| first.spins().len()) * sweeps * self.replicas.len();
        if work < WORTH_THREADS {
            self.replicas.iter_mut().for_each(advance);
        } else {
            self.replicas.par_iter_mut().for_each(advance);
        }
        self.exchange();
    }

    fn exchange(&mut self) {
        let first = (self.rounds % 2) as usize;
        for cold in (first..self.exchanges.len()).step_by(2) {
            let (a, b) = (self.on_rung[cold], self.on_rung[cold + 1]);
            let (cold_temperature, hot_temperature) = (self.ladder[cold], self.ladder[cold + 1]);
            let probability = exchange_probability(
                (cold_temperature, self.replicas[a].energy()),
                (hot_temperature, self.replicas[b].energy()),
            );
            self.exchanges[cold].offered += 1;
            if uniform(&mut self.rng.0) < probability
                && self.replicas[a].set_temperature(hot_temperature).is_ok()
                && self.replicas[b].set_temperature(cold_temperature).is_ok()
            {
                self.on_rung.swap(cold, cold + 1);
                self.exchanges[cold].accepted += 1;
            }
        }
        self.rounds += 1;
    }

    /// The temperatures, coldest first.
    pub fn ladder(&self) -> &[f64] {
        &self.ladder
    }

    /// The replica that stands on a rung now; `None` beyond the last.
    pub fn on_rung(&self, rung: usize) -> Option<&Dynamics> {
        self.on_rung.get(rung).and_then(|&replica| self.replicas.get(replica))
    }

    /// For each pair of neighbouring rungs, coldest first, how often they exchanged.
    pub fn exchanges(&self) -> &[Exchanges] {
        &self.exchanges
    }

    /// Rounds done.
    pub fn rounds(&self) -> u64 {
        self.rounds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::LearningRule;

    fn network(size: usize, count: usize) -> Arc<Network> {
        let mut rng = Seed(41).stream(Stream::Patterns);
        let patterns: Vec<_> = (0..count).map(|_| Pattern::random(size, &mut rng)).collect();
        Arc::new(Network::store(&patterns, LearningRule::Hebb).unwrap())
    }

    #[test]
    fn exchanges_keep_the_product_of_the_distributions() {
        for (ta, ea, tb, eb) in [(0.2, -1.0, 0.5, -0.3), (0.2, -0.3, 0.5, -1.0), (1.0, 2.0, 1.1, 2.0)] {
            let (there, back) = (exchange_probability((ta, ea), (tb, eb)), exchange_probability((ta, eb), (tb, ea)));
            // exp(−E_a/T_a − E_b/T_b) p(there) = exp(−E_b/T_a − E_a/T_b) p(back).
            let left = (-ea / ta - eb / tb).exp() * there;
            let right = (-eb / ta - ea / tb).exp() * back;
            assert!((left / right - 1.0).abs() < 1e-12);
            assert_eq!(there.max(back), 1.0);
        }
        assert_eq!(exchange_probability((1e-310, 1.0), (0.5, 1.0)), 1.0);
        assert_eq!(exchange_probability((1e-310, 1.0), (0.5, 0.0)), 1.0);
        assert_eq!(exchange_probability((1e-310, 0.0), (0.5, 1.0)), 0.0);
        assert_eq!(exchange_probability((1e-310, 0.0), (1e-309, 1.0)), 0.0);
    }

    #[test]
    fn threads_change_nothing_and_every_rung_has_one_replica() {
        let network = network(400, 4);
        let ladder = Tempering::geometric_ladder(0.7, 1.2, 6);
        assert_eq!((ladder[0], ladder[5]), (0.7, 1.2));
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let mut run =
                    Tempering::new(&network, &ladder, UpdateOrder::default(), Acceptance::Glauber, Seed(2)).unwrap();
                (0..40).for_each(|_| run.round(2));
                run
            })
        };
        let (one, two) = (run(1), run(2));
        assert_eq!(one.on_rung, two.on_rung);
        for (rung, &temperature) in ladder.iter().enumerate() {
            let (a, b) = (one.on_rung(rung).unwrap(), two.on_rung(rung).unwrap());
            assert_eq!((a.spins(), a.temperature(), a.sweeps()), (b.spins(), temperature, 80));
        }
        let mut found = one.on_rung.clone();
        found.sort_unstable();
        assert_eq!(found, [0, 1, 2, 3, 4, 5]);
        assert!(one.exchanges().iter().all(|pair| pair.offered == 20 && pair.accepted > 0));
        assert_eq!(one.rounds(), 40);
        assert!(one.on_rung(6).is_none());
    }

    #[test]
    fn ladders_that_do_not_ascend_are_refused_in_words() {
        let network = network(10, 1);
        let refusal = |ladder: &[f64]| {
            let made = Tempering::new(&network, ladder, UpdateOrder::default(), Acceptance::Glauber, Seed(1));
            made.unwrap_err().to_string()
        };
        assert_eq!(refusal(&[]), "the ladder has 0 temperatures; it can have 1 to 1024");
        assert_eq!(refusal(&[0.0, 1.0]), "temperature 0 of the ladder is 0; it must be a finite number above 0");
        assert_eq!(refusal(&[0.5, 0.4]), "temperature 1 of the ladder is 0.4, not above the one before, 0.5");
        assert!(refusal(&[f64::NAN]).contains("NaN") && refusal(&[0.3, f64::INFINITY]).contains("inf"));
        assert_eq!(Tempering::geometric_ladder(0.3, 2.0, 1), [0.3]);
    }
}
