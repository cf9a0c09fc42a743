//! Overlaps on their way to a saddle point: the deterministic dynamics of finitely many patterns for N → ∞.
//!
//! dm_μ/dt = −m_μ + ⟨ξ_μ tanh(m·ξ/T)⟩, the time in sweeps: heat-bath dynamics of the spins, averaged (AGS85a;
//! Coolen and Ruijgrok, Phys. Rev. A 38, 4253, 1988). The average is an exact sum over the sign
//! combinations ξ ∈ {−1, +1}^p, each weighted with its fraction of the sites: 2^−p for independent patterns and
//! N → ∞ or for balanced patterns, the counted fraction for the patterns of a finite network. The chance
//! overlaps of about 1/√N between those are why the mixture of three memories is lost early: with counted
//! fractions half of all networks of N = 1000 have lost it by T = 0.31, half of those of N = 16,000 by 0.39, the
//! balanced ones at T_3 = 0.4598.

use super::error::{TheoryError, checked_temperature};
use super::mean_field::{spin_average, spin_free_energy};

/// The largest number of patterns whose sign combinations are enumerated.
pub const MOST_PATTERNS: usize = 12;

/// How often each combination of signs of p patterns occurs among the sites.
#[derive(Clone, Debug, PartialEq)]
pub struct SignCombinations {
    patterns: usize,
    /// One weight for each combination whose first sign is +1; that of its opposite, which acts alike, is in
    /// it. Bit μ − 1 of the index says that sign μ is −1.
    weights: Vec<f64>,
}

/// Where a search for a fixed point ended.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedPoint {
    /// The overlaps m_μ.
    pub overlaps: Vec<f64>,
    /// The steps it took.
    pub steps: usize,
    /// The largest |dm_μ/dt| that is left.
    pub residual: f64,
}

impl SignCombinations {
    /// All combinations equally often: independent patterns for N → ∞, or balanced ones at any N.
    ///
    /// # Errors
    /// No pattern or more than [`MOST_PATTERNS`].
    pub fn balanced(patterns: usize) -> Result<Self, TheoryError> {
        let combinations = Self::half(patterns)?;
        Ok(Self { patterns, weights: vec![1.0 / combinations as f64; combinations] })
    }

    /// The fractions of the combinations among the sites of stored patterns, which must be of one size.
    ///
    /// # Errors
    /// No pattern or more than [`MOST_PATTERNS`], patterns without a spin, or of different sizes.
    pub fn of_patterns<S: AsRef<[i8]>>(patterns: &[S]) -> Result<Self, TheoryError> {
        let combinations = Self::half(patterns.len())?;
        let sites = patterns.first().map_or(0, |pattern| pattern.as_ref().len());
        if let Some(other) = patterns.iter().find(|pattern| pattern.as_ref().len() != sites) {
            return Err(TheoryError::Count { expected: sites, found: other.as_ref().len() });
        }
        if sites == 0 {
            return Err(TheoryError::Count { expected: 1, found: 0 });
        }
        let mut indices = vec![0_usize; sites];
        for pattern in patterns.iter().rev() {
            for (index, &spin) in indices.iter_mut().zip(pattern.as_ref()) {
                *index = *index << 1 | usize::from(spin < 0);
            }
        }
        let mut weights = vec![0.0; combinations];
        for index in indices {
            // Bit 0 is the first sign; where it is −1 the opposite combination is counted.
            let index = if index & 1 == 1 { !index } else { index };
            if let Some(weight) = weights.get_mut(index >> 1 & (combinations - 1)) {
                *weight += 1.0 / sites as f64;
            }
        }
        Ok(Self { patterns: patterns.len(), weights })
    }

    /// Half the number of combinations.
    fn half(patterns: usize) -> Result<usize, TheoryError> {
        if (1..=MOST_PATTERNS).contains(&patterns) {
            Ok(1 << (patterns - 1))
        } else {
            Err(TheoryError::Patterns(patterns))
        }
    }

    /// The number p of patterns.
    pub fn patterns(&self) -> usize {
        self.patterns
    }

    /// The velocity dm_μ/dt at `overlaps`.
    ///
    /// # Errors
    /// Another number of overlaps than p, or one that is not finite; a temperature that is negative or not
    /// finite.
    pub fn velocity(&self, overlaps: &[f64], temperature: f64) -> Result<Vec<f64>, TheoryError> {
        let temperature = self.checked(overlaps, temperature)?;
        let mut target = vec![0.0; self.patterns];
        self.target(overlaps, temperature, &mut target);
        Ok(target.iter().zip(overlaps).map(|(to, m)| to - m).collect())
    }

    /// Moves `overlaps` on by a time of `sweeps`, as if ⟨ξ tanh(m·ξ/T)⟩ stood still meanwhile: exact for
    /// small steps, and never past it for large ones.
    ///
    /// # Errors
    /// As [`velocity`](Self::velocity).
    pub fn step(&self, overlaps: &mut [f64], temperature: f64, sweeps: f64) -> Result<(), TheoryError> {
        let velocity = self.velocity(overlaps, temperature)?;
        let fraction = -(-sweeps.max(0.0)).exp_m1();
        for (m, v) in overlaps.iter_mut().zip(velocity) {
            *m += fraction * v;
        }
        Ok(())
    }

    /// Follows the flow from `start`, m ← ⟨ξ tanh(m·ξ/T)⟩, until no overlap changes by more than `tolerance`
    /// or `most_steps` are done: a fixed point that is reached so is a state the network stays in. The free
    /// energy never rises on the way.
    ///
    /// # Errors
    /// As [`velocity`](Self::velocity).
    pub fn fixed_point(
        &self,
        start: &[f64],
        temperature: f64,
        tolerance: f64,
        most_steps: usize,
    ) -> Result<FixedPoint, TheoryError> {
        let temperature = self.checked(start, temperature)?;
        let mut overlaps = start.to_vec();
        let mut target = vec![0.0; self.patterns];
        let mut steps = 0;
        loop {
            self.target(&overlaps, temperature, &mut target);
            let residual = overlaps.iter().zip(&target).map(|(m, to)| (to - m).abs()).fold(0.0, f64::max);
            if residual <= tolerance || steps >= most_steps {
                return Ok(FixedPoint { overlaps, steps, residual });
            }
            std::mem::swap(&mut overlaps, &mut target);
            steps += 1;
        }
    }

    /// The free energy per spin f = m²/2 − T ⟨ln 2 cosh(m·ξ/T)⟩ at any overlaps; −∂f/∂m_μ is the velocity.
    ///
    /// # Errors
    /// As [`velocity`](Self::velocity).
    pub fn free_energy(&self, overlaps: &[f64], temperature: f64) -> Result<f64, TheoryError> {
        let temperature = self.checked(overlaps, temperature)?;
        let mut average = 0.0;
        self.for_each(overlaps, |_, weight, field| average += weight * spin_free_energy(field, temperature));
        Ok(overlaps.iter().map(|m| m * m).sum::<f64>() / 2.0 - average)
    }

    fn checked(&self, overlaps: &[f64], temperature: f64) -> Result<f64, TheoryError> {
        if overlaps.len() != self.patterns {
            return Err(TheoryError::Count { expected: self.patterns, found: overlaps.len() });
        }
        if let Some((index, &value)) = overlaps.iter().enumerate().find(|(_, m)| !m.is_finite()) {
            return Err(TheoryError::Overlap { index, value });
        }
        checked_temperature(temperature)
    }

    /// ⟨ξ_μ tanh(m·ξ/T)⟩ for each μ.
    fn target(&self, overlaps: &[f64], temperature: f64, target: &mut [f64]) {
        target.fill(0.0);
        self.for_each(overlaps, |combination, weight, field| {
            let spin = weight * spin_average(field, temperature);
            for (mu, to) in target.iter_mut().enumerate() {
                *to += if combination >> mu & 1 == 1 { -spin } else { spin };
            }
        });
    }

    /// Each combination with its weight and its field m·ξ, the sign of pattern μ in bit μ.
    fn for_each(&self, overlaps: &[f64], mut visit: impl FnMut(usize, f64, f64)) {
        for (index, &weight) in self.weights.iter().enumerate().filter(|&(_, &weight)| weight > 0.0) {
            let combination = index << 1;
            let field =
                overlaps.iter().enumerate().map(|(mu, &m)| if combination >> mu & 1 == 1 { -m } else { m }).sum();
            visit(combination, weight, field);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::theory::mixtures::{critical_temperature, mixture, overlap};

    #[test]
    fn mixtures_are_fixed_points() {
        let five = SignCombinations::balanced(5).unwrap();
        for (n, temperature) in [(1, 0.5), (3, 0.4), (5, 0.3), (3, 0.0), (2, 0.2)] {
            let m = mixture(n, temperature).unwrap();
            let overlaps: Vec<f64> = (0..5).map(|mu| if mu < n { m.overlap } else { 0.0 }).collect();
            let velocity = five.velocity(&overlaps, temperature).unwrap();
            assert!(velocity.iter().all(|v| v.abs() < 1e-14), "{n} {temperature}: {velocity:?}");
            assert!((five.free_energy(&overlaps, temperature).unwrap() - m.free_energy).abs() < 1e-14);
        }
    }

    #[test]
    fn mixtures_melt_at_exactly_their_threshold() {
        for n in [3, 5] {
            let threshold = critical_temperature(n).unwrap().unwrap();
            let combinations = SignCombinations::balanced(n as usize).unwrap();
            for (temperature, stays) in [(threshold - 2e-3, true), (threshold + 2e-3, false)] {
                let mut start = vec![mixture(n, temperature).unwrap().overlap; n as usize];
                start[0] += 1e-4;
                let end = combinations.fixed_point(&start, temperature, 1e-12, 40_000).unwrap();
                assert!(end.residual <= 1e-12, "{n}: {end:?}");
                let spread = end.overlaps[0] - end.overlaps[n as usize - 1];
                assert_eq!(spread.abs() < 1e-6, stays, "{n} at {temperature}: {end:?}");
            }
        }
    }

    #[test]
    fn velocity_is_minus_the_gradient() {
        let patterns = [[1_i8, 1, -1, 1, 1, -1, 1], [1, -1, -1, 1, -1, 1, 1], [-1, -1, 1, 1, 1, 1, 1]];
        for combinations in [SignCombinations::balanced(3).unwrap(), SignCombinations::of_patterns(&patterns).unwrap()]
        {
            let at = [0.5, -0.2, 0.35];
            let velocity = combinations.velocity(&at, 0.6).unwrap();
            for mu in 0..3 {
                let shifted = |by: f64| {
                    let mut m = at;
                    m[mu] += by;
                    combinations.free_energy(&m, 0.6).unwrap()
                };
                let slope = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
                assert!((velocity[mu] + slope).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn counted_shares_give_the_overlaps_of_a_state() {
        // At T = 0 the target is the overlap of the sign of the field with each pattern.
        let patterns = [[1_i8, 1, -1, 1, 1, -1, 1], [1, -1, -1, 1, -1, 1, 1], [-1, -1, 1, 1, 1, 1, 1]];
        let combinations = SignCombinations::of_patterns(&patterns).unwrap();
        let at = [0.5, -0.2, 0.35];
        let end = combinations.velocity(&at, 0.0).unwrap();
        for mu in 0..3 {
            let overlap: f64 = (0..7)
                .map(|i| {
                    let field: f64 = (0..3).map(|nu| at[nu] * f64::from(patterns[nu][i])).sum();
                    f64::from(patterns[mu][i]) * field.signum() / 7.0
                })
                .sum();
            assert!((at[mu] + end[mu] - overlap).abs() < 1e-15);
        }
    }

    #[test]
    fn steps_follow_the_flow() {
        let twelve = SignCombinations::balanced(12).unwrap();
        let mut overlaps: Vec<f64> = (0..12).map(|mu| 0.3 / f64::from(1 + mu)).collect();
        let mut before = twelve.free_energy(&overlaps, 0.5).unwrap();
        for _ in 0..100 {
            twelve.step(&mut overlaps, 0.5, 0.2).unwrap();
            let after = twelve.free_energy(&overlaps, 0.5).unwrap();
            assert!(after <= before + 1e-14);
            before = after;
        }
        assert!((overlaps[0] - 0.957_504).abs() < 1e-3, "{overlaps:?}");
        let mut still = overlaps.clone();
        twelve.step(&mut still, 0.5, 0.0).unwrap();
        assert_eq!(still, overlaps);
        let zero = twelve.fixed_point(&[overlap(3); 12], 2.0, 1e-12, 1000).unwrap();
        assert!(zero.overlaps.iter().all(|m| m.abs() < 1e-11));
    }

    #[test]
    fn what_cannot_be_enumerated_is_refused() {
        assert_eq!(SignCombinations::balanced(0), Err(TheoryError::Patterns(0)));
        assert_eq!(SignCombinations::balanced(13), Err(TheoryError::Patterns(13)));
        assert!(matches!(
            SignCombinations::of_patterns(&[vec![1_i8, 1], vec![1]]),
            Err(TheoryError::Count { expected: 2, found: 1 })
        ));
        assert!(SignCombinations::of_patterns(&[Vec::<i8>::new()]).is_err());
        let two = SignCombinations::balanced(2).unwrap();
        assert!(two.velocity(&[0.1], 0.5).is_err());
        assert!(two.velocity(&[0.1, f64::NAN], 0.5).is_err());
        assert!(two.velocity(&[0.1, 0.2], -0.5).is_err());
    }
}
