//! A real slice through the energy landscape: the energy along flips from one state to another.

use std::sync::Arc;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::hopfield::network::Network;
use crate::physics::hopfield::path::PathEnergy;
use crate::physics::seed::{Seed, Stream};
use crate::physics::spins::Pattern;

/// The most orders of flips.
pub const MOST_ORDERS: u64 = 10_000;

/// Which states, and over how many random orders.
#[derive(Clone, Debug)]
pub struct PathSliceConfig {
    /// The network; shared, never changed.
    pub network: Arc<Network>,
    /// Where the path starts.
    pub from: Pattern,
    /// Where it ends.
    pub to: Pattern,
    /// Number of random orders of flips.
    pub orders: u64,
    /// Order k draws from the k-th stream of this seed.
    pub seed: Seed,
}

/// Energy per spin after each number of flips, over the orders so far.
#[derive(Clone, Debug, Default)]
pub struct PathSliceView {
    /// Orders finished.
    pub done: u64,
    /// Lowest energy per spin.
    pub min: Arc<[f64]>,
    /// Mean energy per spin.
    pub mean: Arc<[f64]>,
    /// Highest energy per spin.
    pub max: Arc<[f64]>,
}

/// The slice as a session: one step is one order of flips.
pub struct PathSlice {
    config: PathSliceConfig,
    done: u64,
    min: Vec<f64>,
    sum: Vec<f64>,
    max: Vec<f64>,
}

impl Job for PathSlice {
    type Config = PathSliceConfig;
    type View = PathSliceView;

    fn new(config: &PathSliceConfig) -> Result<Self, SessionError> {
        if config.orders == 0 || config.orders > MOST_ORDERS {
            return Err(SessionError::new(format!(
                "{} orders of flips were asked for; it can be 1 to {MOST_ORDERS}",
                config.orders
            )));
        }
        for pattern in [&config.from, &config.to] {
            if pattern.len() != config.network.size() {
                return Err(SessionError::new(format!(
                    "a state of {} spins is no state of a network of {}",
                    pattern.len(),
                    config.network.size()
                )));
            }
        }
        Ok(Self { config: config.clone(), done: 0, min: Vec::new(), sum: Vec::new(), max: Vec::new() })
    }

    fn step(&mut self) -> Flow {
        let PathSliceConfig { network, from, to, seed, orders } = &self.config;
        let mut rng = seed.indexed(Stream::Paths, self.done);
        let size = network.size().max(1) as f64;
        // Both states were checked to have the network's size, so there is a path.
        let path = PathEnergy::between(network, from, to, 1, &mut rng).map(|path| path.mean).unwrap_or_default();
        let energies: Vec<f64> = path.into_iter().map(|energy| energy / size).collect();
        if self.done == 0 {
            (self.min, self.sum, self.max) = (energies.clone(), energies.clone(), energies);
        } else {
            for (k, energy) in energies.into_iter().enumerate() {
                if let (Some(min), Some(sum), Some(max)) =
                    (self.min.get_mut(k), self.sum.get_mut(k), self.max.get_mut(k))
                {
                    (*min, *sum, *max) = (min.min(energy), *sum + energy, max.max(energy));
                }
            }
        }
        self.done += 1;
        if self.done >= *orders { Flow::Done } else { Flow::Continue }
    }

    fn view(&self) -> PathSliceView {
        let count = self.done.max(1) as f64;
        PathSliceView {
            done: self.done,
            min: self.min.as_slice().into(),
            mean: self.sum.iter().map(|sum| sum / count).collect(),
            max: self.max.as_slice().into(),
        }
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.done, total: self.config.orders })
    }
}
