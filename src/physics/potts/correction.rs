//! The average product correction of scores of pairs.

use ndarray::Array2;

/// What is taken from the score of a pair: F_ij − F̄_i F̄_j / F̄, because sites of high entropy or shared ancestry score high
/// with all others. The conventions differ in the means, by a factor of L/(L − 1) in what is subtracted.
///
/// ## References
///
/// * S. D. Dunn, L. M. Wahl and G. B. Gloor, “Mutual information without the influence of phylogeny or entropy
///   dramatically improves residue contact prediction”, Bioinformatics 24, 333 (2008), doi:10.1093/bioinformatics/btm604
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum AverageProduct {
    /// Scores as they are.
    None,
    /// F̄_i and F̄ are true means, over the L − 1 others and all pairs: what is subtracted is
    /// Σ_k F_ik Σ_k F_jk / [ (1 − 1/L) Σ_kl F_kl ], as in PlmDCA.
    #[default]
    Mean,
    /// The zero diagonal is counted with the means: what is subtracted is Σ_k F_ik Σ_k F_jk / Σ_kl F_kl, as in adabmDCA.
    Sum,
}

impl AverageProduct {
    /// Corrected scores of symmetric ones, whose diagonal is 0 and stays so. Scores that are all 0 stay as they are.
    pub fn corrected(self, scores: &Array2<f64>) -> Array2<f64> {
        let sites = scores.nrows();
        let sums: Vec<f64> = scores.outer_iter().map(|row| row.sum()).collect();
        let all: f64 = sums.iter().sum();
        let divisor = match self {
            Self::None => return scores.clone(),
            Self::Mean => all * (1.0 - 1.0 / sites as f64),
            Self::Sum => all,
        };
        if divisor == 0.0 || sites < 2 {
            return scores.clone();
        }
        Array2::from_shape_fn(
            scores.dim(),
            |(i, j)| {
                if i == j { 0.0 } else { scores[[i, j]] - sums[i] * sums[j] / divisor }
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn means_are_those_of_the_convention() {
        let scores = array![[0.0, 1.0, 2.0], [1.0, 0.0, 4.0], [2.0, 4.0, 0.0]];
        let mean = AverageProduct::Mean.corrected(&scores);
        // Means over the others: 1.5, 2.5, 3; of all pairs: 7/3.
        let wanted = [(0, 1, 1.0 - 1.5 * 2.5 * 3.0 / 7.0), (0, 2, 2.0 - 1.5 * 3.0 * 3.0 / 7.0)];
        for (i, j, value) in wanted {
            assert!((mean[[i, j]] - value).abs() < 1e-14 && mean[[i, j]] == mean[[j, i]]);
        }
        let sum = AverageProduct::Sum.corrected(&scores);
        assert!((sum[[1, 2]] - (4.0 - 5.0 * 6.0 / 14.0)).abs() < 1e-14);
        assert_eq!(sum.diag().to_vec(), [0.0; 3]);
        assert_eq!(AverageProduct::None.corrected(&scores), scores);
    }

    #[test]
    fn a_score_that_is_a_product_of_its_sites_is_removed() {
        // F_ij = a for all pairs is the only product with a zero diagonal of more than two sites.
        let mut scores = Array2::from_elem((5, 5), 0.7);
        scores.diag_mut().fill(0.0);
        assert!(AverageProduct::Mean.corrected(&scores).iter().all(|score| score.abs() < 1e-14));
        let none = Array2::zeros((3, 3));
        assert_eq!(AverageProduct::Mean.corrected(&none), none, "nothing to divide by");
    }
}
