//! Patterns laid out by site, and the integer loops over them.
//!
//! The visit of a spin needs ξ_i^μ of one site i and all patterns μ, so these lie side by side. All sums
//! are exact integers: they give the same bits in whatever order, and with whatever vector width, they
//! are added up.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use crate::physics::spins::Pattern;

/// Patterns are handled this many at a time: a row is padded with zeros to a multiple of it.
pub(super) const LANES: usize = 32;

/// Half a cache line of one site's row. The alignment keeps a vector load from crossing a line.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(32))]
pub(super) struct Lane(pub [i8; LANES]);

/// ξ_i^μ, all patterns of a site in a row.
#[derive(Clone, Debug)]
pub(super) struct SiteRows {
    lanes: Vec<Lane>,
    lanes_per_row: usize,
    patterns: usize,
}

impl SiteRows {
    /// Lays out `patterns`, each of `size` spins.
    pub(super) fn new(size: usize, patterns: &[Pattern]) -> Self {
        let lanes_per_row = patterns.len().div_ceil(LANES);
        let mut lanes = vec![Lane([0; LANES]); size * lanes_per_row];
        for (mu, pattern) in patterns.iter().enumerate() {
            let (lane, place) = (mu / LANES, mu % LANES);
            for (site, &spin) in pattern.spins().iter().enumerate().take(size) {
                lanes[site * lanes_per_row + lane].0[place] = spin;
            }
        }
        Self { lanes, lanes_per_row, patterns: patterns.len() }
    }

    /// Number of patterns p.
    #[inline(always)]
    pub(super) fn patterns(&self) -> usize {
        self.patterns
    }

    /// The values of all patterns at one site.
    #[inline(always)]
    pub(super) fn row(&self, site: usize) -> &[Lane] {
        let start = site * self.lanes_per_row;
        &self.lanes[start..start + self.lanes_per_row]
    }

    /// The sums M_μ = Σ_j ξ_j^μ σ_j, padded with zeros to whole lanes.
    #[inline(always)]
    pub(super) fn sums(&self, spins: &[i8]) -> Vec<i32> {
        let mut sums = vec![0; self.lanes_per_row * LANES];
        if self.lanes_per_row > 0 {
            for (row, &spin) in self.lanes.chunks_exact(self.lanes_per_row).zip(spins) {
                add(&mut sums, row, i32::from(spin));
            }
        }
        sums
    }
}

/// Σ_μ ξ_i^μ M_μ. Below 2^31 in size because N p is, which the network checks when it is made.
#[inline(always)]
pub(super) fn dot(row: &[Lane], sums: &[i32]) -> i32 {
    let mut parts = [0_i32; LANES];
    for (lane, sums) in row.iter().zip(sums.as_chunks::<LANES>().0) {
        for k in 0..LANES {
            parts[k] += i32::from(lane.0[k]) * sums[k];
        }
    }
    parts.iter().sum()
}

/// M_μ += factor · ξ_i^μ for every pattern.
#[inline(always)]
pub(super) fn add(sums: &mut [i32], row: &[Lane], factor: i32) {
    for (sums, lane) in sums.as_chunks_mut::<LANES>().0.iter_mut().zip(row) {
        for (sum, &value) in sums.iter_mut().zip(&lane.0) {
            *sum += i32::from(value) * factor;
        }
    }
}

/// Σ_μ ξ_i^μ ξ_j^μ of two sites.
pub(super) fn dot_rows(a: &[Lane], b: &[Lane]) -> i32 {
    a.iter().zip(b).map(|(a, b)| a.0.iter().zip(b.0).map(|(&x, y)| i32::from(x) * i32::from(y)).sum::<i32>()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::{Seed, Stream};
    use crate::physics::spins;

    #[test]
    fn sums_and_fields_are_those_of_the_definition() {
        let mut rng = Seed(3).stream(Stream::Patterns);
        for (size, count) in [(1, 1), (7, 31), (20, 32), (33, 70)] {
            let patterns: Vec<_> = (0..count).map(|_| Pattern::random(size, &mut rng)).collect();
            let state = Pattern::random(size, &mut rng);
            let rows = SiteRows::new(size, &patterns);
            let mut sums = rows.sums(state.spins());
            for (mu, pattern) in patterns.iter().enumerate() {
                assert_eq!(i64::from(sums[mu]), spins::dot(pattern.spins(), state.spins()));
            }
            let wanted: i64 =
                patterns.iter().map(|p| i64::from(p.spins()[0]) * spins::dot(p.spins(), state.spins())).sum();
            assert_eq!(i64::from(dot(rows.row(0), &sums)), wanted);
            let start = sums.clone();
            add(&mut sums, rows.row(size - 1), 2);
            add(&mut sums, rows.row(size - 1), -2);
            assert_eq!(sums, start);
            assert_eq!(dot_rows(rows.row(0), rows.row(0)) as usize, count);
        }
    }
}
