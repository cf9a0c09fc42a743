//! The couplings of an Ising model: fields, pairs and triples.

use ndarray::Array2;

/// The coupling of two spins, i < j.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Pair {
    /// The first spin.
    pub i: usize,
    /// The second spin.
    pub j: usize,
    /// J_ij.
    pub value: f64,
}

/// The coupling of three spins, i < j < k.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Triple {
    /// The first spin.
    pub i: usize,
    /// The second spin.
    pub j: usize,
    /// The third spin.
    pub k: usize,
    /// K_ijk.
    pub value: f64,
}

impl Triple {
    /// Its three spins.
    pub const fn sites(&self) -> [usize; 3] {
        [self.i, self.j, self.k]
    }
}

/// Why numbers are not the couplings of an Ising model.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum IsingError {
    /// No spin at all.
    #[error("an Ising model has at least one spin; there are no fields")]
    Empty,
    /// A coupling that is no finite number.
    #[error("the coupling of the spins {} is {value}; it must be a finite number", named(spins))]
    NotFinite {
        /// The spins it couples.
        spins: Vec<usize>,
        /// What it is.
        value: f64,
    },
    /// Spins that are not there, or not in ascending order.
    #[error(
        "a coupling is given for the spins {}; they must be different, in ascending order and below {count}",
        named(spins)
    )]
    Spins {
        /// The spins it couples.
        spins: Vec<usize>,
        /// How many spins there are.
        count: usize,
    },
    /// Two values for the same spins.
    #[error("the coupling of the spins {} is given twice", named(spins))]
    Twice {
        /// The spins it couples.
        spins: Vec<usize>,
    },
}

/// `3, 7 and 9`
fn named(spins: &[usize]) -> String {
    match spins {
        [first, rest @ .., last] => {
            let before: Vec<String> = [first].into_iter().chain(rest).map(usize::to_string).collect();
            format!("{} and {last}", before.join(", "))
        }
        _ => spins.iter().map(usize::to_string).collect(),
    }
}

/// Spins s_i = ±1, i < N, with the probability
///
/// p(s) = exp(Σ_i h_i s_i + Σ_{i<j} J_ij s_i s_j + Σ_{i<j<k} K_ijk s_i s_j s_k) / Z.
///
/// The couplings are dimensionless: the inverse temperature β is part of each of them. Pairs and triples that are not
/// listed are 0; the lists are sorted by their spins, so that equal models compare equal.
#[derive(Clone, Debug, PartialEq)]
pub struct IsingModel {
    fields: Vec<f64>,
    pairs: Vec<Pair>,
    triples: Vec<Triple>,
}

impl IsingModel {
    /// Checks and sorts the couplings.
    ///
    /// # Errors
    /// There is no spin, a value is not finite, spins are out of order or range, or a coupling is given twice.
    pub fn new(fields: Vec<f64>, mut pairs: Vec<Pair>, mut triples: Vec<Triple>) -> Result<Self, IsingError> {
        let count = fields.len();
        if count == 0 {
            return Err(IsingError::Empty);
        }
        for (spin, &value) in fields.iter().enumerate() {
            check(&[spin], value, count)?;
        }
        for &Pair { i, j, value } in &pairs {
            check(&[i, j], value, count)?;
        }
        for &Triple { i, j, k, value } in &triples {
            check(&[i, j, k], value, count)?;
        }
        pairs.sort_by_key(|pair| (pair.i, pair.j));
        triples.sort_by_key(|triple| (triple.i, triple.j, triple.k));
        if let Some([Pair { i, j, .. }, _]) = pairs.array_windows().find(|[a, b]| (a.i, a.j) == (b.i, b.j)) {
            return Err(IsingError::Twice { spins: vec![*i, *j] });
        }
        let twice = triples.array_windows().find(|[a, b]| (a.i, a.j, a.k) == (b.i, b.j, b.k));
        if let Some([Triple { i, j, k, .. }, _]) = twice {
            return Err(IsingError::Twice { spins: vec![*i, *j, *k] });
        }
        Ok(Self { fields, pairs, triples })
    }

    /// Number N of spins.
    pub fn spins(&self) -> usize {
        self.fields.len()
    }

    /// The fields h_i.
    pub fn fields(&self) -> &[f64] {
        &self.fields
    }

    /// The pairs that are listed, by their spins.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The triples that are listed, by their spins.
    pub fn triples(&self) -> &[Triple] {
        &self.triples
    }

    /// J_ij as a symmetric matrix (N, N) with a diagonal of zeros.
    pub fn pair_matrix(&self) -> Array2<f64> {
        let mut matrix = Array2::zeros((self.spins(), self.spins()));
        for &Pair { i, j, value } in &self.pairs {
            matrix[(i, j)] = value;
            matrix[(j, i)] = value;
        }
        matrix
    }

    /// ln p(s) + ln Z of a configuration of ±1: minus its energy in units of the temperature. Spins beyond the end of
    /// a configuration that is too short count as 0.
    pub fn log_weight(&self, spins: &[i8]) -> f64 {
        let spin = |i: usize| f64::from(spins.get(i).copied().unwrap_or(0));
        let fields: f64 = self.fields.iter().enumerate().map(|(i, h)| h * spin(i)).sum();
        let pairs: f64 = self.pairs.iter().map(|pair| pair.value * spin(pair.i) * spin(pair.j)).sum();
        let triples = self.triples.iter().map(|triple| triple.value * spin(triple.i) * spin(triple.j) * spin(triple.k));
        fields + pairs + triples.sum::<f64>()
    }
}

/// Refuses a value that is not finite, and spins that are out of order or range.
fn check(spins: &[usize], value: f64, count: usize) -> Result<(), IsingError> {
    if !spins.is_sorted_by(|a, b| a < b) || spins.last().is_none_or(|&last| last >= count) {
        return Err(IsingError::Spins { spins: spins.to_vec(), count });
    }
    if !value.is_finite() {
        return Err(IsingError::NotFinite { spins: spins.to_vec(), value });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(i: usize, j: usize, value: f64) -> Pair {
        Pair { i, j, value }
    }

    #[test]
    fn what_is_no_model_is_a_sentence() {
        let refusal = |pairs, triples| IsingModel::new(vec![0.0; 3], pairs, triples).unwrap_err().to_string();
        assert_eq!(
            refusal(vec![pair(1, 0, 0.5)], Vec::new()),
            "a coupling is given for the spins 1 and 0; they must be different, in ascending order and below 3"
        );
        assert!(refusal(vec![pair(0, 3, 0.5)], Vec::new()).contains("below 3"));
        assert_eq!(
            refusal(vec![pair(0, 1, f64::NAN)], Vec::new()),
            "the coupling of the spins 0 and 1 is NaN; it must be a finite number"
        );
        assert_eq!(
            refusal(vec![pair(0, 1, 1.0), pair(1, 2, 1.0), pair(0, 1, 2.0)], Vec::new()),
            "the coupling of the spins 0 and 1 is given twice"
        );
        let triple = Triple { i: 0, j: 1, k: 2, value: 1.0 };
        assert!(refusal(Vec::new(), vec![triple; 2]).contains("spins 0, 1 and 2"));
        assert_eq!(IsingModel::new(Vec::new(), Vec::new(), Vec::new()), Err(IsingError::Empty));
    }

    #[test]
    fn a_weight_is_the_sum_of_its_terms() {
        let triples = vec![Triple { i: 0, j: 1, k: 2, value: 0.3 }];
        let model = IsingModel::new(vec![0.1, 0.2, -0.4], vec![pair(1, 2, 0.7), pair(0, 2, 0.5)], triples).unwrap();
        assert_eq!((model.pairs()[0], model.spins()), (pair(0, 2, 0.5), 3));
        let wanted = 0.1 - 0.2 - 0.4 - 0.7 + 0.5 - 0.3;
        assert!((model.log_weight(&[1, -1, 1]) - wanted).abs() < 1e-15);
        let matrix = model.pair_matrix();
        assert_eq!((matrix[(2, 1)], matrix[(1, 2)], matrix[(0, 1)], matrix[(2, 2)]), (0.7, 0.7, 0.0, 0.0));
    }
}
