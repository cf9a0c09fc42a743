//! What a running network keeps of each memory.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use super::interaction::{Interaction, power};
use crate::physics::hopfield::site_rows::LANES;

/// exp(−2k) is 0 in double precision from here on.
const EXPONENTS: usize = 376;

/// For each memory what the visit of a spin needs.
///
/// A flip of spin i moves the overlap o_μ by −2 where the memory agrees with the spin (ξ_i^μ σ_i = 1) and by +2 where it
/// does not. So −ΔE is the sum of F(o + 2) − F(o) over those that do not agree and of F(o − 2) − F(o) over those that do:
/// ΔE = Σ_agreeing [F(o + 2) − F(o − 2)] − Σ_all [F(o + 2) − F(o)]. Both terms are kept, the second as a sum, and a visit
/// is one addition for each memory, masked by the bits of the site, for whatever F.
#[derive(Clone, Debug, Default)]
pub(in crate::physics::hopfield) struct Kept {
    /// F(o_μ + 2) − F(o_μ − 2), for the exponential times e^(−shift); 0 for the padding.
    both: Vec<f64>,
    /// The sum of these.
    total_both: f64,
    /// Σ_μ F(o_μ + 2) − F(o_μ), for the exponential times e^(−shift).
    total_rise: f64,
    /// Σ_μ F(o_μ), for the exponential times e^(−shift).
    sum: f64,
    /// The largest overlap, for the exponential.
    shift: i32,
    /// exp(−2k), for the exponential.
    exponents: Vec<f64>,
}

impl Kept {
    /// Takes over other overlaps: `sums` holds those of the first `patterns` memories, then padding.
    #[inline(always)]
    pub(in crate::physics::hopfield) fn refresh(&mut self, interaction: Interaction, sums: &[i32], patterns: usize) {
        self.both.resize(sums.len(), 0.0);
        match interaction {
            Interaction::Polynomial(degree) => match degree.get() {
                2 => self.fill(sums, patterns, power::<2>),
                3 => self.fill(sums, patterns, power::<3>),
                4 => self.fill(sums, patterns, power::<4>),
                5 => self.fill(sums, patterns, power::<5>),
                6 => self.fill(sums, patterns, power::<6>),
                7 => self.fill(sums, patterns, power::<7>),
                _ => self.fill(sums, patterns, power::<8>),
            },
            Interaction::Rectified(degree) => match degree.get() {
                2 => self.fill(sums, patterns, |x| power::<2>(x.max(0.0))),
                3 => self.fill(sums, patterns, |x| power::<3>(x.max(0.0))),
                4 => self.fill(sums, patterns, |x| power::<4>(x.max(0.0))),
                5 => self.fill(sums, patterns, |x| power::<5>(x.max(0.0))),
                6 => self.fill(sums, patterns, |x| power::<6>(x.max(0.0))),
                7 => self.fill(sums, patterns, |x| power::<7>(x.max(0.0))),
                _ => self.fill(sums, patterns, |x| power::<8>(x.max(0.0))),
            },
            Interaction::Exponential => self.fill_exponential(sums, patterns),
        }
    }

    #[inline(always)]
    fn fill(&mut self, sums: &[i32], patterns: usize, function: impl Fn(f64) -> f64) {
        let (mut total, mut rise, mut both) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
        let terms = |sum: i32| {
            let overlap = f64::from(sum);
            let (above, here, below) = (function(overlap + 2.0), function(overlap), function(overlap - 2.0));
            (here, above - here, above - below)
        };
        let (kept, _) = self.both.as_chunks_mut::<LANES>();
        let (sums, _) = sums.as_chunks::<LANES>();
        let whole = patterns / LANES;
        for (kept, sums) in kept.iter_mut().zip(sums).take(whole) {
            for lane in 0..LANES {
                let (here, up, change) = terms(sums[lane]);
                kept[lane] = change;
                total[lane] += here;
                rise[lane] += up;
                both[lane] += change;
            }
        }
        // The last memories share their chunk with the padding.
        if let (Some(kept), Some(sums)) = (kept.get_mut(whole), sums.get(whole)) {
            for lane in 0..patterns % LANES {
                let (here, up, change) = terms(sums[lane]);
                kept[lane] = change;
                total[lane] += here;
                rise[lane] += up;
                both[lane] += change;
            }
        }
        (self.sum, self.total_rise, self.total_both) = (total.iter().sum(), rise.iter().sum(), both.iter().sum());
    }

    #[inline(always)]
    fn fill_exponential(&mut self, sums: &[i32], patterns: usize) {
        if self.exponents.is_empty() {
            self.exponents = (0..EXPONENTS).map(|k| (-2.0 * k as f64).exp()).collect();
        }
        let known = sums.get(..patterns).unwrap_or_default();
        self.shift = known.iter().copied().max().unwrap_or(0);
        let both = 2.0 * 2.0_f64.sinh();
        let mut total = 0.0;
        for (kept, &sum) in self.both.iter_mut().zip(known) {
            // Overlaps of one state differ by even numbers.
            let weight = self.exponents.get((self.shift - sum) as usize / 2).copied().unwrap_or(0.0);
            *kept = weight * both;
            total += weight;
        }
        (self.sum, self.total_rise, self.total_both) = (total, total * 2.0_f64.exp_m1(), total * both);
    }

    /// Half of what the two directions of a spin differ by in energy, from the bits of its site, in [units](Interaction::unit).
    #[inline(always)]
    pub(in crate::physics::hopfield) fn field(
        &self,
        interaction: Interaction,
        row: &[u32],
        spin: i8,
        unit: f64,
    ) -> f64 {
        let set = sum_of_set(row, &self.both);
        let agreeing = if spin > 0 { set } else { self.total_both - set };
        let change = agreeing - self.total_rise;
        let half = 0.5 * f64::from(spin);
        match interaction {
            Interaction::Exponential if self.sum > 0.0 => -half * (-change / self.sum).ln_1p(),
            Interaction::Exponential => 0.0,
            _ => half * change / unit,
        }
    }

    /// The energy in [units](Interaction::unit); 0 without a memory.
    pub(in crate::physics::hopfield) fn energy(&self, interaction: Interaction, unit: f64) -> f64 {
        match interaction {
            Interaction::Exponential if self.sum > 0.0 => -(f64::from(self.shift) + self.sum.ln()),
            Interaction::Exponential => 0.0,
            // No memory gives 0, and not −0.
            _ => 0.0 - self.sum / unit,
        }
    }
}

/// The sum of those values whose bit is set.
#[inline(always)]
fn sum_of_set(row: &[u32], values: &[f64]) -> f64 {
    let mut parts = [0.0; LANES];
    for (&word, values) in row.iter().zip(values.as_chunks::<LANES>().0) {
        for (place, (part, &value)) in parts.iter_mut().zip(values).enumerate() {
            *part += if word & (1 << place) == 0 { 0.0 } else { value };
        }
    }
    parts.iter().sum()
}
