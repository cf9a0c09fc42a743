//! One number for each pair of units and one for each unit: averages, their differences, their standard errors.

use ndarray::Array2;

use super::machine::Topology;

/// ⟨x_i x_j⟩ and ⟨x_i⟩ of all units, visible ones first; or differences or standard errors of such averages.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// ⟨x_i x_j⟩, (V + H, V + H), symmetric; ⟨x_i²⟩ on the diagonal. Also of pairs that are not joined.
    pub pairs: Array2<f64>,
    /// ⟨x_i⟩, (V + H).
    pub means: Vec<f64>,
}

impl Moments {
    /// Zeros for so many units.
    pub fn zero(size: usize) -> Self {
        Self { pairs: Array2::zeros((size, size)), means: vec![0.0; size] }
    }

    /// These minus others of the same size.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.with(other, |a, b| a - b)
    }

    /// One number made of each two.
    #[must_use]
    pub fn with(&self, other: &Self, combine: impl Fn(f64, f64) -> f64) -> Self {
        let mut pairs = self.pairs.clone();
        pairs.zip_mut_with(&other.pairs, |a, &b| *a = combine(*a, b));
        Self { pairs, means: self.means.iter().zip(&other.means).map(|(&a, &b)| combine(a, b)).collect() }
    }

    /// Those of the parameters of a machine: of its joined pairs, then of its units ([`Topology::pairs`]).
    pub fn of_parameters(&self, topology: &Topology) -> Vec<f64> {
        let pairs = topology.pairs().into_iter().map(|pair| self.pairs.get(pair).copied().unwrap_or(0.0));
        pairs.chain(self.means.iter().copied()).collect()
    }
}

/// Both phases of learning at one machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Phases {
    /// Averages with the visible units held to the data and p(h|v) for the hidden ones.
    pub positive: Moments,
    /// Averages of the machine that runs free.
    pub negative: Moments,
    /// Positive minus negative: the gradient of the mean log-likelihood is β times this.
    pub difference: Moments,
    /// Standard errors of the difference: those of the chains, and where both phases are exact those that a sample of so
    /// many rows would have ([`Phases::of_sample`]).
    pub standard_errors: Moments,
    /// Whether the standard errors are those that a sample would have, no chains having been run.
    pub errors_are_of_a_sample: bool,
    /// The largest |difference| over all parameters, in standard errors; learning has nothing left to learn below 2.
    pub largest: f64,
}

/// Differences below so many standard errors are none.
pub const WITHIN: f64 = 2.0;
/// More standard errors than this are not counted: the error is rounding, because all chains agree or the machine is at an
/// end of its range.
pub const COUNTED: f64 = 1e6;
/// A difference that is rounding.
const ROUNDING: f64 = 1e-12;

impl Phases {
    /// Both phases, with standard errors of their difference.
    pub fn new(
        topology: &Topology,
        positive: Moments,
        negative: Moments,
        standard_errors: Moments,
        errors_are_of_a_sample: bool,
    ) -> Self {
        let difference = positive.minus(&negative);
        let pairs = difference.of_parameters(topology).into_iter().zip(standard_errors.of_parameters(topology));
        let ratio = |(difference, error): (f64, f64)| {
            if difference.abs() <= ROUNDING { 0.0 } else { difference.abs() / error.max(ROUNDING) }
        };
        let largest = pairs.map(ratio).fold(0.0, f64::max);
        Self { positive, negative, difference, standard_errors, errors_are_of_a_sample, largest }
    }

    /// Exact phases, with the standard errors √((⟨x²⟩ − ⟨x⟩²)/M) that averages over a sample of M states of the free
    /// machine would have.
    pub fn of_sample(topology: &Topology, positive: Moments, negative: Moments, samples: usize) -> Self {
        let rows = samples.max(1) as f64;
        let size = topology.size();
        // x² is 1 for spins and x for bits, so the second moment of a product follows from the first.
        let square = |mean: f64| if topology.units.low() < 0.0 { 1.0 } else { mean };
        let error = |mean: f64| ((square(mean) - mean * mean).max(0.0) / rows).sqrt();
        let mut errors = Moments::zero(size);
        errors.pairs.zip_mut_with(&negative.pairs, |into, &mean| *into = error(mean));
        errors.means = negative.means.iter().map(|&mean| error(mean)).collect();
        Self::new(topology, positive, negative, errors, true)
    }

    /// Whether every difference is below two standard errors.
    pub fn agree(&self) -> bool {
        self.largest < WITHIN
    }
}
