//! The replica-symmetric equations at T > 0 as a curve, along which α is a function of the noise.
//!
//! For given T and noise ρ = √(αr) the equation m = ⟨tanh((m + ρz)/T)⟩ has at most one positive solution,
//! since its right side is concave. It gives q = ⟨tanh²⟩, C = (1 − q)/T < 1 and
//! √α = ρ (1 − C)/√q. Along ρ from 0 to the ρ where m vanishes, α rises from 0 to α_M(T) and falls to 0 again.
//! The rising part is the retrieval state, the other one a saddle: whether the state exists at (α, T) is
//! decided by the fold between them, not by whether a search arrives.

use super::gaussian_average::{Averages, averages};
use super::roots::bracketed;

/// The largest noise at which the equation of m has a solution: √(2/π), at T = 0.
const LARGEST_NOISE: f64 = 0.8;
/// Steps of a search by tangents, before bisection alone would be done.
const STEPS: usize = 100;

/// A solution with any overlap, the retrieval state or the spin glass (m = 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Solution {
    /// ρ = √(αr), the width of the Gaussian field.
    pub noise: f64,
    /// m.
    pub overlap: f64,
    /// q.
    pub order: f64,
    /// 1 − C.
    pub gap: f64,
    /// √α.
    pub root_load: f64,
    /// d ln α/d ln ρ along the curve.
    pub slope: f64,
    /// ⟨sech⁴⟩.
    pub sech4: f64,
}

impl Solution {
    fn new(overlap: f64, noise: f64, temperature: f64, averages: &Averages) -> Self {
        let Averages { tanh2: order, sech4, .. } = *averages;
        let gap = gap(averages, temperature);
        // The derivatives of m and q by ln ρ, from those of the averages by their mean m/T and width ρ/T.
        let overlap_slope = if overlap == 0.0 { 0.0 } else { averages.tanh_by_width / gap };
        let order_slope = averages.tanh2_by_width + averages.tanh2_by_mean * overlap_slope / temperature;
        Self {
            noise,
            overlap,
            order,
            gap,
            root_load: noise * gap / order.sqrt(),
            slope: 2.0 + 2.0 * order_slope / temperature / gap - order_slope / order,
            sech4,
        }
    }

    /// The same with C and α from `root_load` > 0, at which it was sought: where it is tiny, rounding has left
    /// nothing of 1 − C.
    pub fn with_load(self, root_load: f64) -> Self {
        Self { gap: root_load * self.order.sqrt() / self.noise, root_load, ..self }
    }

    /// The de Almeida-Thouless criterion T² (1 − C)² − α ⟨sech⁴⟩; the replica-symmetric solution is unstable where it is
    /// negative.
    pub fn stability(&self, temperature: f64) -> f64 {
        let (thermal, load) = (temperature * self.gap, self.root_load);
        thermal * thermal - load * load * self.sech4
    }
}

/// 1 − C = 1 − ⟨sech²⟩/T, without cancellation at either end.
fn gap(averages: &Averages, temperature: f64) -> f64 {
    if averages.tanh2 < 0.5 {
        (temperature - 1.0 + averages.tanh2) / temperature
    } else {
        1.0 - averages.sech2 / temperature
    }
}

/// The solution of largest m for the noise ρ at 0 < T < 1; `None` where m = 0 is the only one.
pub(super) fn at_noise(noise: f64, temperature: f64) -> Option<Solution> {
    let width = noise / temperature;
    let mut overlap = 1.0;
    for _ in 0..STEPS {
        let averages = averages(overlap / temperature, width);
        let gap = gap(&averages, temperature);
        let step = (averages.tanh - overlap) / gap;
        // Tangents to a concave function come down to its zero from above, and end where rounding does.
        if gap <= 0.0 || overlap + step <= 0.0 || step.is_nan() {
            return None;
        }
        if step.abs() <= 4.0 * f64::EPSILON * overlap || (step > 0.0 && overlap < 1.0) {
            // Beyond the end of the curve rounding may end the way down just above 0.
            let rounding = 16.0 * f64::EPSILON * width.min(1.0) / gap;
            return (overlap > rounding).then(|| Solution::new(overlap, noise, temperature, &averages));
        }
        overlap += step;
    }
    None
}

/// The solution without overlap for the noise ρ > 0; √α is negative where it is none.
pub(super) fn without_overlap(noise: f64, temperature: f64) -> Solution {
    Solution::new(0.0, noise, temperature, &averages(0.0, noise / temperature))
}

/// The end of the curve at 0 < T < 1: the retrieval state of the largest load α_M(T).
pub(super) fn fold(temperature: f64) -> Option<Solution> {
    let reach = (4.0 * (1.0 - temperature)).sqrt().min(LARGEST_NOISE);
    let end = bracketed(|noise| without_overlap(noise, temperature).gap, 0.0, reach, 1e-3)?;
    // The fold is at 0.26 of the end at T = 0 and at 0.64 of it at T = 1. At the end m is 0 and α falls.
    let slope = |noise: f64| at_noise(noise, temperature).map_or(-1e3, |solution| solution.slope.max(-1e3));
    let noise = bracketed(slope, 0.02 * end, 0.95 * end, 1e-12)?;
    at_noise(noise, temperature)
}

/// The retrieval state at the load α > 0, below the fold; `None` beyond it.
pub(super) fn below(fold: &Solution, root_load: f64, temperature: f64) -> Option<Solution> {
    if root_load > fold.root_load {
        return None;
    }
    // r ≥ 1 bounds the noise from below. ln α is concave in ln ρ: tangents approach the zero from the left.
    let (mut low, mut high) = (root_load.min(fold.noise), fold.noise);
    let mut noise = low;
    let mut solution = at_noise(noise, temperature)?;
    for _ in 0..STEPS {
        let missing = 2.0 * (root_load / solution.root_load).ln();
        if missing >= 0.0 {
            low = noise;
        } else {
            high = noise;
        }
        let tangent = noise * (missing / solution.slope).exp();
        let next =
            if solution.slope > 0.0 && tangent > low && tangent < high { tangent } else { low + (high - low) / 2.0 };
        let moved = (next - noise).abs();
        if missing.abs() <= 2.0 * f64::EPSILON || moved <= f64::EPSILON * noise || high - low <= f64::EPSILON * high {
            break;
        }
        noise = next;
        solution = at_noise(noise, temperature)?;
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPERATURES: [f64; 9] = [1e-12, 1e-6, 0.01, 0.1, 0.3, 0.6, 0.9, 0.99, 0.9999];

    #[test]
    fn the_load_rises_to_the_fold_and_falls_beyond() {
        for temperature in TEMPERATURES {
            let fold = fold(temperature).unwrap();
            let load = |fraction: f64| at_noise(fraction * fold.noise, temperature).map_or(0.0, |at| at.root_load);
            let rising: Vec<f64> = (1..=50).map(|k| load(f64::from(k) / 50.0)).collect();
            assert!(rising.is_sorted_by(|a, b| a < b), "{temperature}: {rising:?}");
            let falling: Vec<f64> = (0..=50).map(|k| load(1.0 + f64::from(k) / 25.0)).collect();
            assert!(falling.is_sorted_by(|a, b| a > b || *a == 0.0), "{temperature}: {falling:?}");
        }
    }

    #[test]
    fn slopes_are_those_of_the_curve() {
        for temperature in TEMPERATURES {
            let fold = fold(temperature).unwrap();
            for fraction in [0.3, 0.7, 1.0, 1.2] {
                let load = |factor: f64| at_noise(fraction * fold.noise * factor, temperature).unwrap().root_load;
                let slope = at_noise(fraction * fold.noise, temperature).unwrap().slope;
                let step = 1e-4_f64;
                let measured = (load(step.exp()) / load((-step).exp())).ln() / step;
                assert!((slope - measured).abs() < 1e-5, "{temperature} {fraction}: {slope} {measured}");
            }
        }
    }

    #[test]
    fn a_load_leads_back_to_its_state() {
        for temperature in TEMPERATURES {
            let fold = fold(temperature).unwrap();
            for fraction in [1e-9, 0.1, 0.9, 0.999_999] {
                let state = below(&fold, fraction * fold.root_load, temperature).unwrap();
                assert!(
                    (state.root_load / fold.root_load - fraction).abs()
                        < (1e-12 + 1e-14 / (1.0 - temperature)) * fraction,
                    "{temperature} {fraction}"
                );
                assert!(state.noise <= fold.noise && state.overlap >= fold.overlap);
            }
            assert_eq!(below(&fold, fold.root_load * (1.0 + 1e-12), temperature), None);
        }
    }
}
