//! Random numbers in bulk: sixteen generators side by side, for kernels that spend millions of numbers.
//!
//! ChaCha8, the source of everything else, takes about as long for one number as a sampler for the rest of its work on
//! one unit. Here sixteen copies of xoshiro128++ (Blackman and Vigna 2021; period 2^128 − 1, passes BigCrush) run in
//! the lanes of vectors. Their states are drawn from a ChaCha8 stream of the run's seed, one stream for each piece of
//! work, so that any piece can be done by any thread, at any time, and again: sixteen random starting points of a cycle
//! of 2^128 meet within 2^40 steps with a probability of 2^-79.
//!
//! ## References
//!
//! * D. Blackman and S. Vigna, “Scrambled linear pseudorandom number generators”, ACM Trans. Math. Softw. 47, 36
//!   (2021), doi:10.1145/3460772

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use rand::Rng as _;

use crate::physics::seed::{ChaCha8Rng, Seed, Stream};

/// Numbers made at once.
pub const LANES: usize = 16;

/// What the noise of a piece of work is for; part of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Where copies start.
    Start = 0,
    /// Their steps.
    Steps = 1,
}

/// Sixteen generators side by side.
#[derive(Clone, Debug)]
pub struct BlockRandom {
    state: [[u32; LANES]; 4],
}

impl BlockRandom {
    /// Sixteen generators with states drawn from `rng`.
    pub fn new(rng: &mut ChaCha8Rng) -> Self {
        let mut state = [[0; LANES]; 4];
        for lane in state.as_flattened_mut() {
            *lane = rng.next_u32();
        }
        Self { state }
    }

    /// The generators of one block at one moment: a function of the key and nothing else. A moment is below 2^35 and a
    /// block below 2^20; beyond, keys repeat.
    pub fn keyed(seed: Seed, stream: Stream, purpose: Purpose, tick: u64, block: u64) -> Self {
        let index = (tick << 21) | ((block & 0xF_FFFF) << 1) | purpose as u64;
        Self::new(&mut seed.indexed(stream, index))
    }

    /// The next number of each lane.
    #[inline(always)]
    pub fn draw(&mut self) -> [u32; LANES] {
        let [a, b, c, d] = &mut self.state;
        let mut result = [0; LANES];
        for lane in 0..LANES {
            let (s0, s1, s2, s3) = (a[lane], b[lane], c[lane], d[lane]);
            result[lane] = s0.wrapping_add(s3).rotate_left(7).wrapping_add(s0);
            let (s2, s3) = (s2 ^ s0, s3 ^ s1);
            b[lane] = s1 ^ s2;
            a[lane] = s0 ^ s3;
            c[lane] = s2 ^ (s1 << 9);
            d[lane] = s3.rotate_left(11);
        }
        result
    }

    /// Leaves out draws.
    pub fn skip(&mut self, jump: Jump) {
        pulp::Arch::new().dispatch(Skip { random: self, jump });
    }

    /// Uniform numbers strictly between 0 and 1: the 2^23 odd multiples of 2^-24. A probability p is met by `u < p`
    /// to within 2^-24.
    #[inline(always)]
    pub fn uniforms(&mut self) -> [f32; LANES] {
        // 1.5·2^-24 and so on are exact in 24 bits.
        const UNIT: f32 = 1.0 / (1 << 24) as f32;
        self.draw().map(|bits| ((bits >> 8) | 1) as i32 as f32 * UNIT)
    }
}

/// A number of draws to leave out, at a price that hardly grows with it: so that several threads can use the numbers of
/// one block, each from its own place on.
///
/// A draw multiplies the state by a matrix A over the field of two elements. Aⁿ is a polynomial of A of degree 127 at
/// most: xⁿ modulo the characteristic polynomial (Haramoto, Matsumoto, Nishimura, Panneton and L'Ecuyer, INFORMS Journal
/// on Computing 20, 385, 2008).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The coefficients, the lowest in the lowest bit.
    polynomial: u128,
}

impl Jump {
    /// The characteristic polynomial of xoshiro128's step without its highest term x^128.
    const CHARACTERISTIC: u128 = 0x00fc_65a2_0062_54b1_1b48_9db6_de18_fc01;

    /// Over so many draws.
    pub fn over(draws: u64) -> Self {
        let bits = (0..u64::BITS - draws.leading_zeros()).rev().map(|bit| draws >> bit & 1);
        let polynomial = bits.fold(1, |power, bit| {
            let square = Self::product(power, power);
            if bit == 1 { Self::times_x(square) } else { square }
        });
        Self { polynomial }
    }

    fn times_x(polynomial: u128) -> u128 {
        (polynomial << 1) ^ if polynomial >> 127 == 1 { Self::CHARACTERISTIC } else { 0 }
    }

    fn product(a: u128, b: u128) -> u128 {
        (0..u128::BITS).rev().fold(0, |sum, bit| Self::times_x(sum) ^ if b >> bit & 1 == 1 { a } else { 0 })
    }
}

struct Skip<'a> {
    random: &'a mut BlockRandom,
    jump: Jump,
}

impl pulp::WithSimd for Skip<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        let mut sum = [[0; LANES]; 4];
        let mut rest = self.jump.polynomial;
        while rest != 0 {
            if rest & 1 == 1 {
                for (sum, state) in sum.as_flattened_mut().iter_mut().zip(self.random.state.as_flattened()) {
                    *sum ^= state;
                }
            }
            rest >>= 1;
            self.random.draw();
        }
        self.random.state = sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_leads_where_as_many_draws_lead() {
        for draws in [0, 1, 2, 127, 128, 129, 1000, 54_321] {
            let (mut far, mut near) = (keyed(Purpose::Steps, 7, 3), keyed(Purpose::Steps, 7, 3));
            far.skip(Jump::over(draws));
            for _ in 0..draws {
                near.draw();
            }
            assert_eq!(far.state, near.state, "{draws} draws");
        }
        // The reference code's jump over 2^64 numbers, as two over 2^63.
        let published = 0x77f2_db5b_6fa0_35c3_f542_d2d3_8764_000b;
        let half = Jump::over(1 << 63).polynomial;
        assert_eq!(Jump::product(half, half), published);
    }

    fn keyed(purpose: Purpose, tick: u64, block: u64) -> BlockRandom {
        BlockRandom::keyed(Seed(9), Stream::Chains, purpose, tick, block)
    }

    #[test]
    fn the_recurrence_is_that_of_the_reference_code() {
        // xoshiro128++ from the state (1, 2, 3, 4), by the authors' C code.
        let mut random = BlockRandom { state: [[1; LANES], [2; LANES], [3; LANES], [4; LANES]] };
        let first: Vec<u32> = (0..6).map(|_| random.draw()[7]).collect();
        assert_eq!(first, [641, 1_573_767, 3_222_811_527, 3_517_856_514, 836_907_274, 4_247_214_768]);
    }

    #[test]
    fn keys_repeat_and_differ() {
        let draw = |purpose, tick, block| keyed(purpose, tick, block).draw();
        assert_eq!(draw(Purpose::Steps, 3, 5), draw(Purpose::Steps, 3, 5));
        let all = [
            draw(Purpose::Steps, 3, 5),
            draw(Purpose::Start, 3, 5),
            draw(Purpose::Steps, 4, 5),
            draw(Purpose::Steps, 3, 6),
        ];
        let distinct: std::collections::BTreeSet<u32> = all.as_flattened().iter().copied().collect();
        assert_eq!(distinct.len(), 64);
    }

    #[test]
    fn numbers_are_uniform_and_lanes_independent() {
        let mut random = keyed(Purpose::Steps, 0, 0);
        let draws: Vec<[f32; LANES]> = (0..40_000).map(|_| random.uniforms()).collect();
        for lane in 0..LANES {
            let mut counts = [0_u32; 100];
            for draw in &draws {
                assert!(draw[lane] > 0.0 && draw[lane] < 1.0);
                counts[(draw[lane] * 100.0) as usize] += 1;
            }
            let chi: f64 = counts.iter().map(|&count| (f64::from(count) - 400.0).powi(2) / 400.0).sum();
            assert!(chi < 160.0, "lane {lane}: χ² = {chi} at 99 degrees of freedom"); // 0.01 % point
            let other = (lane + 1) % LANES;
            for (delay, name) in [(0, "next to it"), (1, "after it")] {
                // Neighbouring lanes at once, and a lane with its own next number.
                let with = if delay == 0 { other } else { lane };
                let covariance: f64 = draws
                    .iter()
                    .zip(&draws[delay..])
                    .map(|(now, then)| (f64::from(now[lane]) - 0.5) * (f64::from(then[with]) - 0.5))
                    .sum::<f64>()
                    / 4e4;
                // A standard error is 1/12/√40000.
                assert!((covariance * 12.0 * 200.0).abs() < 4.5, "lane {lane} with the one {name}: {covariance}");
            }
        }
    }
}
