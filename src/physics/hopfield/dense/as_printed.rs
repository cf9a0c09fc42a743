//! The energies of dense memories as they are sometimes printed, with the sum over spins outside F.
//!
//! A product ξ_i σ_i is +1 or −1, so that F(ξ_i σ_i) takes two values only:
//! F(x) = ½ [F(1) + F(−1)] + ½ [F(1) − F(−1)] x for x = ±1. Therefore
//! −Σ_μ Σ_i F(ξ_i^μ σ_i) = −½ [F(1) + F(−1)] K N − ½ [F(1) − F(−1)] Σ_i σ_i Σ_μ ξ_i^μ: a constant where F is even, and for
//! every other F a field on each spin, along the majority of the memories. There are no couplings, and whatever the
//! state was, it ends in that one majority: nothing is remembered. What is meant is F of the whole sum,
//! −Σ_μ F(Σ_i ξ_i^μ σ_i).
//!
//! ## References
//!
//! * What is meant: D. Krotov and J. J. Hopfield, arXiv:1606.01164, equation 1; the closed form is derived here, and held
//!   against every state of a small network

use super::interaction::Interaction;
use crate::physics::spins::{Pattern, dot};

/// What the energy as printed is: E = constant − slope · Σ_i σ_i Σ_μ ξ_i^μ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AsPrinted {
    /// −½ [F(1) + F(−1)] K N.
    pub constant: f64,
    /// ½ [F(1) − F(−1)]; 0 for an even F.
    pub slope: f64,
}

impl AsPrinted {
    /// Of `count` memories of `size` spins.
    pub fn of(interaction: Interaction, count: usize, size: usize) -> Self {
        let (up, down) = (interaction.value(1.0), interaction.value(-1.0));
        Self { constant: -0.5 * (up + down) * count as f64 * size as f64, slope: 0.5 * (up - down) }
    }

    /// Whether every state has the same energy.
    pub fn is_constant(self) -> bool {
        self.slope == 0.0
    }

    /// One sentence that says what is wrong.
    pub fn sentence(self) -> &'static str {
        if self.is_constant() {
            "As printed, with the sum over spins outside F, every state has the same energy: nothing is remembered."
        } else {
            "As printed, with the sum over spins outside F, the energy is a field on each spin: every cue ends in the majority of the memories."
        }
    }
}

/// −Σ_μ Σ_i F(ξ_i^μ σ_i), term by term.
pub fn energy(interaction: Interaction, patterns: &[Pattern], spins: &[i8]) -> f64 {
    let (up, down) = (interaction.value(1.0), interaction.value(-1.0));
    let of_pattern = |pattern: &Pattern| {
        let products = pattern.spins().iter().zip(spins).map(|(&xi, &spin)| if xi == spin { up } else { down });
        products.sum::<f64>()
    };
    -patterns.iter().map(of_pattern).sum::<f64>()
}

/// The field on each spin that the energy as printed is: half of what its two directions differ by,
/// ½ [F(1) − F(−1)] Σ_μ ξ_i^μ, whatever the other spins are.
pub fn fields(interaction: Interaction, patterns: &[Pattern], size: usize) -> Vec<f64> {
    let slope = AsPrinted::of(interaction, patterns.len(), size).slope;
    let mut sums = vec![0_i64; size];
    for pattern in patterns {
        sums.iter_mut().zip(pattern.spins()).for_each(|(sum, &xi)| *sum += i64::from(xi));
    }
    sums.into_iter().map(|sum| slope * sum as f64).collect()
}

/// Where every cue ends under the energy as printed: along the fields, and as it was where there is none.
pub fn end(interaction: Interaction, patterns: &[Pattern], cue: &Pattern) -> Pattern {
    let fields = fields(interaction, patterns, cue.len());
    Pattern::from_bits(
        cue.spins().iter().zip(fields).map(|(&spin, field)| if field == 0.0 { spin > 0 } else { field > 0.0 }),
    )
}

/// The energy as printed by its closed form.
pub fn closed_form(interaction: Interaction, patterns: &[Pattern], spins: &[i8]) -> f64 {
    let AsPrinted { constant, slope } = AsPrinted::of(interaction, patterns.len(), spins.len());
    constant - slope * patterns.iter().map(|pattern| dot(pattern.spins(), spins)).sum::<i64>() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::seed::{Seed, Stream};

    #[test]
    fn the_energy_is_a_constant_or_a_field_in_every_state() {
        let mut rng = Seed(41).stream(Stream::Patterns);
        let patterns: Vec<_> = (0..3).map(|_| Pattern::random(10, &mut rng)).collect();
        for interaction in Interaction::ALL {
            let printed = AsPrinted::of(interaction, 3, 10);
            let even = matches!(interaction, Interaction::Polynomial(degree) if degree.get().is_multiple_of(2));
            assert_eq!(printed.is_constant(), even, "{interaction:?}");
            let fields = fields(interaction, &patterns, 10);
            for state in 0..1024_u32 {
                let state = Pattern::from_bits((0..10).map(|site| state >> site & 1 == 1));
                let (found, wanted) =
                    (energy(interaction, &patterns, state.spins()), closed_form(interaction, &patterns, state.spins()));
                assert!((found - wanted).abs() < 1e-12, "{interaction:?}: {found} is not {wanted}");
                let linear: f64 = fields.iter().zip(state.spins()).map(|(field, &spin)| field * f64::from(spin)).sum();
                assert!((printed.constant - linear - found).abs() < 1e-12);
                let end = end(interaction, &patterns, &state);
                assert_eq!(
                    end == state,
                    even || fields.iter().zip(state.spins()).all(|(field, &spin)| field * f64::from(spin) > 0.0)
                );
            }
        }
    }
}
