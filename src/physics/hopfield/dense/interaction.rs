//! The functions F of the energy, with their names.
//!
//! ## References
//!
//! * D. Krotov and J. J. Hopfield, “Dense associative memory for pattern recognition”, NeurIPS 29 (2016),
//!   arXiv:1606.01164, equations 1 to 4
//! * M. Demircigil et al., “On a model of associative memory with huge storage capacity”, J. Stat. Phys. 168, 288 (2017),
//!   arXiv:1702.01929

#![expect(clippy::inline_always, reason = "must be compiled inside the function that pulp gives its vector width")]

use std::str::FromStr;

/// The degree n of a power, from 2 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Degree(u8);

/// Not a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the degree is {0}; dense memories have degrees from {least} to {most}", least = Degree::LEAST, most = Degree::MOST)]
pub struct DegreeError(pub u64);

impl Degree {
    /// The lowest degree: that of Hebb's rule.
    pub const LEAST: u8 = 2;
    /// The highest degree.
    pub const MOST: u8 = 8;
    /// All degrees, rising.
    pub const ALL: [Self; 7] = [Self(2), Self(3), Self(4), Self(5), Self(6), Self(7), Self(8)];

    /// The degree n, if it is one.
    pub const fn new(n: u8) -> Result<Self, DegreeError> {
        if n >= Self::LEAST && n <= Self::MOST { Ok(Self(n)) } else { Err(DegreeError(n as u64)) }
    }

    /// n.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Degree {
    type Error = DegreeError;

    fn try_from(n: u8) -> Result<Self, DegreeError> {
        Self::new(n)
    }
}

impl From<Degree> for u8 {
    fn from(degree: Degree) -> Self {
        degree.0
    }
}

/// The function F of E = −Σ_μ F(o_μ), where o_μ = Σ_i ξ_i^μ σ_i is the overlap of the state with memory μ, an integer
/// from −N to N.
///
/// The field that decides spin i is half of what the spin's two directions differ by in energy (KH16, equation 4):
/// h_i = ½ Σ_μ [F(ξ_i^μ + r_μ) − F(−ξ_i^μ + r_μ)], r_μ = o_μ − ξ_i^μ σ_i, so that a flip costs ΔE = 2 σ_i h_i, and
/// σ_i ← sign(h_i), which keeps the spin at h_i = 0.
///
/// Energies and fields are measured in [units](Self::unit) in which n = 2 is Hebb's network and the field of one memory
/// alone tends to 1 for every degree. Those of the exponential are of −ln Σ_μ exp(o_μ): the logarithm moves no minimum
/// and no decision at T = 0, and keeps energies finite for every N; at T = 1 the state is drawn from the mixture
/// Σ_μ Π_i exp(ξ_i^μ σ_i).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Interaction {
    /// F(x) = xⁿ. For even n the reverse of a memory is one as well.
    Polynomial(Degree),
    /// F(x) = xⁿ for x > 0 and 0 below: half of the crosstalk, and no reverses.
    Rectified(Degree),
    /// F(x) = eˣ.
    Exponential,
}

impl Interaction {
    /// All functions: powers by rising degree, rectified ones, and the exponential.
    pub const ALL: [Self; 15] = {
        let mut all = [Self::Exponential; 15];
        let mut k = 0;
        while k < Degree::ALL.len() {
            all[k] = Self::Polynomial(Degree::ALL[k]);
            all[Degree::ALL.len() + k] = Self::Rectified(Degree::ALL[k]);
            k += 1;
        }
        all
    };

    /// The name on the command line and in files.
    pub const fn name(self) -> &'static str {
        const POWERS: [&str; 7] = ["dense:2", "dense:3", "dense:4", "dense:5", "dense:6", "dense:7", "dense:8"];
        const RECTIFIED: [&str; 7] = [
            "dense-rectified:2",
            "dense-rectified:3",
            "dense-rectified:4",
            "dense-rectified:5",
            "dense-rectified:6",
            "dense-rectified:7",
            "dense-rectified:8",
        ];
        match self {
            Self::Polynomial(degree) => POWERS[(degree.0 - Degree::LEAST) as usize],
            Self::Rectified(degree) => RECTIFIED[(degree.0 - Degree::LEAST) as usize],
            Self::Exponential => "exponential",
        }
    }

    /// The name as people say it.
    pub const fn title(self) -> &'static str {
        const POWERS: [&str; 7] = [
            "Dense, n = 2",
            "Dense, n = 3",
            "Dense, n = 4",
            "Dense, n = 5",
            "Dense, n = 6",
            "Dense, n = 7",
            "Dense, n = 8",
        ];
        const RECTIFIED: [&str; 7] = [
            "Rectified, n = 2",
            "Rectified, n = 3",
            "Rectified, n = 4",
            "Rectified, n = 5",
            "Rectified, n = 6",
            "Rectified, n = 7",
            "Rectified, n = 8",
        ];
        match self {
            Self::Polynomial(degree) => POWERS[(degree.0 - Degree::LEAST) as usize],
            Self::Rectified(degree) => RECTIFIED[(degree.0 - Degree::LEAST) as usize],
            Self::Exponential => "Exponential",
        }
    }

    /// n; `None` for the exponential.
    pub const fn degree(self) -> Option<u8> {
        match self {
            Self::Polynomial(degree) | Self::Rectified(degree) => Some(degree.0),
            Self::Exponential => None,
        }
    }

    /// F(x). Infinite for the exponential beyond x = 709.
    pub fn value(self, x: f64) -> f64 {
        match self {
            Self::Polynomial(degree) => x.powi(i32::from(degree.0)),
            Self::Rectified(degree) => x.max(0.0).powi(i32::from(degree.0)),
            Self::Exponential => x.exp(),
        }
    }

    /// F′(x): the activity of a hidden unit with the input x.
    pub fn slope(self, x: f64) -> f64 {
        match self {
            Self::Polynomial(degree) => f64::from(degree.0) * x.powi(i32::from(degree.0) - 1),
            Self::Rectified(degree) => f64::from(degree.0) * x.max(0.0).powi(i32::from(degree.0) - 1),
            Self::Exponential => x.exp(),
        }
    }

    /// The unit of energy in a network of `size` spins: n N^(n−1), by which −Σ_μ F(o_μ) is divided. 1 for the
    /// exponential, whose energies are logarithms.
    pub fn unit(self, size: usize) -> f64 {
        self.degree().map_or(1.0, |n| f64::from(n) * (size as f64).powi(i32::from(n) - 1))
    }

    /// Fields up to this size are rounding: 0 where all sums of `patterns` values are exact integers.
    pub(in crate::physics::hopfield) fn rounding(self, size: usize, patterns: usize) -> f64 {
        const EXACT: f64 = (1_u64 << 53) as f64;
        const ROUNDING: f64 = 1e-12;
        match self {
            Self::Exponential => ROUNDING,
            _ if 2.0 * patterns as f64 * self.value(size as f64 + 2.0) <= EXACT => 0.0,
            _ => ROUNDING,
        }
    }
}

/// xⁿ for an n that the compiler knows.
#[inline(always)]
pub(super) fn power<const N: u32>(x: f64) -> f64 {
    let mut product = x;
    for _ in 1..N {
        product *= x;
    }
    product
}

/// A name that is not that of an interaction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a dense memory; they are dense:2 to dense:8, dense-rectified:2 to dense-rectified:8 and exponential"
)]
pub struct UnknownInteraction(pub String);

impl FromStr for Interaction {
    type Err = UnknownInteraction;

    fn from_str(name: &str) -> Result<Self, UnknownInteraction> {
        Self::ALL.into_iter().find(|one| one.name() == name).ok_or_else(|| UnknownInteraction(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_others_refused() {
        for interaction in Interaction::ALL {
            assert_eq!(interaction.name().parse(), Ok(interaction));
        }
        for name in ["dense:1", "dense:9", "dense", "exp"] {
            assert!(name.parse::<Interaction>().unwrap_err().to_string().contains(name));
        }
        assert_eq!(Degree::new(9), Err(DegreeError(9)));
        assert_eq!(DegreeError(9).to_string(), "the degree is 9; dense memories have degrees from 2 to 8");
    }

    #[test]
    fn slopes_are_the_derivatives() {
        for interaction in Interaction::ALL {
            for x in [-1.3, -0.2, 0.4, 2.1] {
                let numeric = (interaction.value(x + 1e-5) - interaction.value(x - 1e-5)) / 2e-5;
                assert!(
                    (numeric - interaction.slope(x)).abs() < 1e-6 * (1.0 + numeric.abs()),
                    "{interaction:?} at {x}"
                );
            }
        }
    }
}
