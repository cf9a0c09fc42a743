//! Configurations of ±1 spins as bits, and the averages of products of spins in them by counting bits.
//!
//! A bit is set where s = −1, so that the product of some spins is −1 where the exclusive or of their bits is set:
//! Σ_m Π_{i∈A} s_mi = S − 2 |⊕_{i∈A} b_i| over S configurations. The same holds of the product of two products, so their
//! covariance needs no multiplications either. Counts are exact.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use rayon::prelude::*;

use crate::physics::block_random::LANES;
use crate::physics::stop::Stop;

/// Configurations in one word.
const IN_WORD: usize = u64::BITS as usize;
/// Looks at sixteen chains that fill a word.
pub(super) const LOOKS_IN_WORD: usize = IN_WORD / LANES;
/// Features that are compared with as many others while both are in the cache.
const TILE: usize = 32;

/// Configurations, 64 in each word of each spin.
#[derive(Clone, Debug)]
pub(super) struct SpinWords {
    /// The words of each spin.
    spins: Vec<Vec<u64>>,
    looks: usize,
}

impl SpinWords {
    pub(super) fn none(spins: usize) -> Self {
        Self { spins: vec![Vec::new(); spins], looks: 0 }
    }

    /// How many configurations there are.
    pub(super) fn configurations(&self) -> usize {
        self.looks * LANES
    }

    /// Adds the configurations of sixteen lanes.
    pub(super) fn look(&mut self, lanes: &[[f32; LANES]]) {
        let starts = self.looks.is_multiple_of(LOOKS_IN_WORD);
        for (words, lanes) in self.spins.iter_mut().zip(lanes) {
            let bits = lanes.iter().fold(0, |bits, spin| bits << 1 | u64::from(spin.to_bits() >> 31));
            match words.last_mut() {
                Some(word) if !starts => *word = *word << LANES | bits,
                _ => words.push(bits),
            }
        }
        self.looks += 1;
    }

    /// Adds all that others hold, after words that are full.
    pub(super) fn append(&mut self, other: &Self) {
        for (words, others) in self.spins.iter_mut().zip(&other.spins) {
            words.extend_from_slice(others);
        }
        self.looks += other.looks;
    }

    pub(super) fn clear(&mut self) {
        self.spins.iter_mut().for_each(Vec::clear);
        self.looks = 0;
    }

    /// Adds to the sum of each product over all configurations.
    pub(super) fn add_sums(&self, sets: &[Vec<usize>], sums: &mut [i64]) {
        pulp::Arch::new().dispatch(|| {
            for (set, sum) in sets.iter().zip(sums) {
                let minus = match set[..] {
                    [i] => ones(&self.spins[i]),
                    [i, j] => differing(&self.spins[i], &self.spins[j]),
                    _ => ones(&self.product(set)),
                };
                *sum += self.configurations() as i64 - 2 * minus as i64;
            }
        });
    }

    /// The bits of a product.
    fn product(&self, set: &[usize]) -> Vec<u64> {
        let mut words = vec![0; self.looks.div_ceil(LOOKS_IN_WORD)];
        for &spin in set {
            words.iter_mut().zip(&self.spins[spin]).for_each(|(word, bits)| *word ^= bits);
        }
        words
    }

    /// The covariance of products, row after row; `None` where the work was given up.
    pub(super) fn covariance(&self, sets: &[Vec<usize>], stop: Stop<'_>) -> Option<Vec<f64>> {
        let count = sets.len();
        let samples = self.configurations() as f64;
        let products: Vec<Vec<u64>> = sets.par_iter().map(|set| self.product(set)).collect();
        let mean = |minus: u64| 1.0 - 2.0 * minus as f64 / samples;
        let means: Vec<f64> =
            products.iter().map(|words| mean(words.iter().map(|word| u64::from(word.count_ones())).sum())).collect();
        let mut covariance = vec![0.0; count * count];
        let given_up = covariance.par_chunks_mut((TILE * count).max(1)).enumerate().any(|(strip, into)| {
            let rows = strip * TILE..strip * TILE + into.len() / count;
            for columns in (0..rows.end).step_by(TILE).map(|first| first..(first + TILE).min(rows.end)) {
                if stop() {
                    return true;
                }
                pulp::Arch::new().dispatch(|| {
                    for (row, into) in rows.clone().zip(into.chunks_exact_mut(count)) {
                        for column in columns.clone() {
                            let minus = differing(&products[row], &products[column]);
                            into[column] = mean(minus) - means[row] * means[column];
                        }
                    }
                });
            }
            false
        });
        if given_up {
            return None;
        }
        for row in 0..count {
            for column in 0..row {
                covariance[column * count + row] = covariance[row * count + column];
            }
        }
        Some(covariance)
    }
}

/// How many bits are set.
#[inline(always)]
fn ones(words: &[u64]) -> u64 {
    words.iter().map(|word| u64::from(word.count_ones())).sum()
}

/// How many bits differ.
#[inline(always)]
fn differing(words: &[u64], others: &[u64]) -> u64 {
    words.iter().zip(others).map(|(word, other)| u64::from((word ^ other).count_ones())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::stop::NEVER;

    #[test]
    fn counted_bits_are_sums_of_products() {
        let spin = |look: usize, spin: usize, lane: usize| {
            if (look * 31 + spin * 17 + lane * lane * 7 + look * lane) % 5 < 2 { -1.0 } else { 1.0 }
        };
        let mut words = SpinWords::none(4);
        let looks: Vec<Vec<[f32; LANES]>> =
            (0..10).map(|look| (0..4).map(|i| std::array::from_fn(|lane| spin(look, i, lane))).collect()).collect();
        // Eight looks fill two words, and two are left of another.
        looks.iter().take(8).for_each(|look| words.look(look));
        let mut others = SpinWords::none(4);
        looks.iter().skip(8).for_each(|look| others.look(look));
        words.append(&others);
        assert_eq!(words.configurations(), 160);
        let sets = [vec![2], vec![0, 3], vec![0, 1, 2]];
        let product = |set: &[usize], look: usize, lane: usize| {
            set.iter().map(|&i| f64::from(looks[look][i][lane])).product::<f64>()
        };
        let all = || (0..10).flat_map(|look| (0..LANES).map(move |lane| (look, lane)));
        let sum = |f: &dyn Fn(usize, usize) -> f64| all().map(|(look, lane)| f(look, lane)).sum::<f64>();
        let mut sums = [0; 3];
        words.add_sums(&sets, &mut sums);
        let covariance = words.covariance(&sets, NEVER).unwrap();
        for (a, set) in sets.iter().enumerate() {
            let of_a = sum(&|look, lane| product(set, look, lane));
            assert_eq!(sums[a] as f64, of_a);
            for (b, other) in sets.iter().enumerate() {
                let of_b = sum(&|look, lane| product(other, look, lane));
                let both = sum(&|look, lane| product(set, look, lane) * product(other, look, lane));
                let wanted = both / 160.0 - of_a * of_b / 160.0 / 160.0;
                assert!((covariance[a * 3 + b] - wanted).abs() < 1e-14, "{a} {b}");
            }
        }
        assert_eq!(words.covariance(&sets, &|| true), None);
    }
}
