//! Histograms and moments of measured numbers.
//!
//! ## References
//!
//! * B. P. Welford, “Note on a method for calculating corrected sums of squares and products”, Technometrics 4, 419
//!   (1962), doi:10.1080/00401706.1962.10490022

/// The numbers that a measured value can be, where it is a count in disguise: an overlap of N spins is one of N + 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lattice {
    /// The lowest of them.
    pub lowest: f64,
    /// The distance of neighbours, above 0.
    pub spacing: f64,
    /// How many there are.
    pub points: usize,
}

impl Lattice {
    /// Those from −`reach` to +`reach` that are whole numbers of `spacing` away from `member`.
    pub fn within(reach: f64, spacing: f64, member: f64) -> Self {
        // An end that lies on the lattice belongs to it, but for rounding.
        let steps = |distance: f64| (distance / spacing + 1e-6).floor().max(0.0);
        let (down, up) = (steps(member + reach), steps(reach - member));
        Self { lowest: member - down * spacing, spacing, points: (down + up) as usize + 1 }
    }
}

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

    /// At most `bins` equal bins that each hold as many points of the lattice, which lie between their edges: bins of
    /// another width hold a point more here and a point less there, and beat against the lattice. The last ends half a
    /// spacing above the highest point; the first may begin below the lowest.
    pub fn on_lattice(values: impl IntoIterator<Item = f64>, lattice: Lattice, bins: usize) -> Self {
        let Lattice { lowest, spacing, points } = lattice;
        let held = points.div_ceil(bins.max(1)).max(1);
        let bins = points.div_ceil(held);
        let high = lowest + (points as f64 - 0.5) * spacing;
        Self::between(values, high - (bins * held) as f64 * spacing, high, bins)
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

    /// The square root of the variance.
    pub fn standard_deviation(&self) -> f64 {
        self.variance.sqrt()
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
    fn bins_on_a_lattice_hold_as_many_points_each() {
        for (points, bins) in [(1, 10), (5, 100), (101, 100), (785, 100), (10_001, 61)] {
            let lattice = Lattice { lowest: -1.0, spacing: 2.0 / 784.0, points };
            let values = (0..points).map(|k| k as f64 * lattice.spacing - 1.0);
            let histogram = Histogram::on_lattice(values, lattice, bins);
            assert!(histogram.counts.len() <= bins && histogram.counts.iter().sum::<u64>() == points as u64);
            // All but the first, which may reach below the lattice.
            assert!(histogram.counts[1..].windows(2).all(|pair| pair[0] == pair[1]), "{points}: {histogram:?}");
            assert!(histogram.counts.last() >= histogram.counts.first());
        }
        let odd = Lattice::within(1.0, 0.5, 0.25);
        assert_eq!((odd.lowest, odd.points), (-0.75, 4));
        let ends = Lattice::within(0.3, 0.1, 0.1);
        assert!((ends.lowest + 0.3).abs() < 1e-12 && ends.points == 7);
    }

    #[test]
    fn equal_values_have_a_bin_too() {
        assert_eq!(Histogram::symmetric([0.0; 4], 0.0, 3).counts, [0, 4, 0]);
    }
}
