//! Histograms and moments of measured numbers.
//!
//! ## References
//!
//! * B. P. Welford, “Note on a method for calculating corrected sums of squares and products”, Technometrics 4, 419
//!   (1962), doi:10.1080/00401706.1962.10490022

/// Counts of values in equal bins.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// The lower end of the first bin.
    pub low: f64,
    /// The width of a bin; never 0.
    pub width: f64,
    /// Number of values in each bin.
    pub counts: Vec<u64>,
    /// Number of values in all, those beyond the ends included.
    pub total: u64,
}

impl Histogram {
    /// Equal bins from `low` to `high`, which belongs to the last bin. Values that are not finite are left out; those
    /// beyond the ends count in `total` only.
    pub fn between(values: impl IntoIterator<Item = f64>, low: f64, high: f64, bins: usize) -> Self {
        let bins = bins.max(1);
        let width = (high - low) / bins as f64;
        let mut histogram = Self { low, width, counts: vec![0; bins], total: 0 };
        for value in values.into_iter().filter(|value| value.is_finite()) {
            histogram.total += 1;
            let bin = ((value - low) / width) as usize;
            if (low..=high).contains(&value)
                && let Some(count) = histogram.counts.get_mut(bin.min(bins - 1))
            {
                *count += 1;
            }
        }
        histogram
    }

    /// Equal bins from −`reach` to +`reach`; with an odd number of bins zero is the middle of one.
    pub fn symmetric(values: impl IntoIterator<Item = f64>, reach: f64, bins: usize) -> Self {
        // A set of equal values (all zero, say) still needs bins of some width.
        let reach = if reach.is_finite() && reach > 0.0 { reach * (1.0 + 1e-9) } else { 1.0 };
        Self::between(values, -reach, reach, bins)
    }

    /// Middle of a bin.
    pub fn center(&self, bin: usize) -> f64 {
        self.low + (bin as f64 + 0.5) * self.width
    }

    /// Probability density of a bin: its fraction of all values over its width.
    pub fn density(&self, bin: usize) -> f64 {
        let count = self.counts.get(bin).copied().unwrap_or(0);
        if self.total == 0 { 0.0 } else { count as f64 / (self.total as f64 * self.width) }
    }
}

/// Number, mean and variance of measured values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// Number of values n.
    pub count: u64,
    /// Mean.
    pub mean: f64,
    /// Unbiased variance, with n − 1; 0 for fewer than two values.
    pub variance: f64,
}

impl Moments {
    /// Welford's recurrence: stable when the mean is large against the spread.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let (mut count, mut mean, mut squares) = (0_u64, 0.0, 0.0);
        for value in values {
            count += 1;
            let delta = value - mean;
            mean += delta / count as f64;
            squares += delta * (value - mean);
        }
        Self { count, mean, variance: if count > 1 { squares / (count - 1) as f64 } else { 0.0 } }
    }

    /// Standard error of the mean, for independent values.
    pub fn standard_error(&self) -> f64 {
        if self.count == 0 { 0.0 } else { (self.variance / self.count as f64).sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_a_shifted_set() {
        let moments = Moments::of([1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0]);
        assert_eq!((moments.count, moments.mean, moments.variance), (3, 1e9 + 2.0, 1.0));
        assert!((moments.standard_error() - (1.0_f64 / 3.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_histogram_counts_everything_once() {
        let histogram = Histogram::symmetric([-1.0, -0.2, 0.0, 0.2, 1.0, f64::NAN, 7.0], 1.0, 5);
        assert_eq!(histogram.counts, [1, 0, 3, 0, 1]);
        assert_eq!(histogram.total, 6);
        assert!(histogram.center(2).abs() < 1e-9);
        let area: f64 = (0..5).map(|bin| histogram.density(bin) * histogram.width).sum();
        assert!((area - 5.0 / 6.0).abs() < 1e-9);
    }

    #[test]
    fn both_ends_of_a_histogram_belong_to_it() {
        let histogram = Histogram::between([-1.0, 0.999, 1.0, 1.001, -1.001], -1.0, 1.0, 4);
        assert_eq!((&histogram.counts[..], histogram.total), (&[1, 0, 0, 2][..], 5));
    }

    #[test]
    fn equal_values_have_a_bin_too() {
        assert_eq!(Histogram::symmetric([0.0; 4], 0.0, 3).counts, [0, 4, 0]);
    }
}
