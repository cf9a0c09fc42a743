//! The zero-sum gauge of Potts couplings, and the norms of their blocks in it.

use ndarray::Array2;
use rayon::prelude::*;

use super::couplings::PottsCouplings;
use super::pairs;
use crate::physics::arrays::flat_mut;

/// What a block has beyond the zero-sum gauge.
struct Means {
    /// Of each row less that of all, by the state of the first site.
    first: Vec<f64>,
    /// Of each column less that of all, by the state of the second site.
    second: Vec<f64>,
    all: f64,
}

impl Means {
    fn of(block: &[f64], states: usize) -> Self {
        let count = states as f64;
        let all = block.iter().sum::<f64>() / (count * count);
        let first = block.chunks_exact(states).map(|row| row.iter().sum::<f64>() / count - all).collect();
        let mut second = vec![-all; states];
        for row in block.chunks_exact(states) {
            second.iter_mut().zip(row).for_each(|(mean, value)| *mean += value / count);
        }
        Self { first, second, all }
    }

    /// Brings the block to the zero-sum gauge.
    fn remove(&self, block: &mut [f64]) {
        for (row, first) in block.chunks_exact_mut(self.second.len()).zip(&self.first) {
            row.iter_mut().zip(&self.second).for_each(|(value, second)| *value -= first + second + self.all);
        }
    }
}

impl PottsCouplings {
    /// The same distribution in the zero-sum gauge, Σ_a J_ij(a, b) = Σ_b J_ij(a, b) = 0 and Σ_a h_i(a) = 0, in which as
    /// little as possible is said by couplings (Σ J² is least) and as much by fields:
    ///
    /// J_ij(a, b) ← J_ij(a, b) − J_ij(·, b) − J_ij(a, ·) + J_ij(·, ·),
    /// h_i(a) ← h_i(a) − h_i(·) + Σ_{j≠i} [ J_ij(a, ·) − J_ij(·, ·) ],
    ///
    /// where a dot is the mean over the states of that site.
    ///
    /// ## References
    ///
    /// * M. Ekeberg, C. Lövkvist, Y. Lan, M. Weigt and E. Aurell, “Improved contact prediction in proteins: using
    ///   pseudolikelihoods to infer Potts models”, Phys. Rev. E 87, 012707 (2013), doi:10.1103/PhysRevE.87.012707,
    ///   arXiv:1211.1281
    #[must_use]
    pub fn zero_sum(&self) -> Self {
        let (sites, states) = (self.sites(), self.states());
        let mut gauged = self.clone();
        let (mut fields, blocks) = gauged.parts_mut();
        for mut field in fields.outer_iter_mut() {
            let mean = field.sum() / states as f64;
            field -= mean;
        }
        for ((i, j), block) in pairs::all(sites).zip(blocks.chunks_exact_mut((states * states).max(1))) {
            let means = Means::of(block, states);
            means.remove(block);
            for (site, means) in [(i, &means.first), (j, &means.second)] {
                fields.row_mut(site).iter_mut().zip(means).for_each(|(field, mean)| *field += mean);
            }
        }
        gauged
    }

    /// F_ij = [ Σ_{a,b} J_ij(a, b)² ]^½ in the zero-sum gauge, whatever gauge the couplings stand in: symmetric, with a
    /// zero diagonal. A state that is `left_out`, such as the gap of an alignment, takes part in the gauge but not in the
    /// sum.
    ///
    /// ## References
    ///
    /// * M. Ekeberg et al., as for [`zero_sum`](Self::zero_sum): the norm
    /// * C. Baldassi, M. Zamparo, C. Feinauer et al., “Fast and accurate multivariate Gaussian modeling of protein
    ///   families”, PLoS ONE 9, e92721 (2014), doi:10.1371/journal.pone.0092721: the gap left out
    pub fn frobenius_norms(&self, left_out: Option<u8>) -> Array2<f64> {
        let (sites, states) = (self.sites(), self.states());
        let counts = |state: usize| left_out.is_none_or(|out| usize::from(out) != state);
        let norm = |block: &[f64]| {
            let mut block = block.to_vec();
            Means::of(&block, states).remove(&mut block);
            let kept = block.iter().enumerate().filter(|&(place, _)| counts(place / states) && counts(place % states));
            kept.map(|(_, value)| value * value).sum::<f64>().sqrt()
        };
        let norms: Vec<f64> = self.blocks().par_chunks_exact((states * states).max(1)).map(norm).collect();
        symmetric(sites, &norms)
    }
}

/// Numbers of pairs, in their order, as a symmetric matrix with a zero diagonal.
pub(super) fn symmetric(sites: usize, of_pairs: &[f64]) -> Array2<f64> {
    let mut matrix = Array2::zeros((sites, sites));
    let numbers = flat_mut(&mut matrix);
    for ((i, j), &value) in pairs::all(sites).zip(of_pairs) {
        numbers[i * sites + j] = value;
        numbers[j * sites + i] = value;
    }
    matrix
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::physics::potts::couplings::tests::some;

    #[test]
    fn the_zero_sum_gauge_changes_weights_by_a_constant_only() {
        let model = some(4, 3);
        let gauged = model.zero_sum();
        let mut constant = None;
        for number in 0..3_usize.pow(4) {
            let row: Vec<u8> = (0..4).map(|site| (number / 3_usize.pow(site) % 3) as u8).collect();
            let change = model.log_weight(&row).unwrap() - gauged.log_weight(&row).unwrap();
            assert!((change - *constant.get_or_insert(change)).abs() < 1e-12, "{change}");
        }
        for (i, j) in pairs::all(4) {
            let block = gauged.block(i, j).unwrap();
            for axis in [0, 1] {
                assert!(block.sum_axis(ndarray::Axis(axis)).iter().all(|sum| sum.abs() < 1e-13));
            }
        }
        assert!(gauged.fields().sum_axis(ndarray::Axis(1)).iter().all(|sum| sum.abs() < 1e-13));
        let again = gauged.zero_sum();
        assert!(gauged.blocks().iter().zip(again.blocks()).all(|(a, b)| (a - b).abs() < 1e-15));
    }

    #[test]
    fn norms_are_those_of_the_zero_sum_gauge_in_any_gauge() {
        let model = some(4, 3);
        let gauged = model.zero_sum();
        for left_out in [None, Some(0), Some(2)] {
            let norms = model.frobenius_norms(left_out);
            for (i, j) in pairs::all(4) {
                let block = gauged.block(i, j).unwrap();
                let kept = |state: usize| left_out != Some(state as u8);
                let squares = block.indexed_iter().filter(|((a, b), _)| kept(*a) && kept(*b));
                let norm = squares.map(|(_, value)| value * value).sum::<f64>().sqrt();
                assert!((norms[[i, j]] - norm).abs() < 1e-14 && norms[[j, i]] == norms[[i, j]]);
            }
            assert!(norms.diag().iter().all(|&norm| norm == 0.0));
        }
        // A block of fields only has no norm.
        let fields = ndarray::Array2::zeros((2, 2));
        let block = vec![1.0, 3.0, -2.0, 0.0];
        let separable = PottsCouplings::new(fields, block).unwrap();
        assert!(separable.frobenius_norms(None)[[0, 1]] < 1e-15);
    }
}
