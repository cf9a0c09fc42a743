//! The couplings of a network and the crosstalk of its memories, as pictures and histograms.

use std::sync::Arc;

use ndarray::ArcArray2;

use crate::engine::core::session::{Flow, Job, Progress, SessionError};
use crate::physics::hopfield::LearningRule;
use crate::physics::hopfield::network::Network;
use crate::physics::statistics::{Histogram, Lattice, Moments};
use crate::physics::theory::crosstalk;

/// The largest network whose couplings are drawn.
pub const LARGEST_DRAWN: usize = 1024;
const BINS: usize = 61;

/// The network to look at.
#[derive(Clone, Debug)]
pub struct CouplingsConfig {
    /// Shared, never changed.
    pub network: Arc<Network>,
}

/// What is seen in the couplings.
#[derive(Clone, Debug, Default)]
pub struct CouplingsView {
    /// Number of spins.
    pub size: usize,
    /// The couplings; `None` where the network is too large to be drawn.
    pub couplings: Option<ArcArray2<f32>>,
    /// The largest |J_ij|.
    pub largest: f64,
    /// Distribution of the couplings i < j.
    pub coupling_histogram: Option<Arc<Histogram>>,
    /// Crosstalk or stability over all sites and stored patterns.
    pub crosstalk: Option<Arc<CrosstalkView>>,
}

/// How stable the stored patterns are: measured, and compared with theory for random patterns under Hebb's rule.
#[derive(Clone, Debug)]
pub struct CrosstalkView {
    /// The rule in force. Under Hebb's the values are the crosstalk C_i^μ, under others the stabilities ξ_i^μ h_i.
    pub rule: LearningRule,
    /// Distribution of these values.
    pub histogram: Histogram,
    /// Their mean and variance.
    pub moments: Moments,
    /// Fraction of (site, pattern) pairs whose spin flips at its first visit: the measured one-step error. Under Hebb's
    /// rule these are the pairs with C_i^μ > 1 − 1/N.
    pub measured_error: f64,
    /// Binomial standard error of it.
    pub measured_error_stderr: f64,
    /// ½ erfc(√(N/2p)).
    pub gaussian_error: f64,
    /// Variance of the Gaussian, p/N.
    pub gaussian_variance: f64,
}

/// Measures the crosstalk of one pattern a step, then the couplings.
pub struct Couplings {
    network: Arc<Network>,
    view: CouplingsView,
    /// Values of the patterns measured so far, and how many of their spins are unstable.
    measured: Vec<f32>,
    unstable: usize,
    patterns: usize,
}

impl Job for Couplings {
    type Config = CouplingsConfig;
    type View = CouplingsView;

    fn new(config: &CouplingsConfig) -> Result<Self, SessionError> {
        let network = Arc::clone(&config.network);
        let view = CouplingsView { size: network.size(), ..CouplingsView::default() };
        Ok(Self { network, view, measured: Vec::new(), unstable: 0, patterns: 0 })
    }

    fn step(&mut self) -> Flow {
        let stored = self.network.patterns().len();
        if self.patterns < stored {
            let stabilities = self.network.stabilities(self.patterns);
            self.unstable += self.network.unstable_among(&stabilities);
            let values = match self.network.rule() {
                Some(LearningRule::Hebb) => self.network.crosstalk(self.patterns),
                _ => stabilities,
            };
            self.measured.extend(values.into_iter().map(|value| value as f32));
            self.patterns += 1;
            if self.patterns == stored {
                let measured = std::mem::take(&mut self.measured);
                self.view.crosstalk = crosstalk_view(&measured, self.unstable, &self.network).map(Arc::new);
            } else {
                return Flow::Continue;
            }
            return if self.network.size() <= LARGEST_DRAWN { Flow::Continue } else { Flow::Done };
        }
        self.draw_couplings();
        Flow::Done
    }

    fn view(&self) -> CouplingsView {
        self.view.clone()
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.patterns as u64, total: self.network.patterns().len() as u64 })
    }
}

impl Couplings {
    fn draw_couplings(&mut self) {
        if let Ok(matrix) = self.network.coupling_matrix() {
            let largest = matrix.iter().fold(0.0, |max: f64, j| max.max(j.abs()));
            let upper = matrix.outer_iter().enumerate().flat_map(|(i, row)| row.into_iter().skip(i + 1).copied());
            self.view.coupling_histogram = Some(Arc::new(histogram(upper, largest, &self.network)));
            self.view.largest = largest;
            self.view.couplings = Some(matrix.mapv(|j| j as f32).into_shared());
        }
    }
}

/// The distribution of couplings or of values at sites. Under Hebb’s rule they are sums of signs over N: on a lattice.
fn histogram(values: impl Iterator<Item = f64>, reach: f64, network: &Network) -> Histogram {
    let mut values = values.peekable();
    match (network.rule(), values.peek().copied()) {
        (Some(LearningRule::Hebb), Some(member)) => {
            let lattice = Lattice::within(reach, 2.0 / network.size() as f64, member);
            Histogram::on_lattice(values, lattice, BINS)
        }
        _ => Histogram::symmetric(values, reach, BINS),
    }
}

fn crosstalk_view(measured: &[f32], unstable: usize, network: &Network) -> Option<CrosstalkView> {
    let count = measured.len();
    if count == 0 {
        return None;
    }
    let values = || measured.iter().map(|&value| f64::from(value));
    let measured_error = unstable as f64 / count as f64;
    let alpha = network.patterns().len() as f64 / network.size() as f64;
    let reach = values().fold(1.5, |max: f64, c| max.max(c.abs()));
    Some(CrosstalkView {
        rule: network.rule()?,
        histogram: histogram(values(), reach, network),
        moments: Moments::of(values()),
        measured_error,
        measured_error_stderr: (measured_error * (1.0 - measured_error) / count as f64).sqrt(),
        gaussian_error: crosstalk::error_probability(alpha),
        gaussian_variance: alpha,
    })
}
