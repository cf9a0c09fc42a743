//! The replica-symmetric equations at T = 0, where the averages are error functions.
//!
//! With y = m/√(2αr) the retrieval state solves √(2α) = erf(y)/y − (2/√π) exp(−y²), the largest y counts
//! (Amit, Gutfreund and Sompolinsky, Phys. Rev. Lett. 55, 1530, 1985; Ann. Phys. 173, 30, 1987). The right
//! side has one maximum, √(2α_c) at y_c.

use std::f64::consts::{FRAC_1_PI, FRAC_2_SQRT_PI, PI};

use super::retrieval::ReplicaSymmetric;
use super::roots::bracketed;
use crate::physics::math::erfc;

/// √(2α) for which y = m/√(2αr) is a solution.
fn root_of_twice_the_load(y: f64) -> f64 {
    (1.0 - erfc(y)) / y - FRAC_2_SQRT_PI * (-y * y).exp()
}

/// y_c, at which the load is largest.
fn critical_ratio() -> f64 {
    let slope = |y: f64| FRAC_2_SQRT_PI * (-y * y).exp() * (2.0 * y + 1.0 / y) - (1.0 - erfc(y)) / (y * y);
    bracketed(slope, 1.0, 2.0, 1e-15).unwrap_or(1.511_218_556_432_222_5)
}

/// The largest load with a retrieval state at T = 0, α_c = 0.1379055665.
pub(super) fn critical_load() -> f64 {
    root_of_twice_the_load(critical_ratio()).powi(2) / 2.0
}

/// The retrieval state at T = 0 and a load α ≥ 0; `None` beyond α_c.
pub(super) fn retrieval(load: f64) -> Option<ReplicaSymmetric> {
    let wanted = (2.0 * load).sqrt();
    let fold = critical_ratio();
    if wanted == 0.0 {
        return Some(state(f64::INFINITY, load));
    }
    if load > critical_load() {
        return None;
    }
    // erf y < 1 bounds y from above; rounding may close the bracket at the fold.
    let y = bracketed(|y| root_of_twice_the_load(y) - wanted, fold, 1.0 / wanted, 1e-15).unwrap_or(fold);
    Some(state(y, load))
}

fn state(y: f64, load: f64) -> ReplicaSymmetric {
    let error = erfc(y);
    let overlap = 1.0 - error;
    let gaussian = (-y * y).exp();
    let susceptibility = if gaussian == 0.0 { 0.0 } else { FRAC_2_SQRT_PI * y * gaussian / overlap };
    let noise_power = (1.0 - susceptibility).powi(-2);
    ReplicaSymmetric {
        overlap,
        error_fraction: error / 2.0,
        order: 1.0,
        noise_power,
        susceptibility,
        free_energy: -overlap * overlap / 2.0 + load / 2.0 * (1.0 - noise_power),
        stability: 0.0,
    }
}

/// The spin glass at T = 0 and a load α > 0: ρ = √α + √(2/π), E = −1/π − √(2α/π).
pub(super) fn spin_glass(load: f64) -> ReplicaSymmetric {
    let root = load.sqrt();
    let noise = root + (2.0 / PI).sqrt();
    ReplicaSymmetric {
        overlap: 0.0,
        error_fraction: 0.5,
        order: 1.0,
        noise_power: (noise / root).powi(2),
        susceptibility: (2.0 / PI).sqrt() / noise,
        free_energy: -FRAC_1_PI - (2.0 * load / PI).sqrt(),
        stability: 0.0,
    }
}

/// The load α_1 = 0.0518543 below which the retrieval state has the lower energy of the two.
pub(super) fn ground_state_load() -> f64 {
    let difference =
        |load: f64| retrieval(load).map_or(f64::NAN, |state| state.free_energy - spin_glass(load).free_energy);
    bracketed(difference, 0.01, 0.1, 1e-15).unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_solve_their_equations() {
        for load in [1e-300, 1e-6, 0.01, 0.05, 0.1, 0.13, 0.1379, critical_load()] {
            let state = retrieval(load).unwrap();
            let noise = (load * state.noise_power).sqrt();
            let y = state.overlap / noise / 2.0_f64.sqrt();
            assert!((state.overlap - (1.0 - erfc(y))).abs() < 1e-14, "{load}: {state:?}");
            let susceptibility = (2.0 / PI).sqrt() / noise * (-y * y).exp();
            assert!((state.susceptibility - susceptibility).abs() < 1e-13, "{load}: {state:?}");
        }
        assert_eq!(retrieval(critical_load() + 1e-12), None);
        assert_eq!(retrieval(0.0).unwrap().free_energy, -0.5);
    }

    #[test]
    fn the_spin_glass_solves_its_equations() {
        for load in [1e-12, 0.01, 0.1, 1.0, 30.0] {
            let glass = spin_glass(load);
            let susceptibility = (2.0 / PI / (load * glass.noise_power)).sqrt();
            assert!((glass.susceptibility - susceptibility).abs() < 1e-14);
            let energy = load / 2.0 * (1.0 - glass.noise_power);
            // r grows as 1/α, where its part of the energy cancels against nothing.
            let noise = (load * glass.noise_power).sqrt();
            let sum = load / 2.0 - load / 2.0 / (1.0 - susceptibility) + noise * noise * susceptibility / 2.0
                - noise * (2.0 / PI).sqrt();
            assert!((sum - energy).abs() < 1e-6, "{sum} {energy}");
            assert!((glass.free_energy - energy).abs() < 1e-6, "{glass:?} {energy}");
        }
    }
}
