//! From fields to states and means, sixteen units at a time: bias, sigmoid, random number and comparison in one pass.
//!
//! Exponentials are powers of two by a polynomial of degree 6, good to 2·10⁻⁷, and 1 + x·10⁻⁷ for the rounding of large
//! exponents x, which stand for probabilities near 0 and 1: a probability is off by less than 10⁻⁷, and the comparison
//! with a uniform number of 23 bits adds 6·10⁻⁸.

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use crate::physics::block_random::{BlockRandom, LANES};

/// The next multiple of [`LANES`], and never a multiple of 128 beyond 128: columns at such distances compete for the
/// same places of the caches.
pub(super) const fn padded(units: usize) -> usize {
    let whole = units.next_multiple_of(LANES);
    if whole > 128 && whole.is_multiple_of(128) { whole + LANES } else { whole }
}

/// `bias` with zeros up to the padded length.
pub(super) fn padded_bias(bias: &[f32]) -> Vec<f32> {
    let mut copy = bias.to_vec();
    copy.resize(padded(bias.len()), 0.0);
    copy
}

/// 2^x for |x| ≤ 126; beyond, the value there.
///
/// Not merged with `math::fast_exp`: this one spares the factor log₂ e, which its callers fold into their own, and counts
/// on fused multiplications, which are library calls wherever the other is used outside of pulp's functions.
#[inline(always)]
pub(super) fn power_of_two(x: f32) -> f32 {
    // Adding 1.5·2^23 rounds to an integer that then stands in the low bits.
    const ROUNDING: f32 = 12_582_912.0;
    let x = x.clamp(-126.0, 126.0);
    let shifted = x + ROUNDING;
    let rest = x - (shifted - ROUNDING);
    // Minimax coefficients of Cephes' exp2f (Moshier 1989).
    let mut value = 1.535_336_2e-4_f32;
    value = value.mul_add(rest, 1.339_887_5e-3);
    value = value.mul_add(rest, 9.618_437e-3);
    value = value.mul_add(rest, 5.550_332_5e-2);
    value = value.mul_add(rest, 2.402_264_8e-1);
    value = value.mul_add(rest, 6.931_472e-1);
    value = value.mul_add(rest, 1.0);
    f32::from_bits(value.to_bits().wrapping_add(shifted.to_bits() << 23))
}

/// Columns of fields of binary units, `bias.len()` (padded) apart.
pub(super) struct Columns<'a> {
    /// Fields without bias at first, states or means afterwards.
    pub(super) values: &'a mut [f32],
    pub(super) bias: &'a [f32],
    /// The lower of the two values of a unit, 0 or −1; the upper is 1.
    pub(super) low: f32,
}

impl Columns<'_> {
    /// Replaces each field by a state drawn from its probability.
    pub(super) fn sample(self, random: &mut BlockRandom) {
        pulp::Arch::new().dispatch(Sample { columns: self, random });
    }

    /// Replaces each field by the unit's mean times the factor of its column.
    pub(super) fn means(self, factors: &[f32]) {
        pulp::Arch::new().dispatch(Means { columns: self, factors });
    }
}

// Structs rather than closures, which cannot be made to be inlined.

struct Sample<'a> {
    columns: Columns<'a>,
    random: &'a mut BlockRandom,
}

impl pulp::WithSimd for Sample<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let Columns { values, bias, low } = self.columns;
        let turns = (low - 1.0) * std::f32::consts::LOG2_E;
        for column in values.chunks_exact_mut(bias.len()) {
            for (fields, biases) in column.as_chunks_mut::<LANES>().0.iter_mut().zip(bias.as_chunks::<LANES>().0) {
                let uniforms = self.random.uniforms();
                for lane in 0..LANES {
                    // u < 1/(1 + e^−x), without the division; x is twice the field for ±1 units.
                    let power = power_of_two(turns * (fields[lane] + biases[lane]));
                    let below = uniforms[lane].mul_add(power, uniforms[lane]) < 1.0;
                    fields[lane] = if below { 1.0 } else { low };
                }
            }
        }
    }
}

struct Means<'a> {
    columns: Columns<'a>,
    factors: &'a [f32],
}

impl pulp::WithSimd for Means<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let Columns { values, bias, low } = self.columns;
        let (width, turns) = (1.0 - low, (low - 1.0) * std::f32::consts::LOG2_E);
        for (column, &factor) in values.chunks_exact_mut(bias.len()).zip(self.factors) {
            let fields = column.as_chunks_mut::<LANES>().0.iter_mut();
            for (fields, biases) in fields.zip(bias.as_chunks::<LANES>().0) {
                for lane in 0..LANES {
                    let power = power_of_two(turns * (fields[lane] + biases[lane]));
                    fields[lane] = factor * (low + width / (1.0 + power));
                }
            }
        }
    }
}

/// The fields of Potts units without bias, one row of `lanes` copies (a multiple of [`LANES`]) for each site and state.
pub(super) struct PottsFields<'a> {
    /// The fields of whole sites.
    pub(super) fields: &'a mut [f32],
    /// The bias of these sites and states.
    pub(super) bias: &'a [f32],
    /// Number of states, at most 32.
    pub(super) states: usize,
    /// Copies in a row, padded.
    pub(super) lanes: usize,
}

impl PottsFields<'_> {
    /// Draws a state for each site and copy: for each site a row of `lanes` of them. Of the numbers for a site some are
    /// for groups of copies before and after these.
    pub(super) fn sample(self, random: &mut BlockRandom, others: [usize; 2], drawn: &mut [u32]) {
        pulp::Arch::new().dispatch(SamplePotts { fields: self, random, others, drawn });
    }

    /// Replaces the fields by probabilities.
    pub(super) fn probabilities(self) {
        let lanes = self.lanes;
        for (site, bias) in self.fields.chunks_exact_mut(self.states * lanes).zip(self.bias.chunks_exact(self.states)) {
            for lane in 0..lanes {
                let at = |state: usize| state * lanes + lane;
                let largest = bias.iter().enumerate().fold(f32::MIN, |m, (s, a)| m.max(site[at(s)] + a));
                let mut total = 0.0;
                for (state, a) in bias.iter().enumerate() {
                    site[at(state)] = (site[at(state)] + a - largest).exp();
                    total += site[at(state)];
                }
                for state in 0..bias.len() {
                    site[at(state)] /= total;
                }
            }
        }
    }
}

struct SamplePotts<'a> {
    fields: PottsFields<'a>,
    random: &'a mut BlockRandom,
    others: [usize; 2],
    drawn: &'a mut [u32],
}

impl pulp::WithSimd for SamplePotts<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let PottsFields { fields, bias, states, lanes } = self.fields;
        let sites = fields.chunks_exact_mut(states * lanes).zip(bias.chunks_exact(states));
        let [before, after] = self.others;
        for ((site, bias), drawn) in sites.zip(self.drawn.chunks_exact_mut(lanes)) {
            for _ in 0..before {
                self.random.draw();
            }
            for (group, drawn) in drawn.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                let uniforms = self.random.uniforms();
                *drawn = sample_site(site, bias, lanes / LANES, group, &uniforms);
            }
            for _ in 0..after {
                self.random.draw();
            }
        }
    }
}

/// The first state whose cumulated weight exceeds u times the total, for sixteen copies: the number of states that lie
/// before it.
#[inline(always)]
fn sample_site(site: &mut [f32], bias: &[f32], groups: usize, group: usize, uniforms: &[f32; LANES]) -> [u32; LANES] {
    let rows = site.as_chunks_mut::<LANES>().0;
    let mut largest = [f32::MIN; LANES];
    for (state, a) in bias.iter().enumerate() {
        let row = &mut rows[state * groups + group];
        for lane in 0..LANES {
            row[lane] += a;
            largest[lane] = if row[lane] > largest[lane] { row[lane] } else { largest[lane] };
        }
    }
    let mut total = [0.0_f32; LANES];
    for state in 0..bias.len() {
        let row = &mut rows[state * groups + group];
        for lane in 0..LANES {
            total[lane] += power_of_two(std::f32::consts::LOG2_E * (row[lane] - largest[lane]));
        }
        *row = total;
    }
    let mut drawn = [0_u32; LANES];
    // The last state is what remains: rounding cannot lead beyond it.
    for state in 0..bias.len() - 1 {
        let row = &rows[state * groups + group];
        for lane in 0..LANES {
            drawn[lane] += u32::from(row[lane] <= uniforms[lane] * total[lane]);
        }
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::math::sigmoid;

    #[test]
    fn powers_are_right_to_single_precision() {
        for step in -126_000..=126_000_i32 {
            let x = step as f32 / 1000.0;
            let (found, wanted) = (f64::from(power_of_two(x)), f64::from(x).exp2());
            assert!((found - wanted).abs() <= 1.5e-7 * wanted, "2^{x}: {found} is not {wanted}");
        }
        assert!(power_of_two(1e30).is_finite() && power_of_two(-1e30) < 2e-38);
    }

    #[test]
    fn means_are_those_of_the_logistic_function() {
        let bias = padded_bias(&[0.25; 20]);
        for low in [0.0, -1.0] {
            let mut values: Vec<f32> = (0..2 * bias.len()).map(|k| k as f32 * 0.6 - 19.0).collect();
            let fields = values.clone();
            Columns { values: &mut values, bias: &bias, low }.means(&[1.0, 0.5]);
            for (k, &value) in values.iter().enumerate().filter(|(k, _)| k % bias.len() < 20) {
                let x = f64::from(fields[k]) + 0.25;
                let mean = if low == 0.0 { sigmoid(x) } else { x.tanh() };
                let wanted = mean * if k < bias.len() { 1.0 } else { 0.5 };
                assert!((f64::from(value) - wanted).abs() < 1.5e-7, "{value} is not {wanted}");
            }
        }
    }

    #[test]
    fn padding_avoids_distances_of_powers_of_two() {
        assert_eq!([1, 16, 17, 128, 500, 784].map(padded), [16, 16, 32, 128, 528, 784]);
    }
}
