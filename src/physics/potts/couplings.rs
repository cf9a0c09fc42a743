//! The parameters of a pairwise Potts model.

use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use super::pairs;
use crate::physics::arrays::{ShapeError, check_shape, flat, standard};

/// Fields h_i(a) and couplings J_ij(a, b) of L sites with q states each, with
///
/// p(v) ∝ exp( Σ_i h_i(v_i) + Σ_{i<j} J_ij(v_i, v_j) ),
///
/// dimensionless: an inverse temperature is part of them. A block of J_ij is (state of i, state of j), i < j, and the
/// blocks stand in the order of [`pairs`].
///
/// ## References
///
/// * F. Y. Wu, “The Potts model”, Rev. Mod. Phys. 54, 235 (1982), doi:10.1103/RevModPhys.54.235
/// * F. Morcos, A. Pagnani, B. Lunt et al., “Direct-coupling analysis of residue coevolution captures native contacts
///   across many protein families”, PNAS 108, E1293 (2011), doi:10.1073/pnas.1111471108, arXiv:1110.5223
#[derive(Clone, Debug, PartialEq)]
pub struct PottsCouplings {
    /// (site, state)
    fields: Array2<f64>,
    blocks: Vec<f64>,
}

/// Why numbers are no Potts couplings.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PottsError {
    /// Blocks that do not fit the fields.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// A value that is not finite.
    #[error("{what} hold {value}; finite numbers were expected")]
    NotFinite {
        /// Which of them.
        what: &'static str,
        /// The first such value.
        value: f64,
    },
}

impl PottsCouplings {
    /// From fields (site, state) and the blocks of all pairs, one after another.
    ///
    /// # Errors
    /// The blocks are not L (L − 1) q² / 2 numbers, or a number is not finite.
    pub fn new(fields: Array2<f64>, blocks: Vec<f64>) -> Result<Self, PottsError> {
        let (sites, states) = fields.dim();
        check_shape("the list of couplings", &[blocks.len()], &[pairs::count(sites) * states * states])?;
        let bad = |numbers: &[f64]| numbers.iter().copied().find(|number| !number.is_finite());
        let fields = standard(fields);
        for (what, numbers) in [("fields", flat(&fields)), ("couplings", &blocks[..])] {
            if let Some(value) = bad(numbers) {
                return Err(PottsError::NotFinite { what, value });
            }
        }
        Ok(Self { fields, blocks })
    }

    /// Without fields and couplings: every state is as likely.
    pub fn zeros(sites: usize, states: usize) -> Self {
        Self { fields: Array2::zeros((sites, states)), blocks: vec![0.0; pairs::count(sites) * states * states] }
    }

    /// The memory that the parameters of a model take.
    pub const fn bytes(sites: usize, states: usize) -> u64 {
        let numbers = (sites * states) as u64 + pairs::count(sites) as u64 * (states * states) as u64;
        numbers * size_of::<f64>() as u64
    }

    /// L, the number of sites.
    pub fn sites(&self) -> usize {
        self.fields.nrows()
    }

    /// q, the number of states of each site.
    pub fn states(&self) -> usize {
        self.fields.ncols()
    }

    /// h, (site, state).
    pub fn fields(&self) -> ArrayView2<'_, f64> {
        self.fields.view()
    }

    /// The blocks of all pairs in their order, each q × q with the state of the second site running fastest.
    pub fn blocks(&self) -> &[f64] {
        &self.blocks
    }

    /// Fields and blocks, to be changed.
    pub(in crate::physics) fn parts_mut(&mut self) -> (ArrayViewMut2<'_, f64>, &mut [f64]) {
        (self.fields.view_mut(), &mut self.blocks)
    }

    /// J_ij, (state of i, state of j), for two different sites in either order; `None` for others.
    pub fn block(&self, i: usize, j: usize) -> Option<ArrayView2<'_, f64>> {
        if i == j || i.max(j) >= self.sites() {
            return None;
        }
        let states = self.states();
        let start = pairs::place(self.sites(), i, j) * states * states;
        let numbers = self.blocks.get(start..start + states * states)?;
        let block = ArrayView2::from_shape((states, states), numbers).ok()?;
        Some(if i < j { block } else { block.reversed_axes() })
    }

    /// ln p(v) + ln Z = Σ_i h_i(v_i) + Σ_{i<j} J_ij(v_i, v_j); `None` for a row of another length, or with a state that
    /// there is not.
    pub fn log_weight(&self, row: &[u8]) -> Option<f64> {
        let (sites, states) = self.fields.dim();
        if row.len() != sites || row.iter().any(|&state| usize::from(state) >= states) {
            return None;
        }
        let of_fields: f64 =
            row.iter().zip(self.fields.outer_iter()).map(|(&state, field)| field[usize::from(state)]).sum();
        let blocks = self.blocks.chunks_exact((states * states).max(1));
        let of_pairs: f64 = pairs::all(sites)
            .zip(blocks)
            .map(|((i, j), block)| block[usize::from(row[i]) * states + usize::from(row[j])])
            .sum();
        Some(of_fields + of_pairs)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Numbers without order, in no particular gauge.
    pub(crate) fn some(sites: usize, states: usize) -> PottsCouplings {
        let number = |k: usize| ((k * 37 % 101) as f64 - 50.0) / 40.0;
        let fields = Array2::from_shape_fn((sites, states), |(i, a)| number(7 * i + 3 * a));
        let blocks = (0..pairs::count(sites) * states * states).map(|k| number(k + 11)).collect();
        PottsCouplings::new(fields, blocks).unwrap()
    }

    #[test]
    fn a_block_of_swapped_sites_is_transposed() {
        let model = some(4, 3);
        let (block, swapped) = (model.block(1, 3).unwrap(), model.block(3, 1).unwrap());
        assert_eq!(block.t(), swapped);
        assert_eq!(block[[2, 1]], model.blocks()[4 * 9 + 2 * 3 + 1]);
        assert!(model.block(2, 2).is_none() && model.block(0, 4).is_none());
    }

    #[test]
    fn the_weight_of_a_row_is_the_sum_of_its_fields_and_couplings() {
        let model = some(3, 2);
        let row = [1_u8, 0, 1];
        let state = |i: usize| usize::from(row[i]);
        let mut sum: f64 = (0..3).map(|i| model.fields()[[i, state(i)]]).sum();
        for (i, j) in [(0, 1), (0, 2), (1, 2)] {
            sum += model.block(i, j).unwrap()[[state(i), state(j)]];
        }
        assert!((model.log_weight(&row).unwrap() - sum).abs() < 1e-14);
        assert_eq!((model.log_weight(&[1, 0]), model.log_weight(&[1, 0, 2])), (None, None));
        assert_eq!(PottsCouplings::zeros(3, 2).log_weight(&row), Some(0.0));
    }

    #[test]
    fn numbers_that_do_not_fit_are_refused_in_a_sentence() {
        let error = PottsCouplings::new(Array2::zeros((3, 2)), vec![0.0; 11]).unwrap_err();
        assert_eq!(error.to_string(), "the list of couplings has the shape 11; 12 was expected");
        let error = PottsCouplings::new(Array2::zeros((2, 1)), vec![f64::NAN]).unwrap_err();
        assert_eq!(error.to_string(), "couplings hold NaN; finite numbers were expected");
        assert_eq!(PottsCouplings::bytes(3, 2), 8 * (6 + 12));
    }
}
