//! How far independent units of given means are from a machine: the height of a landscape over its visible units.
//!
//! Of visible units that are drawn independently with means m, with the distribution q_m,
//!
//! KL(q_m‖p) = Σ_v q_m(v) (−ln p(v)) − S(m) ≥ 0,
//!
//! S being their entropy: the variational free energy ⟨F(v)⟩ − S plus ln Z, with F(v) = −ln Σ_h e^{−βE(v,h)}. Nothing of it is
//! an approximation: −ln p(v) of all states is averaged. At a configuration v it is −ln p(v). The average goes unit by unit,
//! f(…, m_i, …) = P(off) f(…, off, …) + P(on) f(…, on, …), in 2^V steps.
//!
//! ## References
//!
//! * D. J. C. MacKay, *Information Theory, Inference, and Learning Algorithms* (Cambridge, 2003), chapter 33

use super::machine::Units;

/// KL(q_m‖p) in nats, from ln p(v) of all 2^V states (bit i of a state is unit i) and the means of the V units, 0 to 1 or
/// −1 to 1. `None` where the numbers of states and means do not fit.
pub fn divergence_of_means(log_probabilities: &[f64], units: Units, means: &[f64]) -> Option<f64> {
    if means.len() > 63 || log_probabilities.len() != 1 << means.len() {
        return None;
    }
    let on = |mean: f64| ((mean - units.low()) / units.gap()).clamp(0.0, 1.0);
    let mut averages: Vec<f64> = log_probabilities.iter().map(|log| -log).collect();
    let mut entropy = 0.0;
    for &mean in means.iter().rev() {
        let p = on(mean);
        let half = averages.len() / 2;
        let (off, up) = averages.split_at_mut(half);
        for (off, up) in off.iter_mut().zip(up) {
            // What has no share does not count, also where it is infinite.
            *off = if p == 0.0 {
                *off
            } else if p == 1.0 {
                *up
            } else {
                (1.0 - p) * *off + p * *up
            };
        }
        averages.truncate(half);
        entropy -= [p, 1.0 - p].into_iter().filter(|p| *p > 0.0).map(|p| p * p.ln()).sum::<f64>();
    }
    averages.first().map(|average| average - entropy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::boltzmann::{Exact, Links, Machine, Topology};
    use crate::physics::seed::Seed;

    fn log_probabilities(units: Units) -> Vec<f64> {
        let links = Links { visible_visible: true, hidden_hidden: false };
        let topology = Topology { visible: 4, hidden: 2, units, links, beta: 1.0 };
        let machine = Machine::random(topology, 1.0, Seed(3)).unwrap();
        Exact::of(&machine, &|| false).unwrap().log_probabilities()
    }

    #[test]
    fn it_is_the_divergence_by_enumeration() {
        for units in Units::ALL {
            let logs = log_probabilities(units);
            for on in [[0.2, 0.9, 0.5, 0.7], [0.0, 0.4, 1.0, 0.1], [0.5; 4]] {
                let means = on.map(|p| units.low() + units.gap() * p);
                let found = divergence_of_means(&logs, units, &means).unwrap();
                let q = |state: usize| -> f64 {
                    on.iter().enumerate().map(|(i, p)| if state >> i & 1 == 1 { *p } else { 1.0 - p }).product()
                };
                let terms =
                    (0..16).map(|state| if q(state) > 0.0 { q(state) * (q(state).ln() - logs[state]) } else { 0.0 });
                let expected: f64 = terms.sum();
                assert!((found - expected).abs() < 1e-12 && found >= 0.0, "{units:?}: {found}, not {expected}");
            }
        }
    }

    #[test]
    fn at_a_configuration_it_is_how_surprising_that_is() {
        let logs = log_probabilities(Units::Ising);
        for (state, log) in logs.iter().enumerate() {
            let means: Vec<f64> = (0..4).map(|i| if state >> i & 1 == 1 { 1.0 } else { -1.0 }).collect();
            assert_eq!(divergence_of_means(&logs, Units::Ising, &means), Some(-log));
        }
        assert_eq!(divergence_of_means(&logs, Units::Ising, &[0.0; 3]), None);
    }
}
