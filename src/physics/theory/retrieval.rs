//! p = αN patterns: the replica-symmetric states of Amit, Gutfreund and Sompolinsky (Phys. Rev. Lett. 55,
//! 1530, 1985: AGS85b; Ann. Phys. 173, 30, 1987: AGS87).
//!
//! m = ⟨tanh((m + √(αr) z)/T)⟩, q = ⟨tanh²⟩, r = q/(1 − C)², C = (1 − q)/T, the average over a Gaussian z.
//! J_ij = (1/N) Σ ξ_i ξ_j with J_ii = 0, k_B = 1, all energies per spin. Replica symmetry is an approximation
//! below the line T_R only, and a good one there.
//!
//! Accuracy: the averages are good to 10⁻¹⁵ (see `gaussian_average`), m, q and r to about 10⁻¹⁴/(1 − α/α_M)^½,
//! the free energy to 10⁻¹⁴. Every finite load and temperature from 0 has an
//! answer, loads far beyond α_c too; see `TheoryError` for the others.

use super::error::{TheoryError, checked_load, checked_temperature};
use super::gaussian_average::log_cosh;
use super::ground_state;
use super::mean_field::{CRITICAL_TEMPERATURE, magnetisation, spin_free_energy, spin_response};
use super::retrieval_branch::{Solution, below, fold, without_overlap};
use super::roots::bracketed;

/// Below this temperature the equations of T = 0 are used: nothing differs by more than a rounding error.
const COLD: f64 = 1e-15;

/// A solution of the replica-symmetric equations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplicaSymmetric {
    /// The overlap m with the retrieved pattern.
    pub overlap: f64,
    /// The fraction (1 − m)/2 of spins that differ from the pattern, also where it is tiny at T = 0.
    pub error_fraction: f64,
    /// The Edwards-Anderson order parameter q: the mean of ⟨s_i⟩².
    pub order: f64,
    /// r: the mean square of the other patterns' overlaps, over α; αr is the variance of the noise in the
    /// local fields.
    pub noise_power: f64,
    /// C = (1 − q)/T, below 1. At T = 0 its limit.
    pub susceptibility: f64,
    /// The free energy f per spin.
    pub free_energy: f64,
    /// The de Almeida-Thouless criterion T² (1 − C)² − α ⟨sech⁴⟩: where it is negative, replica symmetry is
    /// broken. 0 at T = 0, approached from below.
    pub stability: f64,
}

/// The region of the (α, T) plane, by the state of lowest free energy and by whether patterns are retrieved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Retrieval states exist and are the global minima: T < T_c(α).
    Ferromagnetic,
    /// Retrieval states exist, but are metastable: T_c < T < T_M.
    Mixed,
    /// No retrieval; the spins freeze in states that are close to no pattern: T < T_g.
    SpinGlass,
    /// Nothing is frozen: T ≥ T_g = 1 + √α.
    Paramagnetic,
}

impl Phase {
    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ferromagnetic => "ferromagnetic",
            Self::Mixed => "mixed",
            Self::SpinGlass => "spin-glass",
            Self::Paramagnetic => "paramagnetic",
        }
    }
}

/// The retrieval state at load α and temperature T, if there is one: α ≤ α_M(T), for α ≤ 0.1382 that is
/// T ≤ T_M(α). Its limit at α = 0 is m = tanh(m/T), q = m².
///
/// # Errors
/// A load or a temperature that is negative or not finite.
pub fn retrieval(load: f64, temperature: f64) -> Result<Option<ReplicaSymmetric>, TheoryError> {
    let (load, temperature) = (checked_load(load)?, checked_temperature(temperature)?);
    if temperature >= CRITICAL_TEMPERATURE {
        return Ok(None);
    }
    if temperature < COLD {
        return Ok(ground_state::retrieval(load));
    }
    let root_load = load.sqrt();
    if root_load == 0.0 {
        return Ok(Some(without_load(temperature)?));
    }
    let state = fold(temperature).and_then(|fold| below(&fold, root_load, temperature));
    Ok(state.map(|solution| finished(&solution.with_load(root_load), load, temperature)))
}

/// α = 0: the pattern is one of finitely many.
fn without_load(temperature: f64) -> Result<ReplicaSymmetric, TheoryError> {
    let m = magnetisation(temperature)?;
    let susceptibility = spin_response(m, temperature);
    Ok(ReplicaSymmetric {
        overlap: m,
        error_fraction: (1.0 - m) / 2.0,
        order: m * m,
        noise_power: (m / (1.0 - susceptibility)).powi(2),
        susceptibility,
        free_energy: m * m / 2.0 - spin_free_energy(m, temperature),
        stability: (temperature * (1.0 - susceptibility)).powi(2),
    })
}

/// The spin glass, the solution with m = 0 and q > 0, at load α and temperature T; `None` from
/// T_g = 1 + √α on, and for α = 0.
///
/// # Errors
/// A load or a temperature that is negative or not finite.
pub fn spin_glass(load: f64, temperature: f64) -> Result<Option<ReplicaSymmetric>, TheoryError> {
    let (load, temperature) = (checked_load(load)?, checked_temperature(temperature)?);
    let root_load = load.sqrt();
    if root_load == 0.0 || temperature - 1.0 >= root_load {
        return Ok(None);
    }
    if temperature < COLD {
        return Ok(Some(ground_state::spin_glass(load)));
    }
    // √α(ρ) rises from T − 1, and is at least ρ − √(2/π).
    let excess = |noise: f64| {
        let root = if noise == 0.0 { temperature - 1.0 } else { without_overlap(noise, temperature).root_load };
        root - root_load
    };
    let noise = bracketed(excess, 0.0, (root_load + 0.8) * (1.0 + 1e-14), 1e-16);
    Ok(noise
        .filter(|&noise| noise > 0.0)
        .map(|noise| finished(&without_overlap(noise, temperature).with_load(root_load), load, temperature)))
}

fn finished(solution: &Solution, load: f64, temperature: f64) -> ReplicaSymmetric {
    let Solution { noise, overlap, order, gap, .. } = *solution;
    let susceptibility = 1.0 - gap;
    // α/2 [T ln(1 − C) − q/(1 − C)] + αrC/2, the latter as (ρ²/2) C.
    let memory = 0.5 * load * (1.0 + temperature * gap.ln() - order / gap) + 0.5 * noise * noise * susceptibility;
    let spins = temperature * log_cosh(overlap / temperature, noise / temperature);
    ReplicaSymmetric {
        overlap,
        error_fraction: 0.5 * (1.0 - overlap),
        order,
        noise_power: order / (gap * gap),
        susceptibility,
        free_energy: 0.5 * overlap * overlap + memory - spins,
        stability: solution.stability(temperature),
    }
}

/// The free energy per spin at any m, q and r, stationary at a solution (AGS87):
/// f = α/2 + m²/2 + (αT/2) [ln(1 − C) − (q/T)/(1 − C)] + αr(1 − q)/2T − T ⟨ln 2 cosh((m + √(αr) z)/T)⟩.
/// Not a number where C = (1 − q)/T ≥ 1 or r < 0.
///
/// # Errors
/// A load that is negative or not finite; a temperature that is not above 0 or not finite.
pub fn free_energy(m: f64, q: f64, r: f64, load: f64, temperature: f64) -> Result<f64, TheoryError> {
    let (load, temperature) = (checked_load(load)?, checked_temperature(temperature)?);
    if temperature == 0.0 {
        return Err(TheoryError::Temperature(temperature));
    }
    let gap = 1.0 - (1.0 - q) / temperature;
    let noise = (load * r).sqrt();
    let memory = 0.5 * load * (1.0 + temperature * gap.ln() - q / gap + r * (1.0 - q) / temperature);
    Ok(0.5 * m * m + memory - temperature * log_cosh(m / temperature, noise / temperature))
}

/// The retrieval state, if any, and the phase at load α and temperature T.
///
/// # Errors
/// A load or a temperature that is negative or not finite.
pub fn phase(load: f64, temperature: f64) -> Result<(Option<ReplicaSymmetric>, Phase), TheoryError> {
    let state = retrieval(load, temperature)?;
    let glass = spin_glass(load, temperature)?;
    let phase = match (&state, &glass) {
        (Some(state), Some(glass)) if state.free_energy >= glass.free_energy => Phase::Mixed,
        (Some(_), _) => Phase::Ferromagnetic,
        (None, Some(_)) => Phase::SpinGlass,
        (None, None) => Phase::Paramagnetic,
    };
    Ok((state, phase))
}
