//! The lines of the phase diagram of p = αN patterns (AGS85b, AGS87), and the capacity.

use std::f64::consts::PI;
use std::sync::LazyLock;

use super::error::{TheoryError, checked_load, checked_temperature};
use super::ground_state;
use super::mean_field::CRITICAL_TEMPERATURE;
use super::retrieval::{ReplicaSymmetric, retrieval, spin_glass};
use super::retrieval_branch::fold;
use super::roots::bracketed;

/// Below this load, where T_R is 5·10⁻⁹, it is answered by [`cold_replica_temperature`], which is then good to as much.
pub const ASYMPTOTIC_BELOW: f64 = 0.03;
/// Below this load T_M and T_c are answered by their expansions 1 − c √α, which are then good to 2·10⁻¹⁰.
const EXPANDED_BELOW: f64 = 1e-10;
/// c of T_M: 1/√h(x) with h = 4x (1 − x)²/(3 − 2x) at its maximum x = (9 − √33)/8, where ρ² = x (1 − T),
/// m² = 3 (1 − x) (1 − T) to leading order.
const RETRIEVAL_COEFFICIENT: f64 = 1.954_083_777_566_214_8;
/// c of T_c: the same at the x = 0.1354628 at which both free energies agree to second order in 1 − T.
const GROUND_COEFFICIENT: f64 = 2.595_875_961_222_908_8;
/// T_M, T_c and T_R are found to this relative accuracy.
const TOLERANCE: f64 = 1e-13;

/// The temperatures of the lines at one load. Absent where a line does not reach that load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lines {
    /// T_g = 1 + √α, from which on nothing is frozen.
    pub spin_glass: f64,
    /// T_M: retrieval states exist below it.
    pub retrieval: Option<f64>,
    /// The lower end of that range where it is above 0, between α_c and the [`apex`].
    pub retrieval_from: Option<f64>,
    /// T_c: retrieval states are the global minima below it.
    pub ground: Option<f64>,
    /// The lower end of that range where it is above 0, between α_1 and the [`ground_apex`]: see
    /// [`ground_temperatures`].
    pub ground_from: Option<f64>,
    /// T_R: replica symmetry of the retrieval states is broken below it.
    pub replica: Option<f64>,
    /// Whether `replica` is the limit for low temperatures, [`cold_replica_temperature`], and not the zero of the
    /// stability.
    pub replica_is_asymptotic: bool,
}

/// The capacity at T = 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capacity {
    /// α_c: the largest load with retrieval states.
    pub critical_load: f64,
    /// m_c: their overlap there.
    pub overlap: f64,
    /// The fraction of wrong spins there.
    pub error_fraction: f64,
    /// α_1: up to this load they are the ground states.
    pub ground_load: f64,
}

/// The end of the retrieval states at T, at α_M(T).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fold {
    /// α_M: the largest load with a retrieval state at this temperature.
    pub load: f64,
    /// √(αr).
    pub noise: f64,
    /// m of the state at that load.
    pub overlap: f64,
    /// q.
    pub order: f64,
    /// r.
    pub noise_power: f64,
    /// The de Almeida-Thouless criterion, as in [`ReplicaSymmetric::stability`].
    pub stability: f64,
}

/// The largest load that a line reaches, at a temperature above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Apex {
    /// α.
    pub load: f64,
    /// T.
    pub temperature: f64,
}

static CAPACITY: LazyLock<Capacity> = LazyLock::new(|| {
    let critical_load = ground_state::critical_load();
    let state = ground_state::retrieval(critical_load);
    Capacity {
        critical_load,
        overlap: state.map_or(f64::NAN, |state| state.overlap),
        error_fraction: state.map_or(f64::NAN, |state| state.error_fraction),
        ground_load: ground_state::ground_state_load(),
    }
});

static APEX: LazyLock<Apex> = LazyLock::new(|| highest(|temperature| root_critical_load(temperature).powi(2), 1e-9));

static GROUND_APEX: LazyLock<Apex> = LazyLock::new(|| {
    let equal = |temperature: f64| bracketed(|load| advantage_of_glass(load, temperature), 0.045, 0.06, 1e-12);
    highest(|temperature| equal(temperature).unwrap_or(0.0), 1e-5)
});

/// The highest point of a line α(T) at low temperature by golden sections, its temperature to `width`: it is
/// flat there.
fn highest(load: impl Fn(f64) -> f64, width: f64) -> Apex {
    let fraction = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.001, 0.15);
    while high - low > width {
        let (left, right) = (high - fraction * (high - low), low + fraction * (high - low));
        if load(left) > load(right) { high = right } else { low = left }
    }
    let temperature = f64::midpoint(low, high);
    Apex { load: load(temperature), temperature }
}

/// α_c = 0.1379056 with m_c = 0.9674 and 1.63 % of errors, α_1 = 0.0518543, at T = 0.
pub fn capacity() -> Capacity {
    *CAPACITY
}

/// The largest load with retrieval states at any temperature: 0.1381885 at T = 0.02287. The line T_M bends
/// back below it, an artefact of replica symmetry.
pub fn apex() -> Apex {
    *APEX
}

/// The largest load at which retrieval states are the global minima at any temperature: 0.0531321 at
/// T = 0.0851, a little above α_1. Found once, in about a tenth of a second.
pub fn ground_apex() -> Apex {
    *GROUND_APEX
}

/// √α_M(T), 0 from T = 1 on.
fn root_critical_load(temperature: f64) -> f64 {
    if temperature >= CRITICAL_TEMPERATURE {
        0.0
    } else if temperature < 1e-15 {
        capacity().critical_load.sqrt()
    } else {
        fold(temperature).map_or(0.0, |fold| fold.root_load)
    }
}

/// α_M(T): the largest load with retrieval states at a temperature. 0 from T = 1 on.
///
/// # Errors
/// A temperature that is negative or not finite.
pub fn critical_load(temperature: f64) -> Result<f64, TheoryError> {
    Ok(root_critical_load(checked_temperature(temperature)?).powi(2))
}

/// The retrieval state at α_M(T), for 0 < T < 1; `None` elsewhere.
///
/// # Errors
/// A temperature that is negative or not finite.
pub fn end_of_retrieval(temperature: f64) -> Result<Option<Fold>, TheoryError> {
    let temperature = checked_temperature(temperature)?;
    if !(1e-15..CRITICAL_TEMPERATURE).contains(&temperature) {
        return Ok(None);
    }
    Ok(fold(temperature).map(|fold| Fold {
        load: fold.root_load * fold.root_load,
        noise: fold.noise,
        overlap: fold.overlap,
        order: fold.order,
        noise_power: fold.order / (fold.gap * fold.gap),
        stability: fold.stability(temperature),
    }))
}

/// T_g = 1 + √α: the spin glass exists below it.
///
/// # Errors
/// A load that is negative or not finite.
pub fn spin_glass_temperature(load: f64) -> Result<f64, TheoryError> {
    Ok(1.0 + checked_load(load)?.sqrt())
}

/// The temperatures between which retrieval states exist, the upper one T_M. The lower one is 0 up to α_c;
/// between α_c and the load of the [`apex`] it is the other branch of the re-entrant line. `None` beyond.
///
/// # Errors
/// A load that is negative or not finite.
pub fn retrieval_temperatures(load: f64) -> Result<Option<(f64, f64)>, TheoryError> {
    let load = checked_load(load)?;
    let apex = apex();
    if load > apex.load {
        return Ok(None);
    }
    let root = load.sqrt();
    if load < EXPANDED_BELOW {
        return Ok(Some((0.0, 1.0 - RETRIEVAL_COEFFICIENT * root)));
    }
    let excess = |temperature: f64| root_critical_load(temperature) - root;
    // Near the apex, where both branches meet, rounding may close the bracket.
    let upper = bracketed(excess, apex.temperature, 1.0, TOLERANCE).unwrap_or(apex.temperature);
    let lower = if load <= capacity().critical_load {
        0.0
    } else {
        bracketed(excess, 0.0, apex.temperature, TOLERANCE).unwrap_or(apex.temperature)
    };
    Ok(Some((lower, upper)))
}

/// The temperatures between which the free energy of the retrieval state is lower than that of the spin glass,
/// the upper one T_c. The lower one is 0 up to α_1; a little beyond, up to [`ground_apex`], it is the other
/// branch of a re-entrant line, since the replica-symmetric spin glass has a negative entropy at low
/// temperature. `None` beyond.
///
/// # Errors
/// A load that is negative or not finite.
pub fn ground_temperatures(load: f64) -> Result<Option<(f64, f64)>, TheoryError> {
    let Some((_, highest)) = retrieval_temperatures(load)? else { return Ok(None) };
    Ok(ground_below(load, highest))
}

/// f of the retrieval state minus f of the spin glass; positive where rounding has lost the state at T_M.
fn advantage_of_glass(load: f64, temperature: f64) -> f64 {
    match (retrieval(load, temperature), spin_glass(load, temperature)) {
        (Ok(Some(state)), Ok(Some(glass))) => state.free_energy - glass.free_energy,
        _ => 1.0,
    }
}

fn ground_below(load: f64, highest: f64) -> Option<(f64, f64)> {
    // T_M − T_c is 0.64 √α for small loads, and more for others.
    let beyond = highest - 0.1 * (1.0 - highest).min(highest);
    let difference = |temperature: f64| advantage_of_glass(load, temperature);
    if load < EXPANDED_BELOW {
        return Some((0.0, 1.0 - GROUND_COEFFICIENT * load.sqrt()));
    }
    if load <= capacity().ground_load {
        return bracketed(difference, 0.0, beyond, TOLERANCE).map(|upper| (0.0, upper));
    }
    // The apex costs more than all others, and nothing beyond 0.06 is near it.
    if load > 0.06 || load > ground_apex().load {
        return None;
    }
    let top = ground_apex().temperature;
    let lower = bracketed(difference, 0.0, top, TOLERANCE).unwrap_or(top);
    let upper = bracketed(difference, top, beyond, TOLERANCE).unwrap_or(top);
    Some((lower, upper))
}

/// What T_R tends to for T → 0, (4/3) √(αr) φ(m/√(αr)) with m and r of the retrieval state at T = 0 and φ the density
/// of the standard Gaussian: ⟨sech⁴(u/T)⟩ is 4T/3 times the density of the field u at 0, and T² (1 − C)² = T²/r. Too
/// high by a fraction of about T/4. For α → 0 it becomes √(8α/9π) exp(−1/2α) (AGS85b). `None` beyond α_c.
///
/// # Errors
/// A load that is negative or not finite.
pub fn cold_replica_temperature(load: f64) -> Result<Option<f64>, TheoryError> {
    let load = checked_load(load)?;
    Ok(ground_state::retrieval(load).map(|state| {
        let noise = (load * state.noise_power).sqrt();
        let ratio = if noise == 0.0 { f64::INFINITY } else { state.overlap / noise };
        4.0 / 3.0 * noise * (-0.5 * ratio * ratio).exp() / (2.0 * PI).sqrt()
    }))
}

/// T_R: the replica symmetry of the retrieval states is broken below it, the de Almeida-Thouless line. The
/// zero of the stability from [`ASYMPTOTIC_BELOW`] on, [`cold_replica_temperature`] below. `None` where no retrieval
/// state is stable, from α = 0.1381859 on.
///
/// # Errors
/// A load that is negative or not finite.
pub fn replica_temperature(load: f64) -> Result<Option<f64>, TheoryError> {
    let Some((lowest, highest)) = retrieval_temperatures(load)? else { return Ok(None) };
    replica_between(load, lowest, highest)
}

fn replica_between(load: f64, lowest: f64, highest: f64) -> Result<Option<f64>, TheoryError> {
    let load = checked_load(load)?;
    if load < ASYMPTOTIC_BELOW {
        return cold_replica_temperature(load);
    }
    // The state at either end of a re-entrant load, where rounding may lose it, is that of the fold.
    let at_fold = |temperature: f64| fold(temperature).map_or(f64::NAN, |fold| fold.stability(temperature));
    let stability = |temperature: f64| {
        if temperature == 0.0 {
            return -1.0;
        }
        let state: Option<ReplicaSymmetric> = retrieval(load, temperature).ok().flatten();
        // It falls as T for T → 0; from above.
        state.map_or_else(|| at_fold(temperature), |state| state.stability) / temperature
    };
    Ok(bracketed(stability, lowest, highest, TOLERANCE))
}

/// All lines at one load. A millisecond or two.
///
/// # Errors
/// A load that is negative or not finite.
pub fn lines(load: f64) -> Result<Lines, TheoryError> {
    let spin_glass = spin_glass_temperature(load)?;
    let range = retrieval_temperatures(load)?;
    let (mut ground, mut replica) = (None, None);
    if let Some((lowest, highest)) = range {
        ground = ground_below(load, highest);
        replica = replica_between(load, lowest, highest)?;
    }
    let lower = |range: Option<(f64, f64)>| range.map(|(lowest, _)| lowest).filter(|&lowest| lowest > 0.0);
    Ok(Lines {
        spin_glass,
        retrieval: range.map(|(_, highest)| highest),
        retrieval_from: lower(range),
        ground: ground.map(|(_, highest)| highest),
        ground_from: lower(ground),
        replica,
        replica_is_asymptotic: replica.is_some() && load < ASYMPTOTIC_BELOW,
    })
}
