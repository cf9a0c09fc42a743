//! How a visited spin takes its new direction at T > 0.
//!
//! ## References
//!
//! * R. J. Glauber, “Time-dependent statistics of the Ising model”, J. Math. Phys. 4, 294 (1963),
//!   doi:10.1063/1.1703954
//! * N. Metropolis, A. W. Rosenbluth, M. N. Rosenbluth, A. H. Teller and E. Teller, “Equation of state calculations
//!   by fast computing machines”, J. Chem. Phys. 21, 1087 (1953), doi:10.1063/1.1699114

use std::str::FromStr;

use crate::physics::math::sigmoid;

/// Both rules leave the Boltzmann distribution exp(−E/T) as it is. At T = 0 both are σ_i ← sign(h_i), which
/// keeps the spin at h_i = 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Acceptance {
    /// The spin is drawn independently of its direction: it points up with probability 1/(1+exp(−2h/T)).
    #[default]
    Glauber,
    /// The reversal is offered, and accepted with probability min(1, exp(−ΔE/T)).
    ///
    /// It reverses a free spin (h = 0) at every visit, so that at infinite temperature nothing is random: a
    /// reason to prefer Glauber's rule.
    Metropolis,
}

impl Acceptance {
    /// Both rules.
    pub const ALL: [Self; 2] = [Self::Glauber, Self::Metropolis];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Glauber => "glauber",
            Self::Metropolis => "metropolis",
        }
    }

    /// The probability that spin `before` in the field `field` points up after a visit at T > 0.
    #[expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]
    #[inline(always)]
    pub fn probability_of_up(self, before: i8, field: f64, temperature: f64) -> f64 {
        let exponent = 2.0 * field / temperature;
        match self {
            Self::Glauber => sigmoid(exponent),
            // ΔE = 2 σ h: a reversal to the field's side costs nothing and is always accepted.
            Self::Metropolis if before < 0 => exponent.exp().min(1.0),
            Self::Metropolis => 1.0 - (-exponent).exp().min(1.0),
        }
    }
}

/// A name that is not that of an acceptance rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an acceptance rule; they are glauber and metropolis")]
pub struct UnknownAcceptance(pub String);

impl FromStr for Acceptance {
    type Err = UnknownAcceptance;

    fn from_str(name: &str) -> Result<Self, UnknownAcceptance> {
        Self::ALL.into_iter().find(|rule| rule.name() == name).ok_or_else(|| UnknownAcceptance(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reversals_and_returns_are_in_balance() {
        for rule in Acceptance::ALL {
            for (field, temperature) in [(0.3, 0.7), (-1.2, 0.5), (0.0, 1.0), (0.01, 3.0)] {
                let up = rule.probability_of_up(-1, field, temperature);
                let down = 1.0 - rule.probability_of_up(1, field, temperature);
                // p(up)/p(down) = exp(2h/T).
                let ratio = (2.0 * field / temperature).exp();
                assert!((up / down / ratio - 1.0).abs() < 1e-12, "{rule:?} at h = {field}");
            }
        }
    }

    #[test]
    fn the_coldest_temperature_there_is_follows_the_field() {
        for rule in Acceptance::ALL {
            for temperature in [1e-300, f64::MIN_POSITIVE, 5e-324] {
                for before in [-1, 1] {
                    assert_eq!(rule.probability_of_up(before, 0.25, temperature), 1.0);
                    assert_eq!(rule.probability_of_up(before, -0.25, temperature), 0.0);
                }
            }
            assert_eq!(rule.name().parse(), Ok(rule));
        }
        assert_eq!(Acceptance::Glauber.probability_of_up(1, 0.0, 1e-300), 0.5);
        assert!("heat-bath".parse::<Acceptance>().unwrap_err().to_string().contains("heat-bath"));
    }
}
