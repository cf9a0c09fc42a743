//! What values the units of a restricted Boltzmann machine take.

use ndarray::Array2;

use crate::physics::configurations::Configurations;

/// The units that see the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum VisibleUnits {
    /// v ∈ {0, 1}.
    Bernoulli,
    /// v ∈ {−1, +1}.
    Ising,
    /// v ∈ {0 … q−1}, with a bias and a row of weights for each of the q states; 2 ≤ q ≤ [`MOST_STATES`].
    Potts(u8),
}

/// The units that are summed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum HiddenUnits {
    /// h ∈ {0, 1}.
    Bernoulli,
    /// h ∈ {−1, +1}.
    Ising,
}

/// The largest number of states of a Potts unit.
pub const MOST_STATES: u8 = 32;

impl VisibleUnits {
    /// Numbers that describe one unit: rows of the weights a site has.
    pub const fn channels(self) -> usize {
        match self {
            Self::Bernoulli | Self::Ising => 1,
            Self::Potts(states) => states as usize,
        }
    }

    /// Values that one unit can take.
    pub const fn states(self) -> u8 {
        match self {
            Self::Bernoulli | Self::Ising => 2,
            Self::Potts(states) => states,
        }
    }

    /// Rows of data as visible means (row, visible row): 0 and 1, −1 and +1, or for each Potts unit a 1 at its state
    /// and 0 at the others.
    pub fn means_of(self, rows: &Configurations) -> Array2<f32> {
        let channels = self.channels();
        let mut means = Array2::zeros((rows.rows(), rows.sites() * channels));
        for (mut into, row) in means.rows_mut().into_iter().zip(rows.iter_rows()) {
            for (mut site, &value) in into.exact_chunks_mut(channels).into_iter().zip(row) {
                match self {
                    Self::Bernoulli => site[0] = if value > 0 { 1.0 } else { 0.0 },
                    Self::Ising => site[0] = if value > 0 { 1.0 } else { -1.0 },
                    Self::Potts(_) => site.iter_mut().skip(usize::from(value)).take(1).for_each(|state| *state = 1.0),
                }
            }
        }
        means
    }

    /// Bends numbers (row, visible row) to the nearest means that units can have: into [0, 1] or [−1, 1], and frequencies
    /// that sum to 1 for each Potts unit.
    pub fn bend(self, means: &mut Array2<f32>) {
        match self {
            Self::Bernoulli => means.mapv_inplace(|mean| mean.clamp(0.0, 1.0)),
            Self::Ising => means.mapv_inplace(|mean| mean.clamp(-1.0, 1.0)),
            Self::Potts(states) => {
                let states = usize::from(states);
                for mut row in means.rows_mut() {
                    for mut site in row.exact_chunks_mut(states) {
                        site.mapv_inplace(|frequency| frequency.max(0.0));
                        let sum = site.sum();
                        site.mapv_inplace(|x| if sum > 0.0 { x / sum } else { 1.0 / states as f32 });
                    }
                }
            }
        }
    }

    /// The word of the command line and of files: `bernoulli`, `ising`, `potts`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bernoulli => "bernoulli",
            Self::Ising => "ising",
            Self::Potts(_) => "potts",
        }
    }
}

impl HiddenUnits {
    /// The word of the command line and of files: `bernoulli`, `ising`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bernoulli => "bernoulli",
            Self::Ising => "ising",
        }
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn rows_are_means_of_each_kind() {
        let rows = Configurations::new(vec![0, 2, 1, 1], 2);
        let potts = VisibleUnits::Potts(3).means_of(&rows);
        assert_eq!(potts, array![[1., 0., 0., 0., 0., 1.], [0., 1., 0., 0., 1., 0.]]);
        assert_eq!(VisibleUnits::Ising.means_of(&rows), array![[-1., 1.], [1., 1.]]);
        assert_eq!(VisibleUnits::Bernoulli.means_of(&rows), array![[0., 1.], [1., 1.]]);
    }

    #[test]
    fn bent_means_are_means() {
        let bent = |units: VisibleUnits, mut means: Array2<f32>| {
            units.bend(&mut means);
            means
        };
        assert_eq!(bent(VisibleUnits::Bernoulli, array![[-0.5, 0.25, 2.0]]), array![[0.0, 0.25, 1.0]]);
        assert_eq!(bent(VisibleUnits::Ising, array![[-3.0, -0.5, 2.0]]), array![[-1.0, -0.5, 1.0]]);
        let potts = bent(VisibleUnits::Potts(2), array![[-1.0, 0.5, 0.25, 0.75, -1.0, -2.0]]);
        assert_eq!(potts, array![[0.0, 1.0, 0.25, 0.75, 0.5, 0.5]]);
    }
}
