//! The error of the first step of the exponential memory at finite N.
//!
//! At spin i of stored memory 1 the spin flips where Σ_μ s_μ e^(−2k_μ) < −1: each of the K − 1 other memories disagrees with
//! memory 1 at k of the N − 1 other spins, k binomial, and has a fair sign s. With m_k the number of memories at distance k
//! that pull up less those that pull down, the sum is m_0 + e^(−2) (m_1 + e^(−2) (m_2 + …)), and the law of the whole
//! follows from those of the m_k, one distance after the other: distances below are drawn first, and how many memories are
//! left decides the rest.
//!
//! Assumptions where whole numbers of memories are too many to be counted one by one, checked in the tests against all
//! configurations and against the same with later limits: at distances with more than [`COUNTED`] memories the number left
//! is its mean, and from [`NORMAL`] on the rest of the sum is normal with its fourth cumulant.
//!
//! ## References
//!
//! * M. Demircigil, J. Heusel, M. Löwe, S. Upgang and F. Vermet, “On a model of associative memory with huge storage
//!   capacity”, J. Stat. Phys. 168, 288 (2017), arXiv:1702.01929: the model and its guarantee. The law at finite N is derived
//!   here.

use std::collections::BTreeMap;
use std::f64::consts::{E, FRAC_1_SQRT_2, PI};
use std::sync::Arc;

use crate::physics::math::{erfc, fair_binomial};
use crate::physics::theory::crosstalk::FirstStep;

/// The factor between one distance and the next, e².
const FACTOR: f64 = E * E;
/// Memories expected at one distance up to which each number of them is followed.
const COUNTED: f64 = 8.0;
/// Memories expected at one distance from which on the rest of the sum is nearly normal.
const NORMAL: f64 = 200.0;
/// Probabilities below this part of the whole are left out.
const NEGLIGIBLE: f64 = 1e-14;
/// Work up to which the chance that all memories cancel is counted: the square of their number times that of distances. Of
/// more memories it is below 10⁻⁸.
const CANCELLING: usize = 1 << 22;

/// What is known of one distance.
struct Distance {
    /// The probability that a memory is at this distance, given that it is not nearer.
    here: f64,
    /// Of such a memory the mean of e^(−4(k − here)) and of e^(−8(k − here)).
    second: f64,
    fourth: f64,
}

struct Law {
    distances: Vec<Distance>,
    /// Probability that the nets of r memories at this distance or further are all 0, for each distance and r.
    cancelling: Vec<Vec<f64>>,
    limits: Limits,
    /// Nets that were found, by distance and memories left.
    known: BTreeMap<(usize, usize), Arc<[Net]>>,
}

/// A net at one distance: how many more pull up than down, and how many there are.
#[derive(Clone, Copy)]
struct Net {
    value: i64,
    count: usize,
    probability: f64,
}

#[derive(Clone, Copy)]
struct Limits {
    counted: f64,
    normal: f64,
}

/// The probabilities that a bit of one of `patterns` stored random memories of `size` spins flips in one step, and that it
/// meets no field; to a relative 10⁻⁴ or better. Nothing flips without a spin or another memory.
pub fn first_step(size: u64, patterns: u64) -> FirstStep {
    with_limits(size, patterns, Limits { counted: COUNTED, normal: NORMAL })
}

fn with_limits(size: u64, patterns: u64, limits: Limits) -> FirstStep {
    let (Some(others), Some(rest)) = (size.checked_sub(1), patterns.checked_sub(1)) else {
        return FirstStep { error: 0.0, tie: 0.0 };
    };
    if rest == 0 {
        return FirstStep { error: 0.0, tie: 0.0 };
    }
    let mut law = Law::new(others, rest as usize, limits);
    let tie = law.tie(rest as usize);
    let error = law.below(0, -1.0, rest as usize, 1.0);
    FirstStep { error, tie }
}

impl Law {
    fn new(others: u64, rest: usize, limits: Limits) -> Self {
        // Beyond the bulk no memory is to be expected.
        let reach = 10.0 * (others as f64).sqrt() + 10.0;
        let last = ((others as f64 / 2.0 + reach) as u64).min(others);
        let at: Vec<f64> = (0..=last).map(|k| fair_binomial(others, k)).collect();
        let mut distances: Vec<Distance> = Vec::with_capacity(at.len());
        let (mut left, mut second, mut fourth) = (0.0, 0.0, 0.0);
        for &probability in at.iter().rev() {
            left += probability;
            second = probability + second / FACTOR.powi(2);
            fourth = probability + fourth / FACTOR.powi(4);
            let of = |sum: f64| if left > 0.0 { sum / left } else { 0.0 };
            distances.push(Distance { here: of(probability).min(1.0), second: of(second), fourth: of(fourth) });
        }
        distances.reverse();
        let cancelling = if rest.saturating_mul(rest).saturating_mul(distances.len()) <= CANCELLING {
            cancelling(&distances, rest)
        } else {
            Vec::new()
        };
        Self { distances, cancelling, limits, known: BTreeMap::new() }
    }

    /// The probability that `rest` memories at distance `from` or further cancel.
    fn cancels(&self, from: usize, rest: usize) -> f64 {
        match self.cancelling.get(from) {
            Some(of_rest) => of_rest.get(rest).copied().unwrap_or(0.0),
            // No distance is left, or too many memories to cancel.
            None => f64::from(rest == 0),
        }
    }

    /// The sum is −1 exactly where the net at distance 0 is −1 and the others cancel: powers of e² have no other relation.
    fn tie(&self, rest: usize) -> f64 {
        let Some(first) = self.distances.first() else { return 0.0 };
        let nets = nets(rest, first.here);
        nets.iter().filter(|net| net.value == -1).map(|net| net.probability * self.cancels(1, rest - net.count)).sum()
    }

    /// P(m_from + e^(−2) (m_(from+1) + …) < x) for `rest` memories that are not nearer, in a branch of this weight.
    fn below(&mut self, from: usize, x: f64, rest: usize, weight: f64) -> f64 {
        let certain = f64::from(x > 0.0);
        if x == 0.0 {
            return 0.5 * (1.0 - self.cancels(from, rest));
        }
        // No sum of so few reaches x.
        if x.abs() > rest as f64 {
            return certain;
        }
        let Some(distance) = self.distances.get(from) else { return certain };
        let (count, variance) = (rest as f64, rest as f64 * distance.second);
        if count * distance.here >= self.limits.normal {
            return edgeworth(x, variance, count * (distance.fourth - 3.0 * distance.second.powi(2)));
        }
        // Bernstein: a sum of variance v and terms of at most 1 exceeds |x| with at most exp(−x²/(2(v + |x|/3))).
        if weight * (-x * x / (2.0 * (variance + x.abs() / 3.0))).exp() < NEGLIGIBLE {
            return certain;
        }
        let (here, counted) = (distance.here, count * distance.here <= self.limits.counted);
        let found = || if counted { nets(rest, here) } else { mean_nets(rest, here) };
        let nets = Arc::clone(self.known.entry((from, rest)).or_insert_with(|| found().into()));
        let mut total = 0.0;
        for net in nets.iter() {
            let (weight, next) = (weight * net.probability, FACTOR * (x - net.value as f64));
            total += net.probability * self.below(from + 1, next, rest.saturating_sub(net.count), weight);
        }
        total
    }
}

/// The law of the number of memories at a distance, of which each of `rest` is with probability `here`: numbers from the first
/// on, as far as they matter, and at least 0 and 1.
fn numbers(rest: usize, here: f64) -> (usize, Vec<f64>) {
    if here >= 1.0 {
        return (rest, vec![1.0]);
    }
    let odds = here / (1.0 - here);
    let mode = ((rest + 1) as f64 * here) as usize;
    let up = |n: usize| rest.saturating_sub(n) as f64 / (n + 1) as f64 * odds;
    let (mut below, mut above) = (vec![1.0], Vec::new());
    let (mut n, mut value) = (mode, 1.0);
    while n > 0 && value > NEGLIGIBLE {
        n -= 1;
        value /= up(n);
        below.push(value);
    }
    let first = n;
    (n, value) = (mode, 1.0);
    while n < rest && (value > NEGLIGIBLE || n < 1) {
        value *= up(n);
        n += 1;
        above.push(value);
    }
    below.reverse();
    below.extend(above);
    let total: f64 = below.iter().sum();
    for value in &mut below {
        *value /= total;
    }
    (first, below)
}

/// Every net of every number of memories that matters.
fn nets(rest: usize, here: f64) -> Vec<Net> {
    let (first, numbers) = numbers(rest, here);
    let of_number = |(place, probability): (usize, f64)| {
        let count = first + place;
        (0..=count).map(move |up| Net {
            value: 2 * up as i64 - count as i64,
            count,
            probability: probability * fair_binomial(count as u64, up as u64),
        })
    };
    numbers.into_iter().enumerate().flat_map(of_number).collect()
}

/// Every net that matters, whatever the number of memories, which is taken as its mean.
fn mean_nets(rest: usize, here: f64) -> Vec<Net> {
    let count = (rest as f64 * here).round() as usize;
    let mut law: BTreeMap<i64, f64> = BTreeMap::new();
    for net in nets(rest, here) {
        *law.entry(net.value).or_insert(0.0) += net.probability;
    }
    let net = |(value, probability)| Net { value, count, probability };
    law.into_iter().map(net).filter(|net| net.probability > NEGLIGIBLE).collect()
}

/// P(all nets are 0) of 0 … `rest` memories that are at each distance or further.
fn cancelling(distances: &[Distance], rest: usize) -> Vec<Vec<f64>> {
    let mut later: Vec<f64> = (0..=rest).map(|left| f64::from(left == 0)).collect();
    let mut all = Vec::with_capacity(distances.len());
    for distance in distances.iter().rev() {
        let cancels = |left: usize| {
            let (first, numbers) = numbers(left, distance.here);
            let even = numbers.iter().enumerate().map(|(place, probability)| (first + place, probability));
            let even = even.filter(|(count, _)| count.is_multiple_of(2));
            let zero = |count: usize| fair_binomial(count as u64, count as u64 / 2);
            even.map(|(count, probability)| probability * zero(count) * later.get(left - count).copied().unwrap_or(0.0))
                .sum()
        };
        later = (0..=rest).map(cancels).collect();
        all.push(later.clone());
    }
    all.reverse();
    all
}

/// P(sum < x) of a symmetric sum of this variance and fourth cumulant, to the first order in the latter.
fn edgeworth(x: f64, variance: f64, fourth: f64) -> f64 {
    let z = x / variance.sqrt();
    let density = (-0.5 * z * z).exp() / (2.0 * PI).sqrt();
    let correction = density * fourth / (24.0 * variance * variance) * (z.powi(3) - 3.0 * z);
    (0.5 * erfc(-z * FRAC_1_SQRT_2) - correction).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::hopfield::{Interaction, LearningRule, Network};
    use crate::physics::seed::{Seed, Stream};
    use crate::physics::spins::Pattern;

    #[test]
    fn small_networks_are_counted() {
        // All configurations of the other memories, against memory + + … +.
        for (size, others) in [(2, 1), (2, 3), (3, 3), (4, 3), (3, 5), (5, 3)] {
            let bits = (size * others) as u32;
            let (mut error, mut tie) = (0_u32, 0_u32);
            for state in 0..1_u32 << bits {
                let spin =
                    |memory: usize, site: usize| if state >> (memory * size + site) & 1 == 1 { 1.0 } else { -1.0 };
                let term = |memory: usize| {
                    let disagree = (1..size).filter(|&site| spin(memory, site) < 0.0).count();
                    spin(memory, 0) * (-2.0 * disagree as f64).exp()
                };
                let field = 1.0 + (0..others).map(term).sum::<f64>();
                error += u32::from(field < -1e-12);
                tie += u32::from(field.abs() <= 1e-12);
            }
            let found = first_step(size as u64, others as u64 + 1);
            let all = f64::from(1_u32 << bits);
            assert!(
                (found.error - f64::from(error) / all).abs() < 1e-12,
                "{size} {others}: {found:?}, {error} of {all}"
            );
            assert!((found.tie - f64::from(tie) / all).abs() < 1e-12, "{size} {others}: {found:?}, {tie} of {all}");
        }
        for nothing in [first_step(0, 9), first_step(9, 0), first_step(9, 1)] {
            assert_eq!(nothing, FirstStep { error: 0.0, tie: 0.0 });
        }
    }

    #[test]
    fn later_limits_change_little() {
        let later = Limits { counted: 12.0, normal: 300.0 };
        for (size, patterns) in [(8, 60), (10, 400), (32, 20_000)] {
            let (found, wanted) = (first_step(size, patterns).error, with_limits(size, patterns, later).error);
            assert!(wanted > 0.0 && (found / wanted - 1.0).abs() < 1e-4, "{size} {patterns}: {found}, {wanted}");
        }
    }

    #[test]
    fn rare_errors_are_those_of_a_twin_that_disagrees() {
        // A memory that agrees at all other spins and not here: a quarter of K − 1 over 2^(N − 1) together with what breaks
        // the tie.
        for (size, patterns) in [(40, 1000), (64, 20_000), (784, 10_000)] {
            let twin = 0.25 * (patterns - 1) as f64 * 0.5_f64.powi(size - 1);
            let found = first_step(size as u64, patterns).error;
            assert!((found / twin - 1.0).abs() < 1e-3, "{size} {patterns}: {found}, {twin}");
        }
    }

    #[test]
    fn networks_flip_as_many_bits() {
        // Draws of random memories: the spread over draws gives the standard error, and the theory lies within three.
        for (size, patterns, draws) in [(8, 40, 600), (10, 200, 300), (12, 1500, 60), (6, 12, 2000)] {
            let mut fractions = Vec::new();
            for draw in 0..draws {
                let mut rng = Seed(77).indexed(Stream::Patterns, draw);
                let memories: Vec<_> = (0..patterns).map(|_| Pattern::random(size, &mut rng)).collect();
                let network = Network::store(&memories, LearningRule::Dense(Interaction::Exponential)).unwrap();
                let looked_at = patterns.min(8);
                let flips: usize = (0..looked_at).map(|mu| network.unstable(mu)).sum();
                fractions.push(flips as f64 / (looked_at * size) as f64);
            }
            let mean = fractions.iter().sum::<f64>() / draws as f64;
            let variance = fractions.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (draws - 1) as f64;
            let error = (variance / draws as f64).sqrt();
            let theory = first_step(size as u64, patterns as u64).error;
            assert!((mean - theory).abs() < 3.0 * error, "{size} {patterns}: {mean} ± {error}, theory {theory}");
        }
    }
}
