//! Averages over a run: how many of its correlated values are worth one independent one, and the error bar.

use super::statistics::Moments;

/// The window of the autocorrelation sum ends at the first lag above this many autocorrelation times (Sokal's c):
/// beyond it there is noise but hardly any correlation left (e⁻⁵ of it).
const WINDOW: f64 = 5.0;
/// The shortest window: of a series that swings to and fro the first few lags sum to anything.
const SHORTEST: usize = 10;
/// Lags that are looked at before neighbouring values are taken together.
const LAGS: usize = 256;
/// Fewer values than this many autocorrelation times do not tell their own autocorrelation time.
const ENOUGH: f64 = 50.0;

/// The mean of a stationary series with its error bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Average {
    /// Number of values n.
    pub count: u64,
    /// Their mean.
    pub mean: f64,
    /// Their unbiased variance, for independent values.
    pub variance: f64,
    /// Integrated autocorrelation time τ = ½ + Σ_{t ≥ 1} ρ(t), in steps of the series: ½ for independent values.
    pub autocorrelation_time: f64,
    /// Standard error of the mean, √(2 τ · variance / n).
    pub standard_error: f64,
    /// Whether the series is long enough, 50 τ, for τ and the error to be trusted.
    pub reliable: bool,
}

impl Average {
    /// Averages a series. Values that are not finite, or none at all, give zeros that are not reliable.
    ///
    /// τ is the sum of the autocorrelations up to the first lag W ≥ 5 τ, at least 10 (Sokal's automatic window), corrected for
    /// the mean being that of the same series by the factor 1 + (2W+1)/n (Wolff). Where no window ends within 256
    /// lags, neighbouring values are averaged in pairs and the question is put to the half as long series.
    pub fn of(series: &[f64]) -> Self {
        let moments = Moments::of(series.iter().copied());
        let mut average = Self {
            count: moments.count,
            mean: moments.mean,
            variance: moments.variance,
            autocorrelation_time: 0.5,
            standard_error: 0.0,
            reliable: false,
        };
        if !(moments.mean.is_finite() && moments.variance.is_finite()) {
            return Self { mean: 0.0, variance: 0.0, ..average };
        }
        if moments.variance == 0.0 {
            // A frozen run: whether it would ever have moved it cannot tell.
            return average;
        }
        let n = moments.count as f64;
        let (variance_of_mean, windowed) = variance_of_mean(series, moments.mean);
        average.standard_error = variance_of_mean.sqrt();
        average.autocorrelation_time = 0.5 * n * variance_of_mean / moments.variance;
        average.reliable = windowed && n >= ENOUGH * average.autocorrelation_time.max(0.5);
        average
    }
}

/// The variance of the series' mean, and whether a window ended.
fn variance_of_mean(series: &[f64], mean: f64) -> (f64, bool) {
    let mut values: Vec<f64> = series.iter().map(|value| value - mean).collect();
    loop {
        let n = values.len();
        let covariance = |lag: usize| -> f64 {
            let later = values.get(lag..).unwrap_or_default();
            values.iter().zip(later).map(|(a, b)| a * b).sum::<f64>() / (n - lag) as f64
        };
        let own = covariance(0);
        if own <= 0.0 {
            return (0.0, false);
        }
        let mut time = 0.5;
        // A lag of half the series or more is known from too few pairs.
        let most = LAGS.min(n / 2);
        for lag in 1..=most {
            time += covariance(lag) / own;
            if lag >= SHORTEST && lag as f64 >= WINDOW * time {
                let corrected = time * (1.0 + (2 * lag + 1) as f64 / n as f64);
                // Alternating values can sum to nothing or less: then the error is at least that of one lag's noise.
                return (2.0 * corrected.max(0.5 / n as f64) * own / n as f64, true);
            }
        }
        if n < 4 * LAGS {
            return (2.0 * time.max(0.5) * own / n as f64, false);
        }
        values = values.as_chunks::<2>().0.iter().map(|[a, b]| 0.5 * (a + b)).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::{Seed, Stream, uniform};

    /// x ← a x + noise, started in equilibrium: variance 1, τ = ½ (1+a)/(1−a).
    fn autoregressive(a: f64, length: usize, index: u64) -> Vec<f64> {
        let mut rng = Seed(61).indexed(Stream::Dynamics, index);
        // Twelve uniform numbers less 6 are nearly Gaussian, of variance 1.
        let mut gauss = move || (0..12).map(|_| uniform(&mut rng)).sum::<f64>() - 6.0;
        let mut x = gauss();
        (0..length)
            .map(|_| {
                x = a * x + (1.0 - a * a).sqrt() * gauss();
                x
            })
            .collect()
    }

    #[test]
    fn autocorrelation_times_are_those_of_the_recurrence() {
        const LENGTH: usize = 200_000;
        for (index, a) in [0.0_f64, 0.5, 0.9, 0.99, 0.995, -0.5].into_iter().enumerate() {
            let average = Average::of(&autoregressive(a, LENGTH, index as u64));
            let wanted = 0.5 * (1.0 + a) / (1.0 - a);
            // Three standard errors of τ itself, √(2 (2W+1)/n) of it with W = 5 τ (Madras and Sokal).
            let tolerance = 3.0 * (2.0 * (10.0 * wanted.max(2.0) + 1.0) / LENGTH as f64).sqrt();
            let ratio = average.autocorrelation_time / wanted;
            assert!((ratio - 1.0).abs() < tolerance, "a = {a}: {} for {wanted}", average.autocorrelation_time);
            assert!(average.reliable);
            let error = (2.0 * average.autocorrelation_time * average.variance / LENGTH as f64).sqrt();
            assert!((average.standard_error / error - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn error_bars_are_the_spread_of_the_means() {
        for a in [0.0, 0.8, 0.95] {
            let runs: Vec<Average> = (0..400).map(|index| Average::of(&autoregressive(a, 4000, index))).collect();
            let spread = Moments::of(runs.iter().map(|run| run.mean)).variance.sqrt();
            let claimed = Moments::of(runs.iter().map(|run| run.standard_error)).mean;
            // The spread of 400 is known to 3.5 %.
            assert!((claimed / spread - 1.0).abs() < 0.12, "a = {a}: {claimed} for {spread}");
            let outside = runs.iter().filter(|run| run.mean.abs() > 2.0 * run.standard_error).count();
            assert!((8..=36).contains(&outside), "{outside} of 400 beyond two errors, expected 18");
        }
    }

    #[test]
    fn series_that_tell_nothing_say_so() {
        for series in [&[][..], &[0.3], &[0.5; 40], &[f64::NAN, 1.0], &[f64::INFINITY, 1.0]] {
            let average = Average::of(series);
            assert!(!average.reliable && average.mean.is_finite() && average.standard_error == 0.0, "{average:?}");
        }
        // A step: its own time is longer than the series.
        let step: Vec<f64> = (0..600).map(|k| f64::from(k / 300)).collect();
        assert!(!Average::of(&step).reliable);
        assert!(Average::of(&step).standard_error > 0.1);
    }
}
