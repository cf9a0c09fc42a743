//! Distributions that say something about hidden units.
//!
//! ## References
//!
//! * D. H. Ackley, G. E. Hinton and T. J. Sejnowski, “A learning algorithm for Boltzmann machines”, Cogn. Sci. 9, 147
//!   (1985), doi:10.1207/s15516709cog0901_7, for the encoder
//! * G. E. Hinton and T. J. Sejnowski, “Learning and relearning in Boltzmann machines”, in Parallel Distributed Processing 1,
//!   MIT Press (1986), for the shifter
//! * M. Minsky and S. Papert, “Perceptrons”, MIT Press (1969), for parity

use crate::physics::configurations::Configurations;
use crate::physics::seed::{Seed, Stream, uniform};

use super::error::BoltzmannError;
use super::target::{MOST_LISTED, Target};

/// A distribution with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Preset {
    /// All rows with an even number of ones, equally likely: no product of fewer than V units says anything.
    Parity {
        /// V, 2 to 12.
        bits: usize,
    },
    /// (a, b, a XOR b), equally likely: as a distribution the even parity of three bits.
    ExclusiveOr,
    /// (a, a moved by one place to the left, not at all, or to the right and round the end, which of the three): all
    /// patterns a and all moves, equally likely. V = 2 bits + 3, the move as one of three.
    Shifter {
        /// Length of a, 3 or 4.
        bits: usize,
    },
    /// One of n twice: V = 2n units in two groups, in each of which the same unit is on. The hidden units, log₂ n of them in
    /// the classical 4-2-4 encoder, must carry which.
    Encoder {
        /// Units of a group, 2 to 8.
        group: usize,
    },
    /// A random distribution over all states: uniform on the simplex of distributions (a flat Dirichlet).
    Random {
        /// V, 1 to 12.
        bits: usize,
        /// The seed of the distribution.
        seed: Seed,
    },
}

impl Preset {
    /// One of each kind, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Parity { bits: 3 },
        Self::ExclusiveOr,
        Self::Shifter { bits: 3 },
        Self::Encoder { group: 4 },
        Self::Random { bits: 4, seed: Seed(1) },
    ];

    /// As it is called: `even parity of 3`, `4-2-4 encoder`.
    pub fn title(self) -> String {
        match self {
            Self::Parity { bits } => format!("even parity of {bits}"),
            Self::ExclusiveOr => "exclusive or".to_owned(),
            Self::Shifter { bits } => format!("shifter of {bits}"),
            Self::Encoder { group } => format!("{group}-{}-{group} encoder", self.usual_hidden()),
            Self::Random { bits, .. } => format!("random distribution of {bits}"),
        }
    }

    /// V.
    pub const fn visible(self) -> usize {
        match self {
            Self::Parity { bits } | Self::Random { bits, .. } => bits,
            Self::ExclusiveOr => 3,
            Self::Shifter { bits } => bits.saturating_mul(2).saturating_add(3),
            Self::Encoder { group } => group.saturating_mul(2),
        }
    }

    /// Hidden units with which it is learned well.
    pub const fn usual_hidden(self) -> usize {
        match self {
            Self::Parity { bits } => bits.saturating_add(1),
            Self::ExclusiveOr | Self::Random { .. } => 4,
            Self::Shifter { .. } => 8,
            // ⌈log₂ n⌉ of them tell n apart.
            Self::Encoder { group } => group.next_power_of_two().trailing_zeros() as usize,
        }
    }

    /// The distribution.
    ///
    /// # Errors
    /// The number of bits is out of its range.
    pub fn target(self) -> Result<Target, BoltzmannError> {
        let value = |what, found: usize, expected| Err(BoltzmannError::value(what, found, expected));
        match self {
            Self::Parity { bits } if !(2..=12).contains(&bits) => {
                value("the number of bits of a parity", bits, "it can be 2 to 12")
            }
            Self::Shifter { bits } if !(3..=4).contains(&bits) => {
                value("the number of bits of a shifter", bits, "it can be 3 or 4")
            }
            Self::Encoder { group } if !(2..=8).contains(&group) => {
                value("the number of units of a group", group, "it can be 2 to 8")
            }
            Self::Random { bits, .. } if !(1..=12).contains(&bits) => {
                value("the number of bits of a random distribution", bits, "it can be 1 to 12")
            }
            Self::Random { bits, seed } => {
                let mut rng = seed.stream(Stream::SyntheticData);
                // Exponential numbers over their sum are uniform on the simplex.
                let weights: Vec<f64> = (0..1 << bits).map(|_| -(1.0 - uniform(&mut rng)).ln()).collect();
                Target::from_list(&weights)
            }
            _ => Target::new(&Configurations::new(self.rows(), self.visible()), None),
        }
    }

    /// The rows, equally likely.
    fn rows(self) -> Vec<u8> {
        let bits_of = |number: usize, bits: usize| (0..bits).map(move |i| (number >> i & 1) as u8);
        match self {
            Self::Parity { bits } => {
                let even = (0..1_usize << bits.min(MOST_LISTED)).filter(|state| state.count_ones().is_multiple_of(2));
                even.flat_map(|state| bits_of(state, bits)).collect()
            }
            Self::ExclusiveOr => (0..4_u8).flat_map(|ab| [ab & 1, ab >> 1, (ab & 1) ^ (ab >> 1)]).collect(),
            Self::Shifter { bits } => {
                let mut rows = Vec::new();
                for pattern in 0..1_usize << bits.min(MOST_LISTED) {
                    for shift in 0..3 {
                        let first: Vec<u8> = bits_of(pattern, bits).collect();
                        // Place i takes what was one to the right of it (left shift), at it, or one to the left.
                        let moved = (0..bits).map(|i| first[(i + bits + 1 - shift) % bits]);
                        rows.extend(first.iter().copied().chain(moved));
                        rows.extend((0..3).map(|code| u8::from(code == shift)));
                    }
                }
                rows
            }
            Self::Encoder { group } => {
                (0..group).flat_map(|code| (0..2 * group).map(move |i| u8::from(i % group == code))).collect()
            }
            Self::Random { .. } => Vec::new(),
        }
    }
}
