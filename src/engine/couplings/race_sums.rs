//! What the samples of a race add up to: error, bias and spread of one estimator.

use ndarray::Array2;

/// How an estimator fares over samples: all root mean squares over the pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErrorParts {
    /// Samples from which it gave couplings.
    pub samples: usize,
    /// Samples from which it gave none.
    pub refused: usize,
    /// Error of one sample: error² = bias² + spread².
    pub error: f64,
    /// Standard error of that error, from how the samples differ; not a number below two samples.
    pub uncertainty: f64,
    /// Error of the average over samples, as far as it is not chance; what more rows would leave.
    pub bias: f64,
    /// Standard deviation between samples.
    pub spread: f64,
}

/// Sums over samples.
#[derive(Clone)]
pub(super) struct Sums {
    samples: usize,
    refused: usize,
    /// Σ J and Σ J² of each pair.
    first: Array2<f64>,
    second: Array2<f64>,
    /// Σ e² and Σ e⁴ with the mean square error e² of a sample.
    squares: f64,
    fourths: f64,
}

impl Sums {
    /// None yet, for so many spins.
    pub(super) fn none(spins: usize) -> Self {
        let none = Array2::zeros((spins, spins));
        Self { samples: 0, refused: 0, first: none.clone(), second: none, squares: 0.0, fourths: 0.0 }
    }

    /// Whether there is anything.
    pub(super) fn any(&self) -> bool {
        self.samples + self.refused > 0
    }

    /// Counts a sample that gave no couplings.
    pub(super) fn refuse(&mut self) {
        self.refused += 1;
    }

    /// Adds the couplings of a sample.
    pub(super) fn add(&mut self, pairs: &Array2<f64>, truth: &Array2<f64>) {
        self.samples += 1;
        self.first += pairs;
        self.second += &pairs.mapv(|coupling| coupling * coupling);
        let square = (pairs - truth).mapv(|difference| difference * difference).sum() / count(truth);
        self.squares += square;
        self.fourths += square * square;
    }

    /// What they come to.
    pub(super) fn parts(&self, truth: &Array2<f64>) -> ErrorParts {
        let samples = self.samples as f64;
        let mut variance = 0.0;
        for (first, second) in self.first.iter().zip(&self.second) {
            let mean = first / samples;
            // Of a draw, from its mean over the samples.
            variance += (second - samples * mean * mean) / (samples - 1.0);
        }
        let several = self.samples > 1;
        let variance = if several { variance / count(truth) } else { f64::NAN };
        let square = self.squares / samples;
        let error = square.max(0.0).sqrt();
        let between = (self.fourths - samples * square * square).max(0.0) / (samples - 1.0);
        ErrorParts {
            samples: self.samples,
            refused: self.refused,
            error,
            // δe = δ(e²) / 2e.
            uncertainty: if several { (between / samples).sqrt() / (2.0 * error) } else { f64::NAN },
            // The mean over samples misses the truth by its bias and by chance, of variance / samples.
            bias: (square - variance).max(0.0).sqrt(),
            spread: variance.max(0.0).sqrt(),
        }
    }
}

/// The root mean square of the couplings over all pairs: the error of saying nothing.
pub(super) fn nothing(truth: &Array2<f64>) -> f64 {
    (truth.iter().map(|coupling| coupling * coupling).sum::<f64>() / count(truth)).sqrt()
}

/// Twice the number of pairs: the matrix has each of them twice.
fn count(truth: &Array2<f64>) -> f64 {
    let spins = truth.nrows();
    (spins * spins.saturating_sub(1)).max(1) as f64
}
