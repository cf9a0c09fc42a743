//! Symmetric mixtures of n memories, for finitely many patterns and N → ∞.
//!
//! All n overlaps are m_n, the rest 0 (AGS85a). With z_n a sum of n fair signs:
//! m_n = ⟨z_n tanh(m_n z_n/T)⟩/n and f_n = n m_n²/2 − T ⟨ln 2 cosh(m_n z_n/T)⟩.

use super::error::{TheoryError, checked_temperature};
use super::mean_field::{spin_average, spin_free_energy, spin_response};
use super::roots::{bracketed, from_right};
use crate::physics::math::fair_binomial;

/// The largest number of memories in a mixture at T > 0.
pub const MOST_COMPONENTS: u32 = 100;

/// The overlap m_n = ⟨|z_n|⟩/n of a mixture of `n` memories with each of them at T = 0, z_n a sum of n fair
/// signs: 1, ½, ½, ⅜, ⅜ … . 0 for no memory.
pub fn overlap(n: u32) -> f64 {
    if n == 0 {
        return 0.0;
    }
    // ⟨|z_2k|⟩ = ⟨|z_2k−1|⟩ = 2k C(2k, k)/4^k, and C(2k, k)/4^k = ½ · ¾ · ⅚ ….
    let pairs = n.div_ceil(2);
    let central: f64 = (1..=pairs).map(|k| f64::from(2 * k - 1) / f64::from(2 * k)).product();
    f64::from(2 * pairs) * central / f64::from(n)
}

/// The energy per spin f_n = −n m_n²/2 at T = 0. Odd mixtures are minima, even ones saddles.
pub fn energy(n: u32) -> f64 {
    let m = overlap(n);
    -f64::from(n) * m * m / 2.0
}

/// The three different eigenvalues of the Hessian of the free energy at a mixture of n memories, with
/// q = ⟨tanh²(m z/T)⟩ and Q = ⟨ξ1 ξ2 tanh²(m z/T)⟩. The even mixtures' last two are −∞ at T = 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HessianEigenvalues {
    /// 1 − (1 − q)/T + (n − 1) Q/T, once: all n overlaps grow together.
    pub together: f64,
    /// 1 − (1 − q)/T, p − n times: towards a memory that is not in the mixture.
    pub outside: f64,
    /// 1 − (1 − q)/T − Q/T, n − 1 times: one memory of the mixture against another. None for n = 1.
    pub among: Option<f64>,
}

impl HessianEigenvalues {
    /// The smallest of them.
    pub fn smallest(&self) -> f64 {
        self.among.unwrap_or(f64::INFINITY).min(self.outside).min(self.together)
    }
}

/// A symmetric mixture at some temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mixture {
    /// The number n of memories in it.
    pub components: u32,
    /// The overlap m_n ≥ 0 with each of them; 0 from T = 1 on.
    pub overlap: f64,
    /// The free energy per spin f_n.
    pub free_energy: f64,
    /// The curvature of the free energy.
    pub eigenvalues: HessianEigenvalues,
}

impl Mixture {
    /// Whether the mixture is a minimum of the free energy, also against memories outside of it: all three
    /// eigenvalues are positive, and m_n > 0.
    pub fn is_stable(&self) -> bool {
        self.overlap > 0.0 && self.eigenvalues.smallest() > 0.0
    }
}

/// The mixture of `n` memories at a temperature T ≥ 0, to about 10⁻¹⁴ (1 − T)^(−½); its limit at T = 0 is
/// exact.
///
/// # Errors
/// No memory or more than [`MOST_COMPONENTS`]; a temperature that is negative or not finite.
pub fn mixture(n: u32, temperature: f64) -> Result<Mixture, TheoryError> {
    let temperature = checked_temperature(temperature)?;
    let sums = SignSums::new(n)?;
    let overlap = sums.overlap(temperature);
    Ok(Mixture {
        components: n,
        overlap,
        free_energy: sums.free_energy(overlap, temperature),
        eigenvalues: sums.eigenvalues(overlap, temperature),
    })
}

/// The temperature T_n below which the mixture of an odd number n ≥ 3 of memories is a minimum: the zero of
/// the eigenvalue [`HessianEigenvalues::among`]. 0.4598, 0.3847, 0.3439, 0.3166 for 3, 5, 7, 9. `None` for even
/// n, unstable at every temperature, and for n = 1, stable up to T = 1.
///
/// # Errors
/// No memory or more than [`MOST_COMPONENTS`].
pub fn critical_temperature(n: u32) -> Result<Option<f64>, TheoryError> {
    let sums = SignSums::new(n)?;
    if n.is_multiple_of(2) || n == 1 {
        return Ok(None);
    }
    let among = |temperature: f64| sums.among(sums.overlap(temperature), temperature);
    // Far below m_n nothing is excited; T_3 is the largest, and 0.46.
    Ok(bracketed(among, overlap(n) / 20.0, 0.5, 1e-15))
}

/// The positive values of z_n with their probabilities, both signs together, and that of 0.
struct SignSums {
    components: f64,
    zero: f64,
    positive: Vec<(f64, f64)>,
    overlap_at_zero: f64,
}

impl SignSums {
    fn new(n: u32) -> Result<Self, TheoryError> {
        if n == 0 || n > MOST_COMPONENTS {
            return Err(TheoryError::Components(n));
        }
        let throws = u64::from(n);
        Ok(Self {
            components: f64::from(n),
            zero: if n.is_multiple_of(2) { fair_binomial(throws, throws / 2) } else { 0.0 },
            positive: (n / 2 + 1..=n)
                .map(|heads| (f64::from(2 * heads - n), 2.0 * fair_binomial(throws, u64::from(heads))))
                .collect(),
            overlap_at_zero: overlap(n),
        })
    }

    /// The average of an even function that vanishes for z = 0.
    fn average(&self, function: impl Fn(f64) -> f64) -> f64 {
        self.positive.iter().map(|&(z, probability)| probability * function(z)).sum()
    }

    fn overlap(&self, temperature: f64) -> f64 {
        if temperature >= 1.0 {
            return 0.0;
        }
        // ⟨z tanh⟩/n is concave in m and never above its value at T = 0.
        from_right(self.overlap_at_zero, |m| {
            let value = self.average(|z| z * spin_average(m * z, temperature)) / self.components - m;
            (value, -self.together(m, temperature))
        })
    }

    fn free_energy(&self, m: f64, temperature: f64) -> f64 {
        let at_zero = self.zero * spin_free_energy(0.0, temperature);
        self.components * m * m / 2.0 - at_zero - self.average(|z| spin_free_energy(m * z, temperature))
    }

    /// 1 − ⟨z² sech²⟩/nT.
    fn together(&self, m: f64, temperature: f64) -> f64 {
        1.0 - self.average(|z| z * z * spin_response(m * z, temperature)) / self.components
    }

    /// 1 − ⟨sech²⟩/T.
    fn outside(&self, m: f64, temperature: f64) -> f64 {
        1.0 - self.response_at_zero(temperature) - self.average(|z| spin_response(m * z, temperature))
    }

    /// 1 − ⟨(n² − z²) sech²⟩/(n (n − 1) T), since ⟨ξ1 ξ2⟩ is (z² − n)/(n (n − 1)) for given z.
    fn among(&self, m: f64, temperature: f64) -> f64 {
        let n = self.components;
        let sum = self.average(|z| (n * n - z * z) * spin_response(m * z, temperature));
        1.0 - (n * n * self.response_at_zero(temperature) + sum) / (n * (n - 1.0))
    }

    fn response_at_zero(&self, temperature: f64) -> f64 {
        if self.zero == 0.0 { 0.0 } else { self.zero * spin_response(0.0, temperature) }
    }

    fn eigenvalues(&self, m: f64, temperature: f64) -> HessianEigenvalues {
        HessianEigenvalues {
            together: self.together(m, temperature),
            outside: self.outside(m, temperature),
            among: (self.components > 1.0).then(|| self.among(m, temperature)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlaps_are_those_of_the_average() {
        for n in 1..=12_u32 {
            let states = 1_u32 << n;
            let sum: u32 = (0..states).map(|state| (2 * state.count_ones()).abs_diff(n)).sum();
            assert!((overlap(n) - f64::from(sum) / f64::from(states) / f64::from(n)).abs() < 1e-15);
        }
    }

    #[test]
    fn energies_have_their_order() {
        // f1 < f3 < f5 < f7 < f9 < f8 < f6 < f4 < f2, as Amit, Gutfreund and Sompolinsky found.
        let order = [1, 3, 5, 7, 9, 8, 6, 4, 2].map(energy);
        assert!(order.is_sorted_by(|a, b| a < b));
        for (n, wanted) in [(1, -0.5), (3, -0.375), (5, -0.351_562_5), (9, -0.336_456_299), (8, -0.299_072_266)] {
            assert!((energy(n) - wanted).abs() < 1e-9, "{n}");
        }
        assert!((energy(20_001) + std::f64::consts::FRAC_1_PI).abs() < 1e-4);
    }

    #[test]
    fn the_limit_of_low_temperature_is_that_of_zero() {
        for n in 1..=20 {
            for temperature in [0.0, 5e-324, 1e-300, 1e-20] {
                let mixture = mixture(n, temperature).unwrap();
                assert!((mixture.overlap - overlap(n)).abs() < 4e-15);
                assert!((mixture.free_energy - energy(n)).abs() < 4e-15);
                assert_eq!(mixture.is_stable(), n % 2 == 1);
                assert_eq!(mixture.eigenvalues.together, 1.0);
                assert!(if n % 2 == 1 {
                    mixture.eigenvalues.outside == 1.0
                } else {
                    mixture.eigenvalues.outside < -1e18
                });
            }
        }
        assert_eq!(mixture(4, 0.0).unwrap().eigenvalues.smallest(), f64::NEG_INFINITY);
    }

    #[test]
    fn from_the_critical_temperature_on_nothing_is_left() {
        for temperature in [1.0, 1.5, 1e300] {
            let mixture = mixture(3, temperature).unwrap();
            assert_eq!(mixture.overlap, 0.0);
            assert!((mixture.free_energy / temperature + std::f64::consts::LN_2).abs() < 1e-15);
            assert!((mixture.eigenvalues.outside - (1.0 - 1.0 / temperature)).abs() < 1e-15);
            assert!(!mixture.is_stable());
        }
    }

    #[test]
    fn thresholds_fall_with_the_number_of_memories() {
        let thresholds: Vec<f64> = (3..=99).step_by(2).map(|n| critical_temperature(n).unwrap().unwrap()).collect();
        assert!(thresholds.is_sorted_by(|a, b| a > b));
        // T_3 = sech² x with x sech² x = (tanh 3x + tanh x)/4.
        let x = bracketed(|x: f64| x / x.cosh().powi(2) - ((3.0 * x).tanh() + x.tanh()) / 4.0, 0.5, 1.5, 1e-16);
        let closed = x.unwrap().cosh().powi(-2);
        assert!((thresholds.first().unwrap() - closed).abs() < 1e-14, "{thresholds:?} {closed}");
        for none in [1, 2, 8] {
            assert_eq!(critical_temperature(none), Ok(None));
        }
    }

    #[test]
    fn what_is_no_mixture_is_refused() {
        assert_eq!(mixture(0, 0.5), Err(TheoryError::Components(0)));
        assert_eq!(critical_temperature(101), Err(TheoryError::Components(101)));
        assert!(mixture(101, 0.5).unwrap_err().to_string().starts_with("a mixture of 101 memories"));
        assert!(matches!(mixture(3, f64::NAN), Err(TheoryError::Temperature(_))));
    }
}
