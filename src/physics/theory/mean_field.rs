//! Finitely many patterns and N → ∞: the free energy as a function of one, two or three overlaps.
//!
//! f(m) = m²/2 − T ⟨ln 2 cosh(m·ξ/T)⟩ per spin in units of J = 1 (k_B = 1), the average over the fair signs
//! ξ of independent patterns (Amit, Gutfreund and Sompolinsky, Phys. Rev. A 32, 1007, 1985, in the
//! following AGS85a). Its minima are the states of the network.

use super::error::{TheoryError, checked_temperature};
use super::roots::from_right;

/// The critical temperature T_c: above it no memory has an overlap.
pub const CRITICAL_TEMPERATURE: f64 = 1.0;

/// T ln 2 cosh(h/T), its limit |h| at T = 0 included: minus the free energy of one spin in the field h.
pub(super) fn spin_free_energy(field: f64, temperature: f64) -> f64 {
    let field = field.abs();
    if temperature == 0.0 { field } else { field + temperature * (-2.0 * field / temperature).exp().ln_1p() }
}

/// tanh(h/T), at T = 0 the sign of h (0 for h = 0): the average of one spin in the field h.
pub(super) fn spin_average(field: f64, temperature: f64) -> f64 {
    if field == 0.0 {
        0.0
    } else if temperature == 0.0 {
        field.signum()
    } else {
        (field / temperature).tanh()
    }
}

/// sech²(h/T)/T: the response of one spin to its field. At T = 0 it is 0, but infinite for h = 0.
pub(super) fn spin_response(field: f64, temperature: f64) -> f64 {
    if field == 0.0 {
        return 1.0 / temperature;
    }
    let small = (-2.0 * field.abs() / temperature).exp();
    let square = 4.0 * small / ((1.0 + small) * (1.0 + small));
    // Zero times infinity at the smallest temperatures.
    if square == 0.0 { 0.0 } else { square / temperature }
}

/// The overlap m ≥ 0 of a single stored pattern with the state at equilibrium: the largest solution of
/// m = tanh(m/T). 1 at T = 0, 0 from T = 1 on. To about 10⁻¹⁵ (1 − T)^(−½).
///
/// # Errors
/// A temperature that is negative or not finite.
pub fn magnetisation(temperature: f64) -> Result<f64, TheoryError> {
    let temperature = checked_temperature(temperature)?;
    if temperature >= CRITICAL_TEMPERATURE {
        return Ok(0.0);
    }
    Ok(from_right(1.0, |m| (spin_average(m, temperature) - m, spin_response(m, temperature) - 1.0)))
}

/// The free energy per spin at any overlaps m with P independent patterns, f = m²/2 − T ⟨ln 2 cosh(m·ξ/T)⟩, the
/// average being over the 2^(P−1) relative signs of ξ. For a single pattern it is the double well below T = 1 (AGS85a).
///
/// # Errors
/// A temperature that is negative or not finite; an overlap that is not finite.
pub fn free_energy<const P: usize>(overlaps: [f64; P], temperature: f64) -> Result<f64, TheoryError> {
    let temperature = checked_temperature(temperature)?;
    if let Some(index) = overlaps.iter().position(|m| !m.is_finite()) {
        return Err(TheoryError::Overlap { index, value: overlaps.get(index).copied().unwrap_or(f64::NAN) });
    }
    const { assert!(P > 0 && P < 32, "combinations of signs are counted in 32 bits") };
    // ξ and −ξ count alike, so that the first sign stays +1.
    let combinations = 1_u32 << (P - 1);
    let sum: f64 = (0..combinations)
        .map(|signs| {
            let signs = signs << 1;
            let field: f64 =
                overlaps.iter().enumerate().map(|(mu, &m)| if signs >> mu & 1 == 1 { -m } else { m }).sum();
            spin_free_energy(field, temperature)
        })
        .sum();
    let square: f64 = overlaps.iter().map(|m| m * m).sum();
    Ok(square / 2.0 - sum / f64::from(combinations))
}

/// How far the overlap m with a single pattern lies above the state without any, f(m) − f(0) per spin: below zero in
/// the wells (AGS85a).
///
/// # Errors
/// As [`free_energy`].
pub fn excess_free_energy(overlap: f64, temperature: f64) -> Result<f64, TheoryError> {
    Ok(free_energy([overlap], temperature)? - free_energy([0.0], temperature)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_exact() {
        assert_eq!(magnetisation(0.0), Ok(1.0));
        assert_eq!(magnetisation(-0.0), Ok(1.0));
        assert_eq!(magnetisation(1e-300), Ok(1.0));
        assert_eq!(magnetisation(5e-324), Ok(1.0));
        assert_eq!(magnetisation(1.0), Ok(0.0));
        assert_eq!(magnetisation(1e300), Ok(0.0));
        assert_eq!(free_energy([1.0], 0.0), Ok(-0.5));
        assert_eq!(free_energy([0.5, 0.5], 0.0), Ok(-0.25));
        assert_eq!(free_energy([0.5; 3], 0.0), Ok(-0.375));
        // Close to T = 1: m² = 3 (1 − T).
        let m = magnetisation(1.0 - 1e-8).unwrap();
        assert!((m / 3e-8_f64.sqrt() - 1.0).abs() < 1e-6, "{m}");
    }

    #[test]
    fn what_is_no_temperature_is_refused() {
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(magnetisation(bad), Err(TheoryError::Temperature(_))));
            assert!(free_energy([0.5], bad).unwrap_err().to_string().contains("temperature"));
        }
        assert_eq!(
            free_energy([0.0, f64::INFINITY], 0.5).unwrap_err().to_string(),
            "overlap 1 is inf; an overlap is a finite number"
        );
    }

    #[test]
    fn landscapes_contain_one_another() {
        for temperature in [0.0, 1e-9, 0.2, 0.7, 1.5] {
            let one = free_energy([0.7], temperature).unwrap();
            let two = free_energy([0.7, 0.0], temperature).unwrap();
            let three = free_energy([0.0, 0.7, 0.0], temperature).unwrap();
            assert!((one - two).abs() < 1e-15 && (one - three).abs() < 1e-15);
            let pair = free_energy([0.3, -0.6], temperature).unwrap();
            assert!((pair - free_energy([-0.6, 0.0, 0.3], temperature).unwrap()).abs() < 1e-15);
        }
    }

    #[test]
    fn the_excess_is_zero_without_an_overlap_and_half_the_square_of_a_small_one() {
        for temperature in [0.2, 0.8, 1.0, 2.0] {
            assert_eq!(excess_free_energy(0.0, temperature), Ok(0.0));
            // To second order f(m) − f(0) = (1 − 1/T) m²/2; the next term is m⁴/(12 T³).
            let m = 1e-3_f64;
            let expected = (1.0 - 1.0 / temperature) * m * m / 2.0 + m.powi(4) / (12.0 * temperature.powi(3));
            let found = excess_free_energy(m, temperature).unwrap();
            assert!((found - expected).abs() < 1e-14, "{temperature}: {found} {expected}");
        }
        assert_eq!(excess_free_energy(1.0, 0.0), Ok(-0.5));
        assert!(excess_free_energy(f64::NAN, 0.5).is_err() && excess_free_energy(0.5, -1.0).is_err());
    }

    #[test]
    fn the_free_energy_is_stationary_at_the_solution() {
        for temperature in [0.1, 0.4, 0.8, 0.95] {
            let m = magnetisation(temperature).unwrap();
            let f = |x: f64| free_energy([x], temperature).unwrap();
            let slope = (f(m + 1e-5) - f(m - 1e-5)) / 2e-5;
            assert!(slope.abs() < 1e-9, "{temperature}: {slope}");
            assert!(f(m) < f(0.0) && f(m) < f(m + 1e-3) && f(m) < f(m - 1e-3));
        }
    }
}
