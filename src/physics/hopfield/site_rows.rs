//! Patterns laid out by site, one bit each, and the integer loops over them.
//!
//! The visit of a spin needs ξ_i^μ of one site i and all patterns μ, so these lie side by side. As bits they
//! stay in the near caches even for 100 000 spins in random order, and a bit spread over a lane is a mask,
//! which is cheaper than a product. All sums are exact integers: they give the same bits in whatever order,
//! and with whatever vector width, they are added up.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use crate::physics::spins::Pattern;

/// Patterns are handled this many at a time: a row is padded with zero bits to a multiple of it.
pub(super) const LANES: usize = u32::BITS as usize;

/// ξ_i^μ, all patterns of a site in a row; a set bit is +1.
#[derive(Clone, Debug)]
pub(super) struct SiteRows {
    words: Vec<u32>,
    words_per_row: usize,
    patterns: usize,
}

impl SiteRows {
    /// Room for `room` patterns of `size` spins, to be [added](Self::push) one by one.
    pub(super) fn with_room(size: usize, room: usize) -> Self {
        let words_per_row = room.div_ceil(LANES);
        Self { words: vec![0; size * words_per_row], words_per_row, patterns: 0 }
    }

    /// Lays out one more pattern. There must be room for it.
    pub(super) fn push(&mut self, pattern: &Pattern) {
        let (word, place) = (self.patterns / LANES, self.patterns % LANES);
        for (row, &spin) in self.words.chunks_exact_mut(self.words_per_row).zip(pattern.spins()) {
            row[word] |= u32::from(spin > 0) << place;
        }
        self.patterns += 1;
    }

    /// Number of patterns p.
    #[inline(always)]
    pub(super) fn patterns(&self) -> usize {
        self.patterns
    }

    /// The values of all patterns at one site.
    #[inline(always)]
    pub(super) fn row(&self, site: usize) -> &[u32] {
        let start = site * self.words_per_row;
        &self.words[start..start + self.words_per_row]
    }

    /// Σ_μ ξ_i^μ of one site.
    #[inline(always)]
    pub(super) fn row_sum(&self, site: usize) -> i32 {
        2 * self.row(site).iter().map(|word| word.count_ones()).sum::<u32>() as i32 - self.patterns as i32
    }

    /// The length of the sums: whole words of patterns.
    pub(super) fn padded(&self) -> usize {
        self.words_per_row * LANES
    }

    /// The sums M_μ = Σ_j ξ_j^μ σ_j, padded to whole words with numbers that mean nothing.
    #[inline(always)]
    pub(super) fn sums(&self, spins: &[i8]) -> Vec<i32> {
        let mut sums = vec![0; self.padded()];
        if self.words_per_row > 0 {
            for (row, &spin) in self.words.chunks_exact(self.words_per_row).zip(spins) {
                add(&mut sums, row, i32::from(spin));
            }
        }
        sums
    }

    /// Σ_μ ξ_i^μ ξ_j^μ of two sites.
    pub(super) fn correlation(&self, i: usize, j: usize) -> i32 {
        let differing: u32 = self.row(i).iter().zip(self.row(j)).map(|(a, b)| (a ^ b).count_ones()).sum();
        self.patterns as i32 - 2 * differing as i32
    }
}

/// −1, all bits set, where bit `place` of `word` is set, else 0.
#[inline(always)]
fn mask(word: u32, place: usize) -> i32 {
    ((word << (LANES - 1 - place)) as i32) >> (LANES - 1)
}

/// The sum of those M_μ whose bit is set. With the total of all it gives
/// Σ_μ ξ_i^μ M_μ = 2 · (this) − Σ_μ M_μ, all below 2^31 because the network keeps N p below 2^30.
#[inline(always)]
pub(super) fn sum_of_set(row: &[u32], sums: &[i32]) -> i32 {
    let mut parts = [0_i32; LANES];
    for (&word, sums) in row.iter().zip(sums.as_chunks::<LANES>().0) {
        for (place, (part, &sum)) in parts.iter_mut().zip(sums).enumerate() {
            *part += sum & mask(word, place);
        }
    }
    parts.iter().sum()
}

/// M_μ += change · ξ_i^μ for every pattern.
#[inline(always)]
pub(super) fn add(sums: &mut [i32], row: &[u32], change: i32) {
    for (sums, &word) in sums.as_chunks_mut::<LANES>().0.iter_mut().zip(row) {
        for (place, sum) in sums.iter_mut().enumerate() {
            // Negation in two's complement where the bit is set: −(−change).
            let mask = mask(word, place);
            *sum += (-change ^ mask) - mask;
        }
    }
}

/// ξ_i^μ of one site, pattern after pattern, and −1 for the padding.
pub(super) fn values(row: &[u32]) -> impl Iterator<Item = f64> {
    row.iter().flat_map(|&word| (0..LANES).map(move |place| if word >> place & 1 == 1 { 1.0 } else { -1.0 }))
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
            let mut rows = SiteRows::with_room(size, count);
            for pattern in &patterns {
                rows.push(pattern);
            }
            let mut sums = rows.sums(state.spins());
            for (mu, pattern) in patterns.iter().enumerate() {
                assert_eq!(i64::from(sums[mu]), spins::dot(pattern.spins(), state.spins()));
            }
            let last = size - 1;
            let at = |site: usize| patterns.iter().map(move |pattern| pattern.spins()[site]);
            let set: i32 = at(last).zip(&sums).filter(|&(spin, _)| spin > 0).map(|(_, &sum)| sum).sum();
            assert_eq!(sum_of_set(rows.row(last), &sums), set);
            assert_eq!(rows.row_sum(last), at(last).map(i32::from).sum::<i32>());
            let correlation: i32 = at(last).zip(at(0)).map(|(a, b)| i32::from(a * b)).sum();
            assert_eq!(rows.correlation(last, 0), correlation);
            assert!(values(rows.row(last)).zip(at(last)).all(|(value, spin)| value == f64::from(spin)));
            let start = sums.clone();
            add(&mut sums, rows.row(last), 2);
            assert!(at(last).enumerate().all(|(mu, spin)| sums[mu] == start[mu] + 2 * i32::from(spin)));
            add(&mut sums, rows.row(last), -2);
            assert_eq!(sums, start);
        }
    }
}
